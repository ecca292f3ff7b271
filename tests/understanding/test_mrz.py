"""Machine-readable zones: every format, misreadings mended where the digits prove it, and what digits cannot tell."""

from datetime import date

import pytest

from pipeline.model.values import Day
from pipeline.mrz.parsing import day_of, may_be_cut, names_of, zones

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
MRV = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")


def zone_of(paper, *lines):
    """Return the best zone of a page with these lines."""
    found = zones(paper("\n".join(lines)).read())
    return found[0] if found else None


@pytest.mark.parametrize(
    ("lines", "form"), [(TD3, "td3"), (TD1, "td1"), (TD2, "td2"), (MRV, "mrv-a"), (FRENCH, "fr-card")]
)
def test_every_format_is_known_and_proved(paper, lines, form):
    """The specimens of ICAO 9303 and of the French card are read with every digit right."""
    zone = zone_of(paper, "République", *lines)
    assert zone is not None
    assert zone.format == form
    assert zone.is_proved
    assert zone.refuted == frozenset()
    assert names_of(zone)[0] in {"ERIKSSON", "BERTHIER"}


def test_fillers_lost_by_the_engine_are_put_back(paper):
    """A run of fillers read too short or too long is brought to its length; the digits tell that it is right."""
    zone = zone_of(paper, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<", TD3[1])
    assert zone is not None
    assert zone.is_proved
    assert names_of(zone) == ("ERIKSSON", "ANNA MARIA")


def test_fillers_read_as_small_letters_are_fillers(paper):
    """Small letters within a zone are fillers, and what follows a run of fillers is no name."""
    zone = zone_of(paper, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<cecKEcee", TD3[1])
    assert zone is not None
    assert names_of(zone) == ("ERIKSSON", "ANNA MARIA")


def test_signs_before_the_zone_are_left_out(paper):
    """Print that runs into the zone's first line does not hide it."""
    zone = zone_of(paper, "Z" + FRENCH[0][:-1], FRENCH[1])
    assert zone is not None
    assert zone.format == "fr-card"


def test_confused_letters_and_digits_are_mended(paper):
    """O in a day is a zero, 1 in a state is an I: the kind of the field says so, the digit proves it."""
    zone = zone_of(paper, "1<UTOD231458907<<<<<<<<<<<<<<<", "74O8122F12O4159UTO<<<<<<<<<<<6", TD1[2])
    assert zone is not None
    assert zone.is_proved
    assert zone.value("birth_date") == "740812"


def test_a_wrong_digit_is_refuted_and_the_others_hold(paper):
    """A day whose digit is wrong is refuted; the fields with right digits stay proved."""
    zone = zone_of(paper, TD3[0], TD3[1].replace("7408122", "7408132"))
    assert zone is not None
    assert "birth_date" in zone.refuted
    assert "document_number" in zone.proved
    assert not zone.is_proved


def test_words_are_no_zone(paper):
    """Running text and numbers are no zone."""
    assert (
        zone_of(paper, "VEUILLEZ TROUVER CI-JOINT LES PIÈCES DEMANDÉES", "IBAN FR14 2004 1010 0505 0001 3M02 606")
        is None
    )


def test_names_that_fill_the_line_may_be_cut(paper):
    """A name that runs to the end of its line may have lost letters."""
    long = zone_of(paper, "P<UTOERIKSSONERIKSSONERIKSSON<<ANNAMARIAANNA", TD3[1])
    short = zone_of(paper, *TD3)
    assert long is not None
    assert short is not None
    assert may_be_cut(long, "last_name")
    assert may_be_cut(long, "first_names")
    assert not may_be_cut(short, "first_names")


def test_on_the_french_card_a_long_given_name_cuts_no_surname(paper):
    """Each name has its own field there: what fills the one says nothing against the other."""
    card = zone_of(paper, FRENCH[0], "8806923102858CORINNE<<MARIEL6512068F6")
    assert card is not None
    assert may_be_cut(card, "first_names")
    assert not may_be_cut(card, "last_name")
    between_names = zone_of(paper, FRENCH[0], "8806923102858CORINNE<<ANNE<6512068F6")
    assert between_names is not None
    assert may_be_cut(between_names, "first_names")


def test_years_of_two_figures_are_the_latest_that_may_be():
    """A birth year is in this century unless that lies ahead."""
    assert day_of("120101", latest=date(2026, 11, 22)) == date(2012, 1, 1)
    assert day_of("270101", latest=date(2026, 11, 22)) == date(1927, 1, 1)
    assert day_of("261301", latest=date(2026, 11, 22)) is None


def test_a_letter_that_weighs_like_a_digit_is_told_by_the_numbers_form(understood):
    """L weighs as much as 1 in the check sum: the form of French passport numbers tells them apart."""
    read = understood(
        "PASSEPORT", "P<FRAMARTIN<<JEANNE<<<<<<<<<<<<<<<<<<<<<<<<<\nL9IR237445FRA7903122M2904124<<<<<<<<<<<<<<<6"
    )
    number = next(field for field in read.fields if field.name == "document_number")
    assert number.value.value == "19IR23744"


def test_nobody_is_born_after_the_paper_expired(understood):
    """A birth year of two figures is of the century before when the paper would else expire before the birth."""
    read = understood(
        "PASSPORT", "P<ISLAEVARSDOTTIR<<THURIDUR<<<<<<<<<<<<<<<<<\nA2040611<0ISL1212123F1106297<<<<<<<<<<<<<<<4"
    )
    born = next(field for field in read.fields if field.name == "birth_date")
    assert born.value == Day(date(1912, 12, 12))


def test_an_infant_or_a_centenarian_is_for_a_person(understood):
    """Two figures of a birth year that fit both centuries by the expiry make a doubt that shows both."""
    read = understood(
        "PASSPORT", "P<CZESPECIMEN<<VZOR<<<<<<<<<<<<<<<<<<<<<<<<<\n99003853<1CZE1101018F1201015<<<<<<<<<<<<<<<8"
    )
    born = next(field for field in read.fields if field.name == "birth_date")
    assert born.confidence < 0.6
    assert {born.value, *(other.value for other in born.alternatives)} == {
        Day(date(2011, 1, 1)),
        Day(date(1911, 1, 1)),
    }


def test_the_printed_year_tells_the_century(understood):
    """The day printed in full on the page settles which century the zone's two figures mean."""
    read = understood(
        "PASSPORT\nDate of birth  01.01.1911\n\n"
        "P<CZESPECIMEN<<VZOR<<<<<<<<<<<<<<<<<<<<<<<<<\n99003853<1CZE1101018F1201015<<<<<<<<<<<<<<<8",
    )
    born = next(field for field in read.fields if field.name == "birth_date")
    assert born.value == Day(date(1911, 1, 1))
    assert born.confidence > 0.9


def test_a_filler_read_as_a_letter_in_the_code_hides_no_class(understood):
    """`I<UTO` read as `ISUTO` is an identity card all the same: no digit covers the second letter of the code."""
    read = understood("\n".join(("ISUTOD231458907<<<<<<<<<<<<<<<", *TD1[1:])))
    assert read.classification.document_class == "national_id_card"


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("\n".join(FRENCH), date(1965, 12, 6)),
        (
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F9999999ZE184226B<<<<<10",
            date(1974, 8, 12),
        ),
    ],
)
def test_a_zone_without_a_day_of_expiry_still_tells_the_birth(understood, text, born):
    """The French card before 2021 shows no expiry, and a foreign one may show none that exists."""
    read = understood("CARTE NATIONALE D'IDENTITÉ\n\n" + text)
    found = next(field for field in read.fields if field.name == "birth_date")
    assert found.value == Day(born)


