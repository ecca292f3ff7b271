"""Who sells and who buys where no heading says it: window, letterhead, foot, the sender's line over an address."""

import pytest
from small_papers import ONE_LINE, WINDOW, values

from extractors.parties.name_lines import goes_on, may_be_name


def test_the_only_address_in_the_window_is_the_buyers(understood):
    """The address at the right is whom a paper is sent to; a seller that only the foot names may have another sign."""
    foot = (
        "\n" * 25
        + "Hydro Services - 8 rue du Port - 44800 SAINT-HERBLAIN\nSAS au capital de 20 000 euros - RCS Nantes\n"
    )
    made = understood("FACTURE N° 1203          Date : 12/02/2026\n\n\n" + WINDOW + ONE_LINE + foot)
    assert values(made)["buyer_name"] == "Monsieur Paul Garnier"
    assert any("Hydro Services" in finding.message.en for finding in made.findings)


def test_the_line_over_an_address_is_its_senders(understood):
    """Name and address on one line, right over the address in a window, are those of who sends the paper."""
    head = """
Elektro Baumann · Hauptstr. 14 · 79100 Freiburg

Gasthaus Zur Post
Bahnhofstr. 3
79346 Endingen
                                    Facture N° 1203
                                    Date : 12/02/2026
"""
    read = values(understood(head + ONE_LINE))
    assert (read["seller_name"], read["buyer_name"]) == ("Elektro Baumann", "Gasthaus Zur Post")


def test_a_guest_named_by_a_heading_is_not_surely_the_buyer(understood):
    """A person that a heading names without an address, beside an address in the window, leaves the buyer in doubt."""
    head = """
Hotel des Rives
8 quai Rambaud
69002 LYON
Tel. 04 78 00 18 18
                                              Cartonnages Pelletier
                                              2 rue du Nord
                                              71100 CHALON
Facture N° 1203
Date : 12/02/2026
Client : Paul Garnier
"""
    made = understood(head + ONE_LINE)
    doubts = [finding.message.en for finding in made.findings if finding.field == "buyer_name"]
    assert "buyer_name" not in values(made)
    assert ["Cartonnages Pelletier" in doubt for doubt in doubts] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "BON DE COMMANDE",
        "SAS au capital de 8 000 euros",
        "Nantes, le 12 février 2026",
        "BP 41",
        "Account EXP0931",
        "AIRE DE VENOY 89290 VENOY",
    ],
)
def test_lines_of_another_kind_name_nobody(line):
    """Titles, legal forms alone, days and boxes at the post office are nobody's name."""
    assert not may_be_name(line, frozenset({"bondecommande"}))


def test_a_title_with_more_words_names_nobody():
    """What begins with a title of the papers is the title: `FACTURE DE TRAVAUX`."""
    assert not may_be_name("FACTURE DE TRAVAUX", frozenset({"facture"}))


def test_a_name_may_go_on_in_the_next_line(understood):
    """A name whose next line begins with a small word is both lines."""
    window = WINDOW.replace("Monsieur Paul Garnier", "Communauté de communes\n" + " " * 46 + "du Pays d'Auge")
    head = "Hydro Services SARL\n8 rue du Port\n44800 SAINT-HERBLAIN\nTél. 02 40 11 22 33\n\nFACTURE N° 1203\n"
    assert values(understood(head + window + ONE_LINE))["buyer_name"] == "Communauté de communes du Pays d'Auge"


NUMBER = """
Facture N° 1203
Date : 12/02/2026
"""


def test_the_name_printed_in_full_counts_before_a_part_of_it_in_the_logo(understood):
    """A word of the logo that begins no address is not the whole name that is printed over the address below it."""
    head = """
          GAUDREL
          menuisiers depuis 1962


Menuiserie Gaudrel et Associés
12 rue des Tonneliers
35500 VITRÉ
Tel. 02 99 00 14 27
"""
    read = values(understood(head + WINDOW + NUMBER + ONE_LINE))
    assert read["seller_name"] == "Menuiserie Gaudrel et Associés"
    assert read["seller_address"] == "12 rue des Tonneliers, 35500 VITRÉ"


