"""Documents: what was read of them, their files, and the acts by which their doubts are settled."""

from urllib.parse import quote

from fastapi import APIRouter, Response

from pipeline.model.identity import DocumentId
from services.shapes import Shape, titled
from services.shapes import documents as shapes
from web.acts import Act
from web.calling import Called
from web.openapi import answers, file_of

router = APIRouter(prefix="/documents", tags=["documents"])

PDF = "application/pdf"
_SAFE = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store"}
"""A file somebody sent is never run in our name."""


class Correction(Act):
    """Fields by name, as they are written: dates as YYYY-MM-DD, amounts as 1834.20."""

    values: dict[str, str]


class Naming(Act):
    """What the document is."""

    document_class: str


class Cut(Act):
    """The page within the document, from 1, that opens the second."""

    at: int


class Joining(Act):
    """The document that comes behind."""

    other: str


class Rejection(Act):
    """The page within the document, from 1."""

    page: int


class Order(Act):
    """The present positions of the pages, from 1, in their new order."""

    order: tuple[int, ...]


class Turn(Act):
    """The page within the document, from 1, and 90, 180 or 270 degrees clockwise."""

    page: int
    degrees: int


class PageMove(Act):
    """The page within the document, from 1; the other document of the file, and the place there, or the end."""

    page: int
    to: str
    at: int | None = None


@router.get("/{name}", responses=answers("document"), response_model=None)
def shown(call: Called, name: str) -> Shape:
    """Show a document: class, fields, findings, where it went."""
    return _told(call, DocumentId(name))


@router.get("/{name}/pdf", responses=file_of(PDF), response_class=Response)
def pdf(call: Called, name: str) -> Response:
    """Return the searchable archive PDF; there is none before the document is released."""
    content = call.application.find.rendition(call.actor, DocumentId(name))
    return Response(content, media_type=PDF, headers=_SAFE)


@router.get("/{name}/source", responses=file_of("application/octet-stream"), response_class=Response)
def source(call: Called, name: str) -> Response:
    """Return the file the document came in, as it was sent; other documents may be in it."""
    original = call.application.find.source(call.actor, DocumentId(name))
    sent = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(original.name)}"}
    return Response(original.content, media_type=original.media_type, headers=_SAFE | sent)


@router.post("/{name}/correct", responses=answers("document"), response_model=None)
def correct(call: Called, name: str, act: Correction) -> Shape:
    """Correct fields."""
    made = call.application.verify.correct(call.actor, DocumentId(name), tuple(act.values.items()), reason=act.reason)
    return _told(call, made)


@router.post("/{name}/set-class", responses=answers("document"), response_model=None)
def set_class(call: Called, name: str, act: Naming) -> Shape:
    """Say what a document is; it is read anew as one of that class."""
    verify = call.application.verify
    return _told(call, verify.set_class(call.actor, DocumentId(name), act.document_class, reason=act.reason))


@router.post("/{name}/split", responses=answers("document"), response_model=None)
def split(call: Called, name: str, act: Cut) -> Shape:
    """Cut a document in two; the first of them is answered."""
    return _told(call, call.application.recut.split(call.actor, DocumentId(name), act.at, reason=act.reason))


@router.post("/{name}/merge", responses=answers("document"), response_model=None)
def merge(call: Called, name: str, act: Joining) -> Shape:
    """Put another document behind this one, as one."""
    recut = call.application.recut
    return _told(call, recut.merge(call.actor, DocumentId(name), DocumentId(act.other), reason=act.reason))


@router.post("/{name}/reject", responses=answers("document"), response_model=None)
def reject(call: Called, name: str, act: Rejection) -> Shape:
    """Take a page out; it stays accounted for as rejected."""
    return _told(call, call.application.recut.reject(call.actor, DocumentId(name), act.page, reason=act.reason))


@router.post("/{name}/reorder", responses=answers("document"), response_model=None)
def reorder(call: Called, name: str, act: Order) -> Shape:
    """Put the pages of a document in another order."""
    return _told(call, call.application.recut.reorder(call.actor, DocumentId(name), act.order, reason=act.reason))


@router.post("/{name}/rotate", responses=answers("document"), response_model=None)
def rotate(call: Called, name: str, act: Turn) -> Shape:
    """Turn a page; it is then read again."""
    recut = call.application.recut
    return _told(call, recut.rotate(call.actor, DocumentId(name), act.page, act.degrees, reason=act.reason))


@router.post("/{name}/move-page", responses=answers("document"), response_model=None)
def move_page(call: Called, name: str, act: PageMove) -> Shape:
    """Move a page into another document; that one is answered."""
    recut, to = call.application.recut, DocumentId(act.to)
    return _told(call, recut.move_page(call.actor, DocumentId(name), act.page, to, at=act.at, reason=act.reason))


@router.post("/{name}/confirm-cut", responses=answers("document"), response_model=None)
def confirm_cut(call: Called, name: str, act: Act) -> Shape:
    """Say that a document begins where it was cut, when that is in doubt."""
    return _told(call, call.application.recut.confirm_cut(call.actor, DocumentId(name), reason=act.reason))


@router.post("/{name}/undo", responses=answers("document"), response_model=None)
def undo(call: Called, name: str, act: Act) -> Shape:
    """Take back the last act on a document; the first document that is back is answered."""
    return _told(call, call.application.undo.undo(call.actor, DocumentId(name), reason=act.reason)[0])


@router.post("/{name}/release", responses=answers("document"), response_model=None)
def release(call: Called, name: str, act: Act) -> Shape:
    """Release a document that waits, as it is now: it is bound to its case."""
    return _told(call, call.application.verify.release(call.actor, DocumentId(name), reason=act.reason))


def _told(call: Called, name: DocumentId) -> Shape:
    view = call.application.find.document(call.actor, name)
    return titled("document", shapes.document(view, call.language))
