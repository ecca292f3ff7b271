"""Capture by Prefect: the same loop with the same outcome, recorded by a real server, which learns nothing personal."""

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from account import account, problems
from terminal import Terminal, files

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(1500)]

UNREACHABLE = 4


def events(home: Path, act: str) -> list[str]:
    """Return the subjects of an act in the audit log."""
    with closing(sqlite3.connect(f"file:{home / 'casebinder.db'}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT subject FROM event WHERE act = ?", (act,))]


def attempts(home: Path) -> list[int]:
    """Return how often each unit of capture was begun."""
    with closing(sqlite3.connect(f"file:{home / 'casebinder.db'}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT attempt FROM job WHERE kind = 'unit'")]


# ---------------------------------------------------------------- one batch
def test_both_engines_make_the_same(inline: Terminal, recorded) -> None:
    """Documents, their pieces, fields and custody are equal whichever engine ran the loop."""
    assert account(recorded.terminal) == account(inline)
    assert list(problems(recorded.terminal, account(inline))) == []


def test_the_runs_are_recorded(recorded, prefect) -> None:
    """The flow run and a task run for each unit of work are found in Prefect, all completed."""
    (run,) = prefect.flow_runs(f"capture-{recorded.batch}")
    assert run["state_type"] == "COMPLETED"
    tasks = prefect.task_runs(run["id"])
    assert {task["state_type"] for task in tasks} == {"COMPLETED"}
    kinds = Counter(task["name"].rpartition("-")[2] for task in tasks)
    assert set(kinds) == {"open", "read", "separate", "understand", "render"}
    assert len(tasks) == len(attempts(recorded.terminal.home))


def test_nothing_personal_reaches_prefect(recorded, prefect, papers: Path) -> None:
    """No field's value, no line of a page and no file's name stands anywhere in Prefect's database: ids only."""
    told = prefect.everything()
    for paper in files(papers):
        assert paper.name not in told
        truth = json.loads(paper.with_suffix(".truth.json").read_text(encoding="utf-8"))
        values = {value for document in truth["documents"] for value in document["fields"].values()}
        lines = {line for page in truth["pages"] for line in page["text"].splitlines() if len(line.split()) > 1}
        assert [value for value in values if len(value) > 5 and value in told] == []
        assert [line for line in lines if line in told] == []
    (run,) = prefect.flow_runs(f"capture-{recorded.batch}")
    assert run["parameters"] == {"batch": recorded.batch}


def test_a_batch_has_one_summary_of_counts(recorded, prefect) -> None:
    """Beside the run stands how many pages and documents are where, and the command that shows more."""
    (batch,) = recorded.terminal.ask("status")["batches"]
    page = prefect.artifact(f"batch-{recorded.batch}")["data"]
    assert f"casebinder status {recorded.batch}" in page
    assert f"in_document {batch['custody']['by_state']['in_document']}" in page
    assert f"| {batch['custody']['pages_in']} (" in page
    kept = prefect.ask("/artifacts/filter", {"artifacts": {"key": {"any_": [f"batch-{recorded.batch}"]}}})
    assert len(kept) == 1


def test_prefect_says_nothing_on_the_terminal(recorded) -> None:
    """A person who submits sees our own lines and none of Prefect's or of a library."""
    assert recorded.batch in recorded.out
    assert not re.search(
        r"prefect|flow run|task run|warning|traceback|asyncio|httpx", recorded.out + recorded.err, re.IGNORECASE
    )


# ---------------------------------------------------------------- no server
@pytest.mark.parametrize(("language", "words"), [("fr", "ne répond pas"), ("en", "does not answer")])
def test_a_missing_server_is_said_and_costs_nothing(
    small: list[Path], tmp_path: Path, language: str, words: str
) -> None:
    """Without its server a submit ends with code 4 and a next step; the batch waits, and is captured inline."""
    away = {"CASEBINDER_ENGINE": "prefect", "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    home = Terminal(home=tmp_path / "home", environment=away)
    said = home.run("submit", small[0], "--lang", language, "--json")
    assert said.code == UNREACHABLE
    assert words in said.error["message"]
    assert "--engine inline" in said.error["next_step"]
    assert "Traceback" not in said.err
    (waiting,) = home.ask("status")["batches"]
    assert waiting["status"] == "received"
    home.ask("recover", "--engine", "inline")
    (done,) = home.ask("status")["batches"]
    assert done["custody"]["by_state"]["received"] == 0
    assert done["custody"]["pages_in"] > 0


def test_a_server_nobody_named_is_said_too(small: list[Path], tmp_path: Path) -> None:
    """The Prefect engine without an address is a setting to be made, and says which."""
    home = Terminal(home=tmp_path / "home", environment={"CASEBINDER_ENGINE": "prefect"})
    said = home.ask("submit", small[0], code=UNREACHABLE)
    assert said["error"]["code"] == "no_prefect"


# ---------------------------------------------------------------- workers
def test_a_worker_takes_what_was_left_to_it(fresh: Terminal, small: list[Path], prefect) -> None:
    """A batch submitted without waiting is captured by the next worker, as a recorded run."""
    batch = fresh.ask("submit", small[0], "--no-wait")["batches"][0]
    assert batch["status"] == "received"
    said = fresh.run("worker", "--once")
    assert said.code == 0, said.err
    (done,) = fresh.ask("status")["batches"]
    assert done["status"] in {"closed", "attention"}
    assert [run["state_type"] for run in prefect.flow_runs(f"capture-{batch['id']}")] == ["COMPLETED"]


def test_two_workers_share_batches_and_do_nothing_twice(fresh: Terminal, small: list[Path], prefect) -> None:
    """Whoever takes which unit of which batch: none is begun or recorded twice, no batch is settled twice."""
    batches = [fresh.ask("submit", folder, "--no-wait")["batches"][0]["id"] for folder in small[:3]]
    workers = [fresh.start("worker", "--once") for _ in range(2)]
    assert [worker.wait(400) for worker in workers] == [0, 0], fresh.log.read_text()
    fresh.ask("recover")
    assert {b["status"] for b in fresh.ask("status")["batches"]} <= {"closed", "attention"}
    assert set(attempts(fresh.home)) == {1}
    assert Counter(events(fresh.home, "batch.capture")) == Counter(f"batch:{batch}" for batch in batches)
    runs = [run for batch in batches for run in prefect.flow_runs(f"capture-{batch}")]
    assert {run["state_type"] for run in runs} == {"COMPLETED"}
    assert sum(len(prefect.task_runs(run["id"])) for run in runs) == len(attempts(fresh.home))
    assert list(problems(fresh, account(fresh))) == []
