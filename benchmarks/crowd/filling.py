"""Fills an installation with thousands of cases for `pages.py`: a few papers captured in earnest, then multiplied.

What is multiplied keeps its text, its boxes and its verdict; people, references, days, baskets and assignees are drawn
anew. Rows go into the database and pages into the index directly, as no capture of a year could be waited for.
"""

import io
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

import pikepdf
from faker import Faker
from sqlalchemy import Connection, Table, create_engine, insert, select

from adapters.records.schema.capture import batch, document, field, page, source_file
from adapters.records.schema.case_parts import clock, fact, item, verdict
from adapters.records.schema.cases import case_, party, piece
from adapters.tantivy.index import TantivyIndex
from bootstrap.application import open_home
from bootstrap.settings import Settings
from casebinder.parties import fold
from pipeline.codec import unpack
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle, Digest
from pipeline.model.page import Recognition
from pipeline.ports import BlobStore
from services.access import SYSTEM
from services.ports.search import IndexedPage, IndexedWord
from specimens.scenario import draw_dossiers, make, sendings

TODAY = date(2026, 11, 22)
SEED = 7
OPEN, CLOSED = "open", "health"
CLOSED_SHARE, OPEN_CASES, UNASSIGNED, BY_HAND = 0.05, 0.4, 0.3, 0.2
"""Shares of cases: in the closed circle, not decided yet, nobody's; and of documents that a person settled."""
LENGTHS = (1, 1, 1, 2, 2, 3, 4, 6, 12)
"""Pages of a document without a case, each as likely as often as it stands here."""
BATCH_PAGES = 50
PDF = "application/pdf"
AT_ONCE = 500
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))
ROLES = (*(Role.CASEWORKER,) * 7, Role.OPERATOR, Role.OPERATOR, Role.CONTROLLER)

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A captured case with the rows of its parts and documents, to be multiplied."""

    case: Row
    parts: Mapping[Table, Sequence[Row]]
    documents: Sequence[Row]
    last_name: str


def filled(home: Path, *, cases: int, pages: int, people: int) -> Path:
    """Fill a home, or go on where filling it was broken off; give it."""
    begun = home / "filling.json"
    if not begun.exists():
        shutil.rmtree(home, ignore_errors=True)
        _capture(home)
        begun.write_text(json.dumps({"cases": 0, "pages": 0}))
    with closing(open_home(Settings(home=home), today=TODAY)) as application:
        for number in range(people):
            application.administer.add_actor(SYSTEM, person(number))
    crowd = _Crowd(home, application.store, begun)
    crowd.multiply(cases=cases, pages=pages, people=people)
    return home


def person(number: int) -> Actor:
    """Return one of those who work there, mostly caseworkers; every tenth belongs to the closed circle too."""
    circles = (OPEN, CLOSED) if number % 10 == 0 else (OPEN,)
    return Actor(
        id=ActorId(f"p{number:02}"),
        name=f"Personne {number:02}",
        grants=(Grant(role=ROLES[number % len(ROLES)]),),
        circles=tuple(Circle(one) for one in circles),
    )


def _capture(home: Path) -> None:
    """Capture what ten people of the demonstration sent by the portal."""
    papers = home.with_name(f"{home.name}-papers")
    papers.mkdir(parents=True, exist_ok=True)
    dossiers = draw_dossiers(seed=SEED, today=TODAY)
    for sending in sendings(dossiers, seed=SEED, today=TODAY):
        if sending.batch == "portal":
            specimen = make(sending, seed=SEED)
            (papers / specimen.name).write_bytes(specimen.data)
    members = home.with_name(f"{home.name}-members.csv")
    lines = ["social_security_number,last_name,first_names,birth_date,contribution_months"]
    lines += [
        f"{one.social_security_number},{one.last_name},{one.all_first_names},{one.birth_date},240"
        for one in (dossier.person for dossier in dossiers.values())
    ]
    members.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ours = (CASEBINDER, "--home", str(home), "--engine", "inline", "--today", TODAY.isoformat())
    for words in (("reference", "import", "members", str(members)), ("submit", str(papers))):
        subprocess.run([*ours, *words, "--json"], check=True, stdout=subprocess.DEVNULL)
    members.unlink()
    shutil.rmtree(papers)


class _Crowd:
    """Multiplies what was captured."""

    def __init__(self, home: Path, store: BlobStore, begun: Path) -> None:
        """Go on with what `begun` says was made already."""
        self._begun = begun
        told = json.loads(begun.read_text())
        self._engine = create_engine(f"sqlite:///{home / 'casebinder.db'}")
        self._index = TantivyIndex(home / "index")
        self._store = store
        self._faker = Faker("fr_FR")
        self._read: dict[str, Recognition] = {}
        self._originals: dict[tuple[str, int], str] = {}
        self._cases, self._pages, self._full_at = int(told["cases"]), int(told["pages"]), 0
        self._batch: Row = {}

    def multiply(self, *, cases: int, pages: int, people: int) -> None:
        """Write the cases, then documents without one until there are enough pages."""
        with self._engine.connect() as connection:
            patterns = list(_patterns(connection))
        while self._cases < cases or self._pages < pages:
            # Each part has its own chance, so that one begun again comes out the same.
            self._draw = random.Random(SEED + self._pages)  # noqa: S311 - draws a crowd, protects nothing
            self._faker.seed_instance(SEED + self._pages)
            some = range(self._cases, min(cases, self._cases + AT_ONCE))
            made = [self._case(patterns, n, people) for n in some] or [
                self._loose(patterns, pages) for _ in range(AT_ONCE)
            ]
            self._cases += len(some)
            self._index.replace([paper for one in made for paper in one.papers])
            with self._engine.begin() as connection:
                self._write(connection, made)
            self._begun.write_text(json.dumps({"cases": self._cases, "pages": self._pages}))

    def _write(self, connection: Connection, made: Sequence["_Made"]) -> None:
        """Write rows table by table, each after those it refers to."""
        order = (party, batch, source_file, document, case_, field, page, piece, fact, item, clock, verdict)
        for table in order:
            rows = [row for one in made for row in one.rows.get(table, ())]
            if rows:
                connection.execute(insert(table), rows)

    def _case(self, patterns: Sequence[Pattern], number: int, people: int) -> "_Made":
        pattern, name = self._draw.choice(patterns), (self._faker.last_name().upper(), self._faker.first_name())
        opened = self._day()
        made, key = _Made(), f"c-b{number:07}"
        known = {"id": f"q-b{number:07}", "kind": "person", "birth_date": None}
        made.add(party, known | {"name": ", ".join(name), "folded": fold(", ".join(name))})
        state = "open" if self._draw.random() < OPEN_CASES else "decided"
        row = pattern.case | {
            "id": key,
            "reference": f"MP-{opened.year}-{100_000 + number}",
            "party_id": f"q-b{number:07}",
            "key": key,
            "state": state,
            "opened_at": opened,
            "circle": CLOSED if self._draw.random() < CLOSED_SHARE else OPEN,
            "assignee": None if self._draw.random() < UNASSIGNED else f"p{self._draw.randrange(people):02}",
        }
        made.add(case_, row)
        renamed = {pattern.case["id"]: key}
        for paper in pattern.documents:
            place = _Place(state="bound", circle=str(row["circle"]), name=name[0], case=row)
            renamed[paper["id"]] = self._paper(made, pattern, paper, opened, of=place)
        for table, rows in pattern.parts.items():
            for at, part in enumerate(rows):
                if "id" in part:
                    renamed[part["id"]] = f"{key}-{table.name}-{at}"
                told = {name: _renamed(value, renamed) for name, value in part.items()}
                if table is clock:
                    due = opened.date() + timedelta(days=self._draw.randint(20, 150))
                    told |= {"due_on": due, "stopped_on": None if state == "open" else min(due, TODAY)}
                made.add(table, told)
        return made

    def _loose(self, patterns: Sequence[Pattern], most: int) -> "_Made":
        """Make a document of one to twelve pages that no case was found for, while pages are wanted."""
        made = _Made()
        if self._pages < most:
            count = min(self._draw.choice(LENGTHS), most - self._pages)
            pattern, paper = self._draw.choice([(p, d) for p in patterns for d in p.documents if _is_pdf(d)])
            self._paper(made, pattern, paper, self._day(), of=_Place(count=count))
        return made

    def _paper(self, made: "_Made", pattern: Pattern, paper: Row, received: datetime, *, of: "_Place") -> str:
        """Make a document of a captured one, its pages repeated; return its name."""
        self._pages += of.count
        new, file = f"d-b{self._pages:07}", self._file(made, paper, received, count=of.count)
        own = {column.name: paper[column.name] for column in document.c}
        changed = {
            "id": new,
            "batch_id": self._batch["id"],
            "file_id": file,
            "state": of.state,
            "circle": of.circle,
            "received_at": received,
            "settled_by": "p01" if self._draw.random() < BY_HAND else None,
        }
        made.add(document, own | changed)
        common = {"file_id": file, "document_id": new, "state": "in_document", "reason": None}
        for at in range(1, of.count + 1):
            placed = {"id": f"{new}-{at}", "ordinal": at, "position": at, "recognition": paper["recognition"]}
            made.add(page, common | placed)
        read = self._recognition(str(paper["recognition"]))
        shown = _Shown(document=own | changed, read=read, place=of, old_name=pattern.last_name)
        made.papers.append((new, [shown.page(at) for at in range(1, of.count + 1)]))
        return new

    def _file(self, made: "_Made", paper: Row, received: datetime, *, count: int) -> str:
        """Make the file a document came in, in the batch of the moment or a new one; return its name."""
        if not self._batch or self._pages >= self._full_at:
            self._full_at = self._pages + BATCH_PAGES
            name = f"b-b{self._pages:07}"
            own = {"id": name, "source_key": name, "received_at": received, "state": "closed"}
            self._batch = cast("Row", paper["batch"]) | own
            made.add(batch, self._batch)
        file = f"f-b{self._pages:07}"
        sent = cast("Row", paper["file"])
        own = {"id": file, "batch_id": self._batch["id"], "ordinal": self._pages, "page_count": count}
        made.add(source_file, sent | own | {"digest": self._original(str(sent["digest"]), count)})
        return file

    def _original(self, digest: str, count: int) -> str:
        """Return the content of a file that repeats the first page of another."""
        if count == 1:
            return digest
        if (digest, count) not in self._originals:
            out = io.BytesIO()
            with pikepdf.open(io.BytesIO(self._store.get(Digest(digest)))) as one, pikepdf.new() as many:
                for _ in range(count):
                    many.add_pages_from(one, slice(1))
                many.save(out)
            self._originals[digest, count] = self._store.put(out.getvalue(), media_type=PDF).digest
        return self._originals[digest, count]

    def _recognition(self, digest: str) -> Recognition:
        if digest not in self._read:
            self._read[digest] = unpack(Recognition, self._store.get(Digest(digest)))
        return self._read[digest]

    def _day(self) -> datetime:
        """Draw an instant of the last year, the more often the nearer."""
        back = int(365 * self._draw.random() ** 1.5)
        hour = timedelta(hours=self._draw.randint(8, 17), minutes=self._draw.randint(0, 59))
        return (datetime.combine(TODAY - timedelta(days=back), datetime.min.time()) + hour).astimezone()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a multiplied document goes: how many pages it has, and the case and person it is of, if any."""

    count: int = 1
    state: str = "unmatched"
    circle: str = OPEN
    name: str = ""
    case: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A multiplied document as the relay would index it, with the new person's name in its words."""

    document: Row
    read: Recognition
    place: _Place
    old_name: str

    def page(self, number: int) -> IndexedPage:
        """Return one of its pages."""
        case, name = self.place.case or {}, self.place.name
        return IndexedPage(
            document=str(self.document["id"]),
            page=number,
            document_class=str(self.document["document_class"]),
            case=cast("str | None", case.get("reference")),
            case_type=cast("str | None", case.get("case_type")),
            circle=self.place.circle,
            received_on=cast("datetime", self.document["received_at"]).date().isoformat(),
            language=self.read.language,
            text=self._said(self.read.text),
            words=tuple(IndexedWord(text=self._said(word.text), box=word.box) for word in self.read.words),
            fields=(("last_name", name),) if name else (),
            state=self.place.state,
            basket=cast("str", case.get("basket")) or None,
            party=name or None,
        )

    def _said(self, text: str) -> str:
        new, old = self.place.name, self.old_name
        return text.replace(old, new).replace(old.title(), new.title()) if new else text


