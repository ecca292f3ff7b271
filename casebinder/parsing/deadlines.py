"""Deadlines and reminders of a case type, from rule text."""

from collections.abc import Collection

from casebinder.casetypes import (
    BasketEntered,
    CaseComplete,
    CaseOpened,
    Deadline,
    EarlyWarning,
    FactDay,
    FactType,
    RequestPlan,
    Start,
)
from casebinder.conditions.vocabulary import ValueKind
from casebinder.model.verdict import ClockKind
from casebinder.periods import Period
from pipeline.model.text import Bilingual
from pipeline.rules.rule_text import Node, Problems

_NOTHING = Bilingual(fr="", en="")


def read_deadlines(
    node: Node, facts: tuple[FactType, ...], baskets: Collection[str], problems: Problems
) -> tuple[Deadline, ...]:
    """Read `deadlines`; each names when it starts, how long it lasts and whom it warns before."""
    return tuple(_deadline(item, facts, baskets, problems) for item in problems.items(node))


def _deadline(node: Node, facts: tuple[FactType, ...], baskets: Collection[str], problems: Problems) -> Deadline:
    keys = problems.mapping(
        node, required=("code", "title", "clock", "starts", "lasts"), optional=("warn", "paused_by")
    )
    if "paused_by" in keys:
        problems.one_of(keys["paused_by"], ("request",))
    clock = problems.one_of(keys["clock"], tuple(ClockKind)) if "clock" in keys else ClockKind.LEGAL
    warnings = problems.items(keys["warn"]) if "warn" in keys else ()
    return Deadline(
        code=problems.text(keys["code"]) if "code" in keys else "",
        title=problems.bilingual(keys["title"]) if "title" in keys else _NOTHING,
        clock=ClockKind(clock),
        starts=_start(keys["starts"], facts, baskets, problems) if "starts" in keys else CaseOpened(),
        lasts=_period(keys["lasts"], problems) if "lasts" in keys else Period(),
        warnings=tuple(_warning(item, baskets, problems) for item in warnings),
        is_paused_by_requests="paused_by" in keys,
    )


def _start(node: Node, facts: tuple[FactType, ...], baskets: Collection[str], problems: Problems) -> Start:
    days = [f"facts.{fact.name}" for fact in facts if fact.kind is ValueKind.DATE]
    word = problems.one_of(node, ("case_opened", "case_complete", *days, *(f"basket.{basket}" for basket in baskets)))
    if word == "case_opened":
        return CaseOpened()
    if word == "case_complete":
        return CaseComplete()
    return FactDay(word.removeprefix("facts.")) if word.startswith("facts.") else BasketEntered(word[len("basket.") :])


def _warning(node: Node, baskets: Collection[str], problems: Problems) -> EarlyWarning:
    keys = problems.mapping(node, required=("before", "basket"))
    basket = read_basket(keys["basket"], baskets, problems) if "basket" in keys else ""
    return EarlyWarning(before=_period(keys["before"], problems) if "before" in keys else Period(), basket=basket)


def read_basket(node: Node, baskets: Collection[str], problems: Problems) -> str:
    """Read the name of a basket that must be declared."""
    word = problems.text(node)
    if word and word not in baskets:
        problems.unknown(node.place, word, known=baskets, what=Bilingual(fr="corbeille", en="basket"))
    return word


def _period(node: Node, problems: Problems) -> Period:
    keys = problems.mapping(node, optional=("days", "months"))
    period = Period(
        days=problems.integer(keys["days"], at_least=1) if "days" in keys else 0,
        months=problems.integer(keys["months"], at_least=1) if "months" in keys else 0,
    )
    if not (period.days or period.months):
        problems.add(node.place, Bilingual(fr="écrivez {days: n} ou {months: n}", en="write {days: n} or {months: n}"))
    return period


def read_requests(node: Node, problems: Problems) -> tuple[RequestPlan, ...]:
    """Read `requests`: when missing pieces are to be asked for, counted from the opening of the case."""
    plans = []
    for item in problems.items(node):
        keys = problems.mapping(item, required=("code", "title", "when", "after"))
        if "when" in keys:
            problems.one_of(keys["when"], ("pieces_missing",))
        after = problems.items(keys["after"]) if "after" in keys else ()
        periods = tuple(_period(period, problems) for period in after)
        for earlier, later, place in zip(periods, periods[1:], after[1:], strict=False):
            if (later.months, later.days) <= (earlier.months, earlier.days):
                told = Bilingual(
                    fr="cette relance ne vient pas après la précédente", en="it does not come after the last"
                )
                problems.note(place.place, told)
        plans.append(
            RequestPlan(
                code=problems.text(keys["code"]) if "code" in keys else "",
                title=problems.bilingual(keys["title"]) if "title" in keys else _NOTHING,
                after=periods,
            )
        )
    return tuple(plans)
