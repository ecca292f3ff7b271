"""Honest twins of what lies outside the services: reading, understanding, clock, ids, and records that fail."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from written import DOUBTFUL, SURE, Paper, recognised

from adapters.containers.taking_apart import take_apart
from adapters.incoming import parts_in
from adapters.records.unit import SqlRecords
from casebinder.letters.letter import Letter
from pipeline.errors import InputRefused
from pipeline.geometry import Box
from pipeline.model.batch import Reason
from pipeline.model.document import Classification, Draft, Evidence, IndexField, Origin
from pipeline.model.identity import UNKNOWN, Digest
from pipeline.model.page import Line, Recognition
from pipeline.model.text import Bilingual
from pipeline.model.values import from_written
from pipeline.ports import FieldReading, NamedSpan, Sources
from pipeline.rules.catalog import Catalog, DocumentClass
from services.ports.letters import Dispatch
from services.ports.reading import (
    IncomingFile,
    Original,
    PageRead,
    PageRequest,
    PageUnread,
    ReadSettings,
    Rendition,
    RenditionRequest,
)
from services.ports.records import UnitOfWork

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SAID = Bilingual(fr="dit par le test", en="said by the test")


@dataclass
class PreparedReader:
    """Fulfils `PageReader` with pages prepared beforehand, by content; it can be told to die, fail and refuse."""

    papers: dict[bytes, tuple[Paper, ...]] = field(default_factory=dict)
    deaths: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often the reading process is still to die at a page (its file's name, its number)."""
    refusals: dict[str, InputRefused] = field(default_factory=dict)
    errors: list[Exception] = field(default_factory=list)
    """What the next calls of `read` raise, one each."""
    before_page: Callable[[], None] = lambda: None
    """Called before each page is given: what others do while a batch is being read."""
    before_rendition: Callable[[], None] = lambda: None
    """Called before each archive is given."""
    pages_read: Counter[tuple[str, int]] = field(default_factory=Counter)
    renditions_made: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Start nothing."""

    def count_pages(self, original: Original) -> int:
        """Count the prepared pages."""
        content = original.path.read_bytes()
        if refusal := self.refusals.get(_name(content)):
            raise refusal
        return len(self.papers[content])

    @contextmanager
    def unpacked(self, original: Original) -> Iterator[Sequence[IncomingFile]]:
        """Yield the parts of an archive as it lies there; prepared papers bring none."""
        if original.path.read_bytes() in self.papers:
            yield ()
            return
        with TemporaryDirectory() as folder:
            yield parts_in(Path(folder), take_apart(original.path, original.media_type, Path(folder)))

    def read(self, requests: Sequence[PageRequest], settings: ReadSettings) -> Iterator[PageRead | PageUnread]:
        """Yield each page as prepared."""
        if self.errors:
            raise self.errors.pop(0)
        for request in requests:
            self.before_page()
            content = request.original.path.read_bytes()
            place = (_name(content), request.number)
            self.pages_read[place] += 1
            if self.deaths[place] > 0:
                self.deaths[place] -= 1
                yield PageUnread(key=request.key, died=True, reason=Reason(code="died", message=SAID, next_step=SAID))
                continue
            paper = self.papers[content][request.number - 1]
            read = recognised(request.number, paper)
            yield PageRead(key=request.key, recognition=replace(read, rotation=request.turn or 0))

    def renditions(self, requests: Sequence[RenditionRequest]) -> Iterator[Rendition]:
        """Write each document's name as its archive."""
        for request in requests:
            self.before_rendition()
            self.renditions_made[request.key] += 1
            yield Rendition(key=request.key, content=f"%PDF-1.7 archive of {request.key}".encode())

    def picture(self, original: Original, number: int, *, width: int, part: Box | None = None, turn: int = 0) -> bytes:
        """Return no picture worth the name."""
        return f"{original.path.name} {number} {width} {part} {turn}".encode()

    def close(self) -> None:
        """Have nothing to end."""


def _name(content: bytes) -> str:
    return content.partition(b"\n")[2].decode()


class PreparedPrinter:
    """Fulfils `LetterPrinter` by writing the letter's words as its content."""

    def printed(self, letter: Letter, *, at: datetime) -> bytes:
        """Return the words."""
        return f"%PDF-1.7 of {at.isoformat()} {letter}".encode()


@dataclass
class PreparedPost:
    """Fulfils `Mailer`: keeps what was sent by name; it can be told to fail, and what others do meanwhile."""

    channel: str = "post"
    sent: dict[str, bytes] = field(default_factory=dict)
    errors: list[Exception] = field(default_factory=list)
    """What the next letters meet, one each."""
    while_sending: Callable[[], object] = lambda: None

    def send(self, dispatch: Dispatch) -> None:
        """Keep the letter."""
        self.while_sending()
        if self.errors:
            raise self.errors.pop(0)
        self.sent[dispatch.name] = dispatch.content


