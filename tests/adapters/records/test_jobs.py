"""Jobs: one holder at a time, leases by the database's clock, no wish lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from databases import DATABASES, address_on

from adapters.records.open import open_records
from pipeline.errors import LeaseLost
from pipeline.model.batch import Reason
from pipeline.model.identity import JobId
from pipeline.model.text import Bilingual
from services.ports.work_records import JobState

WHY = Reason(code="died", message=Bilingual(fr="a", en="b"), next_step=Bilingual(fr="c", en="d"))


def test_a_leased_job_is_nobody_elses(records):
    """A leased job is nobody else's."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        job = unit.jobs.claim("capture", owner="w1", lease_seconds=90)
        assert job is not None
        assert (job.state, job.attempt, job.fence, job.owner) == (JobState.LEASED, 1, 1, "w1")
        assert unit.jobs.claim("capture", owner="w2", lease_seconds=90) is None
        assert unit.jobs.claim("other", owner="w2", lease_seconds=90) is None


def test_the_best_ready_job_goes_first(records):
    """The lowest priority number goes first, then the one that waits longest; a subject can be asked for."""
    with records.writing() as unit:
        for subject, priority in (("slow", 9), ("fast", 1), ("plain", 5)):
            unit.jobs.put(JobId(f"j-{subject}"), kind="capture", subject=subject, priority=priority)
        asked = unit.jobs.claim("capture", owner="w", lease_seconds=90, subject="slow")
        order = [unit.jobs.claim("capture", owner="w", lease_seconds=90) for _ in range(2)]
        assert asked is not None
        assert asked.subject == "slow"
        assert [job.subject for job in order if job is not None] == ["fast", "plain"]


def test_expired_lease_is_claimed_and_fences_the_late(records):
    """Who lets a lease run out changes nothing any more once another holds the job."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        late = unit.jobs.claim("capture", owner="late", lease_seconds=-1)
        assert late is not None
        assert [job.subject for job in unit.jobs.expired()] == ["b1"]
        held = unit.jobs.claim("capture", owner="new", lease_seconds=90)
        assert held is not None
        assert (held.attempt, held.fence) == (2, 2)
        for act in (
            lambda: unit.jobs.renew(late, lease_seconds=90),
            lambda: unit.jobs.assert_held(late),
            lambda: unit.jobs.finish(late, state=JobState.DONE),
        ):
            with pytest.raises(LeaseLost):
                act()
        unit.jobs.assert_held(held)
        assert unit.jobs.expired() == ()


def test_renewed_lease_lasts(records):
    """A renewed lease is no longer expired."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        job = unit.jobs.claim("capture", owner="w", lease_seconds=-1)
        assert job is not None
        unit.jobs.renew(job, lease_seconds=90)
        assert unit.jobs.expired() == ()
        assert unit.jobs.claim("capture", owner="v", lease_seconds=90) is None


def test_a_finished_job_is_not_claimed(records):
    """A finished job is held by nobody and not claimed; its reason is kept."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        job = unit.jobs.claim("capture", owner="w", lease_seconds=90)
        assert job is not None
        unit.jobs.finish(job, state=JobState.FAILED, reason=WHY)
        found = unit.jobs.find("capture", "b1")
        assert found is not None
        assert (found.state, found.reason, found.owner) == (JobState.FAILED, WHY, None)
        assert unit.jobs.claim("capture", owner="w", lease_seconds=90) is None
        with pytest.raises(LeaseLost):
            unit.jobs.finish(job, state=JobState.DONE)
        assert unit.jobs.find("capture", "never") is None


def test_a_delayed_job_is_not_claimed_before_its_time(records):
    """A job put off is not claimed before its time, and keeps counting its attempts after."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        job = unit.jobs.claim("capture", owner="w", lease_seconds=90)
        assert job is not None
        unit.jobs.finish(job, state=JobState.READY, delay_seconds=3600)
        assert unit.jobs.claim("capture", owner="w", lease_seconds=90) is None
        unit.jobs.put(JobId("j2"), kind="capture", subject="b1")
        assert unit.jobs.claim("capture", owner="w", lease_seconds=90) is None


