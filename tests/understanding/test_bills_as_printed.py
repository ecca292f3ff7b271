"""Commercial papers as they are really printed: figures the engine parts or loses, names with more behind them."""

import pytest
from small_papers import HEAD, LINES, SUMS, values

from extractors.parties.address_lines import address_in
from extractors.parties.company_signs import LEGAL_FORM
from extractors.parties.name_lines import bare_name, may_be_name
from extractors.written.addresses import TOWN
from extractors.written.identifiers import identifier_in
from pipeline.amounts import amounts_in


def lines_of(made):
    """Return the lines that were read, each as a mapping."""
    return [dict(row) for table in made.tables if table.name == "lines" for row in table.rows]


@pytest.mark.parametrize(("text", "minor"), [("TOTAL HT 675, 29", 67529), ("Net 1 309, 22 EUR", 130922)])
def test_a_blank_behind_the_comma_is_read_over(text, minor):
    """Cents that the engine read apart from their comma are the cents of that amount."""
    assert [found.minor for found in amounts_in(text)] == [minor]


def test_a_list_of_numbers_is_no_amount_with_cents():
    """Numbers that commas part stay numbers: `12, 50, 70`."""
    assert [found.minor for found in amounts_in("pages 12, 50, 70")] != [1250, 7000]


def test_a_rate_without_its_sign_on_the_row_of_the_tax_proves_the_sum(understood):
    """`TVA 20,00   80,40` says the rate and the tax: the rate is not taken for the tax."""
    sums = SUMS.replace("TVA 20 %     ", "TVA 20,00    ")
    read = values(understood(HEAD + LINES + sums))
    assert (read["total_excluding_tax"], read["total_tax"]) == ("402.00", "80.40")


def test_totals_in_a_row_of_their_own_are_read_by_the_rate_between_them(understood):
    """Base, rate, tax and total side by side under their headings make each other."""
    sums = """
   Base HT        Taux        TVA        Total TTC
   402,00         20,00       80,40        482,40 EUR
"""
    read = values(understood(HEAD + LINES + sums))
    assert (read["total_excluding_tax"], read["total_tax"], read["total_including_tax"]) == (
        "402.00",
        "80.40",
        "482.40",
    )


def test_lines_below_zero_make_a_credit(understood):
    """A credit note that prints its lines and totals with a minus is proved by them as an invoice is."""
    text = (HEAD + LINES + SUMS).replace("FACTURE", "AVOIR").replace("Facture n°", "Avoir n°")
    for amount in ("300,00", "102,00", "402,00", "80,40", "482,40"):
        text = text.replace(f" {amount}", f"-{amount}")
    read = values(understood(text.replace(" 2    ", "-2    ").replace(" 4    ", "-4    ")))
    assert read["total_including_tax"] == "-482.40"


def test_a_lost_one_is_told_by_price_and_amount(understood):
    """Where the quantity was not read and the price is the amount, it is one."""
    made = understood(
        HEAD + LINES.replace("  4           25,50          102,00", "             102,00          102,00") + SUMS
    )
    assert [line.get("quantity") for line in lines_of(made)] == ["2", "1"]


def test_a_lost_quantity_that_nothing_tells_is_for_a_person(understood):
    """A line whose price is not its amount and whose quantity was not read is doubted."""
    made = understood(HEAD + LINES.replace("  4           25,50", "              25,50") + SUMS)
    assert "line_unsure" in {finding.code for finding in made.findings}


def test_numbers_within_a_sentence_below_the_table_make_no_line(understood):
    """A sentence that runs under the columns of numbers is no line, whatever figures it holds."""
    note = (
        "   Joindre le certificat de matière 3.1 pour toutes les pièces en acier, faute de quoi elles sont refusées.\n"
    )
    made = understood(HEAD + LINES + note + SUMS)
    assert len(lines_of(made)) == 2


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Garage Marchal – Agent Renault", "Garage Marchal"),
        ("Voltis SAS – Usine de Toul", "Voltis SAS"),
        ("Lumo – Service Client", "Lumo"),
        ("Lumo Service Clients", "Lumo"),
        ("Lumo Service Abonnés", "Lumo"),
        ("PHARMEL – Facture 2311-04", "PHARMEL"),
        ("Dubreuil – Maçonnerie", "Dubreuil – Maçonnerie"),
    ],
)
def test_what_stands_behind_a_name_is_none_of_it(line, name):
    """A department, a works, whose agent it is and the paper's own title are no part of a company's name."""
    assert bare_name(line) == name


