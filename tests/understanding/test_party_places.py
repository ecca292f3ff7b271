"""Who sells and who buys where no heading says it: window, letterhead, foot, the sender's line over an address."""

import pytest
from small_papers import values

from extractors.party_names import may_be_name

LINES = """
Désignation                        Qté      P.U. HT      Montant HT
Remplacement d'une pompe             1       400,00          400,00

                                           Total HT          400,00
                                           TVA 20 %           80,00
                                           Total TTC         480,00
"""
WINDOW = """
                                              Monsieur Paul Garnier
                                              14 chemin du Lavoir
                                              44300 NANTES
"""


def test_the_only_address_in_the_window_is_the_buyers(understood):
    """A paper without a letterhead names its seller at the foot; the address at the right is whom it is sent to."""
    foot = (
        "\n" * 25
        + "Hydro Services - 8 rue du Port - 44800 SAINT-HERBLAIN\nSAS au capital de 20 000 euros - RCS Nantes\n"
    )
    read = values(understood("FACTURE N° 1203          Date : 12/02/2026\n\n\n" + WINDOW + LINES + foot))
    assert (read["seller_name"], read["buyer_name"]) == ("Hydro Services", "Monsieur Paul Garnier")


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
    read = values(understood(head + LINES))
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
    made = understood(head + LINES)
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
    assert values(understood(head + window + LINES))["buyer_name"] == "Communauté de communes du Pays d'Auge"
