"""A document at a look: the picture of its pages beside what was read, and the files."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from pipeline.geometry import Box
from pipeline.model.document import Understanding
from pipeline.model.identity import DocumentId
from web.visit import KEPT, Signed

router = APIRouter(prefix="/documents")

PNG, PDF = "image/png", "application/pdf"
PART = r"^[01](\.\d+)?(,[01](\.\d+)?){3}$"
VIEW_WIDTH = 1400


@router.get("/{name}")
def shown(visit: Signed, name: str, page: int | None = None, word: str = "") -> Response:
    """Show a document, opened at a page of its file, with the words that were looked for lit on it."""
    view = visit.application.find.document(visit.actor, DocumentId(name))
    hits = visit.application.look.words(visit.actor, DocumentId(name), word) if word.strip() else ()
    found = {hit.page: hit.boxes for hit in hits}
    numbers = [one.ordinal for one in view.pages]
    here = page if page in numbers else next(iter(found), next(iter(numbers), None))
    made, titles = view.document.understanding, visit.application.rulebook.titles(visit.actor)
    tells = visit.reasons(titles)
    values = {
        "view": view,
        "made": made,
        "numbers": numbers,
        "number": here,
        "word": word.strip(),
        "found": found,
        "total": sum(map(len, found.values())),
        "boxes": _evidence(made, here) if not word.strip() else found.get(here or 0, ()),
        "remarks": [(one.severity, tells.of_finding(one, made)) for one in made.findings] if made else [],
        "titles": titles,
        "width": VIEW_WIDTH,
    }
    return visit.page("documents/document.html", values)


def _evidence(made: Understanding | None, page: int | None) -> list[Box]:
    """Return the boxes of what was read on a page: fields, and lines of tables."""
    fields = (read.evidence for read in (made.fields if made else ()))
    rows = (place for table in (made.tables if made else ()) for place in table.places)
    shown = (*fields, *rows)
    return [evidence.box for evidence in shown if evidence and evidence.page == page]


@router.get("/{name}/pages/{page}/picture")
def picture(
    visit: Signed,
    name: str,
    page: int,
    width: int = VIEW_WIDTH,
    part: Annotated[str | None, Query(pattern=PART)] = None,
) -> Response:
    """Return the picture of a page, or of a part of it: left, top, right, bottom as fractions."""
    box = Box(*(float(side) for side in part.split(","))) if part else None
    content = visit.application.look.picture(visit.actor, DocumentId(name), page, width=width, part=box)
    return Response(content, media_type=PNG, headers={"Cache-Control": KEPT})


@router.get("/{name}/pdf")
def pdf(visit: Signed, name: str) -> Response:
    """Return the searchable archive PDF."""
    content = visit.application.find.rendition(visit.actor, DocumentId(name))
    return Response(content, media_type=PDF, headers={"Cache-Control": "no-store"})
