"""Rule files as text: every wrong word is told with its exact place, all at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.error import YAMLError

from pipeline.rules import rule_yaml
from pipeline.rules.rule_text import Kind, Node, Problems, RulesRefused
from pipeline.rules.rule_yaml import parse

FILE = "rules/cases/x.yaml"
RULES = Path(__file__).parents[2] / "rules"


def read(text: str) -> tuple[Node, Problems]:
    """Parse a text that is readable YAML."""
    problems = Problems()
    node = parse(text, file=FILE, problems=problems)
    assert node is not None
    return node, problems


def told(problems: Problems) -> list[tuple[int, int, str, str | None]]:
    """Return line, column, message and suggestion of each problem, in English."""
    return [(p.line, p.column, p.message.en, p.suggestion and p.suggestion.en) for p in problems.sorted()]


def test_an_unknown_key_is_told_where_it_stands_with_the_nearest_known_one() -> None:
    """A typo in a key never passes silently: it is reported with line, column and the key probably meant."""
    node, problems = read("title: x\nverison: 2026.2\n")
    problems.mapping(node, required=("title", "version"))
    assert told(problems) == [
        (1, 1, "the key 'version' is missing", None),
        (2, 1, "unknown key 'verison'", "did you mean 'version'?"),
    ]


def test_a_key_written_twice_is_a_problem() -> None:
    """Of two equal keys YAML would silently keep one; here the second is reported."""
    _, problems = read("a: 1\nb: 2\na: 3\n")
    assert told(problems) == [(3, 1, "the key 'a' already stands on line 1", None)]


@pytest.mark.parametrize("text", ["a: [1\nb: 2", "a: 'x", "\ta: 1", "a: b: c", "{", "%"])
def test_text_that_is_no_yaml_is_a_problem_with_a_place(text: str) -> None:
    """A syntax error is a rule problem like any other, not a crash."""
    problems = Problems()
    assert parse(text, file=FILE, problems=problems) is None
    assert len(problems.found) == 1
    assert "not readable YAML" in problems.found[0].message.en


def test_anchors_are_refused() -> None:
    """Aliases would give one line two meanings, so they are reported."""
    _, problems = read("a: &x 1\nb: *x\n")
    assert "anchors" in problems.found[0].message.en


@pytest.mark.parametrize(
    ("yaml", "line", "column"),
    [
        ("a: one && wrong", 1, 11),
        ('a: "one && wrong"', 1, 12),
        ("a: 'it''s && wrong'", 1, 14),
        ('a: "x \\"q\\" && wrong"', 1, 16),
        ("a: >-\n  one &&\n  wrong", 3, 3),
        ("a: |\n  one &&\n    wrong\n", 3, 5),
        ("a: one\n  && wrong", 2, 6),
    ],
)
def test_the_place_of_a_word_is_exact_in_every_way_of_writing_a_scalar(yaml: str, line: int, column: int) -> None:
    """The word inside an expression is pointed at, whether plain, quoted, folded or over several lines."""
    node, _ = read(yaml)
    value = node.get("a")
    assert value is not None
    place = value.place_of(value.text.index("wrong"))
    assert (place.line, place.column) == (line, column)


def test_wrong_kinds_are_all_told_at_once_and_reading_goes_on() -> None:
    """One run shows every error of a file, so that nobody corrects them one after the other."""
    node, problems = read("n: many\nd: 31/12/2026\nf: yes\nl: x\nw: alwais\n")
    keys = problems.mapping(node, required=("n", "d", "f", "l", "w"))
    assert problems.integer(keys["n"], at_least=1) == 1
    assert problems.day(keys["d"]) is None
    assert problems.flag(keys["f"]) is False
    assert problems.items(keys["l"]) == ()
    assert problems.one_of(keys["w"], ("never", "always")) == "never"
    assert [(line, column) for line, column, _, _ in told(problems)] == [(1, 4), (2, 4), (3, 4), (4, 4), (5, 4)]
    assert told(problems)[4][3] == "did you mean 'always'?"
    with pytest.raises(RulesRefused) as refused:
        problems.stop_if_any()
    assert refused.value.where == f"{FILE}:1:4"
    assert len(refused.value.problems) == 5


def test_a_version_that_looks_like_a_number_stays_as_written() -> None:
    """`version: 2026.10` is text: no zero of it may be lost."""
    node, problems = read("version: 2026.10\n")
    assert problems.text(problems.mapping(node, required=("version",))["version"]) == "2026.10"


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    """Whatever a file holds, the answer is nodes or problems."""
    problems = Problems()
    node = parse(text, file=FILE, problems=problems)
    assert node is not None or problems.found
    assert node is None or isinstance(node.kind, Kind)


WORDS = (
    *("yes", "no", "on", "off", "true", "FALSE", "null", "~", "y", "n", "=", "<<", "010", "0o10", "0x1F", "1_000"),
    *("12:30", "1e3", ".5", "+1", ".inf", "2026-11-22", "2026-11-22T10:00:00Z", "n°", "œuvre", "'a'", '"b\\n"', "!foo"),
    *("|\n  x\n  é", ">-\n  a\n  b"),
)
"""Words that the two versions of YAML, or two readers of one, may take for different things."""


def content(root: rule_yaml.Root | None) -> object:
    """Return what a node of YAML says, and where."""
    if root is None:
        return None
    value = root.value
    if isinstance(value, list):
        value = [[content(node) for node in each] if isinstance(each, tuple) else content(each) for each in value]
    return str(root.tag), value, root.anchor, root.start_mark.index, root.start_mark.line, root.start_mark.column


def outcome(reader: Callable[[str], rule_yaml.Root | None], text: str) -> object:
    """Return what a reader makes of a text, or what it says is wrong with it."""
    try:
        return content(reader(text))
    except YAMLError as error:
        return str(error)


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_quick_reader_says_of_a_rule_file_what_the_careful_one_says(path: Path) -> None:
    """Rules are read quickly, and every problem still stands at its line and column."""
    text = path.read_text(encoding="utf-8")
    assert content(rule_yaml.read(text)) == content(rule_yaml.carefully(text))


@pytest.mark.parametrize(
    "text",
    [
        *("", "# c\n", "a:\nb: 1\n", "- \n- x\n", "a: {b: , c: 1}", "a: ''\n", "a: |\n\nb: 1", "a: ~\n"),
        *("a: &x 1\nb: *x\n", "&a b: c\n", "a: &é 1\n", '{"a":&x 1, "b":*x}', "- &x\n  a: 1\n"),
        *("a: [1,,2]", "a: 'b", "a: b: c", "a: *x"),
    ],
)
def test_what_the_quick_reader_does_not_tell_is_read_with_care(text: str) -> None:
    """Places of what is left out, anchors and mistakes are those that the careful reader tells."""
    assert outcome(rule_yaml.read, text) == outcome(rule_yaml.carefully, text)


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.sampled_from(("", "\u2028", "\x85", "\ufeff", "🦊"))
)
def test_both_readers_take_a_word_for_the_same(words: list[str], sign: str) -> None:
    """Whatever a person writes unquoted is the same kind of value to both."""
    text = "".join(f"k{number}{sign}: {word}\n" for number, word in enumerate(words))
    assert outcome(rule_yaml.read, text) == outcome(rule_yaml.carefully, text)
