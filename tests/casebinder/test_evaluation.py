"""The everyday forms of conditions mean in Python exactly what they mean in CEL."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebinder.conditions.everyday import everyday
from casebinder.conditions.rule import outcome
from casebinder.conditions.vocabulary import ValueKind, Variable, Vocabulary
from pipeline.model.text import Bilingual

KINDS = {
    "facts.months": ValueKind.INTEGER,
    "facts.years": ValueKind.INTEGER,
    "facts.kind": ValueKind.TEXT,
    "facts.name": ValueKind.TEXT,
    "facts.flag": ValueKind.FLAG,
    "facts.on": ValueKind.DATE,
    "facts.by": ValueKind.DATE,
}
VOCABULARY = Vocabulary({n: Variable(name=n, kind=k, title=Bilingual(fr=n, en=n)) for n, k in KINDS.items()})
signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
integers = st.sampled_from(["facts.months", "facts.years", "0", "12", "days_between(facts.on, facts.by)"])
texts = st.sampled_from(["facts.kind", "facts.name", "'agency'", '"Durand"', "'n’a rien'", "''"])
dates = st.sampled_from(
    ["facts.on", "facts.by", "add_days(facts.on, 15)", "add_months(facts.by, 24)", "day('2026-06-08')"]
)
flags = st.sampled_from(
    [
        "facts.flag",
        "true",
        "false",
        "same_name(facts.kind, facts.name)",
        "valid_nir(facts.name)",
        "facts.kind in ['agency', 'retired']",
        "!facts.flag",
        "facts.kind.startsWith('a')",
        "-1 < facts.months",
    ]
)


def compared(sides):
    """Draw a comparison between two sides of one type."""
    return st.tuples(sides, signs, sides).map(" ".join)


plain = flags | compared(integers) | compared(texts) | compared(dates)
conditions = st.recursive(
    plain,
    lambda inner: (
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda p: f"({p[0]}) {p[1]} {p[2]}")
        | inner.map(lambda text: f"!({text})")
    ),
    max_leaves=6,
)
days = st.sampled_from([datetime(2024, 2, 29, tzinfo=UTC), datetime(2026, 6, 8, tzinfo=UTC)])
worlds = st.fixed_dictionaries(
    {},
    optional={
        "facts.months": st.integers(-5, 30),
        "facts.years": st.integers(0, 12),
        "facts.kind": st.sampled_from(["agency", "Durand", "Durant", ""]),
        "facts.name": st.sampled_from(["Durand", "agency", "184037512345690"]),
        "facts.flag": st.booleans(),
        "facts.on": days,
        "facts.by": days,
    },
)


@settings(max_examples=600, deadline=None)
@given(conditions, worlds)
def test_python_and_cel_agree(text, world) -> None:
    """Whatever the condition and whatever is known of it, both give true, false or "cannot be told" alike."""
    in_python = everyday(text)
    if in_python is not None:
        by_cel = outcome(VOCABULARY.environment.compile(text), VOCABULARY.activation(world))
        assert in_python(world) is by_cel


@pytest.mark.parametrize(
    "text", ["facts.kind.startsWith('a')", "facts.flag ? true : false", "facts.months + 1 < 12", "-1 < facts.months"]
)
def test_other_forms_are_left_to_cel(text) -> None:
    """What is not an everyday form is never half understood."""
    assert everyday(text) is None


def test_every_delivered_rule_is_of_an_everyday_form(case_type) -> None:
    """The delivered rules are judged at the quick rate."""
    rules = [c.rule for c in case_type.consistency] + [route.rule for route in case_type.routing]
    assert all(rule.everyday is not None for rule in rules)
