"""Wordings and layouts of real papers of trade: what stands under a table, names of two lines, other languages."""

from dataclasses import replace

import pytest
from small_papers import HEAD, LINES, SUMS, values

from extractors.parties.address_lines import address_in
from extractors.parties.name_lines import is_wrapped, may_be_name, name_with_form
from extractors.written.identifiers import identifier_in
from extractors.written.names import company
from pipeline.amounts import amounts_in
from pipeline.geometry import Box
from pipeline.model.document import ToQueue

DELIVERY = """
   Quincaillerie Lebrun                                  BON DE LIVRAISON
   14 rue du Commerce
   36000 CHATEAUROUX                                     N° BL : BL114520
                                                         Date : 15/04/2026

   Référence      Désignation                     Qté cdée     Qté livrée
   FOR85          Foret HSS-Co 8,5 mm                20            20
   R62052         Roulement 6205-2RS                 60            40
"""


def rows(made):
    """Return the rows of the lines."""
    return [dict(row) for table in made.tables if table.name == "lines" for row in table.rows]


@pytest.mark.parametrize(
    "below",
    [
        "   Nombre de colis : 2       Poids total : 18,4 kg\n",
        "   Reçu le :                 Nom et signature du réceptionnaire :\n",
        "   Les réserves sont confirmées au transporteur sous trois jours par lettre recommandée.\n",
        "   Aucun retour de marchandises ne sera accepté sans notre accord écrit.\n",
    ],
)
def test_what_stands_under_a_table_goes_on_with_no_line(understood, below):
    """Parcels, receipts, reserves and sentences that run under columns of numbers are no part of a description."""
    described = [row["description"] for row in rows(understood(DELIVERY + below))]
    assert described == ["Foret HSS-Co 8,5 mm", "Roulement 6205-2RS"]


def test_words_under_a_line_still_go_on_with_it(understood):
    """A second row of words in the column of descriptions belongs to the line above it."""
    below = "                  étanche, gris\n"
    assert rows(understood(DELIVERY + below))[-1]["description"] == "Roulement 6205-2RS étanche, gris"


def test_initials_are_part_of_a_name():
    """`R. J.` before a name is no logo that was read as letters."""
    assert company("R. J. Tolland Roofing") == "R. J. Tolland Roofing"
    assert company("|. Tolland Roofing") == "Tolland Roofing"


def test_a_name_wrapped_in_a_narrow_block_is_whole(understood):
    """One word between a name under its heading and its street ends the name."""
    order = HEAD.replace(
        "Mutuelle des Landes", "Facturé à :\n" + " " * 40 + "Mutuelle Agricole\n" + " " * 40 + "Landaise"
    )
    assert values(understood(order + LINES + SUMS))["buyer_name"] == "Mutuelle Agricole Landaise"


def test_a_department_or_a_legal_form_ends_a_name():
    """`Comptabilité` under a name is a department, a word over the town a place; a name with its form is whole."""
    assert not is_wrapped("Mutuelle Agricole", "Kerlouan", "29000 QUIMPER", "")
    assert not is_wrapped("M. Le Gall", "Kerlouan", "12 avenue Foch", "40000 MONT-DE-MARSAN")
    assert not is_wrapped("Mutuelle Agricole", "Comptabilité", "12 avenue Foch", "40000 MONT-DE-MARSAN")
    assert not is_wrapped("Lebrun SARL", "Outillage", "12 avenue Foch", "40000 MONT-DE-MARSAN")
    assert is_wrapped("Mutuelle Agricole", "Landaise", "12 avenue Foch", "40000 MONT-DE-MARSAN")


def test_a_sentence_about_a_register_names_no_company():
    """`We are not VAT registered` tells of a register, and names nobody."""
    assert name_with_form("We are not VAT registered. Price held for 60 days.") is None
    assert name_with_form("Lebrun Outillage SARL au capital de 8 000 €") == "Lebrun Outillage SARL"


def test_a_number_may_hold_middle_dots():
    """`EG·2026·019` is one number, as with strokes and stops."""
    found = identifier_in("EG·2026·019", "local")
    assert found is not None
    assert found.value == "EG·2026·019"


