"""Batches: send files, follow what becomes of them, have failed ones tried again."""

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile

from pipeline.model.identity import BatchId
from services.shapes import Shape, titled
from services.shapes import batches as shapes
from web.calling import Called
from web.openapi import answers
from web.uploads import on_disk

router = APIRouter(prefix="/batches", tags=["batches"])

CHANNEL = "api"


@router.get("", responses=answers("status"), response_model=None)
def listed(call: Called) -> Shape:
    """List the batches, oldest first."""
    return _told(call, None)


@router.get("/{batch}", responses=answers("status"), response_model=None)
def shown(call: Called, batch: str, *, pages: bool = False, verify: bool = False) -> Shape:
    """Return how a batch stands; pages: with each page; verify: recounted from the re-opened originals."""
    return _told(call, BatchId(batch), pages=pages, verify=verify)


@router.post("", status_code=202, responses=answers("submit", status=202), response_model=None)
def submit(
    call: Called,
    files: list[UploadFile],
    batch_class: Annotated[str | None, Form()] = None,
    expect_pages: Annotated[int | None, Form(ge=0)] = None,
) -> Shape:
    """Receive files as one batch; a worker captures it. The same bytes again are duplicates and change nothing."""
    started, application = perf_counter(), call.application
    with on_disk(application, files) as incoming:
        receipt = application.receive.receive(
            call.actor,
            incoming,
            batch_class=batch_class or application.settings.batch_class,
            channel=CHANNEL,
            expected_pages=expect_pages,
        )
    view = application.find.batches(call.actor, receipt.batch)[0]
    return titled("submit", shapes.submitted(receipt, view, call.language, seconds=perf_counter() - started))


@router.post("/{batch}/retry", responses=answers("status"), response_model=None)
def retry(call: Called, batch: str) -> Shape:
    """Give every failed page and step of a batch a fresh start."""
    call.application.capture.retry(call.actor, BatchId(batch))
    return _told(call, BatchId(batch))


def _told(call: Called, batch: BatchId | None, *, pages: bool = False, verify: bool = False) -> Shape:
    find = call.application.find
    rows = []
    for view in find.batches(call.actor, batch):
        found = find.recount(call.actor, view) if verify else None
        rows.append(shapes.batch(view, call.language, pages=pages, discrepancies=found))
    return titled("status", {"batches": rows})
