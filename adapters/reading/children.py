"""The reading processes as one set: started and kept by a thread of their own; a task that they cannot end is failed.

A set that broke is not mended but followed by another (`adapters.reading.pool`).
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import InvalidStateError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Any

from pebble import ProcessPool

from adapters.reading import child as reading_child
from adapters.reading.tools import ReadingTools
from pipeline.errors import PartUnreachable

TASKS_OF_A_CHILD = 400
"""A child is replaced after this many tasks, so that a library's leak never adds up."""

CHILD_SETTINGS = {
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": "33000000",
    "MALLOC_TRIM_THRESHOLD_": "400000000",
}
"""Two children on two cores read fastest when no library starts threads of its own (measured with Tesseract), and when
glibc keeps the memory of one picture for the next: handing it back and forth took a twentieth of a child's time
(160,000 page faults for 5,000 in nine pages), and keeping it no more memory at the highest (bytes; mallopt(3))."""

LOOK_SECONDS = 0.5
"""How often it is looked whether the set broke."""


class Children:
    """A set of reading processes."""

    def __init__(self, count: int, tools: ReadingTools, memory_bytes: int) -> None:
        """Note what they need; nothing is started yet."""
        self._count = count
        self._begin_with = (tools, memory_bytes, os.getpid())
        self._is_up, self._closing = threading.Event(), threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="page-reader", daemon=True)
        self._pool: ProcessPool | None = None
        self._why_not: OSError | RuntimeError | None = None
        self._asked: set[Any] = set()
        self.has_begun = False
        """Whether one of them ever answered: a death before that is no document's."""

    def start(self) -> None:
        """Start them; raises PartUnreachable where the system does not.

        Linux tells a child of its parent's death when the *thread* that started it ends; a thread of a request or of
        a flow would take the children with it. Who is interrupted while they start has no pool to end yet.
        """
        self._keeper.start()
        self._is_up.wait()
        if self._why_not is not None:
            raise cannot_begin(self._why_not) from self._why_not

    @property
    def are_sound(self) -> bool:
        """Return whether they take tasks."""
        return self._pool is not None and self._pool.active

    def ask(self, function: Callable[..., Any], *arguments: Any, timeout: float) -> Any:
        """Give them a task, which ends in any case; raises RuntimeError when the set broke."""
        if self._pool is None:
            raise BrokenProcessPool
        task = self._pool.schedule(function, args=arguments, timeout=timeout)
        self._asked.add(task)
        task.children = self  # type: ignore[attr-defined]  # whoever waits for it asks whether they had begun
        task.add_done_callback(self._note)
        if not self.are_sound:  # the keeper may have looked before this task was there
            raise BrokenProcessPool
        return task

    def give_up(self) -> None:
        """Let them end soon; what they were asked fails."""
        if self._pool is not None:
            with suppress(RuntimeError):
                self._pool.stop()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """End them and wait for it."""
        self._closing.set()
        if self._keeper.is_alive():  # who was interrupted may not have started it
            self._keeper.join()

    def _keep(self) -> None:
        for name, value in CHILD_SETTINGS.items():
            os.environ.setdefault(name, value)
        pool = ProcessPool(
            max_workers=self._count,
            max_tasks=TASKS_OF_A_CHILD,
            initializer=reading_child.begin,
            initargs=self._begin_with,
            context=get_context("spawn"),
        )
        try:
            pool.schedule(reading_child.ready).add_done_callback(self._note)
            self._pool = pool
        except (OSError, RuntimeError) as error:  # the system gives no pipe or process, or those it gives end at once
            self._why_not = error
        finally:
            self._is_up.set()
        while self.are_sound and not self._closing.wait(LOOK_SECONDS):
            pass
        pool.stop()  # type: ignore[no-untyped-call]
        with suppress(AttributeError):  # of a pool that never came up
            pool.join()
        self._fail_what_is_left()

    def _fail_what_is_left(self) -> None:
        """Fail the tasks that the pool took and forgot as it broke: somebody waits for each."""
        for task in tuple(self._asked):
            with suppress(InvalidStateError):
                task.set_exception(BrokenProcessPool())

    def _note(self, task: Any) -> None:
        self._asked.discard(task)
        if not task.cancelled() and task.exception() is None:
            self.has_begun = True


def cannot_begin(error: BaseException) -> PartUnreachable:
    """Return the error for children that the system does not start, or that end before they looked at anything."""
    reason = reading_child.cannot_begin(type(error.__cause__ or error).__name__)
    return PartUnreachable(reason.code, reason.message, where="casebinder doctor", next_step=reason.next_step)
