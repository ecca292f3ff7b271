"""The facts of a case: those a person set, those its pieces say, those reference tables know, in that order."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import NamedTuple

from casebinder import parties
from casebinder.casetypes import CaseType, FactType, PieceSource, ReferenceSource
from casebinder.conditions.vocabulary import Bind, ValueKind
from casebinder.model.case import Case, Fact, FactOrigin
from casebinder.model.view import PieceContent
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


class Candidate(NamedTuple):
    """A value some source gives for a fact, in the form rules compare it, and where it comes from."""

    bound: object
    value: Value
    piece: ReadPiece | None
    field: IndexField | None
    own: Fact | None

    def fact(self, name: str) -> Fact:
        """Return the fact as it is shown and kept."""
        if self.own is not None:
            return self.own
        place = self.field.evidence if self.field else None
        return Fact(
            name=name,
            value=self.value,
            origin=FactOrigin.DOCUMENT if self.piece else FactOrigin.REFERENCE,
            document=self.piece.content.piece.document if self.piece else None,
            page=place.page if place else None,
            box=place.box if place else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two sources that give different values for one fact; the first is the one that holds."""

    fact: FactType
    held: Candidate
    other: Candidate

    @property
    def code(self) -> str:
        """Return the code under which it is shown and, by a waiver, settled."""
        return f"sources.{self.fact.name}"


@dataclass(frozen=True, slots=True)
class FactSheet:
    """What is known of each fact: its candidates by name, the one that holds first."""

    known: Mapping[str, Sequence[Candidate]]
    disagreements: tuple[Disagreement, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the facts that hold."""
        return tuple(candidates[0].fact(name) for name, candidates in self.known.items() if candidates)


def derive(case_type: CaseType, case: Case, pieces: Pieces, *, reference: ReferenceData) -> FactSheet:
    """Find each fact: the operator's word first, then the sources of the case type in their order.

    A value that does not fit the fact (wrong kind, not one of its choices) counts as not known.
    """
    finder = _Finder(case_type, {fact.name: fact for fact in case.facts}, pieces, reference)
    for fact_type in case_type.facts:
        finder.find(fact_type)
    told = (
        _disagreement(fact_type, finder.found[fact_type.name])
        for fact_type in case_type.facts
        if len(finder.found[fact_type.name]) > 1
    )
    return FactSheet(finder.found, tuple(disagreement for disagreement in told if disagreement))


class _Finder:
    """Finds facts one by one; a fact by which a table is looked up is found before what the table gives."""

    def __init__(
        self, case_type: CaseType, operator: Mapping[str, Fact], pieces: Pieces, reference: ReferenceData
    ) -> None:
        self.case_type = case_type
        self.operator = operator
        self.pieces = pieces
        self.reference = reference
        self.found: dict[str, Sequence[Candidate]] = {}
        self.rows: dict[str, ReferenceRow | None] = {}

    def find(self, fact_type: FactType) -> Sequence[Candidate]:
        """Return the candidates for a fact, the one that holds first."""
        name = fact_type.name
        if name in self.found:
            return self.found[name]
        bind = fact_type.variable.bind
        candidates: list[Candidate] = []
        own = self.operator.get(name)
        if own is not None and (bound := bind(own.value)) is not None:
            candidates.append(Candidate(bound, own.value, None, None, own))
        for source in fact_type.sources:
            candidate = self._from_piece(source, bind) if isinstance(source, PieceSource) else None
            if candidate is None and isinstance(source, ReferenceSource):
                candidate = self._from_table(fact_type, source, bind)
            if candidate is not None:
                candidates.append(candidate)
        self.found[name] = candidates
        return candidates

    def _from_piece(self, source: PieceSource, bind: Bind) -> Candidate | None:
        for piece in self.pieces.get(source.item, ()):
            field = piece.fields.get(source.field)
            if field is not None:
                bound = bind(field.value)
                return None if bound is None else Candidate(bound, field.value, piece, field, None)
        return None

    def _from_table(self, fact_type: FactType, source: ReferenceSource, bind: Bind) -> Candidate | None:
        row = self._row(source.table)
        value = read_value(row.get(source.column, ""), fact_type) if row else None
        bound = bind(value) if value is not None else None
        return None if value is None or bound is None else Candidate(bound, value, None, None, None)

    def _row(self, table: str) -> ReferenceRow | None:
        """Return the one row that belongs to the case; none when a key is unknown or several rows answer."""
        if table not in self.rows:
            link = next(link for link in self.case_type.reference if link.table == table)
            keys = [(column, self._key(fact)) for column, fact in link.keys]
            self.rows[table] = self._look_up(table, keys)
        return self.rows[table]

    def _key(self, name: str) -> str | None:
        fact_type = self.case_type.fact(name)
        candidates = self.find(fact_type) if fact_type else ()
        return _plain(candidates[0].value) if candidates else None

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


def _disagreement(fact_type: FactType, candidates: Sequence[Candidate]) -> Disagreement | None:
    """Return where the sources of a fact differ; a person's word is a decision and is not held against."""
    if candidates[0].own is not None:
        return None
    held = candidates[0]
    other = next((other for other in candidates[1:] if _differ(held, other)), None)
    return Disagreement(fact=fact_type, held=held, other=other) if other else None


def _differ(left: Candidate, right: Candidate) -> bool:
    if left.bound == right.bound:
        return False
    if isinstance(left.bound, str) and isinstance(right.bound, str):
        return parties.fold(left.bound).replace(" ", "") != parties.fold(right.bound).replace(" ", "")
    return True


def read_value(text: str, fact_type: FactType) -> Value | None:
    """Read a fact from plain text (a cell of a table, a word of a command); None when the text is no such value.

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
