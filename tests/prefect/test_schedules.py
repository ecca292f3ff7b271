"""Schedules on a real Prefect server: registered once, served by a warm or a plain worker, never two of one at once."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from account import account, problems
from terminal import Terminal, files
from waiting import wait_for

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(1500)]

FLOWS = {"poll", "recover", "relay", "nightly-sweep", "custody-proof", "capture-batch"}


@contextmanager
def running(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """See that a started process ends with the test, and what it started too."""
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(120)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def plain_worker(office: Terminal, pool: str) -> "subprocess.Popen[bytes]":
    """Start Prefect's own worker for the pool of an installation, from anywhere."""
    environment = office._environment() | {"CASEBINDER_HOME": str(office.home), "PREFECT_WORKER_QUERY_SECONDS": "2"}
    with office.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "prefect", "worker", "start", "--pool", pool, "--install-policy", "never"],
            cwd=office.home.parent,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def registered(prefect, pool: str) -> object:
    """Return all that stands on the server for an installation, as its API tells it."""
    return (
        prefect.deployments(pool),
        prefect.ask(f"/work_pools/{pool}"),
        prefect.ask("/automations/filter", {"sort": "NAME_ASC"}),
    )


def check(office: Terminal, name: str) -> dict:
    """Return what the doctor says of a part."""
    return next(one for one in office.run("doctor", "--json").shape["checks"] if one["name"] == name)


# ---------------------------------------------------------------- registering
def test_registering_twice_changes_nothing(office: Terminal, prefect, pool: str) -> None:
    """Work pool, deployments, schedules and automations are made once; a second time the server is as before."""
    assert check(office, "schedules")["next_step"] == "casebinder init --prefect"
    first = office.run("init", "--prefect")
    assert first.code == 0, first.err
    before = registered(prefect, pool)
    assert set(before[0]) == FLOWS
    rhythm = {name: [one["schedule"] for one in made["schedules"]] for name, made in before[0].items()}
    assert rhythm["poll"][0]["interval"] == 60
    assert rhythm["recover"][0]["interval"] == 120
    assert rhythm["nightly-sweep"][0]["cron"] == "15 2 * * *"
    assert rhythm["capture-batch"] == []
    again = office.run("init", "--prefect")
    assert Counter(line.rpartition(" ")[2] for line in again.out.splitlines() if line[0] == " ") == {"unchanged": 9}
    assert registered(prefect, pool) == before


def test_what_was_changed_is_mended_and_what_was_paused_stays_paused(office: Terminal, prefect, pool: str) -> None:
    """Registering brings back what differs from the plan; an administrator's pause is theirs, the doctor says so."""
    office.run("init", "--prefect")
    made = prefect.deployments(pool)
    prefect.ask(f"/deployments/{made['recover']['id']}", {"description": "mine", "schedules": []}, method="PATCH")
    prefect.ask(f"/deployments/{made['relay']['id']}/pause_deployment", {})
    said = office.run("init", "--prefect")
    assert "deployment recover: changed" in said.out
    assert "deployment relay: unchanged" in said.out
    after = prefect.deployments(pool)
    assert after["recover"]["schedules"][0]["schedule"]["interval"] == 120
    assert after["relay"]["paused"]
    assert "relay" in check(office, "schedules")["message"]


def test_a_run_that_falls_due_while_another_goes_on_is_cancelled(office: Terminal, prefect, pool: str) -> None:
    """Recovery and the acts of the night never overlap with themselves; capture of another batch may go on beside."""
    office.run("init", "--prefect")
    for flow in FLOWS - {"capture-batch"}:
        first, second = prefect.start(pool, flow), prefect.start(pool, flow)
        for run, state in ((first, "PENDING"), (second, "CANCELLED")):
            prefect.ask(f"/flow_runs/{run}/set_state", {"state": {"type": "PENDING", "name": "Pending"}})
            assert prefect.run(run)["state_type"] == state, flow


