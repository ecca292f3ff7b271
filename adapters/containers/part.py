"""A file inside another one: its name or path in there, and its bytes, or why they could not be taken out."""

from dataclasses import dataclass

from pipeline.model.batch import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part; content: None when `closed` says why."""

    name: str
    content: bytes | None
    closed: Reason | None = None
