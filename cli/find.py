"""`casebinder search`."""

import sys
from time import perf_counter
from typing import Annotated

import typer

from cli.output import answer, say
from cli.session import Session, session_of
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, from_written
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
    case_type: Annotated[str | None, typer.Option("--type", help="Only cases of this type.")] = None,
    state: Annotated[str | None, typer.Option(help="Only documents in this state.")] = None,
    basket: Annotated[str | None, typer.Option(help="Only cases in this basket.")] = None,
    party: Annotated[str | None, typer.Option(help="Only this person or company, as the facet writes it.")] = None,
    month: Annotated[str | None, typer.Option(help="Only what was received in this month, such as 2026-03.")] = None,
    amount_from: Annotated[str | None, typer.Option(help="Only documents of at least this amount.")] = None,
    amount_to: Annotated[str | None, typer.Option(help="Only documents of at most this amount.")] = None,
    since: Annotated[str | None, typer.Option(help="Received on or after this day.")] = None,
    until: Annotated[str | None, typer.Option(help="Received on or before this day.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    after: Annotated[str | None, typer.Option(help="The cursor of the page before.")] = None,
) -> None:
    """Search everything ever received, page by page."""
    session = session_of(context)
    started = perf_counter()
    facets = (("case_type", case_type), ("state", state), ("basket", basket), ("party", party), ("month", month))
    asked = SearchQuery(
        text=query,
        visibility=Visibility(circles=()),
        document_class=document_class,
        case=case,
        since=since,
        until=until,
        limit=limit,
        after=after,
        only=tuple((name, value) for name, value in facets if value is not None),
        amount_from=_minor(amount_from, "amount_from"),
        amount_to=_minor(amount_to, "amount_to"),
    )
    found = session.application.find.search(session.actor, asked)
    if session.as_json:
        answer("search", shapes.search(found, seconds=perf_counter() - started))
        return
    _print(session, found)


def _minor(typed: str | None, option: str) -> int | None:
    """Read an amount such as `1834,20` in cents; raises WrongUsage."""
    if typed is None:
        return None
    try:
        amount = from_written("amount", typed)
    except ValueError as error:
        raise WrongUsage(
            "search_option_wrong",
            Bilingual(fr=f"« {typed} » n'est pas un montant.", en=f'"{typed}" is no amount.'),
            where=option,
            next_step=Bilingual(fr="Forme attendue : 1834,20", en="Expected form: 1834.20"),
        ) from error
    return abs(amount.minor) if isinstance(amount, Amount) else None


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
