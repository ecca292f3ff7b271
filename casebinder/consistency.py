"""Whether the pieces of a case agree: the rules across them, and the sources of a fact that differ."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from casebinder.casetypes import CaseType, ConsistencyRule
from casebinder.facts import Disagreement
from casebinder.knowledge import Knowledge
from pipeline.model.page import Severity


class Agreement(NamedTuple):
    """A rule across pieces with its outcome.

    is_due: all the pieces it looks at are there, so it should be told; is_settled: a person waived it by its code.
    """

    rule: ConsistencyRule
    holds: bool | None
    is_due: bool
    is_settled: bool

    @property
    def counts(self) -> bool:
        """Tell whether the rule can hold a case up: not when settled, and never as a mere note."""
        return not self.is_settled and self.rule.severity is not Severity.NOTE


def judge_rules(case_type: CaseType, knowledge: Knowledge, *, settled: Collection[str]) -> tuple[Agreement, ...]:
    """Evaluate every rule across pieces; a rule about a piece that is not there cannot be told and is not due."""
    return tuple(
        Agreement(
            rule=rule,
            holds=knowledge.holds(rule.rule),
            is_due=_is_due(rule, knowledge),
            is_settled=rule.code in settled,
        )
        for rule in case_type.consistency
    )


def _is_due(rule: ConsistencyRule, knowledge: Knowledge) -> bool:
    """Tell whether the rule should be told: its pieces are there, and for each fact one of those that could tell it."""
    present = knowledge.pieces.keys()
    return present >= rule.items and not any(sources and sources.isdisjoint(present) for sources in rule.sources)


def blocking(agreements: Sequence[Agreement]) -> int:
    """Count the contradictions that stop the case."""
    return sum(1 for a in agreements if a.holds is False and a.counts and a.rule.severity is Severity.BLOCKING)


def untold(agreements: Sequence[Agreement]) -> int:
    """Count the rules that matter, are due, and cannot be told."""
    return sum(1 for a in agreements if a.holds is None and a.is_due and a.counts)


def doubtful(agreements: Sequence[Agreement], disagreements: Sequence[Disagreement]) -> int:
    """Count the points a person must settle although they do not stop the case."""
    failing = (a for a in agreements if a.holds is False and a.counts)
    return len(disagreements) + sum(1 for a in failing if a.rule.severity is Severity.DOUBT)
