"""What Prefect's client raises when its server does not answer, as far as its versions tell it in so many ways."""

import httpx
import pytest

from flows.engine import is_silence


def caused(error: Exception, cause: Exception) -> Exception:
    """Return an error with its cause."""
    error.__cause__ = cause
    return error


NO_ANSWER = httpx.ConnectError("no")
ABOUT = [
    (NO_ANSWER, True),
    (caused(RuntimeError("Failed to reach API at http://127.0.0.1/api"), NO_ANSWER), True),
    (ExceptionGroup("loops", [RuntimeError("Service exceeded error threshold."), NO_ANSWER]), True),
    (RuntimeError("a defect of ours"), False),
    (caused(RuntimeError("a defect of ours"), ValueError("of ours too")), False),
    (ExceptionGroup("loops", [NO_ANSWER, ValueError("of ours")]), False),
]


@pytest.mark.parametrize(("error", "is_theirs"), ABOUT)
def test_a_server_that_does_not_answer_is_told_from_a_defect(error: Exception, is_theirs: bool) -> None:
    """A worker waits for a server that is away, by whichever error that is told; a defect is not waited for."""
    assert is_silence(error) is is_theirs
