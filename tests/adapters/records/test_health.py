"""What `casebinder doctor` and `init` say and do about the database."""

from dataclasses import replace
from pathlib import Path

import pytest
from databases import unmigrated
from real_servers import PostgreSqlServer

from adapters.records.health import Health, health
from adapters.records.schema.base import REVISION
from bootstrap.parts import database
from bootstrap.settings import Settings
from pipeline.errors import PartUnreachable


def installed(url: str, folder: Path) -> Settings:
    """Return the settings of an installation on that database."""
    return Settings(home=folder / "home", database_url=url)


def test_looking_at_the_embedded_database_makes_it(tmp_path: Path):
    """The embedded database is made when it is looked at, current, and its clock is this machine's."""
    seen = database.check_database(Settings(home=tmp_path / "home"))
    assert seen.is_ok, seen
    assert "SQLite" in seen.message.en
    found = health(f"sqlite:///{tmp_path / 'home' / 'casebinder.db'}")
    assert (found.revision, found.is_current) == (REVISION, True)
    assert abs(found.clock_ahead) < database.MOST_SECONDS_APART


def test_a_servers_database_without_tables_is_outdated(postgresql: PostgreSqlServer, tmp_path: Path):
    """A server's database without tables is outdated until `init` made them; looking makes nothing."""
    settings = installed(unmigrated(postgresql), tmp_path)
    for _ in range(2):
        seen = database.check_database(settings)
        assert not seen.is_ok
        assert "casebinder init" in seen.next_step.en
    database.prepare(settings)
    seen = database.check_database(settings)
    assert seen.is_ok, seen
    assert "PostgreSQL" in seen.message.fr
    assert REVISION in seen.message.fr


SOUND = Health(product="PostgreSQL", version="15.8", revision=REVISION, encoding="UTF8", clock_ahead=-0.2)


@pytest.mark.parametrize(
    ("seen", "step"),
    [
        (replace(SOUND, clock_ahead=-60.0), "NTP"),
        (replace(SOUND, version="9.6.24"), "PostgreSQL 15"),
        (replace(SOUND, encoding="LATIN1"), "UTF8"),
        (replace(SOUND, revision="0001"), "init"),
    ],
)
def test_what_is_wrong_is_said(seen: Health, step: str):
    """A clock too far away, an old server, another encoding and other tables are each told with what to do."""
    assert database.trouble_of(SOUND) is None
    told = database.trouble_of(seen)
    assert told is not None
    assert step in told[1].en
    assert step in told[1].fr


def test_a_server_that_does_not_answer_is_unreachable(tmp_path: Path):
    """A server that does not answer is unreachable, not a defect of ours."""
    with pytest.raises(PartUnreachable):
        database.check_database(installed("postgresql://casebinder@127.0.0.1:1/records", tmp_path))


def test_pages_of_the_file_that_are_damaged_are_found(tmp_path: Path):
    """A database of which a table is overwritten opens and answers a while: looking at it reads every page."""
    home = tmp_path / "home"
    assert database.check_database(Settings(home=home)).is_ok
    file = home / "casebinder.db"
    content = bytearray(file.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 20_000] = b"A" * 20_000
    file.write_bytes(content)
    with pytest.raises(PartUnreachable) as raised:
        health(f"sqlite:///{file}")
    assert raised.value.code == "records_damaged"
