"""The door of the pages, found by its entry point: nothing below the doors imports it."""

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Protocol, cast

from bootstrap.application import Application
from pipeline.errors import WrongUsage
from pipeline.model.identity import ActorId
from pipeline.model.text import Bilingual
from services.access import SYSTEM

GROUP = "casebinder.pages"
ANYWHERE = "0.0.0.0"  # noqa: S104 - all addresses of this machine, when the settings say so
OnReady = Callable[[str], None]
"""Is told the address at which the pages answer."""


class Pages(Protocol):
    """Serves an installation to browsers."""

    def serve(self, application: Application, *, host: str, port: int, on_ready: OnReady) -> None:
        """Serve until SIGINT or SIGTERM; port 0: any that is free. Raises WrongUsage when the port is taken."""
        ...


def pages() -> Pages:
    """Return the door of the pages; raises WrongUsage when it is not installed."""
    found = next(iter(entry_points(group=GROUP)), None)
    try:
        if found is not None:
            return cast("Pages", found.load()())
    except ImportError as error:
        raise _missing() from error
    raise _missing()


def are_installed() -> bool:
    """Return whether the pages can be served here."""
    try:
        pages()
    except WrongUsage:
        return False
    return True


def address_of(host: str, port: int) -> str:
    """Return the address at which a browser of this machine finds pages that are served at a host and port."""
    near = {ANYWHERE: "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"


def first_password(application: Application) -> str | None:
    """Open the account of the first administrator and give its password for one use; None when there is an account."""
    return application.accounts.open_first(SYSTEM, ActorId(application.settings.actor))


def _missing() -> WrongUsage:
    return WrongUsage(
        "pages_missing",
        Bilingual(fr="Les pages ne sont pas installées.", en="The pages are not installed."),
        where=GROUP,
        next_step=Bilingual(
            fr="Installez casebinder avec l'extra « web ».", en='Install casebinder with the extra "web".'
        ),
    )
