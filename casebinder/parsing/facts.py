"""Where a case type's values come from: its facts, the rows of reference tables, the fields that tell whose it is."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from casebinder.casetypes import ClassFields, FactType, Matching, PieceSource, ReferenceLink, ReferenceSource, Source
from casebinder.conditions.vocabulary import ValueKind, Variable
from pipeline.model.text import Bilingual
from pipeline.reference_tables import REFERENCE_TABLES
from pipeline.rules.rule_text import Entry, Node, Place, Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceField:
    """What the papers of an item can say under a name; choices: the only texts it can be, () for any."""

    kind: str
    choices: tuple[str, ...] = ()


PieceFields = Mapping[str, Mapping[str, PieceField]]
"""Item code to the fields of the papers it accepts."""

_FITS = {
    ValueKind.TEXT: {"text", "identifier"},
    ValueKind.IDENTIFIER: {"identifier", "text"},
    ValueKind.DATE: {"date"},
    ValueKind.INTEGER: {"number"},
    ValueKind.NUMBER: {"number"},
    ValueKind.FLAG: {"flag"},
    ValueKind.AMOUNT: {"amount"},
}
"""Which kinds of field can give a fact of a kind."""

_TABLE = Bilingual(fr="table de référence", en="reference table")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def check_name(entry: Entry, problems: Problems) -> None:
    """Note a name that is not lower-case snake case: names stand in rules, folders and addresses."""
    _check_word(entry.place, entry.key, problems)


def check_word(node: Node, problems: Problems) -> None:
    """Note a value that is a name and not lower-case snake case."""
    _check_word(node.place, node.text, problems)


def _check_word(place: Place, word: str, problems: Problems) -> None:
    if not _NAME.fullmatch(word):
        problems.add(
            place,
            Bilingual(
                fr=f"« {word} » : minuscules, chiffres et _ seulement",
                en=f"'{word}': lower-case letters, digits and _ only",
            ),
        )


def read_facts(node: Node, pieces: PieceFields, tables: frozenset[str], problems: Problems) -> tuple[FactType, ...]:
    """Read `facts`: title, type, the values allowed and where each is taken from."""
    return tuple(_fact(entry, pieces, tables, problems) for entry in problems.entries(node))


def _fact(entry: Entry, pieces: PieceFields, tables: frozenset[str], problems: Problems) -> FactType:
    check_name(entry, problems)
    keys = problems.mapping(entry.value, required=("title", "type"), optional=("one_of", "from"))
    kind = ValueKind(problems.one_of(keys["type"], tuple(ValueKind))) if "type" in keys else ValueKind.TEXT
    choices: tuple[tuple[str, Bilingual], ...] = ()
    if "one_of" in keys:
        choices = tuple((choice.key, problems.bilingual(choice.value)) for choice in problems.entries(keys["one_of"]))
        if kind is not ValueKind.TEXT:
            problems.add(
                keys["one_of"].place,
                Bilingual(fr="one_of ne va qu’avec type: text", en="one_of goes with type: text only"),
            )
    allowed = tuple(code for code, _ in choices)
    listed = problems.items(keys["from"]) if "from" in keys else ()
    sources = [_source(item, kind, allowed, pieces, tables, problems) for item in listed]
    title = problems.bilingual(keys["title"]) if "title" in keys else Bilingual(fr=entry.key, en=entry.key)
    return FactType(
        name=entry.key,
        title=title,
        kind=kind,
        choices=choices,
        sources=tuple(source for source in sources if source is not None),
        variable=Variable(name=f"facts.{entry.key}", kind=kind, title=title, allowed=allowed),
    )


def _source(
    node: Node,
    kind: ValueKind,
    allowed: Collection[str],
    pieces: PieceFields,
    tables: frozenset[str],
    problems: Problems,
) -> Source | None:
    text = problems.text(node)
    parts = text.split(".")
    if len(parts) != 3 or parts[0] not in {"piece", "reference"}:
        problems.add(
            node.place,
            Bilingual(
                fr=f"« {text} » : écrivez piece.<pièce>.<champ> ou reference.<table>.<colonne>",
                en=f"'{text}': write piece.<item>.<field> or reference.<table>.<column>",
            ),
        )
        return None
    if parts[0] == "piece":
        return _piece_source(node, kind, allowed, pieces, problems)
    if parts[1] not in tables:
        problems.unknown(node.place, parts[1], known=tables, what=_TABLE)
    _check_column(node.place, parts[1], parts[2], problems)
    return ReferenceSource(parts[1], parts[2])


def _check_column(place: Place, table: str, column: str, problems: Problems) -> None:
    """Note a column whose name is nearly that of a known one; other columns may be the customer's own."""
    known = REFERENCE_TABLES.get(table)
    if known is not None:
        problems.slip(place, column, known=known.columns, what=Bilingual(fr="colonne", en="column"))


