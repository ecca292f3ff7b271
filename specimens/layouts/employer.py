"""Employers' certificates: the scheme's salary form, a plain headed certificate, an agency's missions."""

import random

from specimens.form import TYPED, Form
from specimens.marks import rubber_stamp, signature, swoosh
from specimens.papers import EmployerFacts, Pay
from specimens.people import Company
from specimens.sheet import INK, Align, Face, Pen, Sheet
from specimens.wording import euros, in_words, month_of, slashed

_TEAL = "#0f6e7c"
_LABEL = Pen(size=8.8)
_TEXT = Pen(face=Face.ROUND, size=9.4)
_SERIF = Pen(face=Face.SERIF, size=11.5)


def draw_salary_form(sheet: Sheet, facts: EmployerFacts, rng: random.Random) -> None:
    """Draw the scheme's salary form."""
    form = Form(sheet, pen=TYPED, is_fillable=False)
    _form_heading(sheet)
    _form_parties(form, facts)
    y = _form_pays(sheet, facts, 148)
    sheet.block()
    sheet.text(
        16, y + 16, f"Fait à {facts.company.address.commune.name}, le {slashed(facts.issued_on)}", _LABEL.sized(10)
    )
    sheet.text(16, y + 22, f"Nom et qualité du signataire : {facts.company.signatory}, responsable de la paie", _LABEL)
    sheet.text(118, y + 32, "Cachet et signature de l'employeur", _LABEL)
    rubber_stamp(sheet, 118, y + 36, _stamp(facts.company), rng, colour="#1f5fa8")
    signature(sheet, 132, y + 50, rng)
    sheet.text(16, 285, "S6202k", Pen(size=7, is_bold=True))


def _form_heading(sheet: Sheet) -> None:
    swoosh(sheet, 14, 10, ("#2a6bb5", "#7cb342"), size=13)
    sheet.text(30, 18, "l'Assurance Maladie", Pen(size=13, is_bold=True, colour="#1d4f91"))
    sheet.text(196, 16, "cerfa", Pen(face=Face.SERIF, size=11, is_bold=True), align=Align.RIGHT)
    sheet.text(196, 20.5, "n° 11137*04", Pen(size=7.5), align=Align.RIGHT)
    sheet.block()
    sheet.box(14, 28, 182, 12, fill=_TEAL, line="")
    title = Pen(size=13, is_bold=True, colour="#ffffff")
    sheet.text(105, 36, "ATTESTATION DE SALAIRE", title, align=Align.CENTRE)
    sheet.text(105, 45, "ACCIDENT DU TRAVAIL OU MALADIE PROFESSIONNELLE", Pen(size=9, is_bold=True), align=Align.CENTRE)


def _form_parties(form: Form, facts: EmployerFacts) -> None:
    sheet, person, company = form.sheet, facts.person, facts.company
    _rubric(sheet, 52, "L'EMPLOYEUR")
    sheet.text(16, 64, "Nom, prénom ou dénomination sociale", _LABEL)
    form.entry("denomination", 76, 64, 118, company.name)
    sheet.text(16, 73, "N° SIRET de l'établissement", _LABEL)
    form.cells("siret", 76, 73, company.siret, count=14)
    sheet.text(16, 82, "Adresse", _LABEL)
    form.entry("adresse", 76, 82, 118, f"{company.address.street} {company.address.last_line}")
    _rubric(sheet, 90, "LE SALARIÉ")
    sheet.text(16, 102, "N° d'immatriculation", _LABEL)
    form.cells("nir", 76, 102, person.social_security_number, count=15)
    sheet.text(16, 111, "Nom et prénoms", _LABEL)
    form.entry("nom", 76, 111, 118, f"{person.last_name.upper()} {person.all_first_names}")
    sheet.text(16, 120, "Emploi", _LABEL)
    form.entry("emploi", 76, 120, 60, person.job)
    sheet.text(16, 129, "Date d'embauche", _LABEL)
    form.entry("embauche", 76, 129, 30, slashed(facts.hired_on))
    sheet.text(112, 129, "Dernier jour de travail", _LABEL)
    form.entry("dernier_jour", 152, 129, 40, slashed(facts.last_worked_on))


