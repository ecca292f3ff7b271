"""What of a batch can go on now, and what of it is in whose hands: derived from the records, never stored ahead.

A unit is made only of subjects that no living holder has in hand, so the units of two workers never overlap. A subject
that was in hand at two deaths goes alone, so that only the guilty one fails.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.model.identity import BatchId
from pipeline.model.states import FileState, PageState
from services.ports.records import UnitOfWork
from services.ports.work_records import Job, JobState
from services.units import (
    LEAST_TOGETHER,
    MOST_DOCUMENTS,
    MOST_PAGES,
    SPLIT_AFTER,
    UNIT_JOB,
    Holder,
    Unit,
    UnitKind,
    kind_of,
)

IsGone = Callable[[str], bool]
"""Tells that the holder of that name is surely dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Units that can be taken, in order; the jobs in living hands; those whose holder died or dropped them."""

    units: tuple[Unit, ...]
    held: tuple[Job, ...]
    dropped: tuple[Job, ...]


def outlook(uow: UnitOfWork, batch: BatchId, is_gone: IsGone, me: Holder | None = None) -> Outlook:
    """Look at a batch as a worker who asks for work sees it."""
    tried = {job.subject: job for job in uow.jobs.of_kind(UNIT_JOB, subject_prefix=f"{batch}:")}
    leased = [job for job in tried.values() if job.state is JobState.LEASED]
    dropped = tuple(dropped_of(uow, leased, is_gone, me)) if leased else ()
    held = tuple(job for job in leased if job not in dropped)
    cut = _Cut(batch=batch, tried=tried, held=held, me=me)
    units = tuple(unit for kind, subjects in _open_work(uow, batch) for unit in cut.units(kind, subjects))
    return Outlook(units=units, held=held, dropped=dropped)


def dropped_of(uow: UnitOfWork, leased: Sequence[Job], is_gone: IsGone, me: Holder | None = None) -> Iterator[Job]:
    """Yield the leased jobs that nobody works on: they expired, their holder is dead, or `me` dropped them."""
    expired = {job.id for job in uow.jobs.expired()}
    for job in leased:
        forgotten = me is not None and job.owner == me.name and job.id not in me.in_hand
        if job.id in expired or forgotten or (job.owner is not None and is_gone(job.owner)):
            yield job


def _open_work(uow: UnitOfWork, batch: BatchId) -> list[tuple[UnitKind, list[str]]]:
    """Return what each step could take up, from the states alone."""
    files = uow.files.of_batch(batch)
    opened = {file.id for file in files if file.state is FileState.OPENED}
    every = uow.pages.of_batch(batch)
    pages = [page for page in every if page.file in opened]
    unread = [page for page in pages if page.state is PageState.RECEIVED]
    to_turn = [page for page in every if page.turn is not None]
    turning = {page.document for page in to_turn}
    still_reading = {page.file for page in unread}
    uncut = {page.file for page in pages if page.state is PageState.RECOGNISED} - still_reading
    return [
        (UnitKind.OPEN, [file.id for file in files if file.state is FileState.STORED]),
        (UnitKind.READ, [page.id for page in (*unread, *to_turn)]),
        (UnitKind.SEPARATE, [file.id for file in files if file.id in uncut]),
        (UnitKind.UNDERSTAND, [name for name in uow.documents.drafts(batch) if name not in turning]),
        (UnitKind.RENDER, list(uow.documents.without_rendition(batch))),
    ]


class _Cut:
    """Cuts free subjects into units."""

    def __init__(self, *, batch: BatchId, tried: dict[str, Job], held: Sequence[Job], me: Holder | None) -> None:
        self._batch = batch
        self._tried = tried
        self._taken = {(kind_of(job.subject), subject) for job in held for subject in job.subjects}
        self._workers = 1 + len({job.owner for job in held if me is None or job.owner != me.name})
        self._deaths: Counter[tuple[UnitKind, str]] = Counter()
        for job in tried.values():
            if job.state is not JobState.DONE and len(job.subjects) > 1:
                self._deaths.update({(kind_of(job.subject), subject): job.attempt for subject in job.subjects})

    def units(self, kind: UnitKind, subjects: Sequence[str]) -> Iterator[Unit]:
        """Cut the subjects nobody has in hand; those under suspicion go alone, given-up ones not at all."""
        together: list[str] = []
        for subject in subjects:
            alone = Unit(kind=kind, batch=self._batch, subjects=(subject,))
            before = self._tried.get(alone.key)
            if (kind, subject) in self._taken or (before is not None and before.state is JobState.FAILED):
                continue
            if _was_begun(before) or self._deaths[kind, subject] >= SPLIT_AFTER:
                yield alone
            else:
                together.append(subject)
        rest = iter(together)
        size = self._size(kind, len(together))
        while chunk := tuple(islice(rest, size)):
            yield Unit(kind=kind, batch=self._batch, subjects=chunk)

    def _size(self, kind: UnitKind, count: int) -> int:
        """Return how many go together: as many as feed a pool of processes, fewer when others work on the batch too.

        Each takes its share of half of what is left (guided self-scheduling, Polychronopoulos and Kuck 1987).
        """
        most = MOST_PAGES if kind is UnitKind.READ else MOST_DOCUMENTS
        if self._workers == 1:
            return most
        return max(LEAST_TOGETHER, min(most, -(-count // (2 * self._workers))))


def _was_begun(job: Job | None) -> bool:
    """Return whether a unit was begun and did not come to its end."""
    return job is not None and job.state is not JobState.DONE and job.attempt > 0
