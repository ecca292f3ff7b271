"""Where one server lives: its folder, its ports, its secrets, and the process when it runs.

They are kept in a file beside the folder (mode 600), so that a second start finds the server running, and a server
that was ended comes back at the same address with the same data.
"""

import json
import os
import random
import secrets
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from serving.process import Process, until

PORTS = range(20000, 32000)
"""Below the ports Linux gives to outgoing connections: a client that asks a dead server at one of those could be
given that very port and talk to itself, and a server could not come back to its port."""

PORT_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a server is given; `needed` are the places of the servers it needs."""

    name: str
    house: Path
    cache: Path
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    process: Process | None = None
    is_durable: bool = True
    """False spares every wait for the disk: for tests, where a power cut loses nothing anyone wants."""
    needed: Mapping[str, "Place"] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Return the folder of its data."""
        return self.house / self.name

    @property
    def log(self) -> Path:
        """Return the file of what it prints."""
        return self.house / f"{self.name}.log"

    @property
    def is_running(self) -> bool:
        """Return whether its process lives."""
        return self.process is not None and self.process.is_alive

    @property
    def begun_as(self) -> Process:
        """Return its process; it must have been started."""
        assert self.process is not None, f"{self.name} was not started"
        return self.process

    def address(self, port: str = "http") -> str:
        """Return the address of one of its ports."""
        return f"http://127.0.0.1:{self.ports[port]}"


def read_place(name: str, house: Path, cache: Path, *, is_durable: bool) -> Place | None:
    """Return what is known of a server; None when it never was in this house."""
    file = _file(house, name)
    if not file.exists():
        return None
    told = json.loads(file.read_text(encoding="utf-8"))
    process = Process(**told["process"]) if told["process"] else None
    return Place(
        name=name,
        house=house,
        cache=cache,
        ports=told["ports"],
        secrets=told["secrets"],
        process=process,
        is_durable=is_durable,
    )


def write_place(place: Place) -> None:
    """Keep what is known of a server."""
    process = None if place.process is None else asdict(place.process)
    told = {"ports": dict(place.ports), "secrets": dict(place.secrets), "process": process}
    write_private(_file(place.house, place.name), json.dumps(told, indent=1) + "\n")


def write_private(file: Path, text: str) -> None:
    """Put a file in place that only its owner may read."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    beside.replace(file)


def with_free_ports(place: Place, names: Sequence[str]) -> Place:
    """Return the place with a port for each name: those it had when all are free, or soon are, else others."""
    if set(names) <= set(place.ports) and until(lambda: _are_free(place.ports.values()), PORT_SECONDS):
        return place
    with ExitStack() as held:
        free = (port for port in _drawn() if _hold(held, port))
        return replace(place, ports={name: next(free) for name in names})


def with_secrets(place: Place, names: Sequence[str]) -> Place:
    """Return the place with a secret for each name; those it has are kept."""
    return replace(place, secrets={name: place.secrets.get(name) or secrets.token_urlsafe(24) for name in names})


def _drawn() -> Iterator[int]:
    while True:
        yield random.choice(PORTS)  # noqa: S311 - a port is no secret


def _are_free(ports: Iterable[int]) -> bool:
    with ExitStack() as held:
        return all(_hold(held, port) for port in ports)


def _hold(held: ExitStack, port: int) -> bool:
    probe = held.enter_context(socket.socket())
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def _file(house: Path, name: str) -> Path:
    return house / f"{name}.json"
