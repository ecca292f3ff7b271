"""Invoices, orders and delivery notes on small papers: sums by arithmetic, lines, parties, whose number is whose."""

import pytest
from small_papers import HEAD, LINES, SUMS, values

from pipeline.model.document import Origin, ToQueue
from pipeline.model.values import written


def sure(made, name):
    """Return the confidence of a field, 0 when it was not read."""
    return next((field.confidence for field in made.fields if field.name == name), 0.0)


def rows(made):
    """Return the rows of the lines."""
    return [dict(row) for table in made.tables if table.name == "lines" for row in table.rows]


def numbers(made):
    """Return quantity, unit price and amount of each line."""
    return [(row.get("quantity"), row.get("unit_price"), row.get("amount")) for row in rows(made)]


def test_labels_and_arithmetic_that_agree_are_proof(understood):
    """Net and tax that make the gross under their labels are surer than labels alone."""
    made = understood(HEAD + LINES + SUMS)
    read = values(made)
    assert (read["total_excluding_tax"], read["total_tax"], read["total_including_tax"]) == (
        "402.00",
        "80.40",
        "482.40",
    )
    assert min(sure(made, f"total_{part}") for part in ("excluding_tax", "tax", "including_tax")) >= 0.97


def test_a_sum_without_labels_is_found_by_arithmetic(understood):
    """Amounts that the lines and a printed rate make each other are the totals, whatever stands before them."""
    sums = SUMS.replace("Total HT ", "Ensemble ").replace("Total TTC", "Au final ")
    read = values(understood(HEAD + LINES + sums))
    assert (read["total_excluding_tax"], read["total_including_tax"]) == ("402.00", "482.40")


def test_totals_that_make_no_sum_are_for_a_person(understood):
    """Three labelled totals of which net and tax are not the gross are doubted, with what does not add up."""
    made = understood(HEAD + SUMS.replace("482,40", "492,40"))
    assert "sums_disagree" in {finding.code for finding in made.findings}
    assert sure(made, "total_including_tax") <= 0.5
    assert isinstance(made.routing, ToQueue)


def test_what_is_due_after_a_payment_is_not_the_total(understood):
    """Of two amounts that labels call the total, the one that net and tax make is it."""
    paid = SUMS + "   Acompte versé                   100,00\n   Net à payer                    382,40\n"
    assert values(understood(HEAD + LINES + paid))["total_including_tax"] == "482.40"


def test_taxes_of_several_rates_make_one(understood):
    """The tax is what gross is more than net, of a table of rates not the first row."""
    sums = """
   TVA 20 % sur 300,00 : 60,00
   TVA 10 % sur 102,00 : 10,20
   Total HT                                                     402,00
   Total TVA                                                     70,20
   Total TTC                                                    472,20
"""
    assert values(understood(HEAD + LINES + sums))["total_tax"] == "70.20"


def test_a_rate_is_no_amount(understood):
    """`TVA 20,00 %` before an amount is not the tax."""
    assert values(understood(HEAD + SUMS.replace("20 %", "20,00 %")))["total_tax"] == "80.40"


def test_lines_have_their_columns_and_all_their_words(understood):
    """Quantity, price and amount stand under their headings; a description goes on in the next row."""
    made = understood(HEAD + LINES + SUMS)
    assert numbers(made) == [("2", "150.00", "300.00"), ("4", "25.50", "102.00")]
    assert [row["description"] for row in rows(made)] == ["Révision complète avec vidange", "Plaquettes de frein"]


def test_lines_without_a_heading_are_found_by_their_product(understood):
    """Where no heading stands, a quantity times its price that is an amount to their right is a line."""
    bare = LINES.replace("Désignation                     Qté        P.U. HT       Montant HT", "")
    assert numbers(understood(HEAD + bare + SUMS)) == [("2", "150.00", "300.00"), ("4", "25.50", "102.00")]


def test_a_discount_is_part_of_the_arithmetic(understood):
    """A line whose amount is less by its discount is whole, and says the discount."""
    text = """
   Désignation                     Qté        P.U. HT     Remise       Montant HT
   Révision complète                 2          150,00       10 %          270,00
"""
    (row,) = rows(understood(HEAD + text + SUMS.replace("402,00", "270,00")))
    assert (row["unit_price"], row["discount"], row["amount"]) == ("150.00", "10", "270.00")


def test_what_is_carried_over_is_no_line(understood):
    """`À reporter`, `Report` and subtotals are left out; the lines go on under the next page's heading."""
    first = HEAD + LINES + "   À reporter                                                    402,00\n"
    second = LINES.replace("Révision complète ", "Pare-brise        ").replace("   avec vidange\n", "")
    second = second.replace(
        "Montant HT\n", "Montant HT\n   Report                                                        402,00\n"
    )
    made = understood(first, second + SUMS.replace("402,00", "804,00"))
    assert [row["description"] for row in rows(made)] == [
        "Révision complète avec vidange", "Plaquettes de frein", "Pare-brise", "Plaquettes de frein",
    ]  # fmt: skip


