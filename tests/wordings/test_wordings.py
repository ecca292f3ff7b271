"""The skeletons of papers: every file can be drawn, each class has one, and drawing is seeded."""

from pathlib import Path
from random import Random

import pytest

from wordings.drawing import drawn
from wordings.fillers import SLOTS
from wordings.skeletons import PAPERS, Misworded, parsed, skeletons

RULES = Path(__file__).parents[2] / "rules" / "documents"
OF_NO_CLASS = "unknown"


def test_each_class_is_worded_and_so_is_what_has_none():
    """A class of the rules without skeletons would never be proposed by likeness; a file of no class helps nobody."""
    classes = {path.stem for path in RULES.glob("*.yaml")}
    assert {path.stem for path in PAPERS.glob("*.txt")} == {*classes, OF_NO_CLASS}


def test_every_skeleton_is_drawn_whole():
    """Nothing that is left open stays on the paper, and no paper is empty."""
    for each in skeletons():
        for seed in range(3):
            lines = drawn(each, Random(seed))
            assert lines, each.name
            assert not {"{", "}", "|"} & set("".join(line.text for line in lines)), each.name
            assert not any(f"<{slot}>" in line.text for line in lines for slot in SLOTS), each.name


def test_no_skeleton_stands_twice():
    """The same wording in two classes would teach that they are alike; within one it would be left out with itself."""
    rows = [tuple(row.text for row in each.rows) for each in skeletons()]
    assert len(set(rows)) == len(rows)


def test_drawing_is_seeded():
    """The same chance gives the same paper, another one another."""
    first, *_ = skeletons()
    assert drawn(first, Random(1)) == drawn(first, Random(1))
    assert len({drawn(first, Random(seed)) for seed in range(5)}) > 1


def test_a_skeleton_says_what_its_lines_are():
    """Headings, lines that may be left out and lines that come several times are told from their signs."""
    (one,) = parsed("order", "== plain\n# {ORDER|Order}\n* Thank you\n2-4x <item>   <qty>\n")
    heading, optional, repeated = one.rows
    assert (heading.text, heading.is_heading) == ("{ORDER|Order}", True)
    assert (optional.text, optional.fewest) == ("Thank you", 0)
    assert (repeated.fewest, repeated.most) == (2, 4)


@pytest.mark.parametrize(
    "text",
    [
        "a line before any skeleton\n",
        "== one\nline\n== one\nline\n",
        "== one\n",
        "== one\nan {open|brace\n",
        "== one\none | two\n",
        "== one\n<what>\n",
        "",
    ],
)
def test_what_cannot_be_drawn_is_refused(text):
    """A slip in a file is told with its place, and not drawn as it stands."""
    with pytest.raises(Misworded, match="order"):
        parsed("order", text)
