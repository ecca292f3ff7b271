"""Jobs in the database: claims by one statement, leases judged by the database's clock, attempts counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Integer,
    RowMapping,
    Select,
    String,
    Update,
    and_,
    bindparam,
    case,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from adapters.records.dialect import upsert
from adapters.records.instants import instant_from_now, is_over
from adapters.records.json_text import from_text, reason_of, reason_text, to_text
from adapters.records.schema.work import job as job_table
from pipeline.errors import LeaseLost
from pipeline.model.batch import Reason
from pipeline.model.identity import JobId
from pipeline.model.text import Bilingual
from services.ports.work_records import Job, JobState

_ROW = job_table.c
_BEST_FIRST = (_ROW.priority, _ROW.not_before, _ROW.id)
_OF_KIND = _ROW.kind == bindparam("kind")
_ONE = select(job_table).where(_OF_KIND, _ROW.subject == bindparam("subject"))
_EVERY = (
    select(job_table)
    .where(_OF_KIND, _ROW.subject.startswith(bindparam("beginning"), escape="/"))
    .order_by(_ROW.subject)
)
_EVERY_IN_STATE = _EVERY.where(_ROW.state == bindparam("state"))
_AS_IT_STANDS = str.maketrans({"/": "//", "%": "/%", "_": "/_"})
"""What means itself in a text and something else in LIKE."""


@dataclass(frozen=True, slots=True)
class SqlJobs:
    """Fulfils `JobRecords`."""

    connection: Connection

    def put(self, job: JobId, *, kind: str, subject: str, priority: int = 5, subjects: Sequence[str] = ()) -> None:
        """Make it ready.

        One that is done or failed becomes ready again with attempt 0; one that is leased becomes ready again as soon
        as its holder reports it done, so that a wish made while the work is under way is not lost.
        """
        named = to_text(tuple(subjects)) if subjects else None
        row = {"id": job, "kind": kind, "subject": subject, "priority": priority, "subjects": named}
        self.connection.execute(_put(self.connection.dialect.name), row)

    def claim(self, kind: str, *, owner: str, lease_seconds: int, subject: str | None = None) -> Job | None:
        """Lease the best ready or expired job of the kind, or None; the lowest priority number is the best."""
        wish = {"of_kind": kind, "claimer": owner, "lease_seconds": lease_seconds}
        if subject is None:
            return self._one(_CLAIM, **wish)
        return self._one(_CLAIM_OF, of_subject=subject, **wish)

    def renew(self, job: Job, *, lease_seconds: int) -> None:
        """Lengthen the lease; raises LeaseLost when the fence moved on."""
        renewed = self.connection.execute(_RENEW, _lease(job) | {"lease_seconds": lease_seconds})
        if renewed.rowcount != 1:
            raise _lost(job)

    def assert_held(self, job: Job) -> None:
        """Hold the lease until this unit of work ends; raises LeaseLost when it is another's or nobody's."""
        if self.connection.execute(_HOLD, _lease(job)).first() is None:
            raise _lost(job)

    def finish(
        self,
        job: Job,
        *,
        state: JobState,
        reason: Reason | None = None,
        delay_seconds: int = 0,
        is_counted: bool = True,
    ) -> None:
        """Move a held job to done, ready (after the delay) or failed; raises LeaseLost."""
        end = {
            "becomes": state.value,
            "why": reason_text(reason),
            "delay": delay_seconds,
            "undone": int(not is_counted),
        }
        finished = self.connection.execute(_FINISH, _lease(job) | end)
        if finished.rowcount != 1:
            raise _lost(job)

    def turn(self, kind: str, subject: str) -> Job | None:
        """Have the turn at a ready job that is due, until this unit of work ends; None when there is no such job.

        The fence rises, so that one who waited for the turn on an older snapshot is refused instead of served.
        """
        return self._one(_TURN, of_kind=kind, of_subject=subject)

    def put_off(self, kind: str, subject: str, *, seconds: int, reason: Reason | None) -> None:
        """Count one more attempt at a ready job and let nobody take it up for some seconds."""
        self.connection.execute(
            update(job_table)
            .where(_ROW.kind == kind, _ROW.subject == subject, _ROW.state == JobState.READY.value)
            .values(attempt=_ROW.attempt + 1, not_before=instant_from_now(seconds), reason=reason_text(reason))
        )

    def hurry(self, kind: str) -> None:
        """Let every ready job of the kind that was put off be due now."""
        self.connection.execute(
            update(job_table)
            .where(_ROW.kind == kind, _ROW.state == JobState.READY.value, _ROW.not_before > instant_from_now())
            .values(not_before=instant_from_now())
        )

    def mark(self, kind: str, subject: str, *, state: JobState, reason: Reason | None = None) -> None:
        """Say how a job stands, whoever holds it."""
        self.connection.execute(
            update(job_table)
            .where(_ROW.kind == kind, _ROW.subject == subject)
            .values(state=state.value, reason=reason_text(reason))
        )

    def find(self, kind: str, subject: str) -> Job | None:
        """Return the job of that kind and subject, or None."""
        found = self._all(_ONE, kind=kind, subject=subject)
        return found[0] if found else None

    def of_kind(self, kind: str, *, state: JobState | None = None, subject_prefix: str = "") -> Sequence[Job]:
        """Return the jobs of that kind, by subject."""
        wanted = {"kind": kind, "beginning": subject_prefix.translate(_AS_IT_STANDS)}
        if state is None:
            found = self._all(_EVERY, **wanted)
        else:
            found = self._all(_EVERY_IN_STATE, state=state.value, **wanted)
        # LIKE ignores case in SQLite and not in PostgreSQL: the last word is Python's.
        return tuple(job for job in found if job.subject.startswith(subject_prefix))

    def due(self, kind: str) -> Sequence[Job]:
        """Return the ready jobs of the kind whose time has come, the best first."""
        return self._all(select(job_table).where(_ROW.kind == kind, _is_due()).order_by(*_BEST_FIRST))

    def expired(self) -> Sequence[Job]:
        """Return the leased jobs whose lease is over by the database's clock."""
        return self._all(select(job_table).where(_is_expired()).order_by(_ROW.lease_until, _ROW.id))

    def _one(self, change: ReturningUpdate[tuple[object, ...]], **values: object) -> Job | None:
        row = self.connection.execute(change, values).mappings().first()
        return None if row is None else _job(row)

    def _all(self, query: Select[tuple[object, ...]], **values: object) -> tuple[Job, ...]:
        return tuple(_job(row) for row in self.connection.execute(query, values).mappings())


