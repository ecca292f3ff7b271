"""Skeletons of papers, as they stand in `papers/<class>.txt`: what each of their lines may say.

`== name` begins a skeleton; every other line is one of the paper. `# ` is a heading, in large letters as a rule; `* `
may be left out; `2-6x ` comes so many times, each time worded anew; `{a|b|}` is one of these or nothing; `<slot>` is
filled (`fillers.py`); three blanks part columns.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from wordings.fillers import SLOTS

PAPERS = Path(__file__).with_name("papers")
_TIMES = re.compile(r"(\d+)-(\d+)x (.*)")
_SLOT = re.compile(r"<([^<>]*)>")


class Misworded(ValueError):
    """A file of skeletons says something that cannot be drawn; its text names the file and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a skeleton: its text with what is left open, and between how many times it comes."""

    text: str
    fewest: int = 1
    most: int = 1
    is_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """How one kind of paper of a class is worded."""

    document_class: str
    name: str
    rows: tuple[Row, ...]


def skeletons() -> tuple[Skeleton, ...]:
    """Return every skeleton, by class and in the order of the files."""
    return tuple(each for path in sorted(PAPERS.glob("*.txt")) for each in parsed(path.stem, path.read_text("utf-8")))


def parsed(document_class: str, text: str) -> tuple[Skeleton, ...]:
    """Parse the skeletons of one class; raises Misworded."""
    found: dict[str, list[Row]] = {}
    name = ""
    for number, line in enumerate(text.splitlines(), start=1):
        place = f"{document_class}, line {number}"
        if line.startswith("== "):
            name = line[3:].strip()
            if name in found:
                raise Misworded(f"{place}: a second skeleton {name!r}")
            found[name] = []
        elif line.strip():
            if not name:
                raise Misworded(f"{place}: no skeleton has begun")
            found[name].append(_row(line.strip(), place))
    empty = [each for each, rows in found.items() if not rows]
    if empty or not found:
        raise Misworded(f"{document_class}: no line in {empty or 'the file'}")
    return tuple(Skeleton(document_class=document_class, name=each, rows=tuple(rows)) for each, rows in found.items())


def _row(line: str, place: str) -> Row:
    is_heading = line.startswith("# ")
    fewest = most = 1
    text = line.removeprefix("# ")
    if text.startswith("* "):
        text, fewest = text[2:], 0
    if times := _TIMES.match(text):
        fewest, most, text = int(times[1]), int(times[2]), times[3]
    _check(text, place)
    return Row(text=text, fewest=fewest, most=most, is_heading=is_heading)


def _check(text: str, place: str) -> None:
    """Raise Misworded for braces that do not close, a stroke outside of them, or a slot that nothing fills."""
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0 or (character == "|" and not depth):
            raise Misworded(f"{place}: {character!r} stands outside of braces")
    if depth:
        raise Misworded(f"{place}: a brace does not close")
    unknown = set(_SLOT.findall(text)) - set(SLOTS)
    if unknown:
        raise Misworded(f"{place}: nothing fills {sorted(unknown)}")
