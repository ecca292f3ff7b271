"""The indexes that must all keep the one contract, and pages to put into them; a server's index joins here."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from adapters.memory.index import MemoryIndex
from adapters.tantivy_index import TantivyIndex
from services.ports import IndexedPage, IndexedWord, SearchAnswer, SearchIndex, SearchQuery, Visibility

PageMaker = Callable[..., IndexedPage]
Asker = Callable[..., SearchAnswer]


def page_of(
    document: str,
    text: str,
    *,
    page: int = 1,
    document_class: str = "letter",
    case: str | None = None,
    circle: str = "open",
    received_on: str = "2026-03-02",
    fields: Sequence[tuple[str, str]] = (),
) -> IndexedPage:
    """Give a page whose words stand side by side, a tenth of the page wide, ten a line."""
    words = tuple(
        IndexedWord(text=word, box=(at % 10 / 10, at // 10 / 50, (at % 10 + 1) / 10, (at // 10 + 1) / 50))
        for at, word in enumerate(text.split())
    )
    return IndexedPage(
        document=document,
        page=page,
        document_class=document_class,
        case=case,
        case_type="occupational_disease" if case else None,
        circle=circle,
        received_on=received_on,
        language=None,
        text=text,
        words=words,
        fields=tuple(fields),
    )


@pytest.fixture(params=["tantivy", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    """Give an empty index of each kind."""
    return TantivyIndex(tmp_path / "index") if request.param == "tantivy" else MemoryIndex()


@pytest.fixture
def make_page() -> PageMaker:
    """Give the maker of pages."""
    return page_of


@pytest.fixture
def ask(index: SearchIndex) -> Asker:
    """Give a way to ask the index as somebody who sees everything."""

    def asking(text: str, **options: object) -> SearchAnswer:
        return index.search(SearchQuery(text=text, **{"visibility": Visibility(circles=None), **options}))

    return asking


@pytest.fixture
def fill(index: SearchIndex) -> Callable[..., None]:
    """Give a way to put pages into the index, each document's pages together."""

    def filling(*pages: IndexedPage) -> None:
        names = dict.fromkeys(page.document for page in pages)
        index.replace([(name, [page for page in pages if page.document == name]) for name in names])

    return filling
