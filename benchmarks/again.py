"""Understands a folder of papers again and again, and reads each page once: for whoever works on rules and readers.

    python benchmarks/again.py [FOLDER] [--quiet] [--fresh]

Papers and truth are as for `casebinder evaluate`, which reads every page each time; a folder of papers written as HTML
(`benchmarks/papers/seen`, unless told) is printed first. What was read of a page is kept under `.cache/again` by the
bytes of its file; `--fresh` reads anew, which changed *reading* calls for. Prints each paper not wholly right: what was
said, what is true, and whether it needed nobody (SURE); then the figures.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from accuracy import COLUMNS, figures
from papers.printing import HERE, printed

from adapters.clock import SystemClock
from adapters.memory.folders import MemoryCaseFolders
from adapters.memory.index import MemoryIndex
from adapters.memory.snapshots import MemorySnapshots
from adapters.memory.store import MemoryBlobStore
from adapters.records.open import open_records
from adapters.truth_files import TruthFound, truths_in
from bootstrap.application import Application, furnish
from bootstrap.instruments.evaluation import scored_files
from bootstrap.parts.reading import page_reader
from bootstrap.settings import Settings
from pipeline.codec import pack, unpack
from pipeline.measures.fields import wrong_fields
from pipeline.measures.rows import wrong_tables
from pipeline.measures.truth import Pair
from pipeline.model.page import Recognition
from services.instruments.evaluate import FileScore, evaluation_of
from services.ports.reading import (
    PageRead,
    PageReader,
    PageRequest,
    PageUnread,
    ReadSettings,
    Rendition,
    RenditionRequest,
)
from services.shapes import evaluation as shapes

KEPT = Path(__file__).parents[1] / ".cache" / "again"


class RememberingReader:
    """Reads a page once and remembers it; makes no archive PDFs, and leaves all else to the reader behind."""

    def __init__(self, behind: PageReader, kept: Path) -> None:
        self._behind = behind
        self._kept = kept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._behind, name)

    def read(self, requests: Sequence[PageRequest], settings: ReadSettings) -> Iterator[PageRead | PageUnread]:
        """Give what is remembered at once, then read the rest."""
        places = {request.key: self._place(request, settings) for request in requests}
        unknown = [request for request in requests if not places[request.key].is_file()]
        for key in places.keys() - {request.key for request in unknown}:
            yield PageRead(key=key, recognition=unpack(Recognition, places[key].read_bytes()))
        for outcome in self._behind.read(unknown, settings) if unknown else ():
            if isinstance(outcome, PageRead):
                half = places[outcome.key].with_suffix(".half")
                half.write_bytes(pack(outcome.recognition))
                half.replace(places[outcome.key])
            yield outcome

    def renditions(self, requests: Sequence[RenditionRequest]) -> Iterator[Rendition]:
        """Say of each document that its original will do."""
        return (Rendition(key=request.key, content=None) for request in requests)

    def _place(self, request: PageRequest, settings: ReadSettings) -> Path:
        asked = f"{request.number} {request.turn} {settings}".encode()
        return self._kept / sha256(request.original.path.read_bytes() + asked).hexdigest()


def installation(home: Path, kept: Path) -> Application:
    """Return an installation in memory, with the delivered rules, that remembers what it read."""
    settings = Settings(home=home)
    store = MemoryBlobStore()
    application = Application(
        settings,
        clock=SystemClock(None),
        records=open_records("sqlite://"),
        store=store,
        index=MemoryIndex(),
        folders=MemoryCaseFolders(store),
        reader=RememberingReader(page_reader(settings), kept),
        snapshots=MemorySnapshots(),
    )
    furnish(application)
    return application


def scored(found: TruthFound) -> list[FileScore]:
    """Return the score of each file as `evaluate` would give it, but that each page is read only once."""
    with (
        TemporaryDirectory(prefix="casebinder-again-") as home,
        TemporaryDirectory(prefix="casebinder-again-") as copies,
        closing(installation(Path(home), KEPT)) as application,
    ):
        every = scored_files(application, found, Path(copies), application.settings.batch_class, lambda *_: None)
        return [each.score for each in every]


def tell(name: str, pair: Pair) -> None:
    """Print what of a document is not right, if anything."""
    true, said = pair.true, pair.said
    lines = []
    if said is None or said.document_class != true.document_class:
        taken = f"{said.document_class} {said.confidence:.2f}" if said else "no document"
        lines.append(f"  is {true.document_class}, said {taken}")
    wrong = wrong_fields(pair) if said else ()
    read = {each.name: each for each in said.fields} if said else {}
    lines += [f"  {each}: {read[each].value!r} {read[each].confidence:.2f}, is {true.fields[each]!r}" for each in wrong]
    lines += [f"  {each}: unsaid, is {value!r}" for each, value in true.fields.items() if each not in read]
    for table in true.tables:
        if not said or table in wrong_tables(pair) or len(said.tables.get(table, ())) < len(true.tables[table]):
            lines.append(
                f"  {table}: {len(said.tables.get(table, ())) if said else 0} said of {len(true.tables[table])}"
            )
    if lines:
        print(name, "SURE" if said and said.is_straight_through else "", true.document_class, sep="  ")
        print(*lines, sep="\n")


def main() -> int:
    """Understand every paper with a truth, and tell what is not right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE / "seen")
    parser.add_argument("--quiet", action="store_true", help="figures only")
    parser.add_argument("--fresh", action="store_true", help="read every page anew")
    wanted = parser.parse_args()
    if wanted.fresh:
        shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    found = truths_in(printed(wanted.folder, KEPT / "papers") if any(wanted.folder.glob("*.html")) else wanted.folder)
    scores = scored(found)
    if not wanted.quiet:
        for each in scores:
            for pair in each.pairs:
                tell(found.files[each.file].path.name, pair)
    row = figures(shapes.evaluation(evaluation_of(scores), without_truth=found.without, seconds=0, report=""))
    print(*(f"{COLUMNS.get(name, name)} {value}" for name, value in row.items()), sep=", ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
