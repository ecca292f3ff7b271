"""An installation for tests: all services over records, store, index and folders in memory, and the twins."""

import sqlite3
from datetime import datetime
from functools import cached_property
from pathlib import Path

from argon2 import PasswordHasher
from databases import RecordsInMemory
from twins import (
    CountedIds,
    FailingRecords,
    NoNames,
    PreparedPost,
    PreparedPrinter,
    PreparedReader,
    PreparedRecounter,
    SetClock,
    classify,
    read_fields,
)
from written import Paper, person

from adapters.keys import ArgonKeys
from adapters.leases import ThreadLeaseKeeper
from adapters.local.uploads import LocalUploads
from adapters.memory.folders import MemoryCaseFolders
from adapters.memory.index import MemoryIndex
from adapters.memory.snapshots import MemorySnapshots
from adapters.memory.store import MemoryBlobStore
from adapters.records.unit import SqlRecords
from adapters.rule_files import read_rules
from adapters.search_words.explaining import TermJudge
from bootstrap.on_cases import CaseParts, OnCases, on_cases
from casebinder.letters.letter import Office
from pipeline.intake import IntakeLimits
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.batch import Document
from pipeline.model.identity import ActorId, BatchId, Circle
from pipeline.model.states import DocumentState
from pipeline.ports import BlobStore
from services.access import SYSTEM
from services.capture.engine import Engine
from services.capture.failures import Failures
from services.capture.loop import Capture
from services.capture.read import Read
from services.capture.receive import Receipt, Receive
from services.capture.recover import Recover
from services.capture.understand import Means, Understand
from services.capture.uploads import UploadBounds, Uploads
from services.cases.casework import Casework
from services.cases.impact import Foresee
from services.cases.sweep import Sweep
from services.desk.case_acts import Desk
from services.desk.correspond import Correspond
from services.desk.dispatch import Dispatch
from services.desk.printing import Printing
from services.desk.reassign import Reassign
from services.instruments.explain import Explain
from services.instruments.figures import Figures
from services.looking.board import Overview
from services.looking.find import Find
from services.looking.look import Look
from services.looking.search import Search
from services.people.accounts import Accounts
from services.people.administer import Administer, local_actor
from services.people.sign_in import SignIn
from services.people.tokens import Tokens
from services.ports.reading import IncomingFile
from services.ports.search import SearchIndex
from services.ports.snapshots import SnapshotStore
from services.rules.rulebook import Rulebook
from services.units import Standing
from services.upkeep.keep import Keep
from services.upkeep.ledger import Ledger
from services.upkeep.project import Project
from services.upkeep.rebuild import Rebuild
from services.verification.cuts import Cuts
from services.verification.doubts import Doubts
from services.verification.recut import Recut
from services.verification.settle import Settle
from services.verification.undo import Undo
from services.verification.verify import Verify

