"""The board: how batches stand, many at a look, by counts alone; its cost does not grow with the pages of a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from pipeline.errors import NotFound
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch
from pipeline.model.identity import BatchId
from pipeline.model.states import BatchState, FileState, PageState
from pipeline.rights import Act, sees
from services.access import act_of, circles_seen, require
from services.ports.board_records import BatchQuery, FileCount, Pace, PageCount
from services.ports.records import Records, UnitOfWork
from services.refusals.missing import no_such

A_PAGE = 20
"""Batches on one page of the board."""
A_MINUTE = 60
"""Seconds over which the present speed is told."""
OPEN = frozenset({BatchState.RECEIVED, BatchState.WORKING, BatchState.ATTENTION})
"""The states of batches that are not at their end."""
_COUNTED = frozenset({FileState.OPENED, FileState.DONE})
_UNOPENED = frozenset({FileState.STORED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One batch on the board; pages: by their state and that of their document."""

    batch: Batch
    first_file: str
    files: tuple[FileCount, ...]
    pages: tuple[PageCount, ...]
    waiting: Mapping[str, int]
    pace: Pace | None

    @property
    def unread(self) -> int:
        """Return the pages that are still to be read."""
        return sum(count.pages for count in self.pages if count.state is PageState.RECEIVED)

    @property
    def set_aside(self) -> int:
        """Return the files in quarantine."""
        return sum(count.files for count in self.files if count.state is FileState.QUARANTINED)

    @property
    def pages_per_second(self) -> float | None:
        """Return how fast its pages are read now, or were read; None when none was, or too few to tell."""
        if self.pace is None:
            return None
        if not self.unread:
            took = (self.pace.last - self.pace.first).total_seconds()
            return (self.pace.read - 1) / took if took > 0 and self.pace.read > 1 else None
        since = min(A_MINUTE, (self.pace.now - self.pace.first).total_seconds())
        return self.pace.lately / since if since >= 1 and self.pace.lately else None

    @property
    def seconds_left(self) -> int | None:
        """Estimate how long reading will still take at this speed; None when it cannot be told."""
        speed = self.pages_per_second
        is_open = any(count.state in _UNOPENED for count in self.files)
        return ceil(self.unread / speed) if speed and self.unread and not is_open else None

    @property
    def seconds_taken(self) -> int | None:
        """Return how long reading took, from its first page to its last; None while it goes on."""
        if self.pace is None or self.unread:
            return None
        return ceil((self.pace.last - self.pace.first).total_seconds())

    @property
    def file_count(self) -> int:
        """Return the number of its files."""
        return sum(count.files for count in self.files)

    @property
    def pages_in(self) -> int:
        """Return the pages that were counted in its opened files."""
        return sum(count.pages for count in self.files if count.state in _COUNTED)

    @property
    def pages_held(self) -> int:
        """Return the pages that have a state."""
        return sum(count.pages for count in self.pages)

    @property
    def is_balanced(self) -> bool:
        """Return whether every page counted has a state, and, when all files are open, whether as many as expected."""
        is_open = any(count.state in _UNOPENED for count in self.files)
        expected = self.pages_held if is_open or self.batch.expected_pages is None else self.batch.expected_pages
        return self.pages_in == self.pages_held == expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A page of the board: its batches newest first, which page of how many.

    by_state, waiting, set_aside: of all that the actor may see, batches by state, documents that wait by queue, and
    files and pages in quarantine or failed.
    """

    lines: tuple[Line, ...]
    by_state: Mapping[BatchState, int]
    waiting: Mapping[str, int]
    set_aside: int
    page: int
    pages: int


class Overview:
    """The acts of looking at the board."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @act_of(Act.BATCH_VIEW)
    def board(self, actor: Actor, states: frozenset[BatchState], *, page: int = 1) -> Board:
        """Return a page (from 1) of the batches in these states that the actor may see; the last one for any beyond."""
        require(actor, Act.BATCH_VIEW)
        circles = circles_seen(actor)
        with self._records.reading() as uow:
            by_state = uow.board.count(BatchQuery(circles=circles))
            pages = max(1, -(-sum(by_state.get(state, 0) for state in states) // A_PAGE))
            here = max(1, min(page, pages))
            query = BatchQuery(states=states, circles=circles)
            batches = uow.board.batches(query, limit=A_PAGE, skip=(here - 1) * A_PAGE)
            return Board(
                lines=_lines(uow, batches),
                by_state=by_state,
                waiting=uow.documents.waiting_by_queue(circles),
                set_aside=uow.board.count_set_aside(circles),
                page=here,
                pages=pages,
            )

    @act_of(Act.BATCH_VIEW)
    def line(self, actor: Actor, name: BatchId) -> Line:
        """Return one batch as the board tells it; raises NotFound."""
        require(actor, Act.BATCH_VIEW)
        with self._records.reading() as uow:
            try:
                batch = uow.batches.get(name)
            except NotFound:
                raise no_such("batch", name) from None
            if not sees(actor, batch.circle):
                raise no_such("batch", name)
            return _lines(uow, [batch])[0]


def _lines(uow: UnitOfWork, batches: Sequence[Batch]) -> tuple[Line, ...]:
    names = [batch.id for batch in batches]
    files, first, pages = uow.board.files(names), uow.board.first_files(names), uow.board.pages(names)
    waiting, paces = uow.board.waiting(names), uow.board.paces(names)
    return tuple(
        Line(
            batch=batch,
            first_file=first.get(batch.id, ""),
            files=tuple(files.get(batch.id, ())),
            pages=tuple(pages.get(batch.id, ())),
            waiting=waiting.get(batch.id, {}),
            pace=paces.get(batch.id),
        )
        for batch in batches
    )
