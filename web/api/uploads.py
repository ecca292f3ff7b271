"""Uploads: announce files, send them in pieces, and have them received as one batch when they are whole."""

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual
from services.ports.uploads import PromisedFile
from services.shapes import Shape, batches, titled
from services.shapes import uploads as shapes
from web.calling import Called
from web.openapi import answers

router = APIRouter(prefix="/uploads", tags=["uploads"])

MOST_PIECE = 16_000_000
"""Bytes of one piece: what a request may hold in memory."""
LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps."""
PIECE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Announced(BaseModel):
    """A file to come: its name with the folders it lies in, bytes, and when it was changed (ms since 1970)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=4000)
    size: int = Field(ge=0, le=LARGEST)
    modified: int = Field(default=0, ge=0, le=LARGEST)


class Announcement(BaseModel):
    """Files to come, of which one batch is to be made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    files: list[Announced]
    batch_class: str | None = None
    expect_pages: int | None = Field(default=None, ge=0, le=2**31 - 1)


async def piece(request: Request) -> bytes:
    """Take the body as it comes; raises WrongUsage as soon as it is too large."""
    taken = bytearray()
    async for part in request.stream():
        taken += part
        if len(taken) > MOST_PIECE:
            raise _too_large()
    return bytes(taken)


@router.post("", status_code=201, responses=answers("uploads", status=201), response_model=None)
def begin(call: Called, body: Announcement) -> Shape:
    """Announce files; the same ones announced again give the upload under way, with what came of it."""
    view = call.application.uploads.begin(
        call.actor,
        [PromisedFile(name=file.name, size=file.size, modified=file.modified) for file in body.files],
        batch_class=body.batch_class or call.application.settings.batch_class,
        expected_pages=body.expect_pages,
    )
    return _told(shapes.uploads((view,), call.language))


@router.get("", responses=answers("uploads"), response_model=None)
def listed(call: Called) -> Shape:
    """List one's own uploads that became no batch yet."""
    return _told(shapes.uploads(call.application.uploads.under_way(call.actor), call.language))


@router.get("/{name}", responses=answers("uploads"), response_model=None)
def shown(call: Called, name: str) -> Shape:
    """Return how far each file of an upload came."""
    return _told(shapes.uploads((call.application.uploads.shown(call.actor, name),), call.language))


@router.post(
    "/{name}/files/{number}", responses=answers("uploads"), response_model=None, openapi_extra=PIECE, name="append"
)
def append(
    call: Called,
    name: str,
    number: int,
    content: Annotated[bytes, Depends(piece)],
    at: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> Shape:
    """Add a piece of at most 16 MB to a file that has `at` bytes so far; 409 when it has another number."""
    file = call.application.uploads.append(call.actor, name, number, content, at=at)
    return _told(shapes.one_file(file, call.language))


@router.post("/{name}/finish", status_code=202, responses=answers("submit", status=202), response_model=None)
def finish(call: Called, name: str) -> Shape:
    """Receive the files as one batch; a worker captures it. A second time the answer is the same."""
    started = perf_counter()
    receipt = call.application.uploads.finish(call.actor, name)
    view = call.application.find.batches(call.actor, receipt.batch)[0]
    return titled("submit", batches.submitted(receipt, view, call.language, seconds=perf_counter() - started))


@router.post("/{name}/abandon", responses=answers("uploads"), response_model=None)
def abandon(call: Called, name: str) -> Shape:
    """Take an upload away with all that came of it; return those that are left."""
    call.application.uploads.abandon(call.actor, name)
    return listed(call)


def _told(shape: Shape) -> Shape:
    return titled("uploads", shape)


def _too_large() -> WrongUsage:
    most = MOST_PIECE // 1_000_000
    return WrongUsage(
        "wrong_upload",
        Bilingual(
            fr=f"Ce morceau est trop grand : {most} Mo au plus.", en=f"This piece is too large: {most} MB at most."
        ),
        next_step=Bilingual(fr="Envoyez le fichier en morceaux plus petits.", en="Send the file in smaller pieces."),
    )
