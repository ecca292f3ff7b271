"""Applications for subsidies, extracts of acts of death, registration certificates."""

import random

from specimens.blocks.flow import Flow, Pairs
from specimens.blocks.theme import Grid, Theme
from specimens.handwriting import Hand
from specimens.layouts.claims import dotted_entry
from specimens.layouts.plate import Plate
from specimens.marks import rubber_stamp, signature
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.stated.public import DeathCertificate, GrantApplication, VehicleRegistration
from specimens.stated.told import whole_name
from specimens.wording import in_words, slashed


def draw_form(sheet: Sheet, facts: GrantApplication, rng: random.Random) -> None:
    """Draw the office's form, filled in by hand."""
    flow = Flow(sheet, Theme(size=9.2, colour="#33691e", left=16, right=194))
    theme, hand = flow.theme, Hand(rng, size=12)
    flow.banner("DEMANDE D'AIDE - INVESTISSEMENTS DES EXPLOITATIONS AGRICOLES", height=9)
    flow.prose("Exemplaire à déposer au service instructeur avant tout commencement des travaux.", pen=theme.small)
    flow.gap(2)
    for head, rows in _rubrics(facts):
        flow.say(head, theme.accent)
        flow.gap(3)
        for label, value in rows:
            dotted_entry(flow, hand, label, value, width=44)
    flow.say("Jeune agriculteur installé depuis moins de cinq ans ?")
    flow.ticks((("oui", facts.is_young), ("non", not facts.is_young)))
    flow.prose(
        "Je certifie ne pas avoir sollicité d'autre aide pour le même projet et m'engage à conserver les "
        "pièces dix ans."
    )
    dotted_entry(flow, hand, "Fait le", slashed(facts.signed_on), width=20)
    signature(sheet, 120, flow.y + 4, rng)


def _rubrics(facts: GrantApplication) -> tuple[tuple[str, Pairs], ...]:
    farm = facts.farm
    applicant = (
        ("Raison sociale", farm.name),
        ("N° SIRET", farm.company.siret),
        ("Siège de l'exploitation", farm.address),
        ("Représentant légal", whole_name(facts.manager)),
    )
    project = (
        ("Intitulé", facts.subject),
        ("Coût prévisionnel HT", f"{facts.cost} €"),
        ("Aide sollicitée", f"{facts.asked} €"),
    )
    land = (("Surface", f"{facts.ares // 100} ha {facts.ares % 100} a"), ("Bovins", str(facts.cattle)))
    return ("1. Identification du demandeur", applicant), ("2. Votre projet", project), ("3. Votre exploitation", land)


def draw_file(sheet: Sheet, facts: GrantApplication, rng: random.Random) -> None:
    """Draw an application written as a file of the applicant."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.6, colour="#4e342e", grid=Grid.RULED, left=22, right=188))
    theme, farm = flow.theme, facts.farm
    flow.say("Dossier de demande de subvention", theme.accent.sized(17))
    flow.say(f"Projet : {facts.subject}", theme.strong)
    flow.line()
    flow.pairs((("Demandeur", farm.name), ("SIRET", farm.company.spaced_siret), ("Adresse", farm.address),
                ("Gérant", whole_name(facts.manager)), ("Montant du projet", f"{facts.cost} euros"),
                ("Subvention demandée", f"{facts.asked} euros")), label_width=44)  # fmt: skip
    flow.gap(3)
    age = "un jeune agriculteur" if facts.is_young else "un exploitant établi"
    flow.prose(
        f"L'exploitation, conduite par {age}, compte {facts.ares // 100} hectares et {facts.cattle} bovins. Le projet "
        "améliorera les conditions de travail et réduira les consommations.",
        f"Fait à {farm.company.address.commune.name}, le {in_words(facts.signed_on)}",
    )
    signature(sheet, 120, flow.y + 8, rng)


def draw_extract(sheet: Sheet, facts: DeathCertificate, rng: random.Random) -> None:
    """Draw the extract of a town hall."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=12, colour="#1a237e", left=26, right=184))
    theme, person = flow.theme, facts.person
    flow.say(f"MAIRIE DE {facts.place.upper()}", theme.strong)
    flow.say("État civil")
    flow.gap(10)
    flow.say("ACTE DE DÉCÈS", theme.accent.sized(18), align=Align.CENTRE)
    flow.say(f"Extrait n° {facts.act_number} de l'année {facts.died_on.year}", align=Align.CENTRE)
    flow.gap(8)
    flow.prose(
        f"Le {in_words(facts.died_on)} est décédé(e) à {facts.place} : {whole_name(person)}, né(e) le "
        f"{in_words(person.birth_date)} à {person.birth_place.name}, profession {person.job.lower()}, domicilié(e) "
        f"{person.address.street}, {person.address.last_line}.",
        f"Délivré pour extrait conforme le {in_words(facts.issued_on)}. L'officier de l'état civil",
        gap=5,
    )
    rubber_stamp(sheet, 40, flow.y + 4, (f"MAIRIE DE {facts.place.upper()}", "ÉTAT CIVIL"), rng)
    signature(sheet, 120, flow.y + 12, rng)