def _piece_source(
    node: Node, kind: ValueKind, allowed: Collection[str], pieces: PieceFields, problems: Problems
) -> PieceSource | None:
    known = {f"piece.{item}.{field}": (item, field) for item, fields in pieces.items() for field in fields}
    text = problems.text(node)
    if text not in known:
        problems.unknown(node.place, text, known=known, what=Bilingual(fr="champ", en="field"))
        return None
    item, field = known[text]
    given = pieces[item][field]
    if given.kind not in _FITS[kind]:
        problems.add(
            node.place,
            Bilingual(
                fr=f"{text} est de nature « {given.kind} » : il ne donne pas un fait de type « {kind} »",
                en=f"{text} holds '{given.kind}': it cannot give a fact of type '{kind}'",
            ),
        )
        return None
    if lost := [value for value in given.choices if allowed and value not in allowed]:
        named = ", ".join(lost)
        problems.note(
            node.place,
            Bilingual(
                fr=f"{text} peut dire {named}, que ce fait ne connaît pas", en=f"{text} can say {named}: not in one_of"
            ),
        )
    return PieceSource(item, field)


def read_reference(node: Node, problems: Problems) -> tuple[ReferenceLink, ...]:
    """Read `reference`: each table and the columns that must equal facts of the case."""
    links = []
    for table in problems.entries(node):
        check_name(table, problems)
        problems.slip(table.place, table.key, known=REFERENCE_TABLES, what=_TABLE)
        for column in problems.entries(table.value):
            _check_column(column.place, table.key, column.key, problems)
        pairs = [(column.key, problems.text(column.value)) for column in problems.entries(table.value)]
        links.append(ReferenceLink(table=table.key, keys=tuple((column, _fact_name(fact)) for column, fact in pairs)))
    return tuple(links)


def _fact_name(text: str) -> str:
    return text.removeprefix("facts.")


def check_reference(
    node: Node, links: tuple[ReferenceLink, ...], facts: tuple[FactType, ...], problems: Problems
) -> None:
    """Note look-ups by facts that do not exist, and facts that would have to be known to be found."""
    known = tuple(f"facts.{fact.name}" for fact in facts)
    for table in problems.entries(node):
        for column in problems.entries(table.value):
            text = problems.text(column.value)
            if text not in known:
                problems.unknown(column.value.place, text, known=known, what=Bilingual(fr="fait", en="fact"))
    keys = {link.table: {fact for _, fact in link.keys} for link in links}
    needs = {
        fact.name: {
            key for source in fact.sources if isinstance(source, ReferenceSource) for key in keys.get(source.table, ())
        }
        for fact in facts
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        problems.add(
            node.place,
            Bilingual(
                fr=f"ces faits se cherchent l’un par l’autre : {circle}", en=f"these facts look each other up: {circle}"
            ),
        )


def read_matching(node: Node, classes: ClassFields, problems: Problems) -> Matching:
    """Read `matching`: the fields of documents that tell the person, and those that tell a person's cases apart."""
    fields = {name for class_fields in classes.values() for name in class_fields}
    if node.get("company") is not None:
        return _read_company(node, fields, problems)
    keys = problems.mapping(node, required=("person", "keys"))
    roles = ("number", "last_name", "first_names", "birth_date")
    person = problems.mapping(keys["person"], required=roles) if "person" in keys else {}
    told = {role: problems.text(person[role]) for role in roles if role in person}
    listed = [(item.place, problems.text(item)) for item in (problems.items(keys["keys"]) if "keys" in keys else ())]
    for place, name in [*((person[role].place, name) for role, name in told.items()), *listed]:
        _check_field(place, name, fields, problems)
    return Matching(
        number=told.get("number", ""),
        last_name=told.get("last_name", ""),
        first_names=told.get("first_names", ""),
        birth_date=told.get("birth_date", ""),
        keys=tuple(name for _, name in listed),
    )


def _read_company(node: Node, fields: set[str], problems: Problems) -> Matching:
    """Read the fields that tell the company, and those by which papers belong together."""
    keys = problems.mapping(node, required=("company", "same"))
    company = problems.mapping(keys["company"], required=("numbers", "name")) if "company" in keys else {}
    numbers = problems.items(company["numbers"]) if "numbers" in company else ()
    same = problems.items(keys["same"]) if "same" in keys else ()
    names = [company["name"]] if "name" in company else []
    for told in (*numbers, *same, *names):
        _check_field(told.place, problems.text(told), fields | STATED, problems)
    return Matching(
        company_numbers=tuple(problems.text(number) for number in numbers),
        company_name=problems.text(names[0]) if names else "",
        same=tuple(problems.text(name) for name in same),
    )


STATED = frozenset({"seller_name", "buyer_name", "buyer_vat_id", "seller_address", "buyer_address"})
"""Fields that an e-invoice states and that need no rule of their own to be read."""


def _check_field(place: Place, name: str, fields: set[str], problems: Problems) -> None:
    if name and name not in fields:
        problems.unknown(place, name, known=fields, what=Bilingual(fr="champ de document", en="document field"))
