"""A case as the records keep it: its party, facts, pieces, waivers, decisions, clocks, notes and tasks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from casebinder.model.request import Request
from pipeline.geometry import Box
from pipeline.model.identity import ActorId, CaseId, Circle, Digest, DocumentId, PartyId, PieceId
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


class FactOrigin(StrEnum):
    """Where a fact of the case comes from."""

    DOCUMENT = "document"
    REFERENCE = "reference"
    OPERATOR = "operator"
    DERIVED = "derived"


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
