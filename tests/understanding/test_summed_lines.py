"""Lines that no heading tells: rows that make the printed total, on tills' papers and on bills with amounts alone."""

import pytest
from small_papers import HEAD

TILL = """
   LE BISTROT DU PORT
   Quai Courbet
   06230 VILLEFRANCHE
   TICKET DE CAISSE

   2 Menu du jour                39,00
   1 Carafe de vin               14,50
   2 Café                         4,00

   TOTAL A PAYER                 57,50 €
   dont TVA 10%                   5,23
   CARTE BANCAIRE                57,50
   Ticket client à conserver, merci de votre visite
"""


def lines(made):
    """Return the rows of the lines."""
    return [dict(row) for table in made.tables if table.name == "lines" for row in table.rows]


def test_rows_that_make_the_total_of_a_till_are_its_articles(understood):
    """Rows above the total that make it are lines; rows of taxes and payments are none."""
    rows = lines(understood(TILL))
    assert [(row["description"], row["quantity"], row["amount"]) for row in rows] == [
        ("Menu du jour", "2", "39.00"),
        ("Carafe de vin", "1", "14.50"),
        ("Café", "2", "4.00"),
    ]


def test_rows_that_do_not_make_the_total_are_no_lines(understood):
    """Where an article was not read, nothing proves the others: none is said."""
    assert lines(understood(TILL.replace("   1 Carafe de vin               14,50\n", ""))) == []


def test_a_product_under_an_article_is_its_quantity_and_price(understood):
    """`2 x 19,50` under an article whose amount it is gives how much and at which price."""
    till = TILL.replace("   2 Menu du jour                39,00\n", "   Menu du jour     39,00\n      2 x 19,50\n")
    first = lines(understood(till))[0]
    assert (first["quantity"], first["unit_price"], first["amount"]) == ("2", "19.50", "39.00")


def test_a_discount_is_a_line_of_less_than_nothing(understood):
    """What a discount takes off is a line, so that the lines make the total."""
    till = TILL.replace(
        "   2 Café                         4,00\n", "   2 Café      6,00\n   Remise fidélité    -2,00\n"
    )
    assert [row["amount"] for row in lines(understood(till))] == ["39.00", "14.50", "6.00", "-2.00"]


def test_a_name_whose_figures_stand_at_mid_height_begins_above_them(understood):
    """Words in small letters go on with the row right above, which is no part of the article before."""
    till = TILL.replace("   1 Carafe", "   Carafe de vin\n   1 du pays").replace("du pays de vin ", "du pays        ")
    assert [row["description"] for row in lines(understood(till))] == ["Menu du jour", "Carafe de vin du pays", "Café"]


COLUMNS = """
   MARCHE DU PORT
   8 rue du Port
   44800 SAINT-HERBLAIN
   TICKET DE CAISSE

   3121040087715
   PATES                    A      39,00
   3549212473019
   LESSIVE 2 L              B      14,50
   MAIS                     A       4,00

   TOTAL A PAYER                   57,50 €
   CARTE BANCAIRE                  57,50
   Ticket client à conserver, merci de votre visite
"""


def test_letters_of_the_rate_and_numbers_of_goods_name_nothing(understood):
    """The letter of its tax that ends every row, and the number of an article on a row of its own, are no name."""
    assert [row["description"] for row in lines(understood(COLUMNS))] == ["PATES", "LESSIVE 2 L", "MAIS"]


@pytest.mark.parametrize("product", ["2 @ £7.25", "14.50 Ltr @ 100.0p/Ltr"])
def test_a_product_in_pounds_or_pence_is_no_name(understood, product):
    """`2 @ £0.85` and `41 Ltr @ 138.9p/Ltr` before an amount belong to the name above."""
    till = f"""
   HARBOUR STORES LTD
   4 Quay Road
   HULL HU1 1AA
   SALES RECEIPT
   CHOPPED TOMATOES        £4.25
   UNLEADED
   {product}               £14.50
   BALANCE DUE            £18.75
   VISA DEBIT             £18.75
   Thank you for your visit, please retain this receipt
"""
    rows = lines(understood(till))
    assert [(row["description"], row["amount"]) for row in rows] == [
        ("CHOPPED TOMATOES", "4.25"),
        ("UNLEADED", "14.50"),
    ]
    assert rows[1]["quantity"] in {"2", "14.5"}


