"""Field sets: what many document classes read alike, written once in `rules/fields` and named by a class's `fields_of`.

A class is published whole: behind its own text stand the sets that it names, each after a line that says so. So the
digest of a class tells which rules judged a document, and records need nothing else to read it again. Telling whether
texts changed, as every command does, reads no YAML.
"""

import re
from collections.abc import Mapping

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


def parted(text: str) -> tuple[str, dict[str, str]]:
    """Part a whole text again into that of the class and those of its sets, by name."""
    own, *behind = _BORDER.split(text)
    return own, dict(zip(behind[::2], behind[1::2], strict=True))
