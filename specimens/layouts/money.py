"""Bank details, statements and receipts as banks and shops print them."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Column, Table, columns
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.stated.money import BankDetails, BankStatement, Receipt
from specimens.wording import in_english, in_words, slashed

_R = Align.RIGHT


def draw_details_slip(sheet: Sheet, facts: BankDetails, rng: random.Random) -> None:
    """Draw the half-page slip with the parts of the account in a row of boxes."""
    flow = Flow(sheet, Theme(size=9.4, colour=rng.choice(("#00695c", "#b71c1c", "#0d47a1")), grid=Grid.BOXED))
    account, theme = facts.account, flow.theme
    flow.say(account.bank, theme.accent.sized(16))
    flow.gap(2)
    flow.say("RELEVÉ D'IDENTITÉ BANCAIRE", theme.strong.sized(13))
    flow.prose(
        "Ce relevé est à remettre à vos débiteurs ou créanciers pour vos virements, prélèvements et remboursements.",
        pen=theme.small,
    )
    flow.stack(112, 46, ("Titulaire du compte", facts.holder, facts.address.street, facts.address.last_line),
               first=theme.small)  # fmt: skip
    flow.stack(18, 46, ("Domiciliation", f"{account.bank.upper()} {facts.branch_town.upper()}"), first=theme.small)
    flow.y = 74
    parts = (account.bank_code, account.branch, account.number, account.key)
    flow.cells(tuple(zip(("Code banque", "Code guichet", "Numéro de compte", "Clé RIB"), parts, strict=True)))
    flow.gap(4)
    flow.cells((("IBAN (International Bank Account Number)", account.spaced_iban),))
    flow.cells((("Code BIC (Bank Identifier Code)", account.bic),))


def draw_details_web(sheet: Sheet, facts: BankDetails, _: random.Random) -> None:
    """Draw the sheet printed from an account's pages."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10.5, colour="#4a148c", left=25, right=185, top=28))
    account, theme = facts.account, flow.theme
    flow.say(account.bank, theme.accent.sized(12), align=_R)
    flow.say("Vos coordonnées bancaires", theme.strong.sized(18))
    flow.line(weight=1.4)
    told = (("Nom du titulaire", facts.holder), ("Adresse", facts.address.street), ("", facts.address.last_line))
    flow.pairs(told[:2], label_width=45)
    flow.pairs(((" ", facts.address.last_line),), label_width=45)
    flow.gap(5)
    flow.pairs(
        (("IBAN", account.spaced_iban), ("BIC / SWIFT", account.bic), ("Agence", facts.branch_town)), label_width=45
    )
    flow.gap(5)
    flow.pairs((("Banque", account.bank_code), ("Guichet", account.branch), ("Compte", account.number),
                ("Clé", account.key)), label_width=45)  # fmt: skip
    flow.gap(5)
    flow.prose(
        "Document édité depuis votre espace client. Ne le transmettez qu'à des organismes de confiance.",
        pen=theme.small,
    )


def draw_statement(sheet: Sheet, facts: BankStatement, rng: random.Random) -> None:
    """Draw a French statement: debit and credit columns, balances before and after."""
    flow = Flow(sheet, Theme(size=8.6, colour=rng.choice(("#1a237e", "#004d40")), grid=Grid.RULED))
    theme, account = flow.theme, facts.account
    flow.footer = lambda f: f.sheet.text(192, 287, f"Page {f.page}", theme.small, align=_R)
    flow.say(account.bank, theme.accent.sized(15))
    flow.stack(112, 42, (facts.holder, facts.address.street, facts.address.last_line), first=theme.strong)
    flow.y = 40
    flow.say("RELEVÉ DE COMPTE", theme.strong.sized(12))
    flow.say(f"Arrêté au {slashed(facts.issued_on)}")
    flow.say(f"IBAN {account.spaced_iban}")
    flow.say(f"BIC {account.bic}")
    flow.y = 72
    heads = columns(("Date", 12), ("Nature de l'opération", 56), ("Débit", 16, _R), ("Crédit", 16, _R))
    _movements(flow, facts, heads, ("Solde précédent", "Nouveau solde"))
    flow.prose(
        "Les réclamations sont reçues dans les deux mois suivant la réception du présent relevé.", pen=theme.small
    )
    flow.close()


