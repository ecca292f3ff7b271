"""Held back: bank details as an attestation, a statement in one signed column, a receipt of a card terminal."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.sheet import Align, Face, Sheet
from specimens.stated.money import BankDetails, BankStatement, Receipt
from specimens.wording import dotted, in_words

_R = Align.RIGHT


def draw_attestation(sheet: Sheet, facts: BankDetails, _: random.Random) -> None:
    """Draw bank details as sentences of the branch."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11.5, colour="#263238", left=24, right=186))
    account, theme = facts.account, flow.theme
    flow.say(f"{account.bank}, agence de {facts.branch_town}", theme.accent.sized(14))
    flow.line()
    flow.gap(8)
    flow.say("Références de compte à communiquer", theme.strong.sized(15), align=Align.CENTRE)
    flow.gap(8)
    flow.prose(
        f"Compte ouvert au nom de : {facts.holder}", f"demeurant : {facts.address.street}, {facts.address.last_line}"
    )
    flow.gap(3)
    flow.prose(f"Numéro international : {account.spaced_iban}", f"Identifiant de la banque : {account.bic}")
    flow.prose(
        f"Établissement {account.bank_code}, guichet {account.branch}, compte {account.number}, clé {account.key}."
    )


def draw_one_column(sheet: Sheet, facts: BankStatement, _: random.Random) -> None:
    """Draw a statement with one column of signed amounts and a running balance."""
    theme = Theme(face=Face.TYPEWRITER, size=8.6, colour="#10131a", grid=Grid.BARE, figures=Figures.DOTTED, left=14)
    flow = Flow(sheet, theme)
    account = facts.account
    flow.say(f"{account.bank.upper()} - EXTRAIT PERIODIQUE", theme.strong.sized(11))
    flow.say(f"ETABLI LE {dotted(facts.issued_on)}")
    flow.stack(120, 34, (facts.holder, facts.address.street, facts.address.last_line))
    flow.y = 58
    flow.say(f"CPTE {account.spaced_iban} / {account.bic}")
    flow.gap(3)
    made = Table(flow, columns(("JOUR", 10), ("LIBELLE", 50), ("MONTANT", 16, _R), ("SOLDE", 18, _R)))
    balance = facts.opening_cents
    made.row(("", "REPORT", "", theme.money(balance)))
    for each in facts.movements:
        balance += each.cents
        sign = "+" if each.cents > 0 else "-"
        made.row((f"{each.day:%d.%m}", each.text, sign + theme.money(abs(each.cents)), theme.money(balance)))
    made.end()


def draw_terminal(sheet: Sheet, facts: Receipt, _: random.Random) -> None:
    """Draw a customer's copy with the articles first and the shop last."""
    theme = Theme(size=9, colour="#10131a", left=18, right=88, top=20)
    flow = Flow(sheet, theme)
    flow.say("Justificatif d'achat", theme.strong.sized(12))
    flow.say(f"Opération {facts.number}, {in_words(facts.issued_on)}, {facts.time}", theme.small)
    flow.gap(2)
    for each in facts.sold:
        sheet.block()
        sheet.text(18, flow.y, each.text, theme.text)
        sheet.text(88, flow.y, f"{each.count} / {theme.money(each.cents)}", theme.text, align=_R)
        flow.y += flow.step * 1.1
    flow.gap(2)
    flow.say(f"Somme acquittée {theme.money(facts.total_cents, currency='EUR')}", theme.strong.sized(11))
    flow.say(f"soit {theme.money(facts.tax_cents, currency='EUR')} de taxe à 20 %")
    flow.say(f"Moyen : {facts.paid_by.capitalize()}")
    flow.gap(4)
    seller = facts.seller
    flow.stack(18, flow.y, (seller.name, *seller.address_lines, seller.company.siret, seller.vat_id), theme.small)


LAYOUTS = {
    "bank_details": (draw_attestation,),
    "bank_statement": (draw_one_column,),
    "receipt": (draw_terminal,),
}
