"""Search: every page ever received that the caller may see."""

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Query

from pipeline.model.identity import DocumentId
from services.ports.search import SearchQuery
from services.shapes import Shape, titled
from services.shapes import search as shapes
from web.calling import Called
from web.openapi import answers

router = APIRouter(tags=["search"])


@router.get("/search", responses=answers("search"), response_model=None)
def search(
    call: Called,
    q: str = "",
    document_class: Annotated[str | None, Query(alias="class")] = None,
    case: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 20,
    after: str | None = None,
    only: Annotated[list[str], Query(description="Facets that hold, as name:value, such as basket:control.")] = [],  # noqa: B006
) -> Shape:
    """Search page by page: words, quotes for a phrase, word* for a prefix, word~ when misread. Best first."""
    started = perf_counter()
    asked = SearchQuery(
        text=q,
        document_class=document_class,
        case=case,
        since=since,
        until=until,
        limit=limit,
        after=after,
        only=tuple((name, value) for name, _, value in (one.partition(":") for one in only)),
    )
    found = call.application.search.pages(call.actor, asked)
    return titled("search", shapes.search(found, seconds=perf_counter() - started))


@router.get("/search/explain/{name}", responses=answers("search-explain"), response_model=None)
def explain(
    call: Called,
    name: str,
    q: str = "",
    document_class: Annotated[str | None, Query(alias="class")] = None,
    case: str | None = None,
    since: str | None = None,
    until: str | None = None,
    only: Annotated[list[str], Query(description="Facets that hold, as name:value.")] = [],  # noqa: B006
) -> Shape:
    """Return why a search finds a document, or why not: not indexed yet, no right, a filter, or read as other words."""
    asked = SearchQuery(
        text=q,
        document_class=document_class,
        case=case,
        since=since,
        until=until,
        only=tuple((name, value) for name, _, value in (one.partition(":") for one in only)),
    )
    told = call.application.views.explain.explain(call.actor, asked, DocumentId(name))
    return titled("search-explain", shapes.explanation(told, language=call.language))
