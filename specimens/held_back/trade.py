"""Held back: a craftsman's invoice in sentences, one with a side bar, an order as a letter, a delivery note."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import columns, table
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.layouts.invoice_parts import is_credit, order_totals, set_lines, set_totals
from specimens.marks import rubber_stamp, signature
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.trade.papers import Delivery, Invoice, Order
from specimens.wording import dotted, in_words, slashed

_CRAFT_COLUMNS = (
    ("quantity_unit", "Nombre", 18), ("description", "Travaux et fournitures", 50), ("reference", "Repère", 16),
    ("price", "À l'unité", 13), ("discount", "Rabais", 9), ("amount", "Somme HT", 15), ("vat", "Taxe", 9),
)  # fmt: skip
_SIDE_COLUMNS = (
    ("number", "N°", 5), ("reference", "Art.", 17), ("description", "Intitulé", 40), ("unit", "Cond.", 13),
    ("quantity", "Nb", 9), ("price", "PUHT", 12), ("discount", "% rem.", 9), ("vat", "% TVA", 9),
    ("amount", "PTHT", 14),
)  # fmt: skip


def draw_craftsman(sheet: Sheet, paper: Invoice, rng: random.Random) -> None:
    """Draw the craftsman's: a centred head, sentences for number and day, totals in a sentence, stamp and signature."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=10.5, grid=Grid.RULED, colour="#5d4037", left=24, right=186))
    theme, seller, buyer = flow.theme, paper.seller, paper.buyer
    flow.say(seller.name, theme.accent.sized(20), align=Align.CENTRE)
    flow.say(seller.address, theme.text, align=Align.CENTRE)
    flow.say(f"Téléphone {seller.telephone} - Siret {seller.company.spaced_siret} - {seller.vat_id}", theme.small,
             align=Align.CENTRE)  # fmt: skip
    flow.line(weight=1.2)
    head = "Au crédit de :" if is_credit(paper) else "Doit :"
    lines = (head, buyer.name, *buyer.address_lines, f"(identifiant TVA {buyer.vat_id})")
    flow.stack(110, 56, lines, first=Pen(face=Face.SERIF, size=10, is_italic=True))
    flow.y = 86
    kind = "Note de crédit" if is_credit(paper) else "Facture"
    flow.say(f"{kind} no {paper.number} établie le {in_words(paper.issued_on)}", theme.strong.sized(13))
    if paper.corrects:
        flow.say(f"en déduction de notre facture no {paper.corrects}")
    if paper.order_number:
        flow.say(f"suivant votre ordre no {paper.order_number}")
    if paper.delivery_numbers:
        flow.say(f"fournitures remises avec le bon no {' et '.join(paper.delivery_numbers)}")
    flow.gap(5)
    set_lines(flow, paper.lines, _CRAFT_COLUMNS)
    theme_money = theme.money
    taxes = " + ".join(f"{theme_money(t.tax_cents)} ({theme.number(t.rate)} %)" for t in paper.taxes)
    rows = [
        ("Ensemble hors taxe", theme_money(paper.base_cents, currency=paper.currency)),
        ("Taxe sur la valeur ajoutée", theme_money(paper.tax_cents, currency=paper.currency)),
        ("Somme toutes taxes", theme_money(paper.total_cents, currency=paper.currency)),
    ]
    set_totals(flow, rows, left=100, is_filled=False)
    flow.say(f"Détail de la taxe : {taxes}", theme.small)
    flow.gap(4)
    if not is_credit(paper):
        flow.prose(
            f"Cette somme est à nous verser pour le {in_words(paper.due_on)} au plus tard, par chèque ou sur notre "
            f"compte {paper.account.spaced_iban} ({paper.account.bank}, code {paper.account.bic})."
        )
    rubber_stamp(sheet, 120, flow.y + 3, (seller.name, seller.company.address.last_line), rng, colour="#7b1e1e")
    signature(sheet, 128, flow.y + 12, rng)


