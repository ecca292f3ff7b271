"""Letters as the services see them: printed outside, then handed to a channel that takes them to their readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from casebinder.letters.letter import Letter


class LetterPrinter(Protocol):
    """Lays letters out as archive PDFs."""

    def printed(self, letter: Letter, *, at: datetime) -> bytes:
        """Return the letter with its answer slips as PDF/A-2b; equal letters of one instant give equal bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A letter to be sent: a name that is always the same for it, the circle of its case, and its PDF."""

    name: str
    circle: str
    content: bytes


class Mailer(Protocol):
    """A channel by which letters leave the house; `channel` is its name in the records."""

    @property
    def channel(self) -> str: ...
    def send(self, dispatch: Dispatch) -> None:
        """Have the letter sent; twice under one name is once. Raises PartUnreachable, PermanentError: then it was not.

        When it returns, the letter is in other hands: it cannot be taken back.
        """
        ...