@pytest.mark.parametrize("place", ["RN 20 - Les Quatre Routes", "Parc du Lac"])
def test_the_line_over_the_town_is_of_the_address_without_a_word_for_streets(understood, place):
    """A place told without a street's word stands over its town all the same; the postal code is no house number."""
    head = f"MATERIAUX DU VAL\n{place}\n71100 CHALON-SUR-SAONE\nTel. 03 85 00 18 18\n"
    read = values(understood(head + WINDOW + NUMBER + ONE_LINE))
    assert read["seller_address"] == f"{place}, 71100 CHALON-SUR-SAONE"


def test_a_foreign_country_closes_its_address(understood):
    """The country under the town is of the address."""
    head = "Corrib Data Ltd\n9 Merchants Quay\nGalway H91 X2C4\nIreland\nTel. +353 91 000 447\n"
    read = values(understood(head + WINDOW + NUMBER + ONE_LINE))
    assert read["seller_address"] == "9 Merchants Quay, Galway H91 X2C4, Ireland"


@pytest.mark.parametrize(
    ("line", "below", "is_one"),
    [
        ("Corrib Data Consulting", "DAC", True),
        ("Communauté de communes", "du Pays d'Auge", True),
        ("MAÇONNERIE FERREIRA", "Les Charreaux", False),
        ("MAÇONNERIE FERREIRA", "2 rue du Nord", False),
    ],
)
def test_a_name_goes_on_with_its_form_or_a_small_word(line, below, is_one):
    """The legal form alone below a name is of it; an article with a capital begins the name of a place."""
    assert goes_on(line, below) is is_one


@pytest.mark.parametrize("line", ["CARTE BANCAIRE", "SANS CONTACT", "CB COMPTANT", "Le n° doit figurer sur vos BL"])
def test_the_head_of_a_card_slip_and_sentences_name_nobody(line):
    """What a card's slip prints over the shop is how it was paid."""
    assert not may_be_name(line, frozenset())


def test_a_letterhead_without_address_has_the_one_that_nothing_names(understood):
    """A name in large letters, and its street and town in a block of their own below."""
    head = """
Imprimerie Chalvin
offset et gravure



17 impasse du Moulin
14000 CAEN
Tel. 02 31 00 18 18
"""
    read = values(understood(head + WINDOW + NUMBER + ONE_LINE))
    assert (read["seller_name"], read["seller_address"]) == ("Imprimerie Chalvin", "17 impasse du Moulin, 14000 CAEN")


def test_a_trade_over_an_address_on_one_line_is_no_part_of_it(understood):
    """Where street and town share a line, the line above it is not of the address."""
    head = (
        "Tolland Plumbing Ltd\nBoilers and bathrooms\n27 Quarry Lane, Matlock, Derbyshire DE4 5PD\nTel. 01629 000 774\n"
    )
    read = values(understood(head + WINDOW + NUMBER + ONE_LINE))
    assert read["seller_address"] == "27 Quarry Lane, Matlock, Derbyshire DE4 5PD"


HEAD = "Corrib Data Ltd\n9 Merchants Quay\nGalway H91 X2C4\nTel. +353 91 000 447\n"


def test_an_address_ends_before_the_telephone_on_its_line_and_begins_behind_its_caption(understood):
    """What stands behind a town on its line, or with a colon before the street, is no part of the address."""
    head = "MATERIAUX DU VAL\nDépôt : 8 rue du Port, 44800 SAINT-HERBLAIN - Tél. 02 40 11 22 33\n"
    read = values(understood(head + WINDOW + NUMBER + ONE_LINE))
    assert read["seller_address"] == "8 rue du Port, 44800 SAINT-HERBLAIN"


