"""The checklist of a case type from rule text: pieces, what they must satisfy, rules across them, and routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casebinder.calculations.plan import MatchPlan
from casebinder.casetypes import (
    ClassFields,
    Conformity,
    ConsistencyRule,
    FactType,
    ItemType,
    PieceSource,
    ReferenceLink,
    Requirement,
    Route,
    RuledDecision,
    Who,
)
from casebinder.conditions.compiling import compile_rule
from casebinder.conditions.rule import Rule
from casebinder.conditions.vocabulary import Vocabulary
from casebinder.parsing import checks
from casebinder.parsing.deadlines import read_basket
from casebinder.parsing.facts import check_name, check_word
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.rules.rule_text import Entry, Kind, Node, Problems

_NOTHING = Bilingual(fr="", en="")
_CONSTANT = Rule(text="", names=(), expression=None, leaves=())
"""Stands for a rule that could not be compiled: its problems are noted, so it is never judged by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the parts of a case type are read with.

    facts: by the name rules use (`facts.x`); routing_vocabulary: the vocabulary with the counts beside; folders and
    baskets: by name, with their titles.
    """

    classes: ClassFields
    links: tuple[ReferenceLink, ...]
    facts: Mapping[str, FactType]
    vocabulary: Vocabulary
    routing_vocabulary: Vocabulary
    folders: Mapping[str, Bilingual]
    baskets: Mapping[str, Bilingual]
    problems: Problems
    matches: tuple[MatchPlan, ...] = ()


def read_classes(node: Node, classes: ClassFields, problems: Problems) -> tuple[str, ...]:
    """Read a list of document classes, each of which must exist."""
    for item in problems.items(node):
        if problems.text(item) not in classes:
            problems.unknown(
                item.place, item.text, known=classes, what=Bilingual(fr="classe de document", en="document class")
            )
    if node.kind is Kind.LIST and not node.items:
        problems.add(node.place, Bilingual(fr="la liste est vide", en="the list is empty"))
    return tuple(item.text for item in node.items)


def read_item(entry: Entry, reading: Reading) -> ItemType:
    """Read one line of `pieces`."""
    problems = reading.problems
    check_name(entry, problems)
    keys = problems.mapping(
        entry.value,
        required=("title", "accepts"),
        optional=(
            "only_when",
            "required",
            "required_when",
            "because",
            "valid_when",
            "else",
            "conform",
            "folder",
            "who",
            "known_when",
        ),
    )
    _check_together(entry, keys, problems)
    requirement = Requirement.CONDITIONAL
    if "required" in keys:
        requirement = Requirement(problems.one_of(keys["required"], (Requirement.ALWAYS, Requirement.OPTIONAL)))
    conform = problems.items(keys["conform"]) if "conform" in keys else ()
    return ItemType(
        code=entry.key,
        title=problems.bilingual(keys["title"]) if "title" in keys else _NOTHING,
        accepts=tuple(item.text for item in keys["accepts"].items) if "accepts" in keys else (),
        only_when=_only_when(keys["only_when"], keys, reading) if "only_when" in keys else (),
        requirement=requirement,
        required_when=_requirement(entry.key, keys["required_when"], reading) if "required_when" in keys else None,
        because=problems.bilingual(keys["because"]) if "because" in keys else None,
        valid_when=_rule(keys["valid_when"], reading) if "valid_when" in keys else None,
        otherwise=problems.bilingual(keys["else"]) if "else" in keys else None,
        conform=tuple(_conformity(node, reading) for node in conform),
        folder=_folder(keys["folder"], reading) if "folder" in keys else None,
        who=Who(problems.one_of(keys["who"], tuple(Who))) if "who" in keys else Who.THEM,
        known_when=_requirement(entry.key, keys["known_when"], reading) if "known_when" in keys else None,
    )


def _only_when(node: Node, keys: dict[str, Node], reading: Reading) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read which values of which fields make a paper one for this item; every accepted class must have the field."""
    accepted = [item.text for item in keys["accepts"].items] if "accepts" in keys else []
    known = set.intersection(*(set(reading.classes.get(code, {})) for code in accepted)) if accepted else set()
    for entry in reading.problems.entries(node):
        if entry.key not in known:
            what = Bilingual(fr="champ de ces documents", en="field of these documents")
            reading.problems.unknown(entry.place, entry.key, known=sorted(known), what=what)
            continue
        options = {option.value for code in accepted for option in reading.classes[code][entry.key].options}
        for value in reading.problems.items(entry.value) if options and reading.problems.is_strict else ():
            reading.problems.one_of(value, sorted(options))
    return tuple((entry.key, reading.problems.texts(entry.value)) for entry in reading.problems.entries(node))


def _check_together(entry: Entry, keys: dict[str, Node], problems: Problems) -> None:
    """Note keys that need or exclude each other."""
    if ("required" in keys) == ("required_when" in keys):
        problems.add(
            entry.place,
            Bilingual(
                fr=f"« {entry.key} » : écrivez required (always, optional) ou required_when, l’un des deux",
                en=f"'{entry.key}': write required (always, optional) or required_when, one of them",
            ),
        )
    for first, second in (("required_when", "because"), ("valid_when", "else")):
        if (first in keys) != (second in keys):
            present, absent = (first, second) if first in keys else (second, first)
            problems.add(
                keys[present].place,
                Bilingual(fr=f"« {present} » demande « {absent} »", en=f"'{present}' needs '{absent}'"),
            )


