"""An e-invoice beside its pages: the XML is taken as it is, and what the pages show otherwise is told."""

from dataclasses import replace

import einvoicing
import pytest

from pipeline.einvoices.reading import read_einvoice
from pipeline.model.document import Origin, StraightThrough, ToQueue
from pipeline.model.page import Severity
from pipeline.model.values import written

PAGE = """
   Meubles du Nord                                       FACTURE
   12 rue des Lilas, 59000 Lille
   SIRET 732 829 320 00074   N° TVA FR 44 732829320
   Facturé à : Assurances Réunies
   Facture n° : F-2026/0815        Date de facture : 15/03/2026
   N° de commande : PO 4711        Date d'échéance : 14 avril 2026

   Fauteuil de bureau      10     150,00     1 500,00
   Total HT     1 500,00 €
   Total TVA      300,00 €
   Total TTC    1 800,00 €
   IBAN FR14 2004 1010 0505 0001 3M02 606
"""


@pytest.fixture
def invoiced(understood, paper):
    """Understand a page that carries an e-invoice."""

    def run(text: str = PAGE, content: bytes = einvoicing.cii()):
        return understood(replace(paper(text).read(), einvoice=read_einvoice(content)))

    return run


def findings(made):
    """Return code, severity and field of what was found."""
    return {(each.code, each.severity, each.field) for each in made.findings}


def test_fields_are_those_of_the_xml_with_their_place_on_the_page(invoiced):
    """Every field is exact, of origin XML, and shows where the page says the same; nothing differs, nobody looks."""
    made = invoiced()
    assert {field.name: written(field.value) for field in made.fields} == einvoicing.STATED
    assert {field.origin for field in made.fields} == {Origin.XML}
    assert {f.name for f in made.fields if f.evidence is None} <= {"seller_address"}
    (table,) = (each for each in made.tables if each.name == "lines")
    assert dict(table.rows[0]) == {
        "description": "Fauteuil de bureau", "quantity": "10", "unit": "C62", "unit_price": "150.00",
        "amount": "1500.00",
    }  # fmt: skip
    assert made.classification.document_class == "invoice"
    assert findings(made) == set()
    assert isinstance(made.routing, StraightThrough)


def test_a_total_that_the_page_shows_otherwise_is_for_a_person(invoiced):
    """The field keeps the XML's value; the finding names both, and the page's is an alternative."""
    made = invoiced(PAGE.replace("1 800,00", "1 900,00"))
    assert ("differs_from_page", Severity.DOUBT, "total_including_tax") in findings(made)
    field = next(each for each in made.fields if each.name == "total_including_tax")
    assert written(field.value) == "1800.00"
    assert [written(other.value) for other in field.alternatives] == ["1900.00"]
    assert isinstance(made.routing, ToQueue)


def test_a_payee_that_the_page_does_not_show_is_for_a_person(invoiced):
    """An IBAN in the XML alone is a doubt; a number nobody needs is a note."""
    made = invoiced(PAGE.replace("IBAN FR14 2004 1010 0505 0001 3M02 606", "").replace("N° de commande : PO 4711", ""))
    assert ("not_on_page", Severity.DOUBT, "iban") in findings(made)
    assert ("not_on_page", Severity.NOTE, "purchase_order_number") in findings(made)


def test_sums_that_disagree_are_told(invoiced):
    """Net and tax that do not make the total are a doubt, whatever the page shows."""
    made = invoiced(PAGE.replace("1 800,00", "1 801,00"), einvoicing.cii(gross="1801.00"))
    assert findings(made) == {("sums_disagree", Severity.DOUBT, "total_including_tax")}


def test_wrong_check_digits_do_not_change_what_is_stated(invoiced):
    """Nothing of an e-invoice is left out of a document that passes: it was not misread."""
    made = invoiced(
        PAGE.replace("FR 44 732829320", "DE 123456789"), einvoicing.cii().replace(b"FR44732829320", b"DE123456789")
    )
    assert isinstance(made.routing, StraightThrough)
    assert "DE123456789" in {written(field.value) for field in made.fields}
    assert ("check_digit_wrong", Severity.NOTE, "seller_vat_id") in findings(made)


def test_a_type_that_no_class_names_is_unknown(invoiced):
    """An order response is no order: it waits for a person, however its words look."""
    assert invoiced(content=einvoicing.cii(type_code="231")).classification.document_class == "unknown"


@pytest.mark.parametrize("shown", ["1800.00", "1 800,00", "1.800,00", "1'800.00", "1800,-", "1800 EUR"])
def test_amounts_are_found_in_every_form(invoiced, shown):
    """Thousands and cents are parted as the paper pleases."""
    made = invoiced(PAGE.replace("1 800,00 €", shown))
    assert findings(made) == set()


