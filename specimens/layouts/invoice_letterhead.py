"""Invoices with a letterhead: the boxed classic of small software, and the coloured sheet of a design template."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.layouts.invoice_parts import (
    is_credit,
    legal_line,
    references_of,
    set_foot,
    set_lines,
    set_totals,
    title_of,
    totals_of,
)
from specimens.marks import swoosh
from specimens.sheet import Align, Pen, Sheet
from specimens.trade.papers import Invoice
from specimens.wording import slashed

_CLASSIC = {
    "title": "FACTURE", "credit": "AVOIR", "number": "Facture n°", "credit_number": "Avoir n°", "issued": "Date",
    "due": "Échéance", "order": "Votre commande", "delivery": "Bon de livraison", "corrects": "Sur facture",
    "base": "Total HT", "tax": "TVA", "total": "Net à payer TTC",
    "credit_total": "Net en votre faveur",
}  # fmt: skip
_CLASSIC_COLUMNS = (
    ("reference", "Réf.", 14), ("description", "Désignation", 42), ("quantity", "Qté", 9), ("unit", "Un.", 11),
    ("price", "P.U. HT", 13), ("discount", "Rem.", 9), ("vat", "TVA", 9), ("amount", "Montant HT", 16),
)  # fmt: skip
_COLOURED = {
    "title": "Facture", "credit": "Facture d'avoir", "number": "Numéro", "credit_number": "Numéro",
    "issued": "Émise le", "due": "À régler le", "order": "Bon de commande client", "delivery": "Livraison(s)",
    "corrects": "Annule partiellement la facture", "base": "Montant hors taxes", "tax": "Montant de la TVA",
    "total": "Total TTC", "credit_total": "Total TTC de l'avoir",
}  # fmt: skip
_COLOURED_COLUMNS = (
    ("description", "Article", 48), ("reference", "Code", 16), ("quantity_unit", "Quantité", 18),
    ("price", "Prix unitaire", 16), ("discount", "Remise", 11), ("vat", "Taux TVA", 12), ("amount", "Total HT", 16),
)  # fmt: skip
_LATE = (
    "En cas de retard, une pénalité de trois fois le taux d'intérêt légal sera due, ainsi qu'un forfait de 40 € pour "
    "les frais de relance. Aucune remise n'est accordée en cas de règlement avant terme."
)


def draw_classic(sheet: Sheet, paper: Invoice, rng: random.Random) -> None:
    """Draw the classic: logo and seller left, window address right, boxed table, recap and totals side by side."""
    flow = Flow(sheet, Theme(grid=Grid.BOXED, size=8.8, colour=rng.choice(("#1d4f91", "#2f6b3a", "#7a2a2a"))))
    theme = flow.theme
    flow.footer = lambda f: f.sheet.text(105, 287, legal_line(paper.seller), theme.small, align=Align.CENTRE)
    swoosh(sheet, 18, 14, (theme.colour, "#c9cfda"), size=13)
    seller, buyer = paper.seller, paper.buyer
    contact = (f"Tél. {seller.telephone}", seller.email, f"N° TVA {seller.vat_id}")
    flow.stack(34, 19, (seller.name, *seller.address_lines, *contact), first=theme.accent.sized(13))
    flow.stack(112, 48, (buyer.name, *buyer.address_lines), first=theme.strong)
    flow.stack(112, 63, (f"TVA client : {buyer.vat_id}",), theme.small)
    flow.y = 58
    flow.say(title_of(paper, _CLASSIC), theme.accent.sized(19))
    flow.y = 74
    flow.cells(references_of(paper, _CLASSIC))
    flow.gap(3)
    set_lines(flow, paper.lines, _CLASSIC_COLUMNS, until=175)
    flow.room(46)
    set_foot(flow, paper, _CLASSIC, ("Taux", "Base HT", "Montant TVA"), taxes=(18, 100), totals=122)
    if not is_credit(paper):
        flow.prose(f"Règlement par virement au {slashed(paper.due_on)}.")
        account = paper.account
        flow.pairs((("Banque", account.bank), ("IBAN", account.spaced_iban), ("BIC", account.bic)), label_width=18)
        flow.prose(_LATE, pen=theme.small)
    flow.close()


def draw_coloured(sheet: Sheet, paper: Invoice, rng: random.Random) -> None:
    """Draw the template: a band across the head, three columns of parties and references, banded table."""
    colour = rng.choice(("#0f766e", "#7c3aed", "#c2410c", "#334155"))
    flow = Flow(sheet, Theme(grid=Grid.BANDED, size=8.9, colour=colour, tint="#f3f4f6", figures=Figures.PLAIN, left=15,
                             right=195))  # fmt: skip
    theme, seller, buyer = flow.theme, paper.seller, paper.buyer
    flow.footer = lambda f: f.sheet.text(15, 288, f"{seller.name} - page {f.page}", theme.small)
    sheet.box(0, 0, 210, 30, fill=colour, line="")
    sheet.text(15, 19, seller.name, Pen(size=16, is_bold=True, colour="#ffffff"))
    sheet.text(195, 19, title_of(paper, _COLOURED), Pen(size=20, colour="#ffffff"), align=Align.RIGHT)
    head = theme.accent
    lines = (*seller.address_lines, f"SIRET : {seller.company.spaced_siret}", f"TVA intracom. : {seller.vat_id}")
    flow.stack(15, 42, ("Émetteur", seller.name, *lines), first=head)
    flow.stack(78, 42, ("Adressée à", buyer.name, *buyer.address_lines, f"N° TVA : {buyer.vat_id}"), first=head)
    flow.y = 42
    for label, value in references_of(paper, _COLOURED):
        if value:
            flow.stack(141, flow.y, (label,), theme.small)
            flow.stack(141, flow.y + 3.6, (value,), theme.strong)
            flow.y += 9
    flow.y = max(flow.y + 5, 84)
    set_lines(flow, paper.lines, _COLOURED_COLUMNS)
    for tax in paper.taxes:
        text = f"dont TVA {theme.number(tax.rate)} % sur {theme.money(tax.base_cents)} : {theme.money(tax.tax_cents)}"
        flow.say(text, theme.small, x=195, align=Align.RIGHT)
    flow.gap(3)
    set_totals(flow, totals_of(flow, paper, _COLOURED), left=125)
    if not is_credit(paper):
        flow.say("Comment nous régler", head)
        account = paper.account
        flow.prose(
            f"Par virement sur le compte {account.spaced_iban} (BIC {account.bic}, {account.bank}), en rappelant le "
            f"numéro {paper.number}.", _LATE,
        )  # fmt: skip
    flow.close()
