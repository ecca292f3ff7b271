"""`casebinder rebuild --from-store`: a lost database is made again from what lies in the store."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import NO, Leave, answer, both, say
from cli.session import Session, session_of
from pipeline.errors import WrongUsage

if TYPE_CHECKING:
    from services.upkeep.rebuild import Rebuilt


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rebuild)


def rebuild(
    context: typer.Context,
    from_store: Annotated[bool, typer.Option("--from-store", help="From the snapshots beside the content.")] = False,
) -> None:
    """Fill an empty database from the store, then make index and case folders again."""
    session = session_of(context)
    if not from_store:
        raise WrongUsage(
            "wrong_usage",
            both("Dites d'où reconstruire.", "Say what to rebuild from."),
            where="rebuild",
            next_step=both("casebinder rebuild --from-store", "casebinder rebuild --from-store"),
        )
    from bootstrap.instruments.rebuilding import rebuild as rebuild_from_store  # noqa: PLC0415 - a search must not wait for it

    rebuilt = rebuild_from_store(session.settings, today=session.globals.today)
    if session.as_json:
        problems = [
            {"name": one.name, "problem": one.problem.in_language(session.language)} for one in rebuilt.problems
        ]
        answer("rebuild", {**asdict(rebuilt.brought), "problems": problems})
    else:
        _say(session, rebuilt)
    if rebuilt.problems:
        count = len(rebuilt.problems)
        raise Leave(NO, both(f"{count} chose(s) n'ont pu revenir", f"{count} thing(s) could not be brought back"))


def _say(session: Session, rebuilt: "Rebuilt") -> None:
    made = rebuilt.brought
    say(
        session.words(
            f"{made.batches} lots, {made.pages} pages, {made.documents} documents, {made.cases} dossiers,"
            f" {made.events} événements du journal",
            f"{made.batches} batches, {made.pages} pages, {made.documents} documents, {made.cases} cases,"
            f" {made.events} events of the journal",
        )
    )
    if made.received:
        say(
            session.words(
                f"{made.received} lots connus par leur seul reçu : à capturer par « casebinder recover »",
                f'{made.received} batches known by their receipt alone: captured by "casebinder recover"',
            )
        )
    for one in rebuilt.problems:
        say(f"✗ {one.name}: {one.problem.in_language(session.language)}")
    say(
        session.words(
            "Ensuite : ajoutez les acteurs, puis « casebinder status --verify ».",
            'Next: add the actors, then "casebinder status --verify".',
        )
    )
