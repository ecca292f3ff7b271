"""The verdict on a case: its checklist with reasons, the agreement of its pieces, its deadlines and basket."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casebinder.model.case import Fact, RunningClock
from pipeline.geometry import Box
from pipeline.model.identity import DocumentId
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Value


class ItemStatus(StrEnum):
    """The state of one line of the checklist."""

    MISSING = "missing"
    REQUESTED = "requested"
    TO_REVIEW = "to-review"
    SATISFIED = "satisfied"
    REFUSED = "refused"
    EXPIRED = "expired"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"
    UNDETERMINED = "undetermined"


class ClockKind(StrEnum):
    """Whose clock a deadline runs on."""

    LEGAL = "legal"
    INTERNAL = "internal"


class WaitingOn(StrEnum):
    """Who has to move next."""

    US = "us"
    THEM = "them"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionValue:
    """A value a condition looked at, and where it stands; value None: not known."""

    name: str
    value: Value | None
    document: DocumentId | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One leaf of a rule with its three-valued outcome (None: cannot be told)."""

    text: str
    holds: bool | None
    values: tuple[ConditionValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """The rule that decided, as written, and its conditions."""

    rule: str
    holds: bool | None
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """One line of the checklist: its status and why; needs: facts that must be known to tell more."""

    item: str
    title: Bilingual
    status: ItemStatus
    required: bool | None
    explanation: Bilingual
    because: Because | None
    needs: tuple[str, ...]
    pieces: tuple[DocumentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """The verdict over the checklist of a case on one day, under one version of its rules."""

    is_complete: bool
    sentence: Bilingual
    checked_on: date
    rules_version: str
    items: tuple[ItemState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyState:
    """A rule across pieces and its three-valued outcome; is_due: its pieces are there; values: what it looked at."""

    code: str
    severity: Severity
    holds: bool | None
    message: Bilingual
    is_due: bool = True
    values: tuple[ConditionValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineState:
    """A deadline as of one day; days_left is negative when it is past; starts_on None: not begun."""

    code: str
    title: Bilingual
    clock: ClockKind
    starts_on: date | None
    due_on: date | None
    days_left: int | None
    paused: bool
    warning_basket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that follows from the present state of a case; computed in one place, stored, never edited.

    proposed_outcome: what rules decide by themselves; is_settling: it ends the case.
    """

    completeness: Completeness
    consistency: tuple[ConsistencyState, ...]
    deadlines: tuple[DeadlineState, ...]
    clocks: tuple[RunningClock, ...]
    facts: tuple[Fact, ...]
    basket: str
    priority: int
    basket_because: Bilingual
    waiting_on: WaitingOn
    proposed_outcome: str | None = None
    proposed_because: tuple[Bilingual, ...] = ()
    is_settling: bool = False

    @property
    def due_on(self) -> date | None:
        """Return the day on which the first deadline that runs is due; those that are paused wait for others."""
        running = (one for one in self.deadlines if one.days_left is not None and not one.paused)
        return min((one.due_on for one in running if one.due_on), default=None)
