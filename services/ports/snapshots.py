"""Snapshots: small objects under names of their own beside the content, from which the records can be made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.audit import EventDetail, StoredEvent


class SnapshotStore(Protocol):
    """Named bytes; a name is parts of letters, digits and `-_.` with `/` between, such as `cases/c-7k2m.json.gz`."""

    def put(self, name: str, content: bytes) -> None:
        """Keep the bytes durably under the name, whole or not at all, in place of what it had; PartUnreachable."""
        ...

    def get(self, name: str) -> bytes | None:
        """Return what the name has, or None; raises PartUnreachable."""
        ...

    def names(self, prefix: str) -> Iterator[str]:
        """Return every name that begins so, in no order; raises PartUnreachable."""
        ...


class RestoringRecords(Protocol):
    """What only a rebuild may do to the records: write history as it was."""

    def is_untouched(self, *, set_up_by: Sequence[str]) -> bool:
        """Return whether nothing was ever recorded but acts of these names, by which an installation is set up."""
        ...

    def clear_set_up(self) -> None:
        """Take out the rules, the events and the wishes that the setting up left; only where nothing else is."""
        ...

    def add_events(self, events: Sequence[tuple[StoredEvent, EventDetail | None]]) -> None:
        """Write events with their own numbers and places in the chain; new ones are numbered after them."""
        ...

    def number_on(self, case_type: str, year: int, *, last: int) -> None:
        """Let the next running number of a reference be above `last`."""
        ...
