"""Keeps SIGINT, SIGTERM and SIGHUP waiting while the records are at work; lets them through where nothing is half done.

Python's handlers raise wherever the main thread happens to be. Neither the driver nor the pool bears that everywhere:
a connection goes back in the midst of a statement, and the driver's complaint takes the interruption's place.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Handler = Callable[[int, FrameType | None], Any]


class Interruption:
    """What came of these signals while they were kept waiting; handlers run in the main thread, so others keep none."""

    def __init__(self) -> None:
        self._handlers: dict[int, Handler] = {}
        self._came: list[int] = []

    @contextmanager
    def kept_waiting(self) -> Iterator[None]:
        """Keep them waiting while the context lasts, and let them through at its end."""
        try:
            self._keep()
            yield
        finally:
            self._give_back()
            self.let_through()

    def let_through(self) -> None:
        """Do now what the signals that came would have done at once: most raise KeyboardInterrupt."""
        while self._came:
            number = self._came.pop()
            self._handlers[number](number, None)

    def _keep(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            handler = signal.getsignal(number)
            if callable(handler):
                self._handlers[number] = handler
                signal.signal(number, lambda came, _frame: self._came.append(came))

    def _give_back(self) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
