"""Pages and documents in the shapes of CONTRACT: `preview`, `document show`."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

from pipeline.geometry import Box
from pipeline.model.batch import Page, PageState, Reason, SourceFile
from pipeline.model.document import (
    UNKNOWN,
    Alternative,
    Classification,
    Evidence,
    Finding,
    IndexField,
    Routing,
    StraightThrough,
    Table,
    ToQueue,
    Understanding,
)
from pipeline.model.identity import FileId
from pipeline.model.page import Code, Recognition, Word
from pipeline.model.text import Bilingual, Language
from pipeline.model.values import Identifier, plain
from pipeline.routing import CLASSIFICATION
from pipeline.separation.cut_words import by_weight, told
from pipeline.two_d_doc.reading import TwoDDoc, is_two_d_doc, read_two_d_doc
from services.looking.find import BatchView, DocumentView

Shape = dict[str, Any]
"""A JSON object of CONTRACT."""

_NOT_UNDERSTOOD = Understanding(
    classification=Classification(document_class=UNKNOWN, confidence=0.0),
    language=None,
    fields=(),
    tables=(),
    findings=(),
    routing=ToQueue(
        queue=CLASSIFICATION,
        reasons=(
            Bilingual(
                fr="Ce document n'est pas encore compris, ou n'a pas pu l'être : voyez l'état de son lot.",
                en="This document is not understood yet, or could not be: see the status of its batch.",
            ),
        ),
    ),
)
"""What is told of a document without an understanding: nothing is known, so a person has to look."""


def box(value: Box | tuple[float, float, float, float] | None) -> list[float] | None:
    """Give a box as four fractions, rounded to a hundredth of a millimetre on A4."""
    return None if value is None else [round(part, 5) for part in value]


def page(read: Recognition) -> Shape:
    """Give a page as read, in the shape of `preview`."""
    return {
        "number": read.number,
        "width": read.width,
        "height": read.height,
        "dpi": read.dpi,
        "rotation": read.rotation,
        "skew_degrees": round(read.skew_degrees, 2),
        "is_blank": read.is_blank,
        "separator": read.separator,
        "source": read.source,
        "language": read.language,
        "confidence": round(read.confidence, 3),
        "text": read.text,
        "words": [_word(word) for word in read.words],
        "codes": [_code(each) for each in read.codes],
        "quality": [{"code": note.code, "severity": note.severity} for note in read.quality],
        "engine": read.engine,
    }


def _word(word: Word) -> Shape:
    return {
        "text": word.text,
        "box": box(word.box),
        "confidence": round(word.confidence, 3),
        "is_by_hand": word.is_by_hand,
    }


def _code(code: Code) -> Shape:
    """Give a code; a 2D-Doc with its header and what its message says."""
    shape: Shape = {"symbology": code.symbology, "payload": code.payload, "box": box(code.box)}
    try:
        doc = read_two_d_doc(code.payload) if is_two_d_doc(code.payload) else None
    except ValueError:
        return shape
    return shape | {"two_d_doc": _two_d_doc(doc)} if doc else shape


def _two_d_doc(doc: TwoDDoc) -> Shape:
    return {
        "version": doc.version,
        "country": doc.country,
        "authority": doc.authority,
        "certificate": doc.certificate,
        "issued_on": doc.issued_on.isoformat() if doc.issued_on else None,
        "signed_on": doc.signed_on.isoformat() if doc.signed_on else None,
        "document_type": doc.document_type,
        "title": doc.title,
        "perimeter": doc.perimeter,
        "entries": [{"identifier": e.identifier, "title": e.title, "value": e.value} for e in doc.entries],
    }


def _unread(row: Page) -> Shape:
    """Give a page that could not be read in the same shape: what is not known is null, why is its quality."""
    why = row.reason.code if row.reason else "unreadable_page"
    return {
        "number": row.ordinal,
        **dict.fromkeys(("width", "height", "dpi")),
        "rotation": 0,
        "skew_degrees": 0.0,
        "is_blank": False,
        "separator": None,
        "source": "none",
        "language": None,
        "confidence": 0.0,
        "text": "",
        **{name: [] for name in ("words", "codes")},
        "quality": [{"code": why, "severity": "blocking"}],
        "engine": "",
    }


def field(read: IndexField) -> Shape:
    """Give an index field with the place that shows it."""
    return {
        "name": read.name,
        "kind": read.value.kind,
        "value": plain(read.value),
        "scheme": read.value.scheme if isinstance(read.value, Identifier) else None,
        "confidence": round(read.confidence, 3),
        "page": read.evidence.page if read.evidence else None,
        "box": box(read.evidence.box) if read.evidence else None,
        "text": read.evidence.text if read.evidence else None,
        "origin": read.origin,
        "alternatives": [_alternative(other) for other in read.alternatives],
    }


def _alternative(other: Alternative) -> Shape:
    return {"value": plain(other.value), "confidence": round(other.confidence, 3)}


def evidence(shown: Evidence) -> Shape:
    """Give where on the paper something stands."""
    return {"page": shown.page, "box": box(shown.box), "text": shown.text}


def _classification(made: Classification) -> Shape:
    return {
        "document_class": made.document_class,
        "confidence": round(made.confidence, 3),
        "because": [evidence(shown) for shown in made.because],
        "runners_up": [
            {"document_class": other.document_class, "confidence": round(other.confidence, 3)}
            for other in made.runners_up
        ],
    }


def finding(found: Finding, language: Language) -> Shape:
    """Give a finding in words."""
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message.in_language(language),
        "field": found.field,
    }


def routing(route: Routing, language: Language) -> Shape:
    """Give where a document went and why."""
    if isinstance(route, StraightThrough):
        return {"to": "straight-through", "queue": None, "reasons": []}
    return {"to": "queue", "queue": route.queue, "reasons": [why.in_language(language) for why in route.reasons]}


def _table(read: Table) -> Shape:
    """Give a table; places: where each row stands, null where no page shows it."""
    places = [{"page": one.page, "box": box(one.box)} if one else None for one in read.places]
    return {"name": read.name, "rows": [dict(row) for row in read.rows], "places": places}


def understood(made: Understanding, language: Language) -> Shape:
    """Give what reading made of a document."""
    return {
        **_classification(made.classification),
        "language": made.language,
        "fields": [field(read) for read in made.fields],
        "tables": [_table(read) for read in made.tables],
        "findings": [finding(found, language) for found in made.findings],
        "routing": routing(made.routing, language),
    }


def document(view: DocumentView, language: Language) -> Shape:
    """Give a document as in `preview`, with its id, state, file and case."""
    shown = view.document
    return {
        "id": shown.id,
        "document": shown.id,
        "state": shown.state,
        "file": view.file.name,
        "case": view.case.reference if view.case else None,
        **_as_read(view, language),
    }


def _as_read(view: DocumentView, language: Language) -> Shape:
    """Give what reading made of a document's pages, wherever it is kept."""
    draft = view.document.draft
    return {
        "pages": [page.ordinal for page in view.pages],
        "opened_by": draft.opened_by,
        "cut_confidence": round(draft.cut_confidence, 3),
        "cut_because": [told(seen).in_language(language) for seen in by_weight(draft.because)],
        **understood(view.document.understanding or _NOT_UNDERSTOOD, language),
    }


