"""YAML text into the nodes of `rule_text`, with positions: read quickly, and with care what only care tells of."""

import re
from contextlib import suppress
from functools import lru_cache
from typing import TypeAlias, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver

from pipeline.model.text import Bilingual
from pipeline.rules.rule_text import Entry, Kind, Node, Place, Problems, RuleProblem

Root: TypeAlias = ScalarNode | MappingNode | SequenceNode
_SCALARS = {
    "str": Kind.TEXT,
    "int": Kind.INTEGER,
    "float": Kind.NUMBER,
    "bool": Kind.FLAG,
    "timestamp": Kind.DAY,
    "null": Kind.NOTHING,
}
ENDS_OF_LINES = frozenset("\x85\u2028\u2029\ufeff")
"""Signs that libyaml takes for the end of a line, or leaves out, and YAML 1.2 does not."""
_MAY_BE_ANCHOR = re.compile(r"(?:^|[\s,:\[{])&\w", re.MULTILINE)


def parse(text: str, *, file: str, problems: Problems) -> Node | None:
    """Read YAML text into nodes with positions; syntax errors, duplicate keys and anchors become problems.

    None when the text is empty or cannot be read at all. The same text is read once a process: it is asked for when it
    is checked, when it is published and when it is used.
    """
    root, found = _nodes(text, file)
    problems.found += [problem for problem in found if problem not in problems.found]
    return root


@lru_cache(maxsize=128)
def _nodes(text: str, file: str) -> tuple[Node | None, tuple[RuleProblem, ...]]:
    problems = Problems()
    return _composed(text, file=file, problems=problems), tuple(problems.found)


def _composed(text: str, *, file: str, problems: Problems) -> Node | None:
    try:
        root = read(text)
        if root is None:
            problems.add(Place(file, 1, 1), Bilingual(fr="le fichier est vide", en="the file is empty"))
            return None
        return _node(root, text=text, file=file, problems=problems)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        problems.add(place, _not_yaml(str(error.problem or error.context)))
    except (YAMLError, RecursionError) as error:
        problems.add(Place(file, 1, 1), _not_yaml(str(error).partition("\n")[0]))
    return None


def read(text: str) -> Root | None:
    """Read YAML; raises YAMLError, told by the careful reader, and RecursionError."""
    if ENDS_OF_LINES.isdisjoint(text) and not _MAY_BE_ANCHOR.search(text):
        with suppress(YAMLError):
            root = _quickly(text)
            if root is None or not _holds_nothing(root):
                return root
    return carefully(text)


def carefully(text: str) -> Root | None:
    """Read YAML by the reader that knows every place and every anchor; raises YAMLError."""
    return cast("Root | None", YAML(typ="safe", pure=True).compose(text))


def _quickly(text: str) -> Root | None:
    """Read YAML with libyaml, in a quarter of the time: all rules in 0.2 s in place of a second.

    It gives the same nodes, but does not tell of anchors, and places of what is empty differ.
    """
    reader = YAML(typ="safe")
    reader.Resolver = _Words
    return cast("Root | None", reader.compose(text))


class _Words(VersionedResolver):
    """The plain words of YAML 1.2, in which `no` is a text; libyaml by itself goes by those of 1.1."""

    @property
    def processing_version(self) -> tuple[int, int]:
        """Return the version without looking for it at every word, which took a sixth of the time."""
        return 1, 2


def _holds_nothing(root: Root) -> bool:
    """Return whether a value is left out somewhere."""
    if isinstance(root, MappingNode):
        return any(_holds_nothing(node) for pair in root.value for node in pair)
    if isinstance(root, SequenceNode):
        return any(_holds_nothing(node) for node in root.value)
    return bool(root.start_mark.index == root.end_mark.index)


def _not_yaml(detail: str) -> Bilingual:
    return Bilingual(fr=f"ce n'est pas du YAML lisible ({detail})", en=f"this is not readable YAML ({detail})")


def _node(node: Root, *, text: str, file: str, problems: Problems) -> Node:
    place = Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if node.anchor:
        problems.add(
            place,
            Bilingual(fr="les ancres YAML (&, *) ne sont pas admises", en="YAML anchors (&, *) are not allowed"),
        )
        return Node(kind=Kind.NOTHING, place=place)
    if isinstance(node, MappingNode):
        return Node(kind=Kind.MAPPING, place=place, entries=_entries(node, text=text, file=file, problems=problems))
    if isinstance(node, SequenceNode):
        items = tuple(_node(item, text=text, file=file, problems=problems) for item in node.value)
        return Node(kind=Kind.LIST, place=place, items=items)
    kind = _SCALARS.get(str(node.tag).rpartition(":")[2], Kind.TEXT)
    raw = text[node.start_mark.index : node.end_mark.index]
    return Node(kind=kind, place=place, text=str(node.value), raw=raw)


def _entries(node: MappingNode, *, text: str, file: str, problems: Problems) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for key_node, value_node in node.value:
        key = _node(key_node, text=text, file=file, problems=problems)
        value = _node(value_node, text=text, file=file, problems=problems)
        if key.text in entries:
            first = entries[key.text].place.line
            problems.add(
                key.place,
                Bilingual(
                    fr=f"la clé « {key.text} » est déjà à la ligne {first}",
                    en=f"the key '{key.text}' already stands on line {first}",
                ),
            )
            continue
        entries[key.text] = Entry(key=key.text, place=key.place, value=value)
    return tuple(entries.values())
