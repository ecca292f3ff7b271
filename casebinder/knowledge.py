"""All that the rules of one case may look at on one day: facts and the fields of the pieces that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from casebinder.casetypes import CaseType
from casebinder.conditions import Vocabulary, bindable
from casebinder.facts import BELIEVED
from casebinder.model import ConditionValue, Fact, PieceContent
from pipeline.model.values import Day, Flag, Text, Value


@dataclass(frozen=True, slots=True)
class Knowledge:
    """bound: what CEL sees, by name; facts and pieces: where each value comes from, for the explanation."""

    bound: dict[str, object]
    facts: Mapping[str, Fact]
    pieces: Mapping[str, PieceContent]
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
        content = self.pieces.get(item)
        if scope == "piece" and content is not None:
            return self._shown_field(name, content, field)
        return ConditionValue(name=name, value=self._plain(name))

    def with_pieces(self, case_type: CaseType, pieces: Mapping[str, PieceContent]) -> "Knowledge":
        """Give the same knowledge with other pieces counting for their items."""
        replaced = tuple(f"piece.{item}." for item in pieces)
        bound = {name: value for name, value in self.bound.items() if not name.startswith(replaced)}
        for item, content in pieces.items():
            _bind_piece(bound, case_type, item, content)
        return Knowledge(bound, self.facts, {**self.pieces, **pieces}, self.on)

    def _plain(self, name: str) -> Value | None:
        value = self.bound.get(name)
        if isinstance(value, bool):
            return Flag(value)
        return Day(self.on) if name == "today" else None

    def _shown_fact(self, name: str, fact: Fact | None) -> ConditionValue:
        if fact is None or name not in self.bound:
            return ConditionValue(name=name, value=None)
        return ConditionValue(name=name, value=fact.value, document=fact.document, page=fact.page, box=fact.box)

    def _shown_field(self, name: str, content: PieceContent, field: str) -> ConditionValue:
        document = content.piece.document
        if field == "document_class":
            return ConditionValue(name=name, value=Text(content.document_class), document=document)
        if field == "received_on":
            return ConditionValue(name=name, value=Day(content.received_at.date()), document=document)
        if field == "present":
            return ConditionValue(name=name, value=Flag(value=True), document=document)
        found = [read for read in content.fields if read.name == field]
        best = max(found, key=lambda read: read.confidence, default=None)
        if best is None or name not in self.bound:
            return ConditionValue(name=name, value=None, document=document)
        place = best.evidence
        return ConditionValue(
            name=name,
            value=best.value,
            document=document,
            page=place.page if place else None,
            box=place.box if place else None,
        )


def gather(case_type: CaseType, facts: Sequence[Fact], pieces: Mapping[str, PieceContent], *, on: date) -> Knowledge:
    """Bind the facts and the pieces that count (item code to content); everything else stays unknown."""
    bound: dict[str, object] = {"today": datetime(on.year, on.month, on.day, tzinfo=UTC)}
    variables = case_type.vocabulary.variables
    for fact in facts:
        variable = variables[f"facts.{fact.name}"]
        value = bindable(fact.value, variable.kind)
        if value is not None:
            bound[variable.name] = value
    for item in case_type.items:
        _bind_piece(bound, case_type, item.code, pieces.get(item.code))
    return Knowledge(bound, {fact.name: fact for fact in facts}, pieces, on)


def _bind_piece(bound: dict[str, object], case_type: CaseType, item: str, content: PieceContent | None) -> None:
    prefix = f"piece.{item}."
    bound[prefix + "present"] = content is not None
    if content is None:
        return
    bound[prefix + "document_class"] = content.document_class
    bound[prefix + "received_on"] = content.received_at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    variables = case_type.vocabulary.variables
    surest: dict[str, float] = {}
    for field in content.fields:
        variable = variables.get(prefix + field.name)
        if variable is None or field.confidence < max(BELIEVED, surest.get(field.name, 0.0)):
            continue
        value = bindable(field.value, variable.kind)
        if value is not None:
            bound[variable.name] = value
            surest[field.name] = field.confidence


def items_named(names: Sequence[str]) -> frozenset[str]:
    """Give the items whose pieces these names look at."""
    return frozenset(name.split(".")[1] for name in names if name.startswith("piece."))


def missing_names(names: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Give the names without a value, as a person asks for them: a fact by its own name, a field with its piece."""
    return tuple(name.removeprefix("facts.") for name in names if not knowledge.knows(name))