# ---------------------------------------------------------------- serving
def test_a_warm_worker_does_what_is_scheduled_and_leaves_capture_to_others(
    office: Terminal, prefect, pool: str, small: list[Path], inline: Terminal
) -> None:
    """A dropped batch is polled in, captured by a worker beside, put away at a later poll; the night's acts run too."""
    inbox = office.home / "inbox"
    office.run("init", "--prefect")
    inbox.mkdir()
    shutil.copytree(small[0], inbox / "lot")
    with running(office.start("worker", "--schedules")):
        assert prefect.done(pool, "poll")["type"] == "COMPLETED"
        (batch,) = office.ask("status")["batches"]
        assert batch["status"] == "received"
        assert (inbox / "lot").is_dir()
        assert check(office, "schedules")["ok"]
        assert office.run("worker", "--once").code == 0
        for flow in ("poll", "relay", "recover", "nightly-sweep", "custody-proof"):
            assert prefect.done(pool, flow)["type"] == "COMPLETED", flow
    assert sorted(path.name for path in files(inbox / "done" / "lot")) == sorted(path.name for path in files(small[0]))
    assert "✗" not in prefect.artifact("custody-proof")["data"]
    assert list(problems(office, account(office))) == []


def test_an_original_that_changed_fails_the_proof_and_says_where_to_look(
    office: Terminal, prefect, pool: str, small: list[Path]
) -> None:
    """The nightly proof opens originals again: one that is gone is a failed run and an alert without a name."""
    office.run("init", "--prefect")
    paper = next(files(small[0]))
    batch = office.ask("submit", small[0])["batches"][0]
    digest = batch["files"][0]["digest"].removeprefix("sha256:")
    (original,) = (path for path in (office.home / "blobs").rglob("*") if path.is_file() and digest[4:] in path.name)
    original.unlink()
    with running(office.start("worker", "--schedules")):
        state = prefect.done(pool, "custody-proof")
    assert state["type"] == "FAILED"
    page = prefect.artifact("custody-proof")["data"]
    assert f"casebinder status {batch['id']} --verify" in page
    alert = next(line for line in office.log.read_text().splitlines() if "custody.unproved" in line)
    assert batch["id"] in alert
    assert paper.name not in alert + page + state["message"]


def test_a_killed_worker_leaves_a_crashed_run_and_its_batch_to_recovery(
    office: Terminal, prefect, pool: str, papers: Path, inline: Terminal
) -> None:
    """Recovery, run by Prefect's own worker, ends the batch to the same end; its missed heartbeats mark the old run."""
    office.run("init", "--prefect")
    batch = office.ask("submit", papers, "--no-wait")["batches"][0]["id"]
    worker = office.start("worker", "--once")
    wait_for(lambda: len(_tasks(prefect, batch)) > 1, "the worker has begun to read")
    _kill(worker)
    with running(plain_worker(office, pool)):
        assert prefect.done(pool, "recover")["type"] == "COMPLETED", office.log.read_text()
    assert list(problems(office, account(inline))) == []
    wait_for(lambda: _states(prefect, batch)[0] == "CRASHED", "the killed run is marked as crashed", 400)
    assert _states(prefect, batch)[-1] == "COMPLETED"


def test_a_run_that_was_taken_and_never_began_is_marked(office: Terminal, prefect, pool: str) -> None:
    """A run whose worker died before it began does not stay pending; what was shortened for this is mended after."""
    office.run("init", "--prefect")
    (stuck,) = (one for one in prefect.ask("/automations/filter", {}) if one["name"] == "casebinder-stuck-pending")
    kept = {name: stuck[name] for name in ("name", "description", "enabled", "actions")}
    shorter = kept | {"trigger": stuck["trigger"] | {"within": 10}}
    prefect.ask(f"/automations/{stuck['id']}", shorter, method="PUT")
    run = prefect.start(pool, "relay")
    prefect.ask(f"/flow_runs/{run}/set_state", {"state": {"type": "PENDING", "name": "Pending"}})
    assert prefect.ended(run)["type"] == "CRASHED"
    assert "automation casebinder-stuck-pending: changed" in office.run("init", "--prefect").out


def _kill(process: "subprocess.Popen[bytes]") -> None:
    for one in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
        one.kill()
    process.wait()


def _tasks(prefect, batch: str) -> list[dict]:
    return [task for run in prefect.flow_runs(f"capture-{batch}") for task in prefect.task_runs(run["id"])]


def _states(prefect, batch: str) -> list[str]:
    return [run["state_type"] for run in prefect.flow_runs(f"capture-{batch}")]
