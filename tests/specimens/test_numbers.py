"""Numbers printed on papers pass the check digits their issuers compute."""

from dataclasses import replace
from datetime import date

import pytest
from stdnum import luhn
from stdnum.fr import nir, siret

from specimens.checkdigits import mrz_digit, mrz_letters, nir_key
from specimens.dossier import BASIC, Plan, draw_dossier
from specimens.mrz import zone_of
from specimens.papers import IdentityFacts, IdentityFormat
from specimens.people import Sex, draw_company, draw_person, draw_practitioner, source_of
from specimens.places import communes

TODAY = date(2026, 11, 22)
SEEDS = range(30)


@pytest.mark.parametrize(("text", "digit"), [("L898902C3", "6"), ("740812", "2"), ("D23145890", "7"), ("520727", "3")])
def test_mrz_digits_are_those_of_the_standard(text: str, digit: str) -> None:
    """The examples of ICAO 9303 come out as printed there."""
    assert mrz_digit(text) == digit


def test_nir_key_is_that_of_the_published_example() -> None:
    """The specimen card of the French health insurance has key 38."""
    assert nir_key("2550814168025") == "38"


def test_nir_key_of_corsica_counts_departments_as_19_and_18() -> None:
    """A Corsican department is replaced by a number before the division."""
    assert nir_key("167052A004123") == f"{97 - 1670519004123 % 97:02d}"


@pytest.mark.parametrize(
    ("name", "letters"), [("Lefèvre", "LEFEVRE"), ("D'Aubigné", "DAUBIGNE"), ("Le Goff-Œuf", "LE<GOFF<OEUF")]
)
def test_names_are_transliterated_for_the_zone(name: str, letters: str) -> None:
    """Accents fall, apostrophes vanish, hyphens and spaces become fillers."""
    assert mrz_letters(name) == letters


@pytest.mark.parametrize("seed", SEEDS)
def test_a_person_has_a_number_that_tells_the_truth(seed: int) -> None:
    """The NIR is valid and agrees with sex, month and place of birth."""
    person = draw_person(source_of(seed, "p"), today=TODAY)
    number = person.social_security_number
    assert nir.is_valid(number)
    assert number[0] == ("2" if person.sex is Sex.FEMALE else "1")
    assert number[1:5] == f"{person.birth_date:%y%m}"
    assert number[5:10] == person.birth_place.insee


@pytest.mark.parametrize("seed", SEEDS)
def test_companies_and_practitioners_have_valid_numbers(seed: int) -> None:
    """SIRET, SIREN and RPPS pass Luhn and have their lengths."""
    source = source_of(seed, "c")
    company, practitioner = draw_company(source), draw_practitioner(source)
    assert siret.is_valid(company.siret)
    assert luhn.is_valid(company.siret[:9])
    assert luhn.is_valid(practitioner.rpps)
    assert len(practitioner.rpps) == 11


def test_communes_have_codes_of_one_department() -> None:
    """INSEE and postal code of a commune begin alike, Corsica's 2A and 2B being posted as 20."""
    for commune in communes():
        assert len(commune.insee) == len(commune.postal_code) == 5
        expected = "20" if commune.department in {"2A", "2B"} else commune.department
        assert commune.postal_code.startswith(expected)


def test_the_laminated_card_of_the_specimen_is_reproduced() -> None:
    """The published specimen card of Corinne Berthier has exactly these two lines."""
    person = draw_person(source_of(1, "p"), today=TODAY)
    facts = IdentityFacts(
        person=replace(person, first_names=("Corinne",), birth_date=date(1965, 12, 6), sex=Sex.FEMALE),
        last_name="Berthier",
        format=IdentityFormat.LAMINATED_CARD,
        number="880692310285",
        issued_on=date(1988, 6, 1),
        expires_on=date(1998, 5, 31),
        issuing_department="",
    )
    assert zone_of(facts) == ("IDFRABERTHIER".ljust(36, "<"), "8806923102858CORINNE<<<<<<<6512068F6")


@pytest.mark.parametrize("form", list(IdentityFormat))
@pytest.mark.parametrize("seed", SEEDS)
def test_zones_have_the_size_of_their_format(form: IdentityFormat, seed: int) -> None:
    """TD1 is 3 x 30, TD3 2 x 44, the laminated card 2 x 36, of capitals, digits and fillers only."""
    plan = Plan(code="z", papers=BASIC, contribution_months=20, identity=form)
    identity = draw_dossier(plan, seed=seed, today=TODAY).papers[2][1]
    assert isinstance(identity, IdentityFacts)
    lines = zone_of(identity)
    shape = {"credit_card": (3, 30), "passport": (2, 44), "laminated_card": (2, 36)}[form]
    assert (len(lines), {len(line) for line in lines}) == (shape[0], {shape[1]})
    assert all(c.isdigit() or c == "<" or "A" <= c <= "Z" for line in lines for c in line)


def test_the_composite_digits_cover_what_the_standard_says() -> None:
    """The last digit of TD3 and TD1 is recomputed over the positions ICAO 9303 names."""
    for form, last in ((IdentityFormat.PASSPORT, 1), (IdentityFormat.CREDIT_CARD, 1)):
        plan = Plan(code="z", papers=BASIC, contribution_months=20, identity=form)
        identity = draw_dossier(plan, seed=3, today=TODAY).papers[2][1]
        assert isinstance(identity, IdentityFacts)
        lines = zone_of(identity)
        second = lines[last]
        covered = second[:10] + second[13:20] + second[21:43]
        if form is IdentityFormat.CREDIT_CARD:
            covered = lines[0][5:30] + second[:7] + second[8:15] + second[18:29]
        assert second[-1] == mrz_digit(covered)
