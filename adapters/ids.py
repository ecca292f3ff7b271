"""Identifiers: a prefix and 14 letters and digits that sort by time and read well aloud.

Crockford's base 32 (no i, l, o, u); 40 bits of milliseconds since 2026 and 30 random bits, never twice the same in
one process.
"""

import secrets
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_EPOCH_MS = 1_767_225_600_000  # 2026-01-01T00:00:00Z
_RANDOM_BITS = 30
_LENGTH = 14


class TimeSortedIds:
    """Fulfils `pipeline.ports.Ids`."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def new(self, prefix: str) -> str:
        """Return an identifier such as `d-06f3k2m9x4qpab`."""
        milliseconds = max(0, time.time_ns() // 1_000_000 - _EPOCH_MS)
        with self._lock:
            self._last = max(self._last + 1, milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))
            number = self._last
        letters = [_ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5)]
        return f"{prefix}-{''.join(letters)}"
