"""The relay's rounds: what the outbox asks is done topic by topic; what fails waits, with pauses that grow.

A round takes the rows that are due, oldest first. Rows of one topic go together where that is cheaper, and in any case
rows with one key: a case that changed ten times is shown once, as it is now. When one of them can never be done, or
meets what nobody foresaw, the others are done without it. When a part is away nothing waits for it twice in one run.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from pipeline.errors import CasebinderError, PartUnreachable, TransientError
from services.ports.records import Records
from services.ports.work_records import OutboxRow

MOST_ROWS = 200
"""Outbox rows in one round: one commit of the index, a few seconds of work."""
LONGEST_WAIT = 600
"""Seconds between tries of a row that keeps failing."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What is done about one topic; `act` gets the keys, each once, all of a round or one at a time.

    is_needed: the others need what this one needs, so that they are not tried when that is away.
    """

    topic: str
    act: Callable[[Sequence[str]], None]
    is_together: bool = True
    is_needed: bool = False


class Relay:
    """Works the outbox off."""

    def __init__(self, records: Records, projections: Sequence[Projection]) -> None:
        """Take what is done about each topic, in the order in which a round does it."""
        self._records = records
        self._projections = projections

    def run(self) -> int:
        """Do all that is due, each row at most once; return the number of rows done."""
        done, tried = 0, set[int]()
        while rows := self._due(tried):
            tried.update(row.seq for row in rows)
            for projection in self._projections:
                count, is_away = self._round(projection, rows)
                done += count
                if is_away and projection.is_needed:
                    return done
        return done

    def _due(self, tried: set[int]) -> Sequence[OutboxRow]:
        """Return rows that are due and were not tried; a try that took long outlasts the pause it led to."""
        with self._records.reading() as uow:
            return [row for row in uow.outbox.due(MOST_ROWS) if row.seq not in tried]

    def _round(self, projection: Projection, rows: Sequence[OutboxRow]) -> tuple[int, bool]:
        """Do what a round asks of a topic; return the number of rows done, and whether a part was away."""
        asked = [row for row in rows if row.topic == projection.topic]
        if projection.is_together:
            return self._do(asked, projection.act)
        by_key = defaultdict[str, list[OutboxRow]](list)
        for row in asked:
            by_key[row.key].append(row)
        done = 0
        for same in by_key.values():
            count, is_away = self._do(same, projection.act)
            done += count
            if is_away:
                return done, True
        return done, False

    def _do(self, rows: Sequence[OutboxRow], act: Callable[[Sequence[str]], None]) -> tuple[int, bool]:
        if not rows:
            return 0, False
        keys = list(dict.fromkeys(row.key for row in rows))
        try:
            act(keys)
        except Exception as error:  # noqa: BLE001 - the task border: one row must not keep all others from being done
            if len(keys) > 1 and not isinstance(error, TransientError):
                # One of them cannot be rendered: the others shall not wait for it.
                return sum(self._do([row], act)[0] for row in rows), False
            self._put_off(rows, error)
            return 0, isinstance(error, PartUnreachable)
        with self._records.writing() as uow:
            uow.outbox.done([row.seq for row in rows])
            uow.commit()
        return len(rows), False

    def _put_off(self, rows: Sequence[OutboxRow], error: Exception) -> None:
        code = error.code if isinstance(error, CasebinderError) else "internal_error"
        if not isinstance(error, CasebinderError):
            _log.warning("projection.failed", topic=rows[0].topic, key=rows[0].key, kind=type(error).__name__)
        with self._records.writing() as uow:
            for row in rows:
                delay = min(LONGEST_WAIT, 2 ** min(row.attempts, 10))
                uow.outbox.failed(row.seq, error=code, delay_seconds=delay)
            uow.commit()
