"""Binding: which line of the checklist a paper is for, and which papers a better one replaces."""

from datetime import date

from casebinder.binding.offers import offer_for, superseded
from casebinder.model.case import PieceStatus


def test_a_certain_paper_is_accepted_and_a_doubtful_one_offered(case_type) -> None:
    """What passed without doubt counts at once; the rest waits for a person."""
    certain = offer_for(case_type, "passport", is_certain=True)
    assert (certain.item, certain.status) == ("identity", PieceStatus.ACCEPTED)
    assert offer_for(case_type, "passport", is_certain=False).status is PieceStatus.OFFERED


def test_a_paper_no_item_takes_is_no_piece(case_type) -> None:
    """A letter belongs to the case and to no line of its checklist."""
    assert offer_for(case_type, "letter", is_certain=True) is None


def test_a_paper_that_may_serve_two_items_is_offered(case_type, desk) -> None:
    """Employer's certificate or agency's certificate: when both may be needed, a person says which it is."""
    agency = desk.judge(desk.declaration(employment="agency")).completeness.items
    assert offer_for(case_type, "employer_certificate", checklist=agency, is_certain=True).status == "offered"
    employee = desk.judge(desk.declaration()).completeness.items
    offer = offer_for(case_type, "employer_certificate", checklist=employee, is_certain=True)
    assert (offer.item, offer.status) == ("salary_certificate", PieceStatus.ACCEPTED)


def test_what_a_paper_says_of_itself_settles_which_item_it_is_for(case_type, desk) -> None:
    """A certificate of missions is the agency's, one of wages the employer's; one that is neither is only offered."""
    agency = desk.judge(desk.declaration(employment="agency")).completeness.items
    for kind, item, status in (
        ("mission", "agency_certificate", PieceStatus.ACCEPTED),
        ("salary", "salary_certificate", PieceStatus.ACCEPTED),
        ("work", "salary_certificate", PieceStatus.OFFERED),
    ):
        paper = desk.salary(kind=kind)
        offer = offer_for(case_type, paper.document_class, fields=paper.fields, checklist=agency, is_certain=True)
        assert (offer.item, offer.status) == (item, status)


def test_an_offer_for_several_items_goes_to_the_one_that_lacks(case_type, desk) -> None:
    """With the salary certificate there, the next employer's paper is offered for the agency's."""
    items = desk.judge(desk.declaration(employment="agency"), desk.salary()).completeness.items
    assert offer_for(case_type, "employer_certificate", checklist=items, is_certain=True).item == "agency_certificate"


def test_a_newer_valid_paper_supersedes_the_older_one(case_type, desk) -> None:
    """Only a satisfying newer paper replaces; an older valid one beside a newer expired one stays."""

    def replaced(*papers):
        return superseded(desk.case_type, desk.judge(*papers).completeness.items, papers)

    expired = desk.identity(expires=date(2020, 1, 1))
    newer = desk.identity(number=2, received=date(2026, 6, 20))
    assert replaced(desk.declaration(), expired, newer) == {"p-identity-1"}
    older = desk.identity(number=3, received=date(2026, 6, 1))
    assert replaced(desk.declaration(), expired, older) == frozenset()
