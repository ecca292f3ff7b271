"""`casebinder rules`: the analyst's checks, and the look ahead at what new rules would change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import NO, Leave, answer, both, say
from cli.session import Session, session_of

if TYPE_CHECKING:
    from services.cases.impact import Impact

app = typer.Typer(help="Rule files: check, and what new ones would change.")


def register(top: typer.Typer) -> None:
    """Add the commands."""
    top.add_typer(app, name="rules")


@app.callback()
def rules() -> None:
    """Work on rule files."""


@app.command()
def check(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; none: ours.")] = None,
) -> None:
    """Check rule files: every error at once, at file:line:column, with a suggestion."""
    from bootstrap.instruments.rules import checked_rules  # noqa: PLC0415 - it brings all that reads rules

    session = session_of(context)
    checked = checked_rules(session.settings, paths or ())
    if session.as_json:
        errors = [
            {
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "message": problem.message.in_language(session.language),
                "suggestion": problem.suggestion.in_language(session.language) if problem.suggestion else None,
            }
            for problem in checked.problems
        ]
        answer("rules-check", {"files": list(checked.files), "errors": errors})
    else:
        for problem in checked.problems:
            hint = f" ({problem.suggestion.in_language(session.language)})" if problem.suggestion else ""
            where = f"{problem.file}:{problem.line}:{problem.column}"
            say(f"{where}: {problem.message.in_language(session.language)}{hint}")
        say(session.words(f"{len(checked.files)} fichiers", f"{len(checked.files)} files"))
    if checked.problems:
        count = len(checked.problems)
        raise Leave(NO, both(f"{count} erreur(s) dans les règles", f"{count} error(s) in the rules"))


@app.command()
def impact(
    context: typer.Context,
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A rule file or folder with case types.")],
    fail_over: Annotated[
        int | None, typer.Option("--fail-over", min=0, help="Exit code 1 when more cases would change.")
    ] = None,
) -> None:
    """Tell what new rules would make of the open cases; nothing is changed."""
    from bootstrap.instruments.rules import new_case_types  # noqa: PLC0415 - it brings all that reads rules

    session = session_of(context)
    found = session.application.foresee.impact(session.actor, new_case_types(session.settings, new))
    if session.as_json:
        from services.shapes.rules import impact as shape  # noqa: PLC0415

        answer("rules-impact", shape(found))
    else:
        _say_impact(session, found)
    if fail_over is not None and len(found.changed) > fail_over:
        many = f"{len(found.changed)} > {fail_over}"
        raise Leave(NO, both(f"trop de dossiers changeraient : {many}", f"too many cases would change: {many}"))


def _say_impact(session: Session, found: "Impact") -> None:
    cases, changed = len(found.effects), len(found.changed)
    complete, incomplete = found.become(complete=True), found.become(complete=False)
    send, withdraw, moved = found.letters_to_send, found.letters_to_withdraw, found.deadlines_moved
    say(session.words(f"{changed} dossiers changés sur {cases} ouverts", f"{changed} of {cases} open cases change"))
    say(session.words(f"complets : +{complete} -{incomplete}", f"complete: +{complete} -{incomplete}"))
    say(
        session.words(
            f"lettres : {send} à envoyer, {withdraw} à retirer", f"letters: {send} to send, {withdraw} to withdraw"
        )
    )
    say(session.words(f"échéances déplacées : {moved}", f"deadlines moved: {moved}"))
    for basket, count in sorted(found.baskets.items()):
        say(f"→ [{basket}] {count}")
    for effect in found.examples:
        before, after = (sentence.in_language(session.language) for sentence in effect.sentences)
        say(f"{effect.reference}  {before} → {after}")
