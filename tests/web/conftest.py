"""One filled installation for the whole suite, the application over it, and visitors."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from installed import Filled, fill
from visiting import Visitor

from adapters.keys import ArgonKeys
from web.app import build

QUICK = ArgonKeys(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Argon2 as weak as it may be: no test is about how long a password takes to guess."""


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Fill an installation by capture, once."""
    return fill(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def app(filled: Filled) -> Iterator[FastAPI]:
    """Give the application over it; tests that change more than accounts take one of their own, see `mine`."""
    application = filled.application()
    application.keys = QUICK
    yield build(application)
    application.close()


@pytest.fixture(scope="module")
def mine_of_all(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """Give the application over a copy that the tests of one file may change."""
    application = filled.copied(tmp_path_factory.mktemp("copy") / "home").application()
    application.keys = QUICK
    yield build(application)
    application.close()


@pytest.fixture
def mine(filled: Filled, tmp_path: Path) -> Iterator[FastAPI]:
    """Give the application over a copy of the installation, to be changed."""
    application = filled.copied(tmp_path / "home").application()
    application.keys = QUICK
    yield build(application)
    application.close()


@pytest.fixture
def visitor(app: FastAPI) -> Visitor:
    """Give a browser at which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def one(app: FastAPI) -> Callable[[str], Visitor]:
    """Give somebody at a browser of their own, by name."""
    return lambda name: Visitor(app).as_one(name)
