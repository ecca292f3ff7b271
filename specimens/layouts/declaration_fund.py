"""The one-page request of a special scheme's provident fund: serif type, numbered frames, dotted lines."""

import random

from specimens.form import Form
from specimens.marks import signature
from specimens.papers import DeclarationFacts, Employment, RequestKind
from specimens.sheet import BLUE_INK, Align, Face, Pen, Sheet
from specimens.wording import slashed

_GREEN = "#2c6e49"
_LABEL = Pen(face=Face.SERIF, size=10.5)
_FILLED = Pen(face=Face.SANS, size=10.5, colour=BLUE_INK)
_LEFT = 20.0
_VALUE = 86.0

_KINDS = (
    (RequestKind.FIRST, "Première déclaration"),
    (RequestKind.RELAPSE, "Rechute d'une maladie déjà reconnue"),
    (RequestKind.NEW_INJURY, "Lésion nouvelle"),
)
_SITUATIONS = (
    (Employment.EMPLOYEE, "En activité"),
    (Employment.AGENCY, "Travail temporaire"),
    (Employment.RETIRED, "À la retraite"),
)


def draw(sheet: Sheet, facts: DeclarationFacts, rng: random.Random, *, is_fillable: bool = False) -> None:
    """Draw the page."""
    form = Form(sheet, pen=_FILLED, is_fillable=is_fillable)
    _heading(sheet, rng)
    y = _applicant(form, facts, 62)
    y = _request(form, facts, y + 6)
    y = _work(form, facts, y + 6)
    _signature(form, facts, y + 8, rng)
    _foot(sheet)


def _heading(sheet: Sheet, rng: random.Random) -> None:
    sheet.disc(30, 24, 10, line=_GREEN, weight=2)
    sheet.text(30, 26, "CPR", Pen(face=Face.SERIF, size=15, is_bold=True, colour=_GREEN), align=Align.CENTRE)
    sheet.text(46, 21, "Caisse de Prévoyance et de Retraite", Pen(face=Face.SERIF, size=12, is_bold=True))
    sheet.text(46, 26.5, "Service Accidents du travail et maladies professionnelles", _LABEL.sized(9.5))
    sheet.text(46, 31.5, f"BP {rng.randint(100, 999)} - 75590 Paris Cedex 12", _LABEL.sized(9.5))
    sheet.block()
    title = Pen(face=Face.SERIF, size=16, is_bold=True, colour=_GREEN)
    sheet.text(105, 45, "Déclaration d'une maladie d'origine professionnelle", title, align=Align.CENTRE)
    hint = "À remplir par l'assuré(e) en lettres capitales et à joindre au certificat du médecin"
    sheet.text(105, 51, hint, Pen(face=Face.SERIF, size=9.5, is_italic=True), align=Align.CENTRE)


def _frame(sheet: Sheet, y: float, number: int, title: str) -> float:
    sheet.block()
    sheet.disc(_LEFT + 3, y - 1.4, 3, fill=_GREEN)
    figure = Pen(face=Face.SERIF, size=10, is_bold=True, colour="#ffffff")
    sheet.text(_LEFT + 3, y, str(number), figure, align=Align.CENTRE)
    sheet.text(_LEFT + 9, y, title, Pen(face=Face.SERIF, size=12, is_bold=True, colour=_GREEN))
    sheet.rule(_LEFT, y + 2.6, 190, y + 2.6, weight=1, colour=_GREEN)
    return y + 10


def _line(form: Form, y: float, name: str, label: str, value: str) -> float:
    form.sheet.text(_LEFT, y, label, _LABEL)
    form.sheet.canvas.setDash(0.6, 2)
    form.sheet.rule(_VALUE, y + 1.2, 190, y + 1.2, weight=0.5, colour="#888888")
    form.sheet.canvas.setDash()
    form.entry(name, _VALUE + 1, y, 102, value)
    return y + 7.6


def _applicant(form: Form, facts: DeclarationFacts, top: float) -> float:
    person = facts.person
    y = _frame(form.sheet, top, 1, "Vous")
    y = _line(form, y, "nom", "Nom", person.last_name.upper())
    y = _line(form, y, "prenoms", "Prénoms", person.all_first_names)
    born = f"{slashed(person.birth_date)} à {person.birth_place.name}"
    y = _line(form, y, "ne_le", "Né(e) le", born)
    y = _line(form, y, "nss", "N° de Sécurité sociale", person.spaced_number)
    y = _line(form, y, "rue", "Demeurant", person.address.street)
    commune = person.address.commune
    return _line(form, y, "ville", "Code postal et localité", f"{commune.postal_code} {commune.name}")


def _request(form: Form, facts: DeclarationFacts, top: float) -> float:
    y = _frame(form.sheet, top, 2, "Votre demande")
    x = _LEFT
    for number, (kind, label) in enumerate(_KINDS, start=1):
        x = form.choice(f"case_A{number}", x, y, label, _LABEL, is_ticked=facts.request_kind is kind)
    y = _line(form, y + 8.6, "maladie", "Maladie déclarée", facts.disease)
    y = _line(form, y, "constatee", "Constatée pour la première fois le", slashed(facts.first_observed_on))
    return _line(form, y, "arret", "Arrêt de travail depuis le", slashed(facts.work_stopped_on))


def _work(form: Form, facts: DeclarationFacts, top: float) -> float:
    company = facts.company
    y = _frame(form.sheet, top, 3, "Votre travail")
    form.sheet.text(_LEFT, y, "Votre situation :", _LABEL)
    x = 56.0
    for number, (situation, label) in enumerate(_SITUATIONS, start=1):
        x = form.choice(f"case_B{number}", x, y, label, _LABEL, is_ticked=facts.employment is situation)
    y = _line(form, y + 8.6, "entreprise", "Entreprise", company.name)
    y = _line(form, y, "no_siret", "Siret", company.spaced_siret)
    y = _line(form, y, "metier", "Métier", facts.person.job)
    return _line(form, y, "lieu_travail", "Lieu de travail", f"{company.address.street}, {company.address.last_line}")


def _signature(form: Form, facts: DeclarationFacts, top: float, rng: random.Random) -> None:
    sheet = form.sheet
    sheet.block()
    sentence = "Je certifie sur l'honneur l'exactitude des renseignements portés ci-dessus."
    sheet.text(_LEFT, top, sentence, _LABEL.sized(10))
    sheet.text(_LEFT, top + 9, "Date de la demande", _LABEL)
    form.entry("date_demande", 56, top + 9, 40, slashed(facts.declared_on))
    sheet.text(118, top + 9, "Signature :", _LABEL)
    signature(sheet, 142, top + 12, rng, width=38)


def _foot(sheet: Sheet) -> None:
    sheet.block()
    sheet.rule(_LEFT, 281, 190, 281, weight=0.4)
    foot = "Formulaire AT-MP 12 - Pièces à joindre : certificat du médecin, copie d'une pièce d'identité"
    sheet.text(105, 285.5, foot, Pen(face=Face.SERIF, size=8), align=Align.CENTRE)