RULES = Path(__file__).parents[2] / "rules"
LOCAL = local_actor("local")
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 as weak as it may be: no test is about how long a password takes to guess."""
_FURNISHED: list[tuple[sqlite3.Connection, datetime]] = []
"""What the records hold when the first house was furnished, and the instant at its clock."""


class House:
    """All services over one set of parts."""

    def __init__(
        self,
        records: SqlRecords,
        folder: Path,
        *,
        lost: "House | None" = None,
        store: BlobStore | None = None,
        index: SearchIndex | None = None,
        snapshots: SnapshotStore | None = None,
    ) -> None:
        """Put the services together and put the delivered rules in force.

        lost: a house whose records and projections were lost; its content and papers are taken over, its snapshots
        copied, and nothing is put into the records. store, index, snapshots: other ones than those in memory.
        """
        self.folder = folder
        self.clock, self.ids = (lost.clock, lost.ids) if lost else (SetClock(), CountedIds())
        self.records = FailingRecords(records)
        self.store = store or (lost.store if lost else MemoryBlobStore())
        self.index, self.folders = index or MemoryIndex(), MemoryCaseFolders(self.store)
        self.snapshots = snapshots or (copied(lost.snapshots) if lost else MemorySnapshots())
        self.reader = lost.reader if lost else PreparedReader()
        self.gone: set[str] = set()
        """Holders of leases that died."""
        self.rulebook = Rulebook(self.records, self.clock)
        self.casework = Casework(self.rulebook, self.clock, self.ids)
        self.read = Read(self.records, self.store, self.reader, self.rulebook, self.ids, IntakeLimits())
        means = Means(classifier=classify, reader=read_fields, names=NoNames())
        self.understand = Understand(
            self.records, self.store, means, self.rulebook, self.casework, self.clock, self.ids
        )
        leases = ThreadLeaseKeeper(self.records)
        self.capture = Capture(self.records, self.read, self.understand, leases, self.is_gone, self.clock, self.ids)
        self.engine = self.another_engine("w-1")
        self.receive = Receive(
            self.records, self.store, self.snapshots, self.rulebook, self.clock, self.ids, IntakeLimits()
        )
        self.uploads = Uploads(
            self.records,
            LocalUploads(folder / "uploads"),
            self.receive,
            self.rulebook,
            self.clock,
            self.ids,
            limits=IntakeLimits(),
            bounds=UploadBounds(most_bytes=5000, days=7),
        )
        self.overview = Overview(self.records)
        self.failures = Failures(self.records, self.clock, self.ids, IntakeLimits())
        self.verify = Verify(self.records, self.understand, self.rulebook, self.casework, self.clock, self.ids)
        self.recut = Recut(self.records, self.understand, self.rulebook, self.casework, self.clock, self.ids)
        self.cuts, self.undo = (
            Cuts(self.records, self.store, self.ids),
            Undo(self.records, self.casework, self.clock, self.ids),
        )
        self.desk = Desk(self.records, self.rulebook, self.casework, self.clock, self.ids)
        self.keys = ArgonKeys(QUICK)
        self.post = PreparedPost()
        self.printing = Printing(
            self.rulebook,
            self.casework,
            self.store,
            PreparedPrinter(),
            self.keys,
            Office(lines=("La caisse", "1 rue Haute")),
            self.clock,
            self.ids,
        )
        self.correspond = Correspond(
            self.records, self.store, self.printing, self.rulebook, self.casework, self.clock, self.ids
        )
        self.dispatch = self.another_sender("w-1")
        keep = Keep(self.records, self.snapshots)
        self.project = Project(self.records, self.store, self.index, self.folders, self.rulebook, keep)
        self.find = Find(
            self.records,
            self.store,
            self.folders,
            lambda: PreparedRecounter(self.reader),
            lambda: self.casework,
            self.clock,
        )
        self.figures = Figures(self.records, self.rulebook, self.clock)
        self.reassign = Reassign(self.desk)
        self.search = Search(self.records, lambda: self.index, self.clock)
        self.explain = Explain(self.records, self.store, lambda: self.index, self.find, TermJudge)
        self.settle, self.doubts = self.verification_desk()
        self.look = Look(self.records, self.find, self.store, self.reader, self.clock)
        self.recover = Recover(self.records, self.clock, self.ids, self.is_gone)
        self.sweep = Sweep(self.records, self.casework)
        self.foresee = Foresee(self.records, self.rulebook, self.casework, self.clock)
        self.rebuild = Rebuild(self.records, self.store, self.snapshots, self.casework, self.clock, self.ids)
        self.ledger = Ledger(self.records)
        self.administer = Administer(self.records, self.clock)
        self.accounts = Accounts(self.records, self.keys, self.clock, self.rulebook)
        self.sign_in, self.tokens = self.doors()
        if lost is None:
            self.move_in(records)

    def verification_desk(self) -> tuple[Settle, Doubts]:
        """Return the acts of answering doubts, and of taking documents that have some."""
        settle = Settle(self.records, self.understand, self.rulebook, self.verify, self.clock, self.ids)
        return settle, Doubts(self.records, self.store, self.find, self.rulebook, self.ids)

    def doors(self) -> tuple[SignIn, Tokens]:
        """Return the ways in."""
        tokens = Tokens(self.records, self.keys, self.clock, self.ids)
        return SignIn(self.records, self.keys, self.clock), tokens

    def move_in(self, records: SqlRecords) -> None:
        """Furnish, with no members; in memory by taking what the first house of the session came to: it is the same."""
        if _FURNISHED and isinstance(records, RecordsInMemory):
            kept, self.clock.instant = _FURNISHED[0]
            records.become(kept)
            return
        self.furnish()
        self.import_members({})
        if isinstance(records, RecordsInMemory):
            _FURNISHED.append((records.kept(), self.clock.instant))

    def furnish(self) -> None:
        """Let the first actors in, and put the delivered rules in force."""
        self.administer.add_actor(SYSTEM, SYSTEM)
        self.administer.add_actor(SYSTEM, LOCAL)
        self.rulebook.publish(SYSTEM, read_rules((RULES,)))

    def import_members(self, months: dict[int, int]) -> None:
        """Put the members in force: serial of the person to months of contribution."""
        rows = ["social_security_number,last_name,first_names,birth_date,contribution_months"]
        for serial, contributed in months.items():
            last_name, first_names, born, number = (line.partition(": ")[2] for line in person(serial))
            rows.append(f"{number},{last_name},{first_names},{born},{contributed}")
        self.administer.import_reference(LOCAL, "members", "\n".join(rows) + "\n", where="members.csv")

    @cached_property
    def on_cases(self) -> OnCases:
        """Return the services of those who work on cases."""
        shared = {name: getattr(self, name) for name in ("records", "store", "rulebook", "find", "clock", "ids")}
        return on_cases(CaseParts(casework=lambda: self.casework, **shared))

    def another_engine(self, owner: str, *, lease_seconds: int = 90) -> Engine:
        """Return an engine as another process would have it."""
        return Engine(self.records, self.capture, owner, lease_seconds=lease_seconds)

    def another_sender(self, owner: str) -> Dispatch:
        """Return a sender of letters as another process would have it."""
        return Dispatch(
            self.records,
            self.store,
            self.post,
            self.printing,
            self.correspond,
            self.casework,
            self.clock,
            owner,
        )

    def is_gone(self, owner: str) -> bool:
        """Return whether the holder of that name died."""
        return owner in self.gone

    def file(self, name: str, *papers: Paper) -> IncomingFile:
        """Lay a file at the door, with these pages."""
        content = b"%PDF-1.7\n" + name.encode()
        self.reader.papers[content] = papers
        path = self.folder / name
        path.write_bytes(content)
        return IncomingFile(name=name, path=path, size=len(content), head=content[:4096])

    def take_in(
        self, *files: IncomingFile, batch_class: str = "mailroom", actor: Actor = LOCAL, channel: str = "folder"
    ) -> Receipt:
        """Receive files as one batch."""
        return self.receive.receive(actor, files, batch_class=batch_class, channel=channel)

    def run(self, batch: BatchId) -> Standing:
        """Do what can be done of a batch, and project."""
        standing = self.engine.run(SYSTEM, batch, lambda _: None)
        self.project.drain(SYSTEM)
        return standing

    def captured(self, name: str, *papers: Paper, batch_class: str = "mailroom") -> BatchId:
        """Receive one file and capture it; each paper is a page."""
        receipt = self.take_in(self.file(name, *papers), batch_class=batch_class)
        self.run(receipt.batch)
        return receipt.batch

    def go_on(self) -> None:
        """Do what acts made ready, as the worker does, and project."""
        for batch in self.recover.unfinished(SYSTEM):
            self.engine.run(SYSTEM, batch, lambda _: None)
        self.project.drain(SYSTEM)

    def documents(self, batch: BatchId) -> tuple[Document, ...]:
        """Return a batch's documents."""
        with self.records.reading() as uow:
            return tuple(uow.documents.of_batch(batch))

    def every_document(self) -> tuple[Document, ...]:
        """Return every document that was not superseded."""
        with self.records.reading() as uow:
            return tuple(document for batch in uow.batches.every() for document in uow.documents.of_batch(batch.id))

    def named(self, document_class: str, batch: BatchId | None = None) -> Document:
        """Return the one document of that class."""
        every = self.documents(batch) if batch else self.every_document()
        found = [
            d for d in every if d.understanding and d.understanding.classification.document_class == document_class
        ]
        assert len(found) == 1, f"{document_class}: {found}"
        return found[0]

    def in_state(self, state: DocumentState) -> tuple[Document, ...]:
        """Return the documents in that state."""
        with self.records.reading() as uow:
            return tuple(uow.documents.get(name) for name in uow.standings.names_in({state}))


def copied(snapshots: SnapshotStore) -> SnapshotStore:
    """Return a store of its own with the same snapshots."""
    made = MemorySnapshots()
    for name in snapshots.names(""):
        made.put(name, snapshots.get(name) or b"")
    return made


def someone(name: str, *roles: Role, circles: tuple[str, ...] = ("open",)) -> Actor:
    """Return an actor with these roles."""
    return Actor(
        id=ActorId(name),
        name=name,
        grants=tuple(Grant(role=role) for role in roles),
        circles=tuple(Circle(circle) for circle in circles),
    )