@pytest.mark.parametrize("shown", ["15. März 2026", "15 maart 2026", "15 de marzo de 2026", "2026-03-15", "15/03/26"])
def test_days_are_found_in_every_form(invoiced, shown):
    """The month may be named in the language of the supplier."""
    assert findings(invoiced(PAGE.replace("15/03/2026", shown))) == set()


def test_another_day_is_not_that_day(invoiced):
    """A month of another name is another month."""
    made = invoiced(PAGE.replace("15/03/2026", "15. Mai 2026"))
    assert "issue_date" in {field for _, _, field in findings(made)}


TAXED = b"""<ram:ApplicableTradeTax><ram:CalculatedAmount>300.00</ram:CalculatedAmount>
 <ram:BasisAmount>1500.00</ram:BasisAmount><ram:RateApplicablePercent>20.00</ram:RateApplicablePercent>
 </ram:ApplicableTradeTax>"""
SETTLED = b"<ram:SpecifiedTradePaymentTerms>"


def codes(made):
    """Return code and field of what was found."""
    return {(each.code, each.field) for each in made.findings}


def test_a_line_that_the_page_does_not_show_is_for_a_person(invoiced):
    """The amount of each line of the XML has to stand on the page; descriptions missing alone are a note."""
    hidden = invoiced(
        PAGE.replace("1 500,00\n   Total HT", "1 400,00\n   Total HT").replace("HT     1 500,00", "HT     1 500,01")
    )
    assert ("not_on_page", Severity.DOUBT, "lines") in findings(hidden)
    renamed = invoiced(PAGE.replace("Fauteuil de bureau", "Chaise haute      "))
    assert ("not_on_page", Severity.NOTE, "lines") in findings(renamed)


def test_a_line_that_the_xml_does_not_state_is_for_a_person(invoiced):
    """A line of the page whose quantity and price prove it is in the XML too, or is told."""
    page = PAGE.replace("   Total HT", "   Lampe de table            2      30,00        60,00\n   Total HT")
    assert ("not_in_xml", "lines") in codes(invoiced(page))


def test_taxes_by_rate_are_set_beside_the_page(invoiced):
    """A rate that the page does not show is a note, taxes that are not the total a doubt."""
    stated = einvoicing.cii().replace(SETTLED, TAXED + SETTLED)
    assert ("not_on_page", Severity.NOTE, "total_tax") in findings(invoiced(content=stated))
    assert findings(invoiced(PAGE.replace("Total TVA ", "TVA 20 % "), stated)) == set()
    wrong = stated.replace(b"<ram:CalculatedAmount>300.00", b"<ram:CalculatedAmount>299.00")
    assert ("sums_disagree", Severity.DOUBT, "total_tax") in findings(invoiced(content=wrong))


def test_lines_with_charges_and_allowances_make_the_net(invoiced):
    """A net that its lines do not make is a doubt, unless allowances and charges explain it."""
    stated = einvoicing.cii().replace(b"<ram:LineTotalAmount>1500.00", b"<ram:LineTotalAmount>1600.00")
    assert ("sums_disagree", "total_excluding_tax") in codes(invoiced(content=stated))
    total = b"<ram:AllowanceTotalAmount>100.00</ram:AllowanceTotalAmount><ram:TaxBasisTotalAmount>"
    explained = stated.replace(b"<ram:TaxBasisTotalAmount>", total)
    assert ("sums_disagree", "total_excluding_tax") not in codes(invoiced(content=explained))


def test_an_allowance_that_the_page_does_not_show_is_for_a_person(invoiced):
    """What is taken off in the XML alone is told."""
    taken = b"""<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator>
     </ram:ChargeIndicator><ram:ActualAmount>77.00</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>"""
    made = invoiced(content=einvoicing.cii().replace(SETTLED, taken + SETTLED))
    assert ("not_on_page", Severity.DOUBT, None) in findings(made)


def test_an_address_that_the_page_does_not_show_is_a_note(invoiced):
    """Where the seller is said to be otherwise than on the page is told."""
    made = invoiced(PAGE.replace("12 rue des Lilas, 59000 Lille", "4 quai du Port, 13002 Marseille"))
    assert ("not_on_page", Severity.NOTE, "seller_address") in findings(made)


def test_an_amount_made_of_another_quantity_is_for_a_person(invoiced):
    """A line whose amount agrees and whose quantity and price do not is told: 5 at 300 are not 10 at 150."""
    made = invoiced(PAGE.replace("10     150,00     1 500,00", " 5     300,00     1 500,00"))
    assert ("differs_from_page", Severity.DOUBT, "lines") in findings(made)
    assert isinstance(made.routing, ToQueue)


def test_stated_lines_show_where_the_page_says_them(invoiced):
    """A line of the XML has the place of the one line of the page with its amount."""
    (table,) = (each for each in invoiced().tables if each.name == "lines")
    assert [place.text.split()[0] for place in table.places] == ["Fauteuil"]
