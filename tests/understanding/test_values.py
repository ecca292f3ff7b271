"""Values: reading what was written gives the value again; what cannot be is refused; proofs prove."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.written.addresses import street
from extractors.written.dates import days_in, in_figures, in_words
from extractors.written.day_order import DayOrder, day_order
from extractors.written.identifiers import identifier_in, proved_in, spaced
from extractors.written.names import company, country, party, person_name, split_name
from extractors.written.values import parse, show
from pipeline.amounts import amounts_in
from pipeline.check_digits import (
    iban_holds,
    likelier,
    luhn_holds,
    mrz_digit,
    nir_holds,
    proof_of,
    rpps_holds,
    siret_holds,
    vat_holds,
)
from pipeline.model.values import Amount, Flag, Identifier, Number, Text
from pipeline.rules.catalog import FieldKind, FieldRule

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1900, 1, 1), date(2076, 12, 31))


def rule(kind, scheme=None, options=()):
    """Return a field rule of one kind."""
    return FieldRule(name="x", kind=FieldKind(kind), scheme=scheme, options=options)


@given(DAYS)
def test_a_day_in_figures_is_read_again(day):
    """Reading a day that was written in figures gives the day."""
    assert [found.day for found in days_in(in_figures(day), today=TODAY)] == [day]


@given(DAYS)
def test_a_day_with_its_month_in_words_is_read_again(day):
    """Reading a day that was written with the French month gives the day."""
    assert [found.day for found in days_in(in_words(day), today=TODAY)] == [day]


@given(st.integers(0, 10**11))
@example(203051900)
def test_an_amount_is_read_again(minor):
    """Reading an amount that was written the French way gives the amount."""
    parsed = parse(rule("amount"), show(Amount(minor)), today=TODAY)
    assert parsed is not None
    assert parsed.value == Amount(minor)


@pytest.mark.parametrize("text", ["12/03/2024", "RCS Lyon 510 909 807 RM 69", "20 %"])
def test_what_is_no_money_has_no_currency_of_its_own(text):
    """Days, rates and the numbers of registers are not money, whatever letters stand beside them."""
    assert all(found.currency == "EUR" and found.quality < 1 for found in amounts_in(text))
    assert "/" not in text or not amounts_in(text)


@given(st.integers(0, 10**9))
def test_a_number_is_read_again(number):
    """Reading a number gives the number."""
    parsed = parse(rule("number"), show(Number(str(number))), today=TODAY)
    assert parsed is not None
    assert parsed.value == Number(str(number))


@st.composite
def nirs(draw):
    """Draw a social-security number with its key, Corsica included."""
    department = draw(st.sampled_from(["75", "2A", "2B", "01", "99"]))
    month, tail = draw(st.integers(1, 12)), draw(st.integers(0, 999999))
    body = f"{draw(st.sampled_from('12'))}{draw(st.integers(0, 99)):02d}{month:02d}{department}{tail:06d}"
    return body + f"{97 - int(body.replace('2A', '19').replace('2B', '18')) % 97:02d}"


@given(nirs())
def test_an_identifier_is_read_again_and_proved(number):
    """Reading a number in its groups gives the number, proved by its key."""
    assert nir_holds(number)
    parsed = parse(rule("identifier", "nir"), spaced(number, "nir"), today=TODAY)
    assert parsed is not None
    assert (parsed.value, parsed.is_proved) == (Identifier(number, "nir"), True)


@given(nirs(), st.integers(0, 14), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_proves(number, at, digit):
    """A number with one digit changed is not proved (the key finds every single change but that of no digit)."""
    changed = number[:at] + digit + number[at + 1 :]
    if changed != number and changed[5:7].isdigit() == number[5:7].isdigit():
        assert not nir_holds(changed)


@pytest.mark.parametrize("flag", [True, False])
def test_a_flag_is_read_again(flag):
    """Reading yes or no gives it again."""
    parsed = parse(rule("flag"), show(Flag(flag)), today=TODAY)
    assert parsed is not None
    assert parsed.value == Flag(flag)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("né le 1er mars 1984 à Brest", date(1984, 3, 1)),
        ("12.03.84", date(1984, 3, 12)),
        ("1 2 0 3 1 9 8 4", date(1984, 3, 12)),
        ("1984-03-12", date(1984, 3, 12)),
        ("le douze mars mille neuf cent quatre-vingt-quatre", date(1984, 3, 12)),
        ("le premier février deux mille vingt-six", date(2026, 2, 1)),
        ("le trente et un mars deux mille vingt-six", date(2026, 3, 31)),
        ("Anduze, le premier mars 2026", date(2026, 3, 1)),
        ("12MAR1984", date(1984, 3, 12)),
        ("March 12, 1984", date(1984, 3, 12)),
        ("12-Mar-1984", date(1984, 3, 12)),
        ("12/MAR/84", date(1984, 3, 12)),
        ("on the 12th of March 1984", date(1984, 3, 12)),
        ("1984/03/12", date(1984, 3, 12)),
        ("1984.03.12", date(1984, 3, 12)),
        ("den 12. März 1984", date(1984, 3, 12)),
        ("3. Oktober 2026", date(2026, 10, 3)),
        ("12 fevrjer 2020", date(2020, 2, 12)),
        ("l2/O3/1984", date(1984, 3, 12)),
    ],
)
def test_days_are_read_in_every_usual_form(text, day):
    """Figures, combs, ISO, words, English, and letters misread for figures all give the day."""
    assert [found.day for found in days_in(text, today=TODAY)] == [day]


def test_a_month_stands_first_only_where_americans_may_write():
    """03/20/2023 is a day on an English paper alone; elsewhere it is a misread one."""
    assert [found.day for found in days_in("03/20/2023", today=TODAY, may_be_american=True)] == [date(2023, 3, 20)]
    assert days_in("03/20/2023", today=TODAY) == ()


@pytest.mark.parametrize(
    ("text", "language", "order"),
    [
        ("le 03/04/2026", "fr", DayOrder.DAY_FIRST),
        ("on 03/04/2026, due 25/04/2026", "en", DayOrder.DAY_FIRST),
        ("on 03/04/2026, due 04/25/2026", "en", DayOrder.MONTH_FIRST),
        ("on 03/04/2026, £12.00", "en", DayOrder.DAY_FIRST),
        ("on 03/04/2026, $12.00", "en", DayOrder.UNTOLD),
    ],
)
def test_the_paper_tells_which_figure_is_the_month(text, language, order):
    """Another day, the language or the money tell it; where nothing does, nobody knows."""
    assert day_order(text, language=language) is order


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BNPAFRPPXXX", "BNPAFRPPXXX"),
        ("PSST FR PP LYO", "PSSTFRPPLYO"),
        ("LIVRAISON : 28/01/2026", None),
        ("BIC_MONCOMPTE", None),
        ("Agricole", None),
    ],
)
def test_a_banks_code_is_told_from_words(text, code):
    """Capitals, in one word or in their parts, with a country of banks in it; parts of other words are none."""
    found = identifier_in(text, "bic")
    assert (found.value if found else None) == code


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2020",
        "12/13/2020",
        "01/01/1789",
        "01/01/2199",
        "75011 Paris",
        "06 12 34 56 78",
        "page 1/2",
        "le 12 mars 14 h",
    ],
)
def test_absurd_days_are_refused(text):
    """What is no day of our time is no day."""
    assert days_in(text, today=TODAY) == ()


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("1 834,20 €", 183420, "EUR"),
        ("1.834,20 EUR", 183420, "EUR"),
        ("EUR 1,834.20", 183420, "EUR"),
        ("Total : 12 €", 1200, "EUR"),
        ("$ 99.95", 9995, "USD"),
        ("2'500.00 CHF", 250000, "CHF"),
    ],
)
def test_amounts_are_read_in_every_usual_form(text, minor, currency):
    """Separators of thousands and cents are told apart, whatever the country."""
    parsed = parse(rule("amount"), text, today=TODAY)
    assert parsed is not None
    assert parsed.value == Amount(minor, currency)


def test_check_digits_follow_their_standards():
    """Published examples hold and changed ones do not."""
    assert siret_holds("73282932000074")
    assert not siret_holds("73282932000075")
    assert siret_holds("35600000000048")
    assert luhn_holds("79927398713")
    assert iban_holds("FR1420041010050500013M02606")
    assert not iban_holds("FR1420041010050500013M02607")
    assert vat_holds("FR40303265045")
    assert not vat_holds("FR41303265045")
    assert proof_of("vat", "GB980780684") is True
    assert proof_of("vat", "GB980780694") is False
    assert proof_of("vat", "IE6388047V") is True
    assert proof_of("vat", "IE6388047W") is False
    assert proof_of("vat", "IE8D79739I") is None
    assert mrz_digit("L898902C3") == "6"
    assert not rpps_holds("99999999999")


def test_a_british_vat_number_is_known_without_its_country():
    """Nine digits behind a label for VAT numbers are a British one where its check digits hold, else nothing."""
    found = identifier_in("VAT registration no. 980 7806 84", "vat")
    assert found is not None
    assert (found.value, found.is_proved) == ("GB980780684", True)
    assert identifier_in("980 7806 85", "vat") is None
    assert proved_in("Tel. 980 7806 84", "vat") == ()


@pytest.mark.parametrize("titles", ["MLLE OÙ M.", "M. et Mme", "Monsieur ou Madame"])
def test_two_titles_before_a_name_are_no_part_of_it(titles):
    """Joint accounts have two titles, in whatever order."""
    assert party(f"{titles} ROUX MARTIN") == "ROUX MARTIN"


def test_letters_for_digits_are_mended_only_when_one_mending_proves():
    """A misread letter is mended when the key is then right; a number without proof stays as it is, in doubt."""
    mended = identifier_in("2 65 I2 75 116 OO1 34", "nir")
    assert mended is not None
    assert (mended.value, mended.is_proved) == ("265127511600134", True)
    wrong = identifier_in("2 65 12 75 116 001 35", "nir")
    assert wrong is not None
    assert wrong.is_proved is False
    assert wrong.quality < 0.5


def test_a_corsican_department_read_as_figures_is_mended_by_the_key():
    """2B read as 23 is a department too, but the key tells that it was not printed."""
    mended = identifier_in("1 60 12 23 033 066 25", "nir")
    assert mended is not None
    assert (mended.value, mended.is_proved) == ("160122B03306625", True)
    of_the_creuse = identifier_in("1 60 12 23 033 066 26", "nir")
    assert of_the_creuse is not None
    assert of_the_creuse.value == "160122303306626"


def test_running_text_gives_only_proved_numbers():
    """Digits in running text count only when they prove themselves and stand alone."""
    text = "réf. 1234567890123456, n° 732 829 320 00074, tél. 01 23 45 67 89"
    assert [found.value for found in proved_in(text, "siret")] == ["73282932000074"]
    assert proved_in("2 65 12 75 116 001 35", "nir") == ()


def test_words_run_together_are_no_iban():
    """An IBAN has its country's length: words that happen to satisfy the sum are none."""
    assert not iban_holds("TO6108A11NF1AT10N0URPAYMENTTERM")
    assert proved_in("terms of payment to be observed: TO6108A11NF1AT10N0URPAYMENTTERM", "iban") == ()


