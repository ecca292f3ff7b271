"""A document class read with its own fields and those of the field sets that it names (`pipeline.rules.field_sets`)."""

from dataclasses import replace
from typing import Final

from pipeline.model.text import Bilingual
from pipeline.rules.field_sets import parted
from pipeline.rules.rule_text import Entry, Kind, Node, Place, Problems
from pipeline.rules.rule_yaml import parse

ADDED: Final = frozenset({"labels", "patterns", "hints", "hints_against"})
"""Lists of which a class gives what its papers have besides those of the set; any other key goes before the set's."""


def class_node(text: str, *, file: str, problems: Problems) -> Node | None:
    """Read a whole text as one class with its own fields and those of its sets; None when it is no YAML at all."""
    own, sets = parted(text)
    node = parse(own, file=file, problems=problems)
    named = node.get("fields_of") if node else None
    if node is None or named is None:
        return node
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
