"""What is wrong with a case type although each of its words is right: nothing unreachable, unused or said twice."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from casebinder.conditions.rule import Rule, outcome
from casebinder.conditions.vocabulary import ValueKind, Vocabulary
from pipeline.model.text import Bilingual
from pipeline.rules.rule_text import Entry, Node, Problems

_WORLDS = 4096
"""How many combinations of possible values are tried before a condition is taken as possible."""


def constant(rule: Rule, vocabulary: Vocabulary) -> bool | None:
    """Return whether a condition is always true or always false, whatever the case holds; None when it depends.

    Flags and facts with a fixed list of values are tried in every combination; everything else stays unknown, so
    that an answer given here is certain.
    """
    choices = {name: values for name in rule.names if (values := _possible(name, vocabulary))}
    if prod(len(values) for values in choices.values()) > _WORLDS:
        return None
    found = {
        outcome(rule.expression, vocabulary.activation(dict(zip(choices, world, strict=True))))
        for world in product(*choices.values())
    }
    return found.pop() if len(found) == 1 else None


def _possible(name: str, vocabulary: Vocabulary) -> tuple[object, ...]:
    variable = vocabulary.variables[name]
    return (True, False) if variable.kind is ValueKind.FLAG else variable.allowed


def check_can_matter(node: Node, rule: Rule | None, vocabulary: Vocabulary, problems: Problems) -> None:
    """Note a condition that always or never holds: the requirement it stands for would be a mistake."""
    held = constant(rule, vocabulary) if rule else None
    if held is True:
        problems.add(
            node.place,
            Bilingual(fr="cette condition est toujours vraie", en="this condition always holds"),
        )
    if held is False:
        problems.add(
            node.place,
            Bilingual(
                fr="cette condition n’est jamais vraie : la pièce ne serait jamais demandée",
                en="this condition never holds: what depends on it would never happen",
            ),
        )


def check_routes(
    nodes: Sequence[Node], rules: Sequence[Rule | None], vocabulary: Vocabulary, problems: Problems
) -> None:
    """Note routes that no case can reach, and a list whose last entry leaves cases without a basket."""
    always: Node | None = None
    seen: dict[str, Node] = {}
    for node, rule in zip(nodes, rules, strict=True):
        if rule is None:
            continue
        first = always or seen.get(rule.text)
        if first is not None:
            problems.add(
                node.place,
                Bilingual(
                    fr=f"jamais atteint : la ligne {first.place.line} décide déjà",
                    en=f"never reached: line {first.place.line} decides before",
                ),
            )
        seen[rule.text] = node
        held = constant(rule, vocabulary)
        always = always or (node if held is True else None)
        if held is False:
            check_can_matter(node, rule, vocabulary, problems)
    if nodes and always is None and all(rules):
        problems.add(
            nodes[-1].place,
            Bilingual(
                fr='la dernière corbeille doit être pour tous les autres cas (when: "true")',
                en='the last basket must take every other case (when: "true")',
            ),
        )


def check_codes(nodes: Iterable[Node], problems: Problems) -> None:
    """Note codes that stand twice among rules, deadlines and requests."""
    first: dict[str, int] = {}
    for node in nodes:
        code = node.get("code")
        if code is None or not code.text:
            continue
        if code.text in first:
            problems.add(
                code.place,
                Bilingual(
                    fr=f"le code « {code.text} » est déjà à la ligne {first[code.text]}",
                    en=f"the code '{code.text}' already stands on line {first[code.text]}",
                ),
            )
        first.setdefault(code.text, code.place.line)


def check_used(entries: Iterable[Entry], used: Iterable[str], *, what: Bilingual, problems: Problems) -> None:
    """Note baskets or folders that are declared and never used."""
    names = set(used)
    for entry in entries:
        if entry.key not in names:
            problems.add(
                entry.place,
                Bilingual(
                    fr=f"{what.fr} « {entry.key} » : jamais utilisé", en=f"the {what.en} '{entry.key}' is never used"
                ),
            )


def check_placeholders(node: Node, vocabulary: Vocabulary, problems: Problems) -> None:
    """Note names in a message that do not exist, at the word."""
    for language in node.entries:
        text = language.value.text
        for start in (index + 1 for index, character in enumerate(text) if character == "{"):
            name = text[start:].partition("}")[0]
            if name not in vocabulary.variables:
                problems.unknown(
                    language.value.place_of(start),
                    name,
                    known=vocabulary.variables,
                    what=Bilingual(fr="champ", en="field"),
                )
