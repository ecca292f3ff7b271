"""What only a server's database can do wrong: two who write at once, waits, a frozen holder, a connection lost."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from databases import emptied, libpq_address
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from real_servers import PostgreSqlServer, needed
from serving.house import House
from sqlalchemy import make_url, text

from adapters.records.open import migrate, open_records
from adapters.records.unit import SqlRecords, SqlUnitOfWork
from pipeline.errors import ConcurrentChange, LeaseLost, PartUnreachable
from pipeline.model.identity import JobId
from services.ports.work_records import Job, JobState

SOON = 20.0
"""Seconds after which what should not wait is taken to wait."""


@pytest.fixture
def url(postgresql: PostgreSqlServer) -> str:
    """Return the address of empty records on PostgreSQL."""
    return emptied(postgresql)


@pytest.fixture
def shared(url: str) -> Iterator[SqlRecords]:
    """Yield empty records on PostgreSQL."""
    opened = open_records(url)
    yield opened
    opened.close()


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    """Yield threads for those who write at the same time."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        yield pool


@contextmanager
def held(unit: SqlUnitOfWork, others: ThreadPoolExecutor, act: Callable[[SqlUnitOfWork], object]) -> Iterator[None]:
    """Keep a unit open in another thread after its act, while the caller does something; then commit it."""
    done, release = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with unit as opened:
                act(opened)
                done.set()
                assert release.wait(SOON)
                opened.commit()
        finally:
            done.set()

    holder = others.submit(hold)
    assert done.wait(SOON)
    try:
        yield
    finally:
        release.set()
        holder.result(SOON)


def put(records: SqlRecords, count: int) -> None:
    """Make jobs ready."""
    with records.writing() as unit:
        for n in range(count):
            unit.jobs.put(JobId(f"j{n}"), kind="capture", subject=f"b{n}", priority=n)
        unit.commit()


def claim(unit: SqlUnitOfWork) -> Job | None:
    """Claim the best job."""
    return unit.jobs.claim("capture", owner="w", lease_seconds=90)


# ---------------------------------------------------------------- claims
def test_claim_skips_what_another_is_claiming(shared, others):
    """Who claims does not wait for another's claim that is not committed yet: the next job is taken at once."""
    put(shared, 2)
    with held(shared.beside(), others, claim), shared.beside() as unit:
        job = claim(unit)
        assert job is not None
        assert job.subject == "b1"
        assert claim(unit) is None


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claimers=st.integers(2, 6), jobs=st.integers(1, 12), leases=st.lists(st.booleans(), min_size=12, max_size=12))
def test_no_job_is_claimed_twice(shared, claimers, jobs, leases):
    """However many claim at once, each job has one holder at a time, also when leases of some had run out."""
    with shared.writing() as unit:
        for n in range(jobs):
            unit.jobs.put(JobId(f"j{n}"), kind="capture", subject=f"b{n}")
        unit.commit()
    with shared.writing() as unit:
        for n, has_run_out in enumerate(leases[:jobs]):
            if has_run_out:
                unit.jobs.claim("capture", owner="late", lease_seconds=-1, subject=f"b{n}")
        unit.commit()
    barrier = threading.Barrier(claimers)

    def take(_: int) -> list[str]:
        barrier.wait(SOON)
        mine: list[str] = []
        while True:
            with shared.beside() as unit:
                job = claim(unit)
                unit.commit()
            if job is None:
                return mine
            mine.append(job.subject)

    with ThreadPoolExecutor(max_workers=claimers) as pool:
        claimed = [subject for mine in pool.map(take, range(claimers)) for subject in mine]
    with shared.writing() as unit:
        for n in range(jobs):
            job = unit.jobs.find("capture", f"b{n}")
            assert job is not None
            unit.jobs.finish(job, state=JobState.DONE)
        unit.commit()
    assert sorted(claimed) == sorted(f"b{n}" for n in range(jobs))


def test_lease_is_renewed_while_another_writes(shared, others):
    """A lease does not run out because somebody else's long act holds the writers' lock."""
    put(shared, 1)
    with shared.beside() as unit:
        job = claim(unit)
        unit.commit()
    assert job is not None
    with held(shared.writing(), others, lambda unit: unit.cases.next_number("t", 2026)), shared.beside() as unit:
        unit.jobs.renew(job, lease_seconds=300)
        unit.commit()


