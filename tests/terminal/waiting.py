"""Waiting for what another process does: looked for again and again, never for longer than said."""

import time
from collections.abc import Callable


def wait_for(is_there: Callable[[], bool], what: str, seconds: float = 300) -> None:
    """Wait until something has happened in another process; on a busy machine all takes ten times as long."""
    ends = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < ends, f"not in {seconds:.0f} s: {what}"
        time.sleep(0.2)


def let_pass(seconds: float) -> None:
    """Let time pass while other processes work: where chance says when something shall happen to them."""
    time.sleep(seconds)
