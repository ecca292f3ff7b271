"""Preview: the same capture on in-memory parts; nothing is stored, no server is needed.

Rules and reference data of the installation are used for reading, as they would be by `submit`. Where there is none, or
its records do not answer, rules are taken from their files and nothing is looked up.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from adapters.clock import SystemClock
from adapters.memory.folders import MemoryCaseFolders
from adapters.memory.index import MemoryIndex
from adapters.memory.snapshots import MemorySnapshots
from adapters.memory.store import MemoryBlobStore
from adapters.paths import is_file
from adapters.records.open import open_records
from bootstrap.application import Application, furnish, open_home
from bootstrap.home import require_records
from bootstrap.settings import Settings
from pipeline.errors import PartUnreachable
from pipeline.model.batch import SourceFile
from pipeline.model.identity import FileId
from pipeline.model.page import Recognition
from pipeline.ports import Clock, ReferenceData, ReferenceRow
from services.access import SYSTEM
from services.capture.engine import Progress
from services.capture.read import recognitions
from services.looking.find import BatchView
from services.ports.reading import IncomingFile, PageReader
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


def lender(settings: Settings, *, today: date | None, on_silence: Callable[[PartUnreachable], None]) -> Application:
    """Open the installation whose rules and reference data are read by, or one in memory: nothing is made on the disk.

    on_silence: told when its records do not answer, so that nothing can be looked up. Raises WrongUsage, RulesRefused.
    """
    try:
        if settings.database_url or is_file(settings.embedded_database):
            return open_home(settings, today=today)
        require_records(settings)
    except PartUnreachable as error:
        on_silence(error)
    made = _in_memory(settings, SystemClock(today))
    furnish(made)
    return made


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
    reference = LentReference(application.records)
    return _in_memory(application.settings, application.clock, reader=application.reader, reference=reference)


def _in_memory(
    settings: Settings, clock: Clock, *, reader: PageReader | None = None, reference: ReferenceData | None = None
) -> Application:
    store = MemoryBlobStore()
    return Application(
        settings,
        clock=clock,
        records=open_records("sqlite://"),
        store=store,
        index=MemoryIndex(),
        folders=MemoryCaseFolders(store),
        reader=reader,
        reference=reference,
        snapshots=MemorySnapshots(),
    )


def _lend_rules(lender: Records, borrower: Records) -> None:
    with lender.reading() as uow:
        published = [rules for kind in (BATCH, DOCUMENT, CASE) for rules in uow.rules.every_latest(kind)]
    with borrower.writing() as uow:
        for rules in published:
            uow.rules.add(rules)
        uow.commit()
