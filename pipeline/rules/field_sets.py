"""Field sets: what many document classes read alike, written once in `rules/fields` and named by a class's `fields_of`.

A class is published whole: behind its own text stand the sets that it names, each after a line that says so. So the
digest of a class tells which rules judged a document, and records need nothing else to read it again.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pipeline.model.text import Bilingual
from pipeline.rules.rule_text import Entry, Kind, Node, Place, Problems

ADDED: Final = frozenset({"labels", "patterns", "hints", "hints_against"})
"""Lists of which a class gives what its papers have besides those of the set; any other key goes before the set's."""
_NAMED = re.compile(r"^fields_of:\s*(\[[^\]]*\]|\S+)", re.MULTILINE)
_NAME = re.compile(r"[\w-]+")
_CODE = re.compile(r"^field_set:\s*['\"]?([\w-]+)", re.MULTILINE)
_BORDER = re.compile(r"^--- # field set: (.+)\n", re.MULTILINE)


def set_named(text: str) -> str | None:
    """Return the name of the field set that a text holds."""
    code = _CODE.search(text)
    return code[1] if code else None


def whole(text: str, sets: Mapping[str, str]) -> str:
    """Put behind the text of a class those of the sets it names; `sets`: texts by name.

    A name that is none brings every set, so that the nearest can be told: such a text is never put in force.
    """
    found = _NAMED.search(text)
    named = _NAME.findall(found[1]) if found else []
    behind = named if all(name in sets for name in named) else sorted(sets)
    return "\n".join([text, *(f"--- # field set: {name}\n{sets[name]}" for name in behind)])


def class_node(text: str, *, file: str, problems: Problems) -> Node | None:
    """Read a whole text as one class with its own fields and those of its sets; None when it is no YAML at all."""
    from pipeline.rules.rule_yaml import parse  # noqa: PLC0415 - telling whether texts changed needs no YAML

    own, *behind = _BORDER.split(text)
    node = parse(own, file=file, problems=problems)
    named = node.get("fields_of") if node else None
    if node is None or named is None:
        return node
    sets = dict(zip(behind[::2], behind[1::2], strict=True))
    fields = node.get("fields") or Node(kind=Kind.MAPPING, place=node.place)
    for name in reversed(problems.items(named)):
        found = parse(sets.get(problems.text(name), ""), file=name.text, problems=Problems())
        shared = found.get("fields") if found else None
        if shared:
            fields = _merged(fields, shared, name.place)
        else:
            problems.unknown(name.place, name.text, known=sets, what=Bilingual(fr="groupe de champs", en="field set"))
    others = (entry for entry in node.entries if entry.key != "fields")
    return replace(node, entries=(*others, Entry(key="fields", place=fields.place, value=fields)))


def _merged(own: Node, shared: Node, place: Place) -> Node:
    """Return the fields of a set as if they stood there, each with what the class says of it; then the others."""
    said = {entry.key: entry for entry in own.entries}
    both = [_field(said.pop(entry.key, None), replace(entry, place=place)) for entry in shared.entries]
    return replace(own, entries=(*both, *said.values()))


def _field(own: Entry | None, shared: Entry) -> Entry:
    if own is None or own.value.kind is not Kind.MAPPING:
        return own or shared
    said = {entry.key: entry for entry in own.value.entries}
    keys = [_key(said.pop(entry.key, None), entry) for entry in shared.value.entries]
    return replace(own, value=replace(own.value, entries=(*keys, *said.values())))


def _key(own: Entry | None, shared: Entry) -> Entry:
    if own is None or own.key not in ADDED or own.value.kind is not Kind.LIST:
        return own or shared
    known = {item.text for item in own.value.items}
    items = (*own.value.items, *(item for item in shared.value.items if item.text not in known))
    return replace(own, value=replace(own.value, items=items))
