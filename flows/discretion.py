"""What Prefect may be told of an error: its code. Its words may name a file or a person, and stay with us."""

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import extract_tb

import structlog

from pipeline.errors import CasebinderError

_log = structlog.get_logger(__name__)


class Withheld(Exception):
    """An error as Prefect sees it: a code. The error itself is kept for those at our own terminal."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error.code if isinstance(error, CasebinderError) else type(error).__name__)
        self.error = error


@contextmanager
def discreet(flow: str) -> Iterator[None]:
    """Let errors out of a flow or task by their code alone; what is no error of ours is noted with its place."""
    try:
        yield
    except Withheld:
        raise
    except Exception as error:  # noqa: BLE001 - the border of a task: what goes further is a code
        if not isinstance(error, CasebinderError):
            frames = extract_tb(error.__traceback__)
            place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
            _log.error("flow.failed", flow=flow, kind=type(error).__name__, at=place)
        raise Withheld(error) from None


@contextmanager
def frank() -> Iterator[None]:
    """Give an error back as it was, to those of ours who asked a task or a flow to do something."""
    try:
        yield
    except Withheld as withheld:
        raise withheld.error from None
