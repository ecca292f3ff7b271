"""Reading in processes of its own: bounded time, bounded memory, and a lost process costs one page.

The pool's children are spawned afresh (no forked locks), load only `adapters.reading.child`, limit their own memory
and die with their parent. `InlinePageReader` is the honest twin: the same work in this process, for tests and for
reading without children.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pebble import ProcessExpired

from adapters.incoming import parts_in
from adapters.reading import child as reading_child
from adapters.reading.child import Lacking, NotBegun, Refused
from adapters.reading.children import Children, cannot_begin
from adapters.reading.tools import ReadingTools
from adapters.temporary import OURS, temporary_folder
from pipeline import refusals
from pipeline.errors import CasebinderError, PageFailed, PartUnreachable
from pipeline.geometry import Box
from pipeline.imaging.page_source import Wishes
from pipeline.intake import IntakeLimits
from pipeline.model.batch import Reason
from services.ports.reading import (
    IncomingFile,
    Original,
    PageRead,
    PageRequest,
    PageUnread,
    ReadSettings,
    Rendition,
    RenditionRequest,
)

if TYPE_CHECKING:
    from adapters.reading.page import PageWork

ASKED_AHEAD = 2
"""Tasks asked for by one caller and not ended, for each process: one that it works on and one that waits for it."""

CLOCK_OF_PROCESSOR = 5
"""Seconds by the clock for each second of the processor that a task may take: others may be at work on the machine."""

PARTS = f"{OURS}parts-"
"""How the folders begin in which parts lie until they are in the store."""

T = TypeVar("T")
R = TypeVar("R")


class ProcessPageReader:
    """The port `PageReader` by a pool of processes; may be called from several threads."""

    def __init__(
        self,
        *,
        processes: int,
        tessdata: Path | None = None,
        page_seconds: int = 120,
        memory_bytes: int = 3_000_000_000,
        engine: str = "tesserocr",
        limits: IntakeLimits | None = None,
    ) -> None:
        """Note the settings; the children start with `begin` or the first task."""
        self._processes = processes
        self._tools = ReadingTools(tessdata=tessdata, engine=engine, limits=limits or IntakeLimits())
        self._page_seconds = page_seconds
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._children: Children | None = None

    def begin(self) -> None:
        """Start the children now, so that they load while the caller does something else."""
        with suppress(PartUnreachable):  # what keeps them from that is told with the first task
            self._running()

    def count_pages(self, original: Original) -> int:
        """Return the number of pages; raises InputRefused."""
        task = self._ask(reading_child.count_pages, original.path, original.media_type)
        outcome = self._answer(task)
        if isinstance(outcome, Reason):
            raise refusals.refused(outcome)
        return int(outcome)

    @contextmanager
    def unpacked(self, original: Original) -> Iterator[tuple[IncomingFile, ...]]:
        """Yield the parts of an archive or message; raises InputRefused."""
        with temporary_folder(PARTS) as folder:
            outcome = self._answer(self._ask(reading_child.take_apart, original.path, original.media_type, folder))
            if isinstance(outcome, Reason):
                raise refusals.refused(outcome)
            yield parts_in(folder, outcome)

    def read(self, requests: Sequence[PageRequest], settings: ReadSettings) -> Iterator[PageRead | PageUnread]:
        """Read the pages; each outcome as soon as it is there."""
        wishes = wishes_of(settings)
        ask = partial(self._ask, reading_child.read)
        for request, task in self._as_they_come(
            requests,
            lambda each: ask(
                each.original.path, each.original.media_type, each.number, replace(wishes, turn=each.turn)
            ),
        ):
            yield self._page_outcome(request.key, task)

    def renditions(self, requests: Sequence[RenditionRequest]) -> Iterator[Rendition]:
        """Make the archive PDFs; raises PermanentError naming the request that cannot be made."""
        for request, task in self._as_they_come(requests, self._ask_for_rendition):
            outcome = self._answer(task)
            if isinstance(outcome, Reason):
                raise refusals.page_failed(outcome, where=request.key)
            yield Rendition(key=request.key, content=outcome)

    def picture(self, original: Original, number: int, *, width: int, part: Box | None = None, turn: int = 0) -> bytes:
        """Return the page or a part of it as PNG; raises PageFailed."""
        path, media_type = original.path, original.media_type
        outcome = self._answer(self._ask(reading_child.picture, path, media_type, number, width, part, turn))
        if isinstance(outcome, Reason):
            raise refusals.page_failed(outcome, where=f"page {number}")
        return bytes(outcome)

    def close(self) -> None:
        """End the children; a task under way is given up."""
        with self._lock:
            children, self._children = self._children, None
        if children is not None:
            children.close()

    def _ask_for_rendition(self, request: RenditionRequest) -> Any:
        original, pages = request.original, request.pages
        arguments = (original.path, original.media_type, pages, request.title, request.made_at)
        return self._ask(reading_child.rendition, *arguments, pages=len(pages))

    def _as_they_come(self, requests: Sequence[R], ask: Callable[[R], Any]) -> Iterator[tuple[R, Any]]:
        """Yield each request with its ended task; few are asked ahead, so that another caller's turn comes soon."""
        waiting, under_way = iter(requests), {}
        try:
            for request in islice(waiting, ASKED_AHEAD * self._processes):
                under_way[ask(request)] = request
            while under_way:
                for task in wait(under_way, return_when=FIRST_COMPLETED).done:
                    request = under_way.pop(task)
                    under_way.update((ask(following), following) for following in islice(waiting, 1))
                    yield request, task
        finally:
            for task in under_way:
                task.cancel()

    def _page_outcome(self, key: str, task: Any) -> PageRead | PageUnread:
        outcome = self._answer(task)
        if isinstance(outcome, Reason):
            return PageUnread(key=key, reason=outcome, died=outcome.code == "reader_died")
        recognition, seconds = outcome
        return PageRead(key=key, recognition=recognition, seconds=seconds)

    def _ask(self, function: Callable[..., Any], *arguments: Any, pages: int = 1) -> Any:
        allowed = self._page_seconds * max(1, pages)

        def asked() -> Any:
            limited = (allowed, function, *arguments)
            return self._running().ask(reading_child.within, *limited, timeout=CLOCK_OF_PROCESSOR * allowed)

        try:
            return asked()
        except RuntimeError:
            # The children broke under an earlier task: their successors take this one.
            self._give_up()
        try:
            return asked()
        except RuntimeError as error:
            raise cannot_begin(error) from error

    def _answer(self, task: Any) -> Any:
        """Return a task's answer, or the reason why there is none; raises PartUnreachable for what a child lacks."""
        try:
            answer = task.result()
        except Late:
            return refusals.reason("reader_died")  # it stands still: it would have used up its processor time before
        except ProcessExpired as error:
            _require_begun(task, error)
            return refusals.reason("time_over" if error.exitcode == -signal.SIGPROF else "reader_died")
        except BrokenProcessPool as error:
            _require_begun(task, error)
            return refusals.reason("reader_died")
        if isinstance(answer, NotBegun):
            self._give_up()  # what is missing may be there again for the next
        if isinstance(answer, Lacking):
            reason = answer.reason
            raise PartUnreachable(reason.code, reason.message, where=answer.where, next_step=reason.next_step)
        return answer.reason if isinstance(answer, Refused) else answer

    def _running(self) -> Children:
        with self._lock:
            if self._children is None or not self._children.are_sound:
                self._children = Children(self._processes, self._tools, self._memory_bytes)
                self._children.start()
            return self._children

    def _give_up(self) -> None:
        with self._lock:
            children, self._children = self._children, None
        if children is not None:
            children.give_up()


