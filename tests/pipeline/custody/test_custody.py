"""Which moves are legal, and when a batch balances."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.custody import ENDS, MOVES, Kind, balance, is_legal, page_by_page
from pipeline.model.batch import Page, SourceFile
from pipeline.model.identity import BatchId, Digest, DocumentId, FileId, PageId
from pipeline.model.states import BatchState, DocumentState, FileState, PageState

STATES = {Kind.BATCH: BatchState, Kind.FILE: FileState, Kind.PAGE: PageState, Kind.DOCUMENT: DocumentState}


def _file(name: str = "f1", *, page_count: int | None = 3, state: FileState = FileState.OPENED) -> SourceFile:
    return SourceFile(
        id=FileId(name),
        batch=BatchId("b1"),
        ordinal=1,
        name=f"{name}.pdf",
        digest=Digest("sha256:0"),
        size=1,
        media_type="application/pdf",
        state=state,
        page_count=page_count,
    )


def _page(ordinal: int, state: PageState = PageState.BLANK, *, file: str = "f1") -> Page:
    placed = state is PageState.IN_DOCUMENT
    return Page(
        id=PageId(f"{file}-{ordinal}"),
        file=FileId(file),
        ordinal=ordinal,
        state=state,
        document=DocumentId("d1") if placed else None,
        position=ordinal if placed else None,
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_every_state_has_its_moves(kind):
    """Each state says what may follow it, in states of its own kind, and never itself."""
    assert set(MOVES[kind]) == set(STATES[kind])
    for state, following in MOVES[kind].items():
        assert following <= set(STATES[kind])
        assert state not in following


@pytest.mark.parametrize("end", sorted(ENDS))
def test_each_end_can_be_undone(end):
    """An operator can undo each of the four ends of a page."""
    assert is_legal(Kind.PAGE, end, PageState.RECOGNISED)


@pytest.mark.parametrize(
    ("kind", "frm", "to"),
    [
        (Kind.PAGE, PageState.RECEIVED, PageState.IN_DOCUMENT),
        (Kind.PAGE, PageState.RECEIVED, PageState.BLANK),
        (Kind.PAGE, PageState.FAILED, PageState.IN_DOCUMENT),
        (Kind.FILE, FileState.OPENED, FileState.QUARANTINED),
        (Kind.FILE, FileState.DUPLICATE, FileState.STORED),
        (Kind.DOCUMENT, DocumentState.DRAFT, DocumentState.RELEASED),
        (Kind.DOCUMENT, DocumentState.IN_QUEUE, DocumentState.DRAFT),
        (Kind.DOCUMENT, DocumentState.SUPERSEDED, DocumentState.UNDERSTOOD),
        (Kind.BATCH, BatchState.WORKING, BatchState.RECEIVED),
    ],
)
def test_illegal_moves_are_refused(kind, frm, to):
    """No page is settled unread, no opened file leaves the balance, no draft goes out, what comes back is settled."""
    assert not is_legal(kind, frm, to)


@pytest.mark.parametrize("kind", list(Kind))
def test_states_can_be_reached(kind):
    """Every state can be reached from the first one."""
    first = next(iter(STATES[kind]))
    reached, edge = {first}, [first]
    while edge:
        new = MOVES[kind][edge.pop()] - reached
        reached |= new
        edge += new
    assert reached == set(STATES[kind])


settled_pages = st.lists(st.sampled_from(PageState), min_size=1, max_size=12).map(
    lambda states: [_page(n, state) for n, state in enumerate(states, 1)]
)


@given(settled_pages)
def test_whole_batch_balances(pages):
    """Whatever the states of its pages, a file whose pages are each there once balances, counted either way."""
    files = [_file(page_count=len(pages)), _file("f2", state=FileState.QUARANTINED, page_count=None)]
    account = page_by_page(files, pages)
    counts = {state: count for state, count in account.by_state if count}
    assert account.is_balanced
    assert account == balance(files, counts)
    assert account.pages_in == sum(count for _, count in account.by_state) == len(pages)


@given(settled_pages, st.data())
def test_any_one_page_lost_doubled_or_astray_is_seen(pages, data):
    """Losing one page, having one twice, or one too many is always seen, and named by file and page."""
    files = [_file(page_count=len(pages))]
    one = data.draw(st.sampled_from(pages))
    harmed = data.draw(
        st.sampled_from(
            [
                [page for page in pages if page is not one],
                [*pages, one],
                [*pages, _page(len(pages) + 1)],
                [*pages, _page(1, file="elsewhere")],
            ]
        )
    )
    account = page_by_page(files, harmed)
    assert not account.is_balanced
    assert not balance(files, {state: count for state, count in account.by_state if count}).is_balanced
    assert {found.file for found in account.discrepancies} <= {"f1.pdf", "elsewhere"}


def test_place_taken_twice():
    """Two pages that claim one place of a document are seen, though the numbers add up."""
    pages = [_page(1, PageState.IN_DOCUMENT), replace(_page(2, PageState.IN_DOCUMENT), position=1)]
    account = page_by_page([_file(page_count=2)], pages)
    assert [(found.file, found.page) for found in account.discrepancies] == [("f1.pdf", 1), ("f1.pdf", 2)]


def test_state_without_its_place():
    """A page that says it is in a document without a place there is seen."""
    pages = [replace(_page(1, PageState.IN_DOCUMENT), position=None)]
    assert not page_by_page([_file(page_count=1)], pages).is_balanced


def test_pages_of_a_file_never_opened():
    """Pages of a quarantined file, and an opened file that was never counted, are seen."""
    quarantined = _file(state=FileState.QUARANTINED, page_count=1)
    assert not page_by_page([quarantined], [_page(1)]).is_balanced
    assert not balance([quarantined], {PageState.BLANK: 1}).is_balanced
    assert not page_by_page([_file(page_count=None)], []).is_balanced
    assert not balance([_file(page_count=None)], {}).is_balanced


def test_a_batch_is_settled_when_every_page_came_to_an_end():
    """A batch is settled when all its pages have come to an end and no file is still open."""
    done = _file(page_count=1, state=FileState.DONE)
    assert page_by_page([done], [_page(1)]).is_settled
    assert not page_by_page([done], [_page(1, PageState.FAILED)]).is_settled
    assert not page_by_page([replace(done, state=FileState.OPENED)], [_page(1)]).is_settled
    assert not page_by_page([done, _file("f2", state=FileState.STORED)], [_page(1)]).is_settled
