"""Purchase orders: the buyer's printed form with boxes to sign, and the sheet a purchasing system sends."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.layouts.invoice_parts import legal_line, order_totals, set_lines, set_totals
from specimens.marks import rubber_stamp, signature
from specimens.sheet import Align, Face, Sheet
from specimens.trade.papers import Order
from specimens.wording import in_words, slashed

_FORM_COLUMNS = (
    ("number", "Ligne", 7), ("reference", "Référence", 16), ("description", "Désignation", 44),
    ("quantity", "Quantité", 11), ("unit", "Unité", 12), ("price", "Prix unit. HT", 14),
    ("discount", "Remise", 9), ("amount", "Total HT", 15),
)  # fmt: skip
_SYSTEM_COLUMNS = (
    ("number", "Pos.", 6), ("description", "Article commandé", 46), ("reference", "Votre réf.", 16),
    ("quantity_unit", "Qté commandée", 18), ("price", "Prix net", 12), ("discount", "Rab.", 8), ("vat", "TVA", 9),
    ("amount", "Montant", 15),
)  # fmt: skip


def draw_form(sheet: Sheet, order: Order, rng: random.Random) -> None:
    """Draw the form: buyer on top, supplier in a frame, conditions, stamp and signature of the purchaser."""
    flow = Flow(sheet, Theme(grid=Grid.BOXED, size=9, colour="#23415e"))
    theme, buyer, seller = flow.theme, order.buyer, order.seller
    flow.footer = lambda f: f.sheet.text(105, 287, legal_line(buyer), theme.small, align=Align.CENTRE)
    flow.stack(18, 20, (buyer.name, "Service des achats", *buyer.address_lines), first=theme.accent.sized(13))
    flow.y = 48
    flow.say("BON DE COMMANDE", theme.accent.sized(17))
    flow.gap(2)
    told = (
        ("Commande n°", order.number),
        ("Date", slashed(order.ordered_on)),
        ("Livraison le", slashed(order.wanted_on)),
    )
    flow.pairs(told, label_width=30, colon=" :")
    sheet.box(108, 44, 84, 30, line=theme.colour)
    lines = ("Fournisseur", seller.name, *seller.address_lines, f"SIRET {seller.company.spaced_siret}")
    flow.stack(112, 50, lines, first=theme.small)
    flow.y = 84
    set_lines(flow, order.lines, _FORM_COLUMNS, until=150)
    set_totals(flow, order_totals(flow, order, {"base": "Total HT", "tax": "TVA", "total": "Total TTC"}), left=122)
    flow.room(50)
    flow.prose(
        f"À livrer à : {buyer.address}. Merci de rappeler le numéro de commande sur vos bons de livraison et factures. "
        "Toute facture qui ne le porte pas vous sera retournée."
    )
    flow.say(f"Fait à {buyer.company.address.commune.name}, le {in_words(order.ordered_on)}")
    flow.say("Le responsable des achats", x=120)
    rubber_stamp(sheet, 118, flow.y, (buyer.name, buyer.company.address.last_line), rng)
    signature(sheet, 130, flow.y + 9, rng)
    flow.close()


def draw_system(sheet: Sheet, order: Order, _: random.Random) -> None:
    """Draw the system's sheet: references in a column at the right, conditions after the lines, no signature."""
    flow = Flow(
        sheet, Theme(face=Face.ROUND, size=8, grid=Grid.RULED, colour="#5b21b6", figures=Figures.PLAIN, left=16)
    )
    theme, buyer, seller = flow.theme, order.buyer, order.seller
    flow.footer = lambda f: f.sheet.text(194, 287, f"Page {f.page}", theme.small, align=Align.RIGHT)
    flow.say(f"Commande d'achat {order.number}", theme.accent.sized(15))
    flow.line()
    flow.stack(16, 36, ("Donneur d'ordre", buyer.name, *buyer.address_lines, f"TVA {buyer.vat_id}"), first=theme.accent)
    siret = f"N° SIRET : {seller.company.siret}"
    flow.stack(80, 36, ("À l'attention de", seller.name, *seller.address_lines, siret), first=theme.accent)
    flow.y = 36
    told = (
        ("Passée le", slashed(order.ordered_on)),
        ("Attendue le", slashed(order.wanted_on)),
        ("Devise", order.currency),
    )
    flow.pairs(told, x=145, label_width=22)
    flow.y = 66
    set_lines(flow, order.lines, _SYSTEM_COLUMNS)
    words = {"base": "Valeur hors taxes", "tax": "Taxes", "total": "Valeur totale"}
    set_totals(flow, order_totals(flow, order, words), left=120, is_filled=False)
    flow.say("Conditions", theme.accent)
    flow.prose(
        "Franco de port, règlement à 45 jours fin de mois. La présente commande vaut acceptation de nos conditions "
        "générales d'achat, disponibles sur demande.",
        f"Adresse de livraison : {buyer.address}",
    )
    flow.close()
