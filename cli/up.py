"""`casebinder up`: everything a small office needs on one machine, by one command, until Ctrl-C."""

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import say, tell
from cli.serve import tell_first_password
from cli.session import Session, session_of

if TYPE_CHECKING:
    from bootstrap.office.supervise import News


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(up)


def up(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="The hot folder; otherwise `inbox` in the home.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that capture.")] = 1,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port of the pages.")] = None,
    no_prefect: Annotated[
        bool, typer.Option("--no-prefect", help="Capture without Prefect and its schedules.")
    ] = False,
) -> None:
    """Run pages, workers, hot folder, Prefect server and schedules on this machine, until Ctrl-C."""
    from bootstrap.office.processes import Wishes, alone, office  # noqa: PLC0415 - a search must not wait for this
    from bootstrap.office.supervise import supervise  # noqa: PLC0415

    session = session_of(context)
    session.application.actor(session.actor.id)  # the installation is made, or its faults are told, before all else
    with alone(session.settings.home):
        wishes = Wishes(folder=folder, workers=workers, port=port, has_prefect=not no_prefect)
        wanted = office(session.settings, wishes)
        say(session.words("Casebinder démarre ; Ctrl-C arrête tout.", "Casebinder starts; Ctrl-C ends everything."))
        say(f"  {session.words('installation', 'installation')}: {wanted.home}")
        say(f"  {session.words('dossier surveillé', 'hot folder')}: {wanted.folder}")
        for name, address in ((session.words("pages", "pages"), wanted.pages), ("Prefect", wanted.prefect)):
            if address:
                say(f"  {name}: {address}")
        tell_first_password(session)
        say(f"  {session.words('journaux', 'logs')}: {wanted.logs}")
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        supervise(wanted.parts, ended, lambda news: _tell(session, news))
    say(session.words("Tout est arrêté ; rien n'est perdu.", "Everything has ended; nothing is lost."))


def _tell(session: Session, news: "News") -> None:
    """Say what happened to a part; one that keeps dying says where its log lies."""
    name, log = news.part.name, news.part.log
    match news.happening.value:
        case "started":
            tell(session.words(f"{name} : démarre", f"{name}: starts"))
        case "ready":
            tell(session.words(f"{name} : prêt", f"{name}: ready"))
        case _:
            tell(
                session.words(
                    f"{name} : s'est arrêté ({news.code}), redémarre dans {news.pause:.0f} s ; voir {log}",
                    f"{name}: ended ({news.code}), starts again in {news.pause:.0f} s; see {log}",
                )
            )
