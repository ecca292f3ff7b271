"""Keep tests away from the network: every try of this process to reach more than this machine fails and is noted.

An audit hook (PEP 578) sees `connect`, `sendto` and name look-ups of every Python library; children see the same
through `sitecustomize.py` beside this file. What compiled code asks of the system directly is not seen.
"""

import errno
import ipaddress
import socket
import sys

attempts: list[str] = []
_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
_OWN_NAMES = {None, "", "localhost", "ip6-localhost", socket.gethostname()}


def forbid() -> None:
    """Install the hook for the life of this process."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _EVENTS:
        return
    target = arguments[_EVENTS[event]]
    # A UNIX socket is addressed by a path, a NETLINK one by numbers: neither leaves the machine.
    host = target[0] if isinstance(target, tuple) else target if event.startswith("socket.get") else None
    if not _is_here(host):
        attempts.append(f"{event} {host!r}")
        raise OSError(errno.ENETUNREACH, f"tests run without network: {event} {host!r}")


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in _OWN_NAMES or not isinstance(name, str):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
