"""What the house asks of each kind of server: what it lacks here, how it is prepared, started, asked and ended."""

import base64
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Protocol

from serving.place import Place
from serving.process import Command, is_open_to_all, is_root

ASK_SECONDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a server is asked to end: the signal, the seconds it may take, and the signal when its starter dies."""

    sign: signal.Signals
    seconds: float
    orphaned: signal.Signals


class Kind(Protocol):
    """One kind of server; it keeps nothing, all it knows stands in the place."""

    @property
    def name(self) -> str:
        """Name it, as in the command line."""

    @property
    def needs(self) -> Sequence[str]:
        """Name the servers that must run before it."""

    @property
    def ports(self) -> Sequence[str]:
        """Name the ports it listens on."""

    @property
    def secrets(self) -> Sequence[str]:
        """Name the secrets made for it."""

    @property
    def end(self) -> End:
        """Return how it is ended."""

    def missing(self, place: Place) -> str:
        """Return what is missing here and what to type; empty when nothing is."""

    def prepare(self, place: Place) -> None:
        """Make its folder and files, as often as it is started."""

    def command(self, place: Place) -> Command:
        """Return the command that starts it."""

    def answers(self, place: Place) -> bool:
        """Return whether it is ready to work."""

    def furnish(self, place: Place) -> None:
        """Make in the running server what Casebinder expects to find; harmless when repeated."""

    def settings(self, place: Place) -> Mapping[str, str]:
        """Return the environment that points Casebinder to it."""


def answers(address: str, *, account: str = "") -> bool:
    """Return whether a GET of the address is answered well; the account is `name:password`."""
    token = base64.b64encode(account.encode()).decode()
    headers = {"Authorization": f"Basic {token}"} if account else {}
    try:
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server on the loopback
        with urllib.request.urlopen(request, timeout=ASK_SECONDS):  # noqa: S310 - the same
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except (OSError, ValueError, HTTPException):
        return False


def refuses_root(place: Place, user: str) -> str:
    """Return why a server that refuses root cannot run here; empty when it can, as us or as the user."""
    if not is_root():
        return ""
    if not user:
        return f"{place.name} refuses to run as root, and there is no other account to become"
    if not is_open_to_all(place.house):
        return f"{place.name} refuses to run as root, and {user} may not enter {place.house}: set CASEBINDER_SERVERS"
    return ""


def plain_environment(**more: str) -> dict[str, str]:
    """Return an environment without anything of ours: the path, a neutral language, and what is given."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **more}
