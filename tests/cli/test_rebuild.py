"""The installation whose database is gone: the command makes it again, and every command answers as before."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Terminal

from adapters.records.open import migrate

Check = Callable[[dict], None]
ASKED = ("certificat", "déclaration", "relevé", "2026")


@pytest.fixture
def worked(mine: Terminal) -> Terminal:
    """Return an installation in which people have acted too."""
    first = mine.ask("case", "list")["cases"][0]["reference"]
    mine.ask("case", "waive", first, "identity", "--reason", "connue")
    mine.ask("case", "assign", first, "local", "--reason", "vacances")
    mine.ask("case", "decide", first, "accepted", "--reason", "tout est vu")
    return mine


def told(terminal: Terminal) -> dict:
    """Return all that the commands tell."""
    batches = terminal.ask("status", "--verify", "--pages")["batches"]
    documents = [d["document"] for batch in batches for d in batch["documents"]]
    return {
        "batches": batches,
        "documents": [terminal.ask("document", "show", name) for name in documents],
        "cases": [terminal.ask("case", "show", c["reference"]) for c in terminal.ask("case", "list")["cases"]],
        "search": [_found(terminal, words) for words in ASKED],
    }


def _found(terminal: Terminal, words: str) -> dict:
    """Return what a search finds, in its order; scores weigh pages that were replaced until the index is merged."""
    found = terminal.ask("search", words, "--limit", 100)
    return found | {"seconds": 0, "hits": [hit | {"score": 0} for hit in found["hits"]]}


def lose(terminal: Terminal) -> None:
    """Take away everything but the settings, the content and the snapshots."""
    for path in terminal.home.iterdir():
        if path.name.startswith("casebinder.db"):
            path.unlink()
        elif path.name in {"index", "cases"}:
            shutil.rmtree(path)


def test_a_lost_database_is_made_again(worked: Terminal, conforms: Check, portal: Path) -> None:
    """Status with its recount, documents, cases with their history and searches are equal; work goes on after."""
    before = told(worked)
    proof = worked.ask("audit", "verify")
    lose(worked)
    rebuilt = worked.ask("rebuild", "--from-store")
    conforms(rebuilt)
    assert rebuilt["problems"] == []
    assert (rebuilt["batches"], rebuilt["cases"]) == (len(before["batches"]), len(before["cases"]))
    assert told(worked) == before
    assert worked.ask("audit", "verify")["events"] > rebuilt["events"] == proof["events"]
    again = worked.ask("submit", portal)["batches"][0]["files"]
    assert {file["state"] for file in again} == {"duplicate"}
    opened = worked.ask("case", "open", "occupational_disease")["reference"]
    assert opened > max(case["reference"] for case in before["cases"])


def test_a_rebuild_that_was_killed_is_not_taken_for_an_empty_installation(mine: Terminal, stack: Path) -> None:
    """Tables without a row beside receipts are refused by every command, so that nothing new bars the next rebuild."""
    batches = len(mine.ask("status")["batches"])
    lose(mine)
    migrate(f"sqlite:///{mine.home / 'casebinder.db'}")  # as far as a rebuild comes before its one transaction
    for words in (("status",), ("submit", stack), ("search", "2026")):
        assert mine.ask(*words, code=4)["error"]["code"] == "records_lost"
    assert "database" in [check["name"] for check in mine.ask("doctor", code=1)["checks"] if not check["ok"]]
    assert mine.ask("rebuild", "--from-store")["batches"] == batches
    assert len(mine.ask("status")["batches"]) == batches


def test_a_rebuild_is_refused_where_it_could_do_harm(captured: Terminal, empty: Terminal, conforms: Check) -> None:
    """Not without saying from what, not over a database that holds something, not from a store that holds nothing."""
    for terminal, words, code, slug in (
        (captured, ("rebuild",), 2, "wrong_usage"),
        (captured, ("rebuild", "--from-store"), 1, "records_not_empty"),
        (empty, ("rebuild", "--from-store"), 1, "nothing_to_rebuild"),
    ):
        answer = terminal.ask(*words, code=code)
        conforms(answer)
        assert answer["error"]["code"] == slug


def test_what_is_damaged_is_said(mine: Terminal, conforms: Check) -> None:
    """A snapshot that cannot be read is named, everything else comes back, and the exit code says no."""
    damaged = max((mine.home / "snapshots" / "documents").rglob("*.json.gz"))
    damaged.write_bytes(b"\x1f\x8b nothing")
    lose(mine)
    rebuilt = mine.ask("rebuild", "--from-store", code=1)
    conforms(rebuilt)
    assert damaged.parent.name in rebuilt["problems"][0]["name"]
    mine.ask("recover")
    assert all(batch["custody"]["balanced"] for batch in mine.ask("status", "--verify")["batches"])


def test_a_store_that_is_away_takes_nothing_in(mine: Terminal, conforms: Check, stack: Path, tmp_path: Path) -> None:
    """When the folder of the content is not mounted, submit ends with 4, records nothing, and loses nothing later."""
    paper = tmp_path / "other.pdf"
    paper.write_bytes(stack.read_bytes() + b"\n% once more\n")
    before = mine.ask("status")
    away = mine.home / "blobs-away"
    (mine.home / "blobs").rename(away)
    for mount in ("missing", "empty"):
        if mount == "empty":
            (mine.home / "blobs").mkdir()
        answer = mine.ask("submit", paper, code=4)
        conforms(answer)
        assert answer["error"]["code"] == "store_unreachable"
        assert mine.ask("status") == before
    (mine.home / "blobs").rmdir()
    away.rename(mine.home / "blobs")
    assert mine.ask("submit", paper, "--no-wait")["batches"][0]["files"][0]["state"] == "accepted"
