"""Scenario 1, the occupational disease: verdicts, reasons, basket and dates by the delivered rule file."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casebinder.model.case import CaseState, Decision, Fact, FactOrigin, PieceStatus, Waiver
from casebinder.model.request import Request, RequestState
from casebinder.model.verdict import Verdict
from casebinder.parsing.casetype import load_case_type
from pipeline import codec
from pipeline.model.values import Number, Text


def test_a_full_case_is_complete_and_goes_to_the_medical_adviser(desk) -> None:
    """When every required piece is there and agrees, the case is complete and leaves for its expert."""
    verdict = desk.judge(*desk.full())
    assert verdict.completeness.is_complete
    assert verdict.completeness.sentence.fr == "complet"
    assert (verdict.basket, verdict.waiting_on) == ("medical_adviser", "us")
    assert desk.states(verdict) == {
        "declaration": "satisfied",
        "medical_certificate": "satisfied",
        "identity": "satisfied",
        "salary_certificate": "satisfied",
        "career_statement": "not-applicable",
        "agency_certificate": "not-applicable",
    }


def test_what_lacks_is_counted_with_its_plurals(desk) -> None:
    """The sentence of a case counts by state and agrees in number, in both languages."""
    verdict = desk.judge(
        desk.declaration(), desk.certificate(), desk.identity(expires=date(2024, 5, 3)), members=desk.members("7")
    )
    assert verdict.completeness.sentence.fr == "incomplet : 2 pièces manquantes, 1 expirée"
    assert verdict.completeness.sentence.en == "incomplete: 2 pieces missing, 1 expired"
    assert (verdict.basket, verdict.completeness.is_complete) == ("complements", False)


def test_an_expired_paper_is_explained_to_the_page_and_the_day(desk) -> None:
    """An expiry names the value, the page it stands on, and the day it is compared with, as each language writes it."""
    verdict = desk.judge(desk.declaration(), desk.certificate(), desk.identity(expires=date(2024, 5, 3)))
    identity = desk.item(verdict, "identity")
    assert identity.explanation.fr == (
        "La pièce était expirée à la date de la déclaration. Pièce d’identité, page 2, fin de validité : 03/05/2024, "
        "avant le 08/06/2026 (date de déclaration)."
    )
    assert "Identity paper, page 2, end of validity: 3 May 2024, before 8 June 2026" in identity.explanation.en
    (condition,) = identity.because.conditions
    assert (condition.text, condition.holds) == ("piece.identity.expires_on >= facts.declared_on", False)
    assert [(v.name, v.document, v.page) for v in condition.values] == [
        ("piece.identity.expires_on", "d-identity-1", 2),
        ("facts.declared_on", "d-declaration-1", 1),
    ]
    assert all(value.box is not None for value in condition.values)


@pytest.mark.parametrize(
    ("says", "months", "salary", "career", "agency"),
    [
        ({}, "26", "missing", "not-applicable", "not-applicable"),
        ({}, "11", "missing", "missing", "not-applicable"),
        ({}, "12", "missing", "not-applicable", "not-applicable"),
        ({"employment": "agency"}, "26", "missing", "missing", "missing"),
        ({"employment": "retired"}, "26", "not-applicable", "not-applicable", "not-applicable"),
        ({"employment": "self_employed"}, "7", "not-applicable", "missing", "not-applicable"),
        ({"request_kind": "new_injury"}, "26", "not-applicable", "not-applicable", "not-applicable"),
        ({"request_kind": "relapse"}, "26", "missing", "not-applicable", "not-applicable"),
    ],
)
def test_further_pieces_follow_the_request_and_the_months_of_contribution(
    desk, says, months, salary, career, agency
) -> None:
    """Which complementary pieces are asked for depends on the request, the employment and the contribution."""
    verdict = desk.judge(desk.declaration(**says), members=desk.members(months))
    found = desk.states(verdict)
    assert (found["salary_certificate"], found["career_statement"], found["agency_certificate"]) == (
        salary,
        career,
        agency,
    )


def test_unknown_months_leave_the_career_statement_undetermined(desk) -> None:
    """What cannot be told is never a silent "not required": the item names the fact it needs."""
    verdict = desk.judge(*desk.full(), members=desk.members(""))
    career = desk.item(verdict, "career_statement")
    assert (career.status, career.required, career.needs) == ("undetermined", None, ("contribution_months",))
    assert "À connaître : mois de cotisation." in career.explanation.fr
    assert not verdict.completeness.is_complete
    assert verdict.completeness.sentence.en == "incomplete: 1 piece undetermined"


def test_an_unknown_that_cannot_matter_is_no_doubt(desk) -> None:
    """Three-valued: an agency worker needs the career statement whatever the months."""
    verdict = desk.judge(desk.declaration(employment="agency"), members=desk.members(""))
    assert desk.states(verdict)["career_statement"] == "missing"


def test_a_value_outside_the_choices_counts_as_unknown(desk) -> None:
    """A misread choice is never taken for one of the others."""
    verdict = desk.judge(desk.declaration(employment="empl0yee"), members=desk.members("26"))
    assert desk.states(verdict)["salary_certificate"] == "undetermined"
    assert "employment" in desk.item(verdict, "salary_certificate").needs


def test_a_reading_less_sure_than_not_is_no_fact(desk) -> None:
    """A value read with less than even confidence decides nothing."""
    weak = desk.paper(
        "identity",
        "passport",
        says={"last_name": "Durand", "first_names": "Marie", "birth_date": desk.BORN, "expires_on": date(2030, 1, 1)},
        confidence=0.4,
    )
    verdict = desk.judge(desk.declaration(), desk.certificate(), weak, desk.salary())
    assert desk.item(verdict, "identity").needs == ("piece.identity.expires_on",)
    assert desk.states(verdict)["identity"] == "undetermined"


def test_what_a_paper_must_satisfy_and_cannot_be_told_is_to_review(desk) -> None:
    """A signature nobody could read is for a person to look at, with the field it needs."""
    unread = replace(desk.declaration(), fields=tuple(f for f in desk.declaration().fields if f.name != "signed"))
    verdict = desk.judge(unread, desk.certificate(), desk.identity(), desk.salary())
    assert desk.item(verdict, "declaration").status == "to-review"
    assert desk.item(verdict, "declaration").needs == ("piece.declaration.signed",)
    assert verdict.basket == "control"


def test_a_person_sets_a_fact_over_every_source(desk) -> None:
    """The operator's word comes first, and sources that differ from it are not held against it."""
    own = Fact(name="contribution_months", value=Number("30"), origin=FactOrigin.OPERATOR)
    verdict = desk.judge(*desk.full(), members=desk.members("7"), case=desk.case(facts=(own,)))
    assert desk.states(verdict)["career_statement"] == "not-applicable"
    assert next(f for f in verdict.facts if f.name == "contribution_months").origin is FactOrigin.OPERATOR
    assert verdict.completeness.is_complete


