"""Figures in the database: each a query that counts, none that loads what it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)

from adapters.records.schema.capture import HAS_FAILED, IN_QUARANTINE, batch, document, page, source_file
from adapters.records.schema.case_parts import clock
from adapters.records.schema.cases import case_, party
from casebinder.model.case import OPEN_STATES
from pipeline.model.states import RELEASED, DocumentState, FileState
from services.ports.figure_records import (
    CaseChoice,
    CaseLine,
    Delay,
    DocumentLine,
    FailedThing,
    Failures,
    Load,
    Received,
)
from services.ports.search import Visibility

_OPEN = case_.c.state.in_(OPEN_STATES)
_RUNS = clock.c.stopped_on.is_(None)
_RELEASED = document.c.state.in_([state.value for state in RELEASED])
_HANDLED = or_(_RELEASED, document.c.state == DocumentState.IN_QUEUE.value)
_STRAIGHT = and_(_RELEASED, document.c.settled_by.is_(None))


@dataclass(frozen=True, slots=True)
class SqlFigures:
    """Fulfils `FigureRecords`."""

    connection: Connection

    def received(self, sight: Visibility, starts: Sequence[datetime]) -> Sequence[Received]:
        """Count what came in by span: pages of batches, documents and how they went, cases opened."""
        pages = self._by_span(batch.c.received_at, starts, _circle(batch.c.circle, sight), _PAGES)
        opened = self._by_span(case_.c.opened_at, starts, _seen(sight), select(func.count().label("cases")))
        papers = self._by_span(document.c.received_at, starts, _circle(document.c.circle, sight), _PAPERS)
        return [
            Received(**{**pages.get(span, {}), **papers.get(span, {}), **opened.get(span, {})})
            for span in range(len(starts))
        ]

    def _by_span(
        self,
        instant: ColumnElement[datetime],
        starts: Sequence[datetime],
        seen: ColumnElement[bool],
        counted: Select[Any],
    ) -> dict[int, dict[str, int]]:
        """Return what is counted by the number of the span it came in."""
        spans = [(instant >= start, number) for number, start in reversed(list(enumerate(starts)))]
        span = case(*spans).label("span")
        rows = self.connection.execute(counted.add_columns(span).where(instant >= starts[0], seen).group_by(span))
        return {row["span"]: {name: row[name] or 0 for name in row if name != "span"} for row in rows.mappings()}

    def ages(self, sight: Visibility, borders: Sequence[datetime]) -> Sequence[int]:
        """Count open cases between the borders."""
        span = case(
            *((case_.c.opened_at < border, number) for number, border in enumerate(borders)), else_=len(borders)
        )
        rows = self.connection.execute(select(span, func.count()).where(_OPEN, _seen(sight)).group_by(span))
        found = {int(row[0]): int(row[1]) for row in rows}
        return [found.get(number, 0) for number in range(len(borders) + 1)]

    def load(self, sight: Visibility, *, today: date) -> Sequence[Load]:
        """Count open cases by basket and person."""
        late = select(clock.c.case_id).where(_RUNS, clock.c.due_on < today)
        key = (case_.c.basket, case_.c.assignee)
        rows = self.connection.execute(
            select(*key, func.count(), func.sum(case((case_.c.id.in_(late), 1), else_=0)), func.min(case_.c.opened_at))
            .where(_OPEN, _seen(sight))
            .group_by(*key)
            .order_by(*key)
        )
        return [
            Load(basket=basket, assignee=who, cases=count, late=late_count, oldest=oldest)
            for basket, who, count, late_count, oldest in rows
        ]

    def delays(self, sight: Visibility, *, today: date, soon: date, since: date) -> Sequence[Delay]:
        """Count running and ended clocks by case type and code."""
        runs = and_(_RUNS, _OPEN)
        ended = and_(clock.c.stopped_on.is_not(None), clock.c.stopped_on >= since)
        counted = {
            "running": runs,
            "soon": and_(runs, clock.c.due_on >= today, clock.c.due_on <= soon),
            "late": and_(runs, clock.c.due_on < today),
            "kept": and_(ended, clock.c.stopped_on <= clock.c.due_on),
            "missed": and_(ended, clock.c.stopped_on > clock.c.due_on),
        }
        sums = [func.sum(case((holds, 1), else_=0)).label(name) for name, holds in counted.items()]
        key = (case_.c.case_type, clock.c.code)
        rows = self.connection.execute(
            select(*key, *sums)
            .join(case_, case_.c.id == clock.c.case_id)
            .where(_seen(sight), or_(runs, ended))
            .group_by(*key)
            .order_by(*key)
        )
        return [Delay(**row) for row in rows.mappings()]

    def failures(self, sight: Visibility) -> Failures:
        """Count what was set aside."""
        files, pages = (
            self.connection.execute(
                query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
            ).scalar_one()
            for query in _failed(sight)
        )
        return Failures(files=files, pages=pages)

    def failed_things(self, sight: Visibility, *, limit: int) -> Sequence[FailedThing]:
        """Name what was set aside, newest first."""
        found = [
            FailedThing(batch=row.batch, file=row.name, page=row.page, received_at=row.received_at)
            for query in _failed(sight)
            for row in self.connection.execute(query.limit(limit))
        ]
        return sorted(found, key=lambda thing: thing.received_at, reverse=True)[:limit]

    def cases(self, sight: Visibility, choice: CaseChoice, *, limit: int, after: str = "") -> Sequence[CaseLine]:
        """List the cases of a choice."""
        due = (
            select(func.min(clock.c.due_on)).where(clock.c.case_id == case_.c.id, _RUNS).scalar_subquery().label("due")
        )
        rows = self.connection.execute(
            select(case_, party.c.name.label("party"), due)
            .outerjoin(party, party.c.id == case_.c.party_id)
            .where(*_chosen(sight, choice), case_.c.reference > after)
            .order_by(case_.c.reference)
            .limit(limit)
        )
        return [_case_line(row) for row in rows.mappings()]

    def count(self, sight: Visibility, choice: CaseChoice) -> int:
        """Count the cases of a choice."""
        query = select(func.count()).select_from(case_).where(*_chosen(sight, choice))
        return int(self.connection.execute(query).scalar_one())

    def by_hand(self, sight: Visibility, *, since: datetime, limit: int) -> Sequence[DocumentLine]:
        """List documents a person settled or has to."""
        rows = self.connection.execute(
            select(*_LINE)
            .where(_BY_HAND, document.c.received_at >= since, _circle(document.c.circle, sight))
            .order_by(document.c.received_at.desc())
            .limit(limit)
        )
        return [
            DocumentLine(
                document=row["id"],
                document_class=row["document_class"],
                state=row["state"],
                received_at=row["received_at"],
                settled_by=row["settled_by"],
            )
            for row in rows.mappings()
        ]


_LINE = (
    *(document.c.id, document.c.document_class, document.c.state),
    *(document.c.received_at, document.c.settled_by),
)
# Nothing but the time may lead to these rows: the newest few of very many are asked for.
_STATE: ColumnElement[str] = func.coalesce(document.c.state, "")
_BY_HAND = or_(
    _STATE.in_([DocumentState.IN_QUEUE.value]),
    and_(_STATE.in_([state.value for state in RELEASED]), document.c.settled_by.is_not(None)),
)
_PAGES = (
    select(func.sum(source_file.c.page_count).label("pages"))
    .select_from(batch.join(source_file, source_file.c.batch_id == batch.c.id))
    .where(source_file.c.state != FileState.DUPLICATE.value)
)
_PAPERS = select(
    func.count().label("documents"),
    func.sum(case((_HANDLED, 1), else_=0)).label("handled"),
    func.sum(case((_STRAIGHT, 1), else_=0)).label("straight"),
).where(document.c.state != DocumentState.SUPERSEDED.value)


def _circle(circle: ColumnElement[str], sight: Visibility) -> ColumnElement[bool]:
    return true() if sight.circles is None else circle.in_(sight.circles)


def _seen(sight: Visibility) -> ColumnElement[bool]:
    """Hold for the cases in the circles and within a reach."""
    if sight.reaches is None:
        return _circle(case_.c.circle, sight)
    within = [
        and_(
            case_.c.case_type == reach.case_type if reach.case_type else true(),
            case_.c.basket.in_([reach.basket, ""]) if reach.basket else true(),
        )
        for reach in sight.reaches
    ]
    return and_(_circle(case_.c.circle, sight), or_(*within) if within else literal(value=False))


def _chosen(sight: Visibility, choice: CaseChoice) -> Iterator[ColumnElement[bool]]:
    yield from (_OPEN if choice.only_open else true(), _seen(sight))
    for column, value in ((case_.c.basket, choice.basket), (case_.c.case_type, choice.case_type)):
        if value is not None:
            yield column == value
    if choice.assignee is not None:
        yield case_.c.assignee == choice.assignee if choice.assignee else case_.c.assignee.is_(None)
    if choice.opened_since is not None:
        yield case_.c.opened_at >= choice.opened_since
    if choice.opened_before is not None:
        yield case_.c.opened_at < choice.opened_before
    if choice.clock is not None or choice.due_since is not None or choice.due_before is not None:
        yield case_.c.id.in_(select(clock.c.case_id).where(_RUNS, *_clocks(choice)))


def _clocks(choice: CaseChoice) -> Iterator[ColumnElement[bool]]:
    if choice.clock is not None:
        yield clock.c.code == choice.clock
    if choice.due_since is not None:
        yield clock.c.due_on >= choice.due_since
    if choice.due_before is not None:
        yield clock.c.due_on < choice.due_before


def _failed(sight: Visibility) -> tuple[Select[tuple[object, ...]], Select[tuple[object, ...]]]:
    """Ask for files in quarantine, and for pages that could not be read."""
    common = (batch.c.id.label("batch"), source_file.c.name, batch.c.received_at)
    files = (
        select(*common, literal(None).label("page"))
        .select_from(source_file.join(batch, batch.c.id == source_file.c.batch_id))
        .where(IN_QUARANTINE, source_file.c.seen_by.is_(None))
    )
    pages = (
        select(*common, page.c.ordinal.label("page"))
        .select_from(page.join(source_file, source_file.c.id == page.c.file_id).join(batch))
        .where(HAS_FAILED)
    )
    seen, newest = _circle(batch.c.circle, sight), batch.c.received_at.desc()
    return files.where(seen).order_by(newest), pages.where(seen).order_by(newest)


def _case_line(row: RowMapping) -> CaseLine:
    return CaseLine(
        reference=row["reference"],
        case_type=row["case_type"],
        basket=row["basket"],
        assignee=row["assignee"],
        opened_at=row["opened_at"],
        party=row["party"],
        due_on=row["due"],
    )
