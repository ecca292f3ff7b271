"""Forms filled by hand, and CVs: who fills them in, when they signed, what the form is for."""

import pytest

from extractors.written.identifiers import identifier_in
from extractors.written.names import NameOrder, name_order, split_name


def told(found, *names):
    """Return the values of some fields, None for one that is unsaid."""
    return tuple(found[name][0] if name in found else None for name in names)


TWO_PERSONS = """\
                Demande de prise en charge

VOTRE IDENTITÉ

Nom : BRUNHART          Prénom : Ylva

Date de naissance : 12/04/1980

VOTRE CONJOINT

Nom : PELLOW          Prénom : Anselme

Date de naissance : 03/09/1977
"""


def test_the_spouse_is_never_taken_for_whom_a_form_is_about(read):
    """A name under the heading of another person is not read, also where the first one was left empty."""
    names = ("last_name", "first_names", "birth_date")
    assert told(read("form", TWO_PERSONS), *names) == ("BRUNHART", "Ylva", "1980-04-12")
    empty = TWO_PERSONS.replace("BRUNHART", "").replace("Ylva", "").replace("12/04/1980", "")
    assert told(read("form", empty), *names) == (None, None, None)


@pytest.mark.parametrize("heading", ["2. Votre conjoint", "B Votre conjoint(e)"])
def test_a_heading_with_a_number_heads_what_begins_under_the_number(read, heading):
    """The section begins where its number stands, not where its words do."""
    empty = TWO_PERSONS.replace("BRUNHART", "").replace("Ylva", "").replace("VOTRE CONJOINT", heading)
    assert told(read("form", empty), "last_name", "first_names") == (None, None)


@pytest.mark.parametrize(
    "end",
    [
        "Date : 06/02/2026\n\nSignature :",
        "Le 06-02-2026\nSignature du salarié :",
        "Date : 06.02.2026          Signature de l'adhérent",
    ],
)
def test_the_day_by_a_place_to_sign_is_that_of_the_signature(read, end):
    """Forms ask for the day by the signature with `Date` or `Le` alone."""
    text = f"Bulletin d'adhésion\n\nNom : PELLOW\n\nJe certifie l'exactitude des renseignements.\n\n{end}\n"
    assert told(read("form", text), "signed_on") == ("2026-02-06",)


def test_a_day_by_a_place_to_sign_without_a_word_before_it_is_a_stamps(read):
    """What the office stamps beside the signature is not the day on which the person signed."""
    text = "Bulletin d'adhésion\n\nNom : PELLOW\n\nSignature du demandeur          REÇU 06 02 2026\n"
    assert told(read("form", text), "signed_on") == (None,)


@pytest.mark.parametrize("title", ["AUTORISATION PARENTALE", "Bulletin d'adhésion", "Mandat de prélèvement SEPA"])
def test_the_title_of_a_form_says_what_it_is_for(read, title):
    """A line at the head that is a title of the class, or begins with one, is its subject."""
    assert told(read("form", f"          {title}\n\nNom : PELLOW\n\nPrénom : Ylva\n"), "subject") == (title,)


def test_half_a_title_says_nothing(read):
    """`Application for` alone goes on in a line that we do not know."""
    text = "Application for          Charity no. 12\n\nSurname: Pellow\n"
    assert told(read("form", text, "en"), "subject") == (None,)


def test_letters_in_a_comb_are_a_word_that_a_person_looks_at(read):
    """A name written letter by letter is closed up; whether another word follows is not known."""
    value, sure = read("form", "Fiche de renseignements\n\nNom de naissance : B R U N H A R T\n")["last_name"][:2]
    assert (value, sure < 0.8) == ("BRUNHART", True)


def test_the_word_before_the_key_is_no_part_of_the_number():
    """French forms print `clé` before the last two figures of a social-security number."""
    found = identifier_in("1 85 11 59 599 214 clé 46", "nir")
    assert found
    assert (found.value, found.is_proved) == ("185115959921446", True)


def test_a_second_given_name_that_no_list_knows_makes_the_surname_unsure():
    """Behind a common given name two words may be a middle name and a surname."""
    full = split_name("Daniel Ashcombe Pellow", NameOrder.GIVEN_FIRST)
    assert full
    assert (full.surname, full.given_names, full.is_sure) == ("Pellow", "Daniel Ashcombe", False)
    assert split_name("Daniel van der Pellow", NameOrder.GIVEN_FIRST).is_sure


@pytest.mark.parametrize("label", ["First name", "First name(s)", "Given name"])
def test_a_first_name_is_asked_for_alone(label):
    """`First name: Pauline Anne` is no full name, of which Anne would be the surname."""
    assert name_order(label) is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("⌂ 8 rue des Halles, 29200 Brest (France)", "fr"),
        ("Home: 12 Mill Road, Harrowby, HX14 3QP", "en"),
        ("12 Mill Road, Harrowby, HX14 3QP", "en"),
    ],
)
def test_the_address_of_a_cv_may_fill_its_own_line(read, line, language):
    """The telephone or the mailbox right below says that it is the person's."""
    text = f"          Ylva Brunhart\n\n{line}\n\ny.brunhart@mail.example\n\nExpérience professionnelle\n"
    street = "8 rue des Halles" if language == "fr" else "12 Mill Road"
    assert told(read("resume", text, language), "last_name", "address") == ("Brunhart", street)


def test_who_practises_is_not_the_patient(read):
    """Under a number of the register of health the name at the head is not of whom the paper is about."""
    text = "Anne Brunhart\n\n8 rue des Halles, 29200 Brest\n\nTél. 02 98 01 02 03\n\nRPPS 10003456789\n"
    assert told(read("prescription", text), "address") == (None,)


def test_the_name_over_a_social_security_number_is_the_patients(read):
    """The day may stand beside the name, the number below it."""
    text = "M. BRUNHART Anselme          Le 13.10.2026\n\n1 59 03 64 348 029 42\n\nPARACÉTAMOL 1 g\n"
    assert told(read("prescription", text), "last_name", "first_names") == ("BRUNHART", "Anselme")


def test_an_english_certificate_names_the_employee_behind_a_label(read):
    """Confirmations of employment list what they confirm."""
    text = "Confirmation of employment\n\nEmployee          Ms Ylva Brunhart\n\nGross monthly pay          £2,346.50\n"
    assert told(read("employer_certificate", text, "en"), "employee", "gross_pay") == ("Ylva Brunhart", "2346.50")