def test_sources_that_differ_are_told_and_hold_the_case(desk) -> None:
    """The first source decides, and the disagreement is a doubt for a person, who can settle it by its code."""
    papers = (*desk.full(), desk.career("7"))
    verdict = desk.judge(*papers, members=desk.members("26"))
    told = next(state for state in verdict.consistency if state.code == "sources.contribution_months")
    assert (told.holds, told.severity) == (False, "doubt")
    assert "7 (document d-career_statement-1, page 1) (retenu), 26 (fichier de référence)" in told.message.fr
    assert (verdict.completeness.is_complete, verdict.basket) == (False, "control")
    settled = Waiver(item=told.code, reason="checked", by="anna", at=datetime(2026, 6, 20, tzinfo=UTC))
    assert desk.judge(*papers, case=desk.case(waivers=(settled,))).completeness.is_complete


def test_another_last_name_is_a_contradiction(desk) -> None:
    """Pieces of two persons block the case and send it to control, with both names in the message."""
    other = desk.paper(
        "identity",
        "passport",
        says={"last_name": "Lefèvre", "first_names": "Marie", "birth_date": desk.BORN, "expires_on": date(2030, 1, 1)},
    )
    verdict = desk.judge(desk.declaration(), desk.certificate(), other, desk.salary())
    told = next(state for state in verdict.consistency if state.code == "C01")
    assert told.holds is False
    assert "DURAND" in told.message.fr
    assert "Lefèvre" in told.message.fr
    assert verdict.basket == "control"
    assert "1 incohérence entre les pièces" in verdict.completeness.sentence.fr


