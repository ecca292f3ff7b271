"""What each release left in its databases, for the upgrade tests of those that follow.

    PYTHONPATH=.:tests/house:scripts .venv/bin/python tests/house/releases.py NAME

freezes the present tree: NAME.sqlite.sql.gz, NAME.postgresql.sql.gz and NAME.json (what the records answered). Run
once a release, on its tree; a frozen release never changes afterwards.
"""

import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from house import LOCAL
from real_servers import PostgreSqlServer
from scene import Scene, set_up
from serving import postgresql as sql
from serving.fetch import default_cache
from serving.house import House as Servers
from sqlalchemy import make_url

from adapters.records.open import migrate, open_records
from adapters.records.unit import SqlRecords
from pipeline.model.identity import ActorId
from services.access import SYSTEM
from services.ports.case_records import CaseQuery

FROZEN = Path(__file__).parents[1] / "adapters" / "records" / "releases"
NAMES = tuple(sorted(path.stem for path in FROZEN.glob("*.json")))


def statements(name: str, database: str) -> str:
    """Return the statements that make a release's database anew."""
    return gzip.decompress((FROZEN / f"{name}.{database}.sql.gz").read_bytes()).decode("utf-8")


def answered(name: str) -> dict[str, object]:
    """Return what the release's records answered."""
    said: dict[str, object] = json.loads((FROZEN / f"{name}.json").read_text(encoding="utf-8"))
    return said


def live(records: SqlRecords, folder: Path) -> None:
    """Let a little of everything happen: captured, doubtful, corrected, split, rejected, moved, waived, decided."""
    folder.mkdir()
    scene = set_up(records, folder)
    _acts(scene)
    scene.house.go_on()
    scene.house.ledger.seal(SYSTEM)


def _acts(scene: Scene) -> None:
    house = scene.house
    house.verify.set_class(LOCAL, scene.waiting, "letter", reason="seen")
    house.verify.release(LOCAL, scene.doubtful)
    house.recut.split(LOCAL, scene.long, 2)
    house.recut.merge(LOCAL, *scene.halves)
    house.desk.set_facts(LOCAL, scene.first, [("employment", "agency")], reason="by telephone")
    house.desk.waive(LOCAL, scene.first, "salary_certificate", reason="known")
    house.correspond.request(LOCAL, scene.first)
    house.desk.move(LOCAL, scene.first, scene.bound, scene.second, reason="another's")
    house.desk.refuse(LOCAL, scene.second, "identity", scene.bound, reason="unreadable")
    house.desk.assign(LOCAL, scene.second, ActorId("basket:control"))
    house.desk.decide(LOCAL, scene.second, "refused", reason="incomplete")


def answers(records: SqlRecords) -> dict[str, object]:
    """Return what the records answer, in words that outlive the shape of our values."""
    with records.reading() as uow:
        batches = uow.batches.every()
        cases = uow.cases.listed(CaseQuery())
        verdicts = {case.id: uow.cases.verdict(case.id) for case in cases}
        return {
            "batches": {batch.id: batch.state for batch in batches},
            "files": {f.id: [f.name, f.state, f.page_count] for b in batches for f in uow.files.of_batch(b.id)},
            "pages": {p.id: [p.state, p.document, p.position] for b in batches for p in uow.pages.of_batch(b.id)},
            "documents": {
                d.id: [d.state, d.version, d.understanding.classification.document_class if d.understanding else None]
                for b in batches
                for d in uow.documents.of_batch(b.id)
            },
            "cases": {
                case.reference: {
                    "state": case.state,
                    "key": case.key,
                    "basket": case.basket,
                    "pieces": [[piece.document, piece.item, piece.status] for piece in case.pieces],
                    "waivers": [waiver.item for waiver in case.waivers],
                    "requests": [list(request.items) for request in case.requests],
                    "decisions": [decision.outcome for decision in case.decisions],
                    "checklist": {i.item: i.status for i in verdict.completeness.items} if verdict else None,
                    "history": [event.act for event in uow.events.of_case(case.id)],
                }
                for case in cases
                for verdict in [verdicts[case.id]]
            },
            "chained": tip.chain_number if (tip := uow.events.tip()) else 0,
            "actors": [actor.id for actor in uow.actors.every()],
            "waiting": uow.outbox.waiting(),
        }


def freeze(name: str) -> None:
    """Write the three files."""
    FROZEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        said = _freeze_sqlite(name, place)
        assert said == _freeze_postgresql(name, place), "the databases tell different things"
    (FROZEN / f"{name}.json").write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _freeze_sqlite(name: str, folder: Path) -> dict[str, object]:
    records = open_records(f"sqlite:///{folder / 'records.db'}")
    live(records, folder / "sqlite")
    said = answers(records)
    records.close()
    with closing(sqlite3.connect(folder / "records.db")) as raw:
        _write(f"{name}.sqlite", "\n".join(raw.iterdump()))
    return said


def _freeze_postgresql(name: str, folder: Path) -> dict[str, object]:
    house = Servers(folder=folder / "servers", cache=default_cache(), is_durable=False)
    folder.chmod(0o755)
    server = PostgreSqlServer(house=house)
    try:
        place = house.start(["postgresql"])["postgresql"]
        url = server.fresh()
        migrate(url)
        records = open_records(url)
        live(records, folder / "postgresql")
        said = answers(records)
        records.close()
        programs = sql.programs(place)
        assert programs is not None
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        dump = [str(programs / "pg_dump"), "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=50"]
        ran = subprocess.run([*dump, address], check=True, capture_output=True, text=True)
        # Each pg_dump of late writes a random key for psql alone (\restrict): it would change the file for nothing.
        _write(f"{name}.postgresql", "\n".join(line for line in ran.stdout.splitlines() if line[:1] != "\\"))
    finally:
        house.stop()
    return said


def _write(name: str, text: str) -> None:
    (FROZEN / f"{name}.sql.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    freeze(sys.argv[1])
