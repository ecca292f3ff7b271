"""Supplier invoices from files on disk to decisions: e-invoices in, what became of each read back as JSON."""

from pathlib import Path

import invoice_files
import pytest
import trading
from terminal import Terminal

from specimens.trade.tables import deliveries_table, orders_table, suppliers_table

WAYS = ("sound", "named", "unnamed")
NOT_STATED = {"_no_delivery", "_other_buyer"}
"""What these need stands on papers, and here orders and deliveries are lists."""
PLAIN_BETWEEN = 10


@pytest.fixture(scope="module")
def deals():
    """Draw a deal of each kind, and plain ones between them."""
    wrong = [way for ways in WAYS for way in trading.ways(ways) if way.__name__ not in NOT_STATED]
    return [trading.drawn(seed, way) for seed, way in enumerate([*wrong, *[None] * PLAIN_BETWEEN], start=900)]


@pytest.fixture(scope="module")
def received(tmp_path_factory, deals) -> Terminal:
    """Import the three lists and submit every invoice, CII and UBL in turn, those of one deal one after the other."""
    folder = tmp_path_factory.mktemp("invoices")
    terminal = Terminal(home=folder / "home")
    known = [deal for deal in deals if deal.is_order_known]
    tables = {
        "suppliers": suppliers_table([deal.order.seller for deal in deals]),
        "orders": orders_table([deal.order for deal in known]),
        "deliveries": deliveries_table([note for deal in deals for note in deal.deliveries]),
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        terminal.ask("reference", "import", name, folder / f"{name}.csv")
    for turn in range(2):
        terminal.ask("submit", written(folder / f"post-{turn}", deals, turn))
    return terminal


def written(folder: Path, deals, turn: int) -> Path:
    """Write the invoices of one turn as files; a second copy of one differs by an empty line at its end."""
    folder.mkdir()
    for number, deal in enumerate(deals):
        for invoice, _ in deal.invoices[turn : turn + 1]:
            content = (invoice_files.ubl if number % 2 else invoice_files.cii)(invoice)
            (folder / f"{number:03d}.xml").write_bytes(content + b"\n" * turn)
    return folder


@pytest.fixture(scope="module")
def cases(received) -> dict:
    """Return every case by its invoice number and seller."""
    listed = received.ask("case", "list", "--type", "supplier_invoice")["cases"]
    return {key_of(case): case for line in listed for case in [received.ask("case", "show", line["reference"])]}


def key_of(case) -> tuple[str, str]:
    """Return invoice number and seller of a case."""
    facts = {fact["name"]: fact["value"] for fact in case["facts"]}
    return facts["invoice_number"].replace(" ", ""), facts["seller_siret"]


def outcomes(case) -> list[str]:
    """Return what was decided of a case, in order."""
    return [decision["outcome"] for decision in case["decisions"]]


def test_each_invoice_has_one_case_and_none_is_wrongly_approved(deals, cases, conforms):
    """Every invoice opens a case under its number; what a person must see is not approved, the plain ones are."""
    plain = approved = 0
    for deal in deals:
        invoice, truth = deal.invoices[-1]
        case = cases.get((invoice.number, invoice.seller.company.siret))
        if case is None:  # what is not sure to be an invoice waits in its queue
            assert truth.outcome != "approved"
            continue
        conforms(case | {"schema": "casebinder/case/1"})
        is_approved = case["status"] == "decided" and outcomes(case)[-1] == "approved"
        assert truth.outcome == "approved" or not is_approved, truth
        plain += truth.kind == "plain"
        approved += truth.kind == "plain" and is_approved
    assert plain == PLAIN_BETWEEN
    assert approved >= 0.8 * plain


def test_a_dispute_says_its_reason_and_waits_for_a_person(deals, cases):
    """What is at odds is decided `disputed` with its reasons, and the case stays open in a basket."""
    disputed = [case for case in cases.values() if "disputed" in outcomes(case)]
    assert len(disputed) > 15
    for case in disputed:
        assert case["status"] in {"open", "reopened"}
        assert case["basket"] in {"disputes", "buyer"}
        assert case["decisions"][-1]["reasons"]
        assert case["waiting_on"] == "us"


def test_an_approval_is_an_act_of_the_system_with_its_reasons(deals, cases):
    """An invoice approved by rule shows who approved it, and each point that was compared."""
    approved = next(case for case in cases.values() if outcomes(case) == ["approved"])
    decision = approved["decisions"][0]
    assert decision["by"] == "system"
    assert len(decision["reasons"]) >= 14
    assert any(event["act"] == "case.decide" and event["actor"] == "system" for event in approved["history"])
    assert approved["waiting_on"] == "nobody"
    assert all(clock["due_on"] for clock in approved["deadlines"] if clock["clock"] == "legal")


def test_a_second_copy_opens_an_approved_case_again(deals, cases):
    """The same invoice in another file joins the case it had opened, which a person must see again."""
    deal = next(deal for deal in deals if deal.invoices[-1][1].kind == "duplicate")
    case = cases[deal.invoice.number, deal.order.seller.company.siret]
    assert outcomes(case) == ["approved", "disputed"]
    assert case["status"] == "reopened"
    assert len(case["documents"]) == 2


def test_a_person_may_decide_otherwise(received, cases):
    """What a rule has approved a person may still dispute; rules then decide no more."""
    case = next(case for case in cases.values() if outcomes(case) == ["approved"])
    shown = received.ask("case", "decide", case["reference"], "disputed", "--reason", "Marchandise abîmée")
    assert outcomes(shown) == ["approved", "disputed"]
    assert shown["decisions"][-1]["by"] != "system"
