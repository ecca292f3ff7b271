"""Pages in the database: each in exactly one state, and in at most one place of one document."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, insert, select, update

from adapters.records.faults import changed, not_found
from adapters.records.instants import instant_from_now
from adapters.records.json_text import reason_of, reason_text
from adapters.records.moves import require_legal
from adapters.records.schema.capture import page as page_table
from adapters.records.schema.capture import source_file
from pipeline.custody import Kind
from pipeline.model.batch import Page
from pipeline.model.identity import BatchId, Digest, DocumentId, FileId, PageId
from pipeline.model.states import PageState

_IN_BATCH = source_file.c.batch_id == bindparam("batch")
_ONE = select(page_table).where(page_table.c.id == bindparam("page"))
_OF_FILE = select(page_table).where(page_table.c.file_id == bindparam("file")).order_by(page_table.c.ordinal)
_OF_DOCUMENT = (
    select(page_table).where(page_table.c.document_id == bindparam("document")).order_by(page_table.c.position)
)
_OF_BATCH = (
    select(page_table)
    .join(source_file, source_file.c.id == page_table.c.file_id)
    .where(_IN_BATCH)
    .order_by(source_file.c.ordinal, page_table.c.ordinal)
)
_COUNTS = (
    select(page_table.c.state, func.count())
    .join(source_file, source_file.c.id == page_table.c.file_id)
    .where(_IN_BATCH)
    .group_by(page_table.c.state)
)


@dataclass(frozen=True, slots=True)
class SqlPages:
    """Fulfils `PageRecords`."""

    connection: Connection

    def add(self, pages: Sequence[Page]) -> None:
        """Record pages; raises ConcurrentChange when one of a file is there already."""
        if pages:
            self.connection.execute(insert(page_table), [_row(page) for page in pages])

    def get(self, page: PageId) -> Page:
        """Return the page; raises NotFound."""
        found = self._all(_ONE, page=page)
        if not found:
            raise not_found("page", page)
        return found[0]

    def of_file(self, file: FileId) -> Sequence[Page]:
        """Return a file's pages by ordinal."""
        return self._all(_OF_FILE, file=file)

    def of_document(self, document: DocumentId) -> Sequence[Page]:
        """Return a document's pages by position."""
        return self._all(_OF_DOCUMENT, document=document)

    def of_batch(self, batch: BatchId) -> Sequence[Page]:
        """Return a batch's pages by file ordinal, then page ordinal."""
        return self._all(_OF_BATCH, batch=batch)

    def counts(self, batch: BatchId) -> dict[PageState, int]:
        """Count a batch's pages by state; states without pages are absent."""
        return {PageState(state): count for state, count in self.connection.execute(_COUNTS, {"batch": batch})}

    def replace(self, page: Page, *, frm: PageState) -> None:
        """Write the whole row.

        Raises ConcurrentChange when its state is not `frm` or its place is taken, NotPossible for an illegal move.
        """
        require_legal(Kind.PAGE, frm, page.state, where=f"page {page.id}")
        written = self.connection.execute(
            update(page_table)
            .where(page_table.c.id == page.id, page_table.c.state == frm.value)
            .values(_row(page) | _stamp(frm))
        )
        if written.rowcount != 1:
            present = self.get(page.id).state
            raise changed(f"page {page.id}: {present}")

    def detach(self, document: DocumentId) -> None:
        """Take every page out of the document, in one statement."""
        self.connection.execute(
            update(page_table)
            .where(page_table.c.document_id == document)
            .values(state=PageState.RECOGNISED.value, document_id=None, position=None)
        )

    def _all(self, query: Select[tuple[object, ...]], **values: object) -> tuple[Page, ...]:
        return tuple(_page(row) for row in self.connection.execute(query, values).mappings())


def _stamp(frm: PageState) -> dict[str, object]:
    """Return when a page was first read, by the database's clock: it no longer is to be read."""
    first = func.coalesce(page_table.c.read_at, instant_from_now())
    return {"read_at": first} if frm is PageState.RECEIVED else {}


def _row(page: Page) -> dict[str, object]:
    return {
        "id": page.id,
        "file_id": page.file,
        "ordinal": page.ordinal,
        "state": page.state.value,
        "recognition": page.recognition,
        "document_id": page.document,
        "position": page.position,
        "reason": reason_text(page.reason),
        "turn": page.turn,
    }


def _page(row: RowMapping) -> Page:
    return Page(
        id=PageId(row["id"]),
        file=FileId(row["file_id"]),
        ordinal=row["ordinal"],
        state=PageState(row["state"]),
        recognition=None if row["recognition"] is None else Digest(row["recognition"]),
        document=None if row["document_id"] is None else DocumentId(row["document_id"]),
        position=row["position"],
        reason=reason_of(row["reason"]),
        turn=row["turn"],
    )
