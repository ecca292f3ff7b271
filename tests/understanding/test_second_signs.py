"""A name, an address or a town is sure by two signs; what one sign alone tells is for a person or left out."""

import pytest

from extractors.vouching.second_signs import ONE_SIGN
from extractors.written.trade_words import is_named_by_trade


def receipt(name: str, below: str = "") -> str:
    """Return a till receipt with a name at its top and nothing else of it but what is said below."""
    return f"{name}\n\n\nTICKET DE CAISSE\n\nBaguette     1,10\nTotal TTC     1,10\n\n{below}\n"


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("Boulangerie Zilvane", ""),  # its trade
        ("Zilvane SARL", ""),  # its legal form
        ("Odile Zilvane", ""),  # a common given name
        ("ZILVANE", "www.zilvane.example.fr"),  # its domain
        ("ZILVANE", "À bientôt chez ZILVANE"),  # the same name again
    ],
)
def test_a_name_is_sure_by_a_second_sign(read, name, below):
    """Besides its place, how a name is written or that it stands on the paper again says that it is one."""
    assert read("receipt", receipt(name, below))["seller_name"][1] > ONE_SIGN


def test_a_name_by_its_place_alone_is_doubted(read):
    """What stands at the top of a paper may be anything, also a word that nobody knows for a name."""
    assert read("receipt", receipt("ZILVANE"))["seller_name"] == ("ZILVANE", ONE_SIGN)


def test_a_part_of_a_longer_name_is_doubted(read):
    """A sign over the head may show half of the name that the paper gives in full elsewhere."""
    assert (
        read("receipt", receipt("ZILVANE", "Merci de votre visite chez ZILVANE ATLANTIQUE"))["seller_name"][1]
        <= ONE_SIGN
    )
    assert read("receipt", receipt("ZILVANE", "Merci de votre visite chez ZILVANE SAS"))["seller_name"][1] > ONE_SIGN


def test_what_follows_a_persons_name_makes_no_longer_one(read):
    """A quality printed behind the name where a person signs is no part of the name."""
    signed = receipt("Odile Zilvane", "Odile Zilvane Gérante")
    assert read("receipt", signed)["seller_name"][1] > ONE_SIGN


def test_a_word_like_others_is_no_name(read):
    """What the paper also writes in small letters is a word, however often it stands there."""
    assert read("receipt", receipt("Zilvane", "la zilvane du jour\nZilvane"))["seller_name"][1] <= ONE_SIGN


def test_a_name_holds_no_town(read):
    """A line of name and town was not parted where the name ends."""
    assert read("payslip", "BULLETIN DE PAIE\nEmployeur : ZILVANE SARL / 43100 BRIOUDE\n")["employer"][1] <= ONE_SIGN


@pytest.mark.parametrize(
    ("below", "is_sure"), [("3 rue Basse", True), ("Bahnhofstr. 3", True), ("Caisse 3", False), ("Ticket 0042", False)]
)
def test_a_street_right_under_it_tells_a_name(read, below, is_sure):
    """A block of an address begins with its name; a line that ends in a number is no street."""
    found = read("receipt", f"ZILVANE\n{below}\n\n\nTICKET DE CAISSE\n\nBaguette     1,10\nTotal TTC     1,10\n")
    assert (found["seller_name"][1] > ONE_SIGN) is is_sure


def test_an_address_says_a_street_or_stands_by_its_town(read):
    """`Adresse du risque` leads to no address; a hamlet has no street, and its postal code beside it."""
    alone = read("claim_statement", "Adresse : Lavaudieu\n")
    assert alone["address"][1] <= ONE_SIGN
    assert read("claim_statement", "Adresse : 3 rue Basse\n")["address"][1] > ONE_SIGN
    assert read("claim_statement", "Adresse : Le Bourg, 43100 Lavaudieu\n")["address"][1] > ONE_SIGN


def test_a_town_stands_by_its_code_or_again(read):
    """A word by the label of a town is surely one beside a postal code, or where the paper names it again."""
    assert read("claim_statement", "Ville : Lavaudieu\n")["commune"][1] <= ONE_SIGN
    assert read("claim_statement", "Code postal : 43100\nVille : Lavaudieu\n")["commune"][1] > ONE_SIGN
    assert read("claim_statement", "Ville : Lavaudieu\n\nFait à Lavaudieu, le 3 mars 2026\n")["commune"][1] > ONE_SIGN


def test_a_trade_needs_a_name_beside_it():
    """What somebody does is no name; with a word of its own it is."""
    assert is_named_by_trade("Menuiserie Zilvane & Fils")
    assert is_named_by_trade("Zilvane Plumbing and Heating")
    assert not is_named_by_trade("Peintures et revêtements")
    assert not is_named_by_trade("Zilvane")