class InlinePageReader:
    """The port `PageReader` in this process: the same work, without bounds on time and memory."""

    def __init__(
        self, *, tessdata: Path | None = None, engine: str = "tesserocr", limits: IntakeLimits | None = None
    ) -> None:
        """Note the settings; the engine is found with the first page."""
        self._tools = ReadingTools(tessdata=tessdata, engine=engine, limits=limits or IntakeLimits())
        self._lock = threading.Lock()
        self._work: PageWork | None = None

    def begin(self) -> None:
        """Start nothing: there are no children."""

    def count_pages(self, original: Original) -> int:
        """Return the number of pages; raises InputRefused."""
        return self._do(lambda work: work.count_pages(original.path, original.media_type))

    @contextmanager
    def unpacked(self, original: Original) -> Iterator[tuple[IncomingFile, ...]]:
        """Yield the parts of an archive or message; raises InputRefused."""
        with temporary_folder(PARTS) as folder:
            told = self._do(lambda work: work.take_apart(original.path, original.media_type, folder))
            yield parts_in(folder, told)

    def read(self, requests: Sequence[PageRequest], settings: ReadSettings) -> Iterator[PageRead | PageUnread]:
        """Read the pages, one after the other."""
        wishes = wishes_of(settings)
        for request in requests:
            yield self._read_one(request, wishes)

    def renditions(self, requests: Sequence[RenditionRequest]) -> Iterator[Rendition]:
        """Make the archive PDFs; raises PermanentError naming the request that cannot be made."""
        for request in requests:
            yield Rendition(key=request.key, content=self._do(partial(_rendered, request)))

    def picture(self, original: Original, number: int, *, width: int, part: Box | None = None, turn: int = 0) -> bytes:
        """Return the page or a part of it as PNG; raises PageFailed."""
        return self._do(lambda work: work.picture(original.path, original.media_type, number, width, part, turn))

    def close(self) -> None:
        """Let go of what is open."""
        with self._lock:
            if self._work is not None:
                self._work.close()

    def _read_one(self, request: PageRequest, wishes: Wishes) -> PageRead | PageUnread:
        original = request.original
        try:
            recognition, seconds = self._do(
                lambda work: work.read(
                    original.path, original.media_type, request.number, replace(wishes, turn=request.turn)
                )
            )
        except CasebinderError as error:
            why = Reason(code=error.code, message=error.message, next_step=error.next_step)
            return PageUnread(key=request.key, reason=why)
        return PageRead(key=request.key, recognition=recognition, seconds=seconds)

    def _do(self, task: "Callable[[PageWork], T]") -> T:
        with self._lock:
            if self._work is None:
                from adapters.reading.page import PageWork  # noqa: PLC0415 - a parent of reading processes does without

                self._work = PageWork(self._tools)
            return task(self._work)


def _require_begun(task: Any, error: BaseException) -> None:
    """Raise PartUnreachable when none of the children that were asked ever answered: they died of no document."""
    if not task.children.has_begun:
        raise cannot_begin(error) from error


def wishes_of(settings: ReadSettings) -> Wishes:
    """Lead the port's settings to those of the pure steps."""
    return Wishes(
        languages=settings.languages,
        separator_codes=settings.separator_codes,
        separate_by=settings.separate_by,
    )


def _rendered(request: RenditionRequest, work: "PageWork") -> bytes | None:
    try:
        original = request.original
        return work.rendition(original.path, original.media_type, request.pages, request.title, request.made_at)
    except PageFailed as error:
        why = Reason(code=error.code, message=error.message, next_step=error.next_step)
        raise refusals.page_failed(why, where=request.key) from error
