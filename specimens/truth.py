"""What a generated file really says: the truth written beside it as `X.truth.json`.

The shape is the one the product's `evaluate` command documents, so that a reading can be scored
without knowing how the file was made.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Tables = Mapping[str, Sequence[Mapping[str, str]]]
Box = tuple[float, float, float, float]

_NUMBERS = re.compile(r"\[\n\s+([-\d.,\s]+?)\s+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A printed word and its box: left, top, right, bottom in fractions of the page as a viewer shows it."""

    text: str
    box: Box

    def told(self) -> dict[str, object]:
        """Return the word as the truth file tells it."""
        return {"text": self.text, "box": [round(edge, 4) for edge in self.box]}


class PaperKind(StrEnum):
    """What a sheet is for in a stack."""

    DOCUMENT = "document"
    SEPARATOR = "separator"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One drawn paper: its PDF, the text of each page in reading order, and what it states.

    `document_class`, `fields` and `tables` are empty for separators and blank backs. What is written by hand
    never comes as text: such a paper is at best a clean scan.
    """

    kind: PaperKind
    document_class: str
    pdf: bytes
    texts: tuple[str, ...]
    fields: Mapping[str, str]
    words: tuple[tuple[Word, ...], ...] = ()
    tables: Tables = field(default_factory=dict)
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueDocument:
    """A document of a file: its pages counted from 1, its class, its fields, its tables."""

    pages: tuple[int, ...]
    document_class: str
    fields: Mapping[str, str]
    tables: Tables = field(default_factory=dict)

    def told(self) -> dict[str, object]:
        """Return the document as the truth file tells it; tables stand there only where it has some."""
        rows = [{"name": name, "rows": [dict(row) for row in rows]} for name, rows in self.tables.items()]
        told: dict[str, object] = {
            "pages": list(self.pages),
            "document_class": self.document_class,
            "fields": dict(self.fields),
        }
        return told | ({"tables": rows} if rows else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The page texts and the documents of one file, and what must become of it where that is known."""

    pages: tuple[str, ...]
    documents: tuple[TrueDocument, ...]
    words: tuple[tuple[Word, ...], ...] = ()
    expected: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the text of the truth file."""
        words = self.words or ((),) * len(self.pages)
        pages = [
            {"number": number, "text": text, "words": [word.told() for word in printed]}
            for number, (text, printed) in enumerate(zip(self.pages, words, strict=True), start=1)
        ]
        told = {"pages": pages, "documents": [document.told() for document in self.documents]}
        return as_json(told | ({"expected": dict(self.expected)} if self.expected else {}))


def truth_of(papers: tuple[Paper, ...]) -> Truth:
    """Return the truth of a file made of these papers, in order."""
    texts: list[str] = []
    words: list[tuple[Word, ...]] = []
    documents: list[TrueDocument] = []
    for paper in papers:
        first = len(texts) + 1
        texts.extend(paper.texts)
        words.extend(paper.words or ((),) * len(paper.texts))
        if paper.kind is PaperKind.DOCUMENT:
            pages = tuple(range(first, len(texts) + 1))
            documents.append(
                TrueDocument(pages=pages, document_class=paper.document_class, fields=paper.fields, tables=paper.tables)
            )
    return Truth(pages=tuple(texts), documents=tuple(documents), words=tuple(words))


def as_json(value: Mapping[str, object]) -> str:
    """Return a value as stable, readable JSON with a final line end; lists of numbers stand on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _NUMBERS.sub(lambda found: "[" + " ".join(found[1].split()) + "]", text) + "\n"
