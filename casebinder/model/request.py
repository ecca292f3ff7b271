"""Requests for missing pieces: their states, and the letter and slips that go out with each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pipeline.model.batch import Reason
from pipeline.model.identity import Digest
from pipeline.model.text import Language


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
        """Return the instant from which nothing is awaited of it any more."""
        return self.answered_at or self.closed_at


class Standing(StrEnum):
    """Where a letter stands for those who follow letters."""

    TO_SEND = "to-send"
    SENT = "sent"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    ENDED = "ended"
