"""Held back: an application in a table, a death certificate as a bulletin, the older paper of a vehicle."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Grid, Theme
from specimens.marks import signature
from specimens.sheet import Align, Face, Sheet
from specimens.stated.public import DeathCertificate, GrantApplication, VehicleRegistration
from specimens.stated.told import whole_name
from specimens.wording import dotted, in_words, slashed


def draw_table(sheet: Sheet, facts: GrantApplication, rng: random.Random) -> None:
    """Draw an application as a table of a region."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=9.6, colour="#006064", grid=Grid.BANDED, left=18, right=192))
    theme, farm = flow.theme, facts.farm
    flow.say("Conseil régional - guichet des aides", theme.accent.sized(14))
    flow.say("Sollicitation d'un soutien financier", theme.strong)
    flow.gap(5)
    made = Table(flow, columns(("Question", 40), ("Réponse du porteur", 60)))
    made.rows(
        [
            ("Structure porteuse", farm.name),
            ("Immatriculation", farm.company.siret),
            ("Implantation", farm.address),
            ("Action envisagée", facts.subject),
            ("Dépense totale", f"{facts.cost} EUR"),
            ("Soutien attendu", f"{facts.asked} EUR"),
            ("Terres exploitées", f"{facts.ares} ares"),
            ("Cheptel", str(facts.cattle)),
            ("Responsable", whole_name(facts.manager)),
        ]
    )
    made.end()
    flow.say(f"Déposé et signé le {dotted(facts.signed_on)}")
    signature(sheet, 120, flow.y + 8, rng)


def draw_bulletin(sheet: Sheet, facts: DeathCertificate, _: random.Random) -> None:
    """Draw a bulletin of death for a pension fund."""
    flow = Flow(sheet, Theme(face=Face.TYPEWRITER, size=10.4, colour="#10131a", left=24, right=186))
    person = facts.person
    flow.say("BULLETIN DE DECES", flow.theme.strong.sized(14), align=Align.CENTRE)
    flow.gap(6)
    flow.prose(
        f"L'officier d'état civil de {facts.place} fait connaître le trépas de {whole_name(person)}, de naissance le "
        f"{slashed(person.birth_date)} en la commune de {person.birth_place.name}.",
        f"Survenu le {in_words(facts.died_on)}, inscrit sous le numéro {facts.act_number}.",
        f"Bulletin du {dotted(facts.issued_on)}.",
    )


def draw_older(sheet: Sheet, facts: VehicleRegistration, _: random.Random) -> None:
    """Draw the particulars of a vehicle in a frame, as an older paper has them."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=9, colour="#5d4037", grid=Grid.BOXED, left=30, right=160, top=34))
    holder = facts.holder
    sheet.box(26, 24, 138, 100, fill="#f3efe6", line="#8d6e63")
    flow.say("PRÉFECTURE - CARTE GRISE", flow.theme.accent.sized(12))
    flow.gap(3)
    flow.pairs(
        (
            ("Numéro", facts.plate),
            ("Mise en circulation", slashed(facts.first_on)),
            ("Propriétaire", whole_name(holder)),
            ("Demeure", f"{holder.address.street} {holder.address.last_line}"),
            ("Marque", facts.maker),
            ("Type", facts.model),
            ("N° dans la série", facts.serial),
            ("Puissance", str(facts.power)),
            ("Remise le", slashed(facts.issued_on)),
        ),
        label_width=40,
    )


LAYOUTS = {
    "grant_application": (draw_table,),
    "death_certificate": (draw_bulletin,),
    "vehicle_registration": (draw_older,),
}
