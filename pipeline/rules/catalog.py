"""What the customer's rules say about document classes and batch classes, as frozen values.

A document class tells how its papers are recognised and which fields are read from them; a batch class tells how a
batch is cut and what may pass without a person. `pipeline.rules.catalog_rules` reads both from rule texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from pipeline.model.identity import OPEN_CIRCLE, Circle
from pipeline.model.text import Bilingual


class FieldKind(StrEnum):
    """The kinds of a field's value (`pipeline.model.values`)."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    IDENTIFIER = "identifier"
    NUMBER = "number"
    FLAG = "flag"


class ReaderName(StrEnum):
    """The ways of reading a field."""

    MRZ = "mrz"
    LABELS = "labels"
    PATTERNS = "patterns"
    BARCODES = "barcodes"
    FORMS = "forms"
    MARKS = "marks"
    NAMES = "names"
    TABLES = "tables"
    SIGNATURE = "signature"
    BLOCKS = "blocks"
    PARTIES = "parties"
    CAPTIONS = "captions"
    DATELINES = "datelines"
    MESSAGES = "messages"
    HEADINGS = "headings"
    CODES = "codes"


class Feature(StrEnum):
    """What a paper may show besides its words (`classifiers.structure`)."""

    PRICED_ROWS = "priced_rows"
    SUMS = "sums"
    COLUMNS = "columns"
    FIGURES = "figures"
    ACCOUNT = "account"
    BOXES = "boxes"
    ZONE = "zone"
    LETTER_FORM = "letter_form"
    MAIL_HEADER = "mail_header"
    MEMO_HEAD = "memo_head"
    LICENCE_ENTRIES = "licence_entries"
    VEHICLE_CODES = "vehicle_codes"
    STRIP = "strip"


class Place(StrEnum):
    """Where a value stands relative to its label."""

    ANY = "any"
    RIGHT = "right"
    BELOW = "below"


class Operator(StrEnum):
    """How the day in a field must compare with another day."""

    NOT_AFTER = "<="
    NOT_BEFORE = ">="


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A relation that must hold between this field and another one, or the day of reading (`today`)."""

    operator: Operator
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that can be ticked or written: its value and the phrases that stand for it on paper."""

    value: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRule:
    """A number that is the sum of a table's column."""

    table: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """How one field is read: kind and scheme of its value, where to look, what must hold, how sure it must be.

    scheme: of identifiers (`nir`, `siret`, ...) and shapes of text (`surname`, `given_names`, `address`, ...);
    section: the part of a form where the field stands (`Section.name`); labels under other headings are not its own;
    hints: beginnings of words that mark a caption as the field's, for labels that no rule lists; hints_against:
    beginnings that rule it out;
    is_first: where several places give a value, the first in the document counts, as in an e-mail thread;
    two_d_doc: which entries of a signed 2D-Doc give the field, by their identifiers (`"12 13"`: two that make one
    text), or a day of its header (`issued_on`, `signed_on`); the first one that the code holds counts;
    threshold: below this confidence (0 to 1) a person looks.
    """

    name: str
    kind: FieldKind
    scheme: str | None = None
    is_required: bool = False
    labels: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    hints_against: tuple[str, ...] = ()
    readers: tuple[ReaderName, ...] = (ReaderName.FORMS, ReaderName.LABELS)
    place: Place = Place.ANY
    is_first: bool = False
    section: str | None = None
    checks: tuple[Check, ...] = ()
    options: tuple[Option, ...] = ()
    total_of: SumRule | None = None
    two_d_doc: tuple[str, ...] = ()
    threshold: float = 0.83


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """One column of a table: the kind of its cells and the words that head it."""

    name: str
    kind: FieldKind
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """A table with a heading row."""

    name: str
    columns: tuple[ColumnRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a form: its name in the rules and the headings that open it."""

    name: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRule:
    """A reference table that knows the person or company: looked up by `key`, compared on `agree`.

    fills: fields taken from the row when a proved key found it and the pages did not tell them clearly. Of several
    rules for one table the first whose key finds one row counts.
    """

    table: str
    key: str
    agree: tuple[str, ...]
    fills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A word or phrase that speaks for (or against) a class; weight 1 (weak) to 5 (nearly decides)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CertainMarks:
    """Marks that only this class carries.

    mrz: patterns over document code and issuing state (`P<FRA`); form_numbers: printed form references;
    codes: patterns over bar-code payloads; einvoice: type codes of e-invoices (UNTDID 1001); two_d_doc: types of
    documents in the header of a 2D-Doc; features: what only papers of this class show besides their words.
    """

    mrz: tuple[str, ...] = ()
    form_numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    einvoice: tuple[str, ...] = ()
    two_d_doc: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentClass:
    """One class of documents, from its rule file; `titles` head the paper, `words` stand anywhere on it.

    is_general: a class, such as `letter`, for papers without one of their own; chosen only where no special class is
    plausible; typical: features that papers of the class show, with the points they give; untypical: features that
    papers of the class do not show, so that a paper with one goes to a person;
    issued_by: the party whose letterhead the papers carry (`seller`, `buyer`), or None where there are no two parties.
    """

    code: str
    title: Bilingual
    version: str
    marks: CertainMarks
    titles: tuple[str, ...]
    words: tuple[Telling, ...]
    against: tuple[Telling, ...]
    other_labels: tuple[str, ...]
    sections: tuple[Section, ...]
    fields: tuple[FieldRule, ...]
    tables: tuple[TableRule, ...]
    reference: tuple[ReferenceRule, ...]
    is_general: bool = False
    typical: Mapping[Feature, float] = field(default_factory=dict)
    untypical: tuple[Feature, ...] = ()
    issued_by: str | None = None

    def field(self, name: str) -> FieldRule | None:
        """Return the rule of a field, or None."""
        return next((rule for rule in self.fields if rule.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRule:
    """Below these confidences (0 to 1) a person looks at the class or the cut; fields have their own thresholds."""

    class_confidence: float = 0.8
    cut_confidence: float = 0.8
    field_confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchClass:
    """How a batch is read, cut and checked, from its rule file.

    languages: Tesseract's, in order; separate_by: `patch`, `barcode`, `blank`, `count`, `content`; separator_codes:
    prefixes of bar-code payloads; pages_per_document: for `count`.
    """

    name: str
    title: Bilingual
    version: str
    languages: tuple[str, ...] = ("fra", "eng")
    separate_by: tuple[str, ...] = ("patch", "barcode")
    separator_codes: tuple[str, ...] = ()
    pages_per_document: int | None = None
    drop_blanks: bool = True
    circle: Circle = OPEN_CIRCLE
    verify: VerifyRule = VerifyRule()


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Every document class in force; collections over all classes are built once, on first use."""

    classes: tuple[DocumentClass, ...]

    def find(self, code: str) -> DocumentClass | None:
        """Return a class by its code, or None."""
        return next((each for each in self.classes if each.code == code), None)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Return every title and telling phrase of every class, once."""
        every = (
            phrase
            for each in self.classes
            for phrase in (*each.titles, *(telling.text for telling in (*each.words, *each.against)))
        )
        return tuple(dict.fromkeys(every))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Return every label of every class, once: where one begins, another value ends."""
        every = (
            label
            for each in self.classes
            for labels in (each.other_labels, *(rule.labels for rule in each.fields))
            for label in labels
        )
        return tuple(dict.fromkeys(every))

    @property
    def fields(self) -> Mapping[str, Mapping[str, FieldRule]]:
        """Return the fields of each class by name, for the rules that speak of them."""
        return {each.code: {rule.name: rule for rule in each.fields} for each in self.classes}
