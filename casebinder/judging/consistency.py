"""Whether the pieces of a case agree: the rules across them, and the sources of a fact that differ."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from casebinder.casetypes import CaseType, ConsistencyRule
from casebinder.judging.knowledge import Knowledge
from pipeline.model.page import Severity


class Agreement(NamedTuple):
    """A rule across pieces with its outcome.

    is_due: all the pieces it looks at are there, so it should be told; is_settled: a person waived it by its code.
    """

    rule: ConsistencyRule
    holds: bool | None
    is_due: bool
    is_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """All rules with their outcomes, and how many hold the case up.

    blocking: contradictions; doubts: points a person must settle; untold: rules that are due and cannot be told.
    """

    rules: tuple[Agreement, ...]
    blocking: int
    doubts: int
    untold: int


def judge_rules(case_type: CaseType, knowledge: Knowledge, *, settled: Collection[str]) -> Agreements:
    """Evaluate every rule across pieces; a rule about a piece that is not there cannot be told and is not due.

    settled: the codes a person waived; they, and mere notes, hold nothing up.
    """
    blocking = doubts = untold = 0
    rules: list[Agreement] = []
    for rule in case_type.consistency:
        holds = knowledge.holds(rule.rule)
        is_due = holds is not None or _is_due(rule, knowledge)
        is_settled = rule.code in settled
        rules.append(Agreement(rule, holds, is_due, is_settled))
        if is_settled or not is_due or holds or rule.severity is Severity.NOTE:
            continue
        if holds is None:
            untold += 1
        elif rule.severity is Severity.BLOCKING:
            blocking += 1
        else:
            doubts += 1
    return Agreements(rules=tuple(rules), blocking=blocking, doubts=doubts, untold=untold)


def _is_due(rule: ConsistencyRule, knowledge: Knowledge) -> bool:
    """Return whether the rule should be told: its pieces are there, and for each fact one of those that could tell it.

    What a calculation has nothing to go by for is not due either.
    """
    if any(name in knowledge.computed and not knowledge.computed[name].is_due for name in rule.rule.names):
        return False
    present = knowledge.pieces.keys()
    return present >= rule.items and not any(sources and sources.isdisjoint(present) for sources in rule.sources)
