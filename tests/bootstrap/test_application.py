"""An installation put together: opened again and again it stays the same, and rules that changed come into force."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bootstrap.application import assembled, open_home
from bootstrap.parts.database import prepare
from bootstrap.running.engines import InlineEngine, recover
from bootstrap.settings import PACKAGED_RULES, Settings, load
from pipeline.errors import NotFound, PartUnreachable
from pipeline.model.identity import ActorId
from pipeline.rules.rule_text import RulesRefused
from services.access import SYSTEM
from services.topics import DOCUMENT

HEAVY = ("prefect", "spacy", "cv2", "tesserocr", "sklearn", "pikepdf", "pdfplumber", "multiprocessing", "numpy")


def rows(settings: Settings, table: str) -> int:
    """Count the rows of a table."""
    with closing(sqlite3.connect(settings.home / "casebinder.db")) as connection:
        count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return count


def is_open(settings: Settings) -> bool:
    """Return whether somebody has the database open: SQLite removes its log with the last connection."""
    return (settings.home / "casebinder.db-wal").exists()


def own_rules(settings: Settings) -> Path:
    """Put rules of its own into the home: a copy of ours."""
    shutil.copytree(PACKAGED_RULES, settings.home / "rules")
    return settings.home / "rules"


def test_opening_makes_the_home(settings: Settings) -> None:
    """A home that is not there is made, with its database, its actors and the rules in force; closing lets go of it."""
    with closing(open_home(settings)) as application:
        assert application.actor(ActorId("local")).name == "local"
        with application.records.reading() as uow:
            assert uow.rules.latest("case", "occupational_disease") is not None
        assert is_open(settings)
    assert not is_open(settings)


def test_opening_twice_changes_nothing(settings: Settings) -> None:
    """The second opening adds no actor, no rule and no event."""
    open_home(settings).close()
    before = [rows(settings, table) for table in ("actor", "rule_set", "event")]
    open_home(settings).close()
    assert [rows(settings, table) for table in ("actor", "rule_set", "event")] == before


def test_recovery_tells_what_still_waits(settings: Settings) -> None:
    """What could not be projected is counted, until nothing of it is left."""
    with closing(open_home(settings)) as application:
        assert recover(application, InlineEngine(), lambda _: None, retry=False).waiting == 0
        with application.records.writing() as uow:
            uow.outbox.add(DOCUMENT, "d-nothing")
            uow.commit()
        made = recover(application, InlineEngine(), lambda _: None, retry=False)
        assert (made.projected, made.waiting) == (0, 1)


@pytest.mark.parametrize("is_emptied", [True, False])
def test_lost_records_beside_documents_are_not_made_anew(settings: Settings, is_emptied: bool) -> None:
    """A new database would say that there never was a batch; without a receipt there was none, and one is made."""
    open_home(settings).close()
    settings.embedded_database.unlink()
    open_home(settings).close()
    settings.receipts_folder.mkdir(parents=True, exist_ok=True)
    (settings.receipts_folder / "a.json").touch()
    settings.embedded_database.unlink()
    if is_emptied:
        settings.embedded_database.touch()
    for opened in (open_home, prepare):
        with pytest.raises(PartUnreachable, match="gone or empty"):
            opened(settings)
    assert not settings.embedded_database.exists() or not settings.embedded_database.stat().st_size


def test_two_openings_at_once_share_the_home(settings: Settings) -> None:
    """Two processes may have one installation open: what one writes the other reads."""
    with closing(open_home(settings)) as first, closing(open_home(settings)) as second:
        first.administer.import_reference(first.actor(ActorId("local")), "own", "a\n1\n", where="-")
        with second.records.reading() as uow:
            assert uow.reference.has_table("own")


def test_an_installation_killed_while_it_is_made_is_made_whole(settings: Settings) -> None:
    """Whoever opens it next finds both first actors, as if the making had not been cut short between them."""
    with closing(assembled(settings)) as application:
        application.administer.add_actor(SYSTEM, SYSTEM)
    with closing(open_home(settings)) as application:
        assert application.actor(ActorId("local")).id == "local"
    assert rows(settings, "actor") == 2


def test_an_unknown_actor_is_not_invented(settings: Settings) -> None:
    """Only one who was added may act."""
    with closing(open_home(settings)) as application, pytest.raises(NotFound):
        application.actor(ActorId("somebody"))


def test_changed_rules_come_into_force_and_the_old_ones_are_kept(settings: Settings) -> None:
    """The next opening publishes what changed; a case judged by the old text can still be."""
    folder = own_rules(settings)
    with closing(open_home(settings)) as application, application.records.reading() as uow:
        old = uow.rules.latest("batch", "mailroom")
    assert old is not None
    file = folder / "batches" / "mailroom.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2026.2", "2026.7"), encoding="utf-8")
    with closing(open_home(settings)) as application, application.records.reading() as uow:
        new = uow.rules.latest("batch", "mailroom")
        assert new is not None
        assert (new.version, old.version) == ("2026.7", "2026.2")
        assert uow.rules.get(old.digest) == old
        assert uow.rules.by_version("batch", "mailroom", "2026.2") == old


def test_wrong_rules_stop_the_opening_and_change_nothing(settings: Settings) -> None:
    """Rules with a mistake are refused with file and line; those in force stay so, and nothing is left open."""
    folder = own_rules(settings)
    open_home(settings).close()
    before = rows(settings, "rule_set")
    file = folder / "batches" / "mailroom.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("drop_blanks:", "drop_blank:"), encoding="utf-8")
    with pytest.raises(RulesRefused) as refused:
        open_home(settings)
    assert refused.value.problems[0].file.endswith("mailroom.yaml")
    assert not is_open(settings)
    assert rows(settings, "rule_set") == before


def test_preview_leaves_no_trace(settings: Settings, tmp_path: Path) -> None:
    """A preview reads a paper as a submit would, and neither the home nor the paper is changed by it."""
    from bootstrap.instruments.preview import previews  # noqa: PLC0415 - it brings the reading of pages

    paper = tmp_path / "page.png"
    paper.write_bytes(_white_page())
    open_home(settings).close()
    before = _digests(settings.home)
    with closing(open_home(settings)) as application:
        (made,) = previews(application, application.incoming([paper]), "mailroom")
    assert made.file.name == "page.png"
    assert len(made.pages) == 1
    assert _digests(settings.home) == before
    assert paper.read_bytes() == _white_page()


def _white_page() -> bytes:
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    out = io.BytesIO()
    Image.new("L", (600, 800), 255).save(out, "PNG")
    return out.getvalue()


def _digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a home."""
    kept = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_who_has_pages_read_loads_nothing_that_reads() -> None:
    """The parent of reading processes does without the libraries of engine and pictures, which only they need."""
    script = f"""
import sys
from bootstrap.parts.reading import page_reader
from bootstrap.settings import Settings
page_reader(Settings())
print("LOADED", *[name for name in {HEAVY!r} if name in sys.modules and name != "multiprocessing"])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_the_settings_of_the_environment_reach_the_command(settings: Settings) -> None:
    """`load` and the command line read the same home."""
    assert load(settings.home).database == f"sqlite:///{settings.home / 'casebinder.db'}"
