"""Capture as a loop: which units can go on is derived from the records, and each is done idempotently.

First run, retry and resume after a crash are the same loop: `take`, `perform`, `take`... until nothing is left; several
workers run it on one batch, and the last look settles it. Prefect and the inline engine both run it.
"""

from collections.abc import Collection
from traceback import extract_tb
from typing import assert_never

import structlog

from pipeline.custody import ENDS, balance
from pipeline.errors import CasebinderError, ConcurrentChange, LeaseLost, TransientError
from pipeline.model.actor import Actor
from pipeline.model.batch import Reason, SourceFile
from pipeline.model.identity import BatchId, FileId, JobId, PageId
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from pipeline.model.text import Bilingual
from pipeline.ports import Clock, Ids
from pipeline.rights import Act, sees
from services.access import act_of, require, write_down
from services.capture.afresh import TRIED, file_afresh, job_afresh, page_afresh
from services.capture.outlook import IsGone, outlook
from services.capture.read import UNREADABLE, OnFile, Read, quarantine, unheard, unread, unreadable
from services.capture.receive import CAPTURE_JOB
from services.capture.understand import Understand
from services.ports.leases import LeaseKeeper
from services.ports.records import Records, UnitOfWork
from services.ports.work_records import Job, JobState
from services.refusals.missing import no_such
from services.topics import BATCH
from services.units import (
    EVERY_STEP,
    KEPT_ELSEWHERE,
    MOST_ATTEMPTS,
    UNIT_JOB,
    Held,
    Holder,
    Standing,
    Unit,
    UnitKind,
    kind_of,
)

MOST_CONFLICTS = 5
"""How often in a row a unit goes on at once after another's commit came in between; then the batch pauses."""

_log = structlog.get_logger(__name__)


