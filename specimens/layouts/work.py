"""Payslips of two kinds of software, tax notices of two years' design."""

import random

from specimens.blocks.flow import Flow
from specimens.blocks.table import Column, Table, columns
from specimens.blocks.theme import Figures, Grid, Theme
from specimens.sheet import Align, Face, Sheet
from specimens.stated.told import whole_name
from specimens.stated.work import Contribution, Payslip, TaxNotice
from specimens.wording import in_words, slashed

_R = Align.RIGHT


def draw_pay_boxed(sheet: Sheet, facts: Payslip, rng: random.Random) -> None:
    """Draw the boxed slip of an accounting office: five columns of contributions, net in a frame."""
    flow = Flow(sheet, Theme(size=8, grid=Grid.BOXED, colour=rng.choice(("#37474f", "#1b5e20")), left=12, right=198))
    theme, person, company = flow.theme, facts.person, facts.company
    flow.say("BULLETIN DE PAIE", theme.accent.sized(14), align=_R)
    address = (company.address.street, company.address.last_line)
    flow.stack(12, 20, (company.name, *address, f"SIRET : {company.siret}   APE : {facts.ape}"), first=theme.strong)
    flow.y = 30
    flow.say(f"Période : {facts.period}", theme.strong, align=_R)
    flow.say(f"Paiement le {slashed(facts.paid_on)} par virement", align=_R)
    flow.stack(116, 50, (whole_name(person), person.address.street, person.address.last_line), first=theme.strong)
    flow.y = 48
    flow.pairs(
        (("N° Sécurité sociale", person.social_security_number), ("Emploi", person.job), ("Niveau", facts.grade)),
        label_width=36,
    )
    flow.y = 72
    heads = columns(("Rubrique", 44), ("Base", 13, _R), ("Taux sal.", 10, _R), ("Part salarié", 14, _R),
                    ("Taux pat.", 10, _R), ("Part employeur", 14, _R))  # fmt: skip
    made = Table(flow, heads)
    made.row((f"Salaire de base ({theme.money(facts.hours_cents)} h)", "", "", theme.money(facts.gross_cents), "", ""))
    made.row(("Salaire brut", "", "", theme.money(facts.gross_cents), "", ""), pen=theme.strong)
    for each in facts.contributions:
        made.row(contribution_cells(theme, each))
    total = sum(each.employer_cents for each in facts.contributions)
    made.row(
        ("Total des cotisations", "", "", theme.money(facts.taken_cents), "", theme.money(total)), pen=theme.strong
    )
    before = theme.money(facts.before_tax_cents)
    made.row(("Net à payer avant impôt sur le revenu", "", "", before, "", ""), pen=theme.strong)
    rate = f"{facts.tax_rate / 10:.1f}".replace(".", ",")
    made.row(("Impôt prélevé à la source", before, rate, theme.money(facts.tax_cents), "", ""))
    made.end()
    flow.cells((("NET PAYÉ", f"{theme.money(facts.net_cents)} €"), ("Date de paiement", slashed(facts.paid_on))))
    flow.prose("Dans votre intérêt, conservez ce bulletin sans limitation de durée.", pen=theme.small)


def contribution_cells(theme: Theme, each: Contribution) -> list[str]:
    """Return the six cells of a contribution."""

    def rate(value: int) -> str:
        return f"{value / 1000:.2f}".replace(".", ",") if value else ""

    mine, theirs = each.employee_cents, each.employer_cents
    return [
        each.text,
        theme.money(each.base_cents),
        rate(each.employee_rate),
        theme.money(mine) if mine else "",
        rate(each.employer_rate),
        theme.money(theirs) if theirs else "",
    ]


def draw_pay_plain(sheet: Sheet, facts: Payslip, _: random.Random) -> None:
    """Draw the simplified slip: sections with what is due and what is held back, the net large at the foot."""
    flow = Flow(sheet, Theme(face=Face.HUMANIST, size=9, grid=Grid.BANDED, colour="#0d47a1", figures=Figures.PLAIN))
    theme, person, company = flow.theme, facts.person, facts.company
    flow.banner("Bulletin de salaire", height=10)
    flow.gap(3)
    flow.pairs((("Employeur", company.name), ("Adresse", f"{company.address.street}, {company.address.last_line}"),
                ("Siret", company.spaced_siret), ("Code NAF", facts.ape)), label_width=30)  # fmt: skip
    flow.gap(2)
    flow.pairs(
        (
            ("Salarié", whole_name(person)),
            ("Immatriculation", person.spaced_number),
            ("Poste occupé", person.job),
            ("Période de paie", facts.period),
        ),
        label_width=30,
    )
    flow.gap(4)
    heads = (
        *columns(("Élément", 60)),
        Column(head="À payer", share=18, align=_R),
        Column(head="À déduire", share=18, align=_R),
    )
    made = Table(flow, heads)
    rows = [("Rémunération brute", theme.money(facts.gross_cents), "")]
    rows += [(each.text, "", theme.money(each.employee_cents)) for each in facts.contributions if each.employee_cents]
    rows.append(("Prélèvement à la source", "", theme.money(facts.tax_cents)))
    made.rows(rows)
    made.end()
    flow.say(f"Brut du mois : {theme.money(facts.gross_cents)} €")
    flow.say(f"Net imposable avant prélèvement : {theme.money(facts.before_tax_cents)} €")
    flow.gap(2)
    flow.say(f"Net versé sur votre compte : {theme.money(facts.net_cents)} €", theme.accent.sized(13))
    flow.say(f"Virement du {in_words(facts.paid_on)}", theme.small)


