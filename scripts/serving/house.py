"""A house of servers: one folder in which each of them has its place. Starting is finding or making; nothing is twice.

What ran already is left running. Stopping ends only what was started from this folder. Two that start at once take
turns (a lock on the folder).
"""

import fcntl
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from serving.elasticsearch import Elasticsearch
from serving.kind import Kind
from serving.minio import MinIo
from serving.place import Place, read_place, with_free_ports, with_secrets, write_place
from serving.postgresql import PostgreSql
from serving.prefect import Prefect
from serving.process import is_open_to_all, is_root, launch, until
from serving.seaweedfs import SeaweedFs

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (PostgreSql(), SeaweedFs(), MinIo(), Elasticsearch(), Prefect())
}
READY_SECONDS = 300
"""Elasticsearch starts in 16 s on two quiet cores, in 44 on busy ones; ten programs on two cores make it minutes."""
_END_SECONDS = 5


class NotStarted(Exception):
    """A server is missing or did not become ready; the sentence says what to type or where to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The servers of one folder."""

    folder: Path
    cache: Path
    is_durable: bool = True
    """False for tests: no wait for the disk, and the servers end when the process that started them ends."""

    def missing(self, name: str) -> str:
        """Return why a server cannot run here and what to type; empty when it can."""
        whys = (KINDS[one].missing(self._place(one)) for one in self._with_needed([name]))
        return next((why for why in whys if why), "")

    def start(self, names: Sequence[str]) -> Mapping[str, Place]:
        """Start these servers and those they need, together, and wait for all; raises NotStarted."""
        wanted = self._with_needed(names)
        for name in wanted:
            if why := KINDS[name].missing(self._place(name)):
                raise NotStarted(why)
        with self._turn():
            for rank in (False, True):  # those that need nothing first, side by side
                launched = [self._launch(name) for name in wanted if bool(KINDS[name].needs) is rank]
                for place in launched:
                    self._await(place)
        return {name: self._place(name) for name in wanted}

    def stop(self, names: Sequence[str] = ()) -> Sequence[str]:
        """End these servers, or all, those that need others first; return the names of those that ran."""
        running = [name for name in reversed(KINDS) if (not names or name in names) and self._place(name).is_running]
        for name in running:
            place, end = self._place(name), KINDS[name].end
            place.begun_as.end(end.sign if self.is_durable else end.orphaned, end.seconds)
        return running

    def kill(self, name: str) -> None:
        """End a server as a crash would, so that a test sees what becomes of the work; `start` brings it back."""
        place = self._place(name)
        if place.process is not None:
            place.process.kill()

    def status(self) -> Mapping[str, bool]:
        """Return which servers that ever were in this house run now."""
        return {name: place.is_running for name in KINDS if (place := self._known(name)) is not None}

    def settings(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return the environment that points Casebinder to these servers; the later name wins."""
        return {key: value for name in names for key, value in KINDS[name].settings(self._place(name)).items()}

    def place(self, name: str) -> Place:
        """Return a server's place: its ports, secrets and process."""
        return self._place(name)

    def _with_needed(self, names: Sequence[str]) -> Sequence[str]:
        needed = [need for name in names for need in KINDS[name].needs]
        return [name for name in KINDS if name in {*names, *needed}]

    def _known(self, name: str) -> Place | None:
        return read_place(name, self.folder, self.cache, is_durable=self.is_durable)

    def _place(self, name: str) -> Place:
        known = self._known(name)
        if known is None:
            known = Place(
                name=name, house=self.folder, cache=self.cache, ports={}, secrets={}, is_durable=self.is_durable
            )
        return replace(known, needed={need: self._place(need) for need in KINDS[name].needs})

    def _launch(self, name: str) -> Place:
        kind, place = KINDS[name], self._place(name)
        if place.is_running:
            return place
        place = replace(with_secrets(with_free_ports(place, kind.ports), kind.secrets), process=None)
        write_place(place)  # before the data: what was made with a secret must still know it when we die here
        try:
            kind.prepare(place)
        except subprocess.CalledProcessError as error:
            raise NotStarted(f"{name} could not be prepared: {error.stderr}") from error
        orphaned = None if self.is_durable else kind.end.orphaned
        process = launch(kind.command(place), log=place.log, dies_with_us=orphaned)
        place = replace(place, process=process)
        write_place(place)
        return place

    def _await(self, place: Place) -> None:
        kind = KINDS[place.name]
        ended = until(lambda: kind.answers(place) or not place.is_running, READY_SECONDS)
        if not ended or not place.is_running:
            said = _tail(place.log)
            place.begun_as.end(signal.SIGTERM, _END_SECONDS)
            raise NotStarted(f"{place.name} did not become ready, see {place.log}:\n{said}")
        kind.furnish(place)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True)
            self.folder.chmod(0o755)  # others pass through to what is theirs; what is secret has its own rights
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def default_house(checkout: Path) -> Path:
    """Return the folder of `make servers`: CASEBINDER_SERVERS, else `.cache/servers` of the checkout.

    Root has servers run as others: from a checkout that nobody else may enter the folder moves to `/var/tmp`.
    """
    own = os.environ.get("CASEBINDER_SERVERS")
    if own:
        return Path(own).resolve()
    if is_root() and not is_open_to_all(checkout):
        return Path("/var/tmp") / f"casebinder-servers-{sha256(bytes(checkout)).hexdigest()[:8]}"  # noqa: S108
    return checkout / ".cache" / "servers"


def _tail(log: Path, lines: int = 15) -> str:
    with log.open(encoding="utf-8", errors="replace") as text:
        return "".join(text.readlines()[-lines:])
