"""The case folder as a person with a file browser finds it: where each paper lies, and the manifest that explains it.

`cases/<type>/<reference>/<item>/<date>_<class>_<short id>.pdf`; an item with a folder of its own lies below it. The
folder is rendered anew from the records each time, so it is never edited.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casebinder.casetypes import CaseType
from casebinder.model.case import Case, PieceStatus
from casebinder.model.request import Request, RequestState
from casebinder.model.verdict import Verdict
from pipeline import codec
from pipeline.model.identity import Digest, DocumentId

_OTHER = "other"
"""Where papers lie that belong to the case and to no item: letters, notes."""
_SET_ASIDE = {PieceStatus.REFUSED: "refused", PieceStatus.SUPERSEDED: "superseded"}
_FILED = frozenset(RequestState) - {RequestState.DRAFTED, RequestState.WITHDRAWN}
_PDF = "application/pdf"
_ENDINGS = {
    _PDF: "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "text/plain": "txt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of the case: the content shown for it (its rendition, or the original itself)."""

    document: DocumentId
    document_class: str
    received_on: date
    digest: Digest
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPaper:
    """A file of the folder: its path below the folder's place, and its content."""

    path: str
    digest: Digest
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A case folder as it shall be; place: `cases/<type>/<reference>`."""

    place: str
    papers: tuple[FolderPaper, ...]
    manifest: bytes


def place_of(case: Case) -> str:
    """Return the place of a case's folder."""
    return f"cases/{case.case_type}/{case.reference}"


def render(case_type: CaseType, case: Case, verdict: Verdict, papers: Sequence[Paper]) -> Folder:
    """Return the folder of a case with all its papers, the same bytes for the same state."""
    ordered = sorted(papers, key=lambda paper: (paper.received_on, paper.document))
    placed = [(path, paper) for paper in ordered for path in _paths(case_type, case, paper)]
    return Folder(
        place=place_of(case),
        papers=(
            *(FolderPaper(path=path, digest=p.digest, media_type=p.media_type) for path, p in placed),
            *(FolderPaper(path=path, digest=r.letter, media_type=_PDF) for path, r in _letters(case) if r.letter),
        ),
        manifest=_manifest(case_type, case, verdict, placed),
    )


def _letters(case: Case) -> tuple[tuple[str, Request], ...]:
    """Return each letter that was taken up by the sender, with its path; drafts and withdrawn ones are not filed."""
    filed = (request for request in case.requests if request.letter and request.dated and request.state in _FILED)
    return tuple((f"letters/{r.dated}_letter_{r.id.rpartition('-')[2]}.pdf", r) for r in filed)


def _paths(case_type: CaseType, case: Case, paper: Paper) -> tuple[str, ...]:
    """Return the path of a paper, one for each item it serves."""
    ending = _ENDINGS.get(paper.media_type, "bin")
    short = paper.document.rpartition("-")[2]
    name = f"{paper.received_on.isoformat()}_{paper.document_class}_{short}.{ending}"
    pieces = [piece for piece in case.pieces if piece.document == paper.document]
    folders = [_folder_of(case_type, piece.item, piece.status) for piece in pieces] or [_OTHER]
    return tuple(f"{folder}/{name}" for folder in dict.fromkeys(folders))


def _folder_of(case_type: CaseType, code: str, status: PieceStatus) -> str:
    item = case_type.item(code)
    own = f"{item.folder}/{code}" if item and item.folder else code
    aside = _SET_ASIDE.get(status)
    return f"{own}/{aside}" if aside else own


def _manifest(case_type: CaseType, case: Case, verdict: Verdict, placed: Sequence[tuple[str, Paper]]) -> bytes:
    """Write what the folder holds and why, as JSON: for the eye, and to rebuild the case from the store alone."""
    made = verdict.completeness
    status = {(piece.document, piece.item): piece.status.value for piece in case.pieces}
    text = {
        "schema": "casebinder/manifest/1",
        "reference": case.reference,
        "case_type": case.case_type,
        "title": {"fr": case_type.title.fr, "en": case_type.title.en},
        "legal_basis": list(case_type.legal_basis),
        "rules_version": case.rules_version,
        "rules_digest": case.rules_digest,
        "state": case.state.value,
        "basket": verdict.basket,
        "is_complete": made.is_complete,
        "sentence": {"fr": made.sentence.fr, "en": made.sentence.en},
        "checked_on": made.checked_on.isoformat(),
        "items": [
            {"item": item.item, "title": item.title.fr, "status": item.status.value, "documents": list(item.pieces)}
            for item in made.items
        ],
        "pieces": [
            {
                "path": path,
                "document": paper.document,
                "document_class": paper.document_class,
                "received_on": paper.received_on.isoformat(),
                "digest": paper.digest,
                "states": {item: state for (document, item), state in status.items() if document == paper.document},
            }
            for path, paper in placed
        ],
        "letters": [_filed(path, request) for path, request in _letters(case)],
        "case": json.loads(codec.encode(case)),
    }
    return json.dumps(text, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _filed(path: str, request: Request) -> dict[str, object]:
    return {
        "path": path,
        "request": request.id,
        "state": request.state.value,
        "items": list(request.items),
        "sent_at": request.sent_at.isoformat() if request.sent_at else None,
        "digest": request.letter,
    }
