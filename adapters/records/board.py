"""Counts over many batches, each by one statement whatever the number of batches."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    func,
    literal,
    select,
    true,
    union_all,
)

from adapters.records.batches import batch_of
from adapters.records.instants import instant_from_now
from adapters.records.json_text import reason_of
from adapters.records.schema.capture import HAS_FAILED, IN_QUARANTINE, source_file
from adapters.records.schema.capture import batch as batch_table
from adapters.records.schema.capture import document as document_table
from adapters.records.schema.capture import page as page_table
from pipeline.model.batch import Batch
from pipeline.model.identity import BatchId, Circle
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from services.ports.board_records import BatchQuery, FileCount, Pace, PageCount, SetAsideRow

LATELY_SECONDS = 60
"""How far back one looks to tell how fast pages are read now."""


@dataclass(frozen=True, slots=True)
class SqlBoard:
    """Fulfils `BoardRecords`."""

    connection: Connection

    def batches(self, query: BatchQuery, *, limit: int, skip: int) -> Sequence[Batch]:
        """Return batches, newest first."""
        rows = self.connection.execute(
            select(batch_table)
            .where(_wanted(query))
            .order_by(batch_table.c.received_at.desc(), batch_table.c.id.desc())
            .limit(limit)
            .offset(skip)
        )
        return tuple(batch_of(row) for row in rows.mappings())

    def count(self, query: BatchQuery) -> Mapping[BatchState, int]:
        """Count batches by state."""
        rows = self.connection.execute(
            select(batch_table.c.state, func.count()).where(_wanted(query)).group_by(batch_table.c.state)
        )
        return {BatchState(state): count for state, count in rows}

    def files(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Sequence[FileCount]]:
        """Count files by state, and the pages counted in them."""
        rows = self.connection.execute(
            select(
                source_file.c.batch_id,
                source_file.c.state,
                func.count(),
                func.coalesce(func.sum(source_file.c.page_count), 0),
            )
            .where(source_file.c.batch_id.in_(batches))
            .group_by(source_file.c.batch_id, source_file.c.state)
            .order_by(source_file.c.batch_id, source_file.c.state)
        )
        found: dict[BatchId, list[FileCount]] = defaultdict(list)
        for batch, state, files, pages in rows:
            found[BatchId(batch)].append(FileCount(state=FileState(state), files=files, pages=int(pages)))
        return found

    def first_files(self, batches: Sequence[BatchId]) -> Mapping[BatchId, str]:
        """Return the name of each batch's first file."""
        rows = self.connection.execute(
            select(source_file.c.batch_id, source_file.c.name).where(
                source_file.c.batch_id.in_(batches), source_file.c.ordinal == 1
            )
        )
        return {BatchId(batch): name for batch, name in rows}

    def pages(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Sequence[PageCount]]:
        """Count pages by their state and that of their document."""
        rows = self.connection.execute(
            select(source_file.c.batch_id, page_table.c.state, document_table.c.state, func.count())
            .join(source_file, source_file.c.id == page_table.c.file_id)
            .outerjoin(document_table, document_table.c.id == page_table.c.document_id)
            .where(source_file.c.batch_id.in_(batches))
            .group_by(source_file.c.batch_id, page_table.c.state, document_table.c.state)
        )
        found: dict[BatchId, list[PageCount]] = defaultdict(list)
        for batch, state, document, pages in rows:
            within = None if document is None else DocumentState(document)
            found[BatchId(batch)].append(PageCount(state=PageState(state), document=within, pages=pages))
        return found

    def paces(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Pace]:
        """Return how fast pages were read, by the database's clock."""
        when = page_table.c.read_at
        rows = self.connection.execute(
            select(
                source_file.c.batch_id,
                func.count(when),
                func.sum(case((when > instant_from_now(-LATELY_SECONDS), 1), else_=0)),
                func.min(when),
                func.max(when),
                instant_from_now(),
            )
            .join(source_file, source_file.c.id == page_table.c.file_id)
            .where(source_file.c.batch_id.in_(batches), when.is_not(None))
            .group_by(source_file.c.batch_id)
        )
        return {
            BatchId(batch): Pace(read=read, lately=int(lately), first=first, last=last, now=now)
            for batch, read, lately, first, last, now in rows
        }

    def waiting(self, batches: Sequence[BatchId]) -> Mapping[BatchId, Mapping[str, int]]:
        """Count the documents that wait for a person, by queue."""
        rows = self.connection.execute(
            select(document_table.c.batch_id, document_table.c.queue, func.count())
            .where(document_table.c.batch_id.in_(batches), document_table.c.state == DocumentState.IN_QUEUE.value)
            .where(document_table.c.queue.is_not(None))
            .group_by(document_table.c.batch_id, document_table.c.queue)
            .order_by(document_table.c.queue)
        )
        found: dict[BatchId, dict[str, int]] = defaultdict(dict)
        for batch, queue, documents in rows:
            found[BatchId(batch)][queue] = documents
        return found

    def set_aside(self, circles: Collection[Circle] | None, *, limit: int, skip: int) -> Sequence[SetAsideRow]:
        """Return files in quarantine and failed pages, newest batch first."""
        either = union_all(_files_aside(circles), _pages_aside(circles)).subquery()
        rows = self.connection.execute(
            select(either)
            .order_by(
                either.c.received_at.desc(), either.c.batch_id.desc(), either.c.ordinal, either.c.page, either.c.name
            )
            .limit(limit)
            .offset(skip)
        )
        found = rows.mappings().all()
        batches = self._named({row["batch_id"] for row in found})
        return tuple(_set_aside(row, batches[row["batch_id"]]) for row in found)

    def count_set_aside(self, circles: Collection[Circle] | None) -> int:
        """Count them."""
        asked = (_files_aside(circles), _pages_aside(circles))
        return sum(
            self.connection.execute(select(func.count()).select_from(each.subquery())).scalar_one() for each in asked
        )

    def _named(self, names: Collection[str]) -> Mapping[str, Batch]:
        rows = self.connection.execute(select(batch_table).where(batch_table.c.id.in_(names)))
        return {row["id"]: batch_of(row) for row in rows.mappings()}