def draw_notice(sheet: Sheet, facts: TaxNotice, _: random.Random) -> None:
    """Draw the first page of the notice: references at the left, what is to pay in a frame."""
    flow = Flow(sheet, Theme(size=9.2, colour="#1c3f94", grid=Grid.RULED))
    theme, person = flow.theme, facts.person
    flow.say("RÉPUBLIQUE FRANÇAISE", theme.strong.sized(8))
    flow.say("Finances publiques", theme.accent.sized(11))
    flow.stack(112, 44, (whole_name(person), person.address.street, person.address.last_line), first=theme.strong)
    flow.y = 30
    flow.say(f"AVIS D'IMPÔT {facts.year + 1}", theme.accent.sized(15), x=112)
    flow.say(f"Impôt sur les revenus de l'année {facts.year}", x=112)
    flow.y = 48
    flow.say("Vos références", theme.accent)
    number = facts.tax_number
    told = (
        ("Numéro fiscal (C)", f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}"),
        ("Référence de l'avis", facts.notice_number),
        ("Date d'établissement", slashed(facts.issued_on)),
    )
    flow.pairs(told, label_width=38)
    flow.y = 92
    due = facts.tax_cents - facts.withheld_cents
    flow.cells(
        (
            (
                "Somme qui vous reste à payer" if due > 0 else "Somme qui vous est remboursée",
                f"{theme.money(abs(due))} €",
            ),
        )
    )
    flow.gap(6)
    _incomes(flow, facts)
    flow.prose("Pour toute question, votre centre des finances publiques vous répond depuis votre espace particulier.")


def _incomes(flow: Flow, facts: TaxNotice) -> None:
    money = flow.theme.money
    made = Table(flow, columns(("Détail des revenus", 60), ("Déclarant 1", 20, _R)))
    made.rows(
        [
            ("Salaires", money(facts.income_cents)),
            ("Déduction 10 % ou frais réels", money(facts.income_cents // 10)),
            ("Revenu fiscal de référence", money(facts.income_cents * 9 // 10)),
            ("Nombre de parts", facts.shares),
            ("Impôt sur le revenu net", money(facts.tax_cents)),
            ("Déjà prélevé", money(facts.withheld_cents)),
        ]
    )
    made.end()


def draw_no_tax(sheet: Sheet, facts: TaxNotice, _: random.Random) -> None:
    """Draw the notice of the declared situation: a letter with the household and its reference income."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=10.4, colour="#7f1d1d", grid=Grid.BOXED, left=22, right=188))
    theme, person = flow.theme, facts.person
    flow.say("DIRECTION DES FINANCES PUBLIQUES", theme.strong)
    flow.say("Service des impôts des particuliers")
    flow.stack(110, 46, (f"{person.civility} {whole_name(person)}", person.address.street, person.address.last_line))
    flow.y = 74
    flow.say(f"Avis de situation déclarative, revenus {facts.year}", theme.accent.sized(14))
    flow.gap(3)
    flow.prose(
        f"Numéro fiscal du déclarant : {facts.tax_number}. Numéro d'avis : {facts.notice_number}. Établi le "
        f"{in_words(facts.issued_on)}."
    )
    made = Table(flow, columns(("Rubrique", 60), ("Montant", 24, _R)))
    made.rows([
        ("Traitements et salaires déclarés", theme.money(facts.income_cents)),
        ("Quotient familial, parts", facts.shares),
        ("Revenu de référence", theme.money(facts.income_cents * 9 // 10)),
        ("Montant de l'impôt", theme.money(facts.tax_cents)),
    ])  # fmt: skip
    made.end()
    flow.prose("Cet avis peut être présenté à tout organisme qui vous demande de justifier de vos ressources.")
