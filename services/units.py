"""Units of capture: what can go on, as plain values that a queue or a Prefect task can carry (ids only)."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.identity import BatchId

MOST_PAGES = 25
"""Pages in one reading unit: seconds of work, so that a lease renewed each 30 s never runs out in between."""
MOST_DOCUMENTS = 20
"""Documents (or files) in one unit of the other kinds."""
SPLIT_AFTER = 2
"""A unit begun this often without an end is cut into single subjects, so that only the guilty one fails."""
UNIT_JOB = "unit"
"""The kind of the job rows that count the attempts at units."""
MOST_ATTEMPTS = 3
"""The attempt after these goes to the failed list."""


class UnitKind(StrEnum):
    """The steps of capture, in their order."""

    OPEN = "open"
    READ = "read"
    SEPARATE = "separate"
    UNDERSTAND = "understand"
    RENDER = "render"


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

    def single(self) -> "tuple[Unit, ...]":
        """Cut into one unit a subject."""
        return tuple(Unit(kind=self.kind, batch=self.batch, subjects=(subject,)) for subject in self.subjects)


def kind_of(key: str) -> UnitKind:
    """Give the step of a unit by its name."""
    return UnitKind(key.split(":")[1])
