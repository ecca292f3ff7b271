"""Units of capture: what can go on, as plain values that a queue or a Prefect task can carry (ids only)."""

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.identity import BatchId, JobId
from services.ports.work_records import Job

MOST_PAGES = 25
"""Pages in one reading unit: seconds of work, so that a lease renewed each 30 s never runs out in between."""
MOST_DOCUMENTS = 20
"""Documents (or files) in one unit of the other kinds."""
LEAST_TOGETHER = 5
"""Subjects in a unit when several workers share a batch: what is left is cut finer, so that they end together."""
SPLIT_AFTER = 2
"""A unit begun this often without an end is cut into single subjects, so that only the guilty one fails."""
UNIT_JOB = "unit"
"""The kind of the job rows that lease units and count the attempts at them."""
MOST_ATTEMPTS = 3
"""The attempt after these goes to the failed list."""


class UnitKind(StrEnum):
    """The steps of capture, in their order."""

    OPEN = "open"
    READ = "read"
    SEPARATE = "separate"
    UNDERSTAND = "understand"
    RENDER = "render"


EVERY_STEP = frozenset(UnitKind)
AFTER_READING = frozenset({UnitKind.SEPARATE, UnitKind.UNDERSTAND, UnitKind.RENDER})
"""What can be done with one file while the pages of the next are read."""
KEPT_ELSEWHERE = frozenset({UnitKind.OPEN, UnitKind.READ})
"""Units whose failure is told by the state of their file or page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One piece of work: a step and its subjects (file, page or document ids of one batch)."""

    kind: UnitKind
    batch: BatchId
    subjects: tuple[str, ...]

    @property
    def key(self) -> str:
        """Name the unit; the same subjects give the same name in every run."""
        return f"{self.batch}:{self.kind}:{self.subjects[0]}:{self.subjects[-1]}:{len(self.subjects)}"


def kind_of(key: str) -> UnitKind:
    """Return the step of a unit by its name."""
    return UnitKind(key.split(":")[1])


def batch_of(key: str) -> BatchId:
    """Return the batch of a unit by its name."""
    return BatchId(key.partition(":")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A unit and the lease it is done under: every commit of its holder asserts the job's fence."""

    unit: Unit
    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One who takes units: a process, by its name, and what it has in hand now.

    in_hand: kept by the holder itself; a unit leased under its name that is not among them was dropped by an error.
    """

    name: str
    lease_seconds: int
    in_hand: set[JobId] = field(default_factory=set)


class Standing(StrEnum):
    """How a batch stands for one who asks for a unit and gets none."""

    SHARED = "shared"
    """Others have in hand all that can go on now."""
    PUT_OFF = "put_off"
    """It waits out a pause after an outage."""
    SETTLED = "settled"
    """Nothing is left to do, and this very look settled it."""
    OVER = "over"
    """Nothing is left to do."""

    @property
    def is_over(self) -> bool:
        """Return whether nothing is left to do."""
        return self in {Standing.SETTLED, Standing.OVER}
