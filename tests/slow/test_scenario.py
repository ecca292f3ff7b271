"""Occupational disease, the whole way: files on disk in, the command line's JSON out, compared with the known truth.

What is drawn and captured is the demonstration, by its own script. The same papers with file names that say nothing and
without metadata must come to the same verdicts, and the demonstration once more must change nothing.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from account import account, key_of, problems, shown_cases
from demo import INVOICES
from demo_summary import WORDS
from PIL import Image
from terminal import ROOT, SHARE, Terminal, files

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@dataclass(frozen=True, kw_only=True)
class Played:
    """A demonstration captured: the installation and its cases by person and first observation."""

    terminal: Terminal
    cases: dict[str, dict]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the demonstration was played."""
    made = tmp_path_factory.mktemp("demonstration") / "demo"
    assert WORDS["fr"]["balanced"] in demonstrated(made)
    return made


@pytest.fixture(scope="session")
def demo(home: Path) -> Path:
    """Return the papers that the demonstration drew."""
    return home.with_name("demo-papers")


@pytest.fixture(scope="session")
def expected(demo: Path) -> dict:
    """Read what the generator says the cases must come to."""
    return json.loads((demo / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def played(home: Path, demo: Path) -> Played:
    """Settle what the demonstration left waiting."""
    return settled(Terminal(home=home), {paper.name: truth_of(paper) for paper in mail(demo)})


@pytest.fixture(scope="session")
def nameless(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Capture its papers in another home under random names, in another order, without metadata."""
    folder = tmp_path_factory.mktemp("nameless")
    chance = random.Random(20261122)
    batches: dict[Path, Path] = {}
    truths = {}
    for paper in mail(demo):
        to = batches.setdefault(paper.parent, folder / "batches" / f"{chance.randrange(16**8):08x}")
        to.mkdir(parents=True, exist_ok=True)
        name = f"{chance.randrange(16**8):08x}{paper.suffix}"
        truths[name] = truth_of(paper)
        strip(paper, to / name)
    terminal = Terminal(home=folder / "home")
    terminal.ask("reference", "import", "members", demo / "reference" / "members.csv")
    for batch in sorted(batches.values()):
        terminal.ask("submit", batch, "--engine", "inline")
    return settled(terminal, truths)


def demonstrated(home: Path, *options: str) -> str:
    """Play the demonstration as `make demo` does, without Prefect; return what it tells."""
    command = [sys.executable, ROOT / "scripts" / "demo.py", "--home", home, "--engine", "inline", "--lang", "fr"]
    environment = os.environ | SHARE | {"OMP_THREAD_LIMIT": "1"}
    done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def mail(demo: Path) -> list[Path]:
    """Return the papers of the case type: all but the invoices."""
    return [paper for paper in files(demo / "batches") if paper.parent.name != INVOICES]


def truth_of(paper: Path) -> Path:
    """Return where the truth of a paper lies."""
    return paper.with_suffix(".truth.json")


def settled(terminal: Terminal, truths: dict[str, Path]) -> Played:
    """Settle what waits as an operator with the papers would; return the cases of their type."""
    for batch in terminal.ask("status")["batches"]:
        for document in batch["documents"]:
            if document["state"] == "in_queue" and document["file"] in truths:
                settle(terminal, document, json.loads(truths[document["file"]].read_text(encoding="utf-8")))
    cases = {key_of(case): case for case in shown_cases(terminal) if case["case_type"] == "occupational_disease"}
    return Played(terminal=terminal, cases=cases)


def settle(terminal: Terminal, document: dict, truth: dict) -> None:
    """Correct what the document says is doubtful, and nothing else, then let it go."""
    true = next(paper for paper in truth["documents"] if paper["pages"] == document["pages"])
    name = document["document"]
    if document["document_class"] != true["document_class"]:
        document = terminal.ask("document", "set-class", name, true["document_class"])
    doubtful = {finding["field"] for finding in document["findings"] if finding["severity"] != "note"}
    values = [f"{field}={true['fields'][field]}" for field in sorted(doubtful & true["fields"].keys())]
    if values:
        document = terminal.ask("document", "correct", name, *values)
    if document["state"] == "in_queue":
        terminal.ask("document", "release", name, "--reason", "seen on the paper")


def strip(paper: Path, to: Path) -> None:
    """Copy a paper without what its file says about itself, its picture bytes as they are; orientation stays."""
    data = paper.read_bytes()
    try:
        if data.startswith(b"%PDF"):
            with pikepdf.open(paper) as pdf:
                if "/Info" in pdf.trailer:
                    del pdf.trailer.Info
                if "/Metadata" in pdf.Root:
                    del pdf.Root.Metadata
                pdf.save(to, deterministic_id=True)
            return
        if paper.suffix == ".jpg":
            with Image.open(paper) as picture:
                turned = picture.getexif().get(0x0112, 1)
                exif = Image.Exif()
                exif[0x0112] = turned
                picture.save(to, quality="keep", exif=exif)
            return
    except pikepdf.PdfError:
        pass  # the broken one stays as broken as it came
    to.write_bytes(data)


def wrong(cases: dict[str, dict], expected: dict) -> Iterator[str]:
    """Say every verdict that is not the expected one."""
    for key in sorted(expected["cases"].keys() | cases.keys()):
        if key not in cases or key not in expected["cases"]:
            yield f"{key}: {'not opened' if key not in cases else 'opened and not expected'}"
            continue
        wanted, made = expected["cases"][key], cases[key]["completeness"]
        found = {item["item"]: item["status"] for item in made["items"]}
        for item, status in wanted["items"].items():
            if found[item] not in {status, *wanted["acceptable"].get(item, ())}:
                yield f"{wanted['story']}: {item} is {found[item]}, expected {status}"
        if made["is_complete"] != wanted["is_complete"]:
            yield f"{wanted['story']}: {made['sentence']['fr']}"


def test_every_checklist_is_right(played: Played, expected: dict) -> None:
    """Each case says of each item what the generator knows, and is complete exactly when it should be."""
    assert list(wrong(played.cases, expected)) == []


def test_everything_is_accounted_for(played: Played, demo: Path, expected: dict) -> None:
    """All pages of all files are there once; the broken file is in quarantine, the second copy a duplicate."""
    everything = played.terminal.ask("status", "--verify", "--pages")["batches"]
    assert all(batch["custody"]["balanced"] and batch["custody"]["verified"] for batch in everything)
    names = {paper.name for paper in mail(demo)}
    batches = [batch for batch in everything if names & {page["file"] for page in batch["pages"]}]
    assert sum(batch["custody"]["pages_in"] for batch in batches) == expected["pages"]
    assert sum(batch["custody"]["files"]["quarantined"] for batch in batches) == len(expected["corrupt"])
    assert sum(batch["custody"]["files"]["duplicate"] for batch in batches) == len(expected["duplicates"])
    wanted = [counts for named in expected["batches"].values() for counts in named.values()]
    for state, name in (("separator", "separators"), ("blank", "blank")):
        assert sum(batch["custody"]["by_state"][state] for batch in batches) == sum(c[name] for c in wanted)


def received_as(demo: Path) -> dict[str, str]:
    """Return under which name the bytes of each paper were taken in: of two alike, the first submitted."""
    first: dict[bytes, str] = {}
    return {paper.name: first.setdefault(paper.read_bytes(), paper.name) for paper in mail(demo)}


def test_documents_have_the_classes_they_are(played: Played, demo: Path, expected: dict) -> None:
    """Every document is cut where it ends; a class is right or abstained, and never wrong without a doubt."""
    documents = [d for batch in played.terminal.ask("status")["batches"] for d in batch["documents"]]
    made: dict[str, list[dict]] = {}
    names = received_as(demo)
    for document in documents:
        if document["file"] in names:
            made.setdefault(document["file"], []).append(document)
    drawn = [(name, counts) for named in expected["batches"].values() for name, counts in named.items()]
    classes = {names[name]: counts["classes"] for name, counts in drawn}
    assert {name: len(found) for name, found in made.items()} == {name: len(found) for name, found in classes.items()}
    for name, wanted in classes.items():
        for document, document_class in zip(sorted(made[name], key=lambda d: d["pages"]), wanted, strict=True):
            if document["routing"]["to"] == "straight-through":
                assert document["document_class"] == document_class, name


@pytest.mark.long
def test_names_and_metadata_decide_nothing(played: Played, nameless: Played, expected: dict) -> None:
    """Under names that say nothing, in another order and without metadata, all verdicts are equal."""
    assert list(wrong(nameless.cases, expected)) == []
    assert verdicts(nameless.cases) == verdicts(played.cases)


def verdicts(cases: dict[str, dict]) -> dict[str, dict]:
    """Return what was judged of each case: items, consistency, basket, complete or not."""
    return {
        key: {
            "items": {item["item"]: item["status"] for item in case["completeness"]["items"]},
            "consistency": {one["code"]: one["holds"] for one in case["consistency"]},
            "basket": case["basket"],
            "sentence": case["completeness"]["sentence"],
        }
        for key, case in cases.items()
    }


def test_the_same_bytes_again_change_nothing(played: Played, home: Path, expected: dict) -> None:
    """Played again every file is a duplicate, and status, cases, index and folders stay as they were."""
    before = [*_told(played.terminal), account(played.terminal)]
    assert WORDS["fr"]["unchanged"] in demonstrated(home, "--again")
    assert [*_told(played.terminal), account(played.terminal)] == before
    broken = tuple(Path(name).name for name in expected["corrupt"])
    found = problems(played.terminal, before[-1])
    assert [problem for problem in found if not any(name in problem for name in broken)] == []


def _told(terminal: Terminal) -> list[dict]:
    hits = terminal.ask("search", "", "--limit", 1000)
    return [terminal.ask("status", "--verify", "--pages"), terminal.ask("case", "list"), hits | {"seconds": 0}]


def test_french_search_finds_other_forms_and_shows_where(played: Played) -> None:
    """Inflected, without accents, with an elision: found, with boxes on the page."""
    plain = played.terminal.ask("search", "déclaration", "--limit", 1000)
    assert plain["total"] > 0
    for query in ("declarations", "DÉCLARATION", "la déclaration", "déclarations"):
        assert played.terminal.ask("search", query, "--limit", 1000)["total"] == plain["total"], query
    for hit in plain["hits"]:
        assert hit["boxes"]
        for left, top, right, bottom in hit["boxes"]:
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1
