"""Capture as a loop: which units can go on is derived from the records, and each is done idempotently.

First run, retry and resume after a crash are the same loop: `ready`, `perform`, `ready`... until nothing is left;
then `settle` says how the batch stands. Prefect and the inline engine both run it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from traceback import extract_tb
from typing import assert_never

import structlog

from pipeline.custody import ENDS
from pipeline.errors import CasebinderError, LeaseLost, TransientError
from pipeline.model.actor import Actor
from pipeline.model.batch import (
    RELEASED,
    Batch,
    BatchState,
    DocumentState,
    FileState,
    Page,
    PageState,
    Reason,
    SourceFile,
)
from pipeline.model.identity import BatchId, FileId, JobId, PageId
from pipeline.model.text import Bilingual
from pipeline.ports import Clock, Ids
from pipeline.rights import Act, sees
from services.access import act_of, require, write_down
from services.ports import Job, JobState, Records, UnitOfWork
from services.read import UNREADABLE, Read, quarantine, unreadable
from services.receive import CAPTURE_JOB
from services.refusals import no_such
from services.topics import BATCH
from services.understand import Understand
from services.units import (
    KEPT_ELSEWHERE,
    MOST_ATTEMPTS,
    MOST_DOCUMENTS,
    MOST_PAGES,
    SPLIT_AFTER,
    UNIT_JOB,
    Unit,
    UnitKind,
    kind_of,
)

_log = structlog.get_logger(__name__)


class Capture:
    """The loop's three acts, done by the engine under the lease of the batch's job."""

    def __init__(self, records: Records, read: Read, understand: Understand, clock: Clock, ids: Ids) -> None:
        self._records = records
        self._read = read
        self._understand = understand
        self._clock = clock
        self._ids = ids

    @act_of(Act.BATCH_CAPTURE)
    def ready(self, actor: Actor, batch: BatchId) -> tuple[Unit, ...]:
        """Give the units that can go on now, in the order of capture; () when nothing can."""
        require(actor, Act.BATCH_CAPTURE)
        with self._records.reading() as uow:
            return _ready(uow, batch)

    @act_of(Act.BATCH_CAPTURE)
    def perform(self, actor: Actor, unit: Unit, held: Job) -> None:
        """Do one unit; what fails is counted, tried again, and after three attempts set aside with its reason.

        Raises LeaseLost when another worker holds the batch now, and TransientError when an outside part is down.
        """
        require(actor, Act.BATCH_CAPTURE)
        if self._begin(unit, held) > MOST_ATTEMPTS and len(unit.subjects) == 1:
            self._give_up(unit, held)
            return
        try:
            self._step(unit, held)
        except LeaseLost:
            raise
        except TransientError:
            self._end(unit, held, JobState.DONE, None, is_counted=False)
            raise
        except Exception as error:  # noqa: BLE001 - the task border: whatever a unit raises is kept with the unit
            _log.warning("unit.failed", unit=unit.key, kind=type(error).__name__, at=_place(error))
            self._end(unit, held, JobState.READY, _reason(error))
        else:
            self._end(unit, held, JobState.DONE, None)

    @act_of(Act.BATCH_CAPTURE)
    def settle(self, actor: Actor, batch: BatchId, held: Job) -> BatchState:
        """Close the batch when everything is accounted for, else ask for attention; end its job; give its state.

        Work that an act committed since the last look makes the job ready again, in the same transaction.
        """
        require(actor, Act.BATCH_CAPTURE)
        with self._records.writing() as uow:
            state = settle_in(uow, batch)
            is_done = not _ready(uow, batch)
            uow.jobs.finish(held, state=JobState.DONE if is_done else JobState.READY)
            write_down(uow, self._clock, actor, Act.BATCH_CAPTURE, f"batch:{batch}", detail={"state": state})
            uow.commit()
        return state

    @act_of(Act.BATCH_RETRY)
    def retry(self, actor: Actor, batch: BatchId, *, reason: str = "") -> int:
        """Give every failed page and unit of the batch a fresh start; give their number."""
        require(actor, Act.BATCH_RETRY)
        with self._records.writing() as uow:
            if not sees(actor, uow.batches.get(batch).circle):
                raise no_such("batch", batch)
            count = _start_afresh(uow, batch)
            uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch)
            write_down(uow, self._clock, actor, Act.BATCH_RETRY, f"batch:{batch}", reason=reason)
            uow.commit()
        return count

    def _begin(self, unit: Unit, held: Job) -> int:
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            batch = uow.batches.get(unit.batch)
            if batch.state is not BatchState.WORKING:
                uow.batches.move(unit.batch, to=BatchState.WORKING, frm=(batch.state,))
            attempt = uow.jobs.begin_attempt(JobId(self._ids.new("j")), kind=UNIT_JOB, subject=unit.key)
            uow.commit()
        return attempt

    def _end(self, unit: Unit, held: Job, state: JobState, reason: Reason | None, *, is_counted: bool = True) -> None:
        """Say how an attempt ended; one that an outage spoilt is not counted against the unit."""
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            uow.jobs.end_attempt(UNIT_JOB, unit.key, state=state, reason=reason)
            if not is_counted:
                uow.jobs.put(JobId(self._ids.new("j")), kind=UNIT_JOB, subject=unit.key)
            uow.commit()

    def _step(self, unit: Unit, held: Job) -> None:
        match unit.kind:
            case UnitKind.OPEN:
                self._read.open_files(unit.subjects, held)
            case UnitKind.READ:
                self._read.read_pages(unit.batch, unit.subjects, held)
            case UnitKind.SEPARATE:
                self._understand.separate(unit.batch, unit.subjects, held)
            case UnitKind.UNDERSTAND:
                self._understand.understand(unit.subjects, held)
            case UnitKind.RENDER:
                self._read.render(unit.subjects, held)
            case _:
                assert_never(unit.kind)

    def _give_up(self, unit: Unit, held: Job) -> None:
        """Set the single subject of a unit aside: a file to quarantine, a page to failed, else the unit itself."""
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            job = uow.jobs.find(UNIT_JOB, unit.key)
            reason = (job.reason if job else None) or _lost()
            match unit.kind:
                case UnitKind.OPEN:
                    quarantine(uow, uow.files.get(FileId(unit.subjects[0])), unreadable())
                case UnitKind.READ:
                    page = uow.pages.get(PageId(unit.subjects[0]))
                    uow.pages.replace(_failed(page, reason), frm=page.state)
                case UnitKind.SEPARATE | UnitKind.UNDERSTAND | UnitKind.RENDER:
                    pass
                case _:
                    assert_never(unit.kind)
            uow.jobs.end_attempt(UNIT_JOB, unit.key, state=JobState.FAILED, reason=reason)
            uow.commit()


def settle_in(uow: UnitOfWork, batch: BatchId) -> BatchState:
    """Bring files and batch to the state their pages and documents say; inside the caller's transaction."""
    restless = False
    for file in uow.files.of_batch(batch):
        if file.state is FileState.OPENED:
            if all(page.state in ENDS for page in uow.pages.of_file(file.id)):
                uow.files.move(file.id, to=FileState.DONE, frm=FileState.OPENED)
            else:
                restless = True
        restless = restless or file.state in {FileState.STORED, FileState.QUARANTINED}
    waiting = {DocumentState.DRAFT, DocumentState.UNDERSTOOD, DocumentState.IN_QUEUE}
    restless = restless or any(document.state in waiting for document in uow.documents.of_batch(batch))
    restless = restless or bool(uow.jobs.of_kind(UNIT_JOB, state=JobState.FAILED, subject_prefix=f"{batch}:"))
    about = uow.batches.get(batch)
    restless = restless or _lacks_pages(uow, about)
    to, present = (BatchState.ATTENTION if restless else BatchState.CLOSED), about.state
    if present is BatchState.RECEIVED:
        uow.batches.move(batch, to=BatchState.WORKING, frm=(present,))
        present = BatchState.WORKING
    if to is not present:
        uow.batches.move(batch, to=to, frm=(present,))
    uow.outbox.add(BATCH, batch)
    return to


