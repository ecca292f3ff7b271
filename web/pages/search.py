"""Search: words in, pages out, with the part of the paper where they stand; narrowed by facets, kept as a table."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from pipeline.errors import WrongUsage
from services.ports import SearchAnswer, SearchQuery, Visibility
from services.rulebook import Titles
from web.areas import Area
from web.cuts import cut
from web.visit import Signed, Visit

router = APIRouter(prefix="/search")

AREA = Area(key="search", address="/search", icon="search", letter="r", act="search", rank=60)
NOBODY = Visibility(circles=())
"""What is asked is asked for nobody: the service puts in what the person may see."""
FACETS = ("case_type", "document_class", "basket", "state", "month", "party")
A_PAGE, A_TABLE = 20, 1000
NOTHING = SearchAnswer(total=0, hits=(), facets=(), next=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form and the facets say; only: facets with a value, as `name:value`."""

    words: str
    since: str
    until: str
    only: tuple[str, ...]
    after: str

    def query(self, *, limit: int) -> SearchQuery:
        """Give the question to the service."""
        chosen = tuple((name, value) for name, _, value in (one.partition(":") for one in self.only))
        classes = [value for name, value in chosen if name == "document_class"]
        return SearchQuery(
            text=self.words,
            visibility=NOBODY,
            document_class=classes[0] if classes else None,
            since=self.since or None,
            until=self.until or None,
            limit=limit,
            after=self.after or None,
            only=tuple(pair for pair in chosen if pair[0] != "document_class"),
        )


@router.get("")
def search(
    visit: Signed,
    q: str = "",
    since: str = "",
    until: str = "",
    only: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    after: str = "",
) -> Response:
    """Show what answers; with nothing asked, everything."""
    asked = Asked(words=q, since=since, until=until, only=tuple(only), after=after)
    found, wrong = NOTHING, None
    try:
        found = visit.application.find.search(visit.actor, asked.query(limit=A_PAGE))
    except WrongUsage as error:
        wrong = error
    titles = visit.application.rulebook.titles(visit.actor)
    values = {
        "asked": asked,
        "found": found,
        "wrong": wrong,
        "cuts": {(hit.document, hit.page): cut(hit.document, hit.page, hit.boxes) for hit in found.hits if hit.boxes},
        "facets": [(name, counts) for name, counts in found.facets if name in FACETS and counts],
        "titles": titles,
        "named": {"case_type": titles.case_types, "document_class": titles.document_classes, "basket": titles.baskets},
    }
    return visit.page("search/search.html", values, status=400 if wrong else 200)


@router.get("/table")
def table(
    visit: Signed,
    q: str = "",
    since: str = "",
    until: str = "",
    only: Annotated[list[str], Query()] = [],  # noqa: B006
) -> Response:
    """Give the first thousand answers as a table (CSV) that a spreadsheet opens."""
    asked = Asked(words=q, since=since, until=until, only=tuple(only), after="")
    found = visit.application.find.search(visit.actor, asked.query(limit=A_TABLE))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(_rows(visit, found, visit.application.rulebook.titles(visit.actor)))
    sent = {"Content-Disposition": 'attachment; filename="casebinder.csv"', "Cache-Control": "no-store"}
    # The mark in front tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=sent)


def _rows(visit: Visit, found: SearchAnswer, titles: Titles) -> Iterator[tuple[object, ...]]:
    t = visit.door.templates.words(visit.language)
    yield (
        t("search.column_document"),
        t("search.column_page"),
        t("search.column_class"),
        t("search.column_case"),
        t("search.column_snippet"),
    )
    for hit in found.hits:
        title = titles.document_classes.get(hit.document_class)
        named = title.in_language(visit.language) if title else hit.document_class
        yield hit.document, hit.page, named, hit.case or "", _plain(hit.snippet)


def _plain(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
