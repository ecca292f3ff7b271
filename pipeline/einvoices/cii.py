"""UN/CEFACT Cross Industry Invoice: D16B (Factur-X, ZUGFeRD 2, XRechnung), ZUGFeRD 1, and the order of Order-X.

The paths are those of EN 16931-3-3; `|` stands between the names of the newer and the older version.
"""

from collections.abc import Iterator

from pipeline.einvoices import stating
from pipeline.einvoices.particulars import Paths, particulars
from pipeline.einvoices.tree import Node, nodes, text, texts, within
from pipeline.model.einvoice import EInvoice, InvoiceLine, TaxShare
from pipeline.model.values import Amount, Value

ROOTS = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument", "SCRDMCCBDACIOMessageStructure"})
ORDER_ROOT = "SCRDMCCBDACIOMessageStructure"

_CONTEXT = "ExchangedDocumentContext|SpecifiedExchangedDocumentContext"
_HEADER = "ExchangedDocument|HeaderExchangedDocument"
_TRADE = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_SETTLEMENT = f"{_TRADE}/ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_SUMS = f"{_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_MEANS = f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans"
_ORDER = f"{_AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID|ID"
_DAY = "DateTimeString|DateTime"
_LINE_AGREEMENT = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement"
_LINE_DELIVERY = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
_LINE_SETTLEMENT = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
_RATE = "RateApplicablePercent|ApplicablePercent"
_CHARGE = "SpecifiedTradeAllowanceCharge"
_OF_PAYMENT = Paths(
    charges=(
        f"{_SETTLEMENT}/{_CHARGE}",
        f"{_SETTLEMENT}/SpecifiedLogisticsServiceCharge",
        f"{_TRADE}/IncludedSupplyChainTradeLineItem/{_LINE_SETTLEMENT}/{_CHARGE}",
    ),
    charge_amount="ActualAmount|AppliedAmount",
    charge_reason=("Reason", "ReasonCode", "Description"),
    amounts={"prepaid": f"{_SUMS}/TotalPrepaidAmount", "rounding": f"{_SUMS}/RoundingAmount"},
    others={
        "payee": f"{_SETTLEMENT}/PayeeTradeParty/Name",
        "corrects": f"{_SETTLEMENT}/InvoiceReferencedDocument/IssuerAssignedID",
    },
)


def read_cii(root: Node, *, is_order: bool) -> EInvoice:
    """Return what a CII document states; the number of an order is its purchase order number."""
    type_code = text(root, f"{_HEADER}/TypeCode")
    return EInvoice(
        type_code=type_code,
        profile=text(root, f"{_CONTEXT}/GuidelineSpecifiedDocumentContextParameter/ID"),
        statements=stating.stated([*_numbers(root, is_order=is_order), *_parties(root), *_money(root)]),
        lines=tuple(
            line for item in nodes(root, f"{_TRADE}/IncludedSupplyChainTradeLineItem") if (line := _line(item))
        ),
        notes=tuple(texts(root, f"{_HEADER}/IncludedNote/Content")),
        taxes=tuple(_taxes(root)),
        allowances_total=_sum(root, "AllowanceTotalAmount", _currency(root)),
        charges_total=_sum(root, "ChargeTotalAmount", _currency(root)),
        particulars=() if is_order else particulars(root, _OF_PAYMENT, type_code=type_code),
    )


def _numbers(root: Node, *, is_order: bool) -> Iterator[tuple[str, Value | None]]:
    own, order = text(root, f"{_HEADER}/ID"), text(root, _ORDER)
    yield "invoice_number", None if is_order else stating.number(own)
    yield "issue_date", stating.day(text(root, f"{_HEADER}/IssueDateTime/{_DAY}"))
    due = f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/{_DAY}"
    yield "due_date", stating.day(text(root, due))
    yield "purchase_order_number", stating.number(order or (own if is_order else ""))


def _parties(root: Node) -> Iterator[tuple[str, Value | None]]:
    for who in ("seller", "buyer"):
        for party in nodes(root, f"{_AGREEMENT}/{who.capitalize()}TradeParty")[:1]:
            yield f"{who}_name", stating.words(text(party, "Name", "SpecifiedLegalOrganization/TradingBusinessName"))
            yield f"{who}_vat_id", stating.capital(_tax_number(party), "vat")
            if who == "seller":
                yield "seller_siret", stating.siret(_identifiers(party))
            yield f"{who}_address", _address(party)


def _tax_number(party: Node) -> str:
    numbers = within(party, "SpecifiedTaxRegistration/ID", "schemeID")
    return next((number for number, scheme in numbers if scheme == "VA"), "")


def _identifiers(party: Node) -> Iterator[tuple[str, str]]:
    for path in ("GlobalID", "SpecifiedLegalOrganization/ID", "ID"):
        yield from within(party, path, "schemeID")


def _address(party: Node) -> Value | None:
    for place in nodes(party, "PostalTradeAddress")[:1]:
        street = [text(place, name) for name in ("LineOne", "LineTwo", "LineThree")]
        parts = (text(place, name) for name in ("PostcodeCode", "CityName", "CountryID"))
        return stating.address(street, *parts)
    return None


def _money(root: Node) -> Iterator[tuple[str, Value | None]]:
    currency = _currency(root)
    yield "total_excluding_tax", _sum(root, "TaxBasisTotalAmount", currency)
    yield "total_tax", _sum(root, "TaxTotalAmount", currency)
    yield "total_including_tax", _sum(root, "GrandTotalAmount", currency)
    yield "iban", stating.iban(texts(root, f"{_MEANS}/PayeePartyCreditorFinancialAccount/IBANID"))
    yield "bic", stating.capital(text(root, f"{_MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID"), "bic")


def _currency(root: Node) -> str:
    return text(root, f"{_SETTLEMENT}/InvoiceCurrencyCode|OrderCurrencyCode")


def _taxes(root: Node) -> Iterator[TaxShare]:
    for item in nodes(root, f"{_SETTLEMENT}/ApplicableTradeTax"):
        yield TaxShare(
            rate=stating.plain(text(item, _RATE)),
            basis=stating.amount(text(item, "BasisAmount"), _currency(root)),
            amount=stating.amount(text(item, "CalculatedAmount"), _currency(root)),
        )


def _sum(root: Node, name: str, currency: str) -> Amount | None:
    """Return a sum in the currency of the invoice; the tax may be given again in the accounting currency."""
    found = list(within(root, f"{_SUMS}/{name}", "currencyID"))
    own = next((figure for figure, unit in found if unit in {"", currency}), "")
    return stating.amount(own, currency)


def _line(item: Node) -> InvoiceLine | None:
    product = "SpecifiedTradeProduct"
    description = text(item, f"{product}/Name", f"{product}/Description")
    price = text(item, f"{_LINE_AGREEMENT}/NetPriceProductTradePrice/ChargeAmount")
    delivery = f"{_LINE_DELIVERY}/BilledQuantity|RequestedQuantity|AgreedQuantity"
    quantity, unit = next(iter(within(item, delivery, "unitCode")), ("", ""))
    sums = "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
    amount = text(item, f"{_LINE_SETTLEMENT}/{sums}/LineTotalAmount")
    if not (description or amount):
        return None
    return InvoiceLine(
        description=description,
        quantity=stating.plain(quantity),
        unit=unit,
        unit_price=stating.plain(price, places=2),
        amount=stating.plain(amount, places=2),
        reference=text(item, f"{product}/SellerAssignedID", f"{product}/BuyerAssignedID"),
        vat_rate=stating.plain(text(item, f"{_LINE_SETTLEMENT}/ApplicableTradeTax/{_RATE}")),
    )
