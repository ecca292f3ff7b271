"""Looking at paper: the picture of a page beside whatever is said about it, as far as the actor may see it."""

from pipeline.errors import NotFound
from pipeline.geometry import Box
from pipeline.model.actor import Actor
from pipeline.model.identity import DocumentId
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore
from pipeline.rights import Act
from services.access import act_of
from services.find import Find
from services.ports import Original, PageReader

NARROWEST, WIDEST = 100, 2400
"""Pixels across a whole page: a thumbnail, and A4 at 290 dpi, at which a stamp can be read."""


class Look:
    """The acts of looking at pages."""

    def __init__(self, find: Find, store: BlobStore, reader: PageReader) -> None:
        self._find = find
        self._store = store
        self._reader = reader

    @act_of(Act.DOCUMENT_VIEW)
    def picture(self, actor: Actor, name: DocumentId, page: int, *, width: int, part: Box | None = None) -> bytes:
        """Give the picture (PNG) of a page of a document, or of a part of it.

        page: its number within the file; width: of the whole page in pixels, brought within bounds. Raises NotFound,
        also for a page of another document of the file, and PageFailed.
        """
        view = self._find.document(actor, name)
        if page not in {one.ordinal for one in view.pages}:
            raise _no_such_page(name, page)
        across = max(NARROWEST, min(WIDEST, width))
        with self._store.open_local(view.file.digest) as path:
            original = Original(path=path, media_type=view.file.media_type)
            return self._reader.picture(original, page, width=across, part=part)


def _no_such_page(name: DocumentId, page: int) -> NotFound:
    return NotFound(
        "no_such_page",
        Bilingual(fr="Ce document n'a pas cette page.", en="This document has no such page."),
        where=f"{name}, p. {page}",
        next_step=Bilingual(fr="Revenez au document.", en="Go back to the document."),
    )