@pytest.mark.parametrize("street", ["2300 Innovation Way", "Industrielaan 44", "12 rue Augustin-Thierry"])
def test_a_street_that_holds_the_letters_of_a_number_is_a_street(understood, street):
    """`vat`, `tva` and `ust` are words before numbers, and letters within the names of streets."""
    head = f"Corrib Data Ltd\n{street}\n44800 SAINT-HERBLAIN\nTél. 02 40 11 22 33\n"
    read = values(understood(head + WINDOW + NUMBER + ONE_LINE))
    assert read["seller_address"] == f"{street}, 44800 SAINT-HERBLAIN"


def test_a_hotel_has_no_telephone_for_its_name(understood):
    """`Hôtel` ends like `tél`: a block that holds it and nothing else of a letterhead is not surely the issuer's."""
    alone = "Commune de Kerlouan\nHôtel de ville, 2 place de la Mairie\n29890 KERLOUAN\n\n"
    assert "seller_name" not in values(understood(alone + NUMBER + ONE_LINE))


def test_a_place_without_a_name_is_the_address_of_the_sign_beside_it(understood):
    """A block that begins with a street names nobody: no line between the street and the town is a company."""
    head = """
Penhale Marine
since 1962
                                              Unit 9 Harbour Way
                                              Carrick Industrial Estate
                                              Falmouth TR11 4QQ
Invoice to
Rowan Boats Ltd
3 Fore Street
Truro TR1 2NP

Invoice no 1203
Invoice date 12/02/2026
"""
    read = values(understood(head + ONE_LINE))
    assert read["seller_name"] == "Penhale Marine"
    assert read["seller_address"] == "Unit 9 Harbour Way, Carrick Industrial Estate, Falmouth TR11 4QQ"


def test_numbers_and_days_under_each_other_are_nobodys_letterhead(understood):
    """A column of values with an account's code at its end is neither a name nor an address."""
    head = """
                                              AV-10553
                                              28/07/2026
                                              14118 A
                                              PEN77
Facturé à
Rowan SARL
3 rue du Nord
44300 NANTES

Facture N° 1203
Date : 12/02/2026
"""
    made = understood(head + ONE_LINE)
    assert not {"seller_name", "seller_address"} & set(values(made))
    assert not any("PEN77" in finding.message.en for finding in made.findings)


def test_a_person_over_a_company_leaves_the_buyer_in_doubt(understood):
    """Who is named with a title over another line and a street may work for that line's company."""
    buyer = "Prepared for: Ms L. Tremayne\nRowan Boats\nQuay Lane, Truro TR1 2NP\n\n"
    made = understood(HEAD + "\n\n\n" + buyer + "Invoice no 1203\nInvoice date 12/02/2026\n" + ONE_LINE)
    assert "buyer_name" not in values(made)


def test_the_other_block_is_the_buyers_where_the_letterhead_has_its_own_address(understood):
    """One address under the letterhead's is whom the paper is for, on whatever side it stands."""
    head = """
Penhale Marine Couriers
                                              Unit 9 Harbour Way, Falmouth TR11 4QQ
                                              T 01326 000 118



Rowan Boats
3 Fore Street
Truro TR1 2NP

Invoice no 1203
Invoice date 12/02/2026
"""
    assert any("'Rowan Boats'" in finding.message.en for finding in understood(head + ONE_LINE).findings)


def test_a_branch_is_not_the_companys_name(understood):
    """`Agence de Nantes` over an address is a branch: the sign above it names the company."""
    head = "LEVAGE ATLANTIQUE\n\n\nAgence de Nantes\n8 rue du Port\n44800 SAINT-HERBLAIN\n02 40 11 22 33\n"
    made = understood(head + WINDOW + NUMBER + ONE_LINE)
    assert not any("Agence" in str(value) for value in values(made).values())
    assert values(made)["seller_address"] == "8 rue du Port, 44800 SAINT-HERBLAIN"


def test_the_line_over_an_address_is_its_senders_without_a_gap(understood):
    """The small line of a window is parted from the address that follows it at once."""
    head = """
Elektro Baumann GmbH · Hauptstr. 14 · 79100 Freiburg
Gasthaus Zur Post
Bahnhofstr. 3
79346 Endingen
                                    Facture N° 1203
                                    Date : 12/02/2026
"""
    read = values(understood(head + ONE_LINE))
    assert (read["seller_name"], read["buyer_name"]) == ("Elektro Baumann GmbH", "Gasthaus Zur Post")