def test_one_right_digit_among_wrong_ones_is_chance(understood):
    """One digit in ten is right by chance: in a zone that is refuted more often than proved it proves nothing."""
    days_misread = TD3[1].replace("7408122", "7418122").replace("1204159", "1214159")
    read = understood("PASSPORT\n\n" + "\n".join((TD3[0], days_misread)))
    number = next(field for field in read.fields if field.name == "document_number")
    assert number.confidence < 0.85


def test_letters_for_digits_that_make_up_for_each_other_are_a_doubt(understood):
    """Two letters O for two digits 0 may leave a check digit right: what is likely is named for a person."""
    read = understood(
        "PASSPORT", "P<UKRTKACHENKO<<MARIANA<<<<<<<<<<<<<<<<<<<<<\nXX0OO000<0UKR9108242F23092571234567890<<<<70"
    )
    doubt = next(finding for finding in read.findings if finding.field == "document_number")
    assert doubt.code == "low_confidence"
    assert "XX000000" in doubt.message.en


def test_a_whole_name_of_the_zone_does_not_vouch_for_a_longer_one(understood):
    """`SMITH` in a zone with room left is no beginning of `SMITH JOHN`, which a label's reading made of both names."""
    read = understood(
        "PASSPORT\nSurname\nSMITH JOHN\n\n"
        "P<GBRSMITH<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n7077979792GBR9505209M1704224<<<<<<<<<<<<<<00"
    )
    name = next(field for field in read.fields if field.name == "last_name")
    assert name.confidence < 0.83


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("ERIKSSON\nANNA MARIA", ("ERIKSSON", "ANNA MARIA")),
        ("ERIKSSON and ERIKSSIN\nANNA MARLA", ("ERIKSSQN", "ANNA MABIA")),
        ("", ("ERIKSSQN", "ANNA MABIA")),
    ],
)
def test_a_doubtful_name_is_proposed_as_the_page_prints_it(understood, paper, printed, shown):
    """One letter apart the print tells it, still for a person; two such prints, or more letters apart, tell nothing."""
    lines = (TD3[0].replace("ERIKSSON", "ERIKSSQN").replace("MARIA", "MABIA"), TD3[1])
    page = paper("\n".join(("PASSEPORT PASSPORT", printed, *lines)), confidence=0.6).read()
    found = {field.name: field for field in understood(page).fields}
    assert tuple(found[name].value.value for name in ("last_name", "first_names")) == shown
    assert max(found[name].confidence for name in ("last_name", "first_names")) < 0.83
