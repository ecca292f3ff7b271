"""All that the rules of one case may look at on one day: facts and the fields of the pieces that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from casebinder.casetypes import CaseType
from casebinder.conditions import Vocabulary, bindable
from casebinder.facts import ReadPiece
from casebinder.model import ConditionValue, Fact
from pipeline.model.values import Day, Flag, Text, Value


@dataclass(frozen=True, slots=True)
class Knowledge:
    """bound: what CEL sees, by name; facts and pieces: where each value comes from, for the explanation."""

    bound: dict[str, object]
    facts: Mapping[str, Fact]
    pieces: Mapping[str, ReadPiece]
    on: date

    def activation(self, vocabulary: Vocabulary) -> Any:
        """Give the values to evaluate under."""
        return vocabulary.activation(self.bound)

    def knows(self, name: str) -> bool:
        """Tell whether the name has a value rules can use."""
        return name in self.bound

    def shown(self, name: str) -> ConditionValue:
        """Give a name's value with the place that shows it; value None when it is not known."""
        scope, _, rest = name.partition(".")
        if scope == "facts":
            return self._shown_fact(name, self.facts.get(rest))
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
        return Knowledge(bound, self.facts, {**self.pieces, **pieces}, self.on)

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


def gather(case_type: CaseType, facts: Sequence[Fact], pieces: Mapping[str, ReadPiece], *, on: date) -> Knowledge:
    """Bind what the rules look at of the facts and of the pieces that count; everything else stays unknown."""
    bound: dict[str, object] = {"today": datetime(on.year, on.month, on.day, tzinfo=UTC)}
    variables, looked_at = case_type.vocabulary.variables, case_type.looked_at
    for fact in facts:
        name = f"facts.{fact.name}"
        value = bindable(fact.value, variables[name].kind) if name in looked_at else None
        if value is not None:
            bound[name] = value
    for item in case_type.items:
        _bind_piece(bound, case_type, item.code, pieces.get(item.code))
    return Knowledge(bound, {fact.name: fact for fact in facts}, pieces, on)


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
            value = bindable(field.value, variables[full].kind)
            if value is not None:
                bound[full] = value


def missing_names(names: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Give the names without a value, as a person asks for them: a fact by its own name, a field with its piece."""
    return tuple(name.removeprefix("facts.") for name in names if not knowledge.knows(name))