def test_a_thousand_and_a_fraction_are_told_by_arithmetic(understood):
    """`1,500` before amounts with commas for cents is one and a half."""
    text = """
   Désignation                     Qté        P.U. HT       Montant HT
   Huile moteur                   1,500          10,00           15,00
"""
    (row,) = rows(understood(HEAD + text + SUMS))
    assert row["quantity"] == "1.5"


def test_seller_and_buyer_are_told_by_letterhead_and_address(understood):
    """The letterhead issues an invoice, the address on the right receives it."""
    read = values(understood(HEAD + LINES + SUMS))
    assert (read["seller_name"], read["buyer_name"]) == ("Garage du Pont SARL", "Mutuelle des Landes")
    assert read["seller_address"] == "4 rue de la Gare, 33000 BORDEAUX"


def test_a_heading_says_whose_block_it_is(understood):
    """Under `Facturé à` stands the buyer, wherever the block lies."""
    text = """
   FACTURE n° F-0815     Date : 15/03/2026

   Facturé à                              Émetteur
   Mutuelle des Landes                    Garage du Pont
   12 avenue Foch                         4 rue de la Gare
   40000 MONT-DE-MARSAN                   33000 BORDEAUX
"""
    read = values(understood(text + LINES + SUMS))
    assert (read["seller_name"], read["buyer_name"]) == ("Garage du Pont", "Mutuelle des Landes")


def test_the_buyers_numbers_are_never_the_sellers(understood):
    """A VAT number in the buyer's block is the buyer's, also when the seller prints none."""
    read = values(understood(HEAD + LINES + SUMS))
    assert "seller_vat_id" not in read
    assert read["buyer_vat_id"] == "FR83404833048"


def test_numbers_of_two_companies_are_doubted(understood):
    """A VAT number that is not of the SIRET's company is a doubt, with its finding."""
    foot = "\n\n   Garage du Pont SARL - N° TVA FR83404833048\n"
    head = HEAD.replace("                                        N° TVA FR83404833048\n", "")
    made = understood(head + LINES + SUMS + foot)
    assert "seller_numbers_differ" in {finding.code for finding in made.findings}


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("IBAN FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("IBAN FR14 2OO4 1O1O O5O5 OOO1 3M02 606", None),
        ("IBAN FR14 20O4 1010 0505 0001 3M02 6O6", "FR1420041010050500013M02606"),
        ("IBAN DE89 3704 0044 0532 0130 OO", "DE89370400440532013000"),
    ],
)
def test_an_account_is_mended_only_where_its_digits_prove_it(understood, printed, value):
    """Letters read for figures are put right when the check digits leave one reading; too many are not."""
    made = understood(HEAD + LINES + SUMS + "\n   " + printed + "\n")
    read = {field.name: written(field.value) for field in made.fields if field.confidence > 0.5}
    assert read.get("iban") == value


def test_a_foreign_vat_number_is_not_refuted_by_french_rules(understood):
    """A German number is judged by its own check digit, one of a country we know no rule of by none."""
    for number in ("DE136695976", "ATU12345678"):
        made = understood(HEAD + LINES + SUMS + f"\n   Garage du Pont SARL - VAT ID: {number}\n")
        assert values(made)["seller_vat_id"] == number
        assert "check_digit_wrong" not in {
            finding.code for finding in made.findings if finding.field == "seller_vat_id"
        }


def test_orders_are_issued_by_the_buyer(understood):
    """On an order the letterhead is the buyer's, and the seller is addressed."""
    text = HEAD.replace("FACTURE", "BON DE COMMANDE").replace("Facture n° : F-0815", "Commande n° : C-4711")
    read = values(understood(text + LINES + SUMS))
    assert (read["buyer_name"], read["seller_name"]) == ("Garage du Pont SARL", "Mutuelle des Landes")
    assert read["purchase_order_number"] == "C-4711"


def test_delivery_notes_have_lines_without_prices(understood):
    """What was delivered is told from what was ordered."""
    text = """
   Garage du Pont SARL                              BON DE LIVRAISON
   4 rue de la Gare
   33000 BORDEAUX
   Bon de livraison n° : BL-77       Date de livraison : 15/03/2026

   Référence      Désignation                Qté commandée      Qté livrée
   PLQ-4          Plaquettes de frein               4                3
"""
    (row,) = rows(understood(text))
    assert (row["reference"], row["quantity_ordered"], row["quantity"]) == ("PLQ-4", "4", "3")


