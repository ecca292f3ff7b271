"""Delivery notes: the seller's sheet with a receipt to sign, and the carrier-like slip with ordered and delivered."""

import random
from collections.abc import Sequence

from specimens.blocks.flow import Flow
from specimens.blocks.table import Column, Table, columns
from specimens.blocks.theme import Grid, Theme
from specimens.marks import bar_code, signature
from specimens.sheet import Align, Face, Sheet
from specimens.trade.papers import Delivered, Delivery
from specimens.wording import dotted, in_words, slashed

_R = Align.RIGHT


def draw_receipt(sheet: Sheet, paper: Delivery, rng: random.Random) -> None:
    """Draw the seller's note: one quantity a line, reservations and signature of who received it."""
    flow = Flow(sheet, Theme(grid=Grid.BANDED, size=9.2, colour="#37474f"))
    theme, seller, buyer = flow.theme, paper.order.seller, paper.order.buyer
    flow.stack(18, 20, (seller.name, *seller.address_lines, f"Tél. {seller.telephone}"), first=theme.accent.sized(12))
    flow.stack(115, 40, ("Livré à", buyer.name, *buyer.address_lines), first=theme.small)
    flow.y = 52
    flow.say("BON DE LIVRAISON", theme.accent.sized(16))
    flow.gap(4)
    told = (
        ("N° de bon", paper.number),
        ("Livré le", slashed(paper.delivered_on)),
        ("Commande client", paper.order.number),
    )
    flow.pairs(told, label_width=36)
    flow.gap(4)
    heads = columns(("Référence", 16), ("Désignation", 50), ("Quantité livrée", 16, _R), ("Unité", 14))
    set_goods(flow, paper, heads, "Rendu")
    flow.gap(4)
    flow.ticks((("Marchandise conforme", not paper.has_returns), ("Réserves", paper.has_returns)))
    if paper.has_returns:
        flow.say("Articles rendus au livreur, voir la colonne « Rendu ».")
    flow.say(f"Reçu le {slashed(paper.delivered_on)}, nom et signature du réceptionnaire :")
    signature(sheet, 100, flow.y + 6, rng)
    flow.close()


def draw_slip(sheet: Sheet, paper: Delivery, rng: random.Random) -> None:
    """Draw the slip: bar code of its number, ordered beside delivered, pallets and weight."""
    flow = Flow(
        sheet, Theme(face=Face.TYPEWRITER, size=8.6, grid=Grid.BOXED, colour="#10131a", tint="#ececec", left=14)
    )
    theme, seller, buyer = flow.theme, paper.order.seller, paper.order.buyer
    bar_code(sheet, 160, 12, paper.number, module=0.33, height=12)
    flow.say(f"BORDEREAU DE LIVRAISON {paper.number}", theme.strong.sized(12))
    flow.gap(6)
    flow.stack(14, 36, ("EXPEDITEUR", seller.name, *seller.address_lines), first=theme.strong)
    flow.stack(108, 36, ("DESTINATAIRE", buyer.name, *buyer.address_lines), first=theme.strong)
    flow.y = 62
    flow.cells((("Expédié le", dotted(paper.delivered_on)), ("Réf. commande", paper.order.number),
                ("Colis", str(rng.randint(1, 14))), ("Poids brut kg", str(rng.randint(4, 900)))))  # fmt: skip
    flow.gap(3)
    heads = columns(("Code article", 18), ("Libellé", 44), ("Commandé", 12, _R), ("Livré", 12, _R), ("Unité", 13))
    set_goods(flow, paper, heads, "Retour", is_ordered_shown=True)
    flow.prose(
        "Les réclamations sont à porter sur ce bordereau en présence du chauffeur et à confirmer sous trois jours."
    )
    flow.say(f"Émargement du {in_words(paper.delivered_on)}")
    signature(sheet, 40, flow.y + 8, rng)
    flow.close()


def set_goods(
    flow: Flow, paper: Delivery, heads: Sequence[Column], returned: str, *, is_ordered_shown: bool = False
) -> None:
    """Set the goods; a column for what was handed back stands only where something was."""
    if paper.has_returns:
        heads = (*heads, Column(head=returned, share=10, align=_R))
    made = Table(flow, heads)
    made.rows([_cells(flow, each, paper, is_ordered_shown=is_ordered_shown) for each in paper.goods])
    made.end()


def _cells(flow: Flow, each: Delivered, paper: Delivery, *, is_ordered_shown: bool) -> list[str]:
    number = flow.theme.number
    return [
        each.line.reference,
        each.line.description,
        *((number(each.line.quantity),) if is_ordered_shown else ()),
        number(each.quantity),
        each.line.unit,
        *((number(each.returned) if each.returned else "",) if paper.has_returns else ()),
    ]
