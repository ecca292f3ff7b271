"""Preview: the same capture on in-memory parts; nothing is stored, no server is needed.

Reference data of the installation is used for reading, as it would be by `submit`.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter

from adapters.memory.folders import MemoryCaseFolders
from adapters.memory.index import MemoryIndex
from adapters.memory.snapshots import MemorySnapshots
from adapters.memory.store import MemoryBlobStore
from adapters.records.open import open_records
from bootstrap.application import Application
from pipeline.model.batch import SourceFile
from pipeline.model.identity import FileId
from pipeline.model.page import Recognition
from pipeline.ports import ReferenceRow
from services.access import SYSTEM
from services.capture.engine import Progress
from services.capture.read import recognitions
from services.looking.find import BatchView
from services.ports.reading import IncomingFile
from services.ports.records import Records
from services.rules.files import BATCH, CASE, DOCUMENT
from services.units import UnitKind

_STEPS = {
    UnitKind.OPEN: "render",
    UnitKind.READ: "recognise",
    UnitKind.SEPARATE: "separate",
    UnitKind.UNDERSTAND: "understand",
    UnitKind.RENDER: "archive",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What capture would make of one file; seconds: of each step and in all (`recognise` includes drawing pages).

    pages: of the file itself, then of the files it brings, each with the file it is of; view: all of them.
    """

    file: SourceFile
    pages: tuple[tuple[FileId, Recognition], ...]
    view: BatchView
    seconds: tuple[tuple[str, float], ...]


class LentReference:
    """The reference tables of an open installation, for reading only; fulfils `ReferenceData`."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def find(self, table: str, column: str, value: str) -> Sequence[ReferenceRow]:
        """Look up rows in a reading unit of work of its own."""
        with self._records.reading() as uow:
            return uow.reference.find(table, column, value)

    def has_table(self, table: str) -> bool:
        """Return whether the table was ever imported."""
        with self._records.reading() as uow:
            return uow.reference.has_table(table)


def previews(application: Application, files: Sequence[IncomingFile], batch_class: str) -> Iterator[Preview]:
    """Yield the preview of each file, in order, each as soon as it is ready."""
    for file in files:
        yield _preview(application, file, batch_class)


def _preview(application: Application, file: IncomingFile, batch_class: str) -> Preview:
    started = perf_counter()
    seconds = {"total": 0.0} | dict.fromkeys(_STEPS.values(), 0.0)
    last = started

    def lap(progress: Progress) -> None:
        nonlocal last
        now = perf_counter()
        if progress.unit:
            seconds[_STEPS[progress.unit.kind]] += now - last
        last = now

    with closing(_twin(application)) as twin:
        _lend_rules(application.records, twin.records)
        receipt = twin.receive.receive(SYSTEM, [file], batch_class=batch_class, channel="preview")
        last = perf_counter()
        twin.engine.run(SYSTEM, receipt.batch, lap)
        view = twin.find.batches(SYSTEM, receipt.batch)[0]
        read = [page for page in view.pages if page.recognition]
        pages = tuple(zip((page.file for page in read), recognitions(twin.store, read), strict=True))
        seconds["total"] = perf_counter() - started
    return Preview(file=view.files[0], pages=pages, view=view, seconds=tuple(seconds.items()))


def _twin(application: Application) -> Application:
    """Assemble an installation in memory that reads as the given one does, as yet without rules."""
    store = MemoryBlobStore()
    return Application(
        application.settings,
        clock=application.clock,
        records=open_records("sqlite://"),
        store=store,
        index=MemoryIndex(),
        folders=MemoryCaseFolders(store),
        reader=application.reader,
        reference=LentReference(application.records),
        snapshots=MemorySnapshots(),
    )


def _lend_rules(lender: Records, borrower: Records) -> None:
    with lender.reading() as uow:
        published = [rules for kind in (BATCH, DOCUMENT, CASE) for rules in uow.rules.every_latest(kind)]
    with borrower.writing() as uow:
        for rules in published:
            uow.rules.add(rules)
        uow.commit()
