"""Cutting by what the pages show: sure cuts are made, sure continuations kept, and what is in doubt waits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry import Box
from pipeline.model.cut import Sign
from pipeline.model.document import END_IN_DOUBT, Classification, Draft, OpenedBy
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import Code, Line, Recognition, Severity, TextSource, Word
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import BatchClass, Catalog
from pipeline.separation.content_cuts import (
    FOREIGN_SHEET,
    MOST_BEHIND_A_SHEET,
    SHEET_AGAINST_PAGES,
    SHEET_LACKS,
    cut_by_content,
)
from pipeline.separation.cutting import Separation, separate

TEXT = "Les prestations de la semaine passée ont été livrées et reçues sans aucune réserve par vos services du site."
BROKEN_OFF = "Les prestations de la semaine passée ont été livrées et reçues sans aucune réserve par tous vos"
RULE = BatchClass(
    name="x", title=Bilingual(fr="x", en="x"), version="1", separate_by=("patch", "barcode", "blank", "content")
)


def line(text: str, top: float) -> Line:
    """Write a line across the page at that height."""
    words = text.split()
    step = 0.8 / len(words)
    return Line(
        words=tuple(
            Word(
                text=word,
                box=Box(0.1 + place * step, top, 0.1 + (place + 0.9) * step, top + 0.012),
                confidence=0.95,
            )
            for place, word in enumerate(words)
        )
    )


def page(*texts: str, foot: str = "", separator: str | None = None, is_blank: bool = False) -> Recognition:
    """Make a scanned page with these lines from its top, and a line at its foot."""
    lines = [line(text, 0.14 + 0.03 * place) for place, text in enumerate(texts)]
    return Recognition(
        number=1,
        width=2480,
        height=3508,
        dpi=300.0,
        rotation=0,
        skew_degrees=0.0,
        is_blank=is_blank,
        separator=separator,
        source=TextSource.OCR,
        language="fr",
        confidence=0.95,
        lines=(*lines, line(foot, 0.95)) if foot else tuple(lines),
        codes=(),
        marks=(),
        form_fields=(),
        graphics=(),
        quality=(),
        engine="",
    )


def unknown(_: Recognition) -> Classification:
    """Recognise nothing."""
    return Classification(document_class=UNKNOWN, confidence=0.0)


def cut(*pages: Recognition, rule: BatchClass = RULE) -> Separation:
    """Cut a file of these pages."""
    numbered = [replace(each, number=number) for number, each in enumerate(pages, 1)]
    return cut_by_content(separate(numbered, rule), numbered, rule, unknown, Catalog(classes=()))


def pages_of(made: Separation) -> list[tuple[int, ...]]:
    """Return the pages of each document."""
    return [draft.pages for draft in made.drafts]


def codes(draft: Draft) -> list[str]:
    """Return the codes of a draft's findings."""
    return [finding.code for finding in draft.findings]


def test_a_numbering_that_begins_anew_is_a_sure_cut():
    """Documents with printed numbers are cut where one ends and the next begins; what decided is kept with the cut."""
    made = cut(page(TEXT, foot="Page 1/2"), page(TEXT, foot="Page 2/2"), page(TEXT, foot="Page 1/1"))
    assert pages_of(made) == [(1, 2), (3,)]
    opened = made.drafts[1]
    assert (opened.opened_by, opened.cut_confidence > 0.95) == (OpenedBy.CONTENT, True)
    assert {seen.sign for seen in opened.because} >= {Sign.NUMBERING_ENDS, Sign.NUMBERING_BEGINS}
    assert not made.drafts[0].findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (page(TEXT, BROKEN_OFF), page("services dans les conditions que prévoit le contrat.", TEXT)),
        (page(TEXT), page(TEXT)),
        (page(TEXT, foot="- 3 -"), page(TEXT, foot="- 4 -")),
        (page("Madame, Monsieur,", TEXT), page(TEXT, "Veuillez agréer nos salutations distinguées.")),
    ],
)
def test_pages_that_nothing_parts_stay_together(before, after):
    """A sentence that runs on, a numbering that does, or no sign of a first page: the document is not cut."""
    assert pages_of(cut(before, after)) == [(1, 2)]


