"""Search: words in, pages out, with the part of the paper where they stand; narrowed by facets, kept as a table."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from pipeline.errors import WrongUsage
from pipeline.model.identity import DocumentId
from services.looking.search import Proposal, Typing, minor
from services.ports.search import SearchAnswer, SearchQuery
from services.rules.rulebook import Titles
from web.areas import Area
from web.cuts import cut
from web.visit import Signed, Visit

router = APIRouter(prefix="/search")

AREA = Area(key="search", address="/search", icon="search", letter="r", act="search", rank=60)
FACETS = ("case_type", "document_class", "basket", "state", "month", "party")
A_PAGE, A_TABLE = 20, 1000
NOTHING = Typing(answer=SearchAnswer(total=0, hits=(), facets=(), next=None), text="", proposals=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form and the facets say; only: facets with a value, as `name:value`; amounts as typed."""

    q: str = ""
    since: str = ""
    until: str = ""
    amount_from: str = ""
    amount_to: str = ""
    only: tuple[str, ...] = ()
    after: str = ""

    def query(self, *, limit: int) -> SearchQuery:
        """Give the question to the service; raises WrongUsage."""
        chosen = tuple((name, value) for name, _, value in (one.partition(":") for one in self.only))
        classes = [value for name, value in chosen if name == "document_class"]
        return SearchQuery(
            text=self.q,
            document_class=classes[0] if classes else None,
            since=self.since or None,
            until=self.until or None,
            amount_from=minor(self.amount_from, "amount_from"),
            amount_to=minor(self.amount_to, "amount_to"),
            limit=limit,
            after=self.after or None,
            only=tuple(pair for pair in chosen if pair[0] != "document_class"),
        )

    def address(self, path: str = "/search", **changed: object) -> str:
        """Return the address of this question, or of a changed one, without what is empty."""
        given = {name: getattr(self, name) for name in FIELDS} | {"after": ""} | changed
        return f"{path}?{urlencode({name: value for name, value in given.items() if value}, doseq=True)}"

    def without(self, pair: str) -> str:
        """Return the address of this question without one facet value."""
        return self.address(only=tuple(one for one in self.only if one != pair))

    def narrowed(self, proposal: Proposal) -> str:
        """Return the address that takes a proposal for a facet instead of the word begun."""
        return self.address(q=proposal.typed, only=(*self.only, f"{proposal.facet}:{proposal.value}"))


FIELDS = tuple(field.name for field in fields(Asked))


def asked_of(
    q: str = "",
    since: str = "",
    until: str = "",
    amount_from: str = "",
    amount_to: str = "",
    only: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    after: str = "",
) -> Asked:
    """Read the question of an address."""
    amounts = {"amount_from": amount_from.strip(), "amount_to": amount_to.strip()}
    return Asked(q=q, since=since, until=until, only=tuple(only), after=after, **amounts)


Question = Annotated[Asked, Depends(asked_of)]


@router.get("")
def search(visit: Signed, asked: Question) -> Response:
    """Show what answers; with nothing asked, everything."""
    values = _answered(visit, asked)
    return visit.page("search/search.html", values, status=400 if values["wrong"] else 200)


@router.get("/found")
def found(visit: Signed, asked: Question) -> Response:
    """Return the answers alone, for the script that asks while somebody types."""
    values = _answered(visit, asked)
    return visit.fragment("search/found.html", values, status=400 if values["wrong"] else 200)


def _answered(visit: Visit, asked: Asked) -> dict[str, object]:
    """Return what answers, as the templates need it; wrong: why the question cannot be read, or None."""
    titles = visit.application.rulebook.titles(visit.actor)
    typing, wrong = NOTHING, None
    try:
        typing = visit.application.search.as_typed(visit.actor, asked.query(limit=A_PAGE), titles.document_classes)
    except WrongUsage as error:
        wrong = error
    answer = typing.answer
    return {
        "asked": asked,
        "found": answer,
        "proposals": [(one, asked.narrowed(one)) for one in typing.proposals],
        "more": asked.address(q=typing.text, after=answer.next) if answer.next else "",
        "wrong": wrong,
        "cuts": {(hit.document, hit.page): cut(hit.document, hit.page, hit.boxes) for hit in answer.hits if hit.boxes},
        "facets": [(name, counts) for name, counts in answer.facets if name in FACETS and counts],
        "titles": titles,
        "named": {"case_type": titles.case_types, "document_class": titles.document_classes, "basket": titles.baskets},
    }


@router.get("/explain")
def explained(visit: Signed, asked: Question, document: str = "") -> Response:
    """Lead to the explanation of one document, or back to the search when none is named."""
    name = document.strip().rpartition("/")[2].partition("?")[0]
    return visit.go(asked.address(f"/search/explain/{quote(name)}") if name else asked.address())


@router.get("/explain/{name}")
def explain(visit: Signed, name: str, asked: Question) -> Response:
    """Return why a question finds a document, or why not."""
    told = visit.application.views.explain.explain(visit.actor, asked.query(limit=1), DocumentId(name))
    values = {
        "asked": asked,
        "told": told,
        "name": name,
        "cuts": {word: cut(name, word.page, [word.box]) for why in told.reasons for word in why.words},
    }
    return visit.page("search/explain.html", values)


@router.get("/table")
def table(visit: Signed, asked: Question) -> Response:
    """Return the first thousand answers as a table (CSV) that a spreadsheet opens."""
    answer = visit.application.search.pages(visit.actor, replace(asked, after="").query(limit=A_TABLE))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(_rows(visit, answer, visit.application.rulebook.titles(visit.actor)))
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