@pytest.mark.parametrize("end", [JobState.DONE, JobState.FAILED])
def test_a_job_that_is_over_becomes_ready_again(records, end):
    """A job that is over becomes ready again, with no attempt counted, under its first id."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        job = unit.jobs.claim("capture", owner="w", lease_seconds=90)
        assert job is not None
        unit.jobs.finish(job, state=end, reason=WHY)
        unit.jobs.put(JobId("j2"), kind="capture", subject="b1")
        again = unit.jobs.claim("capture", owner="w", lease_seconds=90)
        assert again is not None
        assert (again.id, again.attempt, again.fence, again.reason) == ("j1", 1, 2, None)


def test_wish_during_work(records):
    """A wish made while the job is under way is not lost when the holder reports it done."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        job = unit.jobs.claim("capture", owner="w", lease_seconds=90)
        assert job is not None
        unit.jobs.put(JobId("j2"), kind="capture", subject="b1")
        assert unit.jobs.claim("capture", owner="v", lease_seconds=90) is None
        unit.jobs.finish(job, state=JobState.DONE)
        again = unit.jobs.claim("capture", owner="v", lease_seconds=90)
        assert again is not None
        unit.jobs.finish(again, state=JobState.DONE)
        assert unit.jobs.claim("capture", owner="v", lease_seconds=90) is None


def test_attempts_of_a_unit(records):
    """Attempts are counted across crashes and pauses, but for one that is not the unit's fault."""
    with records.writing() as unit:
        for attempt in (1, 2):
            unit.jobs.put(JobId(f"u{attempt}"), kind="read", subject="f1:1-25", subjects=("p1", "p2"))
            held = unit.jobs.claim("read", owner="w", lease_seconds=-1)
            assert held is not None
            assert (held.id, held.attempt, held.subjects) == ("u1", attempt, ("p1", "p2"))
        unit.jobs.finish(held, state=JobState.READY, is_counted=False)
        again = unit.jobs.claim("read", owner="w", lease_seconds=90)
        assert again is not None
        assert (again.attempt, again.fence) == (2, 3)
        unit.jobs.finish(again, state=JobState.FAILED, reason=WHY)
        found = unit.jobs.find("read", "f1:1-25")
        assert found is not None
        assert (found.attempt, found.state, found.reason) == (2, JobState.FAILED, WHY)


def test_what_a_held_unit_is_about_stays(records):
    """The subjects of a unit change when it is asked for anew, never while it is held."""
    with records.writing() as unit:
        unit.jobs.put(JobId("u1"), kind="read", subject="u", subjects=("p1", "p2"))
        held = unit.jobs.claim("read", owner="w", lease_seconds=90)
        assert held is not None
        unit.jobs.put(JobId("u1"), kind="read", subject="u", subjects=("p1", "p3"))
        assert unit.jobs.find("read", "u").subjects == ("p1", "p2")
        unit.jobs.finish(held, state=JobState.READY)
        unit.jobs.put(JobId("u1"), kind="read", subject="u", subjects=("p1", "p3"))
        assert unit.jobs.find("read", "u").subjects == ("p1", "p3")


def test_a_turn_is_had_at_what_is_ready(records):
    """A turn is given at a ready job that is due, as often as asked for, and at no other."""
    with records.writing() as unit:
        assert unit.jobs.turn("capture", "b1") is None
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        first, second = unit.jobs.turn("capture", "b1"), unit.jobs.turn("capture", "b1")
        assert first is not None
        assert second is not None
        assert (second.state, second.fence, second.attempt) == (JobState.READY, first.fence + 1, 0)
        unit.jobs.mark("capture", "b1", state=JobState.DONE)
        assert unit.jobs.turn("capture", "b1") is None


def test_what_is_due_is_told_by_the_databases_clock(records):
    """What is due is told by the database's clock, the best first; what waits, is held or is over is left out."""
    with records.writing() as unit:
        for subject, priority in (("slow", 9), ("fast", 1), ("later", 1), ("held", 1), ("over", 1)):
            unit.jobs.put(JobId(f"j-{subject}"), kind="capture", subject=subject, priority=priority)
        unit.jobs.put_off("capture", "later", seconds=3600, reason=WHY)
        unit.jobs.claim("capture", owner="w", lease_seconds=90, subject="held")
        unit.jobs.mark("capture", "over", state=JobState.DONE)
        assert [job.subject for job in unit.jobs.due("capture")] == ["fast", "slow"]
        assert unit.jobs.due("other") == ()