def test_every_total_has_its_place(understood):
    """What arithmetic finds shows where it stands on the page."""
    made = understood(HEAD + LINES + SUMS)
    totals = [field for field in made.fields if field.name.startswith("total_")]
    assert all(field.evidence is not None and field.origin is Origin.TEXT for field in totals)


CAPTIONED = """
   Garage du Pont SARL                                   FACTURE
   4 rue de la Gare
   33000 BORDEAUX                       Pièce comptable       2026-0815
                                        Éditée en date du     15/03/2026
                                        Règlement attendu     14/04/2026
"""


def test_a_caption_speaks_of_its_value_in_words_nobody_listed(understood):
    """A number or day whose caption begins like a hint of the rule is found where no label is known."""
    read = values(understood(CAPTIONED + LINES + SUMS))
    assert (read["invoice_number"], read["issue_date"], read["due_date"]) == ("2026-0815", "2026-03-15", "2026-04-14")


def test_a_bank_is_told_by_the_account_near_it(understood):
    """A code of a bank without a label is the BIC when a proved account of its country stands near it."""
    made = understood(HEAD + LINES + SUMS + "\n   Virement : FR14 2004 1010 0505 0001 3M02 606     PSSTFRPPXXX\n")
    assert values(made)["bic"] == "PSSTFRPPXXX"


def test_an_account_of_the_old_form_is_its_iban(understood):
    """Bank, branch, account and key, proved by the key, are read as the IBAN they make."""
    made = understood(HEAD + LINES + SUMS + "\n   RIB :  20041   01005   0500013M026   06\n")
    assert values(made)["iban"] == "FR1420041010050500013M02606"


def test_ruled_lines_read_as_strokes_part_columns(understood):
    """What the engine made of the lines of a table is no part of a reference, a description or a unit."""
    text = """
   Référence      Désignation                     Qté   Unité      P.U. HT       Montant HT
   | PLQ-4 | Plaquettes de frein                    4 | pièce |      25,50          102,00
"""
    (row,) = rows(understood(HEAD + text + SUMS.replace("402,00", "102,00")))
    assert (row["reference"], row["description"], row["unit"]) == ("PLQ-4", "Plaquettes de frein", "pièce")


def test_an_amount_that_lost_its_point_is_told_by_arithmetic(understood):
    """`2550` times 4 that makes 102,00 was printed as 25,50."""
    made = understood(HEAD + LINES.replace("25,50", " 2550") + SUMS)
    assert numbers(made)[1] == ("4", "25.50", "102.00")


def test_a_street_is_nobodys_name(understood):
    """A line that begins or ends with a house number names no party."""
    text = HEAD.replace("Mutuelle des Landes", "Hauptallee 17      ").replace("12 avenue Foch", "Landes Mutuelle")
    assert values(understood(text + LINES + SUMS)).get("buyer_name") in {None, "Landes Mutuelle"}


GARAGE = {
    "seller_name": "Garage du Pont SARL",
    "seller_siret": "73282932000074",
    "seller_vat_id": "FR44732829320",
    "iban": "FR1420041010050500013M02606",
}


def test_a_supplier_is_known_by_its_number(understood):
    """A proved SIRET of the list names the seller where the pages name none, with origin `reference`."""
    text = "\n".join(HEAD.split("\n")[4:]).replace("SIRET", "   Facture   SIRET")
    made = understood(text + LINES + SUMS, rows=[GARAGE], table="suppliers")
    name = next(field for field in made.fields if field.name == "seller_name")
    assert (written(name.value), name.origin) == ("Garage du Pont SARL", Origin.REFERENCE)


def test_a_shorter_form_of_the_name_is_no_difference(understood):
    """`Garage du Pont` on paper is `Garage du Pont SARL` of the list."""
    made = understood(HEAD.replace("Pont SARL", "Pont     ") + LINES + SUMS, rows=[GARAGE], table="suppliers")
    assert "differs_from_reference" not in {finding.code for finding in made.findings}


def test_another_account_than_the_known_one_is_for_a_person(understood):
    """An account that the list of suppliers does not have for this seller is a doubt, however right its digits are."""
    for head in (HEAD, HEAD.replace("   SIRET 732 829 320 00074\n", "")):
        made = understood(
            head + LINES + SUMS + "\n   IBAN DE89 3704 0044 0532 0130 00\n", rows=[GARAGE], table="suppliers"
        )
        assert ("differs_from_reference", "iban") in {(finding.code, finding.field) for finding in made.findings}
        assert isinstance(made.routing, ToQueue)


