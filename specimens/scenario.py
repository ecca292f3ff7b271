"""The story of the demonstration: nine members, six channels, and what each case must come to.

The batches hold everything a mailroom meets in a morning: separator sheets, blank backs, forms
filled on screen, photographs, a letter for nobody, the same file twice, a broken one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from specimens.degrade import WEARS, Level
from specimens.dossier import BASIC, Dossier, Item, Plan, draw_dossier
from specimens.draw import draw_bar_code_sheet, draw_blank_back, draw_paper, draw_patch_t
from specimens.output import Medium, Specimen, specimen_of
from specimens.papers import Employment, IdentityFormat, LetterFacts, RequestKind
from specimens.people import draw_company, source_of
from specimens.truth import Paper

_FULL = (*BASIC, Item.SALARY_CERTIFICATE)
PLANS = (
    Plan(code="complete", papers=_FULL, contribution_months=214),
    Plan(
        code="identity-expired",
        papers=_FULL,
        contribution_months=97,
        identity=IdentityFormat.PASSPORT,
        is_identity_expired=True,
    ),
    Plan(code="career-missing", papers=_FULL, contribution_months=7, identity=IdentityFormat.LAMINATED_CARD),
    Plan(code="salary-missing", papers=BASIC, contribution_months=156),
    Plan(
        code="employment-unticked",
        papers=BASIC,
        contribution_months=64,
        employment=None,
        identity=IdentityFormat.PASSPORT,
    ),
    Plan(code="name-mismatch", papers=_FULL, contribution_months=88, is_identity_of_other_name=True),
    Plan(
        code="relapse-retired",
        papers=BASIC,
        contribution_months=301,
        request_kind=RequestKind.RELAPSE,
        employment=Employment.RETIRED,
        identity=IdentityFormat.LAMINATED_CARD,
    ),
    Plan(
        code="agency",
        papers=(*_FULL, Item.CAREER_STATEMENT, Item.AGENCY_CERTIFICATE),
        contribution_months=26,
        employment=Employment.AGENCY,
    ),
    Plan(code="undated", papers=_FULL, contribution_months=133, is_dated=False, identity=IdentityFormat.PASSPORT),
    Plan(
        code="short-career",
        papers=(*_FULL, Item.CAREER_STATEMENT),
        contribution_months=9,
        identity=IdentityFormat.PASSPORT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A file to make: its papers and how they are put on a medium."""

    batch: str
    name: str
    papers: tuple[Paper, ...]
    medium: Medium
    level: Level = Level.CLEAN


def draw_dossiers(*, seed: int, today: date) -> dict[str, Dossier]:
    """Draw the dossiers of the story by the code of their plan."""
    return {plan.code: draw_dossier(plan, seed=seed, today=today) for plan in PLANS}


def sendings(dossiers: dict[str, Dossier], *, seed: int, today: date) -> tuple[Sending, ...]:
    """Return the files of all batches in the order they arrive."""
    pages = _Desk(dossiers, seed)
    return (
        *_patch_stack(pages, today),
        *_bar_code_stack(pages, today),
        *_portal(pages),
        *_photographs(pages, today),
        *_counter(pages, today),
        *_mail(pages, seed, today),
    )


def make(sending: Sending, *, seed: int) -> Specimen:
    """Make the file of a sending."""
    rng = np.random.default_rng([seed, *f"{sending.batch}/{sending.name}".encode()])
    return specimen_of(sending.name, sending.papers, sending.medium, WEARS[sending.level], rng)


