"""People and companies: found by name or number, and everything of one of them on a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from casebinder.casetypes import CaseType, FactType
from casebinder.explaining.cases import fact_value_words
from casebinder.model.case import Fact
from pipeline.model.identity import PartyId
from pipeline.model.text import Bilingual
from services.looking.find import CaseFile
from web.areas import Area
from web.case_view import LETTER_ICONS, STATES, open_items
from web.visit import Signed, Visit

router = APIRouter(prefix="/parties")

AREA = Area(key="parties", address="/parties", icon="person", letter="p", act="case.view", rank=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one case says of the party, in words."""

    reference: str
    kind: FactType
    fact: Fact
    words: Bilingual


@router.get("")
def listed(visit: Signed, q: str = "", page: int = 1) -> Response:
    """Find people and companies by words of their name, or by a number."""
    found = visit.application.on_cases.parties.found(visit.actor, q, number=page)
    return visit.page("parties/list.html", {"found": found, "q": q})


@router.get("/{name}")
def shown(visit: Signed, name: str) -> Response:
    """Show everything of a person or a company."""
    shown = visit.application.on_cases.parties.shown(visit.actor, PartyId(name))
    papers = {view.document.id: view for file in shown.files for view in file.documents}
    values = {
        "party": shown.party,
        "files": shown.files,
        "papers": papers,
        "outcomes": dict(_outcomes(visit, shown.files)),
        "open_items": {file.case.reference: open_items(file.verdict) for file in shown.files},
        "letters": [(file, asked) for file in shown.files for asked in reversed(file.case.requests)],
        "sayings": _sayings(visit, shown.files),
        "states": STATES,
        "icons": LETTER_ICONS,
        "titles": visit.application.rulebook.titles(visit.actor),
    }
    return visit.page("parties/party.html", values)


def _outcomes(visit: Visit, files: tuple[CaseFile, ...]) -> Iterator[tuple[str, Bilingual]]:
    """Yield the words of the outcomes that rules name; one that a person typed is shown as it was."""
    for file in files:
        kind = visit.application.rulebook.kind(visit.actor, file.case.rules_digest)
        yield from ((decision.outcome, decision.title) for decision in kind.decisions)


def _sayings(visit: Visit, files: tuple[CaseFile, ...]) -> list[list[Saying]]:
    """Return what the cases say, fact by fact: each different value once, as the newest case that says so has it."""
    found: dict[str, list[Saying]] = {}
    for file in files:
        kind = visit.application.rulebook.kind(visit.actor, file.case.rules_digest)
        for saying in _said(kind, file):
            told = found.setdefault(saying.fact.name, [])
            if saying.words not in [other.words for other in told]:
                told.append(saying)
    return list(found.values())


def _said(kind: CaseType, file: CaseFile) -> list[Saying]:
    known = ((kind.fact(fact.name), fact) for fact in file.verdict.facts)
    return [
        Saying(reference=file.case.reference, kind=one, fact=fact, words=fact_value_words(kind, one, fact.value))
        for one, fact in known
        if one is not None
    ]
