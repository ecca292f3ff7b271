"""The values of a case: parties, facts, pieces, the verdict over its checklist, and what follows from it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pipeline.geometry import Box
from pipeline.model.batch import Reason
from pipeline.model.document import IndexField, Table
from pipeline.model.identity import ActorId, CaseId, Circle, Digest, DocumentId, PartyId, PieceId
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual, Language
from pipeline.model.values import Value


class CaseState(StrEnum):
    """Where a case stands; whether it is complete is derived, never set."""

    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"
    REOPENED = "reopened"


OPEN_STATES = frozenset({CaseState.OPEN, CaseState.REOPENED})
"""The states in which work on a case goes on."""


class PieceStatus(StrEnum):
    """What was made of a document offered for an item."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


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


class FactOrigin(StrEnum):
    """Where a fact of the case comes from."""

    DOCUMENT = "document"
    REFERENCE = "reference"
    OPERATOR = "operator"
    DERIVED = "derived"


class ClockKind(StrEnum):
    """Whose clock a deadline runs on."""

    LEGAL = "legal"
    INTERNAL = "internal"


class WaitingOn(StrEnum):
    """Who has to move next."""

    US = "us"
    THEM = "them"
    NOBODY = "nobody"


class RequestState(StrEnum):
    """Where a request for missing pieces stands; until the sender has it, a person may take it back."""

    DRAFTED = "drafted"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or company; a person's name is written `LAST NAME, First Names`.

    keys are (scheme, value), such as ("nir", "1840375...").
    """

    id: PartyId
    kind: str
    name: str
    birth_date: date | None
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known about a case under one name of its case type, with the place that shows it."""

    name: str
    value: Value
    origin: FactOrigin
    document: DocumentId | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A document offered or accepted for an item of the checklist."""

    id: PieceId
    document: DocumentId
    item: str
    status: PieceStatus
    decided_by: ActorId | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A person's word that an item is not needed in this case."""

    item: str
    reason: str
    by: ActorId
    at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How a case was decided, and why."""

    outcome: str
    reasons: tuple[str, ...]
    by: ActorId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """A deadline that runs: its code in the case type, and the days it started, is due, was stopped."""

    code: str
    started_on: date
    due_on: date
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The answer slip of one requested item: the code printed on it tells case and item when it comes back."""

    item: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for missing pieces, and the one letter that asks for all of them.

    letter: the content of its PDF, as dated; answer_by: the last day to answer, told in it; closed_at: when it lapsed
    or was withdrawn; channel: by what it was sent; attempts, problem: of a sending that failed so far.
    """

    id: str
    state: RequestState
    items: tuple[str, ...]
    drafted_at: datetime
    sent_at: datetime | None = None
    letter: Digest | None = None
    answered_at: datetime | None = None
    slips: tuple[Slip, ...] = ()
    language: Language = Language.FR
    is_reminder: bool = False
    dated: date | None = None
    answer_by: date | None = None
    closed_at: datetime | None = None
    channel: str = ""
    attempts: int = 0
    problem: Reason | None = None

    @property
    def ended_at(self) -> datetime | None:
        """Give the instant from which nothing is awaited of it any more."""
        return self.answered_at or self.closed_at


class Standing(StrEnum):
    """Where a letter stands for those who follow letters."""

    TO_SEND = "to-send"
    SENT = "sent"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote down about a case, for the house alone."""

    id: str
    text: str
    by: ActorId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something a person has to do for a case; who: None for whoever comes to it; due_on: its last day."""

    id: str
    title: str
    by: ActorId
    at: datetime
    who: ActorId | None = None
    due_on: date | None = None
    done_by: ActorId | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as the records keep it; `version` counts its changes (from 1).

    facts: those set by a person (the others are derived at each verdict); key: (scheme, value) pairs under which it
    was opened once; rules_digest: the rule text it is judged by until the act `repin`.
    """

    id: CaseId
    reference: str
    case_type: str
    rules_digest: Digest
    rules_version: str
    circle: Circle
    state: CaseState
    opened_at: datetime
    party: PartyId | None = None
    key: str | None = None
    basket: str = ""
    assignee: ActorId | None = None
    priority: int = 5
    facts: tuple[Fact, ...] = ()
    pieces: tuple[Piece, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    decisions: tuple[Decision, ...] = ()
    clocks: tuple[RunningClock, ...] = ()
    requests: tuple[Request, ...] = ()
    notes: tuple[Note, ...] = ()
    tasks: tuple[Task, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceContent:
    """A piece with what its document says, as the rules see it; doubted: fields on it that could not be believed."""

    piece: Piece
    document_class: str
    received_at: datetime
    fields: tuple[IndexField, ...]
    tables: tuple[Table, ...] = ()
    doubted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A paper outside of the case that names the same order, number or sum; reference: of its case, or "" for none.

    is_approved: its case was decided in its favour; is_set_aside: otherwise, or the paper was refused there.
    """

    content: PieceContent
    reference: str = ""
    is_approved: bool = False
    is_set_aside: bool = False


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
        """Give the day on which the first deadline that runs is due; those that are paused wait for others."""
        running = (one for one in self.deadlines if one.days_left is not None and not one.paused)
        return min((one.due_on for one in running if one.due_on), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """What the judge is given: the case with its pieces' contents, and papers elsewhere that bear on it."""

    case: Case
    contents: tuple[PieceContent, ...]
    related: tuple[Related, ...] = ()
