"""Held back: an attestation of the holder of a contract, and a water bill in two columns."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Grid, Theme
from specimens.marks import signature
from specimens.sheet import Align, Face, Sheet
from specimens.stated.home import Bill
from specimens.stated.told import whole_name
from specimens.wording import dotted, in_words


def draw_holder(sheet: Sheet, facts: Bill, rng: random.Random) -> None:
    """Draw the supplier's attestation that somebody holds a contract for a home."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=11, colour="#311b92", left=24, right=186))
    theme, person = flow.theme, facts.person
    flow.say(facts.issuer, theme.accent.sized(16))
    flow.gap(14)
    flow.say("Attestation de titulaire de contrat", theme.strong.sized(15), align=Align.CENTRE)
    flow.gap(8)
    flow.prose(
        f"Nous certifions que {person.civility} {whole_name(person)} est titulaire, pour le logement situé "
        f"{person.address.street}, {person.address.last_line}, du contrat {facts.contract_number} portant sur : "
        f"{facts.service}.",
        f"Le dernier relevé porte le numéro de compteur {facts.meter}.",
        f"Attestation délivrée le {in_words(facts.issued_on)} à la demande de l'intéressé.",
    )
    signature(sheet, 120, flow.y + 12, rng)


def draw_two_columns(sheet: Sheet, facts: Bill, _: random.Random) -> None:
    """Draw a bill whose particulars stand at the right of the address."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=8.4, colour="#01579b", grid=Grid.BOXED, left=16, right=194))
    theme, person = flow.theme, facts.person
    flow.stack(
        16, 20, (facts.issuer, f"Relevé {facts.meter}", f"Abonné {facts.customer_number}"), first=theme.accent.sized(13)
    )
    flow.stack(16, 52, (whole_name(person), person.address.street, person.address.last_line), first=theme.strong)
    flow.y = 52
    first, last = facts.period
    flow.pairs((("Du / au", f"{dotted(first)} - {dotted(last)}"), ("Fait le", dotted(facts.issued_on)),
                ("Volume", f"{facts.used} {facts.unit}"), ("Objet", facts.service),
                ("Net dû", theme.money(facts.cents, currency="EUR"))), x=110, label_width=26)  # fmt: skip
    flow.y = 100
    flow.prose(f"Somme appelée le {in_words(facts.due_on)}. Conservez ce document cinq ans.")


LAYOUTS = {"proof_of_address": (draw_holder, draw_two_columns)}
