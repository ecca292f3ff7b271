"""For those who watch the process: is it alive, and can it answer; and the static files."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from web.statics import FOR_EVER
from web.visit import Door

router = APIRouter()


@router.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Say that the records and the content are there; 503 otherwise."""
    door: Door = request.app.state.door
    door.application.check_ready()
    return PlainTextResponse("ok")


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """Return a static file by the name that holds its digest; it never changes."""
    door: Door = request.app.state.door
    file = door.statics.find(name)
    if file is None:
        return PlainTextResponse("", status_code=404)
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(file.compressed, media_type=file.media_type, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)
