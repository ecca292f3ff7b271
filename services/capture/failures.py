"""What was set aside: files in quarantine, pages and units that failed. A person tries them again or lets them rest."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from pipeline.errors import NotFound, NotPossible
from pipeline.intake import PART_TYPES, READ_TYPES, IntakeLimits, too_many_bytes
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch, Reason, SourceFile
from pipeline.model.identity import BatchId, FileId, JobId, PageId
from pipeline.model.states import FileState, PageState
from pipeline.model.text import Bilingual
from pipeline.ports import Clock, Ids
from pipeline.rights import Act, Subject, sees
from services.access import act_of, circles_seen, require, write_down
from services.capture.afresh import TRIED, file_afresh, job_afresh, page_afresh
from services.capture.loop import settle_in
from services.capture.receive import CAPTURE_JOB
from services.ports.board_records import SetAsideRow
from services.ports.records import Records, UnitOfWork
from services.ports.work_records import Job, JobState
from services.refusals.cases import reason_needed
from services.refusals.documents import taken_out
from services.refusals.missing import no_such
from services.topics import BATCH
from services.units import KEPT_ELSEWHERE, UNIT_JOB, Unit, UnitKind, batch_of, kind_of

A_PAGE = 30
"""Files and pages on one page of the list."""


class FailedKind(StrEnum):
    """What can be set aside."""

    FILE = "file"
    PAGE = "page"
    UNIT = "unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One thing that was set aside.

    name: of the file, the page or the unit; file: as it was given, empty for a unit; page: its number within the file;
    step: of a unit; can_retry: another try may end otherwise.
    """

    kind: FailedKind
    name: str
    batch: Batch
    file: str
    page: int | None
    step: UnitKind | None
    reason: Reason
    attempts: int
    can_retry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedList:
    """A page of what was set aside, newest batch first; units: always all; count: of files and pages on all pages."""

    units: tuple[Failed, ...]
    items: tuple[Failed, ...]
    count: int
    page: int
    pages: int


