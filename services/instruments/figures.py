"""The supervisor's figures: what came in, how it went, what waits where and with whom, and what is late.

Every number counts what the actor may see, and each can be listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from casebinder.model.verdict import ClockKind
from pipeline.model.actor import Actor
from pipeline.model.text import Bilingual
from pipeline.ports import Clock
from pipeline.rights import MATRIX, Act
from services.access import act_of, reach_of, require
from services.ports.figure_records import (
    CaseChoice,
    CaseLine,
    Delay,
    DocumentLine,
    FailedThing,
    Failures,
    Load,
    Received,
)
from services.ports.records import Records, UnitOfWork
from services.ports.search import Visibility
from services.rules.rulebook import Rulebook

AGES = (7, 30, 60, 90)
"""Days after which a case belongs to the next group by age."""
SOON_DAYS = 7
A_LIST = 50
"""Lines of one list: this many cases are reassigned in two seconds, and no request should take longer."""


class Period(StrEnum):
    """The spans looked back over: seven days, twelve weeks, twelve months."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One day, week or month, by its first day, and what came in."""

    first: date
    received: Received


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """Open cases that were opened within days [since, before) as counted back from today; None: no border."""

    least_days: int
    most_days: int | None
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A clock with its title and whose it is, beside its counts."""

    title: Bilingual
    clock: ClockKind
    delay: Delay


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """All figures of one look."""

    period: Period
    at: datetime
    spans: tuple[Span, ...]
    ages: tuple[Age, ...]
    loads: tuple[Load, ...]
    levels: tuple[Level, ...]
    failures: Failures

    @property
    def total(self) -> Received:
        """Sum the spans up."""
        each = [span.received for span in self.spans]
        return Received(
            pages=sum(one.pages for one in each),
            documents=sum(one.documents for one in each),
            cases=sum(one.cases for one in each),
            handled=sum(one.handled for one in each),
            straight=sum(one.straight for one in each),
        )


class Figures:
    """The acts of a supervisor who looks."""

    def __init__(self, records: Records, rulebook: Rulebook, clock: Clock) -> None:
        self._records = records
        self._rulebook = rulebook
        self._clock = clock

    @act_of(Act.FIGURES_VIEW)
    def dashboard(self, actor: Actor, period: Period) -> Dashboard:
        """Count everything over a period that ends now."""
        sight, today = self._sight(actor), self._clock.today()
        firsts = _firsts(period, today)
        borders = [_midnight(today - timedelta(days=days)) for days in reversed(AGES)]
        with self._records.reading() as uow:
            received = uow.figures.received(sight, [_midnight(first) for first in firsts])
            ages = uow.figures.ages(sight, borders)
            soon = today + timedelta(days=SOON_DAYS)
            delays = uow.figures.delays(sight, today=today, soon=soon, since=firsts[0])
            return Dashboard(
                period=period,
                at=self._clock.now(),
                spans=tuple(Span(first=day, received=one) for day, one in zip(firsts, received, strict=True)),
                ages=_ages(ages),
                loads=tuple(uow.figures.load(sight, today=today)),
                levels=self._levels(uow, delays),
                failures=uow.figures.failures(sight),
            )

    @act_of(Act.FIGURES_VIEW)
    def cases(self, actor: Actor, choice: CaseChoice, *, after: str = "") -> tuple[int, tuple[CaseLine, ...]]:
        """Count and list the cases of a choice, as many as a list has after a reference."""
        sight = self._sight(actor)
        with self._records.reading() as uow:
            listed = uow.figures.cases(sight, choice, limit=A_LIST, after=after)
            return uow.figures.count(sight, choice), tuple(listed)

    @act_of(Act.FIGURES_VIEW)
    def by_hand(self, actor: Actor, period: Period) -> tuple[DocumentLine, ...]:
        """List the newest documents of a period that a person settled or has to."""
        sight, since = self._sight(actor), _midnight(_firsts(period, self._clock.today())[0])
        with self._records.reading() as uow:
            return tuple(uow.figures.by_hand(sight, since=since, limit=A_LIST))

    @act_of(Act.FIGURES_VIEW)
    def failed(self, actor: Actor) -> tuple[FailedThing, ...]:
        """List the newest files and pages that were set aside."""
        sight = self._sight(actor)
        with self._records.reading() as uow:
            return tuple(uow.figures.failed_things(sight, limit=A_LIST))

    @act_of(Act.FIGURES_VIEW)
    def people(self, actor: Actor) -> tuple[Actor, ...]:
        """Return those who may work cases, by name, to share them out among."""
        require(actor, Act.FIGURES_VIEW)
        with self._records.reading() as uow:
            every = uow.actors.every()
        able = [one for one in every if any(grant.role in MATRIX[Act.CASE_SET] for grant in one.grants)]
        return tuple(sorted(able, key=lambda one: one.name))

    @act_of(Act.FIGURES_VIEW)
    def aged(self, actor: Actor, least_days: int, most_days: int | None) -> CaseChoice:
        """Return the choice of the open cases of a group by age."""
        require(actor, Act.FIGURES_VIEW)
        today = self._clock.today()
        return CaseChoice(
            opened_before=_midnight(today - timedelta(days=least_days - 1)) if least_days else None,
            opened_since=None if most_days is None else _midnight(today - timedelta(days=most_days)),
        )

    @act_of(Act.FIGURES_VIEW)
    def opened(self, actor: Actor, period: Period) -> CaseChoice:
        """Return the choice of the cases opened in a period, whatever became of them."""
        require(actor, Act.FIGURES_VIEW)
        since = _midnight(_firsts(period, self._clock.today())[0])
        return CaseChoice(opened_since=since, only_open=False)

    @act_of(Act.FIGURES_VIEW)
    def due(self, actor: Actor, code: str | None, *, is_late: bool) -> CaseChoice:
        """Return the choice of the open cases of which a clock is late, or due soon."""
        require(actor, Act.FIGURES_VIEW)
        today = self._clock.today()
        if is_late:
            return CaseChoice(clock=code, due_before=today)
        return CaseChoice(clock=code, due_since=today, due_before=today + timedelta(days=SOON_DAYS + 1))

    def _sight(self, actor: Actor) -> Visibility:
        require(actor, Act.FIGURES_VIEW)
        return reach_of(actor, Act.FIGURES_VIEW)

    def _levels(self, uow: UnitOfWork, delays: Sequence[Delay]) -> tuple[Level, ...]:
        """Name the clocks as their case types in force do; one that no rule names any more goes by its code."""
        named = {
            (kind.code, rule.code): (rule.title, rule.clock)
            for _, kind in self._rulebook.case_types(uow)
            for rule in kind.deadlines
        }
        unnamed = [(Bilingual(fr=delay.code, en=delay.code), ClockKind.INTERNAL) for delay in delays]
        return tuple(
            Level(title=title, clock=clock, delay=delay)
            for delay, other in zip(delays, unnamed, strict=True)
            for title, clock in [named.get((delay.case_type, delay.code), other)]
        )


def _firsts(period: Period, today: date) -> list[date]:
    """Return the first day of each span, oldest first."""
    if period is Period.DAYS:
        return [today - timedelta(days=back) for back in reversed(range(7))]
    if period is Period.WEEKS:
        monday = today - timedelta(days=today.weekday())
        return [monday - timedelta(weeks=back) for back in reversed(range(12))]
    months = [today.year * 12 + today.month - 1 - back for back in reversed(range(12))]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _midnight(day: date) -> datetime:
    """Return the first instant of a day of the office."""
    return datetime.combine(day, time()).astimezone()


def _ages(counts: Sequence[int]) -> tuple[Age, ...]:
    """Return the groups, youngest first; counts: oldest first."""
    leasts = (0, *(days + 1 for days in AGES))
    mosts = (*AGES, None)
    return tuple(
        Age(least_days=least, most_days=most, cases=count)
        for least, most, count in zip(leasts, mosts, reversed(counts), strict=True)
    )
