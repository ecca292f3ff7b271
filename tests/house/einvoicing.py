"""E-invoices for tests, written by hand: the same invoice in CII and in UBL, and as bytes inside a PDF."""

import io

import pikepdf

NUMBER, NET, TAX, GROSS = "F-2026/0815", "1500.00", "300.00", "1800.00"
IBAN = "FR1420041010050500013M02606"
SIRET, VAT = "73282932000074", "FR44732829320"

_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
_UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"


def cii(*, type_code: str = "380", gross: str = GROSS) -> bytes:
    """Return the invoice as a Cross Industry Invoice, D16B."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="{_RAM}" xmlns:udt="{_UDT}">
 <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument><ram:ID>{NUMBER}</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20260315</udt:DateTimeString></ram:IssueDateTime>
  <ram:IncludedNote><ram:Content>Merci de votre confiance.</ram:Content></ram:IncludedNote></rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:SpecifiedTradeProduct><ram:Name>Fauteuil de bureau</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>150.0000</ram:ChargeAmount>
   </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">10.0000</ram:BilledQuantity>
   </ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
    <ram:LineTotalAmount>{NET}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:GlobalID schemeID="0088">12345678901234</ram:GlobalID><ram:Name>Meubles du Nord</ram:Name>
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{SIRET}</ram:ID></ram:SpecifiedLegalOrganization>
    <ram:PostalTradeAddress><ram:PostcodeCode>59000</ram:PostcodeCode><ram:LineOne>12 rue des Lilas</ram:LineOne>
     <ram:CityName>Lille</ram:CityName><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">815</ram:ID></ram:SpecifiedTaxRegistration>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{VAT}</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>Assurances Réunies</ram:Name></ram:BuyerTradeParty>
   <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO 4711</ram:IssuerAssignedID>
   </ram:BuyerOrderReferencedDocument>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{IBAN}</ram:IBANID>
   </ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
   <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20260414</udt:DateTimeString>
   </ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>{NET}</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="USD">333.33</ram:TaxTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">{TAX}</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>""".encode()


def ubl(root: str = "Invoice") -> bytes:
    """Return the invoice as UBL 2.1, or the credit note that takes it back."""
    line, quantity = (
        ("InvoiceLine", "InvoicedQuantity") if root == "Invoice" else ("CreditNoteLine", "CreditedQuantity")
    )
    return f"""<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" xmlns:cac="{_CAC}"
 xmlns:cbc="{_CBC}">
 <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>{NUMBER}</cbc:ID>
 <cbc:IssueDate>2026-03-15</cbc:IssueDate><cbc:DueDate>2026-04-14</cbc:DueDate>
 <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
 <cac:OrderReference><cbc:ID>PO 4711</cbc:ID></cac:OrderReference>
 <cac:AccountingSupplierParty><cac:Party>
  <cac:PartyIdentification><cbc:ID schemeID="0009">{SIRET}</cbc:ID></cac:PartyIdentification>
  <cac:PostalAddress><cbc:StreetName>12 rue des Lilas</cbc:StreetName><cbc:CityName>Lille</cbc:CityName>
   <cbc:PostalZone>59000</cbc:PostalZone><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country>
  </cac:PostalAddress>
  <cac:PartyTaxScheme><cbc:CompanyID>{VAT}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
  </cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>Meubles du Nord</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Assurances Réunies</cbc:Name></cac:PartyName>
 </cac:Party></cac:AccountingCustomerParty>
 <cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>{IBAN}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
 <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{TAX}</cbc:TaxAmount></cac:TaxTotal>
 <cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">{NET}</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="EUR">{GROSS}</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal>
 <cac:{line}><cbc:{quantity} unitCode="C62">10</cbc:{quantity}>
  <cbc:LineExtensionAmount currencyID="EUR">{NET}</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>Fauteuil de bureau</cbc:Name></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="EUR">150.0000</cbc:PriceAmount></cac:Price></cac:{line}>
</{root}>""".encode()


def carrying(pdf: bytes, attached: dict[str, bytes]) -> bytes:
    """Return a PDF with files attached to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name, content in attached.items():
            opened.attachments[name] = pikepdf.AttachedFileSpec(opened, content, filename=name)
        opened.save(out)
    return out.getvalue()


STATED = {
    "invoice_number": NUMBER,
    "issue_date": "2026-03-15",
    "due_date": "2026-04-14",
    "purchase_order_number": "PO4711",
    "seller_name": "Meubles du Nord",
    "seller_vat_id": VAT,
    "seller_siret": SIRET,
    "seller_address": "12 rue des Lilas, 59000 Lille, FR",
    "buyer_name": "Assurances Réunies",
    "total_excluding_tax": NET,
    "total_tax": TAX,
    "total_including_tax": GROSS,
    "iban": IBAN,
}
"""What both say, by CONTRACT's names."""
