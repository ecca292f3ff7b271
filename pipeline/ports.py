"""What the pure steps need from outside, as protocols; adapters give them, bootstrap brings both together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.geometry import Box
    from pipeline.model.document import Classification, Draft, Finding, IndexField, Table
    from pipeline.model.identity import Digest
    from pipeline.model.page import Code, Line, Recognition
    from pipeline.rules.catalog import Catalog, DocumentClass

    Grey: TypeAlias = NDArray[np.uint8]
    """A picture: height x width, 0 black to 255 white."""
else:
    Grey = object  # NumPy takes a tenth of a second to load, and a search needs none


class Clock(Protocol):
    """The instant and the legal day; `--today` moves the day alone."""

    def now(self) -> datetime:
        """Return the present instant, timezone-aware."""
        ...

    def today(self) -> date:
        """Return the legal day by which deadlines are judged."""
        ...


class Ids(Protocol):
    """New identifiers: short, sortable by time, easy to type."""

    def new(self, prefix: str) -> str:
        """Return an identifier never given before, such as `d-7k2m9x4qpa`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobInfo:
    """What the store knows of one content."""

    digest: Digest
    size: int
    media_type: str


class BlobStore(Protocol):
    """Immutable content by its digest; putting the same bytes twice is one blob."""

    def put(self, content: bytes, *, media_type: str) -> BlobInfo:
        """Keep the bytes durably; raises PartUnreachable (also on a full disk) and then keeps nothing."""
        ...

    def put_file(self, path: Path, *, media_type: str) -> BlobInfo:
        """Keep a file's bytes durably, read in pieces; the file itself stays where it is."""
        ...

    def get(self, digest: Digest) -> bytes:
        """Return the bytes, digest verified; raises NotFound, or PermanentError when they were altered."""
        ...

    def open_local(self, digest: Digest) -> AbstractContextManager[Path]:
        """Return a local path to read the bytes from while the context lasts; raises NotFound."""
        ...

    def exists(self, digest: Digest) -> bool:
        """Return whether the content is kept."""
        ...

    def digests(self) -> Iterator[Digest]:
        """Return every digest kept, in no order."""
        ...


ReferenceRow = Mapping[str, str]
"""One row of a reference table: column to text as imported."""


class ReferenceData(Protocol):
    """The customer's own lists (members, suppliers, orders), by table name."""

    def find(self, table: str, column: str, value: str) -> Sequence[ReferenceRow]:
        """Return the rows whose column equals the value after folding (case, accents, blanks); [] when none."""
        ...

    def has_table(self, table: str) -> bool:
        """Return whether the table was ever imported."""
        ...


class Certificates(Protocol):
    """The certificates whose 2D-Docs the customer believes."""

    def trusted(self) -> Sequence[bytes]:
        """Return them all, of authorities and of issuers, in DER."""
        ...


@dataclass(frozen=True, slots=True)
class NoCertificates:
    """Nobody is trusted: no signature can be checked."""

    def trusted(self) -> Sequence[bytes]:
        """Return none."""
        return ()


class NameFinder(Protocol):
    """Names of persons, organisations and places in running text (spaCy)."""

    def find(self, text: str, language: str) -> Sequence[NamedSpan]:
        """Return the spans in order; [] when the language has no model."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpan:
    """A name in a text: its label (`person`, `organisation`, `place`) and characters [start, end)."""

    label: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineReading:
    """What an engine read on one prepared picture; boxes already in source fractions."""

    lines: tuple[Line, ...]
    confidence: float


class CodeReader(Protocol):
    """Bar codes and matrix codes on a picture (patch codes are ours, `pipeline.imaging.patch_codes`)."""

    def read(self, picture: Grey) -> Sequence[Code]:
        """Return the codes found at first sight of the whole picture; boxes in fractions of it."""
        ...

    def read_closer(self, picture: Grey, places: Sequence[Box], found: Sequence[Code]) -> Sequence[Code]:
        """Look closer at places that hold ink that is no text; return what was found before and what is found there."""
        ...


class Classifier(Protocol):
    """Tells what a document is."""

    def __call__(self, pages: Sequence[Recognition], draft: Draft, catalog: Catalog) -> Classification:
        """Return a class of the catalog, or `unknown` rather than a guess."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What readers may ask beside the pages: the catalog, the customer's lists, names in running text, the day."""

    catalog: Catalog
    reference: ReferenceData
    names: NameFinder
    today: date
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReading:
    """What a document of a known class says, and what readers noted on the way."""

    fields: tuple[IndexField, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]


class FieldReader(Protocol):
    """Reads the fields of a document of a known class."""

    def __call__(self, pages: Sequence[Recognition], document_class: DocumentClass, sources: Sources) -> FieldReading:
        """Return at most one field for each rule of the class, in the rules' order."""
        ...
