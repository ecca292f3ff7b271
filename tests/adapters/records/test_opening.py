"""Opening the records: made when new, fast when current, refused when foreign; and nothing lost by a kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from adapters.records.open import MIGRATIONS, migrate, open_records
from adapters.records.schema.base import REVISION
from pipeline.errors import PartUnreachable, PermanentError, WrongUsage
from pipeline.model.identity import BatchId

ROOT = Path(__file__).parents[3]


def test_newest_migration_is_named():
    """What opening compares with is the last of the migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_what_was_recorded_is_there_when_opened_again(tmp_path: Path, make):
    """What was recorded is there when the records are opened again, also by another process meanwhile."""
    url = f"sqlite:///{tmp_path / 'with blanks % and é.db'}"
    first = open_records(url)
    second = open_records(url)
    with first.writing() as unit:
        unit.batches.add(make.batch())
        unit.commit()
    with second.reading() as unit:
        assert unit.batches.get(BatchId("b1")) == make.batch()
    first.close()
    second.close()


OPENER = """
import sys
from adapters.records.open import open_records
records = open_records(sys.argv[1])
with records.writing() as unit:
    unit.outbox.add("document", sys.argv[1])
    unit.commit()
records.close()
"""


def test_new_database_opened_at_once(tmp_path: Path):
    """Processes that open a new database at the same moment all find it made, once."""
    url = f"sqlite:///{tmp_path / 'records.db'}"
    openers = [subprocess.Popen([sys.executable, "-c", OPENER, url], cwd=ROOT) for _ in range(3)]
    assert [opener.wait(timeout=120) for opener in openers] == [0, 0, 0]
    records = open_records(url)
    with records.reading() as unit:
        assert unit.outbox.waiting() == 3
    records.close()


def test_memory_is_private(make):
    """Two records in memory share nothing."""
    one, two = open_records("sqlite://"), open_records("sqlite://")
    with one.writing() as unit:
        unit.batches.add(make.batch())
        unit.commit()
    with two.reading() as unit:
        assert unit.batches.every() == ()
    one.close()
    two.close()


def test_opening_current_records_imports_no_alembic(tmp_path: Path):
    """A database that is up to date is opened without the migration tool: commands must answer at once."""
    url = f"sqlite:///{tmp_path / 'records.db'}"
    migrate(url)
    script = (
        "import sys; from adapters.records.open import open_records;"
        f"open_records({url!r}).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_newer_database_refused(tmp_path: Path):
    """A database of a newer version of the software is refused with what to do, and left as it is."""
    url = f"sqlite:///{tmp_path / 'records.db'}"
    migrate(url)
    engine = create_engine(url)
    with engine.begin() as raw:
        raw.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(PermanentError) as told:
        open_records(url)
    assert told.value.code == "records_too_new"


def test_not_a_database(tmp_path: Path):
    """A file that is no database cannot be reached as one; it is not overwritten."""
    place = tmp_path / "records.db"
    place.write_bytes(b"this is a letter, not a database " * 100)
    with pytest.raises(PartUnreachable) as told:
        open_records(f"sqlite:///{place}")
    assert told.value.code == "records_damaged"
    assert place.read_bytes().startswith(b"this is a letter")


@pytest.mark.parametrize("url", ["", "records.db", "mysql://there/it"])
def test_address_not_understood(url: str):
    """An address of another kind of database is wrong usage."""
    with pytest.raises(WrongUsage):
        open_records(url)


WRITER = """
import sys
from adapters.records.open import open_records
records = open_records(sys.argv[1])
n = 0
while True:
    n += 1
    with records.writing() as unit:
        for _ in range(20):
            unit.outbox.add("document", str(n))
        unit.commit()
    print(n, flush=True)
"""


def test_a_killed_writer_leaves_whole_units_alone(tmp_path: Path):
    """After a kill in the middle of writing, every acknowledged unit is whole and no other left a part."""
    url = f"sqlite:///{tmp_path / 'records.db'}"
    migrate(url)
    acknowledged = 0
    for stop_after in (3, 11, 24):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert writer.stdout is not None
        for _ in range(stop_after):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += stop_after + len(writer.stdout.read().splitlines())
        writer.wait()
        writer.stdout.close()
    records = open_records(url)
    with records.reading() as unit:
        waiting = unit.outbox.waiting()
    records.close()
    assert waiting % 20 == 0
    assert acknowledged <= waiting // 20 <= acknowledged + 3
