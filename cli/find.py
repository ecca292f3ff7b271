"""`casebinder search`."""

import sys
from time import perf_counter
from typing import Annotated

import typer

from cli.output import answer, say
from cli.session import Session, session_of
from services import shapes
from services.ports import Hit, SearchAnswer, SearchQuery, Visibility


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("search")(search)


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words; quotes for a phrase, word* for a prefix, word~ when misread.")],
    document_class: Annotated[str | None, typer.Option("--class", help="Only this document class.")] = None,
    case: Annotated[str | None, typer.Option(help="Only this case.")] = None,
    since: Annotated[str | None, typer.Option(help="Received on or after this day.")] = None,
    until: Annotated[str | None, typer.Option(help="Received on or before this day.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    after: Annotated[str | None, typer.Option(help="The cursor of the page before.")] = None,
) -> None:
    """Search everything ever received, page by page."""
    session = session_of(context)
    started = perf_counter()
    asked = SearchQuery(
        text=query,
        visibility=Visibility(circles=()),
        document_class=document_class,
        case=case,
        since=since,
        until=until,
        limit=limit,
        after=after,
    )
    found = session.application.find.search(session.actor, asked)
    if session.as_json:
        answer("search", shapes.search(found, seconds=perf_counter() - started))
        return
    _print(session, found)


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
    """Give the excerpt with what matched in bold, for a terminal."""
    parts, last = [], 0
    for start, end in hit.marks:
        parts += [hit.snippet[last:start], typer.style(hit.snippet[start:end], bold=True)]
        last = end
    return "".join([*parts, hit.snippet[last:]])
