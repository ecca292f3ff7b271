"""`casebinder rules`: the analyst's checks."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import NO, Leave, answer, both, say
from cli.session import session_of

app = typer.Typer(help="Rule files: check.")


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
    from bootstrap.rules import checked_rules  # noqa: PLC0415 - it brings all that reads rules

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
