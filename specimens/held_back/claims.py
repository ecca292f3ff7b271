"""Held back: a claim told in a letter, an expert's note in paragraphs, an accident told in a form of the police."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Theme
from specimens.handwriting import Hand
from specimens.layouts.claims import dotted_entry
from specimens.marks import signature
from specimens.sheet import Align, Face, Sheet
from specimens.stated.claims import AccidentReport, ClaimStatement, ExpertReport
from specimens.stated.told import whole_name
from specimens.wording import dotted, in_words, slashed


def draw_broker(sheet: Sheet, facts: ClaimStatement, rng: random.Random) -> None:
    """Draw a broker's sheet, filled in by hand."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.5, colour="#004d40", left=20, right=190))
    theme, claim, hand = flow.theme, facts.claim, Hand(rng, size=14)
    person = claim.insured
    flow.say("Courtage Saint-Michel", theme.accent.sized(14), align=Align.RIGHT)
    flow.say(f"Avis de dommage pour {claim.insurer}", theme.strong.sized(15))
    flow.gap(5)
    for label, value in (
        ("Patronyme", person.last_name.upper()), ("Prénoms", person.all_first_names),
        ("Garantie souscrite sous le n°", claim.policy_number), ("Plaque si véhicule", claim.plate),
        ("Jour de l'événement", slashed(claim.happened_on)), ("Que s'est-il passé", claim.cause),
        ("Biens touchés", claim.damage), ("Fait le", slashed(facts.signed_on)),
    ):  # fmt: skip
        dotted_entry(flow, hand, label, value, width=50)
    signature(sheet, 110, flow.y + 8, rng)


def draw_note(sheet: Sheet, facts: ExpertReport, rng: random.Random) -> None:
    """Draw an expert's opinion as a note in paragraphs."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11.5, colour="#263238", left=24, right=186))
    theme, claim = flow.theme, facts.claim
    flow.say(facts.firm.upper(), theme.strong.sized(13))
    flow.say(f"{facts.expert}, évaluateur")
    flow.gap(6)
    flow.say(f"Avis technique {facts.reference}", theme.accent.sized(15))
    flow.say(dotted(facts.written_on))
    flow.gap(4)
    flow.prose(f"Pour le compte de {claim.insurer}, garantie {claim.policy_number}.")
    if claim.plate:
        flow.prose(f"Automobile portant la plaque {claim.plate}.")
    flow.prose(
        f"Le {in_words(facts.visited_on)} nous avons vu les lieux. {claim.cause.capitalize()} : tel est le "
        "fait dommageable."
    )
    for item in facts.items:
        flow.prose(
            f"- {item.text} : {theme.money(item.cents)}, usage {item.off} %, reste {theme.money(item.kept_cents)} ;"
        )
    flow.prose(f"soit au total {theme.money(facts.total_cents, currency='EUR')}.")
    signature(sheet, 120, flow.y + 8, rng)


def draw_police(sheet: Sheet, facts: AccidentReport, rng: random.Random) -> None:
    """Draw a record of two vehicles, typed by an officer."""
    flow = Flow(sheet, Theme(face=Face.TYPEWRITER, size=9.6, colour="#10131a", left=20, right=190))
    theme, claim = flow.theme, facts.claim
    flow.say("COMMISSARIAT - MAIN COURANTE", theme.strong)
    flow.say(f"ACCROCHAGE DU {dotted(claim.happened_on)} A {facts.place.upper()}", theme.strong)
    flow.gap(5)
    flow.prose(
        f"1er usager : {whole_name(claim.insured)}, voiture {claim.plate}, garantie {claim.policy_number} "
        f"chez {claim.insurer}.",
        f"2e usager : {whole_name(facts.other)}, voiture {facts.other_plate}.",
        f"Exposé : {claim.cause}. Dégâts : {claim.damage}.",
    )
    signature(sheet, 120, flow.y + 8, rng)


LAYOUTS = {
    "claim_statement": (draw_broker,),
    "expert_report": (draw_note,),
    "accident_report": (draw_police,),
}
