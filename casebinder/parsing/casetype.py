"""Case types from rule text: every key, name, type and literal is checked, and all that is wrong is told at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from casebinder.casetypes import COUNTS, CaseType, ClassFields, FactType, PieceSource, names_looked_at
from casebinder.conditions.vocabulary import ValueKind, Variable, Vocabulary
from casebinder.parsing import checks
from casebinder.parsing.computations import computed_variables, read_computations
from casebinder.parsing.deadlines import read_deadlines, read_requests
from casebinder.parsing.facts import (
    PieceField,
    PieceFields,
    check_name,
    check_reference,
    check_word,
    read_facts,
    read_matching,
    read_reference,
)
from casebinder.parsing.items import (
    Reading,
    accepted_nodes,
    read_classes,
    read_consistency,
    read_decisions,
    read_item,
    read_routing,
)
from casebinder.wording import field_words
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import FieldRule
from pipeline.rules.rule_text import Entry, Kind, Node, Problems, RulesRefused
from pipeline.rules.rule_yaml import parse

_REQUIRED = (
    "case_type", "title", "version", "effective_from", "legal_basis", "opens_on", "key", "facts", "matching", "pieces",
    "baskets", "routing",
)  # fmt: skip
_OPTIONAL = ("reference", "folders", "consistency", "deadlines", "requests", "compute", "decisions")
_BASE_FIELDS = {"present": "flag", "received_on": "date", "document_class": "text"}
"""What every piece has beside the fields of its paper, by kind."""


def load_case_type(text: str, *, file: str, digest: Digest, classes: ClassFields) -> CaseType:
    """Read a case type; raises RulesRefused with everything that is wrong."""
    problems = Problems()
    made = parse_case_type(text, file=file, digest=digest, classes=classes, problems=problems)
    if made is None:
        raise RulesRefused(problems.sorted())
    return made


def parse_case_type(
    text: str, *, file: str, digest: Digest, classes: ClassFields, problems: Problems
) -> CaseType | None:
    """Read a case type; None when something is wrong with it, all of which is then in `problems`."""
    before = len(problems.found)
    root = parse(text, file=file, problems=problems)
    keys = problems.mapping(root, required=_REQUIRED, optional=_OPTIONAL) if root else {}
    if root is None or any(key not in keys for key in _REQUIRED):
        return None
    keys = _with_optional(keys, root)
    made = _case_type(keys, digest, _reading(keys, classes, problems))
    _check_whole(made, keys, problems)
    return made if len(problems.found) == before else None


def _with_optional(keys: Mapping[str, Node], root: Node) -> dict[str, Node]:
    """Put an empty mapping or list in the place of each optional key that is absent."""
    mappings = {"reference", "folders", "compute"}
    absent = (key for key in _OPTIONAL if key not in keys)
    return {**keys, **{k: Node(kind=Kind.MAPPING if k in mappings else Kind.LIST, place=root.place) for k in absent}}


def _reading(keys: dict[str, Node], classes: ClassFields, problems: Problems) -> Reading:
    """Read what every rule may name: facts, fields of pieces, baskets, folders."""
    accepts = {
        item: read_classes(node, classes, problems) for item, node in accepted_nodes(problems.entries(keys["pieces"]))
    }
    pieces = _piece_fields(accepts, keys["pieces"], classes, problems)
    links = read_reference(keys["reference"], problems)
    facts = read_facts(keys["facts"], pieces, frozenset(link.table for link in links), problems)
    check_reference(keys["reference"], links, facts, problems)
    matches = read_computations(keys["compute"], accepts, problems)
    variables = _variables(facts, pieces) | computed_variables(matches)
    counts = {name: Variable(name=name, kind=ValueKind.INTEGER, title=field_words(name)) for name in COUNTS}
    return Reading(
        classes=classes,
        links=links,
        facts={f"facts.{fact.name}": fact for fact in facts},
        vocabulary=Vocabulary(variables),
        routing_vocabulary=Vocabulary({**variables, **counts}),
        folders=_titles(keys["folders"], problems),
        baskets=_titles(keys["baskets"], problems),
        problems=problems,
        matches=matches,
    )


def _case_type(keys: dict[str, Node], digest: Digest, reading: Reading) -> CaseType:
    problems, classes, facts = reading.problems, reading.classes, tuple(reading.facts.values())
    if problems.is_strict:
        check_word(keys["case_type"], problems)
    items = tuple(read_item(entry, reading) for entry in problems.entries(keys["pieces"]))
    consistency = tuple(read_consistency(node, reading) for node in problems.items(keys["consistency"]))
    routing = read_routing(keys["routing"], reading)
    decisions = read_decisions(keys["decisions"], reading)
    return CaseType(
        code=problems.text(keys["case_type"]),
        title=problems.bilingual(keys["title"]),
        version=problems.text(keys["version"]),
        digest=digest,
        effective_from=problems.day(keys["effective_from"]) or date.max,
        legal_basis=problems.texts(keys["legal_basis"]),
        opens_on=read_classes(keys["opens_on"], classes, problems),
        key=problems.texts(keys["key"]),
        facts=facts,
        reference=reading.links,
        matching=read_matching(keys["matching"], classes, problems),
        items=items,
        consistency=consistency,
        deadlines=read_deadlines(keys["deadlines"], facts, reading.baskets, problems),
        requests=read_requests(keys["requests"], problems),
        routing=routing,
        baskets=tuple(reading.baskets.items()),
        folders=tuple(reading.folders.items()),
        vocabulary=reading.vocabulary,
        routing_vocabulary=reading.routing_vocabulary,
        looked_at=names_looked_at(items, consistency, routing, decisions, reading.vocabulary),
        matches=reading.matches,
        decisions=decisions,
    )


def _piece_fields(
    accepts: Mapping[str, tuple[str, ...]], node: Node, classes: ClassFields, problems: Problems
) -> PieceFields:
    """Return the fields each item's papers may carry; a field must be of one kind in all of them."""
    found: dict[str, dict[str, PieceField]] = {}
    for item, accepted in accepts.items():
        given: dict[str, list[FieldRule]] = {}
        for rule in (rule for code in accepted for rule in classes.get(code, {}).values()):
            given.setdefault(rule.name, []).append(rule)
        for name, rules in given.items():
            if len({rule.kind for rule in rules}) > 1:
                _note_two_kinds(node, item, name, problems)
        base = {name: PieceField(kind=kind) for name, kind in _BASE_FIELDS.items()}
        base["document_class"] = PieceField(kind="text", choices=accepted)
        found[item] = {name: _piece_field(rules) for name, rules in given.items()} | base
    return found


