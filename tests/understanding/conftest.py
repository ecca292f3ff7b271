"""Papers written by hand as the reader would give them: text laid out on a grid, one printed line a row."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from adapters.rule_files import read_rules
from classifiers.cascade import classify
from extractors.registry import NO_CERTIFICATES, read_fields
from pipeline.documents.understanding import understand
from pipeline.geometry import Box
from pipeline.model.document import Draft, OpenedBy, Understanding
from pipeline.model.page import Code, FormField, Line, Mark, Recognition, TextSource, Word
from pipeline.model.values import written
from pipeline.ports import Certificates, NamedSpan, Sources
from pipeline.rules.catalog import BatchClass, Catalog
from pipeline.rules.catalog_rules import parse_batch_class
from pipeline.rules.rule_text import Problems
from services.rules.reading import catalog_in

RULES = Path(__file__).parents[2] / "rules"
TODAY = date(2026, 11, 22)
LEFT, TOP, STEP, LETTER, HEIGHT = 0.05, 0.03, 0.018, 0.009, 0.011


class Paper:
    """Builds one page on a grid: blanks in the text are blanks on paper."""

    def __init__(self, text: str, *, number: int = 1, confidence: float = 0.96) -> None:
        """Place each word of the text by its line and column."""
        rows = enumerate(text.split("\n"))
        words = [(row, m.start(), m[0]) for row, line in rows for m in re.finditer(r"\S+", line)]
        self.number = number
        self.lines = tuple(
            Line(words=tuple(self._word(r, c, t, confidence) for r, c, t in words if r == row))
            for row in sorted({r for r, _, _ in words})
        )
        self.source = TextSource.OCR
        self.rotation = 0
        self.codes: tuple[Code, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.form_fields: tuple[FormField, ...] = ()
        self.graphics: tuple[Box, ...] = ()

    @staticmethod
    def box(row: float, column: float, *, width: float, height: float = 1) -> Box:
        """Return the box of `width` characters at a row and column of the grid."""
        left, top = LEFT + column * LETTER, TOP + row * STEP
        return Box(left, top, left + width * LETTER - 0.002, top + HEIGHT * height)

    def _word(self, row: int, column: int, text: str, confidence: float) -> Word:
        return Word(text=text, box=self.box(row, column, width=len(text)), confidence=confidence)

    def read(self) -> Recognition:
        """Return the page as read."""
        return Recognition(
            number=self.number,
            width=1654,
            height=2339,
            dpi=200,
            rotation=self.rotation,
            skew_degrees=0.0,
            is_blank=False,
            separator=None,
            source=self.source,
            language="fr",
            confidence=0.96,
            lines=self.lines,
            codes=self.codes,
            marks=self.marks,
            form_fields=self.form_fields,
            graphics=self.graphics,
            quality=(),
            engine="by hand",
        )


class Members:
    """One reference table held in memory, `members` unless another is named."""

    def __init__(self, rows: Sequence[Mapping[str, str]] = (), table: str = "members") -> None:
        """Keep the rows."""
        self.rows = rows
        self.table = table

    def find(self, table: str, column: str, value: str) -> Sequence[Mapping[str, str]]:
        """Return the rows that hold the value."""
        return [row for row in self.rows if table == self.table and row.get(column, "").lower() == value.lower()]

    def has_table(self, table: str) -> bool:
        """Return whether the table has rows."""
        return table == self.table and bool(self.rows)


class Nobody:
    """A name finder that finds none."""

    def find(self, text: str, language: str) -> Sequence[NamedSpan]:
        """Return nothing."""
        return ()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Return the delivered document classes."""
    problems = Problems()
    read = catalog_in(read_rules((RULES,)), problems)
    assert problems.sorted() == ()
    return read


@pytest.fixture(scope="session")
def mailroom() -> BatchClass:
    """Return the delivered default batch class."""
    problems = Problems()
    text = (RULES / "batches" / "mailroom.yaml").read_text(encoding="utf-8")
    read = parse_batch_class(text, file="mailroom.yaml", problems=problems)
    assert read is not None
    assert problems.sorted() == ()
    return read


@pytest.fixture(scope="session")
def paper() -> type[Paper]:
    """Return the builder of pages."""
    return Paper


@pytest.fixture(scope="session")
def members() -> type[Members]:
    """Return the reference table in memory."""
    return Members


Understood = Callable[..., Understanding]


@pytest.fixture(scope="session")
def understood(catalog: Catalog, mailroom: BatchClass) -> Understood:
    """Return the whole step: pages (texts or pages as read) in, understanding out."""

    def run(
        *pages: str | Recognition,
        rows: Sequence[Mapping[str, str]] = (),
        table: str = "members",
        hint: str | None = None,
        certificates: Certificates = NO_CERTIFICATES,
    ) -> Understanding:
        read = [Paper(p, number=i).read() if isinstance(p, str) else p for i, p in enumerate(pages, start=1)]
        draft = Draft(pages=tuple(p.number for p in read), opened_by=OpenedBy.FILE, cut_confidence=1.0, hint=hint)
        return understand(
            draft,
            read,
            catalog=catalog,
            batch_class=mailroom,
            classifier=classify,
            reader=partial(read_fields, certificates=certificates),
            reference=Members(rows, table),
            names=Nobody(),
            today=TODAY,
        )

    return run


Read = Callable[..., dict[str, tuple[str, float]]]


@pytest.fixture(scope="session")
def read(catalog: Catalog) -> Read:
    """Return the fields that a class's readers find on a page, with how sure they are."""

    def run(document_class: str, text: str, language: str = "fr") -> dict[str, tuple[str, float]]:
        known = catalog.find(document_class)
        assert known is not None
        sources = Sources(catalog=catalog, reference=Members(()), names=Nobody(), today=TODAY, language=language)
        fields = read_fields([Paper(text).read()], known, sources).fields
        return {field.name: (written(field.value), field.confidence) for field in fields}

    return run


DECLARATION = """
          DÉCLARATION DE MALADIE PROFESSIONNELLE
          (articles L. 461-1 et L. 461-5 du code de la sécurité sociale)

   LA VICTIME
   Nom de naissance : BERTHIER              Prénom : Corinne
   N° d'immatriculation : 2 65 12 75 116 001 34      Date de naissance : 06/12/1965
   Adresse : 12 rue des Lilas
             75011 PARIS
   Nature de la maladie : tendinopathie de l'épaule
   Date de la première constatation médicale     14/03/2026
   Arrêt de travail depuis le : 20/03/2026
   DERNIER EMPLOYEUR
   Raison sociale                            N° SIRET
   Ateliers du Marais SARL                   732 829 320 00074
   Adresse : 4 quai de la Gare
             33000 BORDEAUX
   ☒ première demande        ☐ rechute        ☐ nouvelle lésion
   Fait à Paris, le 2 avril 2026                   Signature de la victime
"""


@pytest.fixture(scope="session")
def declaration() -> str:
    """Return the text of a declaration in which everything is right."""
    return DECLARATION
