"""Batches in the shapes of CONTRACT: `submit`, `status`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.custody import Discrepancy
from pipeline.model.batch import Page, SourceFile
from pipeline.model.states import FileState, PageState
from pipeline.model.text import Language
from services.looking.find import BatchView
from services.shapes import Shape
from services.shapes.documents import document, reason

if TYPE_CHECKING:
    from services.capture.receive import Receipt


def submitted(receipt: "Receipt", view: BatchView, language: Language, *, seconds: float) -> Shape:
    """Return what became of a delivery in the shape of `submit`; what came before counts no page again."""
    pages = len(view.pages) if receipt.is_new else 0
    files = [_received_file(file, language, is_new=receipt.is_new) for file in view.files]
    return {
        "batches": [{"id": view.batch.id, "status": view.batch.state, "files": files}],
        "pages": pages,
        "seconds": round(seconds, 3),
        "pages_per_second": round(pages / seconds, 2) if seconds else 0.0,
    }


def _received_file(file: SourceFile, language: Language, *, is_new: bool) -> Shape:
    names = {FileState.DUPLICATE: "duplicate", FileState.QUARANTINED: "quarantined"}
    state = names.get(file.state, "accepted") if is_new else "duplicate"
    why = reason(file.reason, language) if is_new else None
    return {"name": file.name, "digest": file.digest, "state": state, "reason": why}


def batch(view: BatchView, language: Language, *, pages: bool, discrepancies: Sequence[Discrepancy] | None) -> Shape:
    """Return a batch in the shape of `status`; discrepancies None: not verified."""
    found = [*view.balance.discrepancies, *(discrepancies or ())]
    shape: Shape = {
        "id": view.batch.id,
        "batch_class": view.batch.batch_class,
        "status": view.batch.state,
        "received_at": view.batch.received_at.isoformat(),
        "custody": {
            "pages_in": sum(1 for _ in view.pages),
            "by_state": {state.value: sum(p.state is state for p in view.pages) for state in PageState},
            "files": {state.value: sum(f.state is state for f in view.files) for state in FileState},
            "balanced": view.balance.is_balanced and not found,
            "verified": discrepancies is not None,
            "discrepancies": [
                {"file": one.file, "page": one.page, "problem": one.problem.in_language(language)} for one in found
            ],
        },
        "documents": [document(one, language) for one in view.documents],
        "waiting": dict(view.waiting),
        "failed": [
            {"file": item.file, **(reason(item.reason, language) or {}), "attempts": item.attempts}
            for item in view.failed
        ],
    }
    if pages:
        names = {file.id: file.name for file in view.files}
        shape["pages"] = [_page_row(row, names[row.file], language) for row in view.pages]
    return shape


def _page_row(row: Page, file: str, language: Language) -> Shape:
    return {
        "id": row.id,
        "file": file,
        "number": row.ordinal,
        "state": row.state,
        "document": row.document,
        "position": row.position,
        "reason": reason(row.reason, language),
    }