class Failures:
    """The acts on what was set aside; each is about one file, page or unit, and may ask capture to go on."""

    def __init__(self, records: Records, clock: Clock, ids: Ids, limits: IntakeLimits) -> None:
        self._records = records
        self._clock = clock
        self._ids = ids
        self._limits = limits

    @act_of(Act.BATCH_VIEW)
    def listed(self, actor: Actor, *, page: int = 1) -> FailedList:
        """Return a page (from 1) of what the actor may see; the last one for any beyond."""
        require(actor, Act.BATCH_VIEW)
        circles = circles_seen(actor)
        with self._records.reading() as uow:
            count = uow.board.count_set_aside(circles)
            pages = max(1, -(-count // A_PAGE))
            here = max(1, min(page, pages))
            jobs = uow.jobs.of_kind(UNIT_JOB, state=JobState.FAILED)
            rows = uow.board.set_aside(circles, limit=A_PAGE, skip=(here - 1) * A_PAGE)
            units = tuple(_unit(uow, job) for job in jobs if kind_of(job.subject) not in KEPT_ELSEWHERE)
        attempts = {subject: job.attempt for job in jobs for subject in job.subjects}
        return FailedList(
            units=tuple(unit for unit in units if sees(actor, unit.batch.circle)),
            items=tuple(self._item(row, attempts.get(row.name, 1)) for row in rows),
            count=count,
            page=here,
            pages=pages,
        )

    @act_of(Act.BATCH_VIEW)
    def count(self, actor: Actor) -> int:
        """Count the files and pages that wait to be tried again or let rest."""
        require(actor, Act.BATCH_VIEW)
        with self._records.reading() as uow:
            return uow.board.count_set_aside(circles_seen(actor))

    @act_of(Act.BATCH_RETRY)
    def retry(self, actor: Actor, kind: FailedKind, name: str, *, reason: str = "") -> BatchId:
        """Give one thing a fresh start; raises NotFound, and NotPossible when a try would end as before."""
        require(actor, Act.BATCH_RETRY)
        with self._records.writing() as uow:
            batch = _batch_of(uow, actor, Act.BATCH_RETRY, kind, name)
            match kind:
                case FailedKind.FILE:
                    self._retry_file(uow, uow.files.get(FileId(name)))
                case FailedKind.PAGE:
                    _retry_page(uow, batch.id, PageId(name))
                case FailedKind.UNIT:
                    job_afresh(uow, _failed_job(uow, name))
                case _:
                    assert_never(kind)
            uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch.id)
            uow.outbox.add(BATCH, batch.id)
            write_down(uow, self._clock, actor, Act.BATCH_RETRY, f"{kind}:{name}", reason=reason)
            uow.commit()
        return batch.id

    @act_of(Act.BATCH_DISMISS)
    def dismiss(self, actor: Actor, kind: FailedKind, name: str, *, reason: str) -> BatchId:
        """Let a file or a page rest, with the reason: it stays accounted for, and its batch no longer waits for it.

        Raises NotFound, WrongUsage without a reason, and NotPossible for a unit: its pages are in no document yet.
        """
        require(actor, Act.BATCH_DISMISS)
        if not reason.strip():
            raise reason_needed("dismiss")
        with self._records.writing() as uow:
            batch = _batch_of(uow, actor, Act.BATCH_DISMISS, kind, name)
            match kind:
                case FailedKind.FILE:
                    file = uow.files.get(FileId(name))
                    if file.state is not FileState.QUARANTINED or file.seen_by is not None:
                        raise _not_set_aside(name)
                    uow.files.see(file.id, by=actor.id)
                    _attempts_over(uow, Unit(kind=UnitKind.OPEN, batch=batch.id, subjects=(name,)))
                case FailedKind.PAGE:
                    _reject_page(uow, actor, PageId(name), reason)
                    _attempts_over(uow, Unit(kind=UnitKind.READ, batch=batch.id, subjects=(name,)))
                case FailedKind.UNIT:
                    raise _only_retry(name)
                case _:
                    assert_never(kind)
            write_down(uow, self._clock, actor, Act.BATCH_DISMISS, f"{kind}:{name}", reason=reason)
            settle_in(uow, batch.id)
            uow.commit()
        return batch.id

    def _retry_file(self, uow: UnitOfWork, file: SourceFile) -> None:
        if file.state is not FileState.QUARANTINED:
            raise _not_set_aside(file.id)
        if not self._may_be_read(file.media_type, file.size, is_part=file.part_of is not None):
            raise _as_before(file.name)
        file_afresh(uow, file)
        _attempts_afresh(uow, Unit(kind=UnitKind.OPEN, batch=file.batch, subjects=(file.id,)))

    def _may_be_read(self, media_type: str, size: int, *, is_part: bool) -> bool:
        """Return whether the file was set aside for its inside: its kind is read, and its size taken in."""
        is_read = media_type in READ_TYPES or (is_part and media_type in PART_TYPES)
        return bool(size) and is_read and too_many_bytes(size, self._limits) is None

    def _item(self, row: SetAsideRow, attempts: int) -> Failed:
        is_page = row.page is not None
        return Failed(
            kind=FailedKind.PAGE if is_page else FailedKind.FILE,
            name=row.name,
            batch=row.batch,
            file=row.file,
            page=row.page,
            step=None,
            reason=row.reason,
            attempts=attempts,
            can_retry=is_page or self._may_be_read(row.media_type, row.size, is_part=row.is_part),
        )


def _unit(uow: UnitOfWork, job: Job) -> Failed:
    return Failed(
        kind=FailedKind.UNIT,
        name=job.subject,
        batch=uow.batches.get(batch_of(job.subject)),
        file="",
        page=None,
        step=kind_of(job.subject),
        reason=job.reason or _NO_REASON,
        attempts=job.attempt,
        can_retry=True,
    )


def _batch_of(uow: UnitOfWork, actor: Actor, act: Act, kind: FailedKind, name: str) -> Batch:
    """Return the batch the thing is of; raises NotFound also when its circle is closed to the actor."""
    try:
        match kind:
            case FailedKind.FILE:
                found = uow.files.get(FileId(name)).batch
            case FailedKind.PAGE:
                found = uow.files.get(uow.pages.get(PageId(name)).file).batch
            case FailedKind.UNIT:
                found = batch_of(_failed_job(uow, name).subject)
            case _:
                assert_never(kind)
    except NotFound:
        raise no_such("failure", name) from None
    batch = uow.batches.get(found)
    if not sees(actor, batch.circle):
        raise no_such("failure", name)
    require(actor, act, Subject(circle=batch.circle))
    return batch


def _failed_job(uow: UnitOfWork, name: str) -> Job:
    job = uow.jobs.find(UNIT_JOB, name)
    if job is None or job.state is not JobState.FAILED:
        raise no_such("failure", name)
    return job


def _retry_page(uow: UnitOfWork, batch: BatchId, name: PageId) -> None:
    page = uow.pages.get(name)
    if page.state is not PageState.FAILED:
        raise _not_set_aside(name)
    page_afresh(uow, page)
    _attempts_afresh(uow, Unit(kind=UnitKind.READ, batch=batch, subjects=(name,)))


def _attempts_afresh(uow: UnitOfWork, alone: Unit) -> None:
    job = uow.jobs.find(UNIT_JOB, alone.key)
    if job is not None and job.state in TRIED:
        job_afresh(uow, job)


def _attempts_over(uow: UnitOfWork, alone: Unit) -> None:
    """Have nobody wait for a unit any more whose subject rests."""
    job = uow.jobs.find(UNIT_JOB, alone.key)
    if job is not None and job.state is JobState.FAILED:
        uow.jobs.mark(UNIT_JOB, job.subject, state=JobState.DONE)


def _reject_page(uow: UnitOfWork, actor: Actor, name: PageId, reason: str) -> None:
    page = uow.pages.get(name)
    if page.state is not PageState.FAILED:
        raise _not_set_aside(name)
    uow.pages.replace(replace(page, state=PageState.REJECTED, reason=taken_out(actor, reason)), frm=PageState.FAILED)


def _not_set_aside(name: str) -> NotPossible:
    return NotPossible(
        "not_set_aside",
        Bilingual(
            fr="Ce fichier ou cette page n'attend plus rien.",
            en="This file or page does not wait for anything any more.",
        ),
        where=name,
        next_step=Bilingual(fr="Rechargez la liste.", en="Reload the list."),
    )


def _as_before(name: str) -> NotPossible:
    return NotPossible(
        "retry_is_vain",
        Bilingual(
            fr="Un nouvel essai finirait de même : ce fichier n'est pas lu tel qu'il est.",
            en="Another try would end as before: this file is not read as it is.",
        ),
        where=name,
        next_step=Bilingual(
            fr="Suivez le conseil donné avec sa raison, et déposez ce que vous en faites.",
            en="Do what its reason advises, and drop the result.",
        ),
    )


def _only_retry(name: str) -> NotPossible:
    return NotPossible(
        "only_retry",
        Bilingual(
            fr="Ces pages ne sont encore dans aucun document : elles ne peuvent pas rester ainsi.",
            en="These pages are in no document yet: they cannot be left like that.",
        ),
        where=name,
        next_step=Bilingual(
            fr="Réessayez ; si l'erreur revient, signalez-la à l'administrateur.",
            en="Try again; if the error comes back, tell the administrator.",
        ),
    )


_NO_REASON = Reason(
    code="worker_lost",
    message=Bilingual(
        fr="Le traitement s'est arrêté sans laisser d'erreur.", en="Work stopped without leaving an error."
    ),
    next_step=Bilingual(fr="Réessayez.", en="Try again."),
)
