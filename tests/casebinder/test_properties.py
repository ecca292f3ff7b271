"""What must hold of every case, whatever its papers say: drawn cases, judged by the delivered rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebinder.judging.checklist import COMPLETE
from casebinder.model.case import Fact, FactOrigin, PieceStatus, Waiver
from casebinder.model.verdict import ItemStatus, Verdict
from pipeline import codec
from pipeline.model.values import Day, Number, Text

ITEMS = {
    "declaration": "occupational_disease_declaration",
    "medical_certificate": "medical_certificate",
    "identity": "passport",
    "salary_certificate": "employer_certificate",
    "career_statement": "career_statement",
    "agency_certificate": "employer_certificate",
}
days = st.dates(min_value=date(2018, 1, 1), max_value=date(2032, 12, 31))
FIELDS = {
    "last_name": st.sampled_from(["DURAND", "Durant", "Lefèvre", "de la Tour"]),
    "first_names": st.sampled_from(["Marie", "Marie Claire", "Paul"]),
    "birth_date": st.sampled_from([date(1984, 3, 2), date(1990, 1, 1)]),
    "social_security_number": st.sampled_from(["184037512345690", "184037512345691"]),
    "request_kind": st.sampled_from(["first", "relapse", "new_injury", "nonsense"]),
    "employment": st.sampled_from(["employee", "agency", "retired", "self_employed", "other"]),
    "declared_on": days,
    "first_observed_on": days,
    "issued_on": days,
    "expires_on": days,
    "signed": st.booleans(),
    "contribution_months": st.integers(0, 600).map(lambda n: Number(str(n))),
}
says = st.fixed_dictionaries({}, optional=FIELDS)
statuses = st.sampled_from(list(PieceStatus))
papers = st.lists(st.tuples(st.sampled_from(list(ITEMS)), statuses, says, st.floats(0.3, 1.0)), max_size=8)
FACTS = (
    ("declared_on", Day(date(2026, 6, 8))),
    ("first_observed_on", Day(date(2026, 3, 2))),
    ("request_kind", Text("first")),
    ("employment", Text("agency")),
    ("contribution_months", Number("7")),
    ("last_name", Text("DURAND")),
)
steady = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def drawn(desk, drawn_papers):
    """Make the papers of a drawn case."""
    return tuple(
        desk.paper(item, ITEMS[item], number=n, status=status, says=told, confidence=confidence)
        for n, (item, status, told, confidence) in enumerate(drawn_papers)
    )


@steady
@given(papers, st.sampled_from(list(ITEMS)), says)
def test_accepting_a_piece_never_makes_its_item_less_complete(desk, told, code, more) -> None:
    """With the facts settled, one more accepted paper for an item never takes away what it had."""
    facts = tuple(Fact(name=name, value=value, origin=FactOrigin.OPERATOR) for name, value in FACTS)
    case = desk.case(facts=facts)
    before = drawn(desk, told)
    added = desk.paper(code, ITEMS[code], number=99, says=more, received=date(2026, 6, 29))
    had = desk.item(desk.judge(*before, case=case), code).status
    has = desk.item(desk.judge(*before, added, case=case), code).status
    assert had not in COMPLETE or has in COMPLETE


@steady
@given(papers, st.sampled_from(list(ITEMS)))
def test_a_waiver_never_makes_a_case_less_complete(desk, told, code) -> None:
    """A waived item lacks nothing, and no other item changes by it."""
    contents = drawn(desk, told)
    waiver = Waiver(item=code, reason="known", by="anna", at=datetime(2026, 6, 25, tzinfo=UTC))
    before = desk.states(desk.judge(*contents))
    after = desk.states(desk.judge(*contents, case=desk.case(waivers=(waiver,))))
    assert after[code] == "waived"
    assert {k: v for k, v in before.items() if k != code} == {k: v for k, v in after.items() if k != code}


@steady
@given(papers)
def test_a_case_is_never_complete_while_something_is_open(desk, told) -> None:
    """Completeness means: every item lacks nothing, nothing is undetermined, nothing contradicts."""
    verdict = desk.judge(*drawn(desk, told))
    open_items = [item for item in verdict.completeness.items if item.status not in COMPLETE]
    failing = [s for s in verdict.consistency if s.holds is False and s.severity != "note"]
    untold = [s for s in verdict.consistency if s.holds is None and s.is_due and s.severity != "note"]
    assert verdict.completeness.is_complete == (not open_items and not failing and not untold)
    assert (verdict.basket == "medical_adviser") == verdict.completeness.is_complete
    assert (verdict.completeness.sentence.fr == "complet") == verdict.completeness.is_complete


@steady
@given(papers)
def test_undetermined_always_says_what_is_needed(desk, told) -> None:
    """An item that cannot be told names at least one fact or field that would tell it."""
    for item in desk.judge(*drawn(desk, told)).completeness.items:
        if item.status is ItemStatus.UNDETERMINED:
            assert item.needs


@steady
@given(papers, st.sampled_from(FACTS))
def test_knowing_more_never_turns_a_told_requirement_round(desk, told, known) -> None:
    """Three-valued logic: a requirement told without a fact stays as told once that fact is known."""
    contents = tuple(replace(c, fields=tuple(f for f in c.fields if f.name != known[0])) for c in drawn(desk, told))
    without = desk.judge(*contents, members=desk.members(""))
    fact = Fact(name=known[0], value=known[1], origin=FactOrigin.OPERATOR)
    with_it = desk.judge(*contents, members=desk.members(""), case=desk.case(facts=(fact,)))
    for before, after in zip(without.completeness.items, with_it.completeness.items, strict=True):
        assert before.required is None or before.required == after.required


@steady
@given(papers, st.integers(0, 400))
def test_a_verdict_is_a_function_of_its_case_and_survives_json(desk, told, days_later) -> None:
    """The same case on the same day gives the same verdict, and JSON keeps all of it."""
    contents, on = drawn(desk, told), date(2026, 6, 10) + timedelta(days=days_later)
    verdict = desk.judge(*contents, on=on)
    assert desk.judge(*contents, on=on) == verdict
    assert codec.decode(Verdict, codec.encode(verdict)) == verdict


@steady
@given(papers)
def test_judging_again_moves_no_clock(desk, told) -> None:
    """A nightly sweep that finds nothing new starts, stops and moves nothing."""
    contents = drawn(desk, told)
    first = desk.judge(*contents)
    again = desk.judge(*contents, case=desk.case(clocks=first.clocks), on=desk.TODAY + timedelta(days=1))
    assert again.clocks == first.clocks
