"""The pages of a document among those of its file: cut, join, order, turn, set aside, move, and take that back."""

from dataclasses import dataclass
from typing import Annotated, Literal, assert_never

from fastapi import APIRouter, Form
from fastapi.responses import Response

from pipeline.errors import CasebinderError, NotPossible, WrongUsage
from pipeline.folding import letters
from pipeline.model.identity import DocumentId
from services.access import may_somewhere
from web.visit import KEPT, Signed, Typed, Visit

router = APIRouter(prefix="/documents")

PNG = "image/png"
ButtonAct = Literal["split", "merge", "earlier", "later", "left", "right", "reject", "move", "class"]
PageAct = ButtonAct | Literal["place"]
"""What is done to a page: by a button, or by dragging it to a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The page an act is about: its document, its position from 1, and how many pages the document has."""

    document: DocumentId
    position: int
    count: int

    @property
    def key(self) -> str:
        """Write it as the form sends it."""
        return f"{self.document}:{self.position}:{self.count}"


@router.get("/{name}/pages")
def shown(visit: Signed, name: str, page: int = 1) -> Response:
    """Show the pages of a document's file; page: the position of the chosen one, from 1."""
    return _page(visit, DocumentId(name), page, None)


@router.get("/{name}/pages/{page}/upright")
def upright(visit: Signed, name: str, page: int, width: int = 240) -> Response:
    """Return the picture of a page, turned as it was read or as a person wants it."""
    content = visit.application.look.upright(visit.actor, DocumentId(name), page, width=width)
    return Response(content, media_type=PNG, headers={"Cache-Control": KEPT})


@router.post("/{name}/pages")
def act(
    visit: Signed,
    name: str,
    act: Annotated[PageAct, Form()],
    page: Typed = "",
    reason: Typed = "",
    to: Typed = "",
    at: Typed = "",
    document_class: Typed = "",
) -> Response:
    """Do one act on the chosen page, or on its document; at: the place before which it is put, from 1."""
    chosen = _chosen(page, DocumentId(name))
    try:
        if act == "place":
            made, position = _placed(visit, chosen, DocumentId(to), int(at) if at.isdecimal() else 1, reason)
        else:
            made, position = _done(visit, act, chosen, reason, to=to, document_class=document_class)
    except (NotPossible, WrongUsage) as error:
        return _page(visit, chosen.document, chosen.position, error)
    return visit.go(f"/documents/{made}/pages?page={position}", notice=f"pages.done_{act}")


@router.post("/{name}/undo")
def undo(visit: Signed, name: str, reason: Typed = "") -> Response:
    """Take back the last act on the document."""
    try:
        back = visit.application.undo.undo(visit.actor, DocumentId(name), reason=reason)
    except NotPossible as error:
        return _page(visit, DocumentId(name), 1, error)
    return visit.go(f"/documents/{back[0]}/pages", notice="pages.done_undo")


def _placed(visit: Visit, chosen: Chosen, to: DocumentId, place: int, reason: str) -> tuple[DocumentId, int]:
    """Put the page before a place of its own document, or another; return the document and the page's place in it."""
    recut, at = visit.application.recut, chosen.position
    if to != chosen.document:
        return recut.move_page(visit.actor, chosen.document, at, to, at=place, reason=reason), place
    order = [one for one in range(1, chosen.count + 1) if one != at]
    place -= at < place
    order.insert(place - 1, at)
    return recut.reorder(visit.actor, to, order, reason=reason), place


def _done(
    visit: Visit, act: ButtonAct, chosen: Chosen, reason: str, *, to: str, document_class: str
) -> tuple[DocumentId, int]:
    """Do the act; return the document to look at then, and the position of the page in it."""
    recut, actor, name, at = visit.application.recut, visit.actor, chosen.document, chosen.position
    match act:
        case "split":
            made, at = recut.split(actor, name, at, reason=reason), 1
        case "merge":
            made = recut.merge(actor, name, DocumentId(to), reason=reason)
        case "earlier" | "later":
            place = at + (1 if act == "later" else -1)
            made, at = recut.reorder(actor, name, _exchanged(chosen, place), reason=reason), place
        case "left" | "right":
            made = recut.rotate(actor, name, at, 90 if act == "right" else 270, reason=reason)
        case "reject":
            made, at = recut.reject(actor, name, at, reason=reason), min(at, max(1, chosen.count - 1))
        case "move":
            made, at = recut.move_page(actor, name, at, DocumentId(to), reason=reason), 1
        case "class":
            made = visit.application.verify.set_class(actor, name, document_class, reason=reason)
        case _:
            assert_never(act)
    return made, at


def _chosen(text: str, name: DocumentId) -> Chosen:
    """Read which page was chosen; the first one of the document shown when none was, or no such thing was sent."""
    document, _, place = text.partition(":")
    position, _, count = place.partition(":")
    if not (document and position.isdecimal() and count.isdecimal()):
        return Chosen(document=name, position=1, count=1)
    return Chosen(document=DocumentId(document), position=int(position), count=int(count))


def _exchanged(chosen: Chosen, place: int) -> list[int]:
    """Return the order in which the chosen page and the one at that place change places."""
    order = list(range(1, chosen.count + 1))
    if 1 <= place <= chosen.count:
        order[chosen.position - 1], order[place - 1] = place, chosen.position
        return order
    return [*order, place]


def _page(visit: Visit, name: DocumentId, position: int, wrong: CasebinderError | None) -> Response:
    application = visit.application
    stack, titles = application.cuts.stack(visit.actor, name), application.rulebook.titles(visit.actor)
    here = [view.document.id for view in stack.documents]
    chosen = name if name in here else next(iter(here), None)
    pages = next((len(view.pages) for view in stack.documents if view.document.id == chosen), 1)
    values = {
        "name": name,
        "stack": stack,
        "chosen": chosen,
        "numbers": {view.document.id: number for number, view in enumerate(stack.documents, 1)},
        "position": max(1, min(position, pages)),
        "undoable": application.undo.undoable(visit.actor, name),
        "may_act": may_somewhere(visit.actor, "document.split"),
        "classes": sorted(
            ((code, title.in_language(visit.language)) for code, title in titles.document_classes.items()),
            key=lambda one: letters(one[1]),
        ),
        "titles": titles,
        "wrong": wrong,
    }
    return visit.page("pages/pages.html", values, status=400 if wrong else 200)
