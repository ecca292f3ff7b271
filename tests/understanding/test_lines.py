"""Lines that may be read wrongly or know their place; numbers by the title, who buys, values of more than one line."""

from dataclasses import replace

from small_papers import HEAD, LINES, SUMS, values

from pipeline.model.document import ToQueue
from pipeline.model.values import written


def test_a_number_behind_nothing_but_its_sign_below_the_title_is_the_papers_own(understood):
    """`N° F-0815` right below the title is the number of the invoice, whatever other numbers the paper holds."""
    head = HEAD.replace("Facture n° : F-0815       Date : 15/03/2026", "du 15/03/2026       Code client : 4711")
    head = head.replace("   4 rue de la Gare\n", "   4 rue de la Gare                                      N° F-0815\n")
    assert values(understood(head + LINES + SUMS))["invoice_number"] == "F-0815"


def test_figures_before_a_comma_are_no_number_of_the_paper(understood):
    """Where the label stands before an amount, the amount's figures are not taken for the paper's number."""
    head = HEAD.replace("Facture n° : F-0815", "Montant facture : 482,40")
    assert values(understood(head + LINES + SUMS)).get("invoice_number") != "482"


def test_who_is_billed_counts_before_where_it_is_delivered(understood):
    """On a delivery note the block of the client names the buyer, that of the place of delivery only without it."""
    blocks = """
   Menuiserie Ponsard SARL                               BON DE LIVRAISON
   4 rue de Gray
   70100 ARC-LES-GRAY                                    N° de bon : BL-88214

   Client facturé                        Livré à
   Rénovation Eiffel SA                  Chantier Les Perrières
   8 rue de la Gare                      14 rue du Faubourg
   21000 DIJON                           21000 DIJON

   Référence      Désignation                     Commandé     Livré
   FEN-1210       Fenêtre blanche                    6            6
"""
    assert values(understood(blocks))["buyer_name"] == "Rénovation Eiffel SA"


def dimmed(page, text):
    """Return the page with the engine in doubt of one word."""
    lines = [
        replace(line, words=tuple(replace(w, confidence=0.6) if w.text == text else w for w in line.words))
        for line in page.lines
    ]
    return replace(page, lines=tuple(lines))


def test_a_line_of_which_a_figure_is_hardly_legible_is_for_a_person(understood, paper):
    """A figure in a description that nothing proves and the engine doubts is told, and the paper waits."""
    text = HEAD + LINES.replace("Révision complète ", "Révision 30000 km ") + SUMS
    made = understood(dimmed(paper(text).read(), "30000"))
    assert "line_unsure" in {finding.code for finding in made.findings}
    assert isinstance(made.routing, ToQueue)


def test_numbers_that_prove_each_other_need_no_trust_in_letters(understood, paper):
    """A price that the engine doubts and that quantity and amount prove leaves nothing to ask."""
    made = understood(dimmed(paper(HEAD + LINES + SUMS).read(), "25,50"))
    assert "line_unsure" not in {finding.code for finding in made.findings}


def test_the_title_behind_the_sellers_name_is_no_part_of_it(understood):
    """`Garage du Pont Facture` on one line names the garage."""
    head = HEAD.replace("Garage du Pont SARL                                   FACTURE", "Garage du Pont Facture")
    assert values(understood(head + LINES + SUMS))["seller_name"] == "Garage du Pont"


def test_lines_know_their_place(understood):
    """Each row has the box of its own words on the page."""
    (table,) = [table for table in understood(HEAD + LINES + SUMS).tables if table.name == "lines"]
    assert [place.text.split()[0] for place in table.places] == ["Révision", "Plaquettes"]
    assert table.places[0].box.bottom <= table.places[1].box.top


LETTER = """
   Martine Vasseur
   4 rue de la Gare
   33000 BORDEAUX
                                        Caisse de Bordeaux
                                        12 avenue Foch
                                        33000 BORDEAUX

                                        Bordeaux, le 2 avril 2026

   Objet : demande de remboursement des frais de transport et
   d'hébergement de mars

   Madame, Monsieur, je vous prie de trouver ci-joint les notes
   de mes frais. Veuillez agréer, Madame, Monsieur, l'expression
   de mes salutations distinguées.
"""


def test_a_subject_that_fills_its_line_goes_on_in_the_next_one(understood):
    """The line below belongs to a subject whose line is full, and to none that ends before the edge of the text."""
    read = {f.name: written(f.value) for f in understood(LETTER).fields}
    assert read["subject"] == "demande de remboursement des frais de transport et d'hébergement de mars"
    short = LETTER.replace(" des frais de transport et\n", "\n")
    read = {f.name: written(f.value) for f in understood(short).fields}
    assert read["subject"] == "demande de remboursement"
