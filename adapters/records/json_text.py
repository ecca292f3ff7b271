"""Values as JSON text in a column, and back."""

from typing import TypeVar

from pipeline.codec import decode, encode
from pipeline.model.batch import Reason

T = TypeVar("T")


def to_text(value: object, kind: object = None) -> str:
    """Return a value as JSON text; `kind` where its own type does not tell (unions, tuples)."""
    return encode(value, kind).decode("utf-8")


def from_text(kind: type[T], text: str) -> T:
    """Return the value back."""
    return decode(kind, text)


def reason_text(reason: Reason | None) -> str | None:
    """Return a reason as JSON text, or None."""
    return None if reason is None else to_text(reason)


def reason_of(text: str | None) -> Reason | None:
    """Return the reason back, or None."""
    return None if text is None else from_text(Reason, text)
