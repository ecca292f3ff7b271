"""Receipts of tills: their numbers and days in the words of several makers, taxes of several rates."""

import pytest
from small_papers import values

GOODS = """
Baguette tradition              2,00
Croissants                      9,00
Total TTC                      11,00
CB SANS CONTACT                11,00
"""


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Ticket      2024/031187", "2024/031187"),
        ("Ticket Counter 31187/44120\nTicket n° 2024/031187", "2024/031187"),
        ("RCPT#: 0300048827", "0300048827"),
        ("3298060124417\nTicket client\n0417\nN° ticket 118374", "118374"),
        ("DOC# CS/31877", "CS/31877"),
        ("Trans 118374      Till 2", "118374"),
    ],
)
def test_tills_number_their_notes_in_words_of_their_own(read, printed, number):
    """What a till calls the number of its note; the counter of the fiscal module is another one."""
    text = f"BOULANGERIE DU PORT SARL\n8 rue du Port\n44800 SAINT-HERBLAIN\nTICKET DE CAISSE\n{printed}\n{GOODS}"
    assert read("receipt", text)["invoice_number"][0] == number


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("le 02/02/26 a 18:07:44", "2026-02-02"),
        ("28 Jun 2026      07:16:52", "2026-06-28"),
        ("02 Feb 2025 (Sun) 13:05", "2025-02-02"),
        ("23-04-25   11.20   OPER: PJ", "2025-04-23"),
        ("14 Sept 2025, 11:36", "2025-09-14"),
        ("DATE: 06/11/23   TIME: 15:22", "2023-11-06"),
        ("C09 #3327   19:04:12 11FEB2025", "2025-02-11"),
    ],
)
def test_a_day_before_its_time_is_the_notes(read, printed, day):
    """A day before a time of day is that of the sale, with its month in words, or its minutes behind a point too."""
    text = f"BOULANGERIE DU PORT SARL\n8 rue du Port\n44800 SAINT-HERBLAIN\nTICKET DE CAISSE\n{printed}\n{GOODS}"
    assert read("receipt", text)["issue_date"][0] == day


@pytest.mark.parametrize(("printed", "is_sure"), [("le 02/02/26 a 18:07:44", True), ("le 02/02/26", False)])
def test_a_time_tells_the_century_of_its_day(read, printed, is_sure):
    """A till prints the moment: with a time of day behind it a year of two figures is sure, else a person looks."""
    text = f"BOULANGERIE DU PORT SARL\n8 rue du Port\n44800 SAINT-HERBLAIN\nTICKET DE CAISSE\n{printed}\n{GOODS}"
    assert (read("receipt", text)["issue_date"][1] > 0.83) is is_sure


def test_taxes_of_several_rates_make_the_gross(understood):
    """Where each tax is printed with its rate and base, bases make the net, and all of it the gross."""
    bill = """
   Traiteur du Bourg SARL                                FACTURE
   4 rue de la Gare
   33000 BORDEAUX
                                        Mutuelle des Landes
                                        12 avenue Foch
                                        40000 MONT-DE-MARSAN

   Facture n° : F-0815       Date : 15/03/2026

   Buffet                                                     3 382,00
   Vins                                                         266,00

   Total hors taxes                                           3 648,00
   TVA 10 % sur 3 382,00                                        338,20
   TVA 20 % sur 266,00                                           53,20
   Total toutes taxes comprises                               4 039,40
   Acompte                                                    1 200,00
   Solde                                                      2 839,40
"""
    made = understood(bill)
    read = values(made)
    assert (read["total_excluding_tax"], read["total_including_tax"]) == ("3648.00", "4039.40")
    assert "total_tax" not in read
    assert not {"sums_disagree", "low_confidence"} & {finding.code for finding in made.findings}


def test_the_row_that_sums_up_the_rates_tells_the_totals(read):
    """Under base, tax and gross of each rate their sums are the totals of the note."""
    text = """
BRASSERIE DU PORT SARL
8 rue du Port
44800 SAINT-HERBLAIN
TICKET DE CAISSE

Boissons                   16,20
Plats                      88,80
TOTAL EUR                 105,00

TVA        Base     Taxe     Total
A 21%     13,39     2,81     16,20
B 12%     79,29     9,51     88,80
TOT       92,68    12,32    105,00
"""
    found = read("receipt", text)
    totals = [found[f"total_{name}"][0] for name in ("excluding_tax", "tax", "including_tax")]
    assert totals == ["92.68", "12.32", "105.00"]


def test_a_rate_before_its_base_proves_the_tax(read):
    """Code, rate, net, tax and gross in one row: the rate without its sign makes the tax of the base behind it."""
    text = """
BRASSERIE DU PORT SARL
8 rue du Port
44800 SAINT-HERBLAIN
TICKET DE CAISSE

Boissons                  102,06
TOTAL                     102,06

CODE   TAUX       HT      TVA      TTC
2      20,0    85,05    17,01   102,06
"""
    found = read("receipt", text)
    assert (found["total_excluding_tax"][0], found["total_tax"][0]) == ("85.05", "17.01")
