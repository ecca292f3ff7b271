"""Evaluation: what reading made of files against the truth beside them; wrong and sure is told first."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.measures import classes, fields, rows, text
from pipeline.measures.classes import Answer
from pipeline.measures.cuts import score_cuts
from pipeline.measures.rates import Tally
from pipeline.measures.straight_through import StraightThroughScore, is_wrong, score_straight_through
from pipeline.measures.text import TextScore
from pipeline.measures.truth import Pair, Said, SaidDocument, SaidField, Truth, paired
from pipeline.model.document import Evidence, StraightThrough
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import Recognition
from pipeline.model.values import written
from services.looking.find import DocumentView

FIXED_ERROR = 0.01
"""The error at which coverage is told: one document in a hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongField:
    """A field that was said and is not true: what was said, the truth, how sure it was, and the place it was read."""

    file: int
    name: str
    said: str
    true: str
    confidence: float
    is_straight_through: bool
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScore:
    """A page of known text with its score; truth and reading for a person to compare."""

    file: int
    number: int
    score: TextScore
    true: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongDocument:
    """A document that needed nobody and is wrong: what it was said to be, what it is, the fields that are wrong."""

    file: int
    said: SaidDocument
    true_pages: tuple[int, ...]
    true_class: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScore:
    """One file against its truth; file: its place among the files given."""

    file: int
    is_refused: bool
    pages: tuple[PageScore, ...]
    pairs: tuple[Pair, ...]
    cuts: Tally
    wrong_fields: tuple[WrongField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All files together; a share of nothing is None. error: at which the coverage is told."""

    files: int
    refused: int
    pages: TextScore
    cuts: Tally
    answers: tuple[Answer, ...]
    error: float
    fields: dict[str, Tally]
    straight_through: StraightThroughScore
    wrong_fields: tuple[WrongField, ...]
    wrong_documents: tuple[WrongDocument, ...]
    worst_pages: tuple[PageScore, ...]


def score_file(
    file: int, truth: Truth, pages: Sequence[Recognition], views: Sequence[DocumentView], *, is_refused: bool
) -> FileScore:
    """Score one file as it was previewed."""
    said = said_of(pages, views)
    pairs = paired(truth, said)
    wanted = _pages_of_documents(truth)
    scores = tuple(
        _page(file, number, true, said.texts.get(number, ""))
        for number, true in sorted(truth.texts.items())
        if true.strip() and (wanted is None or number in wanted)
    )
    return FileScore(
        file=file,
        is_refused=is_refused,
        pages=scores,
        pairs=pairs,
        cuts=score_cuts(truth, said) if truth.documents else Tally(),
        wrong_fields=_wrong_fields(file, pairs, views),
    )


def said_of(pages: Sequence[Recognition], views: Sequence[DocumentView]) -> Said:
    """Return what reading made of a file, in the form that is measured."""
    return Said(texts={page.number: page.text for page in pages}, documents=tuple(_said(view) for view in views))


def _said(view: DocumentView) -> SaidDocument:
    made = view.document.understanding
    return SaidDocument(
        pages=tuple(page.ordinal for page in view.pages),
        document_class=made.classification.document_class if made else UNKNOWN,
        confidence=made.classification.confidence if made else 0.0,
        fields=tuple(
            SaidField(name=read.name, value=written(read.value), kind=read.value.kind, confidence=read.confidence)
            for read in (made.fields if made else ())
        ),
        is_straight_through=made is not None and isinstance(made.routing, StraightThrough),
        tables={table.name: tuple(map(dict, table.rows)) for table in made.tables} if made else {},
    )


def _pages_of_documents(truth: Truth) -> frozenset[int] | None:
    """Return the pages that hold documents, or None when not told; the text of separator sheets is no error."""
    if not truth.documents or not all(document.pages for document in truth.documents):
        return None
    return frozenset(page for document in truth.documents for page in document.pages)


def _page(file: int, number: int, true: str, said: str) -> PageScore:
    return PageScore(file=file, number=number, score=text.score_text(true, said), true=true, said=said)


def _wrong_fields(file: int, pairs: Sequence[Pair], views: Sequence[DocumentView]) -> tuple[WrongField, ...]:
    places = {
        (tuple(page.ordinal for page in view.pages), read.name): read.evidence
        for view in views
        if view.document.understanding
        for read in view.document.understanding.fields
    }
    return tuple(
        WrongField(
            file=file,
            name=read.name,
            said=read.value,
            true=pair.true.fields[read.name],
            confidence=read.confidence,
            is_straight_through=pair.said.is_straight_through,
            evidence=places.get((pair.said.pages, read.name)),
        )
        for pair in pairs
        if pair.said is not None
        for read in pair.said.fields
        if read.name in fields.wrong_fields(pair)
    )


def evaluation_of(scores: Sequence[FileScore], *, error: float = FIXED_ERROR) -> Evaluation:
    """Put the scores of all files together, the worst first."""
    pairs = [pair for each in scores for pair in each.pairs]
    pages = [page for each in scores for page in each.pages]
    wrong = [field for each in scores for field in each.wrong_fields]
    return Evaluation(
        files=len(scores),
        refused=sum(each.is_refused for each in scores),
        pages=text.total(page.score for page in pages),
        cuts=sum((each.cuts for each in scores), Tally()),
        answers=tuple(_answer(pair) for pair in pairs if pair.true.document_class is not None),
        error=error,
        fields={**fields.score_fields(pairs), **rows.score_tables(pairs)},
        straight_through=score_straight_through(pairs),
        wrong_fields=tuple(sorted(wrong, key=lambda each: (not each.is_straight_through, -each.confidence))),
        wrong_documents=tuple(
            _wrong_document(each.file, pair) for each in scores for pair in each.pairs if _sure(pair)
        ),
        worst_pages=tuple(sorted(pages, key=lambda page: -page.score.edits)),
    )


def _answer(pair: Pair) -> Answer:
    said = pair.said
    return Answer(
        true=pair.true.document_class or UNKNOWN,
        said=said.document_class if said else UNKNOWN,
        confidence=said.confidence if said else 0.0,
    )


def _sure(pair: Pair) -> bool:
    return pair.said is not None and pair.said.is_straight_through and is_wrong(pair)


def _wrong_document(file: int, pair: Pair) -> WrongDocument:
    assert pair.said is not None, "only what was said can be wrong"
    return WrongDocument(
        file=file,
        said=pair.said,
        true_pages=pair.true.pages,
        true_class=pair.true.document_class,
        fields=(*fields.wrong_fields(pair), *rows.wrong_tables(pair)),
    )


def calibration(evaluation: Evaluation) -> tuple[classes.Bin, ...]:
    """Return how often the class was right, by its confidence."""
    return classes.bins(evaluation.answers)
