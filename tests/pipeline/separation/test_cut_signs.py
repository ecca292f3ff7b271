"""What is seen between two pages."""

import pytest

from pipeline.geometry import Box
from pipeline.model.cut import Seen, Sign
from pipeline.model.page import Line, Recognition, TextSource, Word
from pipeline.model.text import Language
from pipeline.separation.cut_signs import FOR_A_CUT, WEIGHTS, Kind, signs
from pipeline.separation.cut_words import told
from pipeline.separation.page_numbers import number_of
from pipeline.separation.page_signs import page_signs


def page(*lines: str) -> Recognition:
    """Return a page with these lines."""
    box = Box(0.1, 0.1, 0.2, 0.2)
    return Recognition(
        number=1,
        width=100,
        height=140,
        dpi=None,
        rotation=0,
        skew_degrees=0.0,
        is_blank=False,
        separator=None,
        source=TextSource.OCR,
        language="fr",
        confidence=0.9,
        lines=tuple(
            Line(words=tuple(Word(text=text, box=box, confidence=0.9) for text in line.split())) for line in lines
        ),
        codes=(),
        marks=(),
        form_fields=(),
        graphics=(),
        quality=(),
        engine="",
    )


def seen(before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[Sign, str]]:
    """Return the signs between two pages of documents nobody knows."""
    found = signs(page_signs(page(*before)), page_signs(page(*after)), kind_before=Kind(), kind_after=Kind())
    return [(one.sign, one.value) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Page 1/3", "Page 2/3", [(Sign.NUMBERING_GOES_ON, "2/3")]),
        ("page 1 sur 2", "2/2", [(Sign.NUMBERING_GOES_ON, "2/2")]),
        ("p. 2 of 2", "p. 1 of 4", [(Sign.NUMBERING_ENDS, "2/2"), (Sign.NUMBERING_BEGINS, "1/4")]),
        ("le 03/12", "du 04/12", []),
        ("1/3", "1/3", [(Sign.NUMBERING_BEGINS, "1/3")]),
        ("3/2", "nothing", []),
    ],
)
def test_the_numbering_of_pages_is_seen(before, after, expected):
    """A numbering that goes on holds two pages together, one that ends or begins anew parts them."""
    assert seen((before,), (after,)) == expected


def test_a_reference_on_both_pages_holds_them_together():
    """The longest references that both bear are told; days, short numbers and amounts are no references."""
    both = ("Dossier BC-2026-0412, ref. (A-77120)", "le 12/03/2026", "12,50")
    assert seen(both, both) == [(Sign.SAME_REFERENCE, "BC-2026-0412"), (Sign.SAME_REFERENCE, "A-77120")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("invoice", "invoice", [(Sign.SAME_CLASS, "invoice")]),
        ("invoice", "delivery_note", [(Sign.OTHER_CLASS, "delivery_note")]),
        ("unknown", "invoice", [(Sign.CLASS_BEGINS, "invoice")]),
        ("invoice", "unknown", []),
    ],
)
def test_a_page_that_is_recognised_alone_begins_a_document(before, after, expected):
    """Pages beyond the first seldom tell what they are; one that nobody recognised says nothing."""
    empty = page_signs(page())
    found = signs(empty, empty, kind_before=kind(before), kind_after=kind(after))
    assert [(one.sign, one.value) for one in found] == expected


def kind(document_class: str) -> Kind:
    """Return what a page is, surely."""
    return Kind(document_class=document_class, confidence=0.9)


def test_each_sign_speaks_for_one_side_and_has_its_words():
    """Every sign weighs for a cut or against it, and can be told in both languages."""
    assert set(WEIGHTS) == set(Sign)
    assert {Sign.NUMBERING_GOES_ON, Sign.SAME_REFERENCE, Sign.NOTHING_OPENS}.isdisjoint(FOR_A_CUT)
    for sign in Sign:
        assert all(told(Seen(sign=sign, value="x", weight=1.0)).in_language(language) for language in Language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Page 1/3", "1/3"),
        ("page 1 sur 2", "1/2"),
        ("Seite 2 von 3", "2/3"),
        ("Facture F-17 du 3 mai - p. 2/4", "2/4"),
        ("Page : 7", "7"),
        ("il y a 3 pages", None),
        ("La page 3 du contrat du 12 mars précise que les deux parties ont convenu de ce qui suit", None),
    ],
)
def test_the_number_of_a_page_is_read_beside_its_word(text, expected):
    """A number beside the word for page counts anywhere in a short line; in running text it tells nothing."""
    found = number_of(page(text))
    assert (str(found) if found else None) == expected
