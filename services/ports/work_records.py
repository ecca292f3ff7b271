"""The records of work: jobs with their leases and attempts, and the outbox the relay reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.model.batch import Reason
    from pipeline.model.identity import JobId


class JobState(StrEnum):
    """The states of a job."""

    READY = "ready"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A committed wish for work: (kind, subject) is unique; fence rises by one with each claim.

    subjects: what a unit of work is about, so that no other unit is made of them while it is held.
    """

    id: JobId
    kind: str
    subject: str
    state: JobState
    attempt: int
    fence: int
    owner: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None
    reason: Reason | None = None
    subjects: tuple[str, ...] = ()


class JobRecords(Protocol):
    """Jobs, their leases and their attempts. Leases are judged by the database's clock."""

    def put(self, job: JobId, *, kind: str, subject: str, priority: int = 5, subjects: Sequence[str] = ()) -> None:
        """Make it ready; an existing (kind, subject) that is done becomes ready again with attempt 0."""
        ...

    def claim(self, kind: str, *, owner: str, lease_seconds: int, subject: str | None = None) -> Job | None:
        """Lease the best ready or expired job of the kind, fence and attempt + 1.

        With a subject that job alone, also while it is put off: who names it knows that it can go on.
        """
        ...

    def renew(self, job: Job, *, lease_seconds: int) -> None:
        """Raises LeaseLost when the fence moved on."""
        ...

    def assert_held(self, job: Job) -> None:
        """Raises LeaseLost when the fence moved on, or the job is no longer leased."""
        ...

    def finish(
        self,
        job: Job,
        *,
        state: JobState,
        reason: Reason | None = None,
        delay_seconds: int = 0,
        is_counted: bool = True,
    ) -> None:
        """Move a held job to done, ready (after the delay) or failed; raises LeaseLost.

        An attempt that is not counted was spoilt by something that is not the job's fault.
        """
        ...

    def turn(self, kind: str, subject: str) -> Job | None:
        """Have the turn at a ready job that is due: nobody else has it until this unit of work ends; None without one.

        It is not leased: several may work for it, and only what they decide about it happens one after the other.
        """
        ...

    def put_off(self, kind: str, subject: str, *, seconds: int, reason: Reason | None) -> None:
        """Count one more attempt at a ready job and let nobody take it up for some seconds; else do nothing."""
        ...

    def hurry(self, kind: str) -> None:
        """Let every ready job of the kind that was put off be due now."""
        ...

    def mark(self, kind: str, subject: str, *, state: JobState, reason: Reason | None = None) -> None:
        """Say how a job stands, whoever holds it."""
        ...

    def find(self, kind: str, subject: str) -> Job | None: ...
    def of_kind(self, kind: str, *, state: JobState | None = None, subject_prefix: str = "") -> Sequence[Job]: ...
    def due(self, kind: str) -> Sequence[Job]:
        """Ready jobs of the kind whose time has come by the database's clock, the best first."""
        ...

    def expired(self) -> Sequence[Job]:
        """Leased jobs whose lease is over by the database's clock."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A projection to bring up to date: topic (`document`, `case`) and the key of what changed."""

    seq: int
    topic: str
    key: str
    attempts: int


@dataclass(frozen=True, slots=True)
class PutOff:
    """A projection that failed and waits for its next try, with the code of what kept it back."""

    topic: str
    key: str
    code: str


class OutboxRecords(Protocol):
    """What the relay still has to project; the present state is rendered, never a payload."""

    def add(self, topic: str, key: str) -> None: ...
    def due(self, limit: int) -> Sequence[OutboxRow]:
        """Oldest first, those whose next try is not in the future by the database's clock."""
        ...

    def done(self, seqs: Sequence[int]) -> None: ...
    def failed(self, seq: int, *, error: str, delay_seconds: int) -> None: ...
    def hurry(self) -> None:
        """Let every row that was put off be due now."""
        ...

    def awaits(self, topic: str, key: str) -> bool:
        """Whether a projection of that key is not done."""
        ...

    def waiting(self) -> int:
        """How many rows are not done."""
        ...

    def put_off(self) -> Sequence[PutOff]:
        """What failed and waits, oldest first."""
        ...
