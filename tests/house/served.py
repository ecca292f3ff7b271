"""An installation on real servers whose workers are started, watched from outside, and killed.

Workers are named by the way they reach the servers (`striking.Way`); commands that nobody disturbs go straight.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from account import account, problems
from buckets import Buckets
from invariants import check_records
from opened import opened
from real_servers import ElasticsearchServer, PostgreSqlServer, S3Server
from striking import Order, Watch, Way, strike
from terminal import Terminal
from warm import Started

ONE_PROCESS = {"CASEBINDER_PROCESSES": "1"}


@dataclass(frozen=True, kw_only=True)
class Servers:
    """The servers of a session."""

    postgresql: PostgreSqlServer
    s3: S3Server
    elasticsearch: ElasticsearchServer

    @contextmanager
    def installation(self, folder: Path, **more: str) -> Iterator["Served"]:
        """Make an empty installation on them, with more settings when some are given."""
        url, buckets = self.postgresql.fresh(), Buckets(server=self.s3, name=self.s3.fresh())
        environment = {
            **self.postgresql.environment(url),
            **self.s3.environment(buckets.name),
            **self.elasticsearch.environment(self.elasticsearch.fresh()),
            **ONE_PROCESS,
            **more,
        }
        terminal = Terminal(home=folder / secrets.token_hex(4), environment=environment)
        made = terminal.run("init")
        assert made.code == 0, made.err
        terminal.ask("recover")  # what is the same in every installation is projected
        served = Served(terminal=terminal, watch=Watch(url), buckets=buckets)
        try:
            yield served
        finally:
            served.watch.close()


@dataclass(kw_only=True)
class Served:
    """One installation on servers, and the processes at work on it."""

    terminal: Terminal
    watch: Watch
    buckets: Buckets
    hands: dict[str, Started] = field(default_factory=dict)

    def start(self, way: Way, *words: str) -> Started:
        """Start a command by a way, unless one that was started by it is at work still."""
        at_work = self.hands.get(way.name)
        if at_work is None or at_work.poll() is not None:
            straight = self.terminal.environment
            database = {"CASEBINDER_DATABASE_URL": way.address(straight["CASEBINDER_DATABASE_URL"])}
            by_its_way = replace(self.terminal, environment={**straight, **way.environment, **database})
            at_work = self.hands[way.name] = by_its_way.start_warm(*words)
        return at_work

    def strike(self, way: Way, order: Order) -> bool:
        """Kill what was started by a way at the moment ordered; False when it ended before."""
        return strike(self.hands[way.name], order, self.watch, way)

    def watch_again(self) -> None:
        """Look into the database again that was killed and started meanwhile."""
        self.watch.close()
        self.watch = Watch(self.terminal.environment["CASEBINDER_DATABASE_URL"])

    def end(self) -> Mapping[str, int]:
        """Wait for the end of all that is at work; return the exit codes."""
        return {name: process.wait() for name, process in self.hands.items()}

    def wrongs(self, expected: Mapping | None = None) -> Iterator[str]:
        """Say all that is wrong with the installation at rest: against what it should hold, or against itself.

        Raises AssertionError when the records contradict themselves.
        """
        yield from problems(self.terminal, expected or account(self.terminal))
        yield from self._content()
        with opened(self.terminal) as application:
            check_records(application)

    def _content(self) -> Iterator[str]:
        kept: Sequence[tuple[str, bool]] = self.buckets.versions(prefix="blobs/")
        names = [name for name, _ in kept]
        yield from (f"content there {names.count(name)} times: {name}" for name in set(names) if names.count(name) > 1)
