"""Drawn papers hold the words their truth says, and separators what machines look for."""

import io
import random
import re
from collections import Counter
from datetime import date
from itertools import pairwise

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from specimens.dossier import Item, Plan, draw_dossier
from specimens.draw import draw_bar_code_sheet, draw_blank_back, draw_paper, draw_patch_t
from specimens.papers import Employment, IdentityFormat
from specimens.render import pictures
from specimens.truth import Paper, PaperKind

TODAY = date(2026, 11, 22)


def _papers(layout: int, form: IdentityFormat = IdentityFormat.CREDIT_CARD) -> list[Paper]:
    plan = Plan(code="all", papers=tuple(Item), contribution_months=26, employment=Employment.AGENCY, identity=form)
    dossier = draw_dossier(plan, seed=5, today=TODAY)
    return [draw_paper(facts, layout=layout, rng=random.Random(1)) for _, facts in dossier.papers]


def _letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


@pytest.mark.parametrize("layout", [0, 1])
@pytest.mark.parametrize("form", list(IdentityFormat))
def test_the_truth_has_every_letter_of_the_page(layout: int, form: IdentityFormat) -> None:
    """Text layer and truth text hold the same letters, page by page."""
    for paper in _papers(layout, form):
        document = pypdfium2.PdfDocument(paper.pdf)
        assert len(document) == len(paper.texts)
        for number, text in enumerate(paper.texts):
            assert _letters(document[number].get_textpage().get_text_range()) == _letters(text)


def test_two_layouts_of_a_class_word_it_differently() -> None:
    """Less than three in four of the words of one layout are found in the other."""
    for one, other in zip(_papers(0)[:2], _papers(1)[:2], strict=True):
        first, second = (set(re.findall(r"[a-zéèêà]{4,}", p.texts[0].lower())) for p in (one, other))
        assert len(first & second) < 0.75 * len(first)


def test_values_in_the_truth_are_printed_on_the_page() -> None:
    """Names and numbers of the truth fields can be found in the page text, spacing apart."""
    for layout in (0, 1):
        for paper in _papers(layout):
            printed = re.sub(r"\s", "", " ".join(paper.texts))
            for name in ("social_security_number", "employer_siret", "last_name", "practitioner_id", "document_number"):
                assert re.sub(r"\s", "", paper.fields.get(name, "")) in printed


def test_a_fillable_declaration_keeps_its_entries_as_form_fields() -> None:
    """The values stand in the form's fields, not in the text layer, and one kind of request is ticked."""
    plan = Plan(code="f", papers=(Item.DECLARATION,), contribution_months=40)
    dossier = draw_dossier(plan, seed=5, today=TODAY)
    paper = draw_paper(dossier.papers[0][1], layout=0, rng=random.Random(1), is_fillable=True)
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        fields = {str(f.T): str(f.get("/V", "")) for f in pdf.Root.AcroForm.Fields}
    assert fields["num_immat"] == dossier.person.social_security_number
    assert [fields[f"objet_{n}"] for n in (1, 2, 3)] == ["/Yes", "/Off", "/Off"]


@pytest.mark.parametrize("layout", [0, 1])
def test_patch_t_has_the_bars_of_the_standard(layout: int) -> None:
    """From the leading edge: narrow, wide, narrow, wide, of 0.08 and 0.20 inch, 0.08 inch apart."""
    picture = next(pictures(draw_patch_t(layout=layout).pdf, dpi=300))
    column = picture[: picture.shape[0] // 3, picture.shape[1] // 2 - 300] < 128
    edges = np.flatnonzero(np.diff(column.astype(int)))[:8]
    widths = [(b - a) / 300 for a, b in pairwise(edges)]
    assert widths == pytest.approx([0.08, 0.08, 0.20, 0.08, 0.08, 0.08, 0.20], abs=0.01)
    assert edges[0] / 300 >= 0.25


@pytest.mark.parametrize("payload", ["CB-SEP", "CB-SEP:occupational_disease_declaration", "CB-CASE:MP-2026-000123"])
def test_bar_code_sheets_are_read_back(payload: str) -> None:
    """A reader of Code 128 finds the payload on a scan of 200 dots an inch."""
    picture = next(pictures(draw_bar_code_sheet(payload).pdf, dpi=200))
    codes = zxingcpp.read_barcodes(picture)
    assert [code.text for code in codes] == [payload]


def test_sheets_that_are_no_documents_state_nothing() -> None:
    """Separators and blank backs have no class and no fields."""
    for paper in (draw_patch_t(layout=0), draw_bar_code_sheet("CB-SEP"), draw_blank_back()):
        assert paper.kind is not PaperKind.DOCUMENT
        assert not paper.document_class
        assert not paper.fields
    assert draw_blank_back().texts == ("",)
