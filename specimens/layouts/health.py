"""Prescriptions typed and written by hand, care sheets of the health insurance and of a practice's software."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Grid, Theme
from specimens.form import Form
from specimens.handwriting import Hand
from specimens.marks import bar_code, rubber_stamp, signature
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.stated.health import CareSheet, Prescription
from specimens.stated.told import whole_name
from specimens.wording import in_words, slashed

_R = Align.RIGHT


def draw_typed(sheet: Sheet, facts: Prescription, rng: random.Random) -> None:
    """Draw a prescription printed by the practice's software."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10.4, colour="#00695c", left=20, right=190))
    theme, doctor = flow.theme, facts.practitioner
    place = (doctor.address.street, doctor.address.last_line, f"Tél. {doctor.telephone}")
    flow.stack(20, 20, (f"Docteur {doctor.name}", doctor.speciality, *place), first=theme.accent.sized(13))
    bar_code(sheet, 160, 14, doctor.rpps, module=0.28, height=9)
    flow.stack(146, 28, (f"RPPS {doctor.rpps}",), theme.small)
    flow.y = 56
    flow.say(f"{doctor.address.commune.name}, le {in_words(facts.issued_on)}", align=_R)
    flow.say(f"{facts.person.civility} {whole_name(facts.person)}", theme.strong.sized(12))
    flow.say(f"Né(e) le {slashed(facts.person.birth_date)}")
    flow.gap(8)
    flow.say("ORDONNANCE", theme.strong.sized(13), align=Align.CENTRE)
    flow.gap(5)
    for name, how in facts.items:
        flow.say(name, theme.strong)
        flow.say(how, x=26)
        flow.gap(3)
    signature(sheet, 130, flow.y + 14, rng)
    note = "Membre d'une association agréée, le règlement des honoraires par chèque est accepté"
    flow.stack(20, 284, (note,), theme.small)


def draw_pad(sheet: Sheet, facts: Prescription, rng: random.Random) -> None:
    """Draw a printed pad filled in by hand."""
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11, colour="#1a237e", left=22, right=188))
    theme, doctor, hand = flow.theme, facts.practitioner, Hand(rng, size=14)
    flow.say(f"Dr {doctor.name}", theme.accent.sized(16), align=Align.CENTRE)
    flow.say(doctor.speciality, align=Align.CENTRE)
    flow.say(f"{doctor.address.street} - {doctor.address.last_line} - {doctor.telephone}", align=Align.CENTRE)
    flow.say(f"N° RPPS : {doctor.rpps}", theme.small, align=Align.CENTRE)
    flow.line()
    flow.gap(6)
    lines = [
        f"le {slashed(facts.issued_on)}",
        f"{whole_name(facts.person)}",
        f"né(e) {slashed(facts.person.birth_date)}",
        "",
    ]
    for name, how in facts.items:
        lines += [name, f"   {how}", ""]
    for text in lines:
        sheet.block()
        hand.write(sheet, 26, flow.y, text, width=155)
        flow.y += 8
    signature(sheet, 120, flow.y + 8, rng)


def draw_sheet(sheet: Sheet, facts: CareSheet, rng: random.Random) -> None:
    """Draw the printed care sheet with combs for numbers, filled in on a typewriter or by hand."""
    flow = Flow(sheet, Theme(size=8.8, colour="#8d5524", grid=Grid.BOXED, left=14, right=196))
    theme, person, doctor = flow.theme, facts.person, facts.practitioner
    form = Form(sheet, pen=Pen(face=Face.TYPEWRITER, size=10, is_bold=True), is_fillable=False)
    flow.say("feuille de soins - médecin", theme.accent.sized(15))
    flow.say("La personne recevant les soins et l'assuré(e)", theme.strong)
    flow.gap(4)
    for label, value in (("Nom de famille", person.last_name.upper()), ("Prénoms", person.all_first_names)):
        sheet.block()
        sheet.text(14, flow.y, label, theme.text)
        form.entry(label, 60, flow.y, 130, value)
        flow.y += 8
    for label, value, count in (
        ("Numéro d'immatriculation", person.social_security_number, 15),
        ("Date de naissance", f"{person.birth_date:%d%m%Y}", 8),
    ):
        sheet.block()
        sheet.text(14, flow.y, label, theme.text)
        form.cells(label, 60, flow.y, value, count=count)
        flow.y += 10
    flow.say("Les soins sont-ils dus à un accident ?")
    flow.ticks((("oui", facts.is_accident), ("non", not facts.is_accident)))
    flow.gap(4)
    flow.say("Médecin et actes effectués", theme.strong)
    flow.gap(4)
    made = Table(flow, columns(("Date des actes", 20), ("Code", 16), ("Montant des honoraires", 26, _R)))
    made.rows([(slashed(act.day), act.code, theme.money(act.cents)) for act in facts.acts])
    made.row(("", "Total", theme.money(facts.total_cents)), pen=theme.strong)
    made.end()
    flow.say(f"Identification du médecin : {doctor.name}, {doctor.rpps}")
    rubber_stamp(sheet, 20, flow.y + 2, (f"Dr {doctor.name}", doctor.address.last_line), rng)
    signature(sheet, 120, flow.y + 10, rng)


def draw_receipt(sheet: Sheet, facts: CareSheet, rng: random.Random) -> None:
    """Draw the duplicate of an electronic care sheet."""
    flow = Flow(sheet, Theme(face=Face.TYPEWRITER, size=9.4, colour="#10131a", grid=Grid.BARE, left=20, right=190))
    theme, person, doctor = flow.theme, facts.person, facts.practitioner
    flow.say("DUPLICATA DE FEUILLE DE SOINS ELECTRONIQUE", theme.strong.sized(11))
    flow.say("DOCUMENT A CONSERVER", theme.small)
    flow.gap(5)
    flow.pairs((("ASSURE", whole_name(person)), ("NIR", person.spaced_number), ("NE LE", slashed(person.birth_date)),
                ("PRATICIEN", doctor.name), ("RPPS", doctor.rpps)), label_width=30, colon=" :")  # fmt: skip
    flow.gap(4)
    made = Table(flow, columns(("DATE", 20), ("ACTE", 20), ("HONORAIRES", 24, _R)))
    made.rows([(slashed(act.day), act.code, theme.money(act.cents)) for act in facts.acts])
    made.end()
    flow.say(f"TOTAL PERCU {theme.money(facts.total_cents)} EUR")
    flow.say("ACCIDENT DE DROIT COMMUN : OUI" if facts.is_accident else "ACCIDENT DE DROIT COMMUN : NON")
    signature(sheet, 130, flow.y + 10, rng)