def test_a_street_beside_a_number_is_no_part_of_it():
    """The window's address on the line of a number ends it, and is none itself."""
    found = identifier_in("260 04 1187 4 PLACE DU MARCHÉ", "local")
    assert found is not None
    assert found.value == "260041187"
    assert identifier_in("14 PLACE DE L'EGLISE", "local") is None


def test_a_companys_name_before_its_address_is_no_part_of_it():
    """The line of a company at the foot begins with its name, which its legal form tells."""
    words = ["Sono", "Sud", "SARL", "-", "17", "quai", "de", "Bosc", "-", "34200", "Sète"]
    assert " ".join(words[address_in(words)]) == "17 quai de Bosc - 34200 Sète"
    branch = ["Agence", "de", "Sète", "-", "17", "quai", "de", "Bosc", "-", "34200", "Sète"]
    assert " ".join(branch[address_in(branch)]) == "17 quai de Bosc - 34200 Sète"


SERVICES = """
   Synthèse                              Montant HT     TVA        Montant TTC
   Fourniture                            250,10         50,02         300,12
   Acheminement                          120,40         20,73         141,13
   Taxes et contributions                 42,00          8,40          50,40
"""


def test_the_total_of_a_table_of_sums_is_its_last_row(understood):
    """Net, tax and gross of one service in a row are no totals where a row is the sum of all of them."""
    read = values(
        understood(HEAD + SERVICES + "   Total                                 412,50         79,15         491,65\n")
    )
    assert (read["total_excluding_tax"], read["total_tax"], read["total_including_tax"]) == (
        "412.50",
        "79.15",
        "491.65",
    )


def test_a_row_of_sums_with_a_larger_one_beside_it_is_for_a_person(understood):
    """Where a larger row of sums is not that of all rows, which of them is the total is not sure."""
    made = understood(
        HEAD + SERVICES + "   Total                                 512,50         79,15         591,65\n"
    )
    assert isinstance(made.routing, ToQueue)


def test_the_gross_of_two_rates_is_not_net_and_tax(understood):
    """Of a till's note with a row for each rate, the gross of one and that of the other are no net and tax."""
    note = """
        BRASSERIE DU PORT
        2 quai Duperré
        17000 LA ROCHELLE
   Table : 7    Couverts : 2    Ticket n° 4512
   21/05/2026 à 14:02
   2 x PLAT DU JOUR           15,90      31,80
   2 x BIERE PRESSION          4,20       8,40
   2 x CREME BRULEE            6,80      13,60
   2 x EXPRESSO                1,80       3,60
   TOTAL                                 57,40
   TVA 10%    44,55    4,45    49,00
   TVA 20%     7,00    1,40     8,40
   CARTE BLEUE                           57,40
   MERCI DE VOTRE VISITE
"""
    read = values(understood(note))
    assert read["total_including_tax"] == "57.40"
    assert read.get("total_excluding_tax") != "49.00"
    assert read.get("total_tax") != "8.40"


def test_the_day_behind_an_invoices_number_is_its_own(understood):
    """`FACTURE TR2604-118 du 15/03/2026` dates the invoice, without `n°` too."""
    head = HEAD.replace("Facture n° : F-0815       Date : 15/03/2026", "FACTURE TR2604-118 du 15/03/2026")
    assert values(understood(head + LINES + SUMS))["issue_date"] == "2026-03-15"


def test_a_sign_left_in_a_description_is_for_a_person(understood):
    """The percent sign of a column that no heading tells, left among the words, makes the line doubtful."""
    lines = LINES.replace("Plaquettes de frein    ", "Plaquettes de frein %  ")
    assert isinstance(understood(HEAD + lines + SUMS).routing, ToQueue)


def test_sums_by_kind_below_a_table_are_no_line(understood):
    """`Main d'œuvre HT : 105,00   Pièces HT : 190,00` sums parts of the lines above it."""
    below = "   Main d'œuvre HT : 300,00             Pièces HT : 102,00\n"
    assert len(rows(understood(HEAD + LINES.rstrip("\n") + "\n" + below + SUMS))) == 2


@pytest.mark.parametrize("text", ["TVA non applicable, article 293 B du CGI", "art. 293 B", "articles 283-2 nonies"])
def test_the_number_of_an_article_of_law_is_no_amount(text):
    """What stands behind `article` is never money."""
    assert amounts_in(text) == ()


