"""What is seen between two pages."""

import pytest

from pipeline.cut_signs import FOR_A_CUT, Seen, Sign, signs
from pipeline.geometry import Box
from pipeline.model.page import Line, Recognition, TextSource, Word


def page(*lines: str) -> Recognition:
    """Give a page with these lines."""
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
    """Give the signs between two pages of documents nobody knows."""
    found = signs(page(*before), page(*after), class_before="unknown", class_after="unknown")
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
        ("invoice", "invoice", [Seen(sign=Sign.SAME_CLASS, value="invoice")]),
        ("invoice", "delivery_note", [Seen(sign=Sign.OTHER_CLASS, value="delivery_note")]),
        ("unknown", "invoice", []),
    ],
)
def test_classes_tell_only_when_both_are_known(before, after, expected):
    """What nobody recognised says nothing about a cut."""
    assert list(signs(page(), page(), class_before=before, class_after=after)) == expected


def test_each_sign_speaks_for_one_side():
    """Signs for a cut are those that end or begin something."""
    assert {sign for sign in Sign if sign not in FOR_A_CUT} == {
        Sign.NUMBERING_GOES_ON,
        Sign.SAME_REFERENCE,
        Sign.SAME_CLASS,
    }
