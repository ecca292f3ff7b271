"""The folder of a case as it stands in the records: which papers and letters lie where. Part of others' acts."""

from casebinder import folder
from casebinder.model.case import Case
from pipeline.model.batch import Document
from pipeline.model.identity import DocumentId
from services.ports.records import UnitOfWork
from services.rules.rulebook import Rulebook

_PDF = "application/pdf"


def case_folder(uow: UnitOfWork, rulebook: Rulebook, case: Case, *, with_originals: bool = False) -> folder.Folder:
    """Render the folder of a case: every document that has its rendition.

    with_originals: documents without a rendition are included too, as the files they came in.
    """
    verdict = uow.cases.verdict(case.id)
    if verdict is None:
        raise ValueError(f"case {case.id} was never judged")
    papers = [_paper(uow, piece.document, with_originals=with_originals) for piece in case.pieces]
    case_type = rulebook.case_type(uow, case.rules_digest)
    return folder.render(case_type, case, verdict, list(dict.fromkeys(paper for paper in papers if paper)))


def _paper(uow: UnitOfWork, name: DocumentId, *, with_originals: bool) -> folder.Paper | None:
    document = uow.documents.get(name)
    original = uow.files.get(document.file)
    digest = document.rendition or (original.digest if with_originals else None)
    if digest is None:
        return None
    return folder.Paper(
        document=name,
        document_class=_class_of(document),
        received_on=document.received_at.date(),
        digest=digest,
        media_type=original.media_type if digest == original.digest else _PDF,
    )


def _class_of(document: Document) -> str:
    made = document.understanding
    return made.classification.document_class if made else "unknown"
