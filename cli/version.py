"""`casebinder version`."""

from importlib.metadata import version

import typer

from cli.output import answer, say
from cli.session import session_of


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("version")(show_version)


def show_version(context: typer.Context) -> None:
    """Print the version."""
    told = version("casebinder")
    if session_of(context).as_json:
        answer("version", {"version": told})
    else:
        say(f"casebinder {told}")
