"""`casebinder rules`: the analyst's checks."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import NO, Leave, answer, say, tell
from cli.session import session_of

app = typer.Typer(no_args_is_help=True, help="Rule files: check.")


@app.callback()
def rules() -> None:
    """Work on rule files."""


@app.command()
def check(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; none: ours.")] = None,
) -> None:
    """Check rule files: every error at once, at file:line:column, with a suggestion."""
    session = session_of(context)
    own = session.application.rule_files()
    given = session.application.rule_files(paths) if paths else own
    checked = session.application.rulebook.check(session.actor, given, beside=own)
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
            tell(
                f"{problem.file}:{problem.line}:{problem.column}: {problem.message.in_language(session.language)}{hint}"
            )
        count = len(checked.problems)
        say(
            session.words(
                f"{len(checked.files)} fichiers, {count} erreurs", f"{len(checked.files)} files, {count} errors"
            )
        )
    if checked.problems:
        raise Leave(NO)