@dataclass(frozen=True)
class PreparedRecounter:
    """Fulfils `Recounter` by counting the prepared pages."""

    reader: PreparedReader

    def digest(self, path: Path) -> Digest:
        """Return the digest of what lies there."""
        return Digest("sha256:" + hashlib.sha256(path.read_bytes()).hexdigest())

    def count(self, original: Original) -> int:
        """Count the prepared pages."""
        return len(self.reader.papers[original.path.read_bytes()])


def classify(pages: Sequence[Recognition], draft: Draft, catalog: Catalog) -> Classification:
    """Fulfil `Classifier`: the class is the one the first line names."""
    words = pages[0].text.partition("\n")[0].split()
    name = words[1] if len(words) > 1 and words[0] == "class" else UNKNOWN
    if catalog.find(name) is None:
        return Classification(document_class=UNKNOWN, confidence=0.0)
    return Classification(document_class=name, confidence=0.95)


def read_fields(pages: Sequence[Recognition], document_class: DocumentClass, sources: Sources) -> FieldReading:
    """Fulfil `FieldReader`: a field is the line that begins with its name."""
    read = (_field(page, line, document_class) for page in pages for line in page.lines)
    fields = {made.name: made for made in read if made is not None}
    ordered = (fields[rule.name] for rule in document_class.fields if rule.name in fields)
    return FieldReading(fields=tuple(ordered), tables=(), findings=())


def _field(page: Recognition, line: Line, document_class: DocumentClass) -> IndexField | None:
    name, colon, value = line.text.partition(": ")
    rule = document_class.field(name.removesuffix("?"))
    if not colon or rule is None:
        return None
    return IndexField(
        name=rule.name,
        value=from_written(rule.kind, value, scheme=rule.scheme),
        confidence=DOUBTFUL if name.endswith("?") else SURE,
        origin=Origin.TEXT,
        evidence=Evidence(page=page.number, box=line.words[0].box, text=value),
    )


class NoNames:
    """Fulfils `NameFinder` for texts that hold no names."""

    def find(self, text: str, language: str) -> Sequence[NamedSpan]:
        """Find none."""
        return ()


class SetClock:
    """Fulfils `Clock` by an instant that the test moves."""

    def __init__(self) -> None:
        """Begin at noon of 1 July 2026."""
        self.instant = NOON

    def now(self) -> datetime:
        """Return the instant, a second later each time, so that what comes later is later."""
        self.instant += timedelta(seconds=1)
        return self.instant

    def today(self) -> date:
        """Return its day."""
        return self.instant.date()

    def pass_time(self, time: timedelta) -> None:
        """Let some time pass."""
        self.instant += time

    def pass_days(self, days: int) -> None:
        """Let days pass."""
        self.instant += timedelta(days=days)


class CountedIds:
    """Fulfils `Ids` by counting."""

    def __init__(self) -> None:
        """Begin with one."""
        self._numbers = count(1)

    def new(self, prefix: str) -> str:
        """Return the next."""
        return f"{prefix}-{next(self._numbers):06d}"


class CommitRefused(Exception):
    """The database failed at the very commit."""


class _Failing:
    """A unit of work whose commit fails: all else is the real one's."""

    def __init__(self, unit: UnitOfWork, failing: "FailingRecords") -> None:
        self._unit = unit
        self._failing = failing

    def __getattr__(self, name: str) -> object:
        return getattr(self._unit, name)

    def __enter__(self) -> Self:
        self._unit.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unit.__exit__(kind, error, trace)

    def commit(self) -> None:
        if self._failing.is_failing:
            self._failing.refused += 1
            raise self._failing.refusal
        self._unit.commit()


class FailingRecords:
    """Fulfils `Records` over others; while `is_failing`, no commit succeeds."""

    def __init__(self, records: SqlRecords) -> None:
        """Take the records that do the work."""
        self.inner = records
        self.is_failing = False
        self.refusal: Exception = CommitRefused()
        self.refused = 0

    def writing(self) -> UnitOfWork:
        """Return a unit whose commit may fail."""
        return _Failing(self.inner.writing(), self)  # type: ignore[return-value]

    def beside(self) -> UnitOfWork:
        """Return a unit whose commit may fail."""
        return _Failing(self.inner.beside(), self)  # type: ignore[return-value]

    def reading(self) -> UnitOfWork:
        """Return the real unit."""
        return self.inner.reading()

    def close(self) -> None:
        """Close the records that do the work."""
        self.inner.close()
