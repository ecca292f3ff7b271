"""All that the rules of one case may look at on one day: facts and the fields of the pieces that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from casebinder.casetypes import CaseType
from casebinder.conditions import Leaf, Rule
from casebinder.facts import FactSheet, ReadPiece
from casebinder.model import ConditionValue, Fact
from pipeline.model.values import Day, Flag, Text, Value


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known, ready to judge by.

    bound: what CEL sees, by name; activation: the same, as CEL holds it; sheet and pieces: where each value comes
    from, for the explanation.
    """

    bound: dict[str, object]
    activation: Any
    sheet: FactSheet
    pieces: Mapping[str, ReadPiece]
    on: date

    def holds(self, rule: Rule | Leaf) -> bool | None:
        """Evaluate a rule or a part of one; None when it cannot be told."""
        if rule.is_plain:
            for name in rule.names:
                if name not in self.bound:
                    return None
        value = rule.expression.eval(self.activation).value()
        return value if value is True or value is False else None

    def fact(self, name: str) -> Fact | None:
        """Give the fact that holds under a name, or None."""
        candidates = self.sheet.known.get(name)
        return candidates[0].fact(name) if candidates else None

    def knows(self, name: str) -> bool:
        """Tell whether the name has a value rules can use."""
        return name in self.bound

    def shown(self, name: str) -> ConditionValue:
        """Give a name's value with the place that shows it; value None when it is not known."""
        scope, _, rest = name.partition(".")
        if scope == "facts":
            return self._shown_fact(name, self.fact(rest))
        item, _, field = rest.partition(".")
        piece = self.pieces.get(item)
        if scope == "piece" and piece is not None:
            return self._shown_field(name, piece, field)
        return ConditionValue(name=name, value=self._plain(name))

    def with_pieces(self, case_type: CaseType, pieces: Mapping[str, ReadPiece]) -> "Knowledge":
        """Give the same knowledge with other pieces counting for their items."""
        replaced = tuple(f"piece.{item}." for item in pieces)
        bound = {name: value for name, value in self.bound.items() if not name.startswith(replaced)}
        for item, piece in pieces.items():
            _bind_piece(bound, case_type, item, piece)
        return Knowledge(bound, case_type.vocabulary.activation(bound), self.sheet, {**self.pieces, **pieces}, self.on)

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
    bound: dict[str, object] = {"today": datetime(on.year, on.month, on.day, tzinfo=UTC)}
    for name, candidates in sheet.known.items():
        if candidates:
            bound[f"facts.{name}"] = candidates[0].bound
    for item in case_type.items:
        _bind_piece(bound, case_type, item.code, pieces.get(item.code))
    return Knowledge(bound, case_type.vocabulary.activation(bound), sheet, pieces, on)


def _bind_piece(bound: dict[str, object], case_type: CaseType, item: str, piece: ReadPiece | None) -> None:
    prefix = f"piece.{item}."
    bound[prefix + "present"] = piece is not None
    if piece is None:
        return
    looked_at, variables = case_type.looked_at, case_type.vocabulary.variables
    if prefix + "document_class" in looked_at:
        bound[prefix + "document_class"] = piece.content.document_class
    if prefix + "received_on" in looked_at:
        day = piece.content.received_at.date()
        bound[prefix + "received_on"] = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for name, field in piece.fields.items():
        full = prefix + name
        if full in looked_at:
            value = variables[full].bind(field.value)
            if value is not None:
                bound[full] = value


def missing_names(names: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Give the names without a value, as a person asks for them: a fact by its own name, a field with its piece."""
    return tuple(name.removeprefix("facts.") for name in names if not knowledge.knows(name))