def _lacks_pages(uow: UnitOfWork, batch: Batch) -> bool:
    """Tell whether another number of pages came in than the sender counted."""
    return batch.expected_pages is not None and sum(uow.pages.counts(batch.id).values()) != batch.expected_pages


def _ready(uow: UnitOfWork, batch: BatchId) -> tuple[Unit, ...]:
    tried = {job.subject: job for job in uow.jobs.of_kind(UNIT_JOB, subject_prefix=f"{batch}:")}
    return tuple(unit for kind, subjects in _open_work(uow, batch) for unit in _units(kind, batch, subjects, tried))


def _open_work(uow: UnitOfWork, batch: BatchId) -> list[tuple[UnitKind, list[str]]]:
    """Give what each step could take up, from the states alone."""
    files = uow.files.of_batch(batch)
    opened = {file.id for file in files if file.state is FileState.OPENED}
    pages = [page for page in uow.pages.of_batch(batch) if page.file in opened]
    unread = [page for page in pages if page.state is PageState.RECEIVED]
    still_reading = {page.file for page in unread}
    uncut = {page.file for page in pages if page.state is PageState.RECOGNISED} - still_reading
    documents = uow.documents.of_batch(batch)
    return [
        (UnitKind.OPEN, [file.id for file in files if file.state is FileState.STORED]),
        (UnitKind.READ, [page.id for page in unread]),
        (UnitKind.SEPARATE, [file.id for file in files if file.id in uncut]),
        (UnitKind.UNDERSTAND, [d.id for d in documents if d.state is DocumentState.DRAFT]),
        (UnitKind.RENDER, [d.id for d in documents if d.state in RELEASED and d.rendition is None]),
    ]


