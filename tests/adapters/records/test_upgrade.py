"""From what each release left to the present tables: nothing is lost, and work goes on."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import libpq_address, place_of, unmigrated
from house import House
from invariants import check_records
from real_servers import PostgreSqlServer
from releases import NAMES, answered, answers, statements
from serving import postgresql as sql
from sqlalchemy import CheckConstraint, inspect, make_url
from written import declaration, identity

from adapters.records.dialect import connect, engine_for, parse
from adapters.records.health import health
from adapters.records.modes import Mode
from adapters.records.open import migrate, open_records
from adapters.records.schema.base import REVISION
from adapters.records.schema.whole import metadata
from casebinder.model.case import CaseState
from casebinder.model.request import Standing
from casebinder.requests import standing
from pipeline.errors import PermanentError
from services.access import SYSTEM
from services.ports.case_records import CaseQuery, WorkQuery
from services.ports.search import Visibility

DATABASES = ("sqlite", "postgresql")
TODAY = date(2026, 11, 22)


def brought_back(request: pytest.FixtureRequest, name: str, database: str, folder: Path) -> str:
    """Make a release's database anew and give its address."""
    said = statements(name, database)
    if database == "sqlite":
        with closing(sqlite3.connect(folder / "records.db")) as raw:
            raw.executescript(said)
        return f"sqlite:///{folder / 'records.db'}"
    server: PostgreSqlServer = request.getfixturevalue("postgresql")
    url = unmigrated(server)
    with psycopg.connect(libpq_address(url)) as raw:
        raw.execute(said.encode())
    return url


def check_schema(url: str) -> None:
    """Fail when the tables differ from those the code works with."""
    engine = engine_for(parse(url))
    with connect(engine, Mode.READING) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISION
        for table in metadata.sorted_tables:
            checks = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
            assert {check["name"] for check in inspect(connection).get_check_constraints(table.name)} == checks
    engine.dispose()


def test_a_release_is_frozen():
    """There is data of a release to try the upgrade on."""
    assert NAMES


@pytest.mark.parametrize("database", DATABASES)
def test_made_from_nothing(request: pytest.FixtureRequest, database: str, tmp_path: Path):
    """The migrations alone make exactly the tables the code works with, and a second time nothing."""
    url = f"sqlite:///{tmp_path / 'records.db'}"
    if database == "postgresql":
        url = unmigrated(request.getfixturevalue("postgresql"))
    migrate(url)
    migrate(url)
    check_schema(url)


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("name", NAMES)
def test_an_upgraded_database_answers_what_it_answered(
    request: pytest.FixtureRequest, name: str, database: str, tmp_path: Path
):
    """A release's database, brought up to date, has the present tables and answers what it answered."""
    url = brought_back(request, name, database, tmp_path)
    assert not health(url).is_current
    migrate(url)
    check_schema(url)
    records = open_records(url)
    assert json.loads(json.dumps(answers(records))) == answered(name)
    records.close()