class Capture:
    """The loop's acts; the engine calls them, one unit at a time."""

    def __init__(
        self,
        records: Records,
        read: Read,
        understand: Understand,
        leases: LeaseKeeper,
        is_gone: IsGone,
        clock: Clock,
        ids: Ids,
    ) -> None:
        """Take, beside the usual parts, what keeps leases alive and what tells that a lease's holder is dead."""
        self._records = records
        self._read = read
        self._understand = understand
        self._leases = leases
        self._is_gone = is_gone
        self._clock = clock
        self._ids = ids

    @act_of(Act.BATCH_CAPTURE)
    def ready(self, actor: Actor, batch: BatchId) -> tuple[Unit, ...]:
        """Return the units that can go on now and are in nobody's hands, in the order of capture; () when none can."""
        require(actor, Act.BATCH_CAPTURE)
        with self._records.reading() as uow:
            return outlook(uow, batch, self._is_gone).units

    @act_of(Act.BATCH_CAPTURE)
    def is_shared(self, actor: Actor, batch: BatchId, holder: Holder) -> bool:
        """Return whether all that is left of a batch is in others' hands, without taking anything."""
        require(actor, Act.BATCH_CAPTURE)
        with self._records.reading() as uow:
            seen = outlook(uow, batch, self._is_gone, holder)
            return bool(seen.held) and not seen.units

    @act_of(Act.BATCH_CAPTURE)
    def take(
        self, actor: Actor, batch: BatchId, holder: Holder, steps: Collection[UnitKind] = EVERY_STEP
    ) -> Held | Standing:
        """Lease the next unit of a batch, or say why there is none; in one transaction, one worker after the other.

        steps: the kinds of units wished. Who finds nothing left to do and nothing in anybody's hands settles the batch:
        once, whoever it is.
        """
        require(actor, Act.BATCH_CAPTURE)
        with self._records.writing() as uow:
            if uow.jobs.turn(CAPTURE_JOB, batch) is None:
                job = uow.jobs.find(CAPTURE_JOB, batch)
                return Standing.PUT_OFF if job is not None and job.state is JobState.READY else Standing.OVER
            seen = outlook(uow, batch, self._is_gone, holder)
            for job in seen.dropped:
                # A living holder that forgot a unit did not die of it: it could not give it back, as in an outage.
                uow.jobs.finish(job, state=JobState.READY, reason=job.reason, is_counted=job.owner != holder.name)
            wished = next((unit for unit in seen.units if unit.kind in steps), None)
            held = self._lease(uow, wished, holder) if wished else None
            is_over = not seen.units and not seen.held
            if is_over:
                self._settle(uow, actor, batch)
            uow.commit()
        return held or (Standing.SETTLED if is_over else Standing.SHARED)

    def _lease(self, uow: UnitOfWork, unit: Unit, holder: Holder) -> Held:
        uow.jobs.put(JobId(self._ids.new("j")), kind=UNIT_JOB, subject=unit.key, subjects=unit.subjects)
        job = uow.jobs.claim(UNIT_JOB, owner=holder.name, lease_seconds=holder.lease_seconds, subject=unit.key)
        if job is None:
            raise ValueError(f"{unit.key} is free and cannot be leased")
        batch = uow.batches.get(unit.batch)
        if batch.state is not BatchState.WORKING:
            uow.batches.move(unit.batch, to=BatchState.WORKING, frm=(batch.state,))
        holder.in_hand.add(job.id)
        return Held(unit=unit, job=job)

    def _settle(self, uow: UnitOfWork, actor: Actor, batch: BatchId) -> None:
        """Close the batch when everything is accounted for, else ask for attention; its job is done."""
        state = settle_in(uow, batch)
        uow.jobs.mark(CAPTURE_JOB, batch, state=JobState.DONE)
        write_down(uow, self._clock, actor, Act.BATCH_CAPTURE, f"batch:{batch}", detail={"state": state})

    @act_of(Act.BATCH_CAPTURE)
    def perform(self, actor: Actor, held: Held, on_file: OnFile = unheard) -> None:
        """Do one unit; what fails is counted, tried again, and after three attempts set aside with its reason.

        on_file: told when a file has been read to its end, so that others can go on with it at once.
        Raises LeaseLost when another worker holds the unit now, and TransientError when an outside part is down.
        """
        require(actor, Act.BATCH_CAPTURE)
        if held.job.attempt > MOST_ATTEMPTS and len(held.unit.subjects) == 1:
            self._give_up(held)
            return
        try:
            with self._leases.keeping(held.job):
                self._step_through(held, on_file)
        except LeaseLost:
            raise
        except TransientError:
            self._end(held, JobState.READY, is_counted=False)
            raise
        except Exception as error:  # noqa: BLE001 - the task border: whatever a unit raises is kept with the unit
            _log.warning("unit.failed", unit=held.unit.key, kind=type(error).__name__, at=_place(error))
            self._end(held, JobState.READY, _reason(error))
        else:
            self._end(held, JobState.DONE)

    @act_of(Act.BATCH_CAPTURE)
    def give_back(self, actor: Actor, held: Held) -> None:
        """Let others have a unit whose work was not begun or was broken off; raises LeaseLost."""
        require(actor, Act.BATCH_CAPTURE)
        self._end(held, JobState.READY, is_counted=False)

    @act_of(Act.BATCH_RETRY)
    def retry(self, actor: Actor, batch: BatchId, *, reason: str = "") -> int:
        """Give every failed page and unit of the batch a fresh start; return their number."""
        require(actor, Act.BATCH_RETRY)
        with self._records.writing() as uow:
            if not sees(actor, uow.batches.get(batch).circle):
                raise no_such("batch", batch)
            count = _start_afresh(uow, batch)
            uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch)
            write_down(uow, self._clock, actor, Act.BATCH_RETRY, f"batch:{batch}", reason=reason)
            uow.commit()
        return count

    def _end(self, held: Held, state: JobState, reason: Reason | None = None, *, is_counted: bool = True) -> None:
        """Say how an attempt ended; one that an outage spoilt is not counted against the unit."""
        kept = None if state is JobState.DONE else reason or held.job.reason
        with self._records.writing() as uow:
            uow.jobs.finish(held.job, state=state, reason=kept, is_counted=is_counted)
            uow.commit()

    def _step_through(self, held: Held, on_file: OnFile) -> None:
        """Do a unit's step, and again where another's commit came in between: it goes on from what is there then."""
        for _ in range(MOST_CONFLICTS):
            try:
                self._step(held.unit, held.job, on_file)
            except ConcurrentChange as error:
                _log.info("unit.overtaken", unit=held.unit.key, code=error.code)
            else:
                return
        self._step(held.unit, held.job, on_file)

    def _step(self, unit: Unit, job: Job, on_file: OnFile) -> None:
        match unit.kind:
            case UnitKind.OPEN:
                self._read.open_files(unit.subjects, job)
            case UnitKind.READ:
                self._read.read_pages(unit.batch, unit.subjects, job, on_file)
            case UnitKind.SEPARATE:
                self._understand.separate(unit.batch, unit.subjects, job)
            case UnitKind.UNDERSTAND:
                self._understand.understand(unit.subjects, job)
            case UnitKind.RENDER:
                self._read.render(unit.subjects, job)
            case _:
                assert_never(unit.kind)

    def _give_up(self, held: Held) -> None:
        """Set the single subject of a unit aside: a file to quarantine, a page to failed, else the unit itself.

        A page that was to be read again, turned, is not lost: it stays as it was read, and nothing is left to do.
        """
        (subject,), reason = held.unit.subjects, held.job.reason or _lost()
        state = JobState.FAILED
        with self._records.writing() as uow:
            uow.jobs.assert_held(held.job)
            match held.unit.kind:
                case UnitKind.OPEN:
                    quarantine(uow, uow.files.get(FileId(subject)), unreadable())
                case UnitKind.READ:
                    page = uow.pages.get(PageId(subject))
                    uow.pages.replace(unread(page, reason), frm=page.state)
                    state = JobState.FAILED if page.turn is None else JobState.DONE
                case UnitKind.SEPARATE | UnitKind.UNDERSTAND | UnitKind.RENDER:
                    pass
                case _:
                    assert_never(held.unit.kind)
            uow.jobs.finish(held.job, state=state, reason=reason)
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
        is_left = file.state is FileState.QUARANTINED and file.seen_by is None
        restless = restless or is_left or file.state is FileState.STORED
    waiting = {DocumentState.DRAFT, DocumentState.UNDERSTOOD, DocumentState.IN_QUEUE}
    restless = restless or any(document.state in waiting for document in uow.documents.of_batch(batch))
    restless = restless or bool(uow.jobs.of_kind(UNIT_JOB, state=JobState.FAILED, subject_prefix=f"{batch}:"))
    about = uow.batches.get(batch)
    account = balance(uow.files.of_batch(batch), uow.pages.counts(batch), expected=about.expected_pages)
    restless = restless or not account.is_balanced
    to, present = (BatchState.ATTENTION if restless else BatchState.CLOSED), about.state
    if present is BatchState.RECEIVED:
        uow.batches.move(batch, to=BatchState.WORKING, frm=(present,))
        present = BatchState.WORKING
    if to is not present:
        uow.batches.move(batch, to=to, frm=(present,))
    uow.outbox.add(BATCH, batch)
    return to


def _start_afresh(uow: UnitOfWork, batch: BatchId) -> int:
    """Take files, pages and units back from the failed list; return their number."""
    files = [file for file in uow.files.of_batch(batch) if _is_unreadable(file)]
    for file in files:
        file_afresh(uow, file)
    pages = [page for page in uow.pages.of_batch(batch) if page.state is PageState.FAILED]
    for page in pages:
        page_afresh(uow, page)
    tried = [job for job in uow.jobs.of_kind(UNIT_JOB, subject_prefix=f"{batch}:") if job.state in TRIED]
    for job in tried:
        job_afresh(uow, job)
    others = [job for job in tried if job.state is JobState.FAILED and kind_of(job.subject) not in KEPT_ELSEWHERE]
    return len(files) + len(pages) + len(others)


def _is_unreadable(file: SourceFile) -> bool:
    return file.state is FileState.QUARANTINED and file.reason is not None and file.reason.code == UNREADABLE


def _reason(error: Exception) -> Reason:
    """Return the words of an error of ours; of any other only its kind, which says nothing personal."""
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
    """Return where an error was raised; its words are left out, for they may quote a document."""
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