def broken(specimen: Specimen, *, name: str) -> Specimen:
    """Return the first third of a file: what is left of an interrupted transfer."""
    return Specimen(name=name, data=specimen.data[: len(specimen.data) // 3], truth=None, page_count=0)


def again(specimen: Specimen, *, name: str) -> Specimen:
    """Return the same bytes under another name."""
    return replace(specimen, name=name)


class _Desk:
    """Draws the papers of the dossiers, each once."""

    def __init__(self, dossiers: dict[str, Dossier], seed: int) -> None:
        self.dossiers = dossiers
        self.seed = seed

    def papers(self, code: str, *, layout: int, is_fillable: bool = False) -> Iterator[Paper]:
        dossier = self.dossiers[code]
        for item, facts in dossier.papers:
            rng = source_of(self.seed, f"drawing/{code}/{item}").rng
            yield draw_paper(facts, layout=layout, rng=rng, is_fillable=is_fillable and item is Item.DECLARATION)


def _patch_stack(desk: _Desk, today: date) -> Iterator[Sending]:
    """Scan both sides: one-page papers and separators have blank backs."""
    for number, (codes, layout) in enumerate(((("complete", "identity-expired"), 0), (("short-career",), 1)), start=1):
        papers: list[Paper] = []
        for code in codes:
            for paper in desk.papers(code, layout=layout):
                papers += [draw_patch_t(layout=layout), draw_blank_back(), paper]
                if len(paper.texts) % 2:
                    papers.append(draw_blank_back())
        name = f"SCAN_{today:%Y%m%d}_{number:04d}"
        level = (Level.CLEAN, Level.OFFICE)[number - 1]
        yield Sending(batch="scanner-patch-t", name=name, papers=tuple(papers), medium=Medium.SCANNED_PDF, level=level)


def _bar_code_stack(desk: _Desk, today: date) -> Iterator[Sending]:
    papers: list[Paper] = []
    for code, layout in (("career-missing", 1), ("salary-missing", 0)):
        for paper in desk.papers(code, layout=layout):
            payload = f"CB-SEP:{paper.document_class}" if code == "salary-missing" else "CB-SEP"
            papers += [draw_bar_code_sheet(payload), paper]
    name = f"lot_{today:%d%m%y}"
    yield Sending(batch="scanner-bar-codes", name=name, papers=tuple(papers), medium=Medium.TIFF)


def _portal(desk: _Desk) -> Iterator[Sending]:
    """Upload forms filled on screen and printed files as they are; nobody has a card as text."""
    names = iter(("piece1", "piece2", "piece3", "document", "document(1)", "document(2)"))
    for code, layout, is_fillable in (("employment-unticked", 0, True), ("relapse-retired", 1, False)):
        for paper in desk.papers(code, layout=layout, is_fillable=is_fillable):
            is_card = paper.document_class in {"national_id_card", "passport"}
            medium = Medium.SCANNED_PDF if is_card else Medium.BORN_DIGITAL
            yield Sending(batch="portal", name=next(names), papers=(paper,), medium=medium)


def _photographs(desk: _Desk, today: date) -> Iterator[Sending]:
    """Photograph papers of one page each."""
    day = today - timedelta(days=2)
    for number, paper in enumerate(desk.papers("agency", layout=1), start=1):
        name = f"IMG_{day:%Y%m%d}_{101500 + 37 * number}"
        yield Sending(batch="photographs", name=name, papers=(paper,), medium=Medium.PHOTOGRAPH)


def _counter(desk: _Desk, today: date) -> Iterator[Sending]:
    for code, layout, medium in (("name-mismatch", 0, Medium.SCANNED_PDF), ("undated", 1, Medium.FAX_PDF)):
        for number, paper in enumerate(desk.papers(code, layout=layout), start=1):
            name = f"accueil-{today:%y%m}-{code[:1]}{number:02d}"
            yield Sending(batch="counter", name=name, papers=(paper,), medium=medium)


def _mail(desk: _Desk, seed: int, today: date) -> Iterator[Sending]:
    source = source_of(seed, "letters")
    for number, layout in enumerate((0, 1), start=1):
        sender, recipient = draw_company(source), draw_company(source, name="Service des prestations")
        facts = LetterFacts(
            sender=sender.name if layout == 0 else sender.signatory,
            sender_address=sender.address,
            recipient=recipient.name,
            recipient_address=recipient.address,
            subject=("Présentation de nos prestations d'entretien", "Demande de renseignements")[layout],
            reference=f"{source.rng.choice('ABCD')}{source.rng.randint(100, 999)}/{today:%Y}",
            written_on=today - timedelta(days=4 + number),
            body=_LETTER_BODIES[layout],
        )
        paper = draw_paper(facts, layout=layout, rng=source_of(desk.seed, f"drawing/letter/{number}").rng)
        yield Sending(batch="mail", name=f"courrier_{number:02d}", papers=(paper,), medium=Medium.SCANNED_PDF)


_OFFER = (
    "Notre société assure depuis plus de vingt ans l'entretien des locaux professionnels et des espaces verts "
    "de nombreuses administrations de la région."
)
_QUOTE = (
    "Nous serions heureux de vous rencontrer afin d'établir avec vous un devis gratuit, adapté à la surface de "
    "vos bureaux et à la fréquence de passage que vous souhaitez."
)
_GREETING = "Dans l'attente de votre réponse, nous vous prions d'agréer nos salutations distinguées."
_ARRIVAL = (
    "Je viens de m'installer dans votre ville et je souhaite connaître les horaires d'ouverture de vos bureaux "
    "ainsi que les moyens de vous joindre par téléphone."
)
_APPOINTMENT = "Pourriez-vous également m'indiquer s'il est nécessaire de prendre rendez-vous ?"
_THANKS = "Je vous remercie par avance et vous prie de croire à mes sentiments les meilleurs."
_LETTER_BODIES = (
    ("Madame, Monsieur,", _OFFER, _QUOTE, _GREETING),
    ("Madame, Monsieur,", _ARRIVAL, _APPOINTMENT, _THANKS),
)
