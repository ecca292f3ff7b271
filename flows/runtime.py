"""What the flows of one process work with: the installation, opened once, and the batches in hand.

A warm worker or the Prefect engine lends its own installation; a run started by a Prefect schedule opens the one the
environment names (`CASEBINDER_HOME`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from bootstrap.application import Application, open_home
from bootstrap.settings import load
from pipeline.model.identity import BatchId
from services.capture.engine import OnProgress, Work
from services.units import Unit

_lent: list[Application] = []
_leaving: list[bool] = []
_in_hand: dict[str, Work] = {}
_listeners: dict[str, OnProgress] = {}


@contextmanager
def lending(application: Application) -> Iterator[None]:
    """Let the flows of this process use an installation that is open already."""
    _lent.append(application)
    try:
        yield
    finally:
        _lent.remove(application)


def application() -> Application:
    """Return the installation to work with."""
    return _lent[-1] if _lent else _own()


@contextmanager
def leaving_capture() -> Iterator[None]:
    """Have scheduled flows leave capture to the workers beside this process, which hold the reading processes."""
    _leaving.append(True)
    try:
        yield
    finally:
        _leaving.pop()


def leaves_capture() -> bool:
    """Return whether capture is left to other workers."""
    return bool(_leaving)


@cache
def _own() -> Application:
    return open_home(load())


@contextmanager
def in_hand(unit: Unit, work: Work) -> Iterator[None]:
    """Keep the work a unit was taken by where its task finds it: a lease cannot travel through Prefect."""
    _in_hand[unit.key] = work
    try:
        yield
    finally:
        del _in_hand[unit.key]


def work_on(unit: Unit) -> Work:
    """Return the work a unit was taken by; raises KeyError outside its flow."""
    return _in_hand[unit.key]


@contextmanager
def listening(batch: str, on_progress: OnProgress) -> Iterator[None]:
    """Be told of the progress of a batch while the context lasts."""
    _listeners[batch] = on_progress
    try:
        yield
    finally:
        del _listeners[batch]


def told(batch: str, unit: Unit) -> None:
    """Tell the listener of a batch, if there is one, that a unit is begun or done."""
    if batch in _listeners:
        _listeners[batch](application().engine.progress(BatchId(batch), unit))
