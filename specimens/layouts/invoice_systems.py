"""Invoices of larger systems: the typewriter face of an old resource planner, and a plain one in English."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.layouts.invoice_parts import (
    is_credit,
    references_of,
    set_foot,
    set_lines,
    set_totals,
    title_of,
    totals_of,
)
from specimens.sheet import Align, Face, Sheet
from specimens.trade.papers import Invoice
from specimens.wording import dotted, in_english, slashed

_PLANNER = {
    "title": "F A C T U R E", "credit": "A V O I R", "number": "NUMERO", "credit_number": "NUMERO", "issued": "DATE",
    "due": "ECHEANCE", "order": "V/CDE", "delivery": "N/BL", "corrects": "REF. FACT.", "base": "TOTAL H.T.",
    "tax": "TOTAL T.V.A.", "total": "NET A PAYER", "credit_total": "NET A DEDUIRE",
}  # fmt: skip
_PLANNER_COLUMNS = (
    ("reference", "REFERENCE", 17), ("description", "LIBELLE", 42), ("quantity", "QTE", 10), ("unit", "UNITE", 14),
    ("price", "PX UNIT.", 13), ("discount", "REM", 9), ("amount", "MT H.T.", 16), ("vat", "TVA", 9),
)  # fmt: skip
_ENGLISH = {
    "title": "INVOICE", "credit": "CREDIT NOTE", "number": "Invoice no.", "credit_number": "Credit note no.",
    "issued": "Date", "due": "Payment due by", "order": "Your PO", "delivery": "Delivery note",
    "corrects": "Re. invoice",
    "base": "Total net", "tax": "VAT", "total": "Total amount due",
    "credit_total": "Total credited",
}  # fmt: skip
_ENGLISH_COLUMNS = (
    ("number", "#", 5), ("description", "Description", 46), ("reference", "Item", 16), ("quantity", "Qty", 9),
    ("unit", "Unit", 12), ("price", "Unit price", 13), ("discount", "Disc.", 9), ("vat", "VAT", 9),
    ("amount", "Amount", 15),
)  # fmt: skip


def draw_planner(sheet: Sheet, paper: Invoice, rng: random.Random) -> None:
    """Draw the planner's: everything in capitals of one width, boxed table down to the recap at the foot."""
    theme = Theme(face=Face.TYPEWRITER, size=8.4, colour="#10131a", tint="#ffffff", grid=Grid.BOXED, left=12, right=198,
                  figures=Figures.DOTTED if rng.random() < 0.3 else Figures.PLAIN)  # fmt: skip
    flow = Flow(sheet, theme)
    seller, buyer = paper.seller, paper.buyer
    where = (seller.name.upper(), *(line.upper() for line in seller.address_lines))
    numbers = (f"SIRET {seller.company.siret}", f"TVA {seller.vat_id}", f"TEL {seller.telephone}")
    flow.stack(12, 18, (*where, *numbers), first=theme.strong.sized(11))
    flow.stack(110, 42, (buyer.name.upper(), *(line.upper() for line in buyer.address_lines)))
    flow.stack(110, 58, (f"ID. TVA {buyer.vat_id}",))
    flow.y = 58
    flow.say(title_of(paper, _PLANNER), theme.strong.sized(14))
    flow.gap(6)
    flow.cells(references_of(paper, _PLANNER))
    flow.gap(2)
    set_lines(flow, paper.lines, _PLANNER_COLUMNS, until=196)
    flow.room(44)
    set_foot(flow, paper, _PLANNER, ("TX", "BASE", "TAXE"), taxes=(12, 96), totals=118, is_filled=False)
    if not is_credit(paper):
        flow.line(weight=0.4)
        flow.say(f"PAIEMENT : VIREMENT LE {slashed(paper.due_on)}  DOMICILIATION : {paper.account.bank.upper()}")
        flow.say(f"IBAN {paper.account.spaced_iban}   BIC {paper.account.bic}")
    flow.close()


def draw_english(sheet: Sheet, paper: Invoice, rng: random.Random) -> None:
    """Draw an invoice in English of a French seller who exports."""
    theme = Theme(face=Face.ROUND, size=8, colour=rng.choice(("#111827", "#1e3a8a")), grid=Grid.RULED, left=20,
                  right=190, figures=Figures.ENGLISH)  # fmt: skip
    flow = Flow(sheet, theme)
    seller, buyer = paper.seller, paper.buyer
    flow.say(title_of(paper, _ENGLISH), theme.accent.sized(20), align=Align.RIGHT)
    flow.stack(20, 20, (seller.name, *seller.address_lines, "France"), first=theme.strong.sized(11))
    flow.stack(
        20, 41, (f"VAT no. {seller.vat_id}", f"SIRET {seller.company.siret}", f"Phone +33 {seller.telephone[1:]}")
    )
    flow.stack(20, 62, ("Billed to", buyer.name, *buyer.address_lines, f"VAT no. {buyer.vat_id}"), first=theme.accent)
    days = {slashed(d): in_english(d) for d in (paper.issued_on, paper.due_on)}
    flow.y = 62
    rows = [(label, days.get(value, value)) for label, value in references_of(paper, _ENGLISH)]
    flow.pairs(rows, x=118, label_width=32)
    flow.y = 92
    set_lines(flow, paper.lines, _ENGLISH_COLUMNS)
    set_totals(flow, totals_of(flow, paper, _ENGLISH), left=122, is_filled=False)
    for tax in paper.taxes:
        flow.say(
            f"VAT {theme.number(tax.rate)}% on {theme.money(tax.base_cents)}: {theme.money(tax.tax_cents)}", theme.small
        )
    flow.gap(4)
    if not is_credit(paper):
        flow.say("Please pay by bank transfer to", theme.strong)
        account = paper.account
        flow.pairs((("Bank", account.bank), ("IBAN", account.spaced_iban), ("SWIFT/BIC", account.bic)), label_width=24)
        flow.prose(f"Reference to quote: {paper.number}. Interest is charged on overdue sums.", pen=theme.small)
    flow.stack(20, 284, (f"Printed {dotted(paper.issued_on)}",), theme.small)
    flow.close()