def _piece_field(rules: Sequence[FieldRule]) -> PieceField:
    """Return what papers of several classes can say under one name; only closed lists together make a closed list."""
    choices = dict.fromkeys(option.value for rule in rules for option in rule.options)
    is_closed = all(rule.options for rule in rules)
    return PieceField(kind=rules[0].kind, choices=tuple(choices) if is_closed else ())


def _note_two_kinds(node: Node, item: str, field: str, problems: Problems) -> None:
    entry = next(entry for entry in node.entries if entry.key == item)
    problems.add(
        entry.place,
        Bilingual(
            fr=f"le champ « {field} » n’a pas la même nature dans toutes les classes que « {item} » accepte",
            en=f"the field '{field}' is not of the same kind in every class that '{item}' accepts",
        ),
    )


def _variables(facts: tuple[FactType, ...], pieces: PieceFields) -> dict[str, Variable]:
    """Return every name the rules of this case type may use."""
    known = {fact.variable.name: fact.variable for fact in facts}
    for item, fields in pieces.items():
        for field, can in fields.items():
            name = f"piece.{item}.{field}"
            kind = ValueKind(can.kind)
            known[name] = Variable(name=name, kind=kind, title=field_words(field), allowed=can.choices)
    known["today"] = Variable(name="today", kind=ValueKind.DATE, title=field_words("today"))
    return known


def _titles(node: Node, problems: Problems) -> dict[str, Bilingual]:
    """Read declared names with their titles: baskets, folders."""
    entries: tuple[Entry, ...] = problems.entries(node)
    for entry in entries:
        check_name(entry, problems)
    return {entry.key: problems.bilingual(entry.value) for entry in entries}


def _check_whole(made: CaseType, keys: dict[str, Node], problems: Problems) -> None:
    """Note what is wrong between the parts."""
    coded = (*keys["consistency"].items, *keys["deadlines"].items, *keys["requests"].items)
    checks.check_codes(coded, problems)
    baskets = {route.basket for route in made.routing}
    warned = {warning.basket for deadline in made.deadlines for warning in deadline.warnings}
    basket, folder = Bilingual(fr="corbeille", en="basket"), Bilingual(fr="sous-dossier", en="folder")
    checks.check_used(keys["baskets"].entries, baskets | warned, what=basket, problems=problems)
    used = {item.folder for item in made.items if item.folder}
    checks.check_used(keys["folders"].entries, used, what=folder, problems=problems)
    _check_opening(made, keys, problems)


def _check_opening(made: CaseType, keys: dict[str, Node], problems: Problems) -> None:
    """Note opening papers no item takes, and key facts an opening paper cannot tell."""
    for node in keys["opens_on"].items:
        if not any(node.text in item.accepts for item in made.items):
            problems.add(
                node.place,
                Bilingual(
                    fr=f"« {node.text} » ouvre un dossier mais aucune pièce ne l’accepte",
                    en=f"'{node.text}' opens a case but no item accepts it",
                ),
            )
    openers = {item.code for item in made.items if set(item.accepts) & set(made.opens_on)}
    parts = [(part, name) for part in keys["key"].items for name in part.text.split("|")]
    for part, name in parts:
        fact = made.fact(name)
        if fact is None:
            known = [fact.name for fact in made.facts]
            problems.unknown(part.place, name, known=known, what=Bilingual(fr="fait", en="fact"))
        elif not any(isinstance(source, PieceSource) and source.item in openers for source in fact.sources):
            problems.add(
                part.place,
                Bilingual(
                    fr=f"« {name} » ne se lit pas sur le document qui ouvre le dossier",
                    en=f"'{name}' is not read from the document that opens the case",
                ),
            )
