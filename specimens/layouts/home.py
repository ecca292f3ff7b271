"""Bills of energy, telecoms and water as their issuers send them to a home."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Grid, Theme
from specimens.marks import swoosh
from specimens.sheet import Align, Face, Sheet
from specimens.stated.home import Bill
from specimens.stated.told import whole_name
from specimens.wording import in_words, slashed

_R = Align.RIGHT


def draw_energy(sheet: Sheet, facts: Bill, rng: random.Random) -> None:
    """Draw the coloured first page of a bill: a box with the amount, the home supplied, the summary."""
    colour = rng.choice(("#f57c00", "#2e7d32", "#00838f"))
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=9.6, colour=colour, tint="#fff7ed", grid=Grid.RULED))
    theme, person = flow.theme, facts.person
    swoosh(sheet, 18, 12, (colour, "#cfd8dc"), size=15)
    flow.y = 22
    flow.say(facts.issuer, theme.accent.sized(17), x=37)
    flow.stack(112, 46, (whole_name(person), person.address.street, person.address.last_line), first=theme.strong)
    flow.y = 44
    flow.say(f"Votre facture du {slashed(facts.issued_on)}", theme.strong.sized(12))
    flow.pairs((("N° client", facts.customer_number), ("N° de contrat", facts.contract_number)), label_width=28)
    sheet.box(18, 74, 80, 24, fill=theme.tint, line=colour)
    flow.stack(22, 81, ("Montant à payer TTC",))
    flow.stack(22, 91, (theme.money(facts.cents, currency="EUR"),), theme.accent.sized(16))
    flow.stack(112, 82, (f"Prélevé le {slashed(facts.due_on)}", "sur votre compte bancaire"))
    flow.y = 110
    flow.say("Lieu desservi", theme.accent)
    flow.say(f"{person.address.street}, {person.address.last_line}")
    flow.gap(4)
    first, last = facts.period
    _consumption(
        flow, facts, (f"Votre {facts.service}", "Du", "Au", "Quantité", "TTC"), (slashed(first), slashed(last))
    )
    flow.prose(
        "Votre facture peut servir de justificatif de domicile. Un désaccord ? Notre service clients vous répond au "
        "numéro non surtaxé 09 69 00 00 00.", pen=theme.small,
    )  # fmt: skip


def draw_operator(sheet: Sheet, facts: Bill, _: random.Random) -> None:
    """Draw the grey page of an operator: references in a column, lines of services."""
    flow = Flow(sheet, Theme(size=9, colour="#212121", tint="#eeeeee", grid=Grid.BANDED, left=15, right=195))
    theme, person = flow.theme, facts.person
    sheet.box(0, 0, 210, 14, fill="#212121", line="")
    sheet.text(15, 9.5, facts.issuer, theme.strong.coloured("#ffffff").sized(13))
    flow.y = 26
    flow.pairs((("Titulaire de la ligne", whole_name(person)), ("Compte client", facts.customer_number),
                ("Contrat", facts.contract_number), ("Émise le", in_words(facts.issued_on)),
                ("Total TTC", theme.money(facts.cents, currency="EUR"))), label_width=36)  # fmt: skip
    flow.stack(120, 58, (f"{person.civility} {whole_name(person)}", person.address.street, person.address.last_line))
    flow.y = 88
    flow.say("Le détail de vos services", theme.strong.sized(13))
    flow.gap(3)
    first, last = facts.period
    heads = ("Service", "Depuis le", "Jusqu'au", "Volume", "Prix TTC")
    _consumption(flow, facts, heads, (slashed(first), slashed(last)))
    flow.say(f"À régler avant le {in_words(facts.due_on)}", theme.strong)
    flow.gap(4)
    flow.prose("Un impayé entraîne la suspension du service après mise en demeure.", pen=theme.small)


def _consumption(flow: Flow, facts: Bill, heads: tuple[str, ...], days: tuple[str, str]) -> None:
    theme = flow.theme
    name, since, until, count, price = heads
    made = Table(flow, columns((name, 46), (since, 17), (until, 17), (count, 16, _R), (price, 16, _R)))
    fixed = facts.cents // 4
    made.rows([
        ("Abonnement", *days, "2 mois", theme.money(fixed)),
        (facts.service.capitalize(), *days, f"{facts.used} {facts.unit}", theme.money(facts.cents - fixed)),
    ])  # fmt: skip
    made.row(("Total", "", "", "", theme.money(facts.cents)), pen=theme.strong)
    made.end()
