"""Companies' cases: one key whatever number a paper gives, and papers that join by what they say alike."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import trading

from casebinder.binding.keys import fields_of, key_of
from casebinder.binding.matching import find_case
from casebinder.binding.outcomes import Incoming, KnownCase, Matched, Opens, Unmatched
from casebinder.model.case import Case, CaseState, Fact, FactOrigin, Piece, PieceStatus
from casebinder.parties import Company
from pipeline.model.document import Origin
from pipeline.model.identity import OPEN_CIRCLE, CaseId, DocumentId, PieceId
from pipeline.model.values import from_written

CAME = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def kind():
    """Return the delivered case type."""
    return trading.case_type()


class Directory:
    """A directory in which these cases name every order."""

    def __init__(self, *cases):
        """Take the cases, the oldest first."""
        self.cases = cases

    def by_reference(self, reference):
        """Know none by reference."""

    def by_key(self, case_type, key):
        """Know none by key."""

    def cases_saying(self, case_type, field, value):
        """Return all."""
        return tuple(KnownCase(case=case, facts=()) for case in self.cases)


def case(name, *items):
    """Make an open case with a piece for each of these items."""
    return Case(
        id=CaseId(name),
        reference=name,
        case_type="supplier_invoice",
        rules_digest=trading.DIGEST,
        rules_version="1",
        circle=OPEN_CIRCLE,
        state=CaseState.OPEN,
        opened_at=CAME,
        pieces=tuple(
            Piece(id=PieceId(item), document=DocumentId(item), item=item, status=PieceStatus.ACCEPTED) for item in items
        ),
    )


def found(kind, paper, *cases, left_out=()):
    """Find the case of a drawn paper on which some fields were not read."""
    content = trading.without(trading.content(paper, "x", came=CAME, origin=Origin.TEXT), *left_out)
    incoming = Incoming(document_class=content.document_class, fields=content.fields)
    return find_case(incoming, [kind], Directory(*cases), on=trading.TODAY)


def test_siret_and_vat_number_make_one_key(kind):
    """The same invoice opens one case, whichever of the seller's French numbers was read from it."""
    invoice = trading.drawn(3).invoice
    outcomes = [found(kind, invoice, left_out=(number,)) for number in ("seller_siret", "seller_vat_id")]
    assert all(isinstance(outcome, Opens) for outcome in outcomes)
    assert outcomes[0].key == outcomes[1].key
    assert outcomes[0].person == Company(name=invoice.seller.name, number=invoice.seller.company.siret[:9])


def test_what_a_person_states_makes_the_same_key(kind):
    """A case opened by hand with the seller's number and the invoice's is found by the invoice that comes."""
    invoice = trading.drawn(3).invoice
    said = (("seller_siret", invoice.seller.company.siret), ("invoice_number", invoice.number))
    facts = [Fact(name=name, value=from_written("identifier", text), origin=FactOrigin.OPERATOR) for name, text in said]
    assert key_of(fields_of(facts, kind), kind) == found(kind, invoice).key


def test_an_invoice_without_a_number_of_its_seller_opens_nothing(kind):
    """A name alone is no key: who bills has to be read with certainty, or a person says it."""
    outcome = found(kind, trading.drawn(3).invoice, left_out=("seller_siret", "seller_vat_id"))
    assert isinstance(outcome, Unmatched)
    assert outcome.code == "key_not_known"


def test_a_delivery_note_joins_the_oldest_case_that_has_none(kind):
    """Of several cases of one order the note goes where one lacks, and to the oldest when none does."""
    note = trading.drawn(3).deliveries[0]
    with_note, without = case("c-1", "invoice", "delivery_note"), case("c-2", "invoice")
    for cases, name in (((with_note, without), "c-2"), ((with_note, replace(with_note, id=CaseId("c-3"))), "c-1")):
        outcome = found(kind, note, *cases)
        assert isinstance(outcome, Matched)
        assert outcome.case.id == name


def test_a_delivery_note_for_no_case_waits_with_its_reason(kind):
    """Without a case of its order, or without an order's number, a note waits and says why."""
    note = trading.drawn(3).deliveries[0]
    assert found(kind, note).code == "no_such_case"
    assert found(kind, note, case("c-1"), left_out=("purchase_order_number",)).code == "not_said"