def test_names_one_letter_apart_are_a_doubt_not_a_contradiction(desk) -> None:
    """A letter misread makes the rule undetermined; the case is neither blocked nor complete."""
    near = desk.paper(
        "identity",
        "passport",
        says={"last_name": "Durant", "first_names": "Marie", "birth_date": desk.BORN, "expires_on": date(2030, 1, 1)},
    )
    verdict = desk.judge(desk.declaration(), desk.certificate(), near, desk.salary())
    assert next(state for state in verdict.consistency if state.code == "C01").holds is None
    assert not verdict.completeness.is_complete
    assert verdict.completeness.sentence.fr == "incomplet : 1 cohérence à vérifier"


def test_a_declaration_after_two_years_is_blocked(desk) -> None:
    """The two years of CSS L. 431-2 count from the first medical observation, to the day."""
    late = {"first_observed_on": date(2024, 6, 7)}
    on_time = {"first_observed_on": date(2024, 6, 8)}
    for says, holds in ((late, False), (on_time, True)):
        verdict = desk.judge(desk.declaration(**says), desk.certificate(**says), desk.identity(), desk.salary())
        assert next(s for s in verdict.consistency if s.code == "C07").holds is holds


def test_an_unsigned_declaration_is_refused(desk) -> None:
    """A piece that lacks what its item demands is refused in the rule's own words."""
    verdict = desk.judge(desk.declaration(signed=False), desk.certificate(), desk.identity(), desk.salary())
    assert desk.states(verdict)["declaration"] == "refused"
    assert "n’est pas signée" in desk.item(verdict, "declaration").explanation.fr


def test_a_newer_valid_paper_stands_for_an_expired_one(desk) -> None:
    """Of several pieces for an item the best counts, whichever came first."""
    expired, valid = desk.identity(expires=date(2020, 1, 1)), desk.identity(number=2, received=date(2026, 6, 20))
    for pair in ((expired, valid), (valid, expired)):
        verdict = desk.judge(desk.declaration(), desk.certificate(), *pair, desk.salary())
        assert desk.states(verdict)["identity"] == "satisfied"
        assert desk.item(verdict, "identity").pieces[0] == "d-identity-2"


def test_an_offered_paper_waits_for_a_person_and_tells_no_fact(desk) -> None:
    """Until a person accepts it, a doubtful paper satisfies nothing and decides nothing."""
    offered = replace(desk.declaration(), piece=replace(desk.declaration().piece, status=PieceStatus.OFFERED))
    verdict = desk.judge(offered)
    assert desk.states(verdict)["declaration"] == "to-review"
    assert not [fact for fact in verdict.facts if fact.name == "declared_on"]
    assert verdict.basket == "control"


