"""The facts of a case: those a person set, those its pieces say, those reference tables know, in that order."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation

from casebinder import parties
from casebinder.casetypes import CaseType, FactType, PieceSource, Source
from casebinder.conditions import ValueKind, bindable
from casebinder.model import Case, Fact, FactOrigin, PieceContent
from pipeline.model.document import IndexField
from pipeline.model.values import Amount, Day, Flag, Identifier, Number, Text, Value
from pipeline.ports import ReferenceData, ReferenceRow

BELIEVED = 0.5
"""Below this confidence a reading is more likely wrong than right: rules then take the value as not known."""


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """A piece with the believed reading of each of its fields, by name."""

    content: PieceContent
    fields: Mapping[str, IndexField]


Pieces = Mapping[str, Sequence[ReadPiece]]
"""Item code to its accepted pieces, the one that counts first."""


def read_piece(content: PieceContent) -> ReadPiece:
    """Keep of each field the surest reading, if it is believed at all."""
    best: dict[str, IndexField] = {}
    for field in content.fields:
        if field.confidence >= BELIEVED:
            held = best.get(field.name)
            if held is None or field.confidence > held.confidence:
                best[field.name] = field
    return ReadPiece(content, best)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two sources that give different values for one fact; the first is the one that holds."""

    fact: FactType
    held: Fact
    other: Fact

    @property
    def code(self) -> str:
        """Give the code under which it is shown and, by a waiver, settled."""
        return f"sources.{self.fact.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheet:
    """The facts known, and where their sources disagree."""

    facts: tuple[Fact, ...]
    disagreements: tuple[Disagreement, ...]


def derive(case_type: CaseType, case: Case, pieces: Pieces, *, reference: ReferenceData) -> FactSheet:
    """Find each fact: the operator's word first, then the sources of the case type in their order.

    A value that does not fit the fact (wrong kind, not one of its choices) counts as not known.
    """
    finder = _Finder(case_type, {fact.name: fact for fact in case.facts}, pieces, reference)
    for fact_type in case_type.facts:
        finder.find(fact_type)
    return FactSheet(
        facts=tuple(candidates[0] for candidates in finder.found.values() if candidates),
        disagreements=tuple(_disagreements(case_type, finder.found)),
    )


class _Finder:
    """Finds facts one by one; a fact by which a table is looked up is found before what the table gives."""

    def __init__(
        self, case_type: CaseType, operator: Mapping[str, Fact], pieces: Pieces, reference: ReferenceData
    ) -> None:
        self.case_type = case_type
        self.operator = operator
        self.pieces = pieces
        self.reference = reference
        self.found: dict[str, tuple[Fact, ...]] = {}
        self.rows: dict[str, ReferenceRow | None] = {}

    def find(self, fact_type: FactType) -> Fact | None:
        """Give the fact that holds, or None; all candidates stay in `found`."""
        if fact_type.name not in self.found:
            own = self.operator.get(fact_type.name)
            given = [self._from(fact_type, source) for source in fact_type.sources]
            self.found[fact_type.name] = tuple(fact for fact in (own, *given) if fact and _fits(fact, fact_type))
        candidates = self.found[fact_type.name]
        return candidates[0] if candidates else None

    def _from(self, fact_type: FactType, source: Source) -> Fact | None:
        if isinstance(source, PieceSource):
            return self._from_piece(fact_type, source)
        row = self._row(source.table)
        value = read_value(row.get(source.column, ""), fact_type) if row else None
        return Fact(name=fact_type.name, value=value, origin=FactOrigin.REFERENCE) if value else None

    def _from_piece(self, fact_type: FactType, source: PieceSource) -> Fact | None:
        for piece in self.pieces.get(source.item, ()):
            field = piece.fields.get(source.field)
            if field:
                return Fact(
                    name=fact_type.name,
                    value=field.value,
                    origin=FactOrigin.DOCUMENT,
                    document=piece.content.piece.document,
                    page=field.evidence.page if field.evidence else None,
                    box=field.evidence.box if field.evidence else None,
                )
        return None

    def _row(self, table: str) -> ReferenceRow | None:
        """Give the one row that belongs to the case; none when a key is unknown or several rows answer."""
        if table not in self.rows:
            link = next(link for link in self.case_type.reference if link.table == table)
            keys = [(column, self._key(fact)) for column, fact in link.keys]
            self.rows[table] = self._look_up(table, keys)
        return self.rows[table]

    def _key(self, name: str) -> str | None:
        fact_type = self.case_type.fact(name)
        fact = self.find(fact_type) if fact_type else None
        return _plain(fact.value) if fact else None

    def _look_up(self, table: str, keys: Sequence[tuple[str, str | None]]) -> ReferenceRow | None:
        if not keys or any(value is None for _, value in keys):
            return None
        (column, value), *others = [(column, value or "") for column, value in keys]
        rows = [
            row
            for row in self.reference.find(table, column, value)
            if all(parties.fold(row.get(c, "")) == parties.fold(v) for c, v in others)
        ]
        return rows[0] if len(rows) == 1 else None


