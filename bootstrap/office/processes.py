"""Everything a small office needs on one machine: which processes, in which order, and where each is found.

A Prefect server of its own unless one is named, its schedules, workers that capture, and the hot folder.
"""

import fcntl
import os
import socket
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bootstrap.office.pages import address_of, are_installed
from bootstrap.office.supervise import Part
from bootstrap.parts.prefect_server import ANSWER_SECONDS, answers, named
from bootstrap.settings import Settings
from pipeline.errors import NotPossible
from pipeline.model.text import Bilingual

PREFECT_PORT = 4200
_LOCK = "up.lock"
_KEPT_SECONDS = str(7 * 24 * 3600)
SERVER_SETTINGS: Mapping[str, str] = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # Few runs are made ahead, so that few are late when the machine was off over night.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "5",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT3M",
    # 3,600 runs a day are kept for a week.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": _KEPT_SECONDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What runs: the parts in the order in which they start, and the addresses a person wants to know.

    prefect, pages: empty when there are none.
    """

    parts: tuple[Part, ...]
    home: Path
    folder: Path
    logs: Path
    prefect: str
    pages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is wanted of an office: another hot folder or port than the settings', how many workers, and Prefect."""

    folder: Path | None = None
    workers: int = 1
    port: int | None = None
    has_prefect: bool = True


def office(settings: Settings, wishes: Wishes) -> Office:
    """Lay out the processes of an installation on this machine; makes the hot folder."""
    home, inbox = settings.home.resolve(), (wishes.folder or settings.hot_folder).resolve()
    inbox.mkdir(parents=True, exist_ok=True)
    logs = home / "logs"
    api = (named(settings) or f"http://127.0.0.1:{free_port(PREFECT_PORT)}/api") if wishes.has_prefect else ""
    environment = os.environ | {
        "CASEBINDER_HOME": str(home),
        "CASEBINDER_INBOX": str(inbox),
        "CASEBINDER_ENGINE": "prefect" if api else "inline",
        "CASEBINDER_LANGUAGE": settings.language,
        "CASEBINDER_ACTOR": settings.actor,
        "CASEBINDER_PROCESSES": str(max(1, settings.processes // wishes.workers)),
        "CASEBINDER_PREFECT_API_URL": api,
    }
    parts = []
    if api and not named(settings):
        parts.append(_server(api, environment | _of_server(home), logs))
    if api:
        parts.append(_ours("registration", ("init", "--prefect"), environment, logs, is_once=True))
    names = [f"worker-{number}" for number in range(1, wishes.workers + 1)] if wishes.workers > 1 else ["worker"]
    parts += [_ours(name, ("worker",), environment, logs) for name in names]
    if api:
        parts.append(_ours("schedules", ("worker", "--schedules"), environment, logs))
    parts.append(_ours("watch", ("watch", str(inbox), "--no-wait"), environment, logs))
    pages = _pages(settings, wishes, environment, logs)
    return Office(
        parts=(*parts, *(part for part, _ in pages)),
        home=home,
        folder=inbox,
        logs=logs,
        prefect=api.removesuffix("/api"),
        pages="".join(address for _, address in pages),
    )


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Be the only `up` of an installation; raises NotPossible when there is another."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotPossible(
                "already_up",
                Bilingual(fr="Cette installation est déjà en marche.", en="This installation is up already."),
                where=str(home),
                next_step=Bilingual(
                    fr="Arrêtez l'autre « casebinder up » d'abord.", en='End the other "casebinder up" first.'
                ),
            ) from error
        yield


def _pages(
    settings: Settings, wishes: Wishes, environment: Mapping[str, str], logs: Path
) -> tuple[tuple[Part, str], ...]:
    """Return the process that serves the pages, and its address, when they are installed."""
    if not are_installed():
        return ()
    port = free_port(settings.web_port) if wishes.port is None else wishes.port
    words = (sys.executable, "-m", "cli.start", "serve", "--port", str(port))
    address = address_of(settings.web_host, port)
    part = Part(
        name="pages",
        command=words,
        environment=environment,
        log=logs / "pages.log",
        is_ready=lambda: answers_at(f"{address}/readyz"),
    )
    return ((part, settings.web_url or address),)


def _server(api: str, environment: Mapping[str, str], logs: Path) -> Part:
    port = api.removesuffix("/api").rpartition(":")[2]
    words = ("-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port)
    return Part(
        name="prefect",
        command=(sys.executable, *words),
        environment=environment,
        log=logs / "prefect.log",
        is_ready=lambda: answers(api),
    )


def answers_at(address: str) -> bool:
    """Return whether a page of ours answers there, and well."""
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS):  # noqa: S310 - our own http address
            return True
    except (OSError, ValueError):
        return False


def _of_server(home: Path) -> dict[str, str]:
    """Return the server's settings; what the administrator set in the environment is stronger."""
    ours = {"PREFECT_HOME": str(home / "prefect"), **SERVER_SETTINGS}
    return {name: os.environ.get(name, value) for name, value in ours.items()}


def _ours(
    name: str, words: tuple[str, ...], environment: Mapping[str, str], logs: Path, *, is_once: bool = False
) -> Part:
    return Part(
        name=name,
        command=(sys.executable, "-m", "cli.start", *words),
        environment=environment,
        log=logs / f"{name}.log",
        is_once=is_once,
    )


def free_port(usual: int) -> int:
    """Return the usual port, or any that is free."""
    for port in (usual, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise OSError("no free port on 127.0.0.1")
