"""`casebinder search` and `casebinder search explain`."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import Annotated

import typer

from cli.arguments import EXPLAIN
from cli.output import answer, say
from cli.session import Session, session_of
from pipeline.model.identity import DocumentId
from services.looking.search import minor
from services.ports.search import Hit, SearchAnswer, SearchQuery
from services.shapes import search as shapes

Typed = Annotated[str, typer.Argument(help="Words; quotes for a phrase, word* for a prefix, word~ when misread.")]
Class = Annotated[str | None, typer.Option("--class", help="Only this document class.")]
InCase = Annotated[str | None, typer.Option("--case", help="Only this case.")]
OfType = Annotated[str | None, typer.Option("--type", help="Only cases of this type.")]
InState = Annotated[str | None, typer.Option("--state", help="Only documents in this state.")]
InBasket = Annotated[str | None, typer.Option("--basket", help="Only cases in this basket.")]
OfParty = Annotated[str | None, typer.Option("--party", help="Only this person or company, as the facet writes it.")]
InMonth = Annotated[str | None, typer.Option("--month", help="Only what was received in this month, such as 2026-03.")]
From = Annotated[str | None, typer.Option("--amount-from", help="Only documents of at least this amount.")]
To = Annotated[str | None, typer.Option("--amount-to", help="Only documents of at most this amount.")]
Since = Annotated[str | None, typer.Option("--since", help="Received on or after this day.")]
Until = Annotated[str | None, typer.Option("--until", help="Received on or before this day.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("search")(search)
    app.command(EXPLAIN)(explain)


def search(
    context: typer.Context,
    query: Typed,
    document_class: Class = None,
    case: InCase = None,
    case_type: OfType = None,
    state: InState = None,
    basket: InBasket = None,
    party: OfParty = None,
    month: InMonth = None,
    amount_from: From = None,
    amount_to: To = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    after: Annotated[str | None, typer.Option(help="The cursor of the page before.")] = None,
) -> None:
    """Search everything ever received, page by page."""
    session = session_of(context)
    started = perf_counter()
    facets = {"case_type": case_type, "state": state, "basket": basket, "party": party, "month": month}
    amounts = (amount_from, amount_to)
    asked = _asked(query, facets, amounts, document_class=document_class, case=case, since=since, until=until)
    asked = replace(asked, limit=limit, after=after)
    found = session.application.search.pages(session.actor, asked)
    if session.as_json:
        answer("search", shapes.search(found, seconds=perf_counter() - started))
        return
    _print(session, found)


def explain(
    context: typer.Context,
    query: Typed,
    document: Annotated[str, typer.Argument(help="The document that is looked for, such as d-7k2m9x4qpa.")],
    document_class: Class = None,
    case: InCase = None,
    case_type: OfType = None,
    state: InState = None,
    basket: InBasket = None,
    party: OfParty = None,
    month: InMonth = None,
    amount_from: From = None,
    amount_to: To = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Tell why a search finds a document, or why not."""
    session = session_of(context)
    facets = {"case_type": case_type, "state": state, "basket": basket, "party": party, "month": month}
    amounts = (amount_from, amount_to)
    asked = _asked(query, facets, amounts, document_class=document_class, case=case, since=since, until=until)
    told = session.application.views.explain.explain(session.actor, asked, DocumentId(document))
    if session.as_json:
        answer("search-explain", shapes.explanation(told, language=session.language))
        return
    say(session.words("trouvé", "found") if told.found else session.words("non trouvé", "not found"))
    for why in told.reasons:
        say(f"- {why.message.in_language(session.language)}")
        for word in why.words:
            say(f"    p. {word.page} : {word.text} ({word.confidence:.0%})")


def _asked(
    text: str,
    facets: Mapping[str, str | None],
    amounts: tuple[str | None, str | None],
    *,
    document_class: str | None,
    case: str | None,
    since: str | None,
    until: str | None,
) -> SearchQuery:
    """Return the question with the facets and the amounts, from and to, that were given; raises WrongUsage."""
    amount_from, amount_to = amounts
    return SearchQuery(
        text=text,
        document_class=document_class,
        case=case,
        since=since,
        until=until,
        only=tuple((name, value) for name, value in facets.items() if value is not None),
        amount_from=minor(amount_from, "amount_from"),
        amount_to=minor(amount_to, "amount_to"),
    )


def _print(session: Session, found: SearchAnswer) -> None:
    pages = (
        session.words("page trouvée", "page found")
        if found.total == 1
        else session.words("pages trouvées", "pages found")
    )
    say(f"{found.total} {pages}")
    for hit in found.hits:
        case = f" · {hit.case}" if hit.case else ""
        say(f"\n{hit.document} p. {hit.page} · {hit.document_class}{case}")
        say(f"  {_lit(hit) if sys.stdout.isatty() else hit.snippet}")
    if found.next:
        say(session.words(f"\nsuite : --after {found.next}", f"\nmore: --after {found.next}"))


def _lit(hit: Hit) -> str:
    """Return the excerpt with what matched in bold, for a terminal."""
    parts, last = [], 0
    for start, end in hit.marks:
        parts += [hit.snippet[last:start], typer.style(hit.snippet[start:end], bold=True)]
        last = end
    return "".join([*parts, hit.snippet[last:]])