def reason(why: Reason | None, language: Language) -> Shape | None:
    """Give why something was refused or failed."""
    if why is None:
        return None
    return {
        "code": why.code,
        "message": why.message.in_language(language),
        "next_step": why.next_step.in_language(language),
    }


def preview(
    file: SourceFile,
    pages: Sequence[tuple[FileId, Recognition]],
    view: BatchView,
    seconds: Sequence[tuple[str, float]],
    language: Language,
) -> Shape:
    """Give a file in the shape of `preview`; a page that failed makes the refusal of its file.

    The pages of the files that it brings follow its own, and are counted on: page and document numbers are those of the
    whole. `parts` tells which pages are of which file.
    """
    before = _counted_on(view)
    told = {before[owner] + read.number: page(read) for owner, read in pages}
    why = _refusal(file, view, is_read=bool(told))
    if why is None:
        failed = (row for row in view.pages if row.state is PageState.FAILED)
        told |= {before[row.file] + row.ordinal: _unread(row) for row in failed}
    return {
        "file": file.name,
        "media_type": file.media_type,
        "digest": file.digest,
        "state": "refused" if why else "read",
        "refusal": reason(why, language),
        "pages": [{**told[number], "number": number} for number in sorted(told)],
        "documents": [_moved(_as_read(one, language), before[one.file.id]) for one in view.documents],
        "parts": [_part(one, view, before[one.id], language) for one in view.files if one.part_of],
        "seconds": {name: round(value, 3) for name, value in seconds},
    }


def _counted_on(view: BatchView) -> dict[FileId, int]:
    """Give how many pages come before those of each file."""
    counts = Counter(row.file for row in view.pages)
    before = accumulate((counts[one.id] for one in view.files), initial=0)
    return dict(zip((one.id for one in view.files), before, strict=False))


def _refusal(file: SourceFile, view: BatchView, *, is_read: bool) -> Reason | None:
    """Tell why nothing of a file could be read; the first of its parts' reasons when it only brings others."""
    if file.reason or is_read:
        return file.reason
    failed = (row.reason for row in view.pages if row.reason)
    parts = (one.reason for one in view.files if one.part_of and one.reason)
    return next(chain(failed, parts), None)


def _part(file: SourceFile, view: BatchView, before: int, language: Language) -> Shape:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "digest": file.digest,
        "state": "refused" if file.reason else "read",
        "refusal": reason(file.reason, language),
        "pages": [before + row.ordinal for row in view.pages if row.file == file.id],
    }


def _moved(shape: Shape, by: int) -> Shape:
    """Count the pages of a document on by those that come before its file's."""
    if not by:
        return shape
    return {
        **shape,
        "pages": [number + by for number in shape["pages"]],
        "because": [{**shown, "page": shown["page"] + by} for shown in shape["because"]],
        "fields": [{**read, "page": read["page"] and read["page"] + by} for read in shape["fields"]],
    }
