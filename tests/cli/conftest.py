"""One captured installation for the whole suite, copies of it for tests that change something, and the schemas."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from papers import draw_channel, write_members
from referencing import Registry, Resource
from terminal import ROOT, Terminal, draw, files

SCHEMAS = ROOT / "services" / "shapes" / "schemas"


@pytest.fixture(scope="session")
def members(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the reference table of the people in the papers."""
    return write_members(tmp_path_factory.mktemp("reference") / "members.csv")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the papers of two people as they were uploaded: forms filled on screen, prints, scanned cards."""
    return draw_channel(tmp_path_factory.mktemp("papers") / "portal", "portal")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw one scanned stack: several documents with separators between them and a blank back."""
    out = tmp_path_factory.mktemp("papers") / "stack"
    draw("batch", out, "--pages", 8, "--level", "office", "--media", "scanned-pdf", "--seed", 5)
    return next(files(out))


@pytest.fixture(scope="session")
def captured(tmp_path_factory: pytest.TempPathFactory, members: Path, portal: Path, stack: Path) -> Terminal:
    """Capture both, once; tests that only look share it."""
    made = Terminal(home=tmp_path_factory.mktemp("captured") / "home")
    made.ask("reference", "import", "members", members)
    made.ask("submit", portal)
    for waiting in _waiting(made):
        made.ask("document", "release", waiting, "--reason", "relu")
    made.ask("submit", stack)
    return made


def _waiting(terminal: Terminal) -> list[str]:
    """Return the documents that wait for a person and have a class: what the suite is about needs their cases."""
    documents = [d for batch in terminal.ask("status")["batches"] for d in batch["documents"]]
    return [d["document"] for d in documents if d["state"] == "in_queue" and d["document_class"] != "unknown"]


@pytest.fixture
def mine(captured: Terminal, tmp_path: Path) -> Terminal:
    """Return a copy of the captured installation that may be changed."""
    return captured.copy(tmp_path / "home")


@pytest.fixture
def empty(tmp_path: Path) -> Terminal:
    """Return an installation in which nothing was ever done."""
    return Terminal(home=tmp_path / "home")


@pytest.fixture(scope="session")
def conforms() -> Callable[[dict], None]:
    """Return the check of an answer against the published schema it names."""
    shapes = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.schema.json")}
    registry: Registry = Registry().with_resources((n, Resource.from_contents(s)) for n, s in shapes.items())

    def check(answer: dict) -> None:
        name = "error" if "error" in answer else answer["schema"].split("/")[1]
        shape = shapes[f"{name}.schema.json"]
        found = Draft202012Validator(shape, registry=registry, format_checker=FormatChecker()).iter_errors(answer)
        told = [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:300]}" for one in itertools.islice(found, 5)]
        assert told == [], f"{answer['schema']}: {told}"

    return check