def test_a_name_parted_by_a_hyphen_is_one(understood):
    """A hyphen at the end of a line joins the next one without a blank."""
    window = WINDOW.replace("Monsieur Paul Garnier", "Commune de Kerlouan-\n" + " " * 46 + "Plage")
    head = "Hydro Services SARL\n8 rue du Port\n44800 SAINT-HERBLAIN\nTél. 02 40 11 22 33\n\nFACTURE N° 1203\n"
    assert values(understood(head + window + ONE_LINE))["buyer_name"] == "Commune de Kerlouan-Plage"


FOOT = (
    "\n\n\nMenuiserie Zilvane SARL au capital de 7 500 € - 12 rue des Lilas - 35000 Rennes - SIRET 732 829 320 00074\n"
)


def test_an_address_at_the_foot_is_the_sellers_where_the_head_shows_none(understood):
    """French companies print name, form, address and numbers at the foot: street and town between the others."""
    head = "MENUISERIE ZILVANE\n\n\nFacture N° 1203\nDate : 12/02/2026\n\nFacturé à :\nMme Odile Perrin\n"
    read = values(understood(head + ONE_LINE + FOOT))
    assert read["seller_address"] == "12 rue des Lilas, 35000 Rennes"


def test_an_address_at_the_foot_is_a_seat_where_the_head_shows_another(understood):
    """A town at the head that is in nobody's block may be the seller's own place."""
    head = "MENUISERIE ZILVANE\n\n\n\n44000 Nantes\n\n\nFacture N° 1203\nDate : 12/02/2026\n"
    assert "seller_address" not in values(understood(head + ONE_LINE + FOOT))


@pytest.mark.parametrize(
    ("foot", "address"),
    [
        (
            "Zilvane Ltd, 27 Cheap Street, Bath BA1 1NE. Registered in England no. 5520913",
            "27 Cheap Street, Bath BA1 1NE.",
        ),
        (
            "Zilvane Ltd. Registered office: Dale Mill, Hall Road, Todmorden, OL14 7NX. Company number 07113402",
            "Dale Mill, Hall Road, Todmorden, OL14 7NX.",
        ),
        (
            "Zilvane S.A. – 24, rue Laval, L-3372 Leudelange, Luxembourg – R.C.S. Luxembourg B188417",
            "24, rue Laval, L-3372 Leudelange, Luxembourg",
        ),
    ],
)
def test_our_neighbours_addresses_at_the_foot_are_read(understood, foot, address):
    """Behind the name or `Registered office:` stand street and town with the code, at times with the country."""
    head = "ZILVANE\n\n\nFacture N° 1203\nDate : 12/02/2026\n\nFacturé à :\nMme Odile Perrin\n"
    assert values(understood(f"{head}{ONE_LINE}\n\n\n{foot}\n"))["seller_address"] == address


def test_a_name_read_alike_twice_is_legible(understood, paper):
    """The same letters at the head and at the foot leave less doubt of each than one reading."""
    head = "MENUISERIE ZILVANE SARL\n12 rue des Lilas\n35000 RENNES\nTel. 02 99 00 14 27\n" + WINDOW + NUMBER
    foot = "\n\n\nMenuiserie Zilvane SARL au capital de 7 500 € - SIRET 732 829 320 00074\n"
    sure = [
        next(
            field.confidence
            for field in understood(paper(text, confidence=0.8).read()).fields
            if field.name == "seller_name"
        )
        for text in (head + ONE_LINE, head + ONE_LINE + foot)
    ]
    assert sure[0] < 0.83 < sure[1]


@pytest.mark.parametrize("stamp", ["PAYÉE", "ACQUITTÉE"])
def test_a_stamp_is_nobodys_name(stamp):
    """What is stamped on a bill that was paid names nobody."""
    assert not may_be_name(stamp, frozenset())
