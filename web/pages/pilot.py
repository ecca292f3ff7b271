"""The supervisor's pages: figures, what each of them counts, and many cases given to somebody else at once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from pipeline.errors import CasebinderError
from pipeline.model.identity import ActorId
from services.desk.reassign import Reassigned
from services.instruments.figures import A_LIST, Dashboard, Period, Span
from services.ports.figure_records import CaseChoice
from web.areas import Area
from web.charts import Line, line
from web.visit import Signed, Typed, Visit

router = APIRouter(prefix="/pilot")

AREA = Area(key="pilot", address="/pilot", icon="dash", letter="t", act="figures.view", rank=70)
NOBODY = "-"
"""Stands in addresses for the cases of nobody, or in no basket."""


@router.get("")
def dashboard(visit: Signed, period: Period = Period.WEEKS) -> Response:
    """Show the figures of a period."""
    figures = visit.application.views.figures.dashboard(visit.actor, period)
    t = visit.door.templates.words(visit.language)
    values = {
        "figures": figures,
        "periods": [(f"/pilot?period={one}", t(f"pilot.period_{one}"), one is period) for one in Period],
        "spans": _spans(figures),
        "titles": visit.application.rulebook.titles(visit.actor),
        "chart": _straight_through(figures),
        "by_basket": _by(figures, "basket"),
        "by_person": _by(figures, "assignee"),
        "people": _people(visit),
        "nobody": NOBODY,
    }
    return visit.page("pilot/dashboard.html", values)


@router.get("/documents")
def documents(visit: Signed, period: Period = Period.WEEKS) -> Response:
    """List the documents of a period that needed a person."""
    values = {
        "documents": visit.application.views.figures.by_hand(visit.actor, period),
        "titles": visit.application.rulebook.titles(visit.actor),
        "most": A_LIST,
    }
    return visit.page("pilot/documents.html", values)


@router.get("/failed")
def failed(visit: Signed) -> Response:
    """List files in quarantine and pages that could not be read."""
    values = {"things": visit.application.views.figures.failed(visit.actor), "most": A_LIST}
    return visit.page("pilot/failed.html", values)


class Chosen:
    """What the address of a list of cases says; the service turns ages and delays into days."""

    def __init__(
        self,
        basket: str | None = None,
        who: str | None = None,
        age: int | None = None,
        until: int | None = None,
        clock: str | None = None,
        due: str = "",
        opened: Period | None = None,
    ) -> None:
        self.basket, self.who, self.clock, self.due = basket, who, clock, due
        self.age, self.until, self.opened = age, until, opened

    @property
    def address(self) -> str:
        """Write it as an address again."""
        return urlencode({name: value for name, value in vars(self).items() if value not in {None, ""}})

    def choice(self, visit: Visit) -> CaseChoice:
        """Give the choice to the service."""
        figures, chosen = visit.application.views.figures, CaseChoice()
        if self.opened is not None:
            chosen = figures.opened(visit.actor, self.opened)
        elif self.age is not None:
            chosen = figures.aged(visit.actor, self.age, self.until)
        elif self.due:
            chosen = figures.due(visit.actor, self.clock, is_late=self.due == "late")
        elif self.clock:
            chosen = CaseChoice(clock=self.clock)
        return replace(chosen, basket=_named(self.basket), assignee=_named(self.who))


def _named(given: str | None) -> str | None:
    """Return the name that stands in an address; "" for none at all."""
    return "" if given == NOBODY else given


Choice = Annotated[Chosen, Depends(Chosen)]


@router.get("/cases")
def cases(visit: Signed, chosen: Choice, after: str = "") -> Response:
    """List the open cases that a figure counts, to be given to somebody else."""
    return _cases(visit, chosen, after=after)


@router.post("/cases")
def reassign(
    visit: Signed,
    chosen: Choice,
    case: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    who: Typed = "",
    reason: Typed = "",
) -> Response:
    """Return the ticked cases to a person or a basket, and tell what became of each."""
    try:
        told = visit.application.views.reassign.reassign(visit.actor, case, ActorId(who.strip()), reason=reason)
    except CasebinderError as error:
        if error.code == "no_right":
            raise
        return _cases(visit, chosen, wrong=error, ticked=tuple(case), who=who, reason=reason)
    return _cases(visit, chosen, told=told)


def _cases(
    visit: Visit,
    chosen: Chosen,
    *,
    after: str = "",
    told: Reassigned | None = None,
    wrong: CasebinderError | None = None,
    ticked: tuple[str, ...] = (),
    who: str = "",
    reason: str = "",
) -> Response:
    count, lines = visit.application.views.figures.cases(visit.actor, chosen.choice(visit), after=after)
    values = {
        "cases": lines,
        "count": count,
        "chosen": chosen,
        "more": lines[-1].reference if len(lines) == A_LIST else "",
        "titles": visit.application.rulebook.titles(visit.actor),
        "people": _people(visit),
        "told": told,
        "wrong": wrong,
        "ticked": ticked,
        "who": who,
        "reason": reason,
        "nobody": NOBODY,
    }
    return visit.page("pilot/cases.html", values, status=400 if wrong else 200)


def _people(visit: Visit) -> dict[str, str]:
    return {one.id: one.name for one in visit.application.views.figures.people(visit.actor)}


def _spans(figures: Dashboard) -> list[tuple[Span, date | None]]:
    """Return each span with its last day; the present one has none yet."""
    lasts = [span.first - timedelta(days=1) for span in figures.spans[1:]]
    return list(zip(figures.spans, [*lasts, None], strict=True))


def _straight_through(figures: Dashboard) -> Line:
    """Draw the straight-through rate by span; spans in which nothing was handled leave a gap."""
    rates = [one.received.straight / one.received.handled if one.received.handled else None for one in figures.spans]
    return line(rates)


def _by(figures: Dashboard, name: str) -> list[tuple[str | None, int, int]]:
    """Sum the loads up by basket or by person: key, cases, of which late; the longest first."""
    sums: dict[str | None, tuple[int, int]] = {}
    for load in figures.loads:
        key: str | None = getattr(load, name)
        cases_, late = sums.get(key, (0, 0))
        sums[key] = (cases_ + load.cases, late + load.late)
    return sorted(((key, *counts) for key, counts in sums.items()), key=lambda one: -one[1])