def _rule(node: Node, reading: Reading) -> Rule:
    return compile_rule(node, reading.vocabulary, reading.problems) or _CONSTANT


def _requirement(item: str, node: Node, reading: Reading) -> Rule:
    rule = compile_rule(node, reading.vocabulary, reading.problems)
    checks.check_can_matter(node, rule, reading.vocabulary, reading.problems)
    if rule and any(name.startswith(f"piece.{item}.") for name in rule.names):
        reading.problems.note(
            node.place,
            Bilingual(
                fr="une pièce ne peut dire elle-même si elle est demandée : absente, elle ne manquerait jamais",
                en="a piece cannot tell itself whether it is required: absent it would never be missing",
            ),
        )
    return rule or _CONSTANT


def _conformity(node: Node, reading: Reading) -> Conformity:
    keys = reading.problems.mapping(node, required=("rule", "else"))
    return Conformity(
        rule=_rule(keys["rule"], reading) if "rule" in keys else _CONSTANT,
        otherwise=reading.problems.bilingual(keys["else"]) if "else" in keys else _NOTHING,
    )


def _folder(node: Node, reading: Reading) -> str:
    word = reading.problems.text(node)
    if word and word not in reading.folders:
        reading.problems.unknown(
            node.place, word, known=reading.folders, what=Bilingual(fr="sous-dossier", en="folder")
        )
    return word


def read_consistency(node: Node, reading: Reading) -> ConsistencyRule:
    """Read one rule across pieces."""
    problems = reading.problems
    keys = problems.mapping(node, required=("code", "severity", "rule", "message"))
    severity = problems.one_of(keys["severity"], tuple(Severity)) if "severity" in keys else Severity.NOTE
    rule = _rule(keys["rule"], reading) if "rule" in keys else _CONSTANT
    if "message" in keys:
        checks.check_placeholders(keys["message"], reading.vocabulary, problems)
    return ConsistencyRule(
        code=problems.text(keys["code"]) if "code" in keys else "",
        severity=Severity(severity),
        rule=rule,
        message=problems.bilingual(keys["message"]) if "message" in keys else _NOTHING,
        items=frozenset(name.split(".")[1] for name in rule.names if name.startswith("piece.")),
        sources=tuple(_sources(reading.facts[name]) for name in rule.names if name in reading.facts),
    )


def _sources(fact: FactType) -> frozenset[str]:
    return frozenset(source.item for source in fact.sources if isinstance(source, PieceSource))


def read_routing(node: Node, reading: Reading) -> tuple[Route, ...]:
    """Read `routing`: the first entry whose condition holds decides; the last must hold for every case."""
    problems, vocabulary = reading.problems, reading.routing_vocabulary
    routes: list[Route] = []
    whens: list[Node] = []
    rules: list[Rule | None] = []
    for item in problems.items(node):
        keys = problems.mapping(item, required=("when", "basket", "priority", "because"))
        rule = compile_rule(keys["when"], vocabulary, problems) if "when" in keys else None
        whens.append(keys.get("when", item))
        rules.append(rule)
        routes.append(_route(keys, rule, reading))
    _check_last(node, problems)
    checks.check_routes(whens, rules, vocabulary, problems)
    return tuple(routes)


def _route(keys: dict[str, Node], rule: Rule | None, reading: Reading) -> Route:
    problems = reading.problems
    return Route(
        rule=rule or _CONSTANT,
        basket=read_basket(keys["basket"], reading.baskets, problems) if "basket" in keys else "",
        priority=problems.integer(keys["priority"], at_least=1) if "priority" in keys else 1,
        because=problems.bilingual(keys["because"]) if "because" in keys else _NOTHING,
    )


def read_decisions(node: Node, reading: Reading) -> tuple[RuledDecision, ...]:
    """Read `decisions`: what the rules decide by themselves; the first entry whose condition holds does."""
    return tuple(_decision(item, reading) for item in reading.problems.items(node))


def _decision(node: Node, reading: Reading) -> RuledDecision:
    problems, vocabulary = reading.problems, reading.routing_vocabulary
    keys = problems.mapping(node, required=("outcome", "title", "when", "settles"))
    rule = compile_rule(keys["when"], vocabulary, problems) if "when" in keys else None
    if "when" in keys:
        checks.check_can_matter(keys["when"], rule, vocabulary, problems)
    if "outcome" in keys:
        check_word(keys["outcome"], problems)
    return RuledDecision(
        outcome=problems.text(keys["outcome"]) if "outcome" in keys else "",
        title=problems.bilingual(keys["title"]) if "title" in keys else _NOTHING,
        rule=rule or _CONSTANT,
        is_settling=problems.flag(keys["settles"]) if "settles" in keys else False,
    )


def _check_last(node: Node, problems: Problems) -> None:
    if not node.items:
        problems.add(node.place, Bilingual(fr="il faut au moins une corbeille", en="at least one basket is needed"))


def accepted_nodes(items: Sequence[Entry]) -> tuple[tuple[str, Node], ...]:
    """Return each item's code with its list `accepts`, where it has one."""
    return tuple((entry.key, node) for entry in items if (node := entry.value.get("accepts")) is not None)
