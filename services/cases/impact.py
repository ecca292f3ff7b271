"""What new rules would make of the open cases: each is judged by its own rules and by the new ones, side by side.

Nothing is stored: new rules, once published, leave open cases as they are until somebody repins them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casebinder.casetypes import CaseType
from casebinder.model.case import OPEN_STATES, Case
from casebinder.model.request import RequestState
from casebinder.model.verdict import Verdict
from casebinder.requests import settled, unasked, wanted
from pipeline.model.actor import Actor
from pipeline.model.text import Bilingual
from pipeline.ports import Clock
from pipeline.rights import Act
from services.access import act_of, may, of_case, require
from services.cases.casework import Casework
from services.cases.essence import essence
from services.ports.case_records import CaseQuery
from services.ports.records import Records, UnitOfWork
from services.rules.rulebook import Rulebook

_EXAMPLES = 10
"""Cases that are named; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case as some rules have it.

    asked: the items a letter would ask for; withdrawn: how many letters not sent yet would not go out.
    """

    verdict: Verdict
    asked: frozenset[str]
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What new rules would make of one case."""

    reference: str
    before: Judged
    after: Judged

    @property
    def changes(self) -> bool:
        """Return whether anybody would see a difference in the case."""
        return self.asks_more or self.before.withdrawn != self.after.withdrawn or self._verdict_changes

    @property
    def _verdict_changes(self) -> bool:
        before, after = self.before.verdict, self.after.verdict
        return essence(before) != essence(after) or self.deadlines_moved > 0

    @property
    def asks_more(self) -> bool:
        """Return whether a letter would ask for something that none would ask for now."""
        return not self.after.asked <= self.before.asked

    @property
    def deadlines_moved(self) -> int:
        """Count the deadlines that would be due on another day, or would come or go."""
        before, after = _due(self.before.verdict), _due(self.after.verdict)
        return sum(before.get(code) != after.get(code) for code in before | after)

    @property
    def new_basket(self) -> str | None:
        """Return the basket into which the rules would move the case; None where it stays."""
        before, after = self.before.verdict.basket, self.after.verdict.basket
        return after if after != before else None

    @property
    def sentences(self) -> tuple[Bilingual, Bilingual]:
        """Return what is said of the case now, and what would be."""
        return self.before.verdict.completeness.sentence, self.after.verdict.completeness.sentence


@dataclass(frozen=True, slots=True)
class Impact:
    """The effects on every open case of the types whose rules are new."""

    effects: tuple[Effect, ...]

    @property
    def changed(self) -> tuple[Effect, ...]:
        """Return those that change something."""
        return tuple(effect for effect in self.effects if effect.changes)

    @property
    def examples(self) -> tuple[Effect, ...]:
        """Return the first few of those, by reference."""
        return self.changed[:_EXAMPLES]

    def become(self, *, complete: bool) -> int:
        """Count the cases that would be complete and are not, or the other way round."""
        turns = ((effect.before.verdict, effect.after.verdict) for effect in self.effects)
        complete_ones = ((b.completeness.is_complete, a.completeness.is_complete) for b, a in turns)
        return sum(before != after and after == complete for before, after in complete_ones)

    @property
    def letters_to_send(self) -> int:
        """Count the cases for which there would be more to ask."""
        return sum(effect.asks_more for effect in self.effects)

    @property
    def letters_to_withdraw(self) -> int:
        """Count the letters not sent yet that would no longer be needed."""
        return sum(max(effect.after.withdrawn - effect.before.withdrawn, 0) for effect in self.effects)

    @property
    def deadlines_moved(self) -> int:
        """Count the deadlines of all cases that would be due on another day."""
        return sum(effect.deadlines_moved for effect in self.effects)

    @property
    def baskets(self) -> Mapping[str, int]:
        """Count the cases that would move into each basket."""
        return Counter(effect.new_basket for effect in self.effects if effect.new_basket)


class Foresee:
    """The act of looking ahead."""

    def __init__(self, records: Records, rulebook: Rulebook, casework: Casework, clock: Clock) -> None:
        self._records = records
        self._rulebook = rulebook
        self._casework = casework
        self._clock = clock

    @act_of(Act.RULES_CHECK)
    def impact(self, actor: Actor, case_types: Sequence[CaseType]) -> Impact:
        """Judge every open case of these types that the actor sees by its own rules and by these; stores nothing."""
        require(actor, Act.RULES_CHECK)
        new = {case_type.code: case_type for case_type in case_types}
        with self._records.reading() as uow:
            cases = [
                case for case in uow.cases.listed(CaseQuery()) if case.state in OPEN_STATES and case.case_type in new
            ]
            seen = [case for case in cases if may(actor, Act.CASE_VIEW, of_case(case))]
            return Impact(tuple(self._effect(uow, case, new[case.case_type]) for case in seen))

    def _effect(self, uow: UnitOfWork, case: Case, new: CaseType) -> Effect:
        own = self._rulebook.case_type(uow, case.rules_digest)
        before, after = self._judged(uow, case, own), self._judged(uow, case, new)
        return Effect(reference=case.reference, before=before, after=after)

    def _judged(self, uow: UnitOfWork, case: Case, by: CaseType) -> Judged:
        verdict = self._casework.judged(uow, case, by=by)
        lacking = self._casework.judged(uow, unasked(case), by=by).completeness.items
        now, today = self._clock.now(), self._clock.today()
        letters = settled(case, verdict.completeness.items, at=now, on=today)
        return Judged(
            verdict=verdict,
            asked=frozenset(piece.item for piece in wanted(by, lacking)),
            withdrawn=sum(letter.state is RequestState.WITHDRAWN for letter in letters),
        )


def _due(verdict: Verdict) -> dict[str, object]:
    return {deadline.code: deadline.due_on for deadline in verdict.deadlines if deadline.due_on is not None}