def test_held_lease_stays_until_the_unit_ends(shared, others):
    """While a holder's unit is open nobody else claims its job, even when its lease has run out meanwhile."""
    put(shared, 1)
    with shared.beside() as unit:
        job = unit.jobs.claim("capture", owner="w", lease_seconds=-1)
        unit.commit()
    assert job is not None
    with held(shared.beside(), others, lambda unit: unit.jobs.assert_held(job)), shared.beside() as unit:
        assert claim(unit) is None
    with shared.beside() as unit:
        assert claim(unit) is not None
        unit.commit()
    with shared.beside() as unit, pytest.raises(LeaseLost):
        unit.jobs.assert_held(job)


# ---------------------------------------------------------------- writers
def test_writers_see_what_the_last_one_decided(shared, make, others):
    """Of writers that each record a person unless there is one already, exactly one records: they come one by one."""
    barrier = threading.Barrier(6)

    def record(n: int) -> bool:
        barrier.wait(SOON)
        with shared.writing() as unit:
            if unit.parties.by_birth_date("1815-12-10"):
                return False
            assert unit._connection is not None
            unit._connection.execute(text("SELECT pg_sleep(0.2)"))  # time enough for another to look too
            unit.parties.add(make.party(f"p{n}"))
            unit.commit()
        return True

    assert sorted(others.map(record, range(6))) == [False] * 5 + [True]


def test_readers_wait_for_nobody(shared, make, others):
    """A reading unit is not held up by a writer, and sees nothing of what is not committed."""
    with held(shared.writing(), others, lambda unit: unit.batches.add(make.batch())), shared.reading() as unit:
        assert unit.batches.every() == ()


def test_deadlock_is_a_change_to_try_again(shared, make, others):
    """Two that wait for each other's rows: the server ends one, which is told to try again; the other goes on."""
    put(shared, 2)
    barrier = threading.Barrier(2)

    def finish(first: str, second: str) -> str:
        with shared.beside() as unit:
            unit.jobs.mark("capture", first, state=JobState.DONE)
            barrier.wait(SOON)
            try:
                unit.jobs.mark("capture", second, state=JobState.DONE)
            except ConcurrentChange:
                return "told"
            unit.commit()
        return "through"

    ends = [others.submit(finish, "b0", "b1"), others.submit(finish, "b1", "b0")]
    assert sorted(end.result(SOON) for end in ends) == ["through", "told"]


def test_wait_for_a_lock_ends(url, others):
    """Who waits too long for another writer is told that the database is busy, which is worth another try."""
    impatient = open_records(f"{url}?options=-c%20lock_timeout%3D300ms")
    try:
        with held(impatient.writing(), others, lambda unit: None), pytest.raises(PartUnreachable) as told:
            impatient.writing().__enter__()
        assert told.value.code == "records_locked"
        with impatient.writing() as unit:
            assert unit.outbox.waiting() == 0
    finally:
        impatient.close()


def test_statement_that_takes_too_long_ends(url):
    """A statement that never comes to its end is ended by the server, as a busy database."""
    impatient = open_records(f"{url}?options=-c%20statement_timeout%3D300ms")
    with impatient._engine.connect() as connection, pytest.raises(PartUnreachable) as told:
        connection.execute(text("SELECT pg_sleep(60)"))
    impatient.close()
    assert told.value.code == "records_locked"


def test_limits_of_time(shared):
    """A writing unit that falls silent is given up by the server, a reading one may take its time; both wait alike."""
    wanted = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")

    def limits(unit: SqlUnitOfWork) -> list[str]:
        with unit:
            assert unit._connection is not None
            return [str(unit._connection.execute(text(f"SHOW {name}")).scalar_one()) for name in wanted]

    assert limits(shared.writing()) == ["30s", "5min", "2min"]
    assert limits(shared.beside()) == ["30s", "5min", "2min"]
    assert limits(shared.reading()) == ["30s", "5min", "0"]


# ---------------------------------------------------------------- connections
def cut_off(url: str) -> int:
    """End every session of this database, as a server does that stops; return their number."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(libpq_address(url)) as raw:
        return len(raw.execute(f"SELECT pg_terminate_backend(pid) {others}").fetchall())


def test_holder_that_is_cut_off(url, shared, make, others):
    """When the server ends a writer's session nothing of its unit stays, and the next writer need not wait."""

    def write(done: threading.Event, go_on: threading.Event) -> None:
        with shared.writing() as unit:
            unit.batches.add(make.batch("lost"))
            done.set()
            assert go_on.wait(SOON)
            unit.batches.add(make.batch("lost-too"))
            unit.commit()

    done, go_on = threading.Event(), threading.Event()
    outcome = others.submit(write, done, go_on)
    assert done.wait(SOON)
    assert cut_off(url) == 1
    go_on.set()
    with pytest.raises(PartUnreachable) as told:
        outcome.result(SOON)
    assert told.value.code == "records_unreachable"
    with shared.writing() as unit:
        assert unit.batches.every() == ()


