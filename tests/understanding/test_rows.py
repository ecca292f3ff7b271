"""Rows of tables as they are printed: headings we do not know, numbers past their heading, notes, prices in words."""

from small_papers import HEAD, LINES

SUMS = """
   Total HT                                                     402,00
   TVA 20 %                                                      80,40
   Total TTC                                                    482,40
"""


def _rows(made):
    (table,) = (table for table in made.tables if table.name == "lines")
    return [dict(row) for row in table.rows]


def test_words_under_headings_we_do_not_know_are_no_description(understood):
    """A row with as many cells as the table has headings stands under them in order, worded first column first."""
    table = """
   Consultant            Semaines          Jours      Prix       Montant HT
   G. Harwell            1 au 26 sept        2       150,00          300,00
   T. Okon               8 au 26 sept        4        25,50          102,00
"""
    assert [row["description"] for row in _rows(understood(HEAD + table + SUMS))] == ["G. Harwell", "T. Okon"]


def test_words_left_of_a_centred_heading_are_of_its_column(understood):
    """Where headings stand in the middle of wide columns the order of the cells tells whose they are."""
    table = """
   Qté         Code article                      Désignation              Prix          Montant HT
     2   LABOR-REGR      Révision                                       150,00              300,00
     4   CLT-16C-1000    Plaquettes                                      25,50              102,00
"""
    rows = _rows(understood(HEAD + table + SUMS))
    assert [row["description"] for row in rows] == ["Révision", "Plaquettes"]
    assert [row["reference"] for row in rows] == ["LABOR-REGR", "CLT-16C-1000"]


def test_numbers_past_their_heading_are_told_by_their_order(understood):
    """Numbers at the right edge of wide columns, nearer to the next heading, are told by order and by their product."""
    table = """
   Désignation                  Qté         Prix      Montant HT
   Révision complète                    200      1,50              300,00
   Plaquettes de frein                  400      0,255             102,00
"""
    rows = _rows(understood(HEAD + table))
    assert [(row["quantity"], row["unit_price"]) for row in rows] == [("200", "1.50"), ("400", "0.255")]


def test_a_day_in_a_note_below_the_lines_is_no_quantity(understood):
    """A number among the words of a note, without price and amount, makes no line."""
    table = """
   Désignation                     Qté        P.U. HT       Montant HT
   Révision complète                 2          150,00          300,00
   Plaquettes de frein               4           25,50          102,00

   ** promotion rentrée jusqu'au 15.10 **
"""
    assert len(_rows(understood(HEAD + table + SUMS))) == 2


def test_a_tax_of_nothing_is_no_line(understood):
    """A rate is no quantity: nothing times any amount is nothing, and proves no line."""
    table = """
   Description                               Qty    Unit price      Amount
   Seats per month                             2      150.00        300.00
   Voice                                       4       25.50        102.00

                                      Subtotal                      402.00
                                      VAT FR (0% on 402.00)           0.00
                                      Total                         402.00
"""
    assert len(_rows(understood(HEAD + table))) == 2


def test_quantity_and_price_are_read_from_words(understood):
    """Where no column tells them, quantity and price stand in words: their product is the amount."""
    table = """
   Vin rouge, 28 bouteilles à 9,50 €                            266,00
   Service : 3 personnes, 8 heures à 17,00 €                    136,00

"""
    rows = _rows(understood(HEAD + table + SUMS))
    assert [(row["quantity"], row["unit_price"]) for row in rows] == [("28", "9.50"), ("8", "17.00")]


def test_prices_of_energy_have_five_decimals(understood):
    """A price per kilowatt-hour is read with all its decimals."""
    table = """
   Désignation                     Qté        P.U. HT       Montant HT
   Consommation jour              3218         0,24612          792,01
"""
    sums = SUMS.replace("402,00", "792,01").replace("80,40", "158,40").replace("482,40", "950,41")
    assert _rows(understood(HEAD + table + sums))[0]["unit_price"] == "0.24612"


def test_numbers_under_a_heading_we_do_not_know_are_no_description(understood):
    """How many parcels stands under its own heading, and in no description."""
    table = """
   Référence    Désignation               Colis      Qté      Prix       Montant HT     Code
   4017-M       Gants de nitrile            4          2    150,00           300,00
   2210-B       Essuie-mains                12         4     25,50           102,00
"""
    assert [row["description"] for row in _rows(understood(HEAD + table + SUMS))] == [
        "Gants de nitrile",
        "Essuie-mains",
    ]


def test_sums_of_kinds_and_rates_below_a_table_are_no_lines(understood):
    """`Main d'oeuvre HT` before an amount is a sum of the lines, and a rate of tax names none."""
    sums = """
   Main d'oeuvre HT                                             250,00
   Pièces HT                                                    152,00
"""
    rates = """
   Taux                            HT         TVA           Montant TTC
   20.00%                       402,00       80,40             482,40
"""
    for below in (sums, rates):
        rows = _rows(understood(HEAD + LINES + below + SUMS))
        assert [row["amount"] for row in rows] == ["300.00", "102.00"]