def test_a_letter_behind_a_letter_is_cut():
    """A letter that closes, and a salutation and a subject on the next page, part two letters."""
    first = page("Madame, Monsieur,", TEXT, "Veuillez agréer nos salutations distinguées.")
    made = cut(first, page("Objet : votre demande du mois", "Madame, Monsieur,", TEXT))
    assert pages_of(made) == [(1,), (2,)]
    assert made.drafts[1].cut_confidence > 0.9


def test_a_cut_in_doubt_is_made_and_both_documents_wait():
    """What may belong to the page before opens a document of its own, and neither is believed until a person says."""
    made = cut(page(TEXT), replace(page(TEXT), width=1748, height=2480))
    assert pages_of(made) == [(1,), (2,)]
    assert made.drafts[1].cut_confidence < RULE.verify.cut_confidence
    assert codes(made.drafts[0]) == [END_IN_DOUBT]


def test_only_a_batch_class_that_asks_for_it_is_cut_by_content():
    """A batch class names what cuts its files."""
    rule = replace(RULE, separate_by=("patch",))
    assert pages_of(cut(page(TEXT, foot="1/1"), page(TEXT, foot="1/1"), rule=rule)) == [(1, 2)]


def test_a_sheet_that_lacks_is_said_and_waits():
    """Behind a sheet, a document that clearly begins without one is cut in doubt, and the sheet said to lack."""
    sheet = page("PATCH", separator="patch-t")
    made = cut(sheet, page(TEXT, foot="Page 1/1"), page(TEXT, foot="Page 1/1"), sheet, page(TEXT))
    assert pages_of(made) == [(2,), (3,), (5,)]
    assert made.drafts[1].cut_confidence == MOST_BEHIND_A_SHEET
    assert codes(made.drafts[1]) == [SHEET_LACKS]
    assert codes(made.drafts[0]) == [END_IN_DOUBT]


@pytest.mark.parametrize("separator", ["patch-t", "barcode", "blank"])
def test_a_sheet_between_pages_that_go_on_is_a_finding(separator):
    """A sheet between page 1 of 2 and page 2 of 2 is kept as the cut, and a person asked."""
    made = cut(page(TEXT, foot="Page 1/2"), page(separator=separator), page(TEXT, foot="Page 2/2"))
    assert pages_of(made) == [(1,), (3,)]
    assert made.drafts[1].cut_confidence < RULE.verify.cut_confidence
    assert codes(made.drafts[1]) == [SHEET_AGAINST_PAGES]


def test_a_sheet_that_nothing_gainsays_is_as_sure_as_it_was():
    """Two papers of one sender look alike; a sheet between them is believed."""
    made = cut(page("Mairie de Vannes service urbanisme", TEXT), page(separator="patch-t"), page(TEXT))
    assert [draft.cut_confidence for draft in made.drafts] == [1.0, 0.99]


def test_a_sheet_with_a_foreign_code_is_said():
    """A page of a document with hardly more than a code that nobody knows may be somebody's sheet: a person looks."""
    code = Code(symbology="code-39", payload="ASN00123", box=Box(0.2, 0.2, 0.6, 0.3))
    sheet, paper = replace(page("ASN00123"), codes=(code,)), replace(page(TEXT), codes=(code,))
    found = [finding for draft in cut(paper, sheet, paper).drafts for finding in draft.findings]
    assert [one.severity for one in found if one.code == FOREIGN_SHEET] == [Severity.DOUBT]
    assert not cut(sheet).drafts[0].findings


shown = st.sampled_from(
    [
        page(TEXT),
        page(TEXT, foot="1/1"),
        page(TEXT, foot="2/2"),
        page("Madame, Monsieur,", TEXT),
        page(separator="patch-t"),
        page(is_blank=True),
    ]
)


@given(st.lists(shown, max_size=12))
def test_no_page_is_lost_and_order_is_kept(pages):
    """Each page is a separator, a blank, or in exactly one document, in its order."""
    made = cut(*pages)
    kept = [number for draft in made.drafts for number in draft.pages]
    assert kept == sorted(kept)
    assert sorted((*kept, *made.separators, *made.blanks)) == list(range(1, len(pages) + 1))
