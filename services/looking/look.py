"""Looking at paper: the picture of a page beside whatever is said about it, as far as the actor may see it."""

from dataclasses import dataclass

from pipeline.errors import NotFound
from pipeline.geometry import Box
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch, Page, SourceFile
from pipeline.model.identity import OPEN_CIRCLE, DocumentId, PageId
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore, Clock
from pipeline.rights import Act, Subject, sees
from pipeline.word_search import boxes_of
from services.access import act_of, require, write_down
from services.capture.read import recognitions, rotation_of
from services.looking.find import DocumentView, Find
from services.ports.reading import Original, PageReader
from services.ports.records import Records, UnitOfWork
from services.refusals.missing import no_such

NARROWEST, WIDEST = 100, 2400
"""Pixels across a whole page: a thumbnail, and A4 at 290 dpi, at which a stamp can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOnPage:
    """The words found on a page of a document: its number within the file, and a box for each."""

    page: int
    boxes: tuple[Box, ...]


class Look:
    """The acts of looking at pages."""

    def __init__(self, records: Records, find: Find, store: BlobStore, reader: PageReader, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._find = find
        self._store = store
        self._reader = reader

    @act_of(Act.DOCUMENT_VIEW)
    def picture(self, actor: Actor, name: DocumentId, page: int, *, width: int, part: Box | None = None) -> bytes:
        """Return the picture (PNG) of a page of a document as a viewer shows it, or of a part of it.

        page: its number within the file; width: of the whole page in pixels, brought within bounds. Raises NotFound,
        also for a page of another document of the file, and PageFailed.
        """
        return self._of(self._find.document(actor, name), page, width=width, part=part)

    @act_of(Act.DOCUMENT_VIEW)
    def upright(self, actor: Actor, name: DocumentId, page: int, *, width: int) -> bytes:
        """Return the picture (PNG) of a page as `picture` does, turned as it was read or as a person wants it."""
        view = self._find.document(actor, name)
        turn = next((rotation_of(self._store, one) for one in view.pages if one.ordinal == page), 0)
        return self._of(view, page, width=width, turn=turn)

    def _of(self, view: DocumentView, page: int, *, width: int, part: Box | None = None, turn: int = 0) -> bytes:
        if page not in {one.ordinal for one in view.pages}:
            raise _no_such_page(view.document.id, page)
        return self._drawn(view.file, page, width=width, part=part, turn=turn)

    @act_of(Act.DOCUMENT_VIEW)
    def page(self, actor: Actor, name: PageId, *, width: int) -> bytes:
        """Return the picture of a page by its own name, also while it is in no document; as `picture` otherwise."""
        with self._records.reading() as uow:
            page, file = _page_named(uow, actor, name)
            batch = uow.batches.get(file.batch)
        if page.document is not None:
            return self.picture(actor, page.document, page.ordinal, width=width)
        require(actor, Act.DOCUMENT_VIEW, Subject(circle=batch.circle))
        self._note(actor, batch, name)
        return self._drawn(file, page.ordinal, width=width)

    def _note(self, actor: Actor, batch: Batch, name: PageId) -> None:
        """Write a look at what is not open to all into the log."""
        if batch.circle != OPEN_CIRCLE:
            with self._records.writing() as uow:
                write_down(uow, self._clock, actor, Act.DOCUMENT_VIEW, f"page:{name}")
                uow.commit()

    def _drawn(self, file: SourceFile, page: int, *, width: int, part: Box | None = None, turn: int = 0) -> bytes:
        across = max(NARROWEST, min(WIDEST, width))
        with self._store.open_local(file.digest) as path:
            original = Original(path=path, media_type=file.media_type)
            return self._reader.picture(original, page, width=across, part=part, turn=turn)

    @act_of(Act.DOCUMENT_VIEW)
    def words(self, actor: Actor, name: DocumentId, text: str) -> tuple[FoundOnPage, ...]:
        """Find words inside a document; return the pages that have them, in order."""
        pages = self._find.document(actor, name).pages
        read = recognitions(self._store, pages)
        found = (FoundOnPage(page=one.number, boxes=boxes_of(text, one.words)) for one in read)
        return tuple(page for page in found if page.boxes)


def _page_named(uow: UnitOfWork, actor: Actor, name: PageId) -> tuple[Page, SourceFile]:
    """Return a page and its file; raises NotFound, in the same words, also when the circle is closed to the actor."""
    try:
        page = uow.pages.get(name)
    except NotFound:
        raise no_such("page", name) from None
    file = uow.files.get(page.file)
    if not sees(actor, uow.batches.get(file.batch).circle):
        raise no_such("page", name)
    return page, file


def _no_such_page(name: DocumentId, page: int) -> NotFound:
    return NotFound(
        "no_such_page",
        Bilingual(fr="Ce document n'a pas cette page.", en="This document has no such page."),
        where=f"{name}, p. {page}",
        next_step=Bilingual(fr="Revenez au document.", en="Go back to the document."),
    )
