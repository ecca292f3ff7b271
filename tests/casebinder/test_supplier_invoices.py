"""Supplier invoices: what is plain is approved by rule, and nothing else ever is, whatever is wrong with it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import trading

from casebinder.model.case import PieceStatus
from casebinder.model.verdict import WaitingOn
from casebinder.model.view import Related
from pipeline.model.document import Origin, Table
from pipeline.model.values import Identifier

SOME, MANY = 400, 10_000
LEAST_APPROVED = 0.8
"""The share of plain invoices that the scenario asks to pass straight through."""
SETTINGS = (
    {"orders": "list", "notes": "papers"},
    {"orders": "papers", "notes": "papers"},
    {"orders": "list", "notes": "list"},
    {"orders": "both", "notes": "both"},
)
NEEDS = {
    "_cancelled_order": {"orders": "both"},  # papers do not say what became of an order
    "_closed_order": {"orders": "both"},
    "_other_buyer": {"orders": "both"},  # a list of orders does not say who buys
    "_other_rate": {"orders": "both", "rich": True},  # nor the rate of tax, in the columns it must have
}


@pytest.fixture(scope="module")
def kind():
    """Return the delivered case type."""
    return trading.case_type()


def drawn_invoices(kind, count):
    """Judge so many drawn invoices: every second sound, the others wrong in ways with a rule and without one.

    Left out are those to another buyer who was drawn with the very name of ours: no paper tells the two apart.
    """
    named, unnamed, sound = (trading.ways(kinds) for kinds in ("named", "unnamed", "sound"))
    done = seed = 0
    while done < count:
        at = seed // 4
        wrong = (None, named[at % len(named)], sound[at % len(sound)], unnamed[at % len(unnamed)])[seed % 4]
        setting = SETTINGS[at % len(SETTINGS)] | {"rich": at % 3 != 0} | NEEDS.get(getattr(wrong, "__name__", ""), {})
        deal = trading.drawn(seed, wrong)
        seed += 1
        is_same_name = deal.invoice.buyer != deal.order.buyer and deal.invoice.buyer.name == deal.order.buyer.name
        for judged in () if is_same_name else trading.judged(kind, deal, **setting):
            yield judged
            done += 1


def outcomes(kind, count):
    """Count drawn invoices by kind and by whether they were approved."""
    wrong, approved, all_ = [], Counter(), Counter()
    for judged in drawn_invoices(kind, count):
        is_right = judged.truth.outcome == "approved"
        if judged.is_approved and not is_right:
            wrong.append(judged.truth)
        all_[judged.truth.kind] += is_right
        approved[judged.truth.kind] += is_right and judged.is_approved
    return wrong, approved, all_


def test_no_invoice_is_wrongly_approved_and_the_plain_ones_pass(kind):
    """Of drawn invoices none that a person must see is approved by rule, and at least 80 % of the plain ones are."""
    wrong, approved, all_ = outcomes(kind, SOME)
    assert wrong == []
    assert approved["plain"] >= LEAST_APPROVED * all_["plain"] > 0


@pytest.mark.slow
@pytest.mark.long
def test_no_wrong_approval_in_ten_thousand_invoices(kind):
    """Of 10,000 drawn invoices, disputes of kinds no rule names included, none is wrongly approved."""
    wrong, approved, all_ = outcomes(kind, MANY)
    assert wrong == []
    assert approved["plain"] >= LEAST_APPROVED * all_["plain"] > 0


@pytest.mark.parametrize("place", range(len(trading.ways("named"))))
def test_every_named_dispute_says_its_reason(kind, place):
    """An invoice wrong in a way that a rule names is not approved, and what is said of it is no empty sentence."""
    wrong = trading.ways("named")[place]
    *_, last = trading.judged(kind, trading.drawn(place, wrong), **NEEDS.get(wrong.__name__, {}))
    assert not last.is_approved
    if last.verdict.proposed_outcome == "disputed":
        assert all(reason.fr and reason.en for reason in last.verdict.proposed_because)
    assert last.verdict.waiting_on is WaitingOn.US


def plain(kind, *, change=lambda bill: bill, related=(), notes=True, tables=None):
    """Judge a plain invoice after a change."""
    deal = trading.drawn(3)
    came = datetime(2026, 11, 1, tzinfo=UTC)
    bill = change(trading.content(deal.invoice, "bill", came=came + timedelta(days=1), origin=Origin.TEXT))
    papers = [trading.content(one, f"n{n}", came=came, origin=Origin.TEXT) for n, one in enumerate(deal.deliveries)]
    lists = tables or trading.lists(deal, with_orders=True, with_deliveries=False, rich=True)
    return trading.verdict_of(kind, [*(papers if notes else ()), bill], related, lists)


def holds(verdict, code):
    """Return the outcome of one rule."""
    return next(state.holds for state in verdict.consistency if state.code == code)


def test_a_plain_invoice_is_approved_with_its_reasons(kind):
    """A plain invoice ends its case by rule, and each point that was compared is a reason in both languages."""
    verdict = plain(kind)
    assert (verdict.proposed_outcome, verdict.is_settling) == ("approved", True)
    assert len(verdict.proposed_because) >= 15
    assert all(reason.fr and reason.en for reason in verdict.proposed_because)


def test_what_was_compared_is_shown_with_its_paper(kind):
    """A price that is at odds is told with the values of both sides and the paper that says one of them."""
    verdict = next(iter(trading.judged(kind, trading.drawn(5, trading.ways("named")[0])))).verdict
    state = next(state for state in verdict.consistency if state.code == "M10")
    assert state.holds is False
    assert {value.document for value in state.values} >= {"d-bill-0"}


@pytest.mark.parametrize("name", ["iban", "total_including_tax", "purchase_order_number"])
def test_what_was_not_read_waits_for_a_person(kind, name):
    """A paper on which a figure or the account was not read is never approved: it may say anything there."""
    verdict = plain(kind, change=lambda bill: trading.without(bill, name))
    assert not verdict.is_settling
    assert verdict.waiting_on is WaitingOn.US


def test_a_reading_that_was_not_believed_waits_for_a_person(kind):
    """A field that stands on the paper and could not be believed is something left to explain."""
    verdict = plain(kind, change=lambda bill: replace(bill, doubted=("issue_date",)))
    assert holds(verdict, "M15") is False


@pytest.mark.parametrize("name", ["total_tax", "total_excluding_tax"])
def test_a_total_that_all_others_prove_need_not_be_read(kind, name):
    """Lines, rates and the total to pay tell net and tax; one of these in doubt then holds nothing up."""
    verdict = plain(kind, change=lambda bill: replace(trading.without(bill, name), doubted=(name,)))
    assert verdict.is_settling


def test_a_discount_that_was_not_read_is_told_by_the_amount(kind):
    """A line billed for what was ordered, its discount taken off, is at its price though the discount was not read."""

    def change(bill):
        rows = tuple(tuple(cell for cell in row if cell[0] != "discount") for row in bill.tables[0].rows)
        return replace(bill, tables=(replace(bill.tables[0], rows=rows),))

    assert any("discount" in dict(row) for row in trading.drawn(3).invoice.tables()["lines"])
    assert plain(kind, change=change).is_settling


@pytest.mark.parametrize("column", ["surcharge", "deposit"])
def test_a_column_nobody_knows_waits_for_a_person(kind, column):
    """A line that says something in a column no rule names is not explained, even when all else agrees."""

    def change(bill):
        rows = tuple((*row, (column, "1.00")) for row in bill.tables[0].rows)
        return replace(bill, tables=(replace(bill.tables[0], rows=rows),))

    assert holds(plain(kind, change=change), "M15") is False


def test_another_table_on_the_invoice_waits_for_a_person(kind):
    """Charges and allowances that an invoice states beside its lines are not explained by the order."""
    charges = Table(name="particulars", rows=((("kind", "charge"), ("amount", "4.00")),))
    assert holds(plain(kind, change=lambda bill: replace(bill, tables=(*bill.tables, charges))), "M15") is False


def test_an_invoice_without_lines_waits_for_a_person(kind):
    """An invoice whose lines were not read cannot be matched, and is not approved by its totals."""
    verdict = plain(kind, change=lambda bill: replace(bill, tables=()))
    assert holds(verdict, "M10") is None
    assert not verdict.is_settling


def test_an_invoice_for_what_has_not_come_waits_for_its_delivery(kind):
    """Without a delivery nothing is disputed: the delivery note is missing."""
    verdict = plain(kind, notes=False)
    assert {item.item: item.status for item in verdict.completeness.items}["delivery_note"] == "missing"
    assert verdict.proposed_outcome is None


def test_two_invoices_of_one_order_share_what_was_ordered(kind):
    """What an earlier invoice of the order took is no longer there for the next, whatever its number and sum."""
    deal = trading.drawn(3)
    earlier = trading.content(deal.invoice, "other", came=datetime(2026, 10, 1, tzinfo=UTC), origin=Origin.TEXT)
    fields = tuple(
        replace(one, value=Identifier("X-77", "local")) if one.name == "invoice_number" else one
        for one in earlier.fields
        if one.name != "total_including_tax"
    )
    verdict = plain(kind, related=(Related(content=replace(earlier, fields=fields), reference="SI-2026-00009"),))
    assert (holds(verdict, "M11"), holds(verdict, "M14")) == (False, True)


def test_a_refused_invoice_takes_nothing_of_the_order(kind):
    """An invoice that a person set aside does not count against the order; that the next is like it is still told."""
    deal = trading.drawn(3)
    earlier = trading.content(deal.invoice, "other", came=datetime(2026, 10, 1, tzinfo=UTC), origin=Origin.TEXT)
    refused = replace(earlier, piece=replace(earlier.piece, status=PieceStatus.REFUSED))
    verdict = plain(kind, related=(Related(content=refused, is_set_aside=True),))
    assert (holds(verdict, "M11"), holds(verdict, "M14")) == (True, False)


def test_one_delivery_note_captured_twice_counts_once(kind):
    """The same note scanned a second time brings nothing: what is billed beyond it stays a gap."""
    *_, short = trading.judged(kind, trading.drawn(11, trading.ways("named")[9]))
    assert short.truth.kind == "short-delivery"
    deal = trading.drawn(11, trading.ways("named")[9])
    came = datetime(2026, 11, 1, tzinfo=UTC)
    notes = [trading.content(deal.deliveries[0], f"n{n}", came=came, origin=Origin.TEXT) for n in range(2)]
    bill = trading.content(deal.invoice, "bill", came=came, origin=Origin.TEXT)
    lists = trading.lists(deal, with_orders=True, with_deliveries=False, rich=True)
    assert holds(trading.verdict_of(kind, [*notes, bill], (), lists), "M12") is False


@pytest.mark.parametrize(
    ("listed", "outcome"), [("ours", True), ("another", False)], ids=["to one of ours", "to somebody else"]
)
def test_an_invoice_has_to_be_addressed_to_one_of_our_companies_where_they_are_listed(kind, listed, outcome):
    """Where our companies are listed a bill to none of them is never approved, also where no order names a buyer."""
    deal = trading.drawn(3)
    lists = trading.lists(deal, with_orders=True, with_deliveries=False, rich=True)
    fields = deal.invoice.fields()
    ours = {"buyer_name": fields["buyer_name"], "buyer_vat_id": fields["buyer_vat_id"]}
    row = ours if listed == "ours" else {"buyer_name": "Une Autre SA", "buyer_vat_id": "FR83404833048"}
    verdict = plain(kind, tables=trading.Lists({**lists.tables, "companies": [row]}))
    assert holds(verdict, "M16") is outcome
    assert (verdict.proposed_outcome == "approved") is outcome
