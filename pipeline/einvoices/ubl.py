"""OASIS Universal Business Language 2: Invoice, CreditNote and Order (EN 16931-3-2, Peppol BIS)."""

from collections.abc import Iterator
from typing import Final

from pipeline.einvoices import stating
from pipeline.einvoices.particulars import Paths, particulars
from pipeline.einvoices.tree import Node, nodes, text, texts, within
from pipeline.model.einvoice import EInvoice, InvoiceLine, TaxShare
from pipeline.model.values import Amount, Value

TYPE_CODES: Final = {"Invoice": "380", "CreditNote": "381", "Order": "220"}
"""The code of UNTDID 1001 of each root, for documents that give none themselves."""
ROOTS = frozenset(TYPE_CODES)

_PARTY: Final = {
    "seller": "AccountingSupplierParty|SellerSupplierParty/Party",
    "buyer": "AccountingCustomerParty|BuyerCustomerParty/Party",
}
_LINES = ("InvoiceLine", "CreditNoteLine", "OrderLine/LineItem")
_TOTALS = "LegalMonetaryTotal|AnticipatedMonetaryTotal"
_OF_PAYMENT: Final = Paths(
    charges=("AllowanceCharge", *(f"{line}/AllowanceCharge" for line in _LINES)),
    charge_amount="Amount",
    charge_reason=("AllowanceChargeReason", "AllowanceChargeReasonCode"),
    amounts={"prepaid": f"{_TOTALS}/PrepaidAmount", "rounding": f"{_TOTALS}/PayableRoundingAmount"},
    others={
        "payee": "PayeeParty/PartyName/Name",
        "corrects": "BillingReference/InvoiceDocumentReference/ID",
    },
)


def read_ubl(root: Node, *, name: str) -> EInvoice:
    """Return what a UBL document states; name: of its root, one of `ROOTS`."""
    is_order = name == "Order"
    type_code = text(root, "InvoiceTypeCode|CreditNoteTypeCode|OrderTypeCode") or TYPE_CODES[name]
    return EInvoice(
        type_code=type_code,
        profile=text(root, "CustomizationID", "ProfileID", "UBLVersionID"),
        statements=stating.stated([*_numbers(root, is_order=is_order), *_parties(root), *_money(root)]),
        lines=tuple(line for path in _LINES for item in nodes(root, path) if (line := _line(item))),
        notes=tuple(texts(root, "Note")),
        taxes=tuple(_taxes(root)),
        allowances_total=_sum(root, f"{_TOTALS}/AllowanceTotalAmount", text(root, "DocumentCurrencyCode")),
        charges_total=_sum(root, f"{_TOTALS}/ChargeTotalAmount", text(root, "DocumentCurrencyCode")),
        particulars=() if is_order else particulars(root, _OF_PAYMENT, type_code=type_code),
    )


def _numbers(root: Node, *, is_order: bool) -> Iterator[tuple[str, Value | None]]:
    own, order = text(root, "ID"), text(root, "OrderReference/ID")
    yield "invoice_number", None if is_order else stating.number(own)
    yield "issue_date", stating.day(text(root, "IssueDate"))
    yield "due_date", stating.day(text(root, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"))
    yield "purchase_order_number", stating.number(own if is_order else order)


def _parties(root: Node) -> Iterator[tuple[str, Value | None]]:
    for who, path in _PARTY.items():
        for party in nodes(root, path)[:1]:
            yield f"{who}_name", stating.words(text(party, "PartyLegalEntity/RegistrationName", "PartyName/Name"))
            yield f"{who}_vat_id", stating.capital(_tax_number(party), "vat")
            if who == "seller":
                yield "seller_siret", stating.siret(_identifiers(party))
            yield f"{who}_address", _address(party)


def _tax_number(party: Node) -> str:
    for scheme in nodes(party, "PartyTaxScheme"):
        if text(scheme, "TaxScheme/ID") == "VAT":
            return text(scheme, "CompanyID")
    return ""


def _identifiers(party: Node) -> Iterator[tuple[str, str]]:
    for path in ("PartyIdentification/ID", "PartyLegalEntity/CompanyID", "EndpointID"):
        yield from within(party, path, "schemeID")


def _address(party: Node) -> Value | None:
    for place in nodes(party, "PostalAddress")[:1]:
        street = [text(place, "StreetName"), text(place, "AdditionalStreetName"), *texts(place, "AddressLine/Line")]
        parts = (text(place, path) for path in ("PostalZone", "CityName", "Country/IdentificationCode"))
        return stating.address(street, *parts)
    return None


def _money(root: Node) -> Iterator[tuple[str, Value | None]]:
    currency = text(root, "DocumentCurrencyCode")
    yield "total_excluding_tax", _sum(root, f"{_TOTALS}/TaxExclusiveAmount", currency)
    yield "total_tax", _sum(root, "TaxTotal/TaxAmount", currency)
    yield "total_including_tax", _sum(root, f"{_TOTALS}/TaxInclusiveAmount", currency)
    yield "iban", stating.iban(texts(root, "PaymentMeans/PayeeFinancialAccount/ID"))
    branch = "PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch"
    yield "bic", stating.capital(text(root, f"{branch}/ID", f"{branch}/FinancialInstitution/ID"), "bic")


def _taxes(root: Node) -> Iterator[TaxShare]:
    currency = text(root, "DocumentCurrencyCode")
    for item in nodes(root, "TaxTotal/TaxSubtotal"):
        yield TaxShare(
            rate=stating.plain(text(item, "TaxCategory/Percent")),
            basis=stating.amount(text(item, "TaxableAmount"), currency),
            amount=stating.amount(text(item, "TaxAmount"), currency),
        )


def _sum(root: Node, path: str, currency: str) -> Amount | None:
    """Return a sum in the currency of the invoice; the tax may be given again in the accounting currency."""
    found = list(within(root, path, "currencyID"))
    own = next((figure for figure, unit in found if unit in {"", currency} or not currency), "")
    return stating.amount(own, currency or next((unit for _, unit in found), ""))


def _line(item: Node) -> InvoiceLine | None:
    description = text(item, "Item/Name", "Item/Description")
    quantity, unit = next(iter(within(item, "InvoicedQuantity|CreditedQuantity|Quantity", "unitCode")), ("", ""))
    amount = text(item, "LineExtensionAmount")
    if not (description or amount):
        return None
    return InvoiceLine(
        description=description,
        quantity=stating.plain(quantity),
        unit=unit,
        unit_price=stating.plain(text(item, "Price/PriceAmount"), places=2),
        amount=stating.plain(amount, places=2),
        reference=text(item, "Item/SellersItemIdentification/ID", "Item/BuyersItemIdentification/ID"),
        vat_rate=stating.plain(text(item, "Item/ClassifiedTaxCategory/Percent")),
    )