def test_refused_and_waived_items(desk) -> None:
    """A refusal shows its reason; a waiver makes an item lack nothing until it is revoked."""
    refused = desk.identity()
    refused = replace(refused, piece=replace(refused.piece, status=PieceStatus.REFUSED, reason="copie illisible"))
    papers = (desk.declaration(), desk.certificate(), refused, desk.salary())
    verdict = desk.judge(*papers)
    assert desk.states(verdict)["identity"] == "refused"
    assert "copie illisible" in desk.item(verdict, "identity").explanation.fr
    waiver = Waiver(item="identity", reason="known", by="anna", at=datetime(2026, 6, 25, tzinfo=UTC))
    assert desk.judge(*papers, case=desk.case(waivers=(waiver,))).completeness.is_complete
    revoked = replace(waiver, revoked_at=datetime(2026, 6, 26, tzinfo=UTC))
    assert not desk.judge(*papers, case=desk.case(waivers=(revoked,))).completeness.is_complete


def test_a_sent_request_makes_an_item_requested_and_the_case_wait(desk) -> None:
    """Who must move is "them" only when all that lacks was asked of them."""
    request = Request(
        id="r-1",
        state=RequestState.SENT,
        items=("salary_certificate",),
        drafted_at=datetime(2026, 6, 20, tzinfo=UTC),
        sent_at=datetime(2026, 6, 20, tzinfo=UTC),
    )
    papers = (desk.declaration(), desk.certificate(), desk.identity())
    assert desk.judge(*papers).waiting_on == "us"
    verdict = desk.judge(*papers, case=desk.case(requests=(request,)))
    assert (desk.states(verdict)["salary_certificate"], verdict.waiting_on) == ("requested", "them")
    drafted = replace(request, state=RequestState.DRAFTED, sent_at=None)
    assert desk.judge(*papers, case=desk.case(requests=(drafted,))).waiting_on == "us"


def test_the_legal_clock_starts_with_the_last_needed_piece(desk) -> None:
    """The 120 days run from the day the case could be decided, whenever it is judged."""
    late = desk.identity(received=date(2026, 6, 20))
    verdict = desk.judge(desk.declaration(), desk.certificate(), late, desk.salary())
    legal = verdict.deadlines[0]
    assert (legal.code, legal.starts_on, legal.due_on) == ("D01", date(2026, 6, 20), date(2026, 10, 18))
    assert legal.days_left == (date(2026, 10, 18) - desk.TODAY).days
    assert desk.judge(desk.declaration()).deadlines[0].starts_on is None


def test_a_running_clock_is_not_moved_by_later_papers(desk) -> None:
    """Once it runs, a second paper for a satisfied item changes neither its start nor its end."""
    first = desk.judge(*desk.full())
    later = desk.identity(number=2, received=date(2026, 6, 28))
    again = desk.judge(*desk.full(), later, case=desk.case(clocks=first.clocks))
    assert again.deadlines[0].starts_on == first.deadlines[0].starts_on == date(2026, 6, 10)


def test_a_clock_stops_when_its_cause_is_gone_and_a_new_one_starts_with_it(desk) -> None:
    """A case that is no longer complete has no running legal clock; the old one stays on record."""
    first = desk.judge(*desk.full())
    broken = desk.judge(*desk.full()[:3], case=desk.case(clocks=first.clocks), on=date(2026, 7, 2))
    assert broken.deadlines[0].starts_on is None
    stopped = next(clock for clock in broken.clocks if clock.code == "D01")
    assert (stopped.started_on, stopped.stopped_on) == (date(2026, 6, 10), date(2026, 7, 2))
    salary = replace(desk.salary(), received_at=datetime(2026, 7, 5, tzinfo=UTC))
    papers = (*desk.full()[:3], salary)
    healed = desk.judge(*papers, case=desk.case(clocks=broken.clocks), on=date(2026, 7, 6))
    assert healed.deadlines[0].starts_on == date(2026, 7, 5)
    assert len([clock for clock in healed.clocks if clock.code == "D01"]) == 2