@pytest.mark.parametrize("name", NAMES)
def test_what_waited_is_in_its_queue(request: pytest.FixtureRequest, name: str, tmp_path: Path):
    """A document that waited for a person before queues were kept beside it waits in the queue its reading names."""
    url = brought_back(request, name, "sqlite", tmp_path)
    with closing(sqlite3.connect(tmp_path / "records.db")) as raw, raw:
        understood = "SELECT id, understanding FROM document WHERE understanding IS NOT NULL"
        document, text = raw.execute(understood).fetchone()
        routing = {"queue": "classification", "reasons": [{"fr": "a", "en": "b"}]}
        waits = json.dumps(json.loads(text) | {"routing": routing})
        raw.execute("UPDATE document SET state = 'in_queue', understanding = ? WHERE id = ?", (waits, document))
    records = open_records(url)
    with records.reading() as uow:
        assert [(one.id, one.queue) for one in uow.documents.waiting(None)] == [(document, "classification")]
    records.close()


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("name", NAMES)
def test_lists_know_what_was_there(request: pytest.FixtureRequest, name: str, database: str, tmp_path: Path):
    """Worklists tell of a release's cases whose move it is and by when, and its people are found by their names."""
    url = brought_back(request, name, database, tmp_path)
    migrate(url)
    records = open_records(url)
    everything = Visibility(circles=None)
    asked: dict[str, Standing] = {}
    with records.reading() as unit:
        for case in unit.cases.listed(CaseQuery()):
            told = unit.cases.verdict(case.id)
            alike = WorkQuery(visibility=everything, waiting_on=told.waiting_on, is_open=False)
            lines = {line.case: line for line in unit.cases.worklist(alike, offset=0, limit=1000)}
            assert lines[case.id].sentence == told.completeness.sentence
            late = WorkQuery(visibility=everything, due_before=told.due_on, is_open=False)
            is_before_its_day = case.id in {line.case for line in unit.cases.worklist(late, offset=0, limit=1000)}
            assert is_before_its_day == (told.due_on is None)
            asked.update((request.id, standing(case, request, on=TODAY)) for request in case.requests)
            party = unit.parties.get(case.party) if case.party else None
            assert party is None or party in unit.parties.found(party.name, everything, offset=0, limit=1000)
        letters = unit.cases.letters(everything, tuple(Standing), today=TODAY, offset=0, limit=1000)
        assert {row.request.id: row.standing for row in letters} == asked
        assert asked
    records.close()


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("name", NAMES)
def test_work_goes_on_after_an_upgrade(request: pytest.FixtureRequest, name: str, database: str, tmp_path: Path):
    """On an upgraded database the chain is whole, what waited is done, and new papers are captured and bound."""
    url = brought_back(request, name, database, tmp_path)
    migrate(url)
    records = open_records(url)
    house = House(records, tmp_path)
    for _ in range(100_000):
        house.ids.new("used")  # the numbers of the release
    assert house.ledger.verify(SYSTEM).broken_at is None
    with records.reading() as uow:
        decided = [case.reference for case in uow.cases.listed(CaseQuery()) if case.state is CaseState.DECIDED]
    batch = house.captured("new.pdf", declaration(9), identity(9), batch_class="single_sheets")
    house.sweep.sweep(SYSTEM)
    check_records(house, decided_before=decided)
    assert len(house.documents(batch)) == 2
    assert house.ledger.verify(SYSTEM).broken_at is None
    records.close()


def test_server_waits_for_an_administrator(postgresql: PostgreSqlServer):
    """A server's database without our tables, or with older ones, is refused with what to do, and left as it is."""
    url = unmigrated(postgresql)
    with pytest.raises(PermanentError) as told:
        open_records(url)
    assert told.value.code == "records_outdated"
    assert health(url).revision is None


def test_account_without_rights(postgresql: PostgreSqlServer):
    """An account that may not make tables is told that it lacks the right, and what to type."""
    url = make_url(unmigrated(postgresql))
    sql.query(place_of(postgresql), "DROP ROLE IF EXISTS guest")
    sql.query(place_of(postgresql), "CREATE ROLE guest LOGIN PASSWORD 'guest'")
    guest = url.set(username="guest", password="guest").render_as_string(hide_password=False)
    with pytest.raises(PermanentError) as told:
        migrate(guest)
    assert told.value.code == "records_forbidden"


def test_text_sorts_alike(postgresql: PostgreSqlServer):
    """Every column of text sorts by code point, whatever language the server sorts by: as on SQLite."""
    url = unmigrated(postgresql)
    migrate(url)
    unlike = (
        "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND collation_name IS DISTINCT "
        "FROM 'C' AND data_type IN ('text', 'character varying') AND table_name <> 'alembic_version'"
    )
    assert sql.query(place_of(postgresql), unlike, database=str(make_url(url).database)) == "0"