def draw_side_bar(sheet: Sheet, paper: Invoice, rng: random.Random) -> None:
    """Draw the one with a side bar: seller, references and account at the left, the lines at the right."""
    colour = rng.choice(("#e0e7ff", "#dcfce7", "#fee2e2"))
    theme = Theme(size=7.8, grid=Grid.RULED, colour="#111827", figures=Figures.FRENCH, left=64, right=200, top=18)
    flow = Flow(sheet, theme)
    seller, buyer, account = paper.seller, paper.buyer, paper.account
    sheet.box(0, 0, 58, 297, fill=colour, line="")
    y = flow.stack(
        6, 18, (seller.name, *seller.address_lines, seller.telephone, seller.email), first=theme.accent.sized(10)
    )
    y = flow.stack(6, y + 4, ("Identification", seller.company.siret, seller.vat_id), first=theme.accent)
    told = [
        ("Pièce comptable", paper.number), ("Datée du", dotted(paper.issued_on)), ("Dossier achat", paper.order_number),
        ("Bordereau", " ".join(paper.delivery_numbers)), ("Pièce rectifiée", paper.corrects),
        ("Exigible au", "" if is_credit(paper) else dotted(paper.due_on)),
    ]  # fmt: skip
    for label, value in told:
        if value:
            y = flow.stack(6, y + 3, (label, value), theme.strong, first=theme.small)
    if not is_credit(paper):
        groups = account.spaced_iban
        lines = ("Coordonnées de paiement", account.bank, groups[:20].strip(), groups[20:], account.bic)
        y = flow.stack(6, y + 6, lines, first=theme.accent)
    flow.say("Note de crédit" if is_credit(paper) else "Facture de vente", theme.accent.sized(18))
    flow.stack(64, 34, ("Client", buyer.name, *buyer.address_lines, buyer.vat_id), first=theme.small)
    flow.y = 64
    set_lines(flow, paper.lines, _SIDE_COLUMNS)
    for tax in paper.taxes:
        flow.say(f"TVA {theme.number(tax.rate)} % : {theme.money(tax.base_cents)} -> {theme.money(tax.tax_cents)}")
    total = theme.money(paper.total_cents, currency=paper.currency)
    rows = [("HT", theme.money(paper.base_cents)), ("Taxes", theme.money(paper.tax_cents)), ("TTC", total)]
    set_totals(flow, rows, left=140, is_filled=False)


def draw_order_letter(sheet: Sheet, order: Order, rng: random.Random) -> None:
    """Draw an order written as a letter to the supplier."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11, grid=Grid.RULED, colour="#10131a", left=22, right=188))
    theme, buyer, seller = flow.theme, order.buyer, order.seller
    flow.stack(22, 22, (buyer.name, *buyer.address_lines), first=theme.strong)
    flow.stack(112, 44, (seller.name, *seller.address_lines, f"Siret {seller.company.siret}"))
    flow.stack(112, 70, (f"{buyer.company.address.commune.name}, le {in_words(order.ordered_on)}",))
    flow.y = 84
    flow.say(f"Objet : notre ordre d'achat {order.number}", theme.strong)
    flow.gap(4)
    flow.prose("Madame, Monsieur,", f"Nous vous prions de nous fournir pour le {in_words(order.wanted_on)} :")
    told = (("description", "Fourniture", 46), ("reference", "Réf.", 16), ("quantity_unit", "Nombre", 18),
            ("price", "Prix", 12), ("discount", "Rabais", 10), ("amount", "Somme", 15))  # fmt: skip
    set_lines(flow, order.lines, told)
    words = {"base": "Soit hors taxes", "tax": "Taxes", "total": "Soit taxes comprises"}
    set_totals(flow, order_totals(flow, order, words), left=105, is_filled=False)
    flow.prose("Veuillez croire, Madame, Monsieur, à l'assurance de notre considération distinguée.")
    signature(sheet, 120, flow.y + 8, rng)


def draw_handover(sheet: Sheet, paper: Delivery, rng: random.Random) -> None:
    """Draw a note of what was handed over, headed by a sentence."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=8.4, grid=Grid.RULED, colour="#14532d", left=20, right=190))
    theme, seller, buyer = flow.theme, paper.order.seller, paper.order.buyer
    flow.say(f"Remise de marchandises {paper.number}", theme.accent.sized(15))
    flow.line()
    flow.prose(
        f"{seller.name}, {seller.address}, a remis le {slashed(paper.delivered_on)} à {buyer.name}, {buyer.address}, "
        f"au titre de l'ordre {paper.order.number}, ce qui suit :"
    )
    flow.gap(3)
    heads = columns(("Nombre", 12, Align.RIGHT), ("Cond.", 14), ("Intitulé", 50), ("Repère", 18))
    if paper.has_returns:
        heads = (*heads, *columns(("Repris", 12, Align.RIGHT)))
    number = theme.number
    rows = [
        [number(g.quantity), g.line.unit, g.line.description, g.line.reference]
        + ([number(g.returned) if g.returned else "-"] if paper.has_returns else [])
        for g in paper.goods
    ]
    table(flow, heads, rows)
    flow.say("Le transporteur", x=24)
    flow.y -= flow.step
    flow.say("Le client", x=130)
    signature(sheet, 24, flow.y + 8, rng)
    signature(sheet, 130, flow.y + 8, rng)


LAYOUTS = {
    "invoice": (draw_craftsman, draw_side_bar),
    "credit_note": (draw_craftsman, draw_side_bar),
    "purchase_order": (draw_order_letter,),
    "delivery_note": (draw_handover,),
}
