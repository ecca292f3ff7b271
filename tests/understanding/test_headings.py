"""What stands without a label in the head of letters and notes: the subject, the reference, the house that writes."""

import pytest

LETTER = """
   Verrerie depuis 1961
   SABLONNE

   TRANSPORTS DUBREUIL ET FILS
   Rue de la Haie
   59273 FRETIN

   Aniche, le 16 avril 2026

{heading}

   Messieurs,

   Conformément aux réserves portées sur la lettre de voiture, nous vous confirmons que l'envoi nous
   a été remis dans un état qui ne permet pas de le vendre, et vous demandons de le reprendre.

   Veuillez recevoir, Messieurs, nos salutations distinguées.

   Delphine MARCHAL

   SABLONNE, SAS au capital de 480 000 euros, 45 rue Laudy
"""
SUBJECT = "Avaries et manquant à la livraison du mois : protestation motivée au titre du code de commerce"


@pytest.mark.parametrize(
    "heading",
    [
        f"   {SUBJECT}",
        f"   Sinistre 24 0518 337 K, contrat 980 4471\n\n   {SUBJECT}",
        f"   {SUBJECT}\n   (articles L. 113-15-2 et R. 113-12 du Code des assurances)",
    ],
)
def test_the_heading_over_a_greeting_is_its_subject_past_numbers_and_brackets(read, heading):
    """Lines beside it that tell a number or a law are not what the letter is about."""
    assert read("letter", LETTER.format(heading=heading))["subject"][0] == SUBJECT


def test_the_house_that_foot_and_head_name_writes_and_not_who_signs_for_it(read):
    """A slogan over the name, which the page does not tell again, is none."""
    assert read("letter", LETTER.format(heading=f"   {SUBJECT}"))["sender"][0] == "SABLONNE"


def test_a_long_heading_stands_below_an_english_greeting(read):
    """Two lines of it in capitals are one heading."""
    text = """
   81 Mumbles Road
   Swansea SA3 5TN

   To whom it may concern,

   FORMAL COMPLAINT - NO SERVICE SINCE OCTOBER AND CHARGES
   TAKEN ALL THE SAME

   I have had no working line since Friday. I have rung you eleven times, and have been given four numbers.
   In spite of all this you took the month's charge from my account on the first of the month.

   Yours faithfully
"""
    said = read("complaint", text, "en")["subject"][0]
    assert said == "FORMAL COMPLAINT - NO SERVICE SINCE OCTOBER AND CHARGES TAKEN ALL THE SAME"


NOTE = """
   Fonderies de la Loire                                              2 octobre 2024 | {code} | interne
   Direction du site
   12 quai de la Loire
   58300 DECIZE



                              {title}

   Port des protections auditives dans les ateliers

   Les mesures de bruit faites en février donnent 91 dB en moyenne à tous les postes de travail, et le
   casque est obligatoire dès le franchissement de la ligne jaune, y compris pour les visiteurs.
"""


def test_the_line_alone_over_the_text_of_a_note_is_its_subject(read):
    """Notes print it under their title, often without a label; the title itself is none."""
    said = read("memo", NOTE.format(code="", title="NOTE DE SERVICE"))
    assert said["subject"][0] == "Port des protections auditives dans les ateliers"


@pytest.mark.parametrize("code", ["DRH/PB/2024-61", "UW-25-188", "1014427/BDA/SV"])
def test_a_code_alone_in_the_head_is_the_papers_reference(read, code):
    """Offices print it beside the day, without a label."""
    assert read("memo", NOTE.format(code=code, title="NOTE DE SERVICE"))["reference"][0] == code


@pytest.mark.parametrize("code", ["12/02/2024", "EX-418-QT", "CS-31014", "P.01/01"])
def test_days_plates_and_codes_of_two_parts_are_no_reference(read, code):
    """Boxes of the post, forms and faxes have such codes as well."""
    assert "reference" not in read("memo", NOTE.format(code=code, title="NOTE DE SERVICE"))


def test_an_address_below_the_greeting_is_no_partys(read):
    """A letter names there whom it speaks of; it goes to the one above."""
    text = """
                                             CREDIT DES RIVES
                                             148 rue Anatole France
                                             92300 LEVALLOIS PERRET
   Madame, Monsieur,

   Notre client a donné mandat :

   Monsieur Romain PELLERIN
   23 rue Camille Godard
   33000 BORDEAUX

   Nous vous prions d'agréer, Madame, Monsieur, nos salutations distinguées.
"""
    assert read("letter", text)["recipient"][0] == "CREDIT DES RIVES"


def test_an_address_without_a_name_beside_the_window_is_the_writers(read):
    """Its house prints its name in the letterhead alone."""
    text = """
   Northway Insurance Limited
   Motor Claims
   Surrey Street
   Norwich NR1 3NS
                                             41 Queen Square
                                             Bristol BS1 4QP
   19 June 2024

   Dear Sirs
   We are instructed to claim damages in connection with a collision in which your insured was to blame.

   Yours faithfully
"""
    assert read("letter", text, "en")["recipient"][0] == "Northway Insurance Limited"


def test_figures_are_no_addressee_of_a_note(read):
    """`à` between two amounts of its table is no label with somebody behind it."""
    text = NOTE.format(code="", title="NOTE DE SERVICE") + "\n   800 à 2 500 €          EAD\n"
    assert "recipient" not in read("memo", text)


def test_the_day_in_the_dateline_of_a_letter_goes_before_an_agreements_that_it_names(read):
    """`Agreement dated 1 July 2022` is another paper's day, wherever it stands in the letter."""
    text = """
                                             Leeds, 30 May 2025
   BrightStep Cleaning Ltd
   Elland Road
   Brighouse HD6 2QR

   Dear Ms Catterall

   Notice to terminate: Cleaning Services Agreement dated 1 July 2022

   Please accept this letter as formal notice. The agreement will come to an end on the last day of August.

   Yours sincerely
"""
    assert read("termination_letter", text, "en")["date"][0] == "2025-05-30"


@pytest.mark.parametrize("said", ["police 5 184 730 904", "contrat 964 280715 03"])
def test_the_number_of_a_policy_stands_in_groups_right_behind_its_word(read, said):
    """Subjects of letters and messages print it without `n°`."""
    text = LETTER.format(heading=f"   Ajout de deux véhicules, {said}")
    assert read("letter", text)["policy_number"][0] == "".join(said.split()[1:])


def test_an_amount_behind_the_word_policy_is_no_number_of_it(read):
    """`contrat 1 250 000 €` is what it is worth."""
    assert "policy_number" not in read("letter", LETTER.format(heading="   Avenant au contrat 1 250 000 €"))
