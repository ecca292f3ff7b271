"""One filled installation for the whole suite, the application over it, and visitors."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import stacks
import visiting
from argon2 import PasswordHasher
from fastapi import FastAPI
from installed import Filled, fill, submit_doubtful
from terminal import TODAY
from visiting import Served, Visitor

from adapters.keys import ArgonKeys
from adapters.reading.pool import InlinePageReader
from bootstrap.application import Application
from pipeline.model.identity import BatchId
from services.ports.work_records import JobState
from services.verification.claims import VERIFY_JOB
from web.app import build

QUICK = ArgonKeys(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Argon2 as weak as it may be: no test is about how long a password takes to guess."""

READER = InlinePageReader()
"""Reads in this process: no test is about what becomes of a page whose process dies."""


_FREE: list[FastAPI] = []
"""Pages of installations that were closed."""


def pages_over(application: Application) -> FastAPI:
    """Return the pages of an installation: free ones, when there are, for making them takes half a second."""
    if not _FREE:
        return build(application)
    application.be_shared()
    pages = _FREE.pop()
    pages.state.door = replace(pages.state.door, application=application)
    return pages


def leave_the_desk(application: Application) -> None:
    """Let nobody have a document: a page that was looked at in what this is a copy of may have kept one."""
    with application.records.writing() as uow:
        for held in uow.jobs.of_kind(VERIFY_JOB, state=JobState.LEASED):
            uow.jobs.finish(held, state=JobState.DONE)
        uow.commit()


@contextmanager
def served_from(filled: Filled, *, today: str = TODAY) -> Iterator[Served]:
    """Serve an installation on a day."""
    with closing(filled.application(today=today)) as application:
        application.keys, application.reader = QUICK, READER
        leave_the_desk(application)
        pages = pages_over(application)
        routes = list(pages.routes)
        with visiting.served(pages) as made:
            yield made
        assert pages.routes == routes, "no test may change the pages: they serve another next"
        _FREE.append(pages)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Fill an installation by capture, once."""
    return fill(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def served(filled: Filled) -> Iterator[Served]:
    """Serve it; a test that changes more than sessions takes `mine` or `shared`."""
    with served_from(filled) as made:
        yield made


@pytest.fixture(scope="module")
def shared(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a copy that the tests of one file may change."""
    with served_from(filled.copied(tmp_path_factory.mktemp("copy") / "home")) as made:
        yield made


@pytest.fixture
def mine(filled: Filled, tmp_path: Path) -> Iterator[Served]:
    """Serve a copy that one test may change."""
    with served_from(filled.copied(tmp_path / "home")) as made:
        yield made


@pytest.fixture(scope="session")
def stack(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> tuple[Filled, BatchId]:
    """Capture the stack of letters in a copy, once; its documents are pages 1 and 2, 4, and 6 and 7."""
    folder = tmp_path_factory.mktemp("stack")
    copy = filled.copied(folder / "home")
    with closing(copy.application()) as application:
        application.reader = READER
        return copy, stacks.captured(application, folder)


@pytest.fixture
def stacked(stack: tuple[Filled, BatchId], tmp_path: Path) -> Iterator[Served]:
    """Serve a copy with the stack in it that one test may change."""
    with served_from(stack[0].copied(tmp_path / "home")) as made:
        yield made


@pytest.fixture
def batch(stack: tuple[Filled, BatchId]) -> BatchId:
    """Name the batch of the stack."""
    return stack[1]


@pytest.fixture
def doubtful(filled: Filled, tmp_path: Path) -> Iterator[Served]:
    """Serve a copy in which the papers of two more people wait for a person, nearly all they say in doubt."""
    copy = filled.copied(tmp_path / "home")
    submit_doubtful(copy.terminal, tmp_path / "papers", ("short-career", "agency"))
    with served_from(copy) as made:
        yield made


@pytest.fixture
def later(filled: Filled, tmp_path: Path) -> Iterator[Served]:
    """Serve a copy as it is more than a year later, when every deadline that runs is past."""
    with served_from(filled.copied(tmp_path / "later"), today="2028-01-03") as made:
        yield made


@pytest.fixture
def visitor(served: Served) -> Visitor:
    """Return a browser at which nobody is signed in."""
    return Visitor(served=served)


@pytest.fixture
def one(served: Served) -> Callable[[str], Visitor]:
    """Give somebody at a browser of their own, by name."""
    return lambda name: Visitor(served=served).as_one(name)
