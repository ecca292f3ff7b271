"""The first page: it leads each one to their work."""

from fastapi import APIRouter
from fastapi.responses import Response

from web.visit import Signed

router = APIRouter()


@router.get("/")
def home(visit: Signed) -> Response:
    """Show where the person can go and how much waits there."""
    return visit.page("home/home.html")
