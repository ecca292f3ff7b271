"""Reports, résumés, cheques, health cards, and papers of no class."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.handwriting import Hand
from specimens.layouts.plate import Plate
from specimens.marks import portrait, signature
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.stated.other import Cheque, HealthCard, Report, Resume, Stray
from specimens.stated.told import whole_name
from specimens.wording import in_words, slashed


def draw_report(sheet: Sheet, facts: Report, _: random.Random) -> None:
    """Draw a report with numbered sections."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=11, colour="#1f3a5f", left=25, right=185))
    flow.say(facts.organisation, flow.theme.small)
    flow.gap(10)
    flow.say(facts.subject, flow.theme.accent.sized(18))
    flow.say(f"Rapport présenté par {facts.author}, {in_words(facts.written_on)}")
    flow.line()
    for number, (head, text) in enumerate(facts.sections, start=1):
        flow.gap(3)
        flow.say(f"{number}. {head}", flow.theme.strong.sized(13))
        flow.prose(text)


def draw_report_cover(sheet: Sheet, facts: Report, _: random.Random) -> None:
    """Draw a report with a coloured cover strip and a summary."""
    sheet.box(0, 0, 14, 297, fill="#8e244d", line="")
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10.6, colour="#8e244d", left=28, right=190, top=40))
    flow.say("Rapport", flow.theme.accent.sized(26))
    flow.pairs((("Sujet", facts.subject), ("Rédigé par", facts.author), ("Date", slashed(facts.written_on)),
                ("Pour", facts.organisation)), label_width=30)  # fmt: skip
    flow.gap(8)
    for head, text in facts.sections:
        flow.banner(head)
        flow.gap(2)
        flow.prose(text, gap=5)


def draw_resume(sheet: Sheet, facts: Resume, rng: random.Random) -> None:
    """Draw a résumé with a photograph and a column of particulars."""
    person = facts.person
    sheet.box(0, 0, 66, 297, fill="#e8eef4", line="")
    portrait(sheet, 18, 18, 30, 38, rng)
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10, colour="#2a5d84", left=74, right=195, top=26))
    told = (facts.telephone, person.address.street, person.address.last_line, f"Né(e) le {slashed(person.birth_date)}")
    flow.stack(8, 68, ("Contact", *told), first=flow.theme.accent)
    flow.say(whole_name(person), flow.theme.accent.sized(18))
    flow.say(person.job, flow.theme.text.sized(12))
    flow.gap(6)
    flow.say("Expérience professionnelle", flow.theme.accent)
    for year, job, firm in facts.jobs:
        flow.say(f"{year}  {job}, {firm}")
    flow.gap(5)
    flow.say("Centres d'intérêt", flow.theme.accent)
    flow.say("Randonnée, bricolage, musique")


def draw_resume_plain(sheet: Sheet, facts: Resume, _: random.Random) -> None:
    """Draw a plain résumé."""
    person = facts.person
    flow = Flow(sheet, Theme(face=Face.SERIF, size=11.5, colour="#10131a", left=24, right=186))
    flow.say("Curriculum vitae", flow.theme.strong.sized(16), align=Align.CENTRE)
    flow.gap(4)
    flow.say(whole_name(person), flow.theme.strong)
    flow.say(f"{person.address.street}, {person.address.last_line}")
    flow.say(f"{facts.telephone} - date de naissance : {slashed(person.birth_date)}")
    flow.line()
    flow.say("EMPLOIS OCCUPÉS", flow.theme.strong)
    for year, job, firm in facts.jobs:
        flow.prose(f"Depuis {year} : {job} chez {firm}", gap=1)
    flow.gap(4)
    flow.say("LANGUES : anglais scolaire. PERMIS B.", flow.theme.strong)


def draw_cheque(sheet: Sheet, facts: Cheque, rng: random.Random) -> None:
    """Draw a cheque written by hand, lying on its sheet."""
    _cheque(sheet, facts, rng, x=rng.uniform(12, 24), y=rng.uniform(24, 60), tint="#e3f1ea")


def draw_cheque_below(sheet: Sheet, facts: Cheque, rng: random.Random) -> None:
    """Draw a cheque under the slip it is sent with."""
    flow = Flow(sheet, Theme(size=10, left=20, right=190))
    flow.say("Talon à joindre à votre règlement", flow.theme.strong.sized(13))
    flow.say(f"Organisme créancier : {facts.payee}")
    sheet.block()
    _cheque(sheet, facts, rng, x=18, y=120, tint="#f1ecdf")


