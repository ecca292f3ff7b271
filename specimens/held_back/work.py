"""Held back: a payslip in three blocks of sentences and figures, a tax notice in columns of cents."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Table, columns
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.sheet import Align, Face, Sheet
from specimens.stated.told import whole_name
from specimens.stated.work import Payslip, TaxNotice
from specimens.wording import dotted, in_words

_R = Align.RIGHT


def draw_pay_typed(sheet: Sheet, facts: Payslip, _: random.Random) -> None:
    """Draw the slip of an old printer: one face, totals first."""
    theme = Theme(face=Face.TYPEWRITER, size=8.2, grid=Grid.BARE, colour="#10131a", figures=Figures.PLAIN, left=14)
    flow = Flow(sheet, theme)
    person, company = facts.person, facts.company
    flow.say(f"{company.name.upper()} / {company.address.last_line}", theme.strong.sized(10))
    flow.say(f"ETABLISSEMENT {company.siret} / ACTIVITE {facts.ape}")
    flow.gap(4)
    flow.say("FICHE DE PAYE", theme.strong.sized(13))
    flow.say(f"MOIS : {facts.period}")
    flow.say(f"MATRICULE SECU : {person.social_security_number}")
    flow.say(f"AGENT : {whole_name(person)} - {person.job}")
    flow.gap(4)
    rows = [
        ("GAINS SOUMIS", theme.money(facts.gross_cents)), ("RETENUES", theme.money(facts.taken_cents)),
        ("AVANT IMPOT", theme.money(facts.before_tax_cents)), ("IMPOT RETENU", theme.money(facts.tax_cents)),
        ("SOMME VIREE", theme.money(facts.net_cents)),
    ]  # fmt: skip
    made = Table(flow, columns(("RECAPITULATION", 40), ("EUROS", 20, _R)), right=110)
    made.rows(rows)
    made.end()
    made = Table(flow, columns(("RETENUE", 56), ("ASSIETTE", 18, _R), ("AGENT", 16, _R), ("ENTREPRISE", 18, _R)))
    money = theme.money
    made.rows(
        [(c.text, money(c.base_cents), money(c.employee_cents), money(c.employer_cents)) for c in facts.contributions]
    )
    made.end()
    flow.say(f"VIREMENT EXECUTE LE {dotted(facts.paid_on)}")


def draw_notice_letter(sheet: Sheet, facts: TaxNotice, _: random.Random) -> None:
    """Draw the notice as a letter that says what was found."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=10.5, colour="#14532d", grid=Grid.RULED, left=22, right=188))
    theme, person = flow.theme, facts.person
    flow.say("Trésor public - gestion des particuliers", theme.accent)
    flow.stack(108, 40, (whole_name(person), person.address.street, person.address.last_line))
    flow.y = 66
    flow.say(f"Votre imposition de {facts.year}", theme.strong.sized(16))
    flow.say(
        f"Avis n° {facts.notice_number} du {in_words(facts.issued_on)} - contribuable {facts.tax_number}", theme.small
    )
    flow.gap(4)
    flow.prose("D'après votre déclaration, votre situation s'établit comme suit.")
    flow.pairs(
        (
            ("Ressources déclarées", theme.money(facts.income_cents)),
            ("Parts du foyer", facts.shares),
            ("Impôt dû", theme.money(facts.tax_cents)),
            ("Acquitté en cours d'année", theme.money(facts.withheld_cents)),
        ),
        label_width=60,
    )
    flow.gap(4)
    flow.prose("Vous pouvez contester cet avis jusqu'au 31 décembre de la deuxième année qui suit son envoi.")


LAYOUTS = {"payslip": (draw_pay_typed,), "tax_notice": (draw_notice_letter,)}
