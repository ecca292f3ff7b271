"""The story of the demonstration comes to the outcomes its plans promise, on any seed and day."""

from datetime import date

import pytest

from specimens.dossier import BASIC, Dossier, Item, Plan, draw_dossier
from specimens.expected import expectation_of
from specimens.papers import Employment, IdentityFacts, IdentityFormat, RequestKind
from specimens.scenario import PLANS, draw_dossiers

TODAY = date(2026, 11, 22)


def _statuses(plan: Plan, seed: int = 7) -> dict[str, str]:
    expectation = expectation_of(draw_dossier(plan, seed=seed, today=TODAY))
    return {str(item): status for item, status in expectation.statuses.items()}


def test_every_outcome_is_told_by_some_case() -> None:
    """The demonstration shows satisfied, missing, expired, undetermined and not-applicable items."""
    seen = {status for plan in PLANS for status in _statuses(plan).values()}
    assert seen == {"satisfied", "missing", "expired", "undetermined", "not-applicable"}


@pytest.mark.parametrize(
    ("code", "item", "status"),
    [
        ("complete", "career_statement", "not-applicable"),
        ("identity-expired", "identity", "expired"),
        ("career-missing", "career_statement", "missing"),
        ("salary-missing", "salary_certificate", "missing"),
        ("employment-unticked", "salary_certificate", "undetermined"),
        ("employment-unticked", "agency_certificate", "undetermined"),
        ("employment-unticked", "identity", "satisfied"),
        ("relapse-retired", "salary_certificate", "not-applicable"),
        ("agency", "agency_certificate", "satisfied"),
        ("agency", "career_statement", "satisfied"),
        ("undated", "identity", "undetermined"),
        ("short-career", "career_statement", "satisfied"),
    ],
)
def test_each_case_comes_to_what_its_plan_promises(code: str, item: str, status: str) -> None:
    """The item a case was written for has the status it was written for."""
    plan = next(plan for plan in PLANS if plan.code == code)
    assert _statuses(plan)[item] == status


def test_a_new_injury_asks_for_no_salaries_even_when_the_employment_is_unknown() -> None:
    """False and unknown is false, not unknown."""
    plan = Plan(code="x", papers=BASIC, contribution_months=40, employment=None, request_kind=RequestKind.NEW_INJURY)
    assert _statuses(plan)["salary_certificate"] == "not-applicable"


def test_few_months_ask_for_a_career_even_when_the_employment_is_unknown() -> None:
    """True or unknown is true, not unknown."""
    plan = Plan(code="x", papers=BASIC, contribution_months=3, employment=None)
    assert _statuses(plan)["career_statement"] == "missing"


def test_only_agreeing_and_satisfied_cases_are_complete() -> None:
    """A case in which papers disagree or something lacks is never called complete."""
    dossiers = draw_dossiers(seed=7, today=TODAY)
    complete = {code for code, dossier in dossiers.items() if expectation_of(dossier).is_complete}
    assert complete == {"complete", "relapse-retired", "agency", "short-career"}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("form", list(IdentityFormat))
def test_identity_papers_are_valid_unless_planned_otherwise(seed: int, form: IdentityFormat) -> None:
    """A planned validity holds on the day of declaration for every format and seed."""
    valid = Plan(code="v", papers=BASIC, contribution_months=20, identity=form)
    dossier = draw_dossier(valid, seed=seed, today=TODAY)
    assert dossier.identity_expires_on > dossier.declared_on
    assert _identity(dossier).issued_on < dossier.declared_on


@pytest.mark.parametrize("seed", range(12))
def test_expired_papers_were_expired_on_the_day_of_declaration(seed: int) -> None:
    """A passport planned to be expired ended before the declaration."""
    plan = Plan(
        code="e",
        papers=BASIC,
        contribution_months=20,
        identity=IdentityFormat.PASSPORT,
        is_identity_expired=True,
    )
    dossier = draw_dossier(plan, seed=seed, today=TODAY)
    assert dossier.identity_expires_on < dossier.declared_on


@pytest.mark.parametrize("seed", range(12))
def test_a_career_adds_up_to_the_months_of_the_reference(seed: int) -> None:
    """The statement's lines sum to the months planned, no year holds more than twelve."""
    plan = Plan(code="c", papers=(Item.CAREER_STATEMENT,), contribution_months=26, employment=Employment.AGENCY)
    career = draw_dossier(plan, seed=seed, today=TODAY).papers[0][1]
    assert career.fields()["contribution_months"] == "26"
    assert all(0 < line.months <= 12 for line in career.lines)  # type: ignore[union-attr]


def _identity(dossier: Dossier) -> IdentityFacts:
    facts = next(facts for item, facts in dossier.papers if item is Item.IDENTITY)
    assert isinstance(facts, IdentityFacts)
    return facts