def test_of_several_numbers_the_known_one_is_the_sellers(understood):
    """A SIRET that the list of suppliers knows is preferred to one that it does not."""
    foot = "\n   Mandataire : SIRET 404 833 048 00022\n"
    made = understood(HEAD + LINES + SUMS + foot, rows=[GARAGE], table="suppliers")
    assert values(made)["seller_siret"] == "73282932000074"
    assert sure(made, "seller_siret") >= 0.97


def test_columns_whose_headings_nobody_knows_are_told_by_arithmetic(understood):
    """Unknown headings of words and numbers: the widest words are the description, the numbers that hold the rest."""
    text = """
   Intitulé du poste               Qté        Valeur        Abattement      Soit
   Révision complète                 2          150,00          10 %          270,00
   Plaquettes de frein               4           25,50                        102,00
"""
    made = understood(
        HEAD + text + SUMS.replace("402,00", "372,00").replace("80,40", "74,40").replace("482,40", "446,40")
    )
    assert numbers(made) == [("2", "150.00", "270.00"), ("4", "25.50", "102.00")]
    assert [row["description"] for row in rows(made)] == ["Révision complète", "Plaquettes de frein"]


def test_lines_and_a_rate_make_totals_sure_without_any_label(understood):
    """Lines that make the net, and a printed rate the tax, need no word before the sums."""
    sums = """
   Ensemble des postes                                          402,00
   Impôt 20 %                                                    80,40
   Au final                                                     482,40
"""
    made = understood(HEAD + LINES + sums)
    assert values(made)["total_including_tax"] == "482.40"
    assert sure(made, "total_including_tax") >= 0.83


def test_a_line_that_does_not_hold_is_for_a_person(understood):
    """Quantity and price that are not the amount are a doubt about the lines."""
    made = understood(HEAD + LINES.replace("25,50", "29,50") + SUMS)
    assert ("line_does_not_hold", "lines") in {(finding.code, finding.field) for finding in made.findings}
    assert isinstance(made.routing, ToQueue)


def test_lines_that_are_not_the_net_are_for_a_person(understood):
    """A line that was not read, or read twice, shows in the sum; a difference that is printed explains it."""
    missing = LINES.replace("   Plaquettes de frein               4           25,50          102,00\n", "")
    found = {finding.code for finding in understood(HEAD + missing + SUMS).findings}
    assert "lines_disagree" in found
    port = SUMS.replace("   Total HT", "   Port                           102,00\n   Total HT")
    assert "lines_disagree" not in {finding.code for finding in understood(HEAD + missing + port).findings}


def test_to_whom_an_order_is_addressed_sells(understood):
    """`À l'attention de` heads the seller on an order, and the buyer on an invoice."""
    text = """
   BON DE COMMANDE d'achat 4500006437     Date : 15/03/2026

   Donneur d'ordre                        À l'attention de
   Mutuelle des Landes                    Garage du Pont
   12 avenue Foch                         4 rue de la Gare
   40000 MONT-DE-MARSAN                   33000 BORDEAUX
"""
    read = values(understood(text + LINES + SUMS))
    assert (read["buyer_name"], read["seller_name"]) == ("Mutuelle des Landes", "Garage du Pont")
    assert read["purchase_order_number"] == "4500006437"


def test_a_discount_under_a_heading_nobody_knows_is_told_by_arithmetic(understood):
    """A percentage that makes price and quantity the amount is the discount, and the line holds."""
    text = """
   Désignation                     Qté        P.U. HT     Geste       Montant HT
   Révision complète                 2          150,00       10 %          270,00
"""
    made = understood(HEAD + text + SUMS.replace("402,00", "270,00"))
    assert rows(made)[0]["discount"] == "10"
    assert "line_does_not_hold" not in {finding.code for finding in made.findings}


BILL = """
Corrib Data Ltd
9 Merchants Quay
Galway H91 X2C4

INVOICE                     Invoice no 1203
                            Invoice date 12 February 2026
{}

Description                        Qty      Unit price      Amount
Replacement of a pump                1          400.00      400.00

                                            Subtotal        400.00
                                            VAT 20 %         80.00
                                            Total           480.00
"""


def test_the_day_a_payment_was_received_is_not_the_day_it_is_due(understood):
    """What was paid before, `Payment received 28 Oct 2025`, asks for no payment on that day."""
    assert "due_date" not in values(understood(BILL.format("Payment received 28 February 2026, thank you")))
    assert values(understood(BILL.format("Payment by direct debit on 28 February 2026")))["due_date"] == "2026-02-28"


def test_the_number_of_an_order_is_read_whole(understood):
    """`PO` within a number is no label before its end; a number may have letters in two parts before its figures."""
    assert values(understood(BILL.format("P.O. HB-PO-88412")))["purchase_order_number"] == "HB-PO-88412"
    assert values(understood(BILL.format("Ref. HB-PO-88412"))).get("purchase_order_number") != "88412"
