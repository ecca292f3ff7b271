"""The audit chain: each event is bound to the one before it, so that none can be changed, added or taken out unseen.

The hash of an event is over its canonical form and the hash before it; the detail, which may be personal and can be
erased, enters by its salted digest alone (DATA: Audit).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

FIRST = "0" * 64
"""What stands before the first event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event as it lies in the log: its running number, and its place and hash in the chain once sealed."""

    number: int
    at: datetime
    actor: str
    act: str
    subject: str
    case: str | None
    detail_digest: str
    chain_number: int | None = None
    chain_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """The part of an event that may be personal, with the salt that its digest was made with."""

    number: int
    salt: str
    reason: str
    detail: str


def chained(event: StoredEvent, before: str) -> str:
    """Return the SHA-256, hexadecimal, of the event's canonical form after the hash of the event before it."""
    canonical = json.dumps(
        {
            "number": event.number,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": event.actor,
            "act": event.act,
            "subject": event.subject,
            "case": event.case,
            "detail": event.detail_digest,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{before}\n{canonical}".encode()).hexdigest()