def test_bills_of_amounts_alone_have_lines_when_they_make_the_net(understood):
    """A bill whose columns nobody knows and whose rows hold an amount alone is read by its net."""
    bill = """
   Récépissé     Trajet                             Fret
   88123         Lyon - Paris 12 palettes           612,40
   88140         Lyon - Nantes 4 palettes           298,70
                 Surcharge de gazole                 88,90

   Total HT                                       1 000,00
   TVA 20 %                                         200,00
   Total TTC                                      1 200,00
"""
    rows = lines(understood(HEAD + bill))
    assert [row["amount"] for row in rows] == ["612.40", "298.70", "88.90"]
    assert rows[2]["description"] == "Surcharge de gazole"


def test_what_was_ordered_is_not_what_was_delivered(understood):
    """Of two quantities of a delivery note the one delivered is the line's, however short the headings are."""
    note = """
   Distri-Bois
   BON DE LIVRAISON N° BL260188        Date : 14/10/2026

   Code        Désignation                     Qté cdée    Qté livrée    Reste
   LI2740      Liteau 27x40 botte de 10           20           15          5

   Transporteur : Nos soins            Nombre de colis : 4
   Reçu en bon état, signature du réceptionnaire :
"""
    rows = lines(understood(note))
    assert [row["quantity"] for row in rows] == ["15"]


@pytest.mark.parametrize("above", ["TICKET DE CAISSE", "2026 / 118"])
def test_amounts_that_nothing_names_are_no_lines(understood, above):
    """Amounts may make the total, but a row of which no word was read says nothing, and then none does."""
    bare = f"""
   LE BISTROT DU PORT
   06230 VILLEFRANCHE
   {above}

                                 39,00

                                 14,50

                                  4,00

   TOTAL A PAYER                 57,50 €
   CARTE BANCAIRE                57,50
   Ticket de caisse à conserver, merci de votre visite
"""
    assert lines(understood(bare)) == []


TABLE = """
Désignation                     Qté        P.U. HT      Montant HT
Pompe de relevage                 2         150,00          300,00
Clapet anti-retour                4          25,00          100,00
"""


def test_charges_below_a_table_are_no_lines_of_it(understood):
    """Carriage is part of the net and no line, where the table's own lines are proved by their products."""
    sums = "\nFrais de port                                          20,00\nTotal HT                     420,00\n"
    rows = lines(understood(HEAD + TABLE + sums + "TVA 20 %          84,00\nTotal TTC         504,00\n"))
    assert [row["amount"] for row in rows] == ["300.00", "100.00"]


def test_net_and_tax_do_not_stand_for_a_table_badly_read(understood):
    """Net and tax make the gross: they are no lines, although an amount of the table above was misread."""
    table = TABLE.replace("100,00\n", "10Q,00\n")
    sums = "\nTOTALH.T.       400,00\nTOTAL T.V.A.       80,00\nNET A PAYER       480,00\n"
    rows = lines(understood(HEAD + table + sums))
    assert [row["description"] for row in rows] == ["Pompe de relevage", "Clapet anti-retour"]


def test_a_column_beside_the_table_is_no_part_of_its_lines(understood):
    """What stands left of every heading, beside a line or between two, is of another column."""
    table = """
                  Description                     Qty         Price        Amount
                  Data migration                    2        150.00        300.00
Questions?
Call us           Archive viewer                    4         25.00        100.00

                  Total excluding VAT                                      400.00
                  VAT 20%                                                   80.00
                  Total incl. VAT                                          480.00
"""
    rows = lines(understood("   INVOICE\n   Invoice no: A-1203     Date: 12/02/2026\n\n" + table))
    assert [row["description"] for row in rows] == ["Data migration", "Archive viewer"]


def test_lines_that_do_not_make_the_only_total_are_for_a_person(understood):
    """Without a net the lines are held against the gross."""
    total = "\nTotal TTC                                             555,00\n"
    made = understood(HEAD + TABLE.replace("Montant HT", "   Montant") + total)
    assert "lines_disagree" in {finding.code for finding in made.findings}
