"""What stands in the menu: each page module's area, found where the pages lie, and shown to those who may go there."""

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from bootstrap.application import Application
from pipeline.model.actor import Actor
from services.access import may_somewhere

Waiting = Callable[[Application, Actor], int]
"""How much waits for the actor in an area; asked for every page, so it has to be quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An entry of the menu.

    key: its texts are `<key>.menu` and `<key>.what`; letter: the key that leads there after `g`; act: the act one
    must have the right to; rank: its place, from the top.
    """

    key: str
    address: str
    icon: str
    letter: str
    act: str
    rank: int
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An area as one actor sees it; waiting: None when nothing is counted there."""

    area: Area
    waiting: int | None


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Yield the modules of a package, by name."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        yield import_module(f"{package.__name__}.{found.name}")


def areas(package: ModuleType) -> tuple[Area, ...]:
    """Return the areas of the pages, in the order of the menu."""
    found = (getattr(module, "AREA", None) for module in modules(package))
    return tuple(sorted((area for area in found if area is not None), key=lambda area: area.rank))


def entries(every: tuple[Area, ...], application: Application, actor: Actor) -> tuple[Entry, ...]:
    """Return what the actor may go to."""
    return tuple(
        Entry(area=area, waiting=area.waiting(application, actor) if area.waiting else None)
        for area in every
        if may_somewhere(actor, area.act)
    )