@pytest.mark.parametrize(
    "text",
    ["Your business electricity bill", "Ma facture de mai", "Mon-Fri 8am-6pm", "Thanks for riding", "BIC RABONL2U"],
)
def test_captions_and_thanks_are_no_names(text):
    """What heads a paper or closes it is not taken for who issues it."""
    assert not may_be_name(text, frozenset())


def test_a_heading_beside_another_column_is_no_name(understood):
    """The heading of a block whose own lines were not found under it is not the seller's name."""
    head = """
   Prepared for                                   Quote ref BS-2025-04
   J Holroyd                                      Date 7 April 2025
   The Old Forge, Church Lane
   Ludlow SY8 1AP

                             Quotation
"""
    assert values(understood(head + LINES + SUMS)).get("seller_name") != "Prepared for"


def test_the_registered_office_at_the_foot_tells_whose_letterhead_it_is(understood):
    """Of two addresses at the head the one that the line of the register repeats is the issuer's."""
    text = """
   CREDIT NOTE
                                             Marlow Tiles Ltd
   Kingsway Bathrooms Ltd                    Unit 6 Beeding Court
   12 Station Approach                       Steyning
   Redhill RH1 1AB                           BN44 3TN

   Credit Note Number CN-1182
   Credit Note Date 18 Nov 2025

   Description                     Quantity      Unit Price      Amount
   Floor tile                         24             1.95         46.80
   Adhesive                            2            16.40         32.80

                                          Subtotal              79.60
                                          VAT 20%               15.92
                                          Total credit          95.52




   Company Registration No: 06190268. Registered Office: Unit 6 Beeding Court, Steyning, BN44 3TN.
"""
    read = values(understood(text))
    assert (read["seller_name"], read["buyer_name"]) == ("Marlow Tiles Ltd", "Kingsway Bathrooms Ltd")


def test_a_works_alone_is_not_surely_the_name(understood):
    """`Usine d'Arques` over the address names a place of the company, whose logo may not have been read."""
    head = HEAD.replace("Mutuelle des Landes", "Usine d'Arques     ")
    assert values(understood(head + LINES + SUMS)).get("buyer_name") != "Usine d'Arques"


@pytest.mark.parametrize("line", ["5100 Jambes", "1020 Renens VD", "9000 Gent"])
def test_towns_of_our_neighbours_have_four_figures(line):
    """A line of four figures and a town closes a Belgian or Swiss address."""
    assert TOWN.search(line)


@pytest.mark.parametrize("line", ["2300 Innovation Way", "2025 Mars", "4471 vis inox"])
def test_four_figures_before_other_words_are_no_town(line):
    """A house before its road, a year and a count of goods are no postal codes."""
    assert not TOWN.search(line)


def test_what_stands_behind_the_town_is_no_address():
    """A number of the bar behind a dash is left out of the address; a country stays."""
    words = ["4", "place", "Clemenceau,", "64000", "PAU", "–", "Toque", "118"]
    assert " ".join(words[address_in(words)]) == "4 place Clemenceau, 64000 PAU"
    abroad = ["Industrielaan", "44,", "87900", "Waregem", "–", "Belgique"]
    assert " ".join(abroad[address_in(abroad)]) == " ".join(abroad)


def test_a_swiss_company_is_told_by_its_form():
    """`Sàrl` is a legal form, as `SARL` is."""
    assert LEGAL_FORM.search("Contrôles Romands Sàrl")


@pytest.mark.parametrize(("text", "value"), [("118 446", "118446"), ("10 214 507 813", "10214507813")])
def test_a_number_in_groups_of_three_is_one_number(text, value):
    """The number of a bill that is printed in groups goes on to the end of its line."""
    found = identifier_in(text, "local")
    assert found is not None
    assert found.value == value