def _form_pays(sheet: Sheet, facts: EmployerFacts, y: float) -> float:
    _rubric(sheet, y - 12, "SALAIRES DE RÉFÉRENCE")
    edges = (16, 62, 106, 140, 194)
    heads = ("Du", "Au", "Heures", "Salaire brut (EUR)")
    sheet.box(16, y - 5, 178, 8, fill="#dcecef", line=INK)
    for x, head in zip(edges, heads, strict=False):
        sheet.text(x + 3, y, head, _LABEL.bold())
    for row, pay in enumerate((*facts.pays, None), start=1):
        top = y - 5 + 8 * row
        sheet.box(16, top, 178, 8, line=INK)
        if pay:
            _pay_row(sheet, edges, top + 5.4, pay)
        else:
            sheet.text(19, top + 5.4, "Total", _LABEL.bold())
            sheet.text(191, top + 5.4, euros(facts.gross_cents), TYPED, align=Align.RIGHT)
    for x in edges[1:4]:
        sheet.rule(x, y - 5, x, y + 3 + 8 * len(facts.pays))
    return y + 3 + 8 * (len(facts.pays) + 1)


def _pay_row(sheet: Sheet, edges: tuple[float, ...], y: float, pay: Pay) -> None:
    sheet.text(edges[0] + 3, y, slashed(pay.starts_on), TYPED.sized(10))
    sheet.text(edges[1] + 3, y, slashed(pay.ends_on), TYPED.sized(10))
    sheet.text(edges[2] + 3, y, str(pay.hours), TYPED.sized(10))
    sheet.text(edges[4] - 3, y, euros(pay.gross_cents), TYPED.sized(10), align=Align.RIGHT)


def _rubric(sheet: Sheet, y: float, title: str) -> None:
    sheet.block()
    sheet.box(14, y, 182, 6, fill="#dcecef", line="")
    sheet.text(16, y + 4.4, title, Pen(size=9.5, is_bold=True, colour=_TEAL))


def draw_headed(sheet: Sheet, facts: EmployerFacts, rng: random.Random) -> None:
    """Draw a certificate on the employer's own headed paper."""
    person, company = facts.person, facts.company
    _letterhead(sheet, company, "#334e68")
    title = Pen(face=Face.SERIF, size=16, is_bold=True)
    sheet.text(105, 66, "ATTESTATION DE SALAIRES", title, align=Align.CENTRE)
    sheet.block()
    y = sheet.paragraph(
        22,
        82,
        166,
        f"Je soussigné(e), {company.signatory}, agissant pour la société {company.name}, SIRET "
        f"{company.spaced_siret}, atteste que {person.civility} {person.last_name.upper()} {person.all_first_names}, "
        f"n° de sécurité sociale {person.spaced_number}, est employé(e) dans notre entreprise depuis le "
        f"{in_words(facts.hired_on)} en qualité de {person.job.lower()}.",
        _SERIF,
    )
    y = sheet.paragraph(22, y + 4, 166, "Les rémunérations brutes versées ont été les suivantes :", _SERIF)
    for pay in facts.pays:
        y += 3
        sheet.text(40, y, month_of(pay.starts_on), _SERIF)
        sheet.text(150, y, f"{euros(pay.gross_cents)} €", _SERIF, align=Align.RIGHT)
        y += 4
    sheet.rule(40, y - 1, 150, y - 1)
    sheet.text(40, y + 5, "Total brut", _SERIF.bold())
    sheet.text(150, y + 5, f"{euros(facts.gross_cents)} €", _SERIF.bold(), align=Align.RIGHT)
    _closing(sheet, facts, y + 22, rng)