def test_a_proof_is_worth_what_it_refutes():
    """A key of 97 makes a poor reading likely; one check digit leaves it for a person."""
    assert likelier(0.4, "nir") > 0.97
    assert likelier(0.4, "rpps") < 0.9
    assert likelier(0.2, "rpps") < 0.75


@pytest.mark.parametrize(
    ("text", "surname", "given", "sure"),
    [
        ("Monsieur Jean-Luc LE GALL", "LE GALL", "Jean-Luc", True),
        ("DUPONT Marie Claire", "DUPONT", "Marie Claire", True),
        ("M. Henri de LA TOUR", "de LA TOUR", "Henri", True),
        ("Marie Durand", "Durand", "Marie", True),
        ("CHAUVEL BRUNO", "CHAUVEL", "BRUNO", True),
        ("Martin Bernard", "Martin", "Bernard", False),
        ("Quillan Fosse", "Quillan", "Fosse", False),
    ],
)
def test_full_names_are_parted_by_capitals_or_given_names(text, surname, given, sure):
    """The words in capitals are the surname, else those beside a common given name; without a sign nothing is sure."""
    full = split_name(text)
    assert full is not None
    assert (full.surname, full.given_names, full.is_sure) == (surname, given, sure)


@pytest.mark.parametrize("text", ["", "12 rue des Lilas", "suivi du prénom", "x", "--", "Fait le 12/03/2024"])
def test_what_is_no_name_is_refused(text):
    """Words in small letters, figures and signs are no person's name."""
    assert person_name(text) is None


def test_other_text_is_judged_too():
    """Companies begin like names, countries have codes, a street stands before its postal code."""
    assert company("en qualité de soudeur") is None
    assert company("Forges & Fils SARL") == "Forges & Fils SARL"
    assert country("Française") == "FRA"
    assert country("nulle part") is None
    assert street("4 quai de la Gare 33000 BORDEAUX") == "4 quai de la Gare"


def test_given_names_behind_a_comma_are_no_part_of_the_surname():
    """English papers write a name as `SURNAME, GIVEN NAMES` in one place."""
    read = parse(rule("text", "surname"), "BERTHIER, CORINNE", today=TODAY)
    assert read is not None
    assert read.value == Text("BERTHIER")


@pytest.mark.parametrize("text", ["41204471 0003", "AU 0447 1822 votre dossier"])
def test_a_number_that_may_go_on_is_doubted(text):
    """Figures behind a number may be its own, parted by a blank: what was read of it is less sure."""
    assert identifier_in(text, "local").quality < identifier_in("41204471", "local").quality


def test_a_town_behind_a_number_is_no_part_of_it():
    """A postal code before its town says nothing against the number that stands before it."""
    assert identifier_in("41204471 69003 LYON", "local") == identifier_in("41204471", "local")
