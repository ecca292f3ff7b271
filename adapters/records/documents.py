"""Documents in the database: the whole reading as JSON, beside it a row a field and a finding for look-ups."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    true,
    update,
)

from adapters.records.faults import changed, not_found
from adapters.records.json_text import from_text, to_text
from adapters.records.moves import require_legal
from adapters.records.schema.capture import document as document_table
from adapters.records.schema.capture import field as field_table
from adapters.records.schema.capture import finding as finding_table
from adapters.records.schema.capture import source_file
from pipeline.custody import Kind
from pipeline.model.batch import Document
from pipeline.model.document import Draft, Understanding
from pipeline.model.identity import BatchId, Circle, Digest, DocumentId, FileId
from pipeline.model.states import RELEASED, DocumentState
from pipeline.model.values import written
from services.ports.capture_records import WaitingDocument

VALUE_START = 200
"""Characters of a written value that stand in the index."""

_IN_ORDER = (
    select(document_table)
    .join(source_file, source_file.c.id == document_table.c.file_id)
    .where(document_table.c.state != DocumentState.SUPERSEDED.value)
    .order_by(source_file.c.ordinal, document_table.c.first_page, document_table.c.id)
)

_BY_ID = document_table.c.id == bindparam("document")
_ONE = select(document_table).where(_BY_ID)
_KEPT = select(document_table.c.state, document_table.c.version, document_table.c.understanding).where(_BY_ID)
_OF_BATCH = _IN_ORDER.where(document_table.c.batch_id == bindparam("batch"))
_OF_FILE = _IN_ORDER.where(document_table.c.file_id == bindparam("file"))
_NAMES = _OF_BATCH.with_only_columns(document_table.c.id)
"""Ids alone: whoever asks what is left to do must not wait for whole readings."""
_DRAFTS = _NAMES.where(document_table.c.state == DocumentState.DRAFT.value)
_WITHOUT_RENDITION = _NAMES.where(
    document_table.c.state.in_([state.value for state in RELEASED]), document_table.c.rendition.is_(None)
)
_SAVE = update(document_table).where(_BY_ID, document_table.c.version == bindparam("version_before"))
_CLEAR = tuple(
    delete(table).where(table.c.document_id == bindparam("document")) for table in (field_table, finding_table)
)


@dataclass(frozen=True, slots=True)
class SqlDocuments:
    """Fulfils `DocumentRecords`."""

    connection: Connection

    def add(self, document: Document) -> None:
        """Record a new document with all its parts."""
        self.connection.execute(insert(document_table).values(_row(document)))
        self._write_parts(document)

    def get(self, document: DocumentId) -> Document:
        """Return the document; raises NotFound."""
        found = self._all(_ONE, document=document)
        if not found:
            raise not_found("document", document)
        return found[0]

    def of_batch(self, batch: BatchId) -> Sequence[Document]:
        """Return a batch's documents by file ordinal, then first page; superseded ones left out."""
        return self._all(_OF_BATCH, batch=batch)

    def of_file(self, file: FileId) -> Sequence[Document]:
        """Return a file's documents by first page; superseded ones left out."""
        return self._all(_OF_FILE, file=file)

    def drafts(self, batch: BatchId) -> Sequence[DocumentId]:
        """Name a batch's documents that are still to be understood, in the order of `of_batch`."""
        return self._names(_DRAFTS, batch)

    def without_rendition(self, batch: BatchId) -> Sequence[DocumentId]:
        """Name a batch's released documents without an archive PDF, in the order of `of_batch`."""
        return self._names(_WITHOUT_RENDITION, batch)

    def waiting(
        self, circles: Collection[str] | None, *, queue: str | None = None, limit: int | None = None
    ) -> Sequence[WaitingDocument]:
        """Return the documents that wait for a person, by batch, file and first page, without their readings."""
        query = (
            select(
                *(document_table.c[name] for name in _LIGHT),
                source_file.c.name.label("file_name"),
                source_file.c.ordinal,
            )
            .join(source_file, source_file.c.id == document_table.c.file_id)
            .where(_is_waiting(circles))
            .order_by(
                document_table.c.received_at,
                document_table.c.batch_id,
                source_file.c.ordinal,
                document_table.c.first_page,
                document_table.c.id,
            )
            .limit(limit)
        )
        if queue is not None:
            query = query.where(document_table.c.queue == queue)
        return tuple(_waiting(row) for row in self.connection.execute(query).mappings())

    def waiting_by_queue(self, circles: Collection[str] | None) -> Mapping[str, int]:
        """Count the documents that wait for a person, by queue."""
        counted = select(document_table.c.queue, func.count().label("documents")).where(_is_waiting(circles))
        rows = self.connection.execute(counted.group_by(document_table.c.queue).order_by(document_table.c.queue))
        return {row.queue: row.documents for row in rows}

    def with_field(self, name: str, value: str, *, state: DocumentState) -> Sequence[Document]:
        """Return the documents in that state that carry the field with that written value, oldest first."""
        carriers = select(field_table.c.document_id).where(
            field_table.c.name == name,
            field_table.c.value_start == _findable(value)[:VALUE_START],
            field_table.c.value == _findable(value),
        )
        return self._all(
            select(document_table)
            .where(document_table.c.state == state.value, document_table.c.id.in_(carriers))
            .order_by(document_table.c.received_at, document_table.c.id)
        )

    def save(self, document: Document) -> Document:
        """Write the change and give it back with `version` + 1.

        Raises ConcurrentChange when the version moved on, NotPossible for an illegal move.
        """
        read_before = self._read_before(document)
        saved = replace(document, version=document.version + 1)
        row = _row(saved)
        meant = {"document": document.id, "version_before": document.version}
        done = self.connection.execute(_SAVE, meant | row)
        if done.rowcount != 1:
            raise changed(f"document {document.id}")
        if row["understanding"] != read_before:
            for clear in _CLEAR:
                self.connection.execute(clear, {"document": document.id})
            self._write_parts(saved)
        return saved

    def _read_before(self, document: Document) -> str | None:
        """Return the reading as it is kept; raises as `save` does when the document may not become what is given."""
        present = self.connection.execute(_KEPT, {"document": document.id}).first()
        if present is None:
            raise not_found("document", document.id)
        if present.version != document.version:
            raise changed(f"document {document.id}")
        require_legal(Kind.DOCUMENT, DocumentState(present.state), document.state, where=f"document {document.id}")
        reading: str | None = present.understanding
        return reading

    def _write_parts(self, document: Document) -> None:
        if document.understanding is None:
            return
        fields = _field_rows(document.id, document.understanding)
        findings = _finding_rows(document.id, document.understanding)
        if fields:
            self.connection.execute(insert(field_table), fields)
        if findings:
            self.connection.execute(insert(finding_table), findings)

    def _names(self, query: Select[tuple[str]], batch: BatchId) -> tuple[DocumentId, ...]:
        return tuple(DocumentId(name) for name in self.connection.execute(query, {"batch": batch}).scalars())

    def _all(self, query: Select[tuple[object, ...]], **values: object) -> tuple[Document, ...]:
        return tuple(_document(row) for row in self.connection.execute(query, values).mappings())