def _plain(value: Value) -> str:
    match value:
        case Day():
            return value.value.isoformat()
        case Amount():
            return str(value.decimal)
        case _:
            return str(value.value)


def _fits(fact: Fact, fact_type: FactType) -> bool:
    bound = bindable(fact.value, fact_type.kind)
    return bound is not None and (not fact_type.choices or bound in fact_type.allowed)


def _disagreements(case_type: CaseType, found: Mapping[str, tuple[Fact, ...]]) -> list[Disagreement]:
    """Tell the facts whose sources differ; a person's word is a decision and is not held against."""
    told = []
    for fact_type in case_type.facts:
        held, *others = found[fact_type.name] or (None,)
        if held is None or held.origin is FactOrigin.OPERATOR:
            continue
        other = next((other for other in others if _differ(held.value, other.value)), None)
        if other is not None:
            told.append(Disagreement(fact=fact_type, held=held, other=other))
    return told


def _differ(left: Value, right: Value) -> bool:
    if left == right:
        return False
    if isinstance(left, Number) and isinstance(right, Number):
        return Decimal(left.value) != Decimal(right.value)
    if isinstance(left, Text | Identifier) and isinstance(right, Text | Identifier):
        return parties.fold(left.value).replace(" ", "") != parties.fold(right.value).replace(" ", "")
    return left != right


def read_value(text: str, fact_type: FactType) -> Value | None:
    """Read a fact from plain text (a cell of a table, a word of a command); None when it is none.

    Days as 2026-01-31 or 31/01/2026, amounts in euros as 12.50, flags as true or false.
    """
    text = text.strip()
    if not text or (fact_type.choices and text not in fact_type.allowed):
        return None
    try:
        return _READERS[fact_type.kind](text)
    except (ValueError, KeyError, InvalidOperation, Inexact):
        return None


def _read_day(text: str) -> Day:
    french = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text)
    return Day(date(int(french[3]), int(french[2]), int(french[1])) if french else date.fromisoformat(text))


def _read_amount(text: str) -> Amount:
    exactly = Context(traps=[Inexact, InvalidOperation])
    return Amount(int(Decimal(text).scaleb(2).to_integral_exact(context=exactly)))


_READERS: Mapping[ValueKind, Callable[[str], Value]] = {
    ValueKind.TEXT: Text,
    ValueKind.IDENTIFIER: lambda text: Identifier(
        parties.compact(text), "nir" if parties.is_proven_nir(text) else "local"
    ),
    ValueKind.DATE: _read_day,
    ValueKind.INTEGER: lambda text: Number(str(int(text))),
    ValueKind.NUMBER: lambda text: Number(f"{Decimal(text):f}"),
    ValueKind.AMOUNT: _read_amount,
    ValueKind.FLAG: lambda text: Flag({"true": True, "false": False}[text.lower()]),
}