def test_a_day_without_its_year_is_no_number_of_an_order():
    """`Votre commande du 04/02` names a day."""
    assert identifier_in("du 04/02 par tél.", "local") is None


def test_a_number_behind_a_word_of_capitals_may_have_lost_its_beginning(understood):
    """`Votre commande : HETRES LOT4`: what is read of it is doubted, for the word may be a part of it."""
    head = HEAD.replace("Date : 15/03/2026", "Date : 15/03/2026\n   Votre commande : HETRES LOT4")
    assert values(understood(head + LINES + SUMS)).get("purchase_order_number") != "LOT4"


def test_a_card_that_paid_tells_no_day_to_pay_by(understood):
    """`Règlement : CB le` says that it was paid, and `LCR directe au` when it is due."""
    paid = HEAD + LINES + SUMS + "\n   Règlement : CB le 15/03/2026\n"
    assert "due_date" not in values(understood(paid))
    assert values(understood(paid.replace("Règlement : CB le", "LCR directe au")))["due_date"] == "2026-03-15"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Règlement : solde par virement ou chèque, avant le 14 avril 2026.", "2026-04-14"),
        ("Conditions : à 30 jours date de facture, soit le 14.04.2026", "2026-04-14"),
        ("Paiement sous trente jours par virement, soit au plus tard le 14 avril 2026", "2026-04-14"),
        ("Virement à 45 jours fin de mois, soit le quatorze mai deux mille vingt-six.", "2026-05-14"),
    ],
)
def test_a_sentence_on_payment_ends_in_the_day_it_is_due(understood, sentence, day):
    """`soit le`, `avant le` and `au plus tard le` behind terms of payment lead to the day, in figures or in words."""
    assert values(understood(HEAD + LINES + SUMS + f"\n   {sentence}\n"))["due_date"] == day


def test_an_order_is_numbered_right_below_its_title(understood):
    """`N° 4500127733` under `COMMANDE D'ACHAT` is the order's number; the edition of the terms is none."""
    text = """
   COMMANDE D'ACHAT
   N° 4500127733
   Voltis SAS                                    Date : 06/03/2026
   8 rue du Breuil
   55200 COMMERCY
                                                 Fournisseur
                                                 Roulements Messins SARL
                                                 5 rue Gutenberg
                                                 57070 METZ

   Désignation                     Qté        P.U. HT       Montant HT
   Roulement à billes               120          4,37          524,40
   Courroie                          24         11,90          285,60

   Valeur totale nette HT                                      810,00 EUR
   Nos conditions générales d'achat rév. 2023-09 s'appliquent.
"""
    read = values(understood(text))
    assert (read["purchase_order_number"], read["total_excluding_tax"]) == ("4500127733", "810.00")


@pytest.mark.parametrize("printed", ["BDC PO0088214", "Sales order SO26/02874\n   Your PO PO0088214"])
def test_an_order_is_numbered_by_the_buyer(understood, printed):
    """`BDC` is short for the buyer's order; a sales order is the seller's own number."""
    head = HEAD.replace("   Facture n° : F-0815", f"   {printed}\n   Facture n° : F-0815")
    assert values(understood(head + LINES + SUMS))["purchase_order_number"] == "PO0088214"


@pytest.mark.parametrize("label", ["Uw BTW-nr.", "P.IVA cliente", "Votre n° de TVA :"])
def test_a_number_beside_the_buyers_label_is_never_the_sellers(understood, label):
    """Whose a number is its label says, in a cell of its own too."""
    head = HEAD.replace("   Facture n° : F-0815", f"   {label}      FR83404833048\n   Facture n° : F-0815")
    head = head.replace("                                        N° TVA FR83404833048\n", "")
    read = values(understood(head + LINES + SUMS))
    assert (read.get("seller_vat_id"), read["buyer_vat_id"]) == (None, "FR83404833048")


def test_a_long_number_without_cents_is_no_amount():
    """Numbers of registers have nine figures and more without a sign between: no amount is printed so."""
    assert amounts_in("IVA 03177440363") == ()
    assert len(amounts_in("IVA 3177440,36")) == 1
