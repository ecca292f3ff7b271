"""Every class is drawn in several looks, open and held back, and its truth is what stands on its pages."""

import re
from collections import Counter
from datetime import date

import numpy as np
import pypdfium2
import pytest
from stdnum import iban, luhn
from stdnum.fr import nir, siret

from specimens.degrade import WEARS, Level
from specimens.kinds import KINDS, draw_stated, facts_of, layouts_of
from specimens.mixture import CLASSES, DOSSIER_CLASSES, BatchOrder, mixture
from specimens.output import Medium, specimen_of
from specimens.people import source_of
from specimens.truth import Paper

TODAY = date(2026, 11, 22)
HELD_BACK = [False, True]
LETTERS = {"complaint", "termination_letter", "letter", "memo"}
"""Classes whose open layouts set the same words in different looks."""
DATES = ("%d/%m/%Y", "%d.%m.%Y", "%d%m%Y")


def papers(name: str, *, is_held_back: bool) -> list[Paper]:
    """Draw a class in each of its layouts."""
    drawn = []
    for layout in range(len(layouts_of(name, is_held_back=is_held_back))):
        source = source_of(layout, f"{name}/kinds")
        facts = facts_of(name, source, TODAY, is_held_back=is_held_back)
        drawn.append(draw_stated(facts, layout=layout, rng=source.rng, is_held_back=is_held_back))
    return drawn


def letters(text: str) -> str:
    """Return the text without blanks, in small letters."""
    return re.sub(r"\s", "", text).lower()


def test_there_are_at_least_twenty_four_classes() -> None:
    """The scenarios need that many, and none is named twice."""
    assert len(set(CLASSES)) == len(CLASSES) >= 24


@pytest.mark.parametrize("name", KINDS)
def test_every_class_has_two_open_layouts_and_one_held_back(name: str) -> None:
    """Three looks at least, and no layout is both open and held back."""
    opened, kept = (layouts_of(name, is_held_back=side) for side in (False, True))
    assert len(opened) >= 2
    assert len(kept) >= 1
    assert not set(opened) & set(kept)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("is_held_back", HELD_BACK)
def test_the_text_layer_and_the_truth_have_the_same_letters(name: str, *, is_held_back: bool) -> None:
    """Page by page nothing is printed that the truth does not have, and the other way round."""
    for paper in papers(name, is_held_back=is_held_back):
        document = pypdfium2.PdfDocument(paper.pdf)
        assert len(document) == len(paper.texts)
        for number, text in enumerate(paper.texts):
            printed = document[number].get_textpage().get_text_range()
            assert Counter(letters(printed)) == Counter(letters(text)), number


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("is_held_back", HELD_BACK)
def test_fields_are_printed(name: str, *, is_held_back: bool) -> None:
    """Each field of the truth can be found on the paper: words as they are, days and amounts in the ways of papers."""
    for paper in papers(name, is_held_back=is_held_back):
        assert paper.document_class == name
        printed = letters(" ".join(paper.texts))
        digits = re.sub(r"\W", "", printed)
        for field, value in paper.fields.items():
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                day = date.fromisoformat(value)
                ways = [day.strftime(way) for way in DATES]
                assert any(way in printed for way in ways) or f"{day.year}" in printed, field
            elif re.fullmatch(r"\d+\.\d\d", value):
                assert re.sub(r"\D", "", value) in digits, (field, value)
            elif field != "seller_address":
                assert letters(value) in printed, (field, value)


@pytest.mark.parametrize("name", KINDS)
def test_words_have_boxes_on_the_page(name: str) -> None:
    """The words are those of the text, in its order, each in a box of its own within the page."""
    for paper in papers(name, is_held_back=False):
        for text, words in zip(paper.texts, paper.words, strict=True):
            assert [word.text for word in words] == text.split()
            for word in words:
                left, top, right, bottom = word.box
                assert 0 <= left < right <= 1.001
                assert 0 <= top < bottom <= 1.001


@pytest.mark.parametrize("name", ["invoice", "payslip", "contract"])
def test_boxes_stand_where_the_viewer_finds_the_words(name: str) -> None:
    """A box holds the characters that the PDF has there."""
    paper = papers(name, is_held_back=False)[0]
    page = pypdfium2.PdfDocument(paper.pdf)[0]
    width, height = page.get_size()
    text, found = page.get_textpage(), 0
    words = [word for word in paper.words[0] if len(word.text) > 3]
    for word in words:
        left, top, right, bottom = word.box
        inside = text.get_text_bounded(
            left=left * width - 1, right=right * width + 1, bottom=(1 - bottom) * height, top=(1 - top) * height
        )
        found += word.text in inside
    assert found >= 0.97 * len(words)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_numbers_pass_their_check_digits(name: str, seed: int) -> None:
    """Account, SIRET, social-security and practitioners' numbers of the truth hold."""
    fields = facts_of(name, source_of(seed, name), TODAY).fields()
    checks = {
        "iban": iban.is_valid,
        "seller_siret": siret.is_valid,
        "employer_siret": siret.is_valid,
        "social_security_number": nir.is_valid,
        "practitioner_id": luhn.is_valid,
    }
    assert all(checks[field](value) for field, value in fields.items() if field in checks)


@pytest.mark.parametrize("name", KINDS)
def test_two_layouts_word_it_differently(name: str) -> None:
    """Less than 85 in 100 of the words of one open layout are found in the other, held-back words apart even more."""
    opened = papers(name, is_held_back=False)[:2]
    (kept,) = papers(name, is_held_back=True)[:1]
    first, second, third = (
        set(re.findall(r"[a-zéèêàç]{4,}", " ".join(paper.texts).lower())) for paper in (*opened, kept)
    )
    assert name in LETTERS or len(first & second) < 0.85 * len(first)
    assert len(first & third) < 0.75 * len(first)


@pytest.mark.parametrize("name", DOSSIER_CLASSES)
def test_the_papers_of_the_cases_have_held_back_looks_too(name: str) -> None:
    """Every class of the demonstration is drawn in a look of its own, with its numbers and names on the page."""
    order = BatchOrder(
        pages=2, seed=6, today=TODAY, classes=(name,), media=(Medium.BORN_DIGITAL,), is_held_back=True, is_stacked=False
    )
    for specimen in mixture(order):
        assert specimen.truth
        (document,) = specimen.truth.documents
        assert document.document_class == name
        printed = letters(" ".join(specimen.truth.pages))
        for field in ("last_name", "first_names", "social_security_number", "document_number", "employer_siret"):
            assert letters(document.fields.get(field, "")) in printed


@pytest.mark.parametrize("name", ["claim_statement", "prescription", "complaint"])
def test_what_is_written_by_hand_never_comes_as_text(name: str) -> None:
    """A form filled in with a pen is scanned even where born-digital files are asked for, its words still known."""
    seen = 0
    for paper in papers(name, is_held_back=False):
        rng = np.random.default_rng(1)
        specimen = specimen_of("x", (paper,), Medium.BORN_DIGITAL, WEARS[Level.CLEAN], rng)
        text = pypdfium2.PdfDocument(specimen.data)[0].get_textpage().get_text_range().strip()
        assert bool(text) != paper.is_by_hand
        seen += paper.is_by_hand
        assert specimen.truth
        assert specimen.truth.words[0]
    assert seen
