"""The tests of a machine without network: the hook of `tests/offline` itself."""

import socket
import subprocess
import sys

import offline
import pytest

ELSEWHERE = "192.0.2.1"  # RFC 5737: an address for documentation, nobody's


def test_another_machine_cannot_be_reached() -> None:
    """A connection or a name look-up that leaves the machine fails at once and is noted."""
    before = len(offline.attempts)
    with socket.socket() as out, pytest.raises(OSError, match="without network"):
        out.connect((ELSEWHERE, 80))
    with pytest.raises(OSError, match="without network"):
        socket.getaddrinfo("example.org", 80)
    assert len(offline.attempts) == before + 2
    del offline.attempts[before:]


def test_this_machine_can_be_reached() -> None:
    """A server that a test starts on the loopback answers."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_children_are_offline_too() -> None:
    """A Python child of a test cannot reach another machine either."""
    reach = f"import socket; socket.create_connection(({ELSEWHERE!r}, 80), timeout=1)"
    child = subprocess.run([sys.executable, "-c", reach], capture_output=True, text=True, timeout=60, check=False)
    assert "without network" in child.stderr
