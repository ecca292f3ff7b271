"""Preview: the same capture on in-memory parts; nothing is stored, no server is needed.

Reference data of the installation, when there is one, is used for reading, as it would be by `submit`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from adapters.memory.folders import MemoryCaseFolders
from adapters.memory.index import MemoryIndex
from adapters.memory.store import MemoryBlobStore
from adapters.records.open import open_records
from bootstrap.application import Application, furnish
from pipeline.model.batch import SourceFile
from pipeline.model.page import Recognition
from services.access import SYSTEM
from services.find import BatchView
from services.ports import PageReader
from services.read import recognitions
from services.receive import IncomingFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What capture would make of one file: seconds by step, `total` last."""

    file: SourceFile
    pages: tuple[Recognition, ...]
    view: BatchView
    seconds: tuple[tuple[str, float], ...]


def previews(application: Application, files: tuple[IncomingFile, ...], batch_class: str) -> Iterator[Preview]:
    """Give the preview of each file, in order, each as soon as it is ready."""
    reader: PageReader = application.reader
    for file in files:
        yield _preview(application, reader, file, batch_class)


def _preview(application: Application, reader: PageReader, file: IncomingFile, batch_class: str) -> Preview:
    started = perf_counter()
    store = MemoryBlobStore()
    twin = Application(
        application.settings,
        clock=application.clock,
        records=open_records("sqlite://"),
        store=store,
        index=MemoryIndex(),
        folders=MemoryCaseFolders(store),
        reader=reader,
        reference=application.records,
    )
    furnish(twin)
    receipt = twin.receive.receive(SYSTEM, [file], batch_class=batch_class, channel="preview")
    seconds = dict.fromkeys(("render", "recognise", "separate", "understand"), 0.0)
    twin.engine.run(SYSTEM, receipt.batch, lambda _: None)
    view = twin.find.batches(SYSTEM, receipt.batch)[0]
    return Preview(
        file=view.files[0],
        pages=recognitions(store, view.pages),
        view=view,
        seconds=(*seconds.items(), ("total", perf_counter() - started)),
    )