def draw_statement_english(sheet: Sheet, facts: BankStatement, _: random.Random) -> None:
    """Draw a statement in English for a customer abroad."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=9.4, colour="#3e2723", grid=Grid.BANDED, figures=Figures.ENGLISH))
    theme, account = flow.theme, facts.account
    flow.say(account.bank, theme.accent.sized(15), align=_R)
    flow.stack(18, 34, (facts.holder, facts.address.street, facts.address.last_line, "France"), first=theme.strong)
    flow.y = 62
    flow.say(f"Account statement as at {in_english(facts.issued_on)}", theme.strong.sized(13))
    flow.pairs((("IBAN", account.spaced_iban), ("BIC", account.bic)), label_width=20)
    flow.gap(3)
    heads = columns(("Date", 12), ("Details", 52), ("Paid out", 16, _R), ("Paid in", 16, _R))
    _movements(flow, facts, heads, ("Balance brought forward", "Balance carried forward"))
    flow.close()


def _movements(flow: Flow, facts: BankStatement, heads: tuple[Column, ...], names: tuple[str, str]) -> None:
    money = flow.theme.money
    made = Table(flow, heads)
    made.row(("", names[0], "", money(facts.opening_cents)), pen=flow.theme.strong)
    rows = []
    for each in facts.movements:
        out, into = (money(-each.cents), "") if each.cents < 0 else ("", money(each.cents))
        rows.append((f"{each.day:%d/%m}", each.text, out, into))
    made.rows(rows)
    closing = facts.closing_cents
    last = (money(-closing), "") if closing < 0 else ("", money(closing))
    made.row(("", names[1], *last), pen=flow.theme.strong)
    made.end()


def draw_till(sheet: Sheet, facts: Receipt, _: random.Random) -> None:
    """Draw a till strip copied onto a sheet."""
    theme = Theme(face=Face.TYPEWRITER, size=9, colour="#10131a", left=70, right=140, top=24)
    flow = Flow(sheet, theme)
    seller = facts.seller
    sheet.box(64, 12, 82, 110 + 6 * len(facts.sold), line="#cccccc")
    for text in (seller.name.upper(), *seller.address_lines, f"SIRET {seller.company.siret}", f"TVA {seller.vat_id}"):
        flow.say(text, align=Align.CENTRE)
    flow.gap(3)
    flow.say(f"TICKET {facts.number}   {slashed(facts.issued_on)} {facts.time}", theme.small)
    flow.line(weight=0.3)
    for each in facts.sold:
        sheet.block()
        sheet.text(70, flow.y, f"{each.count} x {each.text}"[:26], theme.text)
        sheet.text(140, flow.y, theme.money(each.cents), theme.text, align=_R)
        flow.y += flow.step
    flow.line(weight=0.3)
    for label, cents in (("TOTAL TTC EUR", facts.total_cents), ("DONT TVA 20%", facts.tax_cents)):
        sheet.block()
        sheet.text(70, flow.y, label, theme.strong)
        sheet.text(140, flow.y, theme.money(cents), theme.strong, align=_R)
        flow.y += flow.step * 1.3
    flow.say(f"REGLE PAR {facts.paid_by}")
    flow.gap(3)
    flow.say("MERCI DE VOTRE VISITE", align=Align.CENTRE)
    flow.say("CONSERVEZ VOTRE TICKET", align=Align.CENTRE)


def draw_settled(sheet: Sheet, facts: Receipt, _: random.Random) -> None:
    """Draw a receipt on a sheet: what was bought, and that it was paid."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=8.6, colour="#00695c", grid=Grid.RULED))
    theme, seller = flow.theme, facts.seller
    flow.stack(18, 20, (seller.name, *seller.address_lines), first=theme.accent.sized(12))
    flow.y = 44
    flow.say(f"Reçu n° {facts.number}", theme.strong.sized(14))
    flow.say(f"Le {in_words(facts.issued_on)} à {facts.time}")
    flow.gap(4)
    made = Table(flow, columns(("Article", 60), ("Nombre", 12, _R), ("Prix TTC", 18, _R)))
    made.rows([(each.text, str(each.count), theme.money(each.cents)) for each in facts.sold])
    made.end()
    flow.say(f"Payé ce jour : {theme.money(facts.total_cents, currency='EUR')} ({facts.paid_by.lower()})", theme.strong)
    flow.say(f"TVA comprise : {theme.money(facts.tax_cents, currency='EUR')}")
    flow.gap(6)
    flow.say(f"SIRET {seller.company.spaced_siret} - TVA {seller.vat_id}", Pen(size=7))
