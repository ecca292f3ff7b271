"""Answer slips that come back: they cut, class and bind without doubt, and where they cannot a person looks."""

import pytest
from acting import again, opened, status
from house import LOCAL, House
from invariants import check_projections, check_records
from scene import reference_of
from written import BLANK, career, certificate, declaration, identity, letter, mystery, nir, salary, slip

from casebinder.letters.slips import LETTERS, answer_code
from casebinder.model.case import PieceStatus
from casebinder.model.request import RequestState
from casebinder.model.verdict import ItemStatus
from pipeline.model.batch import Document
from pipeline.model.document import OpenedBy
from pipeline.model.states import DocumentState, PageState
from services.access import SYSTEM


def codes(house: House, reference: str) -> dict[str, str]:
    """Have a letter sent for all that lacks; return the codes of its slips by item."""
    house.correspond.request(LOCAL, reference)
    house.correspond.send(LOCAL, reference)
    house.dispatch.send(SYSTEM)
    house.go_on()
    request = house.find.case(LOCAL, reference).case.requests[-1]
    return {slip.item: slip.code for slip in request.slips}


def odd_card() -> tuple[str, ...]:
    """Write an identity card that by itself leads to nobody: the year of birth was read wrongly."""
    card = identity()
    return (*card[:3], "birth_date: 1948-03-02", *card[4:])


def findings(document: Document) -> list[str]:
    """Return the codes of a document's findings."""
    assert document.understanding is not None
    return [finding.code for finding in document.understanding.findings]


def test_slips_bind_their_papers_without_doubt(house: House) -> None:
    """Each paper behind its slip is a document of its own, bound to case and item; the request is answered."""
    reference = opened(house, declaration(), certificate())
    code = codes(house, reference)
    pages = (slip(code["salary_certificate"]), salary(), BLANK, slip(code["identity"]), odd_card())
    batch = house.captured("back.pdf", *pages)
    documents = house.documents(batch)
    assert [document.draft.opened_by for document in documents] == [OpenedBy.BARCODE] * 2
    assert {reference_of(house, document.id) for document in documents} == {reference}
    case = house.find.case(LOCAL, reference).case
    bound = {piece.item: piece.status for piece in case.pieces if piece.document in {d.id for d in documents}}
    assert bound == {"salary_certificate": PieceStatus.ACCEPTED, "identity": PieceStatus.ACCEPTED}
    assert case.requests[-1].state is RequestState.ANSWERED
    pages = house.find.batches(LOCAL, batch)[0].pages
    assert [page.state for page in pages if page.ordinal in {1, 4}] == [PageState.SEPARATOR] * 2
    check_records(house)
    check_projections(house)


def test_a_paper_that_tells_nothing_is_what_its_slip_says(house: House) -> None:
    """Where the item takes one class, a paper nobody could class is taken as that; where it takes several, it waits."""
    reference = opened(house, declaration(), certificate(), months=3)
    code = codes(house, reference)
    (one,) = house.documents(house.captured("one.pdf", slip(code["career_statement"]), mystery()))
    assert one.understanding is not None
    assert one.understanding.classification.document_class == "career_statement"
    (other,) = house.documents(house.captured("other.pdf", slip(code["identity"]), mystery("2")))
    assert other.state is DocumentState.IN_QUEUE


def test_the_slip_tells_which_of_two_items_is_meant(house: House) -> None:
    """One class serves two items, and the paper does not say which: the slip does."""
    reference = opened(house, declaration(), certificate(), identity())
    house.desk.set_facts(LOCAL, reference, [("employment", "agency")])
    code = codes(house, reference)
    house.captured("agency.pdf", slip(code["agency_certificate"]), salary())
    assert status(house, reference, "agency_certificate") is ItemStatus.SATISFIED
    assert status(house, reference, "salary_certificate") is ItemStatus.REQUESTED


def test_a_paper_that_contradicts_its_slip_goes_to_a_person(house: House) -> None:
    """A paper that reads as something else is never taken for what the slip announced."""
    reference = opened(house, declaration(), certificate())
    code = codes(house, reference)
    (paper,) = house.documents(house.captured("x.pdf", slip(code["salary_certificate"]), identity()))
    assert paper.state is DocumentState.IN_QUEUE
    assert findings(paper) == ["answer_contradicts"]
    house.verify.release(LOCAL, paper.id, reason="he mixed the slips up")
    assert reference_of(house, paper.id) == reference
    assert status(house, reference, "identity") is ItemStatus.SATISFIED
    assert status(house, reference, "salary_certificate") is ItemStatus.REQUESTED


