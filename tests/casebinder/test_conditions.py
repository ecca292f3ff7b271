"""Conditions: three-valued, typed, cut into the leaves that decide."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebinder.conditions import syntax
from casebinder.conditions.compiling import compile_rule
from casebinder.conditions.rule import outcome
from casebinder.conditions.vocabulary import ValueKind, Variable, Vocabulary
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Day, Flag, Number, Text
from pipeline.rules.rule_text import Problems
from pipeline.rules.rule_yaml import parse

NAMES = {
    "facts.months": ValueKind.INTEGER,
    "facts.kind": ValueKind.TEXT,
    "facts.flag": ValueKind.FLAG,
    "facts.on": ValueKind.DATE,
    "facts.by": ValueKind.DATE,
    "facts.last_name": ValueKind.TEXT,
    "facts.other_name": ValueKind.TEXT,
}
VOCABULARY = Vocabulary({n: Variable(name=n, kind=k, title=Bilingual(fr=n, en=n)) for n, k in NAMES.items()})


def rule(text):
    """Compile a condition that has no mistake."""
    problems = Problems()
    node = parse("r: " + repr(text).replace('"', '"'), file="x.yaml", problems=problems).get("r")
    made = compile_rule(node, VOCABULARY, problems)
    assert made is not None, [p.message.en for p in problems.found]
    return made


def evaluate(text, **known):
    """Evaluate a condition with these names known."""
    bound = {f"facts.{name}": value for name, value in known.items()}
    return outcome(rule(text).expression, VOCABULARY.activation(bound))


def day(year, month, number):
    """Return a day as rules see it."""
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "known", "holds"),
    [
        ("facts.months < 12 || facts.flag", {"months": 11}, True),
        ("facts.months < 12 || facts.flag", {"months": 12}, None),
        ("facts.months < 12 || facts.flag", {"flag": True}, True),
        ("facts.months < 12 && facts.flag", {"flag": False}, False),
        ("facts.months < 12 && facts.flag", {"flag": True}, None),
        ("!(facts.months < 12)", {}, None),
        ("facts.on <= add_months(facts.by, 24)", {"on": day(2026, 6, 8), "by": day(2024, 6, 8)}, True),
        ("facts.on <= add_months(facts.by, 24)", {"on": day(2026, 6, 9), "by": day(2024, 6, 8)}, False),
        ("add_months(facts.on, 1) == day('2026-02-28')", {"on": day(2026, 1, 31)}, True),
        ("add_days(facts.on, 1) == day('2026-03-01')", {"on": day(2026, 2, 28)}, True),
        ("days_between(facts.on, facts.by) == 15", {"on": day(2026, 6, 1), "by": day(2026, 6, 16)}, True),
        ("years_between(facts.on, facts.by) == 17", {"on": day(2008, 6, 2), "by": day(2026, 6, 1)}, True),
        ("same_name(facts.last_name, facts.other_name)", {"last_name": "DUPOND", "other_name": "Dupont"}, None),
        ("same_name(facts.last_name, facts.other_name)", {"last_name": "Roy", "other_name": "Ray"}, False),
    ],
)
def test_what_is_not_known_stays_open_unless_it_cannot_matter(text, known, holds) -> None:
    """And, or and not follow three-valued logic; functions count as calendars and registries do."""
    assert evaluate(text, **known) is holds


def test_values_that_do_not_fit_stay_unknown() -> None:
    """A number that is no whole number, another currency or kind is never forced into a comparison."""
    months = Variable(name="m", kind=ValueKind.INTEGER, title=Bilingual(fr="", en=""))
    assert (months.bind(Number("7")), months.bind(Number("7.5")), months.bind(Text("7"))) == (7, None, None)
    euros = Variable(name="a", kind=ValueKind.AMOUNT, title=Bilingual(fr="", en=""))
    assert (euros.bind(Amount(1250)), euros.bind(Amount(1250, "USD"))) == (1250, None)
    chosen = Variable(name="t", kind=ValueKind.TEXT, title=Bilingual(fr="", en=""), allowed=("a", "b"))
    assert (chosen.bind(Text("a")), chosen.bind(Text("c")), chosen.bind(Flag(value=True))) == ("a", None, None)
    when = Variable(name="d", kind=ValueKind.DATE, title=Bilingual(fr="", en=""))
    assert when.bind(Day(date(2026, 6, 8))) == day(2026, 6, 8)


def test_a_rule_is_cut_at_what_joins_it() -> None:
    """Leaves are what decides: groups are opened, a negation before a group is remembered, quoted text is whole."""
    text = "!(facts.months < 12 || facts.kind == 'a || b') && (facts.flag || facts.on < facts.by)"
    leaves = [(text[s.start : s.end], s.is_negated) for s in syntax.leaves(text)]
    assert leaves == [
        ("facts.months < 12", True),
        ("facts.kind == 'a || b'", True),
        ("facts.flag", False),
        ("facts.on < facts.by", False),
    ]


def test_a_choice_between_two_is_one_leaf() -> None:
    """A conditional expression is not cut: only one of its arms counts."""
    assert len(syntax.leaves("facts.flag ? facts.months < 12 : facts.kind == 'a'")) == 1


@given(st.text(alphabet="()!&|<>=?:'\"abc.,12 []", max_size=40))
def test_no_text_breaks_the_cutting(text) -> None:
    """Whatever a rule says, cutting it ends and stays within it."""
    spans = syntax.leaves(text)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_no_condition_makes_the_compiler_fail(text) -> None:
    """Any text is either a rule or problems with places, never an exception."""
    problems = Problems()
    node = parse("r: " + '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"', file="x", problems=problems)
    if node is not None and node.get("r") is not None:
        made = compile_rule(node.get("r"), VOCABULARY, problems)
        assert (made is None) == bool(problems.found)
