"""What happens by the clock: found by its entry point like the engines, so that only the doors import Prefect.

The schedules live in `flows`, above this package, and are announced under the entry point group `casebinder.schedules`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import entry_points
from typing import Protocol, cast

from bootstrap.application import Application
from bootstrap.parts.checks import Check
from bootstrap.settings import Settings
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual

GROUP = "casebinder.schedules"
Say = Callable[[str], None]


class Change(StrEnum):
    """What registering did to one thing on the server."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """One thing on the server that runs the schedules: its kind (work pool, deployment, automation) and its name."""

    kind: str
    name: str
    change: Change


class Schedules(Protocol):
    """Has what happens by the clock done: polls, recovery, relay, the acts of the night."""

    def register(self, settings: Settings) -> tuple[Registered, ...]:
        """Bring the server to what this version wants; a second time changes nothing. Raises PartUnreachable."""
        ...

    def examine(self, settings: Settings) -> tuple[Check, ...]:
        """Look whether the server answers and everything is there; raises PartUnreachable."""
        ...

    def serve(self, application: Application, say: Say) -> None:
        """Do in this process what falls due, until interrupted; raises PartUnreachable, NotPossible."""
        ...


def schedules(name: str = "prefect") -> Schedules:
    """Return the schedules of that name; raises WrongUsage when they are not installed."""
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    if found is None:
        raise WrongUsage(
            "no_such_engine",
            Bilingual(fr=f"« {name} » n'est pas installé.", en=f'"{name}" is not installed.'),
            where=GROUP,
            next_step=Bilingual(fr="Réinstallez Casebinder.", en="Install Casebinder again."),
        )
    return cast("Schedules", found.load()())
