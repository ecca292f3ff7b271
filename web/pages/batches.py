"""Batches: the drop zone, the board that tells how each stands, and the batch with its files and pages."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter, UploadFile
from fastapi.responses import Response

from pipeline.errors import NotPossible, WrongUsage
from pipeline.intake import natural
from pipeline.model.identity import BatchId, PageId
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from pipeline.model.text import Bilingual
from services.access import may_somewhere
from services.capture.receive import Receipt
from services.capture.uploads import CHANNEL
from services.looking.board import OPEN
from services.ports.board_records import PageCount
from web.areas import Area
from web.uploads import on_disk
from web.visit import KEPT, Signed, Typed, Visit

router = APIRouter(prefix="/batches")

AREA = Area(key="batches", address="/batches", icon="batch", letter="b", act="batch.view", rank=10)
RECEIVE, RETRY, LOOK = "batch.receive", "batch.retry", "document.view"
A_SHEET = 48
"""Pages of a batch shown at once."""
FEW = 5
"""Failures told on the page of a batch; all are in their own list."""
THUMBNAIL = 130
QUEUES = ("separation", "classification", "verification")
DESKS = {
    "separation": ("document.confirm-cut", "/cuts"),
    "classification": ("document.take", "/verification?queue=classification"),
    "verification": ("document.take", "/verification?queue=verification"),
}
"""Where each queue is worked, and the act one must have the right to there."""

View = Literal["open", "closed", "all"]
VIEWS = {"open": OPEN, "closed": frozenset({BatchState.CLOSED}), "all": frozenset(BatchState)}
MOVING = frozenset({BatchState.RECEIVED, BatchState.WORKING})
PARTS = ("released", "verify", "reading", "waiting", "aside", "lost")
"""The parts of a bar of pages, as they are drawn."""
PAGE_PARTS = {
    PageState.RECEIVED: "waiting",
    PageState.RECOGNISED: "reading",
    PageState.IN_DOCUMENT: "reading",
    PageState.SEPARATOR: "aside",
    PageState.BLANK: "aside",
    PageState.REJECTED: "aside",
    PageState.FAILED: "lost",
}
DOCUMENT_PARTS = {
    DocumentState.DRAFT: "reading",
    DocumentState.UNDERSTOOD: "reading",
    DocumentState.IN_QUEUE: "verify",
    DocumentState.RELEASED: "released",
    DocumentState.BOUND: "released",
    DocumentState.UNMATCHED: "verify",
    DocumentState.SUPERSEDED: "reading",
}
WAITS, MOVES, FAILS = ("na", "clock"), ("requested", "eye"), ("missing", "error")
LOOK_AT, ENDED = ("review", "s-review"), ("satisfied", "s-satisfied")
BATCH_STATES = {
    BatchState.RECEIVED: WAITS,
    BatchState.WORKING: MOVES,
    BatchState.ATTENTION: LOOK_AT,
    BatchState.CLOSED: ENDED,
}
FILE_STATES = {
    FileState.STORED: WAITS,
    FileState.OPENED: MOVES,
    FileState.DONE: ENDED,
    FileState.DUPLICATE: ("waived", "s-waived"),
    FileState.QUARANTINED: FAILS,
}
PAGE_STATES = {
    PageState.RECEIVED: WAITS,
    PageState.RECOGNISED: MOVES,
    PageState.FAILED: FAILS,
    PageState.IN_DOCUMENT: ENDED,
    PageState.SEPARATOR: ("na", "cut"),
    PageState.BLANK: ("na", "s-na"),
    PageState.REJECTED: ("refused", "s-refused"),
}
DOCUMENT_STATES = {
    DocumentState.DRAFT: WAITS,
    DocumentState.UNDERSTOOD: MOVES,
    DocumentState.IN_QUEUE: LOOK_AT,
    DocumentState.RELEASED: MOVES,
    DocumentState.BOUND: ENDED,
    DocumentState.UNMATCHED: LOOK_AT,
    DocumentState.SUPERSEDED: ("na", "s-na"),
}
"""How states are drawn: their tone and their icon."""


@router.get("")
def board(visit: Signed, view: View = "open", page: int = 1) -> Response:
    """Show the drop zone, and how batches stand."""
    return _board(visit, view=view, page=page)


@router.get("/live")
def live(visit: Signed, view: View = "open", page: int = 1) -> Response:
    """Return the board alone, for the script that keeps it up to date; 304 while nothing changed."""
    return visit.fragment("batches/lines.html", _lines(visit, view, page))


@router.post("")
def dropped(
    visit: Signed, files: list[UploadFile] | None = None, batch_class: Typed = "", expect_pages: Typed = ""
) -> Response:
    """Receive files sent by the form itself, without script, as one batch; None: nothing was chosen."""
    given = sorted(files or (), key=lambda file: natural(file.filename or ""))
    try:
        with on_disk(visit.application, given) as incoming:
            receipt = visit.application.receive.receive(
                visit.actor,
                incoming,
                batch_class=batch_class or visit.application.settings.batch_class,
                channel=CHANNEL,
                expected_pages=int(expect_pages) if expect_pages.isdecimal() else None,
            )
    except WrongUsage as error:
        return _board(visit, wrong=error)
    return _to_batch(visit, receipt)


@router.post("/uploads/{name}/finish")
def finish(visit: Signed, name: str) -> Response:
    """Receive an upload that came whole and whose page was closed before it could be told."""
    try:
        receipt = visit.application.uploads.finish(visit.actor, name)
    except NotPossible as error:
        return _board(visit, wrong=error)
    return _to_batch(visit, receipt)


@router.post("/uploads/{name}/abandon")
def abandon(visit: Signed, name: str) -> Response:
    """Take away an upload that nobody will go on with."""
    visit.application.uploads.abandon(visit.actor, name)
    return visit.go("/batches", notice="batches.abandoned")


@router.get("/pages/{page}/picture")
def picture(visit: Signed, page: str, width: int = THUMBNAIL) -> Response:
    """Return the picture of a page, also of one in no document."""
    content = visit.application.look.page(visit.actor, PageId(page), width=width)
    return Response(content, media_type="image/png", headers={"Cache-Control": KEPT})


@router.post("/{batch}/retry")
def retry(visit: Signed, batch: str) -> Response:
    """Give every failed page and step of a batch a fresh start."""
    count = visit.application.capture.retry(visit.actor, BatchId(batch))
    return visit.go(f"/batches/{batch}", notice="batches.retried", about=str(count))


@router.get("/{batch}")
def shown(visit: Signed, batch: str, sheet: int = 1) -> Response:
    """Show a batch: its account, what failed, files, documents, and its pages sheet by sheet."""
    return visit.page("batches/batch.html", _batch(visit, batch, sheet))


@router.get("/{batch}/live")
def shown_live(visit: Signed, batch: str, sheet: int = 1) -> Response:
    """Return what a batch holds alone, for the script that keeps it up to date; 304 while nothing changed."""
    return visit.fragment("batches/parts.html", _batch(visit, batch, sheet))


def _batch(visit: Visit, batch: str, sheet: int) -> dict[str, object]:
    line = visit.application.overview.line(visit.actor, BatchId(batch))
    view = visit.application.find.batches(visit.actor, BatchId(batch))[0]
    sheets = max(1, -(-len(view.pages) // A_SHEET))
    here = max(1, min(sheet, sheets))
    files = {file.id: file.name for file in view.files}
    readable = {one.document.id for one in view.documents}
    return {
        "view": view,
        "line": line,
        "bar": _bar(line.pages),
        "titles": _titles(visit),
        "class_titles": visit.application.rulebook.titles(visit.actor).document_classes,
        "shown": [
            (page, files[page.file], page.document if page.document in readable else None)
            for page in view.pages[(here - 1) * A_SHEET : here * A_SHEET]
        ],
        "sheet": here,
        "sheets": sheets,
        "thumbnail": THUMBNAIL,
        "batch_states": BATCH_STATES,
        "file_names": files,
        "file_states": FILE_STATES,
        "page_states": PAGE_STATES,
        "document_states": DOCUMENT_STATES,
        "queues": QUEUES,
        "desks": _desks(visit),
        "can_look": may_somewhere(visit.actor, LOOK),
        "can_retry": may_somewhere(visit.actor, RETRY),
        "few": FEW,
        "is_moving": view.batch.state in MOVING,
        "has_failed_pages": any(page.state is PageState.FAILED for page in view.pages),
    }


def _to_batch(visit: Visit, receipt: Receipt) -> Response:
    if receipt.is_new:
        return visit.go(f"/batches/{receipt.batch}", notice="batches.received")
    return visit.go(f"/batches/{receipt.batch}", notice="batches.known")


def _board(
    visit: Visit, *, view: View = "open", page: int = 1, wrong: WrongUsage | NotPossible | None = None
) -> Response:
    can_receive = may_somewhere(visit.actor, RECEIVE)
    values = {
        **_lines(visit, view, page),
        "can_receive": can_receive,
        "classes": visit.application.rulebook.batch_classes(visit.actor) if can_receive else (),
        "usual": visit.application.settings.batch_class,
        "under_way": visit.application.uploads.under_way(visit.actor) if can_receive else (),
        "wrong": wrong,
    }
    return visit.page("batches/board.html", values, status=400 if wrong else 200)


def _lines(visit: Visit, view: View, page: int) -> dict[str, object]:
    seen = visit.application.overview.board(visit.actor, VIEWS[view], page=page)
    return {
        "board": seen,
        "view": view,
        "counts": {name: sum(seen.by_state.get(state, 0) for state in states) for name, states in VIEWS.items()},
        "bars": {line.batch.id: _bar(line.pages) for line in seen.lines},
        "titles": _titles(visit),
        "queues": QUEUES,
        "desks": _desks(visit),
        "batch_states": BATCH_STATES,
        "can_retry": may_somewhere(visit.actor, RETRY),
        "is_moving": any(line.batch.state in MOVING for line in seen.lines),
    }


def _desks(visit: Visit) -> dict[str, str]:
    return {queue: where for queue, (act, where) in DESKS.items() if may_somewhere(visit.actor, act)}


def _titles(visit: Visit) -> dict[str, Bilingual]:
    return {each.name: each.title for each in visit.application.rulebook.batch_classes(visit.actor)}


def _bar(counts: Sequence[PageCount]) -> list[tuple[str, int]]:
    """Return pages by the parts of a bar, in their order."""
    found = Counter[str]()
    for count in counts:
        found[DOCUMENT_PARTS[count.document] if count.document else PAGE_PARTS[count.state]] += count.pages
    return [(part, found[part]) for part in PARTS if found[part]]
