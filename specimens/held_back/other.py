"""Held back: other looks of reports, résumés, cheques and health cards, and other strays."""

import random
from datetime import date

from specimens.blocks.flow import Flow
from specimens.blocks.theme import Figures, Theme
from specimens.handwriting import Hand
from specimens.marks import signature
from specimens.people import Source
from specimens.sheet import Align, Face, Sheet
from specimens.stated.other import Cheque, HealthCard, Report, Resume, Stray, report_of
from specimens.stated.told import whole_name
from specimens.wording import dotted, in_words, slashed

_REPORTS = (
    (
        "Fréquentation de la bibliothèque municipale",
        (
            ("En bref", "Les prêts progressent : {a} ouvrages sont sortis cette saison."),
            ("Lecteurs", "{b} inscrits de plus, surtout des collégiens."),
            ("Ce qu'il faudrait", "Ouvrir {c} heures de plus le samedi."),
        ),
    ),
)
_STRAYS = (
    (
        "Concert de printemps",
        (
            "Ouverture",
            "Chœur des enfants de l'école",
            "Entracte et buvette",
            "Final avec l'orchestre",
            "Entrée libre, chapeau à la sortie",
        ),
    ),
    (
        "Perdu chat gris",
        (
            "Répond au nom de Ficelle",
            "Collier vert, une oreille blanche",
            "Très craintif",
            "Récompense à qui le ramène",
        ),
    ),
)


def draw_minutes(sheet: Sheet, facts: Report, _: random.Random) -> None:
    """Draw a report as a typed paper."""
    flow = Flow(sheet, Theme(face=Face.TYPEWRITER, size=10.4, colour="#10131a", left=24, right=186))
    flow.say(facts.organisation.upper())
    flow.say(f"Etat des lieux au {dotted(facts.written_on)} ({facts.author})")
    flow.gap(6)
    flow.say(facts.subject, flow.theme.strong.sized(13))
    flow.gap(4)
    for head, text in facts.sections:
        flow.prose(f"{head} - {text}", gap=4)


def draw_profile(sheet: Sheet, facts: Resume, _: random.Random) -> None:
    """Draw somebody's way in a line of years."""
    person = facts.person
    flow = Flow(sheet, Theme(face=Face.ROUND, size=9.4, colour="#bf360c", left=22, right=188))
    flow.say(whole_name(person), flow.theme.accent.sized(17), align=Align.RIGHT)
    flow.say(f"{person.job} | {facts.telephone} | {dotted(person.birth_date)}", align=Align.RIGHT)
    flow.gap(8)
    flow.say("Mon parcours", flow.theme.strong.sized(13))
    for year, job, firm in facts.jobs:
        flow.pairs(((f"{year}", f"{job} / {firm}"),), label_width=18)


def draw_order_to_pay(sheet: Sheet, facts: Cheque, rng: random.Random) -> None:
    """Draw a cheque of an older print."""
    hand = Hand(rng, size=14)
    money = Theme(figures=Figures.FRENCH).money(facts.cents)
    flow = Flow(sheet, Theme(face=Face.SERIF, size=10, colour="#4a148c", left=24, right=190, top=40))
    sheet.box(18, 28, 176, 80, fill="#ece6f3", line="#7e57c2")
    flow.say(f"{facts.account.bank} - formule n° {facts.number}", flow.theme.accent)
    for label, value in (
        ("Veuillez payer", f"{money} euros"),
        ("à", facts.payee),
        ("fait le", slashed(facts.signed_on)),
    ):
        flow.gap(5)
        sheet.block()
        sheet.text(24, flow.y, label, flow.theme.text)
        hand.write(sheet, 54, flow.y, value, width=130)
    flow.gap(12)
    flow.say(
        f"{facts.drawer.full_name}, {facts.drawer.address.last_line}, compte {facts.account.number}", flow.theme.small
    )
    signature(sheet, 140, flow.y - 10, rng)


def draw_rights(sheet: Sheet, facts: HealthCard, _: random.Random) -> None:
    """Draw a letter about somebody's cover."""
    flow = Flow(sheet, Theme(face=Face.BOOK, size=11, colour="#00695c", left=24, right=186))
    person = facts.person
    flow.say(facts.fund, flow.theme.accent)
    flow.gap(8)
    flow.say("Votre couverture de santé", flow.theme.strong.sized(15))
    flow.gap(4)
    flow.prose(
        f"{whole_name(person)}, venu(e) au monde le {slashed(person.birth_date)}, identifié(e) sous le "
        f"{person.spaced_number}, est couvert(e) jusqu'au {slashed(facts.expires_on)}.",
        f"Imprimé le {in_words(facts.issued_on)}.",
    )


def draw_poster(sheet: Sheet, facts: Stray, _: random.Random) -> None:
    """Draw a poster."""
    flow = Flow(sheet, Theme(size=16, colour="#1565c0", left=20, right=190, top=60))
    flow.banner(facts.head, height=18)
    for text in facts.lines:
        flow.gap(10)
        flow.prose(text)


def _draw_report(source: Source, today: date) -> Report:
    return report_of(source, today, _REPORTS)


def _draw_stray(source: Source, _: date) -> Stray:
    head, lines = source.rng.choice(_STRAYS)
    return Stray(head=head, lines=lines)


LAYOUTS = {
    "report": (draw_minutes,),
    "resume": (draw_profile,),
    "cheque": (draw_order_to_pay,),
    "health_card": (draw_rights,),
    "unknown": (draw_poster,),
}
FACTS = {"report": _draw_report, "unknown": _draw_stray}
