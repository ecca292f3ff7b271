"""Career statements: the ruled table of a regional pension fund, and a scheme's plain attestation."""

import random

from specimens.marks import rubber_stamp, signature, swoosh
from specimens.papers import Career, CareerFacts
from specimens.sheet import INK, Align, Face, Pen, Sheet
from specimens.wording import euros, in_words, slashed

_ORANGE = "#d9641e"
_CELL = Pen(size=9)
_BODY = Pen(face=Face.ROUND, size=9.2)


def draw_statement(sheet: Sheet, facts: CareerFacts, rng: random.Random) -> None:
    """Draw the regional fund's statement."""
    _statement_heading(sheet, facts, rng)
    y = _statement_table(sheet, facts.lines, 108)
    sheet.block()
    sheet.box(16, y + 6, 178, 13, fill="#fdf1e9", line=_ORANGE)
    sheet.text(20, y + 14.4, "Durée totale de cotisation", Pen(size=11, is_bold=True))
    total = f"{facts.contribution_months} mois"
    sheet.text(190, y + 14.4, total, Pen(size=12, is_bold=True), align=Align.RIGHT)
    sheet.block()
    note = (
        "Ce relevé récapitule les périodes portées à votre compte à la date d'édition. Il n'a pas valeur de "
        "décision. Si vous constatez une anomalie, adressez-nous les justificatifs (bulletins de salaire, "
        "certificats de travail)."
    )
    sheet.paragraph(16, y + 28, 178, note, Pen(size=8.6))
    sheet.text(105, 285, "Page 1/1", Pen(size=7.5), align=Align.CENTRE)


def _statement_heading(sheet: Sheet, facts: CareerFacts, rng: random.Random) -> None:
    person = facts.person
    swoosh(sheet, 16, 12, (_ORANGE, "#f3a712"), size=15)
    sheet.text(34, 19, "Carsat", Pen(size=18, is_bold=True, colour=_ORANGE))
    sheet.text(34, 24, "Retraite & Santé au travail", Pen(size=8))
    sheet.block()
    for row, line in enumerate(
        (f"{person.civility} {person.full_name}", person.address.street, person.address.last_line)
    ):
        sheet.text(112, 42 + 5 * row, line, Pen(size=10.5))
    sheet.block()
    sheet.text(16, 46, f"Édité le {slashed(facts.issued_on)}", _CELL)
    sheet.text(16, 51, f"Votre dossier : {rng.randint(100000, 999999)}", _CELL)
    sheet.block()
    sheet.text(16, 72, "RELEVÉ DE CARRIÈRE", Pen(size=17, is_bold=True, colour=_ORANGE))
    sheet.text(16, 80, "Nom", _CELL)
    sheet.text(58, 80, person.last_name.upper(), _CELL.bold())
    sheet.text(16, 86, "Prénoms", _CELL)
    sheet.text(58, 86, person.all_first_names, _CELL.bold())
    sheet.text(16, 92, "Né(e) le", _CELL)
    sheet.text(58, 92, slashed(person.birth_date), _CELL.bold())
    sheet.text(16, 98, "N° de sécurité sociale", _CELL)
    sheet.text(58, 98, person.spaced_number, _CELL.bold())


def _statement_table(sheet: Sheet, lines: tuple[Career, ...], y: float) -> float:
    sheet.block()
    sheet.box(16, y - 5.4, 178, 8, fill=_ORANGE, line="")
    head = Pen(size=9, is_bold=True, colour="#ffffff")
    sheet.text(19, y, "Année", head)
    sheet.text(42, y, "Employeur ou nature de la période", head)
    sheet.text(150, y, "Mois cotisés", head, align=Align.RIGHT)
    sheet.text(191, y, "Salaire (EUR)", head, align=Align.RIGHT)
    for row, line in enumerate(lines):
        y += 7.2
        if row % 2:
            sheet.box(16, y - 5, 178, 7.2, fill="#f7f4f1", line="")
        sheet.text(19, y, str(line.year), _CELL)
        sheet.text(42, y, line.employer, _CELL)
        sheet.text(150, y, str(line.months), _CELL, align=Align.RIGHT)
        sheet.text(191, y, euros(line.earnings_cents), _CELL, align=Align.RIGHT)
        sheet.rule(16, y + 2.2, 194, y + 2.2, weight=0.3, colour="#c9b8ac")
    return y


def draw_attestation(sheet: Sheet, facts: CareerFacts, rng: random.Random) -> None:
    """Draw the scheme's attestation, a sentence first and the list under it."""
    sheet.box(18, 16, 12, 12, fill="#2d3e50", line="")
    sheet.text(34, 22, "CAISSE INTERPROFESSIONNELLE DE RETRAITE", Pen(face=Face.ROUND, size=11, is_bold=True))
    sheet.text(34, 27.5, "Direction des carrières - 69326 Lyon Cedex 03", _BODY.sized(8))
    sheet.rule(18, 33, 192, 33, weight=1.4, colour="#2d3e50")
    sheet.block()
    title = Pen(face=Face.ROUND, size=13.5, is_bold=True)
    sheet.text(105, 50, "ATTESTATION DE PÉRIODES D'ASSURANCE", title, align=Align.CENTRE)
    sheet.block()
    y = _attestation_sentences(sheet, facts, 66)
    y = _attestation_list(sheet, facts.lines, y + 4)
    sheet.block()
    sheet.text(18, y + 16, f"Fait à Lyon, le {in_words(facts.issued_on)}", _BODY)
    sheet.text(18, y + 22, "Pour le directeur, le responsable du service", _BODY)
    rubber_stamp(sheet, 112, y + 20, ("CIR - CARRIÈRES", "69326 LYON CEDEX 03"), rng, colour="#7a1f2b")
    signature(sheet, 120, y + 34, rng)


def _attestation_sentences(sheet: Sheet, facts: CareerFacts, y: float) -> float:
    person = facts.person
    sentences = (
        f"Le directeur de la caisse atteste que {person.civility} {person.last_name.upper()} {person.all_first_names},",
        f"date de naissance : {slashed(person.birth_date)}, immatriculation : {person.spaced_number},",
        f"totalise {facts.contribution_months} mois de cotisations à la date de la présente, répartis comme suit :",
    )
    for sentence in sentences:
        y = sheet.paragraph(18, y, 174, sentence, _BODY) + 1.5
    return y


def _attestation_list(sheet: Sheet, lines: tuple[Career, ...], y: float) -> float:
    for line in lines:
        y += 7
        sheet.disc(22, y - 1.1, 0.8, fill=INK)
        sheet.text(26, y, f"{line.year}", _BODY.bold())
        sheet.text(42, y, line.employer, _BODY)
        sheet.text(188, y, f"{line.months} mois", _BODY, align=Align.RIGHT)
    return y