def test_an_invoice_may_be_dated_by_its_place(understood):
    """`Bordeaux, le 15 mars 2026` dates an invoice that names other days too."""
    head = HEAD.replace("Date : 15/03/2026", "Devis du 02/02/2026").replace(
        "   SIRET", "   Bordeaux, le 15 mars 2026\n   SIRET"
    )
    assert values(understood(head + LINES + SUMS))["issue_date"] == "2026-03-15"


def test_prices_of_a_till_stand_between_count_and_amount(understood):
    """Where each row begins with how many, the number that times it makes the amount is the unit price."""
    note = """
        LE PETIT BOUCHON
        8 rue Mercière
        69002 LYON
        NOTE N° 004512
   14/07/2026  13:42
   2 Menu du jour              22,50       45,00
   1 Pichet de vin             12,00       12,00
   2 Café                       2,50        5,00
   TOTAL TTC                               62,00 €
   CB                                      62,00 €
   Merci de votre visite, à bientôt !
"""
    read = [(row["quantity"], row["unit_price"], row["amount"]) for row in rows(understood(note))]
    assert read == [("2", "22.50", "45.00"), ("1", "12.00", "12.00"), ("2", "2.50", "5.00")]


@pytest.mark.parametrize(
    "statement",
    [
        """
   COOPÉRATIVE DU PAYS DE BRAY
   76440 FORGES-LE-VIEUX
   RELEVÉ DE COMPTE AU 31/10/2026
   Code client : 0044
   Date     Pièce      Libellé               Débit      Crédit      Solde
   01/10               Solde à nouveau    1 204,18               1 204,18
   06/10    F118774    Semences de blé    2 316,00               3 520,18
   12/10    R0418      Règlement chèque             1 204,18     2 316,00
""",
        """
   Barton Timber Ltd                    STATEMENT OF ACCOUNT
   Unit 9, Dock Road, Hull HU1 3EA
   Moorside Builders                    Statement date 31/03/2026
   Date         Reference    Type        Amount      Balance
   05/02/2026   INV10442     Invoice     412.80      412.80
   18/02/2026   INV10517     Invoice      96.00      508.80
   Current      30 days      60 days     90 days     Total due
""",
    ],
)
def test_a_suppliers_statement_is_no_statement_of_a_bank(understood, statement):
    """Invoices and payments of a customer's account are no bank statement, and no invoice either, without a person."""
    made = understood(statement)
    assert made.classification.document_class != "bank_statement" or isinstance(made.routing, ToQueue)
    assert isinstance(made.routing, ToQueue)


def test_a_number_behind_a_polite_sentence_is_the_sellers(understood):
    """`En votre aimable règlement.` before the SIRET at the foot does not make it the buyer's."""
    foot = "\n\n\n   En votre aimable règlement. Siret 404 833 048 00022\n"
    head = HEAD.replace("   SIRET 732 829 320 00074\n", "")
    assert values(understood(head + LINES + SUMS + foot))["seller_siret"] == "40483304800022"


def test_a_senders_line_under_its_letterhead_parts_sender_and_addressee(understood):
    """Letterhead, the small line with the same name, and the addressee follow each other without a gap."""
    head = """
   Elektro Baumann GmbH
   Elektro Baumann GmbH · Hauptstr. 14 · 79100 Freiburg
   Gasthaus Zur Post
   Bahnhofstr. 3
   79346 Endingen
                                    Rechnungsnummer: 1203
                                    Rechnungsdatum: 12.02.2026
"""
    read = values(understood(head + LINES))
    assert (read["seller_name"], read["buyer_name"]) == ("Elektro Baumann GmbH", "Gasthaus Zur Post")
    assert read["seller_address"] == "Hauptstr. 14 · 79100 Freiburg"


def test_what_an_owner_does_is_no_part_of_the_address(understood):
    """`photographe indépendante` before the street, on one line with it, is left out."""
    head = HEAD.replace("Garage du Pont SARL ", "Élise Garrec Photos ").replace(
        "   4 rue de la Gare\n   33000 BORDEAUX\n", "   photographe indépendante · 4 rue de la Gare · 33000 Bordeaux\n"
    )
    assert values(understood(head + LINES + SUMS))["seller_address"] == "4 rue de la Gare · 33000 Bordeaux"


