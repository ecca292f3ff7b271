"""A 2D-Doc beside the print of its paper: what it says is compared, and what is signed wrongly is for a person."""

from dataclasses import replace

import pytest
from two_d_docs import Trusting, authority, issuer

from pipeline.geometry import Box
from pipeline.model.document import Origin, StraightThrough, ToQueue
from pipeline.model.page import Code, Severity
from pipeline.model.values import written

CHIEF = authority()
SIGNER = issuer(CHIEF)
TRUST = Trusting((CHIEF.certificate, SIGNER.certificate))
PLACE = Box(0.7, 0.05, 0.9, 0.2)
NOTICE = """
   DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES
                AVIS D'IMPÔT SUR LES REVENUS
   Numéro fiscal    Référence de l'avis : 26 75 A123456 78
   Déclarant 1 : Anne Durand
   Revenu fiscal de référence       31 250
   Nombre de parts 2     Impôts.gouv.fr
"""
TAXES = "4131250\x1d46DURAND ANNE\x1d" + "442675A12345678"
BILL = """
   Énergie du Rhône              JUSTIFICATIF DE DOMICILE
   Titulaire du contrat : Anne Durand
   Adresse de consommation : 12 rue des Lilas, 01000 Bourg en Bresse
   Date d'émission : 02/03/2026
"""
HOME = "10MME/DURAND/ANNE\x1d2212 RUE DES LILAS\x1d240100025BOURG EN BRESSE\x1d26FR"


@pytest.fixture
def stamped(understood, paper):
    """Understand a page that carries a 2D-Doc."""

    def run(text, payload, *, trust=TRUST):
        page = replace(paper(text).read(), codes=(Code(symbology="data-matrix", payload=payload, box=PLACE),))
        return understood(page, certificates=trust)

    return run


def fields(made):
    """Return the values by name."""
    return {field.name: written(field.value) for field in made.fields}


def findings(made):
    """Return code, severity and field of what was found."""
    return {(each.code, each.severity, each.field) for each in made.findings}


VALID = ("two_d_doc_valid", Severity.NOTE, None)


def test_the_type_tells_the_class(stamped):
    """The header's type of document tells the class even where the paper's words do not."""
    made = stamped("Madame", SIGNER.code("28", TAXES))
    assert made.classification.document_class == "tax_notice"
    assert [each.text for each in made.classification.because] == ["2D-Doc: 28"]


def test_what_code_and_print_say_alike_is_sure(stamped):
    """Values that the print shows as well are fields with their place on the page, and nobody has to look."""
    made = stamped(NOTICE, SIGNER.code("28", TAXES))
    assert fields(made) == {
        "holder": "DURAND ANNE", "reference_tax_income": "31250.00", "notice_reference": "2675A12345678",
    }  # fmt: skip
    assert findings(made) == {VALID}
    assert {field.name for field in made.fields if field.origin is Origin.BARCODE} == {"holder", "reference_tax_income"}
    assert all(field.confidence >= 0.99 for field in made.fields)
    income = next(field for field in made.fields if field.name == "reference_tax_income")
    assert income.evidence is not None
    assert income.evidence.text == "31 250"
    assert isinstance(made.routing, StraightThrough)


def test_print_keeps_its_accents(stamped):
    """Where both say the same the print's form is kept, which has accents and small letters."""
    made = stamped(BILL, SIGNER.code("00", HOME))
    assert fields(made)["holder"] == "Anne Durand"
    assert fields(made)["issued_on"] == "2026-03-02"
    assert findings(made) == {VALID}


def test_another_name_in_print_is_for_a_person(stamped):
    """A holder changed in print differs from the signed one: the signed one stands, and a person looks."""
    made = stamped(BILL.replace("Anne Durand", "Marc Perrin"), SIGNER.code("00", HOME))
    assert ("differs_from_code", Severity.DOUBT, "holder") in findings(made)
    holder = next(field for field in made.fields if field.name == "holder")
    assert written(holder.value) == "DURAND ANNE"
    assert [written(other.value) for other in holder.alternatives] == ["Marc Perrin"]
    assert isinstance(made.routing, ToQueue)


@pytest.mark.parametrize(
    ("shown", "field", "found"),
    [
        ("31 250", "reference_tax_income", "code_not_on_page"),
        ("26 75 A123456 78", "notice_reference", "differs_from_code"),
        ("Anne Durand", "holder", "code_not_on_page"),
    ],
)
def test_what_the_print_lacks_is_for_a_person(stamped, shown, field, found):
    """A sum, a number or a name that the print does not show is in doubt, also where no reader looks for it."""
    made = stamped(NOTICE.replace(shown, "99 999"), SIGNER.code("28", TAXES))
    assert (found, Severity.DOUBT, field) in findings(made)
    assert isinstance(made.routing, ToQueue)


def test_a_forged_code_says_nothing(stamped):
    """A message altered after signing gives no field, those of the print stay, and its finding blocks."""
    made = stamped(NOTICE, SIGNER.code("28", TAXES).replace("31250", "13250"))
    assert fields(made) == {"notice_reference": "2675A12345678"}
    assert ("two_d_doc_forged", Severity.BLOCKING, None) in findings(made)
    assert isinstance(made.routing, ToQueue)


def test_a_damaged_code_is_told(stamped):
    """Content that begins as a 2D-Doc and cannot be read is a doubt, whatever the paper says."""
    made = stamped(NOTICE, SIGNER.code("28", TAXES).replace("\x1f", ""))
    assert ("two_d_doc_unreadable", Severity.DOUBT, None) in findings(made)


def test_without_the_certificate_the_code_is_a_bar_code(stamped):
    """A certificate not known here proves nothing and accuses nobody: values count, differences are told."""
    code = SIGNER.code("28", TAXES)
    made = stamped(NOTICE, code, trust=Trusting(()))
    assert findings(made) == {("two_d_doc_unknown_certificate", Severity.NOTE, None)}
    assert fields(made)["reference_tax_income"] == "31250.00"
    other = stamped(NOTICE.replace("31 250", "61 250"), code, trust=Trusting(()))
    assert ("code_not_on_page", Severity.DOUBT, "reference_tax_income") in findings(other)


def test_misread_letters_accuse_nobody(stamped):
    """One letter misread in a long word is the engine's, and the code's spelling is kept."""
    made = stamped(BILL.replace("Durand", "Durend"), SIGNER.code("00", HOME))
    assert findings(made) == {VALID}
    assert fields(made)["holder"] == "DURAND ANNE"


def test_an_amount_is_written_in_many_ways(stamped):
    """Zeros before and a comma within are the issuer's; the value is the same."""
    slip = "BULLETIN DE PAIE\nNom : Durand   Prénom : Anne\nSalaire brut 2 500,50 €\nNet à payer 2 000,00 €"
    made = stamped(slip, SIGNER.code("06", "62DURAND\x1d61ANNE\x1d5A02500,50\x1d"))
    assert fields(made)["gross_pay"] == "2500.50"
    assert findings(made) == {VALID}
