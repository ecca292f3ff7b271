"""Capture in two threads of one process: while pages are read, files that were read are cut, understood, archived.

Both make the moves of the one loop, each on a unit leased for itself, as two workers would; they share the reading
processes. Reading fills those, so what follows costs no time of its own but at the end of a batch.
"""

import threading
from types import TracebackType
from typing import Self

from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId
from services.capture.engine import Engine, OnProgress, Work
from services.units import AFTER_READING, Standing, Unit


def side_by_side(engine: Engine, actor: Actor, batch: BatchId, on_progress: OnProgress) -> Standing:
    """Do what can be done of a batch now, and say how it stands then. Raises TransientError."""
    if engine.is_shared(actor, batch):
        return Standing.SHARED
    with engine.holding(actor, batch) as work, _Second(work, engine, batch, on_progress) as second:
        while True:
            taken = work.take()
            if isinstance(taken, Unit):
                second.tell(taken)
                work.perform(taken, second.look)
                second.tell(taken)
                second.look()
            elif not second.was_busy():
                return taken
            second.complain()


class _Second:
    """The second pair of hands: takes only what follows reading, whenever it is told to look."""

    def __init__(self, work: Work, engine: Engine, batch: BatchId, on_progress: OnProgress) -> None:
        self._work = work
        self._engine = engine
        self._batch = batch
        self._on_progress = on_progress
        self._telling = threading.Lock()
        self._at_work = threading.Lock()
        self._told_to_look = threading.Event()
        self._is_ended = False
        self._done = 0
        self._seen = 0
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="after-reading", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """End it when its unit is done, so that no lease outlives the loop."""
        self._is_ended = True
        self._told_to_look.set()
        self._thread.join()
        if error is None:
            self.complain()

    def look(self) -> None:
        """Say that there may be something to take."""
        self._told_to_look.set()

    def tell(self, unit: Unit) -> None:
        """Tell the progress as a unit begins and ends, one thread at a time."""
        with self._telling:
            self._on_progress(self._engine.progress(self._batch, unit))

    def was_busy(self) -> bool:
        """Wait until it has nothing in hand; tell whether it did something since it was last asked."""
        with self._at_work:
            did, self._seen = self._done > self._seen, self._done
            return did

    def complain(self) -> None:
        """Raise in the caller's thread what ended this one."""
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            while self._told_to_look.wait() and not self._is_ended:
                self._told_to_look.clear()
                with self._at_work:
                    self._take_what_is_there()
        except BaseException as error:  # noqa: BLE001 - the border of a thread: the first one raises it
            self._error = error

    def _take_what_is_there(self) -> None:
        while not self._is_ended and isinstance(taken := self._work.take(AFTER_READING), Unit):
            self.tell(taken)
            self._work.perform(taken)
            self._done += 1
            self.tell(taken)
