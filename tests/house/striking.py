"""Ending a worker with SIGKILL at a moment chosen from outside, on real servers: the product carries no hook for it.

What a worker does is seen in the database (pg_stat_activity) and in proxies before storage and index: each worker has a
name there and a way to the servers of its own. When the moment seems to be there the group is stopped first, so that
nothing moves any more, then looked at again.

- *start*: within the first seconds of a process, while it loads, claims and starts its children.
- *instant*: somewhere in the work, some steps and a part of a second after the last kill.
- *written*: a transaction of its own has written and has not ended.
- *ended*: such a transaction has just ended; of a commit it may not have heard.
- *sent*: a request that changes storage or index has left it; the server does it when the sender is dead.
- *answered*: such a request was done, and it was not told.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import psycopg
from databases import libpq_address
from faulty_proxy import Proxy, faulty_proxy
from killing import wait_until_gone, wait_until_still
from warm import Started

LOOK_SECONDS = 0.001
PROGRESS_SECONDS = 0.02
_PROGRESS = """
    SELECT (SELECT count(*) FROM page WHERE state <> 'received') + (SELECT count(*) FROM document)
         + (SELECT count(*) FROM document WHERE rendition IS NOT NULL)
         + (SELECT count(*) FROM outbox WHERE done_at IS NOT NULL)
"""
_WRITTEN = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND backend_xid IS NOT NULL"
_UNFINISHED = "SELECT count(*) FROM job WHERE kind = 'capture' AND state <> 'done'"
_UNPROJECTED = "SELECT count(*) FROM outbox WHERE done_at IS NULL"


class Moment(StrEnum):
    """Where a worker is killed."""

    START = "start"
    INSTANT = "instant"
    WRITTEN = "written"
    ENDED = "ended"
    SENT = "sent"
    ANSWERED = "answered"


@dataclass(frozen=True, kw_only=True)
class Order:
    """A kill wanted: where, after how many steps of the work, and how long after them or at which sighting."""

    moment: Moment
    steps: int
    delay: float
    sighting: int


def order(chance: random.Random, moment: Moment) -> Order:
    """Draw a kill of that kind: soon, so that one work is killed often, and sometimes before it has come a step on."""
    return Order(
        moment=moment,
        steps=chance.choice((0, 1, 2, 3, 6)),
        delay=chance.uniform(0.0, 2.0 if moment is Moment.START else 0.7),
        sighting=chance.randrange(3),
    )


class Watch:
    """A look into the database of an installation."""

    def __init__(self, url: str) -> None:
        """Connect."""
        self._connection = psycopg.connect(libpq_address(url), autocommit=True)

    def progress(self) -> int:
        """Count the steps done: pages, documents, renditions, projections."""
        return self.number(_PROGRESS)

    def unfinished(self) -> int:
        """Count the batches that are not captured to their end."""
        return self.number(_UNFINISHED)

    def left(self) -> int:
        """Count what still waits: batches to capture, rows to project."""
        return self.unfinished() + self.number(_UNPROJECTED)

    def has_written(self, name: str) -> bool:
        """Return whether a worker of that name is in a transaction that has written."""
        return self.number(_WRITTEN, name) > 0

    def number(self, query: str, *values: object) -> int:
        """Ask for a number."""
        row = self._connection.execute(query, values or None).fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


@dataclass(kw_only=True)
class Way:
    """How one worker reaches the servers: by proxies, and a name at the database, that are its own."""

    name: str
    proxies: Sequence[Proxy]
    environment: Mapping[str, str]
    _wanted: Order | None = None
    _seen: int = 0
    _arrived: threading.Event = field(default_factory=threading.Event)
    _go_on: threading.Event = field(default_factory=threading.Event)

    def address(self, database: str) -> str:
        """Return the address of a database by which it is seen there under its name."""
        return f"{database}?application_name={self.name}"

    @contextmanager
    def holding_up(self, order: Order, has_progressed: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
        """Hold up the request that an order wants, once its steps are done; return the question whether one is held."""
        self._seen = 0
        self._arrived.clear()
        self._go_on.clear()

        def look() -> bool:
            if self._wanted is None and has_progressed():
                self._wanted = order
            return self._arrived.is_set()

        try:
            yield look
        finally:
            self._wanted = None
            self._go_on.set()

    def look_on(self, stage: str, asked: str) -> None:
        """Be told of a request by the proxy, in a thread of the proxy's."""
        wanted = self._wanted
        if wanted is None or stage != wanted.moment or not _changes(asked) or self._arrived.is_set():
            return
        self._seen += 1
        if self._seen > wanted.sighting:
            self._arrived.set()
            self._go_on.wait(60)