def _aside(name: Column[str], page: ColumnElement[int], reason: Column[str]) -> Select[tuple[object, ...]]:
    return select(
        name.label("name"),
        batch_table.c.id.label("batch_id"),
        batch_table.c.received_at.label("received_at"),
        source_file.c.ordinal.label("ordinal"),
        source_file.c.name.label("file"),
        source_file.c.media_type.label("media_type"),
        source_file.c.size.label("size"),
        source_file.c.part_of.label("part_of"),
        page.label("page"),
        reason.label("reason"),
    )


def _files_aside(circles: Collection[Circle] | None) -> Select[tuple[object, ...]]:
    whole_file = literal(0)
    return (
        _aside(source_file.c.id, whole_file, source_file.c.reason)
        .join(batch_table, batch_table.c.id == source_file.c.batch_id)
        .where(IN_QUARANTINE, source_file.c.seen_by.is_(None), _seen(circles))
    )


def _pages_aside(circles: Collection[Circle] | None) -> Select[tuple[object, ...]]:
    return (
        _aside(page_table.c.id, page_table.c.ordinal, page_table.c.reason)
        .join(source_file, source_file.c.id == page_table.c.file_id)
        .join(batch_table, batch_table.c.id == source_file.c.batch_id)
        .where(HAS_FAILED, _seen(circles))
    )


def _set_aside(row: RowMapping, batch: Batch) -> SetAsideRow:
    reason = reason_of(row["reason"])
    assert reason is not None, f"{row['name']} was set aside without a reason"
    return SetAsideRow(
        name=row["name"],
        batch=batch,
        file=row["file"],
        media_type=row["media_type"],
        size=row["size"],
        is_part=row["part_of"] is not None,
        page=row["page"] or None,
        reason=reason,
    )


def _seen(circles: Collection[Circle] | None) -> ColumnElement[bool]:
    return true() if circles is None else batch_table.c.circle.in_(sorted(circles))


def _wanted(query: BatchQuery) -> ColumnElement[bool]:
    return and_(batch_table.c.state.in_(sorted(query.states)), _seen(query.circles))
