"""All that the rules of one case may look at on one day: facts and the fields of the pieces that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casebinder.calculations.plan import Computed
from casebinder.casetypes import CaseType
from casebinder.conditions.functions import instant
from casebinder.conditions.rule import Leaf, Rule, outcome
from casebinder.conditions.vocabulary import Variable, Vocabulary
from casebinder.judging.facts import FactSheet, ReadPiece
from casebinder.model.case import Fact
from casebinder.model.verdict import ConditionValue
from pipeline.model.values import Day, Flag, Text, Value


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known, ready to judge by.

    bound: what CEL sees, by name, under the names of the vocabulary; sheet, pieces and computed: where each value
    comes from, for the explanation.
    """

    bound: Mapping[str, object]
    vocabulary: Vocabulary
    sheet: FactSheet
    pieces: Mapping[str, ReadPiece]
    on: date
    computed: Mapping[str, Computed] = field(default_factory=dict)
    _activation: list[Any] = field(default_factory=list, repr=False, compare=False)

    @property
    def activation(self) -> Any:
        """Return the values as CEL holds them, made when first asked for."""
        if not self._activation:
            self._activation.append(self.vocabulary.activation(self.bound))
        return self._activation[0]

    def holds(self, rule: Rule | Leaf) -> bool | None:
        """Evaluate a rule or a part of one; None when it cannot be told."""
        if rule.everyday is not None:
            return rule.everyday(self.bound)
        return outcome(rule.expression, self.activation)

    def fact(self, name: str) -> Fact | None:
        """Return the fact that holds under a name, or None."""
        candidates = self.sheet.known.get(name)
        return candidates[0].fact(name) if candidates else None

    def knows(self, name: str) -> bool:
        """Return whether the name has a value rules can use."""
        return name in self.bound

    def shown(self, name: str) -> ConditionValue:
        """Return a name's value with the place that shows it; value None when it is not known."""
        scope, _, rest = name.partition(".")
        if name in self.computed:
            return self._shown_computed(name, self.computed[name])
        if scope == "facts":
            return self._shown_fact(name, self.fact(rest))
        item, _, field = rest.partition(".")
        piece = self.pieces.get(item)
        if scope == "piece" and piece is not None:
            return self._shown_field(name, piece, field)
        return ConditionValue(name=name, value=self._plain(name))

    def with_pieces(self, case_type: CaseType, pieces: Mapping[str, ReadPiece]) -> "Knowledge":
        """Return the same knowledge with other pieces counting for their items."""
        replaced = tuple(f"piece.{item}." for item in pieces)
        bound = {name: value for name, value in self.bound.items() if not name.startswith(replaced)}
        for item, piece in pieces.items():
            _bind_piece(bound, case_type.looked_at.pieces[item], piece)
        return Knowledge(bound, self.vocabulary, self.sheet, {**self.pieces, **pieces}, self.on, self.computed)

    def with_computed(self, computed: Mapping[str, Computed]) -> "Knowledge":
        """Return the same knowledge with what calculations tell."""
        told = {name: one.holds for name, one in computed.items() if one.holds is not None}
        bound = {name: value for name, value in self.bound.items() if name not in computed}
        return Knowledge({**bound, **told}, self.vocabulary, self.sheet, self.pieces, self.on, computed)

    def _shown_computed(self, name: str, computed: Computed) -> ConditionValue:
        first = next((value for value in computed.values if value.document), None)
        return ConditionValue(
            name=name,
            value=None if computed.holds is None else Flag(computed.holds),
            document=first.document if first else None,
            page=first.page if first else None,
            box=first.box if first else None,
        )

    def _plain(self, name: str) -> Value | None:
        value = self.bound.get(name)
        if isinstance(value, bool):
            return Flag(value)
        return Day(self.on) if name == "today" else None

    def _shown_fact(self, name: str, fact: Fact | None) -> ConditionValue:
        if fact is None:
            return ConditionValue(name=name, value=None)
        return ConditionValue(name=name, value=fact.value, document=fact.document, page=fact.page, box=fact.box)

    def _shown_field(self, name: str, piece: ReadPiece, field: str) -> ConditionValue:
        content = piece.content
        document = content.piece.document
        if field == "document_class":
            return ConditionValue(name=name, value=Text(content.document_class), document=document)
        if field == "received_on":
            return ConditionValue(name=name, value=Day(content.received_at.date()), document=document)
        if field == "present":
            return ConditionValue(name=name, value=Flag(value=True), document=document)
        best = piece.fields.get(field)
        if best is None:
            return ConditionValue(name=name, value=None, document=document)
        place = best.evidence
        return ConditionValue(
            name=name,
            value=best.value,
            document=document,
            page=place.page if place else None,
            box=place.box if place else None,
        )


def gather(case_type: CaseType, sheet: FactSheet, pieces: Mapping[str, ReadPiece], *, on: date) -> Knowledge:
    """Bind what the rules look at of the facts and of the pieces that count; everything else stays unknown."""
    looked_at = case_type.looked_at
    bound: dict[str, object] = {}
    if looked_at.is_today:
        bound["today"] = instant(on)
    for name in looked_at.facts:
        candidates = sheet.known.get(name[len("facts.") :])
        if candidates:
            bound[name] = candidates[0].bound
    for item, wanted in looked_at.pieces.items():
        if wanted:
            _bind_piece(bound, wanted, pieces.get(item))
    return Knowledge(bound, case_type.vocabulary, sheet, pieces, on)


def _bind_piece(bound: dict[str, object], wanted: Mapping[str, Variable], piece: ReadPiece | None) -> None:
    """Bind the fields of a piece that rules look at; of an absent piece only that it is not there."""
    for name, variable in wanted.items():
        if name == "present":
            bound[variable.name] = piece is not None
        elif piece is not None:
            field = piece.fields.get(name)
            value = variable.bind(field.value) if field else _of_paper(piece, name)
            if value is not None:
                bound[variable.name] = value


def _of_paper(piece: ReadPiece, name: str) -> object | None:
    """Return what is known of a paper without reading it: its class, the day it came."""
    if name == "document_class":
        return piece.content.document_class
    return instant(piece.content.received_at.date()) if name == "received_on" else None


def missing_names(names: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Return the names without a value, as a person asks for them: a fact by its own name, a field with its piece."""
    return tuple(name.removeprefix("facts.") for name in names if not knowledge.knows(name))
