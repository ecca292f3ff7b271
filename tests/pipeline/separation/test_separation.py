"""Cutting a file into documents loses nothing and changes no order."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry import Box
from pipeline.model.document import OpenedBy
from pipeline.model.page import Code, Recognition, TextSource
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import BatchClass
from pipeline.separation.cutting import separate

PAGE = Box(0, 0, 1, 1)


def page(number: int, separator: str | None = None, *payloads: str, is_blank: bool = False) -> Recognition:
    """Make a page as read."""
    return Recognition(
        number=number,
        width=100,
        height=100,
        dpi=300.0,
        rotation=0,
        skew_degrees=0.0,
        is_blank=is_blank or separator == "blank",
        separator=separator,
        source=TextSource.OCR,
        language=None,
        confidence=1.0,
        lines=(),
        codes=tuple(Code(symbology="code-128", payload=each, box=PAGE) for each in payloads),
        marks=(),
        form_fields=(),
        graphics=(),
        quality=(),
        engine="",
    )


def rule(*separate_by: str, count: int | None = None, drop_blanks: bool = True) -> BatchClass:
    """Make a batch class."""
    return BatchClass(
        name="x",
        title=Bilingual(fr="x", en="x"),
        version="1",
        separate_by=separate_by,
        pages_per_document=count,
        drop_blanks=drop_blanks,
    )


kinds = st.sampled_from([None, None, None, "patch-t", "patch-2", "barcode", "blank"])


@given(
    st.lists(kinds, max_size=30),
    st.sets(st.sampled_from(["patch", "barcode", "blank", "count"])),
    st.one_of(st.none(), st.integers(1, 4)),
    st.booleans(),
)
def test_every_page_ends_in_exactly_one_place_in_order(separators, separate_by, count, drop_blanks):
    """Each page is a separator, a blank, or in one document; documents keep the pages' order and none is empty."""
    pages = [page(n, kind) for n, kind in enumerate(separators, 1)]
    cut = separate(pages, rule(*sorted(separate_by), count=count, drop_blanks=drop_blanks))
    in_documents = [number for draft in cut.drafts for number in draft.pages]
    assert in_documents == sorted(in_documents)
    assert sorted([*in_documents, *cut.separators, *cut.blanks]) == [each.number for each in pages]
    assert all(draft.pages for draft in cut.drafts)


def test_separators_open_documents_and_say_what_follows():
    """A sheet's class and case go to the document it opens; the pages before it are opened by the file."""
    pages = [page(1), page(2, "barcode", "CB-SEP:invoice", "CB-CASE:MP-2026-0007"), page(3), page(4)]
    cut = separate(pages, rule("patch", "barcode"))
    assert [draft.pages for draft in cut.drafts] == [(1,), (3, 4)]
    assert cut.drafts[0].opened_by is OpenedBy.FILE
    assert (cut.drafts[1].opened_by, cut.drafts[1].hint) == (OpenedBy.BARCODE, "invoice")
    assert cut.drafts[1].case_reference == "MP-2026-0007"


def test_two_sheets_in_a_row_open_one_document():
    """A patch sheet and a bar-code sheet together, with a blank back between, open one document with the hint."""
    pages = [page(1, "patch-t"), page(2, "blank"), page(3, "barcode", "CB-SEP:letter"), page(4)]
    cut = separate(pages, rule("patch", "barcode"))
    assert [(draft.pages, draft.hint) for draft in cut.drafts] == [((4,), "letter")]
    assert (cut.separators, cut.blanks) == ((1, 3), (2,))


def test_what_the_rule_does_not_name_cuts_nothing():
    """A patch on a page of a batch class without patches is a page like any other."""
    cut = separate([page(1), page(2, "patch-t"), page(3)], rule("barcode"))
    assert [draft.pages for draft in cut.drafts] == [(1, 2, 3)]


def test_a_count_cuts_full_documents_and_forgets_blanks():
    """Documents of two sheets are cut after two pages; a blank back is not counted."""
    pages = [page(1), page(2, "blank"), page(3), page(4), page(5)]
    cut = separate(pages, rule("count", count=2))
    assert [draft.pages for draft in cut.drafts] == [(1, 3), (4, 5)]
    assert cut.drafts[1].opened_by is OpenedBy.COUNT