def test_another_persons_paper_behind_the_slip_is_not_bound(house: House) -> None:
    """A proven number that is not the case's leaves the paper unmatched, whatever the slip says."""
    reference = opened(house, declaration(), certificate())
    code = codes(house, reference)
    (paper,) = house.documents(house.captured("x.pdf", slip(code["salary_certificate"]), salary(2)))
    assert paper.state is DocumentState.UNMATCHED


def test_a_slip_that_may_not_bind_is_a_doubt(house: House) -> None:
    """Foreign, altered, withdrawn, closed, or of two cases: a person looks, and releasing it binds it as if alone."""
    reference = opened(house, declaration(), certificate())
    house.correspond.request(LOCAL, reference)
    withdrawn = house.find.case(LOCAL, reference).case.requests[0].slips[0].code
    house.correspond.withdraw(LOCAL, reference)
    code = codes(house, reference)["identity"]
    altered = code[:-1] + next(letter for letter in LETTERS if letter != code[-1])
    other = house.desk.open_case(LOCAL, "occupational_disease", [("social_security_number", nir(5))])
    foreign = answer_code("another house")
    told = {
        "answer_slip_foreign": (slip(foreign),),
        "answer_slip_withdrawn": (slip(withdrawn),),
        "answer_slips_differ": (slip(code), slip(codes(house, other)["identity"])),
    }
    for number, (finding, slips) in enumerate(({"answer_slip_foreign": (slip(altered),)} | told).items()):
        card = identity(1, expires=f"203{number}-01-01")
        (paper,) = house.documents(house.captured(f"{number}.pdf", *slips, card))
        assert (paper.state, findings(paper)) == (DocumentState.IN_QUEUE, [finding])
    house.desk.decide(LOCAL, reference, "refused", reason="late")
    (paper,) = house.documents(house.captured("late.pdf", slip(code), identity(1, expires="2039-01-01")))
    assert findings(paper) == ["answer_slip_closed"]
    house.verify.release(LOCAL, paper.id)
    assert again(house, paper.id).state is DocumentState.UNMATCHED, "the case is no longer open"


def test_an_operators_class_does_not_settle_a_doubtful_slip(house: House) -> None:
    """Saying what the paper is does not say whose: the doubt about the slip stays until the paper is released."""
    opened(house, declaration(), certificate())
    (paper,) = house.documents(house.captured("x.pdf", slip(answer_code("foreign")), mystery()))
    house.verify.set_class(LOCAL, paper.id, "national_id_card")
    assert again(house, paper.id).state is DocumentState.IN_QUEUE
    assert "answer_slip_foreign" in findings(again(house, paper.id))


def test_slips_of_a_letter_that_lapsed_still_bind(house: House) -> None:
    """Whoever answers the first letter after the reminder went out is understood all the same."""
    reference = opened(house, declaration(), certificate())
    first = codes(house, reference)
    house.clock.pass_days(30)
    second = codes(house, reference)
    assert not set(first.values()) & set(second.values())
    house.captured("late.pdf", slip(first["identity"]), odd_card())
    assert status(house, reference, "identity") is ItemStatus.SATISFIED


def test_slips_without_papers_name_the_case_and_not_the_item(house: House) -> None:
    """Two slips in a row before one paper: the case is sure, and the paper itself tells which item it is for."""
    reference = opened(house, declaration(), certificate(), months=3)
    code = codes(house, reference)
    slips = (slip(code["salary_certificate"]), slip(code["career_statement"]))
    (paper,) = house.documents(house.captured("two.pdf", *slips, career(months=3)))
    assert reference_of(house, paper.id) == reference
    assert status(house, reference, "career_statement") is ItemStatus.SATISFIED


@pytest.mark.parametrize("paper", [letter(), mystery()])
def test_a_slip_belongs_to_no_document(house: House, paper: tuple[str, ...]) -> None:
    """Whatever lies behind it, the slip page is a separator and every page is accounted for."""
    batch = house.captured("x.pdf", slip(answer_code("any")), paper)
    view = house.find.batches(LOCAL, batch)[0]
    assert view.balance.is_balanced
    assert [page.state for page in view.pages] == [PageState.SEPARATOR, PageState.IN_DOCUMENT]
