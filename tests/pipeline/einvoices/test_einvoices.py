"""What e-invoices state, in each syntax; what strangers put into XML does no harm."""

import einvoicing
import pytest

from pipeline.einvoices.reading import read_einvoice
from pipeline.einvoices.stating import day, plain, siret
from pipeline.model.values import written


def stated(content: bytes) -> dict[str, str]:
    """Return name and value of all that is stated."""
    einvoice = read_einvoice(content)
    assert einvoice is not None
    return {each.name: written(each.value) for each in einvoice.statements}


@pytest.mark.parametrize("content", [einvoicing.cii(), einvoicing.ubl()], ids=["cii", "ubl"])
def test_every_syntax_states_the_same(content):
    """One invoice in CII and in UBL has the same numbers, days, parties, sums in its own currency, and lines."""
    assert stated(content) == einvoicing.STATED
    einvoice = read_einvoice(content)
    assert einvoice is not None
    assert einvoice.type_code == "380"
    (line,) = einvoice.lines
    assert (line.description, line.quantity, line.unit, line.unit_price, line.amount) == (
        "Fauteuil de bureau", "10", "C62", "150.00", "1500.00",
    )  # fmt: skip


def test_a_credit_note_says_so_by_its_root():
    """UBL tells a credit note by its root element; it states the same fields."""
    content = einvoicing.ubl("CreditNote")
    einvoice = read_einvoice(content)
    assert einvoice is not None
    assert einvoice.type_code == "381"
    assert stated(content) == einvoicing.STATED
    assert len(einvoice.lines) == 1


def test_the_number_of_an_order_is_the_orders():
    """Of an Order-X its own number is the purchase order's, and there is no invoice number."""
    order = einvoicing.cii(type_code="220").replace(b"CrossIndustryInvoice", b"SCRDMCCBDACIOMessageStructure")
    order = order.replace(b"<ram:IssuerAssignedID>PO 4711</ram:IssuerAssignedID>", b"")
    assert stated(order)["purchase_order_number"] == einvoicing.NUMBER
    assert "invoice_number" not in stated(order)


BOMB = b"""<!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&b;</ID></Invoice>"""
THIEF = b"""<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&x;</ID></Invoice>"""


@pytest.mark.parametrize(
    "content",
    [b"", b"<a", b"<html/>", b"<x xmlns='y'/>", BOMB, THIEF, b"<a>" * 50_000, einvoicing.cii()[:900]],
    ids=["empty", "cut", "html", "other", "bomb", "thief", "deep", "half"],
)
def test_what_is_no_einvoice_states_nothing(content):
    """Other XML, broken XML, and XML that declares entities is no e-invoice; nothing is expanded or fetched."""
    assert read_einvoice(content) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2026-01-31", "2026-01-31"), ("20260131", "2026-01-31"), ("202601311232", "2026-01-31"), ("2026-02-30", None)],
)
def test_days_of_every_format(text, shown):
    """Days with and without hour are days; one that does not exist is none."""
    found = day(text)
    assert (found and found.value.isoformat()) == shown


def test_numbers_lose_needless_zeros_only():
    """A price of a fraction of a cent keeps its places."""
    assert [plain("60.0000", places=2), plain("0.0520", places=2), plain("20.0000"), plain("abc"), plain("1E9")] == [
        "60.00", "0.052", "20", "", "",
    ]  # fmt: skip


def test_only_a_siret_is_a_siret():
    """Fourteen figures under another scheme, or with a wrong key, are none."""
    assert siret([("12345678901234", "0088")]) is None
    assert siret([(einvoicing.SIRET[:-1] + "5", "0009")]) is None
    assert siret([("732 829 320 00074", "0009")]) is not None