def _is_due() -> ColumnElement[bool]:
    """Tell what may be taken; what was never tried was never put off, whatever the clock was then."""
    return and_(_ROW.state == JobState.READY.value, or_(_ROW.attempt == 0, is_over(_ROW.not_before)))


def _is_expired() -> ColumnElement[bool]:
    return and_(_ROW.state == JobState.LEASED.value, is_over(_ROW.lease_until))


def _lease(job: Job) -> dict[str, object]:
    return {"held": job.id, "held_fence": job.fence}


@cache
def _put(dialect: str) -> Insert:
    has_ended = _ROW.state.in_((JobState.DONE.value, JobState.FAILED.value))
    is_held = _ROW.state == JobState.LEASED.value
    new = upsert(dialect, job_table).values(
        state=JobState.READY.value, attempt=0, fence=0, not_before=instant_from_now(), wished_again=False
    )
    return new.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={
            "state": case((has_ended, JobState.READY.value), else_=_ROW.state),
            "attempt": case((has_ended, 0), else_=_ROW.attempt),
            "not_before": case((has_ended, instant_from_now()), else_=_ROW.not_before),
            "reason": case((has_ended, None), else_=_ROW.reason),
            "wished_again": is_held,
            "subjects": case((is_held, _ROW.subjects), else_=new.excluded.subjects),
            "priority": new.excluded.priority,
        },
    )


def _claim(is_ready: ColumnElement[bool], *conditions: ColumnElement[bool]) -> ReturningUpdate[tuple[object, ...]]:
    best = (
        select(_ROW.id)
        .where(_ROW.kind == bindparam("of_kind"), or_(is_ready, _is_expired()), *conditions)
        .order_by(*_BEST_FIRST)
        .limit(1)
        .with_for_update(skip_locked=True)  # SQLite leaves this out: its writers queue up anyway
    )
    return (
        update(job_table)
        .where(_ROW.id == best.scalar_subquery())
        .values(
            state=JobState.LEASED.value,
            owner=bindparam("claimer"),
            fence=_ROW.fence + 1,
            attempt=_ROW.attempt + 1,
            lease_until=instant_from_now(_LEASE_SECONDS),
            wished_again=false(),
        )
        .returning(job_table)
    )


def _finish() -> Update:
    becomes = bindparam("becomes", type_=String)
    goes_on = and_(_ROW.wished_again, becomes == JobState.DONE.value)
    return (
        update(job_table)
        .where(_HELD)
        .values(
            state=case((goes_on, JobState.READY.value), else_=becomes),
            attempt=case((goes_on, 0), else_=_ROW.attempt - bindparam("undone", type_=Integer)),
            reason=bindparam("why"),
            not_before=instant_from_now(bindparam("delay", type_=Integer)),
            owner=None,
            lease_until=None,
            wished_again=false(),
        )
    )


_LEASE_SECONDS = bindparam("lease_seconds", type_=Integer)
_HELD = and_(_ROW.id == bindparam("held"), _ROW.fence == bindparam("held_fence"), _ROW.state == JobState.LEASED.value)
_IS_SUBJECT = _ROW.subject == bindparam("of_subject")
_CLAIM, _CLAIM_OF = _claim(_is_due()), _claim(_ROW.state == JobState.READY.value, _IS_SUBJECT)
_RENEW = update(job_table).where(_HELD).values(lease_until=instant_from_now(_LEASE_SECONDS))
_HOLD = select(_ROW.id).where(_HELD).with_for_update()
_FINISH = _finish()
_TURN = (
    update(job_table)
    .where(_ROW.kind == bindparam("of_kind"), _IS_SUBJECT, _is_due())
    .values(fence=_ROW.fence + 1)
    .returning(job_table)
)


def _lost(job: Job) -> LeaseLost:
    return LeaseLost(
        "lease_lost",
        Bilingual(
            fr="Ce travail a été repris par un autre processus ou est terminé : rien n’a été changé.",
            en="This job was taken over by another process or is finished: nothing was changed.",
        ),
        where=f"job {job.kind} {job.subject}, fence {job.fence}",
        next_step=Bilingual(
            fr="Rien à faire : le détenteur actuel continue.", en="Nothing: its present holder goes on."
        ),
    )


def _job(row: RowMapping) -> Job:
    return Job(
        id=JobId(row["id"]),
        kind=row["kind"],
        subject=row["subject"],
        state=JobState(row["state"]),
        attempt=row["attempt"],
        fence=row["fence"],
        owner=row["owner"],
        lease_until=row["lease_until"],
        not_before=row["not_before"],
        reason=reason_of(row["reason"]),
        subjects=() if row["subjects"] is None else from_text(tuple[str, ...], row["subjects"]),
    )