_LIGHT = ("id", "batch_id", "circle", "queue", "document_class", "received_at", "first_page")


def _is_waiting(circles: Collection[str] | None) -> ColumnElement[bool]:
    seen = true() if circles is None else document_table.c.circle.in_(circles)
    return and_(document_table.c.state == DocumentState.IN_QUEUE.value, document_table.c.queue.is_not(None), seen)


def _waiting(row: RowMapping) -> WaitingDocument:
    return WaitingDocument(
        id=DocumentId(row["id"]),
        batch=BatchId(row["batch_id"]),
        file=row["file_name"],
        file_ordinal=row["ordinal"],
        circle=Circle(row["circle"]),
        queue=row["queue"],
        document_class=row["document_class"],
        received_at=row["received_at"],
        first_page=row["first_page"],
    )


def _row(document: Document) -> dict[str, object]:
    understanding = document.understanding
    return {
        "id": document.id,
        "batch_id": document.batch,
        "file_id": document.file,
        "circle": document.circle,
        "state": document.state.value,
        "first_page": min(document.draft.pages, default=0),
        "draft": to_text(document.draft),
        "received_at": document.received_at,
        "document_class": None if understanding is None else understanding.classification.document_class,
        "class_confidence": None if understanding is None else understanding.classification.confidence,
        "understanding": None if understanding is None else to_text(understanding),
        "rules_digest": document.rules_digest,
        "rendition": document.rendition,
        "settled_by": document.settled_by,
        "queue": document.queue,
        "version": document.version,
    }


def _field_rows(document: DocumentId, understanding: Understanding) -> list[dict[str, object]]:
    return [
        {
            "document_id": document,
            "ordinal": ordinal,
            "name": field.name,
            "kind": field.value.kind,
            "value": (value := _findable(written(field.value))),
            "value_start": value[:VALUE_START],
            "confidence": field.confidence,
            "origin": field.origin.value,
        }
        for ordinal, field in enumerate(understanding.fields)
    ]


def _findable(value: str) -> str:
    return value.replace("\x00", "")  # PostgreSQL's text has no place for it; the reading itself keeps it


def _finding_rows(document: DocumentId, understanding: Understanding) -> list[dict[str, object]]:
    return [
        {
            "document_id": document,
            "ordinal": ordinal,
            "code": finding.code,
            "severity": finding.severity.value,
            "field": finding.field,
        }
        for ordinal, finding in enumerate(understanding.findings)
    ]


def _document(row: RowMapping) -> Document:
    return Document(
        id=DocumentId(row["id"]),
        batch=BatchId(row["batch_id"]),
        file=FileId(row["file_id"]),
        circle=Circle(row["circle"]),
        state=DocumentState(row["state"]),
        draft=from_text(Draft, row["draft"]),
        received_at=row["received_at"],
        understanding=None if row["understanding"] is None else from_text(Understanding, row["understanding"]),
        rules_digest=None if row["rules_digest"] is None else Digest(row["rules_digest"]),
        rendition=None if row["rendition"] is None else Digest(row["rendition"]),
        settled_by=row["settled_by"],
        version=row["version"],
    )