def test_the_adviser_has_a_response_delay_and_baskets_are_warned(desk) -> None:
    """The opinion's delay starts when the case comes to the adviser; warnings name a basket when their day comes."""
    verdict = desk.judge(*desk.full(), on=date(2026, 7, 1))
    opinion = next(state for state in verdict.deadlines if state.code == "D03")
    assert (opinion.starts_on, opinion.due_on, opinion.warning_basket) == (date(2026, 7, 1), date(2026, 7, 31), None)
    later = desk.judge(*desk.full(), case=desk.case(clocks=verdict.clocks), on=date(2026, 7, 25))
    opinion = next(state for state in later.deadlines if state.code == "D03")
    assert (opinion.due_on, opinion.warning_basket) == (date(2026, 7, 31), "control")


def test_an_internal_clock_pauses_while_a_request_is_out(desk) -> None:
    """Days spent waiting for an answer do not count on a clock that says so; the legal clock takes no notice."""
    sent = Request(
        id="r-1",
        state=RequestState.SENT,
        items=("salary_certificate",),
        drafted_at=datetime(2026, 6, 15, tzinfo=UTC),
        sent_at=datetime(2026, 6, 15, tzinfo=UTC),
    )
    verdict = desk.judge(desk.declaration(), case=desk.case(requests=(sent,)), on=date(2026, 6, 25))
    internal = next(state for state in verdict.deadlines if state.code == "D02")
    assert (internal.paused, internal.due_on) == (True, date(2026, 7, 20))
    answered = replace(sent, state=RequestState.ANSWERED, answered_at=datetime(2026, 6, 20, tzinfo=UTC))
    verdict = desk.judge(desk.declaration(), case=desk.case(requests=(answered,)), on=date(2026, 6, 25))
    internal = next(state for state in verdict.deadlines if state.code == "D02")
    assert (internal.paused, internal.due_on) == (False, date(2026, 7, 15))


def test_a_decided_case_waits_for_nobody_and_its_clocks_stand(desk) -> None:
    """After the decision nothing runs and nothing is left to do."""
    clocks = desk.judge(*desk.full()).clocks
    decision = Decision(outcome="accepted", reasons=(), by="anna", at=datetime(2026, 6, 30, tzinfo=UTC))
    decided = desk.case(state=CaseState.DECIDED, clocks=clocks, decisions=(decision,))
    verdict = desk.judge(*desk.full(), case=decided)
    assert verdict.waiting_on == "nobody"
    assert all(clock.stopped_on == date(2026, 6, 30) for clock in verdict.clocks)
    assert all(state.days_left is None for state in verdict.deadlines)


def test_a_clock_on_a_fact_follows_the_corrected_day(desk, rule_text, classes) -> None:
    """A date corrected by a person moves the clock that hangs on it: the old day was never its cause."""
    text = rule_text.replace("starts: case_opened", "starts: facts.declared_on")
    desk.case_type = load_case_type(text, file="x.yaml", digest="sha256:1", classes=classes)
    first = desk.judge(desk.declaration())
    again = desk.judge(desk.declaration(declared_on=date(2026, 6, 1)), case=desk.case(clocks=first.clocks))
    assert [clock.started_on for clock in again.clocks if clock.stopped_on is None] == [date(2026, 6, 1)]
    assert [clock.started_on for clock in again.clocks if clock.stopped_on] == [date(2026, 6, 8)]


def test_a_verdict_survives_json(desk) -> None:
    """What the records keep of a verdict is the verdict."""
    for papers in (desk.full(), (), (desk.declaration(), desk.identity(expires=date(2020, 1, 1)))):
        verdict = desk.judge(*papers)
        assert codec.decode(Verdict, codec.encode(verdict)) == verdict


def test_an_unknown_kind_of_request_is_asked_for(desk) -> None:
    """A ticked box nobody could read makes the pieces that hang on it undetermined, never dropped."""
    unread = replace(
        desk.declaration(),
        fields=tuple(f for f in desk.declaration().fields if f.name != "request_kind"),
    )
    verdict = desk.judge(unread)
    assert desk.item(verdict, "salary_certificate").needs == ("request_kind",)
    assert Text("first") not in [fact.value for fact in verdict.facts]