def _changes(asked: str) -> bool:
    return asked.startswith(("PUT ", "DELETE ")) or asked.endswith("/_bulk")


@contextmanager
def way(name: str, servers: Mapping[str, str]) -> Iterator[Way]:
    """Make a way to the servers that the settings name."""
    endpoints = ("CASEBINDER_S3_ENDPOINT", "CASEBINDER_ELASTIC_URL")
    with faulty_proxy(servers[endpoints[0]], every=0) as store, faulty_proxy(servers[endpoints[1]], every=0) as index:
        through = dict(zip(endpoints, (store.address, index.address), strict=True))
        made = Way(name=name, proxies=(store, index), environment=through)
        for proxy in made.proxies:
            proxy.look_on = made.look_on
        yield made


def strike(victim: Started, order: Order, watch: Watch, way: Way, *, seconds: float = 600) -> bool:
    """Kill the group at the moment ordered; False when the process ended before the moment came."""
    ends = time.monotonic() + seconds
    with _looks(victim, order, watch, way) as is_there:
        while victim.poll() is None and time.monotonic() < ends:
            if is_there():
                os.killpg(victim.pid, signal.SIGKILL)
                victim.wait()
                assert wait_until_gone(victim.pid, seconds=10) == []
                return True
            time.sleep(LOOK_SECONDS)
    assert victim.poll() is not None, f"the moment {order.moment} never came in {seconds} s"
    return False


@contextmanager
def _looks(victim: Started, order: Order, watch: Watch, way: Way) -> Iterator[Callable[[], bool]]:
    """Yield the question that is asked again and again, whether the moment is there."""
    has_progressed = _progress(order, watch)
    match order.moment:
        case Moment.START | Moment.INSTANT:
            yield _delayed(order, has_progressed)
        case Moment.WRITTEN | Moment.ENDED:
            yield _in_transaction(victim, order, watch, way, has_progressed)
        case Moment.SENT | Moment.ANSWERED:
            with way.holding_up(order, has_progressed) as is_held:
                yield is_held


def _progress(order: Order, watch: Watch) -> Callable[[], bool]:
    looked, wanted = time.monotonic(), watch.progress() + order.steps
    is_there = order.moment is Moment.START or order.steps == 0

    def has_progressed() -> bool:
        nonlocal looked, is_there
        if not is_there and time.monotonic() - looked >= PROGRESS_SECONDS:
            is_there, looked = watch.progress() >= wanted, time.monotonic()
        return is_there

    return has_progressed


def _delayed(order: Order, has_progressed: Callable[[], bool]) -> Callable[[], bool]:
    since: list[float] = []

    def look() -> bool:
        if not since and has_progressed():
            since.append(time.monotonic())
        return bool(since) and time.monotonic() - since[0] >= order.delay

    return look


def _in_transaction(
    victim: Started, order: Order, watch: Watch, way: Way, has_progressed: Callable[[], bool]
) -> Callable[[], bool]:
    """Stop the group when a transaction has written; what became of it when all is still is the moment met."""
    sightings = 0

    def look() -> bool:
        nonlocal sightings
        if not has_progressed() or not watch.has_written(way.name):
            return False
        os.killpg(victim.pid, signal.SIGSTOP)
        wait_until_still(victim.pid)
        met = Moment.WRITTEN if watch.has_written(way.name) else Moment.ENDED
        sightings += met is order.moment
        if sightings > order.sighting:
            return True
        os.killpg(victim.pid, signal.SIGCONT)
        return False

    return look