def _cheque(sheet: Sheet, facts: Cheque, rng: random.Random, *, x: float, y: float, tint: str) -> None:
    plate, hand = Plate(sheet, x=x, y=y, scale=1), Hand(rng, size=13)
    money = Theme(figures=Figures.PLAIN).money(facts.cents)
    print_, small = Pen(size=9), Pen(size=7)
    plate.box(0, 0, 172, 78, fill=tint, line="#8a8a8a")
    plate.text(6, 9, facts.account.bank, Pen(size=12, is_bold=True))
    for row, label in enumerate(("Payez contre ce chèque non endossable", "à l'ordre de", "à", "le")):
        sheet.block()
        plate.text(6 if row < 2 else 112, (20, 36, 48, 55)[row], label, print_)
    plate.box(128, 14, 38, 9, fill="#ffffff", line="#555555")
    hand.write(sheet, x + 132, y + 21, f"{money} €", width=34)
    hand.write(sheet, x + 32, y + 35, facts.payee, width=130)
    hand.write(sheet, x + 118, y + 48, facts.drawer.address.commune.name, width=48)
    hand.write(sheet, x + 118, y + 56, slashed(facts.signed_on), width=48)
    sheet.block()
    plate.text(60, 56, facts.drawer.full_name, small)
    plate.text(60, 60, facts.drawer.address.street, small)
    plate.text(60, 64, facts.drawer.address.last_line, small)
    signature(sheet, x + 122, y + 64, rng)
    sheet.block()
    zone = f"{facts.number}  {facts.account.bank_code}{facts.account.branch}  {facts.account.number}"
    plate.text(6, 74, zone, Pen(face=Face.TYPEWRITER, size=11))


def draw_attestation(sheet: Sheet, facts: HealthCard, _: random.Random) -> None:
    """Draw the attestation of rights printed from the account."""
    flow = Flow(sheet, Theme(size=10, colour="#0a5aa6", grid=Grid.RULED, left=20, right=190))
    person = facts.person
    flow.say("Attestation de droits à l'assurance maladie", flow.theme.accent.sized(15))
    flow.say(f"Délivrée le {slashed(facts.issued_on)} par {facts.fund}")
    flow.line()
    flow.pairs((("Nom", person.last_name.upper()), ("Prénoms", person.all_first_names),
                ("N° de sécurité sociale", person.spaced_number), ("Né(e) le", slashed(person.birth_date)),
                ("Droits ouverts jusqu'au", slashed(facts.expires_on))), label_width=48)  # fmt: skip
    flow.gap(4)
    flow.prose("Cette attestation est à présenter aux professionnels de santé qui ne lisent pas votre carte.")


def draw_card(sheet: Sheet, facts: HealthCard, rng: random.Random) -> None:
    """Draw the European card, copied onto a sheet."""
    plate = Plate(sheet, x=rng.uniform(24, 40), y=rng.uniform(30, 60), scale=1.6)
    person, small = facts.person, Pen(size=4.8, colour="#dfe8ff")
    said = Pen(size=7.5, is_bold=True, colour="#ffffff")
    plate.box(0, 0, 86, 54, fill="#3556a8", line="#20356c", radius=2)
    plate.text(4, 8, "CARTE EUROPÉENNE D'ASSURANCE MALADIE", Pen(size=7, is_bold=True, colour="#ffffff"))
    for row, (label, value) in enumerate((
        ("3 Nom", person.last_name.upper()), ("4 Prénoms", person.all_first_names),
        ("5 Date de naissance", slashed(person.birth_date)), ("6 Numéro personnel", person.social_security_number),
        ("7 Institution", facts.fund), ("9 Date d'expiration", slashed(facts.expires_on)),
    )):  # fmt: skip
        sheet.block()
        plate.text(4, 15 + 6.4 * row, label, small)
        plate.text(30, 15 + 6.4 * row, value, said)


def draw_leaflet(sheet: Sheet, facts: Stray, _: random.Random) -> None:
    """Draw a leaflet with centred lines."""
    flow = Flow(sheet, Theme(face=Face.ROUND, size=11, colour="#ad1457", left=30, right=180, top=50))
    flow.say(facts.head, flow.theme.accent.sized(24), align=Align.CENTRE)
    flow.gap(12)
    for text in facts.lines:
        flow.say(text, align=Align.CENTRE)
        flow.gap(5)


def draw_list(sheet: Sheet, facts: Stray, _: random.Random) -> None:
    """Draw a list."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=12, colour="#33691e", left=24, right=186))
    flow.say(facts.head, flow.theme.strong.sized(16))
    flow.line()
    for number, text in enumerate(facts.lines, start=1):
        flow.prose(f"{number}. {text}", gap=3)
