"""What looks like an answer and is none: other days, other persons, half a number, a paper of another kind."""

import pytest

from extractors.written.identifiers import identifier_in
from pipeline.model.document import ToQueue


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("Mai 2024 du 01/05/2024 au 31/05/2024", "Mai 2024"),
        ("Mai 2024 (01/05/2024 - 31/05/2024)", "Mai 2024"),
        ("du 01/05/2024 au 31/05/2024", "du 01/05/2024 au 31/05/2024"),
        ("Month 10", "Month 10"),
    ],
)
def test_a_period_is_its_month_where_the_paper_names_it(read, printed, period):
    """The days of a month add nothing to its name; without a name they are the period."""
    assert read("payslip", f"BULLETIN DE PAIE\nPériode : {printed}\n")["period"][0] == period


def test_a_day_is_no_number_of_a_paper(read):
    """`Votre facture du 15/09/2023` tells a day; the number stands below, behind its own sign."""
    found = read("invoice", "votre facture du 15/09/2023\nn° SRC 2309 0044718 A\n" + 6 * "\nvotre offre fibre\n")
    assert found["issue_date"][0] == "2023-09-15"
    assert found["invoice_number"][0] == "SRC23090044718A"


def test_a_label_inside_a_sentence_labels_nothing_in_another_column(read):
    """Conditions in two columns: what stands beside `porte le numéro de commande` is the other column's text."""
    columns = "Chaque colis porte le numéro de commande, le numéro de     2016-1691 du 9 décembre 2016\n"
    assert "purchase_order_number" not in read("purchase_order", "COMMANDE D'ACHAT\n" + columns)
    behind = "Merci de rappeler le numéro de commande 4500781183 sur la facture\n"
    assert read("purchase_order", "COMMANDE D'ACHAT\n" + behind)["purchase_order_number"][0] == "4500781183"


def test_a_day_is_filled_in_behind_a_gap_in_a_sentence(read):
    """Forms leave room behind the words that ask for a day, however the line begins."""
    asked = "Maladie professionnelle : date de la première constatation médicale            09/09/2026\n"
    assert read("medical_certificate", asked)["first_observed_on"][0] == "2026-09-09"


def test_an_address_that_begins_with_a_sign_is_doubted(read):
    """`/2 chemin` was a number of two figures: a person looks."""
    sure = {
        start: read("proof_of_address", f"Adresse : {start} chemin d'Harriet, 64990 Mouguerre\n")
        for start in ("12", "/2")
    }
    assert sure["12"]["address"][1] > 0.9
    assert sure["/2"]["address"][1] < 0.8


def test_the_second_of_two_persons_is_not_surely_the_one_meant(read):
    """A name whose label stands before with no name that was read may be the other driver's, neighbour's, spouse's."""
    whole = read("claim_statement", "Nom : SOULEYMAN\nPrénom : Aïcha\n")
    half = read("claim_statement", "Nom :\nPrénom : Aïcha\n\nNom : LEVASSORT\nPrénom : Patrice\n")
    assert whole["last_name"] == ("SOULEYMAN", pytest.approx(whole["last_name"][1]))
    assert whole["last_name"][1] > 0.85
    assert half["last_name"][1] < 0.75


def test_a_number_behind_figures_that_it_may_have_lost_is_doubted():
    """`44 718 220 M` whose first word was hardly read is not surely the rest of it."""
    whole, cut = identifier_in("718 220 M", "local"), identifier_in("9g 718 220 M", "local")
    assert whole is not None
    assert cut is not None
    assert cut.quality < 0.8 < whole.quality


def test_an_office_named_after_the_country_is_no_woman(read):
    """`France Emploi` heads letters of an office; the person is the one in the window."""
    found = read(
        "letter",
        """
   France Emploi Occitanie
   33 rue Buffon
   11837 CARCASSONNE CEDEX 9

                                        Madame INES CASTELNAU
                                        2 BIS IMPASSE DES AMANDIERS
                                        11600 VILLEGAILHENC

   Madame,
   Nous vous notifions votre admission.
   """,
    )
    assert found["last_name"][0] == "CASTELNAU"
    assert found["commune"][0] == "VILLEGAILHENC"


def test_what_a_fund_refunded_is_no_care_sheet(understood):
    """A statement of refunds is for a person: the papers of a mailroom have no class for it."""
    made = understood(
        """
   Décompte n° 0118-24-07733
   Relevé de vos remboursements santé
   Date des soins   Nature de l'acte          Dépense    Base de remboursement    Reste à charge
   01/08/2024       Consultation généraliste    26,50        26,50                    2,00
   03/08/2024       Pharmacie à 65 %            18,42        18,42                    0,00
   Montant versé sur votre compte le 06/09/2024 : 578,85 €
   Base de remboursement : tarif de la sécurité sociale ; ticket modérateur ; participation forfaitaire
   """
    )
    assert isinstance(made.routing, ToQueue)


@pytest.mark.parametrize(("printed", "is_sure"), [("12/01/2026", True), ("13/01/2026", False)])
def test_an_extract_of_the_register_of_two_days_is_not_surely_of_either(read, printed, is_sure):
    """`À jour au` and the day of the print at the foot may differ: which of them is asked for, a person says."""
    text = f"""
Greffe du tribunal de commerce de Nantes
Extrait Kbis
EXTRAIT D'IMMATRICULATION PRINCIPALE AU REGISTRE DU COMMERCE ET DES SOCIÉTÉS
à jour au 12 janvier 2026

Date d'immatriculation        03/10/2019

R.C.S. Nantes - {printed} - 09:14:22
"""
    assert (read("company_registration", text)["issued_on"][1] > 0.83) is is_sure
