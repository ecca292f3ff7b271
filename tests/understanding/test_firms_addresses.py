"""Addresses of firms: which lines of a block they are, and when one is left to a person."""

import pytest
from small_papers import ONE_LINE, WINDOW, values

from extractors.written.addresses import is_whole

LINES = f"\nFacture N° 1203\nDate : 12/02/2026\n{ONE_LINE}"


def _doubts(made, name):
    return [finding.message.en for finding in made.findings if finding.field == name]


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (
            "Garnier Isolation\nEURL au capital de 5 000 euros - 27 rue Ampère - 67500 HAGUENAU\nTel. 03 88 00 18 18\n",
            "27 rue Ampère - 67500 HAGUENAU",
        ),
        (
            "Harwell Consulting Ltd\nThe Old Mill, Bridge Street\nFramlingham\nSuffolk IP13 9AJ\nTel. 01728 00 447\n",
            "The Old Mill, Bridge Street, Framlingham, Suffolk IP13 9AJ",
        ),
        (
            "Garnier Tools Ltd\nPrecision grinding since 1958\n8 rue du Port\n44800 SAINT-HERBLAIN\nTel. 02 40 00 11\n",
            "8 rue du Port, 44800 SAINT-HERBLAIN",
        ),
        (
            "Garnier SARL\ntraiteur et receptions\nLe Bourg - 24210 Thenon\nTel. 05 53 00 11 22\n",
            "Le Bourg - 24210 Thenon",
        ),
        (
            "Garnier SARL\nBâtiment Le Phare\n12 rue du Port\n29200 BREST\nTel. 02 98 00 11 22\n",
            "Bâtiment Le Phare, 12 rue du Port, 29200 BREST",
        ),
        (
            "Garnier SARL\nLes Choseaux\n12 rue du Port\n29200 BREST\nTel. 02 98 00 11 22\n",
            "Les Choseaux, 12 rue du Port, 29200 BREST",
        ),
    ],
)
def test_an_address_begins_where_a_line_says_a_place(understood, head, address):
    """Neither the capital nor a slogan is of an address; a street behind a building's name begins one."""
    assert values(understood(head + WINDOW + LINES))["seller_address"] == address


def test_a_name_in_quotes_goes_on_with_what_stands_above(understood):
    """`Syndicat des copropriétaires` over `« Les Jardins »` is one name."""
    window = WINDOW.replace("Monsieur Paul Garnier", f"Syndicat des copropriétaires\n{' ' * 46}« Les Jardins »")
    made = values(understood("Garnier SARL\n8 rue du Port\n29200 BREST\nTel. 02 98 00 11 22\n" + window + LINES))
    assert made["buyer_name"].startswith("Syndicat des copropriétaires « Les Jardins")


@pytest.mark.parametrize(
    "lines",
    ["traiteur et receptions\n24210 Thenon", "Port fluvial\n24210 THENON", "Vieux Bourg, Co. Longford"],
)
def test_an_address_without_its_street_or_its_code_is_doubted(understood, lines):
    """A line over a town may be a slogan as well as a place: a person looks."""
    made = understood(f"Garnier Réceptions SARL\n{lines}\nTel. 05 53 00 18 18\n" + WINDOW + LINES)
    assert "seller_address" not in values(made)


def test_two_addresses_side_by_side_keep_their_towns(understood):
    """The town of the address beside is no part of a line that is a town itself."""
    both = """
DISTRIPAIN SARL
8 rue du Port
35220 CHATEAUBOURG

                             Livré à              Facturé à
                             Garnier Pains SARL   Garnier Holding SARL
                             17 rue du Lavoir     9 rue des Lices
                             35000 RENNES         35000 RENNES
"""
    made = values(understood(both + LINES))
    assert (made["buyer_name"], made["buyer_address"]) == ("Garnier Holding SARL", "9 rue des Lices, 35000 RENNES")


def test_an_address_beside_another_one_at_the_foot_is_doubted(understood):
    """The head may show the address of a shop and the foot that of the seat: which is meant, a person says."""
    head = "Hydro Services SARL\n1 rue de Quineleu\n35000 RENNES\nTel. 02 99 00 18 18\n"
    foot = "\n" * 25 + "Hydro Services SARL - 8 rue du Port - 44800 SAINT-HERBLAIN - RCS Nantes 732 829 320\n"
    made = understood(head + WINDOW + LINES + foot)
    assert "seller_address" not in values(made)
    assert any("1 rue de Quineleu" in doubt for doubt in _doubts(made, "seller_address"))


def test_whom_goods_are_sent_to_is_not_surely_who_buys(understood):
    """Where another heading names a buyer without an address, the place of delivery leaves the buyer in doubt."""
    paper = """
VANNESTE OPTICS SARL
8 rue du Port
44800 SAINT-HERBLAIN

Delivery note no. DN26/03391
Date 06/05/2026

SHIP TO                         SOLD TO
University Hospital Galway      Western Health Services
Newcastle Road                  Merlin Park
Galway H91 YR71                 Galway

Description                     Ordered     Shipped
Double lens 78D                       4           4
"""
    made = understood(paper)
    assert made.classification.document_class == "delivery_note"
    for name in ("buyer_name", "buyer_address"):
        assert any("sure" in doubt for doubt in _doubts(made, name))


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("Gaston Laan 11, 3001 Leuven, Belgium", True),
        ("ZAC de la Chauvelière, 35150 JANZÉ", True),
        ("A84 AIRE DU MONT, 50220 POILLEY", True),
        ("Quartier des Arts, 13090 AIX", True),
        ("Menus traiteur, 24210 THENON", False),
    ],
)
def test_an_address_is_whole_with_a_place_and_a_coded_town(line, is_told):
    """Zones, quarters and motorways' stops are places; four figures before a town count between street and country."""
    assert is_whole([line]) is is_told


def test_an_address_behind_a_name_on_its_line_is_its_own(understood):
    """`Doit : name, street, town` on one line gives all three."""
    head = "Garnier Réceptions SARL\n1 rue de Quineleu\n35000 RENNES\nTel. 02 99 00 18 18\n\n"
    made = values(understood(head + "Doit : Étude Morel, 8 avenue Foch, 24200 Sarlat\n" + LINES))
    assert (made["buyer_name"], made["buyer_address"]) == ("Étude Morel", "8 avenue Foch, 24200 Sarlat")


def test_the_one_address_of_a_receipt_is_the_shops(read):
    """A receipt names its shop alone: an address apart from the name is the shop's too."""
    text = """
ZILVANE SARL

8210 chemin du Lavoir
35150 JANZÉ

TICKET DE CAISSE
Baguette     1,10
Total TTC    1,10
"""
    assert read("receipt", text)["seller_address"][0] == "8210 chemin du Lavoir, 35150 JANZÉ"
