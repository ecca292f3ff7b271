"""What follows an act at a page: index, folders and snapshots are brought up to date by a thread, never by the request.

Renditions and whatever else is capture are left to a worker.
"""

import threading

import structlog

from bootstrap.application import Application
from pipeline.errors import CasebinderError
from services.access import SYSTEM

_log = structlog.get_logger(__name__)


class Afterwards:
    """A thread that drains the outbox whenever it is told that something was done."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._told = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="afterwards", daemon=True)

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def tell(self) -> None:
        """Let it look, soon."""
        self._told.set()

    def end(self) -> None:
        """Let it finish what it has in hand, and end it."""
        self._ended.set()
        self._told.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._told.wait()
            self._told.clear()
            try:
                self._application.project.drain(SYSTEM)
            except CasebinderError as error:  # the worker's own look, each two minutes, comes back to it
                _log.warning("afterwards.put_off", code=error.code)
            except Exception as error:  # noqa: BLE001 - the border of this thread, which has to outlive a bug of ours
                _log.error("afterwards.failed", kind=type(error).__name__)
            if self._ended.is_set():
                return
