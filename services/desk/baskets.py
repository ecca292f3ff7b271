"""Baskets: the open cases that somebody works on, in the order in which they are due, and counts of how they stand."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from casebinder.model.verdict import WaitingOn
from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId
from pipeline.ports import Clock
from pipeline.rights import Act
from services.access import act_of, reach_of, require
from services.cases.casework import Casework
from services.ports.case_records import CaseTally, WorkLine, WorkQuery
from services.ports.records import Records, UnitOfWork

PAGE = 50
"""Cases on one page of a list."""


class Whose(StrEnum):
    """Who keeps a case, as the one who looks sees it."""

    MINE = "mine"
    OTHERS = "others"
    NOBODYS = "nobodys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of the baskets is asked for; number: of the page, from 1."""

    basket: str | None = None
    case_type: str | None = None
    waiting_on: WaitingOn | None = None
    whose: Whose | None = None
    only_late: bool = False
    only_incomplete: bool = False
    with_ended: bool = False
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """A case of the list, and the days left until its first running deadline is due."""

    work: WorkLine
    days_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many cases there are, how many wait for us and for others, are late, and are kept by whom."""

    every: int = 0
    us: int = 0
    them: int = 0
    late: int = 0
    mine: int = 0
    others: int = 0
    nobodys: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of cases; total: of the choice; count: of its basket whatever else is asked; baskets: by code."""

    lines: tuple[BasketLine, ...]
    total: int
    number: int
    pages: int
    count: Count
    whole: Count
    baskets: tuple[tuple[str, Count], ...]
    names: tuple[tuple[ActorId, str], ...]


class Baskets:
    """The act of looking into baskets."""

    def __init__(self, records: Records, casework: Callable[[], Casework], clock: Clock) -> None:
        """Take what few looks need as a function that gives it."""
        self._records = records
        self._casework = casework
        self._clock = clock

    @act_of(Act.CASE_VIEW)
    def listed(self, actor: Actor, choice: Choice) -> Listed:
        """Return a page of the cases asked for, as far as the actor may see them, with the counts of the basket."""
        require(actor, Act.CASE_VIEW)
        today = self._clock.today()
        within = WorkQuery(
            visibility=reach_of(actor, Act.CASE_VIEW),
            case_type=choice.case_type,
            is_open=not choice.with_ended,
            only_incomplete=choice.only_incomplete,
        )
        query = _narrowed(within, choice, actor, today)
        with self._records.reading() as uow:
            every = uow.cases.tallied(within, today=today)
            asked = every if query == within else uow.cases.tallied(query, today=today)
            total = sum(tally.count for tally in asked)
            pages = max(1, -(-total // PAGE))
            number = min(max(1, choice.number), pages)
            found = uow.cases.worklist(query, offset=(number - 1) * PAGE, limit=PAGE)
            lines = tuple(self._line(uow, one, today) for one in found)
            names = tuple((one.id, one.name) for one in uow.actors.every())
        in_basket = [tally for tally in every if choice.basket in {None, tally.basket}]
        return Listed(
            lines=lines,
            total=total,
            number=number,
            pages=pages,
            count=_counted(in_basket, actor),
            whole=_counted(every, actor),
            baskets=tuple(_by_basket(every, actor)),
            names=names,
        )

    def _line(self, uow: UnitOfWork, found: WorkLine, today: date) -> BasketLine:
        work = found if found.sentence is not None else self._judged(uow, found)
        return BasketLine(work=work, days_left=(work.due_on - today).days if work.due_on else None)

    def _judged(self, uow: UnitOfWork, line: WorkLine) -> WorkLine:
        """Judge a case that has no verdict yet."""
        verdict = self._casework().judged(uow, uow.cases.get(line.case))
        made = verdict.completeness
        return replace(
            line,
            sentence=made.sentence,
            waiting_on=verdict.waiting_on,
            due_on=verdict.due_on,
            counts=tuple(Counter(item.status for item in made.items).items()),
        )


def _narrowed(query: WorkQuery, choice: Choice, actor: Actor, today: date) -> WorkQuery:
    return replace(
        query,
        basket=choice.basket,
        waiting_on=choice.waiting_on,
        due_before=today if choice.only_late else None,
        assignee=actor.id if choice.whose is Whose.MINE else None,
        not_assignee=actor.id if choice.whose is Whose.OTHERS else None,
        unassigned=choice.whose is Whose.NOBODYS,
    )


def _by_basket(tallies: Sequence[CaseTally], actor: Actor) -> list[tuple[str, Count]]:
    codes = sorted({tally.basket for tally in tallies})
    return [(code, _counted([tally for tally in tallies if tally.basket == code], actor)) for code in codes]


def _counted(tallies: Sequence[CaseTally], actor: Actor) -> Count:
    found: Counter[str] = Counter()
    for tally in tallies:
        found["every"] += tally.count
        found[tally.waiting_on] += tally.count
        found[_whose(tally, actor)] += tally.count
        found["late"] += tally.count if tally.is_late else 0
    return Count(
        every=found["every"],
        us=found[WaitingOn.US],
        them=found[WaitingOn.THEM],
        late=found["late"],
        mine=found[Whose.MINE],
        others=found[Whose.OTHERS],
        nobodys=found[Whose.NOBODYS],
    )


def _whose(tally: CaseTally, actor: Actor) -> Whose:
    if tally.assignee is None:
        return Whose.NOBODYS
    return Whose.MINE if tally.assignee == actor.id else Whose.OTHERS
