"""Drawn invoices as e-invoices on disk: CII as in Factur-X, and UBL 2.1, with what stands on the drawn paper."""

from decimal import Decimal

from specimens.trade.papers import Invoice, InvoiceKind, Line, money

CODES = {
    "pièce": "C62",
    "boîte": "BX",
    "sac": "BG",
    "carton": "CT",
    "kg": "KGM",
    "m²": "MTK",
    "ml": "MTR",
    "palette": "PX",
}
"""Codes of UN/ECE recommendation 20 (and 21) for drawn units; others are written as they are."""
_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
_UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"


def net(line: Line) -> Decimal:
    """Return the price of one with its discount taken off."""
    return line.unit_price * (100 - line.discount) / 100


def cii(invoice: Invoice, *, charge: str = "") -> bytes:
    """Return an invoice as a Cross Industry Invoice, D16B; charge: one more at its head, which no total counts."""
    seller, buyer = invoice.seller, invoice.buyer
    named = _id("IssuerAssignedID", invoice.order_number)
    order = f"<ram:BuyerOrderReferencedDocument>{named}</ram:BuyerOrderReferencedDocument>"
    added = f"""<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true</udt:Indicator>
 </ram:ChargeIndicator><ram:ActualAmount>{charge}</ram:ActualAmount><ram:Reason>Frais</ram:Reason>
 </ram:SpecifiedTradeAllowanceCharge>"""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="{_RAM}" xmlns:udt="{_UDT}">
 <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument>{_id("ID", invoice.number)}<ram:TypeCode>{_type(invoice)}</ram:TypeCode>
  <ram:IssueDateTime>{_day(invoice.issued_on)}</ram:IssueDateTime></rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>{"".join(_cii_line(line) for line in invoice.lines)}
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty>{_id("Name", seller.name)}
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{seller.company.siret}</ram:ID>
    </ram:SpecifiedLegalOrganization>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{seller.vat_id}</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty>
   <ram:BuyerTradeParty>{_id("Name", buyer.name)}
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{buyer.vat_id}</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:BuyerTradeParty>{order if invoice.order_number else ""}
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>{invoice.currency}</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount>
    {_id("IBANID", invoice.account.iban)}</ram:PayeePartyCreditorFinancialAccount>
   </ram:SpecifiedTradeSettlementPaymentMeans>
   {added if charge else ""}
   <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>{_day(invoice.due_on)}</ram:DueDateDateTime>
   </ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:TaxBasisTotalAmount>{money(invoice.base_cents)}</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="{invoice.currency}">{money(invoice.tax_cents)}</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>{money(invoice.total_cents)}</ram:GrandTotalAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>""".encode()


def _cii_line(line: Line) -> str:
    return f"""
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:SpecifiedTradeProduct>{_id("SellerAssignedID", line.reference)}{_id("Name", line.description)}
   </ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{net(line)}</ram:ChargeAmount>
   </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery>
    <ram:BilledQuantity unitCode="{CODES.get(line.unit, line.unit)}">{line.quantity}</ram:BilledQuantity>
   </ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax><ram:RateApplicablePercent>{line.vat}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
    <ram:SpecifiedTradeSettlementLineMonetarySummation>
     <ram:LineTotalAmount>{money(line.amount_cents)}</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>"""


def ubl(invoice: Invoice) -> bytes:
    """Return an invoice as UBL 2.1, or the credit note that takes it back."""
    is_credit = invoice.kind is InvoiceKind.CREDIT_NOTE
    root, quantity = ("CreditNote", "CreditedQuantity") if is_credit else ("Invoice", "InvoicedQuantity")
    order = f"<cac:OrderReference>{_cbc('ID', invoice.order_number)}</cac:OrderReference>"
    seller = _ubl_party(invoice.seller, siret=invoice.seller.company.siret)
    lines = "".join(_ubl_line(line, f"{root}Line", quantity, invoice.currency) for line in invoice.lines)
    return f"""<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" xmlns:cac="{_CAC}"
 xmlns:cbc="{_CBC}">
 <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>{_cbc("ID", invoice.number)}
 {_cbc("IssueDate", invoice.issued_on.isoformat())}{_cbc("DueDate", invoice.due_on.isoformat())}
 {_cbc("DocumentCurrencyCode", invoice.currency)}{order if invoice.order_number else ""}
 <cac:AccountingSupplierParty>{seller}</cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty>{_ubl_party(invoice.buyer)}</cac:AccountingCustomerParty>
 <cac:PaymentMeans><cac:PayeeFinancialAccount>{_cbc("ID", invoice.account.iban)}</cac:PayeeFinancialAccount>
 </cac:PaymentMeans>
 <cac:TaxTotal>{_sum("TaxAmount", invoice.tax_cents, invoice.currency)}</cac:TaxTotal>
 <cac:LegalMonetaryTotal>{_sum("TaxExclusiveAmount", invoice.base_cents, invoice.currency)}
  {_sum("TaxInclusiveAmount", invoice.total_cents, invoice.currency)}</cac:LegalMonetaryTotal>{lines}
</{root}>""".encode()


def _ubl_line(line: Line, name: str, quantity: str, currency: str) -> str:
    return f"""
 <cac:{name}><cbc:{quantity} unitCode="{CODES.get(line.unit, line.unit)}">{line.quantity}</cbc:{quantity}>
  {_sum("LineExtensionAmount", line.amount_cents, currency)}
  <cac:Item>{_cbc("Name", line.description)}
   <cac:SellersItemIdentification>{_cbc("ID", line.reference)}</cac:SellersItemIdentification>
   <cac:ClassifiedTaxCategory>{_cbc("Percent", str(line.vat))}</cac:ClassifiedTaxCategory></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="{currency}">{net(line)}</cbc:PriceAmount></cac:Price></cac:{name}>"""


def _ubl_party(trader: object, *, siret: str = "") -> str:
    number = f'<cac:PartyIdentification><cbc:ID schemeID="0009">{siret}</cbc:ID></cac:PartyIdentification>'
    return f"""<cac:Party>{number if siret else ""}
  <cac:PartyTaxScheme>{_cbc("CompanyID", trader.vat_id)}<cac:TaxScheme>{_cbc("ID", "VAT")}</cac:TaxScheme>
  </cac:PartyTaxScheme>
  <cac:PartyLegalEntity>{_cbc("RegistrationName", trader.name)}</cac:PartyLegalEntity></cac:Party>"""


def _type(invoice: Invoice) -> str:
    return "381" if invoice.kind is InvoiceKind.CREDIT_NOTE else "380"


def _day(day: object) -> str:
    return f'<udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _id(name: str, text: str) -> str:
    return f"<ram:{name}>{_escaped(text)}</ram:{name}>"


def _cbc(name: str, text: str) -> str:
    return f"<cbc:{name}>{_escaped(text)}</cbc:{name}>"


def _sum(name: str, cents: int, currency: str) -> str:
    return f'<cbc:{name} currencyID="{currency}">{money(cents)}</cbc:{name}>'
