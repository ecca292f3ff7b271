"""`casebinder serve`: the pages and the REST API from this process, until Ctrl-C."""

from typing import Annotated

import typer

from cli.output import say
from cli.session import Session, session_of


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", help="Address to serve at; 0.0.0.0 for all.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port; 0 for any.")] = None,
) -> None:
    """Serve the pages, until Ctrl-C; capture is left to a worker."""
    from bootstrap.office.pages import pages  # noqa: PLC0415 - a search must not wait for what serves pages

    session = session_of(context)
    door = pages()
    session.log_to_stderr()
    tell_first_password(session)
    door.serve(
        session.application,
        host=host or session.settings.web_host,
        port=session.settings.web_port if port is None else port,
        on_ready=lambda address: say(f"{session.words('pages', 'pages')}: {address}"),
    )


def tell_first_password(session: Session) -> None:
    """Open the first administrator's account when there is none, and tell its password, which is kept nowhere."""
    from bootstrap.office.pages import first_password  # noqa: PLC0415 - see above

    password = first_password(session.application)
    if password is None:
        return
    name = session.settings.actor
    say(session.words(f"Premier administrateur : {name}", f"First administrator: {name}"))
    say(session.words(f"  mot de passe provisoire : {password}", f"  password for one use: {password}"))
    say(
        session.words(
            "  à changer à la première entrée, dans les trois jours",
            "  to be changed when first signing in, within three days",
        )
    )
