"""Serves the pages from this process: binds the port, says where, and runs until it is told to end."""

import errno
import signal
import socket
import threading

import uvicorn

from bootstrap.application import Application
from bootstrap.office.pages import OnReady, address_of
from bootstrap.running.afterwards import Afterwards
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual
from web.app import build

LONGEST_QUEUE = 512
"""Connections that wait for a turn."""
KEPT_SECONDS = 75
"""How long a line without a request is kept: longer than a proxy keeps it (nginx 60), which then is never cut off."""
END_SECONDS = 10
"""How long requests in hand may take to end."""


class WebPages:
    """Fulfils `bootstrap.office.pages.Pages` by Uvicorn."""

    def serve(self, application: Application, *, host: str, port: int, on_ready: OnReady) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP; raises WrongUsage when the host or the port cannot be had."""
        afterwards = Afterwards(application)
        config = uvicorn.Config(
            build(application, on_change=afterwards.tell),
            log_config=None,
            access_log=False,
            server_header=False,
            backlog=LONGEST_QUEUE,
            timeout_keep_alive=KEPT_SECONDS,
            timeout_graceful_shutdown=END_SECONDS,
        )
        server = uvicorn.Server(config)
        with _bound(host, port) as bound:
            _end_when_told(server)
            afterwards.begin()
            # The first picture does not wait for reading processes to load, nor anybody for their beginning.
            threading.Thread(target=application.reader.begin, name="warm-up", daemon=True).start()
            on_ready(address_of(host, bound.getsockname()[1]))
            try:
                server.run(sockets=[bound])
            finally:
                afterwards.end()


def _end_when_told(server: uvicorn.Server) -> None:
    """Let Ctrl-C, SIGTERM and a terminal that closes end the server; told again, it ends no sooner.

    Uvicorn's own second Ctrl-C tears requests apart, which have END_SECONDS in any case. What nohup wants ignored stays
    so.
    """

    def end(*_: object) -> None:
        server.should_exit = True

    server.handle_exit = end  # type: ignore[assignment]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(LONGEST_QUEUE)  # whoever is told the address is not turned away while the server starts
    except (OSError, UnicodeError) as error:
        bound.close()
        if isinstance(error, socket.gaierror | UnicodeError) or error.errno == errno.EADDRNOTAVAIL:
            raise _not_ours(host) from error
        raise WrongUsage(
            "port_taken",
            Bilingual(
                fr="Ce port est occupé, ou ce compte n'a pas le droit de l'ouvrir.",
                en="This port is in use, or this account may not use it.",
            ),
            where=f"{host}:{port}",
            next_step=Bilingual(
                fr="Choisissez-en un autre : --port ou web_port.", en="Choose another one: --port or web_port."
            ),
        ) from error
    return bound


def _not_ours(host: str) -> WrongUsage:
    return WrongUsage(
        "no_such_host",
        Bilingual(fr="Cette machine n'a pas cette adresse.", en="This machine has no such address."),
        where=host,
        next_step=Bilingual(
            fr="Choisissez-en une à elle par --host ou web_host : 127.0.0.1, ou 0.0.0.0 pour toutes.",
            en="Choose one it has with --host or web_host: 127.0.0.1, or 0.0.0.0 for all.",
        ),
    )
