"""A batch of mixed papers of unrelated people, for measuring: any class, any layout, any medium."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from specimens.degrade import WEARS, Level
from specimens.dossier import Dossier, Item, Plan, draw_dossier
from specimens.draw import draw_blank_back, draw_paper, draw_patch_t
from specimens.kinds import KINDS, draw_stated, facts_of
from specimens.output import PHOTOGRAPHS, SCANNERS, USUAL_MEDIA, Medium, Specimen, specimen_of
from specimens.papers import Employment, IdentityFormat, LetterFacts, RequestKind
from specimens.people import Source, draw_company, source_of
from specimens.truth import Paper
from specimens.wording import draw_disease

DOSSIER_CLASSES = (
    "occupational_disease_declaration", "medical_certificate", "national_id_card", "passport",
    "career_statement", "employer_certificate", "letter",
)  # fmt: skip
CLASSES = tuple(dict.fromkeys((*DOSSIER_CLASSES, *KINDS)))
_OLD_LETTERS = 2
_SHIFTS = 4
_ITEMS = {
    "occupational_disease_declaration": (Item.DECLARATION,),
    "medical_certificate": (Item.MEDICAL_CERTIFICATE,),
    "national_id_card": (Item.IDENTITY,),
    "passport": (Item.IDENTITY,),
    "career_statement": (Item.CAREER_STATEMENT,),
    "employer_certificate": (Item.SALARY_CERTIFICATE, Item.AGENCY_CERTIFICATE),
}
_CARDS = (IdentityFormat.CREDIT_CARD, IdentityFormat.LAMINATED_CARD)
_STACK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """What to make: about so many pages, of which classes and media, how worn, on what day.

    is_stacked: scanner media hold stacks with separator sheets and blank backs; otherwise every file holds one paper.
    is_held_back: only layouts kept from rules and training are drawn.
    """

    pages: int
    seed: int
    today: date
    level: Level = Level.CLEAN
    classes: tuple[str, ...] = DOSSIER_CLASSES
    media: tuple[Medium, ...] = USUAL_MEDIA
    is_stacked: bool = True
    is_held_back: bool = False


def mixture(order: BatchOrder) -> Iterator[Specimen]:
    """Yield files until the pages ordered are reached; classes and media take turns.

    Scanner media hold stacks of a few papers separated by patch-T sheets, the others one paper each.
    """
    done = number = drawn = 0
    while done < order.pages:
        medium = order.media[number % len(order.media)]
        is_stack = order.is_stacked and medium in SCANNERS
        papers: list[Paper] = []
        for _ in range(_STACK if is_stack else 1):
            paper = _paper(order, drawn)
            drawn += 1
            if is_stack:
                papers += [draw_patch_t(layout=number), paper]
                if drawn % 3 == 0:
                    papers.append(draw_blank_back())
            else:
                papers.append(_only_page(paper, order, drawn) if medium in PHOTOGRAPHS else paper)
        number += 1
        rng = np.random.default_rng([order.seed, number])
        specimen = specimen_of(f"{number:04d}", tuple(papers), medium, WEARS[order.level], rng)
        done += specimen.page_count
        yield specimen


def _only_page(paper: Paper, order: BatchOrder, drawn: int) -> Paper:
    """Return a one-page paper: another layout of a class that has two pages in this one, or the next class."""
    for shift in range(1, _SHIFTS):
        if len(paper.texts) == 1:
            break
        paper = _paper(order, drawn - 1, layout_shift=shift)
    return paper if len(paper.texts) == 1 else _only_page(_paper(order, drawn), order, drawn + 1)


def _paper(order: BatchOrder, drawn: int, *, layout_shift: int = 0) -> Paper:
    name = order.classes[drawn % len(order.classes)]
    source = source_of(order.seed, f"paper/{drawn}")
    layout = drawn // len(order.classes) + layout_shift
    if name in KINDS and (name != "letter" or order.is_held_back or layout % 5 >= _OLD_LETTERS):
        facts = facts_of(name, source, order.today, is_held_back=order.is_held_back)
        return draw_stated(facts, layout=layout, rng=source.rng, is_held_back=order.is_held_back)
    if name == "letter":
        return draw_paper(_letter(source, order.today), layout=layout, rng=source.rng)
    item = source.rng.choice(_ITEMS[name])
    plan = Plan(
        code=f"{drawn}",
        papers=(item,),
        contribution_months=source.rng.randint(3, 60),
        identity=IdentityFormat.PASSPORT if name == "passport" else _CARDS[layout % 2],
        request_kind=source.rng.choice((RequestKind.FIRST, RequestKind.FIRST, RequestKind.RELAPSE)),
        employment=source.rng.choice(tuple(Employment)),
    )
    dossier: Dossier = draw_dossier(plan, seed=order.seed, today=order.today)
    return draw_paper(dossier.papers[0][1], layout=layout, rng=source.rng, is_held_back=order.is_held_back)


def _letter(source: Source, today: date) -> LetterFacts:
    sender, recipient = draw_company(source), draw_company(source)
    return LetterFacts(
        sender=sender.name,
        sender_address=sender.address,
        recipient=recipient.name,
        recipient_address=recipient.address,
        subject=source.rng.choice(("Demande de pièces complémentaires", "Votre courrier", "Changement d'adresse")),
        reference=f"{today:%Y}-{source.rng.randint(1000, 9999)}",
        written_on=today,
        body=(
            "Madame, Monsieur,",
            f"Nous accusons réception de votre envoi relatif à l'affection suivante : {draw_disease(source.rng)}.",
            "Votre dossier est en cours d'examen ; nous reviendrons vers vous dans les meilleurs délais.",
            "Nous vous prions d'agréer, Madame, Monsieur, l'expression de nos sentiments distingués.",
        ),
    )
