"""What is told of the person of a paper besides names and address in blocks: in sentences, mails, numbers, plates."""

from datetime import date

import pytest

from extractors.written.addresses import commune, street
from extractors.written.dates import days_in
from extractors.written.identifiers import identifier_in, plate
from extractors.written.names import NameOrder, name_order, party, split_name
from pipeline.check_digits import proof_of

TODAY = date(2026, 11, 22)
BRITISH = """\
                                            17 Kestrel Close
                                               Harrowby
                                               HX14 3QP
                                        4 May 2026

Meadow Home Insurance
Claims Department
Swanley SW9 4AB

Dear Sir or Madam,

Change of my address

I have moved house and would like you to use the address above from now on.
Please send the new schedule of my policy there as soon as it can be made.

Yours faithfully,

Mrs Edith Lowther
"""


def told(found):
    """Return the values alone."""
    return {name: value for name, (value, _) in found.items()}


def test_a_writers_own_address_may_be_set_at_the_right_edge(read):
    """British letters end the lines of the writer's address at the right margin; the name stands below the letter."""
    found = told(read("letter", BRITISH, "en"))
    assert (found["sender"], found["last_name"], found["first_names"]) == ("Edith Lowther", "Lowther", "Edith")
    assert (found["address"], found["commune"], found["postal_code"]) == ("17 Kestrel Close", "Harrowby", "HX14 3QP")
    assert found["recipient"] == "Meadow Home Insurance"


def test_words_for_the_post_are_not_whom_a_letter_is_for(read):
    """Whose attention is asked for, or a title alone, stands above the name."""
    text = """\
Odile MONTAGNE
3, impasse des Tilleuls
31700 BLAGNAC

                                        À l'attention du service Réclamations
                                        Banque des Coteaux
                                        8 place du Capitole
                                        31000 TOULOUSE

Blagnac, le 4 mars 2026

Objet : ma demande

Monsieur,

Veuillez agréer mes salutations distinguées.

Odile MONTAGNE
"""
    assert told(read("letter", text))["recipient"] == "Banque des Coteaux"


@pytest.mark.parametrize(("above", "is_sure"), [("Ville de Cugnaux", False), ("", True)])
def test_a_department_below_its_house_is_not_surely_the_sender(read, above, is_sure):
    """The block of an office gives its department; whose it is stands above it in large letters."""
    text = f"""\
                                        {above}


                                        Service des écoles
                                        2 rue du Parc
                                        31270 CUGNAUX

Madame Solène LENOUVEL
7 rue du Vieux Lavoir
49300 CHOLET

Madame,

Nous avons bien reçu votre demande.
"""
    found = read("letter", text)
    assert (found.get("sender", ("", 0.0))[1] >= 0.8) is is_sure


@pytest.mark.parametrize(
    ("sender", "names"),
    [("Lucie Marchal <lucie@mail.example>", ("Marchal", "Lucie")), ("Service Gestion <g@mail.example>", (None, None))],
)
def test_a_mail_is_about_the_person_who_writes_it(read, sender, names):
    """An office that writes is nobody's name."""
    found = told(read("email", f"De : {sender}\nÀ : Paul Rey <p@mail.example>\nObjet : Congés\n\nBonjour,\n"))
    assert (found.get("last_name"), found.get("first_names")) == names


def test_the_subject_of_a_mail_is_not_that_of_the_one_it_answers(read):
    """Mail on the web prints the subject above the head; the labelled one below is of the mail that is quoted."""
    text = """\
Photos du véhicule et devis

De : Lucie Marchal <lucie@mail.example>
Date : 18/06/2026 11:42
À : Paul Rey <p@mail.example>

Bonjour,
vous les trouverez ci-joint.

De : Paul Rey <p@mail.example>
Envoyé : 17/06/2026 10:05
À : Lucie Marchal <lucie@mail.example>
Objet : Votre déclaration
"""
    assert told(read("email", text))["subject"] == "Photos du véhicule et devis"


def test_a_sentence_tells_a_person_by_birth_and_home(read):
    """An amendment names both its parties in sentences; who is born somewhere and lives somewhere is the person."""
    text = """\
AVENANT AU CONTRAT DE TRAVAIL

Entre la société Forges du Ponant, représentée par Mme Rose TRIBU, directrice,
et M. Olivier DIAR, né le 21 février 1981, demeurant 9 rue des Halles, 29200 BREST,
il est convenu que le salarié travaille à mi-temps.
"""
    found = told(read("contract_amendment", text))
    assert (found["last_name"], found["first_names"], found["birth_date"]) == ("DIAR", "Olivier", "1981-02-21")
    assert (found["address"], found["postal_code"], found["commune"]) == ("9 rue des Halles", "29200", "BREST")
    assert found["employer"] == "Forges du Ponant"


def test_a_receipt_of_rent_is_about_the_tenant_who_is_named(read):
    """The landlord's name and address in a block do not outweigh the label of the tenant."""
    text = """\
QUITTANCE DE LOYER

M. Henri MARCHAND
17 boulevard du Port
29200 BREST

Locataire : Mme Solène LENOUVEL
Adresse de la location : 7 rue du Vieux Lavoir, 49300 CHOLET
"""
    found = read("proof_of_address", text)
    assert (found["last_name"][0], found["holder"][0]) == ("LENOUVEL", "Solène LENOUVEL")


