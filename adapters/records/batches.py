"""Batches and their source files in the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, bindparam, insert, select, update

from adapters.records.faults import changed, not_found
from adapters.records.json_text import reason_of, reason_text
from adapters.records.moves import require_legal
from adapters.records.schema.capture import batch as batch_table
from adapters.records.schema.capture import source_file
from pipeline.custody import Kind
from pipeline.model.batch import Batch, Reason, SourceFile
from pipeline.model.identity import ActorId, BatchId, Circle, Digest, FileId
from pipeline.model.states import BatchState, FileState

_ONE = select(batch_table).where(batch_table.c.id == bindparam("batch"))
_BY_SOURCE = select(batch_table).where(
    batch_table.c.channel == bindparam("channel"), batch_table.c.source_key == bindparam("source_key")
)
_EVERY = select(batch_table).order_by(batch_table.c.received_at, batch_table.c.id)
_FILE = select(source_file).where(source_file.c.id == bindparam("file"))
_FILES = select(source_file).where(source_file.c.batch_id == bindparam("batch")).order_by(source_file.c.ordinal)


@dataclass(frozen=True, slots=True)
class SqlBatches:
    """Fulfils `BatchRecords`."""

    connection: Connection

    def add(self, batch: Batch) -> None:
        """Record a batch; raises ConcurrentChange when its source was received before."""
        self.connection.execute(
            insert(batch_table).values(
                id=batch.id,
                batch_class=batch.batch_class,
                rules_digest=batch.rules_digest,
                channel=batch.channel,
                source_key=batch.source_key,
                state=batch.state.value,
                circle=batch.circle,
                received_at=batch.received_at,
                expected_pages=batch.expected_pages,
            )
        )

    def get(self, batch: BatchId) -> Batch:
        """Return the batch; raises NotFound."""
        found = self._first(_ONE, batch=batch)
        if found is None:
            raise not_found("batch", batch)
        return found

    def by_source(self, channel: str, source_key: str) -> Batch | None:
        """Return the batch that came from there, or None."""
        return self._first(_BY_SOURCE, channel=channel, source_key=source_key)

    def every(self) -> Sequence[Batch]:
        """Return all batches, oldest first."""
        return tuple(batch_of(row) for row in self.connection.execute(_EVERY).mappings())

    def move(self, batch: BatchId, *, to: BatchState, frm: Sequence[BatchState]) -> None:
        """Move the batch; raises ConcurrentChange when its state is none of `frm`, NotPossible for an illegal move."""
        present = self.get(batch).state
        if present not in frm:
            raise changed(f"batch {batch}: {present}")
        require_legal(Kind.BATCH, present, to, where=f"batch {batch}")
        moved = self.connection.execute(
            update(batch_table)
            .where(batch_table.c.id == batch, batch_table.c.state == present.value)
            .values(state=to.value)
        )
        if moved.rowcount != 1:
            raise changed(f"batch {batch}")

    def _first(self, query: Select[tuple[object, ...]], **values: object) -> Batch | None:
        row = self.connection.execute(query, values).mappings().first()
        return None if row is None else batch_of(row)


@dataclass(frozen=True, slots=True)
class SqlFiles:
    """Fulfils `FileRecords`."""

    connection: Connection

    def add(self, file: SourceFile) -> None:
        """Record a source file."""
        self.connection.execute(
            insert(source_file).values(
                id=file.id,
                batch_id=file.batch,
                ordinal=file.ordinal,
                name=file.name,
                digest=file.digest,
                size=file.size,
                media_type=file.media_type,
                state=file.state.value,
                page_count=file.page_count,
                reason=reason_text(file.reason),
                seen_by=file.seen_by,
                part_of=file.part_of,
            )
        )

    def get(self, file: FileId) -> SourceFile:
        """Return the file; raises NotFound."""
        row = self.connection.execute(_FILE, {"file": file}).mappings().first()
        if row is None:
            raise not_found("file", file)
        return file_of(row)

    def of_batch(self, batch: BatchId) -> Sequence[SourceFile]:
        """Return a batch's files by ordinal."""
        return tuple(file_of(row) for row in self.connection.execute(_FILES, {"batch": batch}).mappings())

    def accepted_with(self, digest: Digest) -> SourceFile | None:
        """Return the file that brought these bytes first and was not a duplicate, or None."""
        row = self.connection.execute(
            select(source_file)
            .join(batch_table, batch_table.c.id == source_file.c.batch_id)
            .where(source_file.c.digest == digest, source_file.c.state != FileState.DUPLICATE.value)
            .order_by(batch_table.c.received_at, batch_table.c.id, source_file.c.ordinal)
            .limit(1)
        )
        found = row.mappings().first()
        return None if found is None else file_of(found)

    def see(self, file: FileId, *, by: ActorId) -> None:
        """Write down who let the file rest in quarantine; raises ConcurrentChange when it is not there."""
        seen = self.connection.execute(
            update(source_file)
            .where(source_file.c.id == file, source_file.c.state == FileState.QUARANTINED.value)
            .values(seen_by=by)
        )
        if seen.rowcount != 1:
            raise changed(f"file {file}")

    def move(
        self,
        file: FileId,
        *,
        to: FileState,
        frm: FileState,
        page_count: int | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Move the file and say why; a page count once known stays.

        Raises ConcurrentChange when its state is not `frm`, NotPossible for an illegal move.
        """
        require_legal(Kind.FILE, frm, to, where=f"file {file}")
        values: dict[str, object] = {"state": to.value, "reason": reason_text(reason), "seen_by": None}
        if page_count is not None:
            values["page_count"] = page_count
        moved = self.connection.execute(
            update(source_file).where(source_file.c.id == file, source_file.c.state == frm.value).values(values)
        )
        if moved.rowcount != 1:
            present = self.get(file).state
            raise changed(f"file {file}: {present}")


def batch_of(row: RowMapping) -> Batch:
    """Return the batch of a row."""
    return Batch(
        id=BatchId(row["id"]),
        batch_class=row["batch_class"],
        rules_digest=Digest(row["rules_digest"]),
        channel=row["channel"],
        source_key=row["source_key"],
        state=BatchState(row["state"]),
        circle=Circle(row["circle"]),
        received_at=row["received_at"],
        expected_pages=row["expected_pages"],
    )


def file_of(row: RowMapping) -> SourceFile:
    """Return the file of a row."""
    return SourceFile(
        id=FileId(row["id"]),
        batch=BatchId(row["batch_id"]),
        ordinal=row["ordinal"],
        name=row["name"],
        digest=Digest(row["digest"]),
        size=row["size"],
        media_type=row["media_type"],
        state=FileState(row["state"]),
        page_count=row["page_count"],
        reason=reason_of(row["reason"]),
        seen_by=None if row["seen_by"] is None else ActorId(row["seen_by"]),
        part_of=None if row["part_of"] is None else FileId(row["part_of"]),
    )