class _Made:
    """Rows by table, and pages by document, of one multiplication."""

    def __init__(self) -> None:
        self.rows: dict[Table, list[Row]] = {}
        self.papers: list[tuple[str, list[IndexedPage]]] = []

    def add(self, table: Table, row: Row) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append(row)


def _patterns(connection: Connection) -> Iterator[Pattern]:
    """Yield every captured case that has a party and documents of one page each."""

    def rows(table: Table, column: str, value: object) -> list[Row]:
        found = connection.execute(select(table).where(table.c[column] == value)).mappings()
        return [dict(row) for row in found]

    captured = select(case_).where(case_.c.id.not_like("c-b%"))
    for case in map(dict, connection.execute(captured).mappings().all()):
        papers = []
        for name in dict.fromkeys(one["document_id"] for one in rows(piece, "case_id", case["id"])):
            (paper,) = rows(document, "id", name)
            (sent,) = rows(batch, "id", paper["batch_id"])
            (original,) = rows(source_file, "id", paper["file_id"])
            first = next(one for one in rows(page, "document_id", paper["id"]) if one["position"] == 1)
            papers.append(paper | {"batch": sent, "file": original, "recognition": first["recognition"]})
        parts = {table: rows(table, "case_id", case["id"]) for table in (piece, fact, item, clock, verdict)}
        if case["party_id"] and papers:
            (named,) = rows(party, "id", case["party_id"])
            yield Pattern(case=case, parts=parts, documents=papers, last_name=str(named["name"]).partition(",")[0])


def _is_pdf(paper: Row) -> bool:
    return cast("Row", paper["file"])["media_type"] == PDF


def _renamed(value: object, renamed: Mapping[object, str]) -> object:
    if not isinstance(value, str):
        return value
    for old, new in renamed.items():
        value = value.replace(str(old), new)
    return value
