"""Held back: a prescription of a hospital, a care sheet of a nurse's practice."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Theme
from specimens.handwriting import Hand
from specimens.layouts.claims import dotted_entry
from specimens.marks import signature
from specimens.sheet import Face, Sheet
from specimens.stated.health import CareSheet, Prescription
from specimens.stated.told import whole_name
from specimens.wording import dotted, in_words, slashed


def draw_hospital(sheet: Sheet, facts: Prescription, rng: random.Random) -> None:
    """Draw what a hospital hands over when one leaves."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.4, colour="#01579b", left=22, right=188))
    theme, doctor = flow.theme, facts.practitioner
    flow.say(f"Centre hospitalier de {doctor.address.commune.name}", theme.accent.sized(14))
    flow.say(f"Consultation externe - {doctor.speciality} - {doctor.name} ({doctor.rpps})")
    flow.line()
    flow.say(f"Patient : {whole_name(facts.person)}, {dotted(facts.person.birth_date)}", theme.strong)
    flow.say(f"Traitement à suivre, remis le {in_words(facts.issued_on)}")
    flow.gap(5)
    for number, (name, how) in enumerate(facts.items, start=1):
        flow.prose(f"{number}) {name} : {how}")
    signature(sheet, 120, flow.y + 12, rng)


def draw_nurse(sheet: Sheet, facts: CareSheet, rng: random.Random) -> None:
    """Draw a form of a practice, filled in by hand."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=9, colour="#880e4f", left=18, right=192))
    theme, person, hand = flow.theme, facts.person, Hand(rng)
    flow.say("Demande de remboursement de soins", theme.accent.sized(14))
    flow.say("à envoyer à votre caisse", theme.small)
    flow.gap(5)
    for label, value in (
        ("Patient, nom", person.last_name.upper()), ("Patient, prénoms", person.all_first_names),
        ("Sécurité sociale n°", person.spaced_number), ("Naissance", slashed(person.birth_date)),
        ("Soignant", facts.practitioner.name), ("Identifiant du soignant", facts.practitioner.rpps),
    ):  # fmt: skip
        dotted_entry(flow, hand, label, value, width=46)
    for act in facts.acts:
        dotted_entry(flow, hand, f"Soin {act.code}", f"{slashed(act.day)}   {theme.money(act.cents)}", width=46)
    signature(sheet, 110, flow.y + 8, rng)


LAYOUTS = {"prescription": (draw_hospital,), "care_sheet": (draw_nurse,)}