def test_dead_connections_are_replaced(url, shared, make):
    """Connections that the server dropped while nobody used them are not handed out again."""
    with shared.writing() as unit:
        unit.batches.add(make.batch())
        unit.commit()
    assert cut_off(url) == 1
    for _ in range(3):
        with shared.reading() as unit:
            assert len(unit.batches.every()) == 1


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_server_that_restarts_only_delays(private_servers: House, others, end: str):
    """Restarted or dead: what it acknowledged is there, what it did not acknowledge left no part, and work goes on."""
    needed(private_servers, "postgresql")
    url = PostgreSqlServer(house=private_servers).fresh()
    migrate(url)
    records = open_records(url)
    enough, acknowledged, spoilt = threading.Event(), 0, 0

    def write() -> tuple[int, int]:
        done = broken = 0
        while not (enough.is_set() and done):
            try:
                with records.writing() as unit:
                    for _ in range(20):
                        unit.outbox.add("document", "d")
                    unit.commit()
                done += 1
            except PartUnreachable:
                broken += 1
        return done, broken

    writers = [others.submit(write) for _ in range(3)]
    for _ in range(3):
        private_servers.kill("postgresql") if end == "kill" else private_servers.stop(["postgresql"])
        private_servers.start(["postgresql"])
        with records.writing() as unit:  # it is back for whoever had it open before
            assert unit.outbox.waiting() % 20 == 0
    enough.set()
    for writer in writers:
        done, broken = writer.result(60)
        acknowledged, spoilt = acknowledged + done, spoilt + broken
    with records.reading() as unit:
        waiting = unit.outbox.waiting()
    records.close()
    assert waiting % 20 == 0
    assert acknowledged <= waiting // 20 <= acknowledged + spoilt


def test_connections_are_counted(url, make, others):
    """A process never holds more connections than it may; who finds none free waits for one."""
    few = open_records(url, connections=2)
    most: list[int] = []

    def ask(_: int) -> int:
        with few.reading() as unit:
            most.append(few._engine.pool.checkedout())  # type: ignore[attr-defined]
            return len(unit.batches.every())

    assert list(others.map(ask, range(40))) == [0] * 40
    assert max(most) <= 2
    few.close()


# ---------------------------------------------------------------- addresses
SECRET = "hunter2"


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://casebinder:{SECRET}@127.0.0.1:1/records",
        f"postgres://casebinder:{SECRET}@127.0.0.1:1/records",
        f"postgresql+psycopg://127.0.0.1:1/records?user=casebinder&password={SECRET}",
    ],
)
def test_no_password_in_errors(address: str):
    """A server that does not answer is named by host, port and database; account and password stand nowhere."""
    with pytest.raises(PartUnreachable) as told:
        open_records(address)
    assert told.value.code == "records_unreachable"
    assert told.value.where.startswith("postgresql://127.0.0.1:1/records")
    every = [told.value, told.value.__cause__, told.value.__context__]
    assert not [error for error in every if SECRET in f"{error} {error!r}"]
    assert "casebinder" not in told.value.where


def test_a_refused_account_is_said_without_the_password(url: str):
    """A wrong password or a database that is not there is said in the server's words, without the password."""
    wrong = make_url(url).set(password=SECRET).render_as_string(hide_password=False)
    missing = make_url(url).set(database="no_such_database").render_as_string(hide_password=False)
    for address, words in ((wrong, "password authentication failed"), (missing, 'database "no_such_database"')):
        with pytest.raises(PartUnreachable) as told:
            open_records(address)
        assert words in told.value.where
        assert SECRET not in told.value.where


def test_letters_that_postgresql_does_not_take(shared, make):
    """U+0000, which a text layer can hold and PostgreSQL's text cannot, is left out and stops no act."""
    with shared.writing() as unit:
        unit.parties.add(make.party("p1", keys=(("nir", "184\x0003"),)))
        found = unit.parties.by_key("nir", "184\x0003")
        assert found is not None
        assert found.keys == (("nir", "18403"),)