def test_a_clock_set_back_keeps_no_work_waiting(records):
    """What was never tried, and what seems put off or leased for longer than anything ever is, can be taken at once."""
    with records.writing() as unit:
        for subject in ("new", "late", "held"):
            unit.jobs.put(JobId(f"j-{subject}"), kind="capture", subject=subject)
        new = unit.jobs.claim("capture", owner="w", lease_seconds=90, subject="new")
        unit.jobs.finish(new, state=JobState.READY, delay_seconds=1800, is_counted=False)
        unit.jobs.put_off("capture", "late", seconds=5 * 3600, reason=WHY)
        unit.jobs.claim("capture", owner="w", lease_seconds=5 * 3600, subject="held")
        assert {job.subject for job in unit.jobs.due("capture")} == {"new", "late"}
        assert [job.subject for job in unit.jobs.expired()] == ["held"]
        taken = [unit.jobs.claim("capture", owner="v", lease_seconds=90) for _ in range(4)]
        assert {job.subject for job in taken if job is not None} == {"new", "late", "held"}


def test_who_names_a_subject_gets_what_was_put_off(records):
    """A pause keeps a job from those who ask for any; the one who knows that it can go on is given it."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="read", subject="b1")
        unit.jobs.put_off("read", "b1", seconds=1800, reason=WHY)
        assert unit.jobs.claim("read", owner="w", lease_seconds=90) is None
        assert unit.jobs.claim("read", owner="w", lease_seconds=90, subject="b1") is not None


def test_putting_a_job_off_counts_an_attempt(records):
    """A ready job that is put off counts an attempt and keeps its reason; nobody has it before its time."""
    with records.writing() as unit:
        unit.jobs.put(JobId("j1"), kind="capture", subject="b1")
        unit.jobs.put_off("capture", "b1", seconds=3600, reason=WHY)
        found = unit.jobs.find("capture", "b1")
        assert found is not None
        assert (found.state, found.attempt, found.reason) == (JobState.READY, 1, WHY)
        assert unit.jobs.turn("capture", "b1") is None
        unit.jobs.mark("capture", "b1", state=JobState.DONE)
        unit.jobs.put_off("capture", "b1", seconds=0, reason=WHY)
        assert unit.jobs.turn("capture", "b1") is None


def test_listed_by_kind(records):
    """Jobs are listed by kind, state and the beginning of their subject, letter by letter."""
    with records.writing() as unit:
        for subject in ("f1:1", "F1:2", "f1_3", "f%", "f2:1"):
            unit.jobs.put(JobId(f"j-{subject}"), kind="read", subject=subject)
        assert [job.subject for job in unit.jobs.of_kind("read", subject_prefix="f1:")] == ["f1:1"]
        assert [job.subject for job in unit.jobs.of_kind("read", subject_prefix="f%")] == ["f%"]
        assert len(unit.jobs.of_kind("read", state=JobState.READY)) == 5
        assert unit.jobs.of_kind("read", state=JobState.DONE) == ()


CLAIMER = """
import sys
from adapters.records.open import open_records
records = open_records(sys.argv[1])
print("up", flush=True)
sys.stdin.readline()
while True:
    with records.beside() as unit:
        job = unit.jobs.claim("capture", owner=sys.argv[2], lease_seconds=90)
        unit.commit()
    if job is None:
        break
    print(job.subject, job.fence, flush=True)
"""


@pytest.mark.parametrize("database", [kind for kind in DATABASES if kind != "memory"])
def test_processes_that_claim_at_once_never_get_the_same_job(
    request: pytest.FixtureRequest, database: str, tmp_path: Path
):
    """Processes that claim at the same moment never get the same job, and together they get all."""
    url = address_on(request, database, tmp_path)
    records = open_records(url)
    with records.writing() as unit:
        for n in range(40):
            unit.jobs.put(JobId(f"j{n}"), kind="capture", subject=f"b{n}")
        unit.commit()
    records.close()
    root = Path(__file__).parents[3]
    claimers = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIMER, url, f"w{n}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
        )
        for n in range(3)
    ]
    for claimer in claimers:
        assert claimer.stdout is not None
        assert claimer.stdout.readline() == "up\n"
    for claimer in claimers:
        assert claimer.stdin is not None
        claimer.stdin.write("go\n")
        claimer.stdin.flush()
    claimed = [line for claimer in claimers for line in claimer.communicate(timeout=120)[0].splitlines()]
    assert sorted(claimed) == sorted(f"b{n} 1" for n in range(40))
    assert [claimer.returncode for claimer in claimers] == [0, 0, 0]