def draw_missions(sheet: Sheet, facts: EmployerFacts, rng: random.Random) -> None:
    """Draw the certificate of missions of a temporary-work agency."""
    person, company = facts.person, facts.company
    _letterhead(sheet, company, "#b3261e")
    sheet.text(22, 50, "Entreprise de travail temporaire - garantie financière article L. 1251-49", _TEXT.sized(7.6))
    sheet.block()
    sheet.text(22, 66, "ATTESTATION DE MISSIONS", Pen(face=Face.ROUND, size=15, is_bold=True, colour="#b3261e"))
    sheet.text(22, 72, "Agence d'emploi - personnel intérimaire", _TEXT)
    sheet.block()
    rows = (
        ("Intérimaire", f"{person.last_name.upper()} {person.all_first_names}"),
        ("N° Sécurité sociale", person.spaced_number),
        ("Qualification", person.job),
        ("SIRET agence", company.spaced_siret),
    )
    for row, (label, value) in enumerate(rows):
        sheet.text(22, 84 + 6.5 * row, label, _TEXT)
        sheet.text(74, 84 + 6.5 * row, value, _TEXT.bold())
    y = _missions(sheet, facts, 120)
    _closing(sheet, facts, y + 18, rng)


def _missions(sheet: Sheet, facts: EmployerFacts, y: float) -> float:
    sheet.block()
    columns = ((22, "Mission du"), (50, "au"), (78, "Entreprise utilisatrice"), (152, "Heures"))
    for x, head in columns:
        sheet.text(x, y, head, _TEXT.bold().sized(8.6))
    sheet.text(188, y, "Brut (€)", _TEXT.bold().sized(8.6), align=Align.RIGHT)
    sheet.rule(22, y + 2, 188, y + 2, weight=1.2, colour="#b3261e")
    for pay in facts.pays:
        y += 7.5
        for x, value in (
            (22, slashed(pay.starts_on)),
            (50, slashed(pay.ends_on)),
            (78, pay.where),
            (152, str(pay.hours)),
        ):
            sheet.text(x, y, value, _TEXT.sized(8.6))
        sheet.text(188, y, euros(pay.gross_cents), _TEXT.sized(8.6), align=Align.RIGHT)
    sheet.rule(22, y + 3, 188, y + 3, weight=0.5)
    sheet.text(22, y + 9, "Total des missions", _TEXT.bold())
    sheet.text(188, y + 9, euros(facts.gross_cents), _TEXT.bold(), align=Align.RIGHT)
    return y + 9


def _letterhead(sheet: Sheet, company: Company, colour: str) -> None:
    sheet.box(22, 18, 11, 11, fill=colour, line="", radius=2)
    sheet.text(27.5, 26, company.name[0], Pen(size=20, is_bold=True, colour="#ffffff"), align=Align.CENTRE)
    sheet.text(37, 23, company.name, Pen(size=14, is_bold=True, colour=colour))
    sheet.text(37, 28.5, f"{company.address.street} - {company.address.last_line}", Pen(size=9))
    sheet.rule(22, 34, 188, 34, weight=0.8, colour=colour)
    sheet.block()


def _closing(sheet: Sheet, facts: EmployerFacts, y: float, rng: random.Random) -> None:
    sheet.block()
    sheet.text(
        22, y, "Attestation établie à la demande de l'intéressé(e) pour servir et valoir ce que de droit.", _TEXT
    )
    sheet.text(22, y + 8, f"À {facts.company.address.commune.name}, le {in_words(facts.issued_on)}", _TEXT)
    rubber_stamp(sheet, 112, y + 12, _stamp(facts.company), rng, colour="#1f5fa8")
    signature(sheet, 128, y + 27, rng)


def _stamp(company: Company) -> tuple[str, ...]:
    return (company.name, company.address.last_line, f"SIRET {company.siret}")