def _units(kind: UnitKind, batch: BatchId, subjects: Sequence[str], tried: Mapping[str, Job]) -> Iterator[Unit]:
    """Cut subjects into units; those that were begun before without an end go alone, given-up ones not at all."""
    together: list[str] = []
    for subject in subjects:
        alone = Unit(kind=kind, batch=batch, subjects=(subject,))
        before = tried.get(alone.key)
        if before is None or before.state is JobState.DONE or before.attempt == 0:
            together.append(subject)
        elif before.state is not JobState.FAILED:
            yield alone
    rest = iter(together)
    while chunk := tuple(islice(rest, MOST_PAGES if kind is UnitKind.READ else MOST_DOCUMENTS)):
        unit = Unit(kind=kind, batch=batch, subjects=chunk)
        begun = tried.get(unit.key)
        died_twice = begun is not None and begun.state is not JobState.DONE and begun.attempt >= SPLIT_AFTER
        yield from unit.single() if died_twice else (unit,)


def _start_afresh(uow: UnitOfWork, batch: BatchId) -> int:
    """Take files, pages and units back from the failed list; give their number."""
    files = [file for file in uow.files.of_batch(batch) if _is_unreadable(file)]
    for file in files:
        uow.files.move(file.id, to=FileState.STORED, frm=FileState.QUARANTINED)
    pages = [page for page in uow.pages.of_batch(batch) if page.state is PageState.FAILED]
    for page in pages:
        uow.pages.replace(_received_again(page), frm=PageState.FAILED)
    tried = [job for job in uow.jobs.of_kind(UNIT_JOB, subject_prefix=f"{batch}:") if job.state is not JobState.DONE]
    for job in tried:
        uow.jobs.end_attempt(UNIT_JOB, job.subject, state=JobState.DONE)
        uow.jobs.put(job.id, kind=UNIT_JOB, subject=job.subject)
    others = [job for job in tried if job.state is JobState.FAILED and kind_of(job.subject) not in KEPT_ELSEWHERE]
    return len(files) + len(pages) + len(others)


def _is_unreadable(file: SourceFile) -> bool:
    return file.state is FileState.QUARANTINED and file.reason is not None and file.reason.code == UNREADABLE


def _received_again(page: Page) -> Page:
    return replace(page, state=PageState.RECEIVED, reason=None)


def _failed(page: Page, reason: Reason) -> Page:
    return replace(page, state=PageState.FAILED, reason=reason)


def _reason(error: Exception) -> Reason:
    """Give the words of an error of ours; of any other only its kind, which says nothing personal."""
    if isinstance(error, CasebinderError):
        return Reason(code=error.code, message=error.message, next_step=error.next_step)
    kind = type(error).__name__
    return Reason(
        code="internal_error",
        message=Bilingual(fr=f"Erreur interne ({kind}).", en=f"Internal error ({kind})."),
        next_step=Bilingual(
            fr="Relancez ; si l'erreur revient, signalez-la avec le journal.",
            en="Try again; if it comes back, report it with the log.",
        ),
    )


def _place(error: Exception) -> str:
    """Give where an error was raised; its words are left out, for they may quote a document."""
    frames = extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _lost() -> Reason:
    return Reason(
        code="worker_lost",
        message=Bilingual(
            fr="Le traitement s'est arrêté plusieurs fois sur cet élément sans laisser d'erreur.",
            en="Work on this stopped several times without leaving an error.",
        ),
        next_step=Bilingual(
            fr="Vérifiez la mémoire de la machine, puis relancez avec « casebinder recover --retry ».",
            en='Check the memory of the machine, then try again with "casebinder recover --retry".',
        ),
    )