@pytest.mark.parametrize(
    ("text", "value", "is_proved"),
    [
        ("AB 12 34 56 C", "AB123456C", None),
        ("1234567T", "1234567T", True),
        ("1234567FA", "1234567FA", True),
        ("1234567A", "1234567A", False),
    ],
)
def test_numbers_of_the_isles_are_numbers_of_social_security(text, value, is_proved):
    """National Insurance numbers have no check digit; the letter of an Irish PPS number proves it or tells a doubt."""
    found = identifier_in(text, "nir")
    assert (found.value, found.is_proved) == (value, is_proved)
    assert proof_of("nir", value) is is_proved


@pytest.mark.parametrize(
    ("text", "found"),
    [("GH-418-KR", "GH-418-KR"), ("HV70 OJT Nissan", "HV70 OJT"), ("191-C-40772", "191-C-40772"), ("Renault", None)],
)
def test_a_plate_is_two_or_three_groups_with_a_figure(text, found):
    """What follows the plate in its row is no part of it; a make alone is none."""
    assert plate(text) == found


@pytest.mark.parametrize(
    ("text", "number"),
    [("LA 660417 / 02", "LA660417/02"), ("0448 221 P 03", "0448221P03"), ("HAB 5 220 918 04", "HAB522091804")],
)
def test_a_contracts_number_is_read_to_its_end(text, number):
    """Groups of one figure, a stroke with blanks and a last pair behind a letter belong to the number."""
    assert identifier_in(text, "local").value == number


def test_a_label_of_name_and_surname_asks_for_both_in_its_order():
    """English registers ask for `Name and surname`; `Name` alone asks for the whole."""
    assert name_order("Name and surname") is NameOrder.GIVEN_FIRST
    assert name_order("Name") is NameOrder.UNKNOWN
    assert name_order("Surname") is None


def test_a_particle_belongs_to_the_surname():
    """Irish and French particles stand before the last word of a surname."""
    full = split_name("Mirela Ní Bhraonáin", NameOrder.GIVEN_FIRST)
    assert (full.surname, full.given_names) == ("Ní Bhraonáin", "Mirela")


def test_a_party_is_named_without_what_it_does():
    """Behind a comma stands the place or the part a person plays."""
    assert party("Odile Montagne, Operations") == "Odile Montagne"


def test_a_street_that_runs_on_into_its_town_ends_at_its_own_word():
    """Where an address was broken over two lines its comma is lost."""
    text = "Ivy Bank, 4 Tanners Hill Haverleigh HV7 3DB"
    assert (street(text), commune(text)) == ("Ivy Bank, 4 Tanners Hill", "Haverleigh")


def test_a_stroke_read_as_a_figure_is_no_day_and_no_failure():
    """A stroke may divide a day or be its figure one: what has no three parts either way is none."""
    assert days_in("12|0|2026", today=TODAY) == ()
    assert [found.day for found in days_in("03|04/2026", today=TODAY)] in ([], [date(2026, 4, 3)])


def test_an_address_with_its_postal_code_is_whole_where_it_stands(read):
    """What stands in the row below is another thing, though nobody knows its label."""
    text = """\
Account details

Account name          Solene Lenouvel
Address held          7 The Paddocks, Ballyrush, A82 V9K1
Reason of issue       22618805
IBAN                  IE29 AIBK 9311 5212 3456 78
"""
    found = read("bank_details", text, "en")
    assert (found["address"][0], found["commune"][0]) == ("7 The Paddocks", "Ballyrush")
    assert min(found["address"][1], found["commune"][1]) > 0.9


def test_a_towns_postal_district_is_part_of_its_name():
    """Dublin is printed with the number of its district; any other figure is no name of a town."""
    assert commune("4 Sandy View, Dublin 18, D18 T9P0") == "Dublin 18"
    assert commune("N° Pacage") is None


def test_an_irish_licence_has_a_number_of_nine_figures(read):
    """It stands at the fifth entry, as French and British ones do."""
    text = "DRIVING LICENCE\n1. MURTAGH\n2. NIAMH\n3. 19.04.1988 IRELAND\n4b. 01.03.2032\n5. 112233445\n9. AM B\n"
    assert read("driving_licence", text, "en")["document_number"][0] == "112233445"


def test_a_caption_over_a_block_is_no_name(read):
    """`Titulaire du compte` or `IBAN` over the lines of an address names nobody."""
    text = """\
Titulaire du compte
Mme Océane PREVOSTI
18 avenue Jean Médecin
06000 NICE

IBAN
FR14 2004 1010 0505 0001 3M02 606
Banque du Ponant - 44 rue Haute, 92772 BOULOGNE CEDEX
"""
    found = read("bank_details", text)
    assert (found["holder"][0], found["holder"][1] > 0.83) == ("Océane PREVOSTI", True)
    assert (found["address"][0], found["commune"][0]) == ("18 avenue Jean Médecin", "NICE")


def test_an_insurer_certifies_who_lives_where(read):
    """`certifions que Monsieur …, demeurant …` tells the address of a proof of address."""
    told = "Nous certifions que M. Florian DELMASSE, demeurant 7 rue Haute 24000 PERIGUEUX,\nest assuré."
    text = f"ATTESTATION D'ASSURANCE HABITATION\n{told}"
    found = read("proof_of_address", text)
    assert [found[name][0] for name in ("address", "postal_code", "commune")] == ["7 rue Haute", "24000", "PERIGUEUX"]