def draw_full_copy(sheet: Sheet, facts: DeathCertificate, rng: random.Random) -> None:
    """Draw a copy in pairs, as software of town halls prints it."""
    flow = Flow(sheet, Theme(size=10.4, colour="#263238", left=22, right=188))
    theme, person = flow.theme, facts.person
    flow.say(f"Commune de {facts.place} - registre des décès", theme.strong)
    flow.line()
    flow.say("COPIE INTÉGRALE", theme.accent.sized(15))
    flow.gap(4)
    flow.pairs((("Acte n°", facts.act_number), ("Nom", person.last_name.upper()), ("Prénoms", person.all_first_names),
                ("Date de naissance", slashed(person.birth_date)), ("Lieu de naissance", person.birth_place.name),
                ("Date du décès", slashed(facts.died_on)), ("Lieu du décès", facts.place),
                ("Domicile", f"{person.address.street}, {person.address.last_line}")), label_width=44)  # fmt: skip
    flow.gap(6)
    flow.prose(f"Copie conforme au registre, délivrée le {slashed(facts.issued_on)} par procédé informatisé.")
    signature(sheet, 120, flow.y + 8, rng)


def draw_certificate(sheet: Sheet, facts: VehicleRegistration, _: random.Random) -> None:
    """Draw the certificate copied onto a sheet: lettered fields at the left, holder at the right."""
    _vehicle(sheet, facts, scale=1.15, at=(16, 26))


def draw_enlarged(sheet: Sheet, facts: VehicleRegistration, _: random.Random) -> None:
    """Draw the certificate enlarged, with a line written by who copied it."""
    sheet.text(20, 20, "Copie de la carte grise du véhicule à assurer", Pen(face=Face.BOOK, size=12))
    _vehicle(sheet, facts, scale=1.45, at=(10, 32))


def _vehicle(sheet: Sheet, facts: VehicleRegistration, *, scale: float, at: tuple[float, float]) -> None:
    plate = Plate(sheet, x=at[0], y=at[1], scale=scale)
    plate.box(0, 0, 128, 106, fill="#eef5ee", line="#7a9e7a")
    plate.waves(128, 106, colour="#d4e6d4")
    head, text, small = Pen(size=9, is_bold=True), Pen(face=Face.TYPEWRITER, size=8, is_bold=True), Pen(size=6.5)
    plate.text(4, 7, "RÉPUBLIQUE FRANÇAISE", head)
    plate.text(4, 12, "CERTIFICAT D'IMMATRICULATION", head)
    holder = facts.holder
    rows = (
        ("A", facts.plate),
        ("B", slashed(facts.first_on)),
        ("C.1", f"{holder.last_name.upper()} {holder.first_names[0]}"),
        ("C.3", holder.address.street),
        ("", holder.address.last_line),
        ("D.1", facts.maker),
        ("D.3", facts.model),
        ("E", facts.serial),
        ("G.1", "1125"),
        ("J.1", "VP"),
        ("P.3", facts.energy),
        ("P.6", str(facts.power)),
        ("S.1", "5"),
        ("I", slashed(facts.issued_on)),
    )
    for place, (code, value) in enumerate(rows):
        sheet.block()
        plate.text(4, 20 + 6 * place, code, small)
        plate.text(16, 20 + 6 * place, value, text)