ABROAD = [
    (
        """
   Van Dijk Verpakkingen B.V.                                     FACTUUR
   Keizersgracht 100
   1015 AA Amsterdam

   Factuurnummer: 20260087
   Factuurdatum: 09-03-2026
   Vervaldatum: 08-04-2026

   Omschrijving                       Aantal      Prijs       Bedrag
   Kartonnen dozen                      500       € 1,20      € 600,00
   Plakband bruin                       100       € 2,00      € 200,00

   Subtotaal                                                  € 800,00
   BTW 21 %                                                   € 168,00
   Totaal                                                     € 968,00
""",
        ("20260087", "2026-03-09", "2026-04-08", "800.00", "168.00", "968.00"),
    ),
    (
        """
   Aceites del Sur S.L.                                           FACTURA
   Calle Mayor 15
   41001 Sevilla

   Nº factura: A-2026/118
   Fecha: 20/02/2026
   Fecha de vencimiento: 22/03/2026

   Descripción                       Cantidad     Precio       Importe
   Aceite de oliva virgen               20         25,00        500,00

   Base imponible                                              500,00 €
   IVA 10 %                                                     50,00 €
   Total factura                                               550,00 €
""",
        ("A-2026/118", "2026-02-20", "2026-03-22", "500.00", "50.00", "550.00"),
    ),
    (
        """
   Ceramiche Rossi S.r.l.                                         FATTURA
   Via Roma 22
   41049 Sassuolo

   Numero fattura: 245/2026
   Data fattura: 11/05/2026
   Scadenza: 10/06/2026

   Descrizione                       Quantità     Prezzo unitario   Importo
   Piastrelle gres                      80         30,00           2.400,00

   Imponibile                                                    2.400,00 €
   IVA 22 %                                                        528,00 €
   Totale fattura                                                2.928,00 €
""",
        ("245/2026", "2026-05-11", "2026-06-10", "2400.00", "528.00", "2928.00"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ABROAD)
def test_invoices_of_neighbours_are_read(understood, text, expected):
    """Dutch, Spanish and Italian invoices are told and read by the usual words of theirs."""
    made = understood(text)
    read = values(made)
    names = ("invoice_number", "issue_date", "due_date", "total_excluding_tax", "total_tax", "total_including_tax")
    assert made.classification.document_class == "invoice"
    assert tuple(read.get(name) for name in names) == expected


def _enlarged(word):
    """Return the word twice as high."""
    box = word.box
    return replace(word, box=Box(box.left, box.top - 0.004, box.right, box.bottom + 0.004))


def test_a_name_of_two_lines_in_one_size_is_one(paper, understood):
    """A letterhead in large letters goes on in the next line where that one is as large."""
    page = paper(HEAD.replace("Garage du Pont SARL", "BRASSERIE\n   HALLES") + LINES + SUMS)
    large = {"BRASSERIE", "HALLES"}
    page.lines = tuple(
        replace(line, words=tuple(_enlarged(word) if word.text in large else word for word in line.words))
        for line in page.lines
    )
    assert values(understood(page.read()))["seller_name"] == "BRASSERIE HALLES"


def test_the_state_over_a_communes_name_is_not_the_buyer():
    """`République française` and the department stand over the letterhead of every town hall."""
    assert may_be_name("COMMUNE DE NÉRONDES", frozenset())
    for line in ("RÉPUBLIQUE FRANÇAISE", "Département du Cher", "Liberté - Égalité - Fraternité"):
        assert not may_be_name(line, frozenset())


def test_an_irish_code_and_country_below_the_district_are_of_the_address(understood):
    """`Dublin 1` ends an address only where neither a code nor a country follows."""
    made = understood(
        """
   Invoice                                      Invoice number 7F3C2A18-0009
                                                Date of issue June 12, 2025
   Quillbase Software Limited            Bill to
   2nd Floor, Harbourmaster House        Larkspur Analytics Ltd
   Custom House Quay                     18 Patrick Street
   Dublin 1                              Cork
   D01 X2K8                              T12 W4R9
   Ireland                               Ireland

   Description                 Qty     Unit price    Amount
   Team plan                    14        11.00      154.00

   Total                                             154.00
   """
    )
    address = next(field.value.value for field in made.fields if field.name == "seller_address")
    assert address.endswith("Custom House Quay, Dublin 1, D01 X2K8, Ireland")
