"""Worklists in the database: which open cases somebody may see and has to do with, in order, and how many stand how."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, false, func, or_, select

from adapters.records.json_text import from_text
from adapters.records.schema.case_parts import item, verdict
from adapters.records.schema.cases import case_ as case_table
from adapters.records.schema.cases import party
from casebinder.model.case import OPEN_STATES
from casebinder.model.verdict import ItemStatus, WaitingOn
from pipeline.model.identity import ActorId, CaseId
from pipeline.model.text import Bilingual
from services.ports.case_records import CaseTally, WorkLine, WorkQuery
from services.ports.search import Reach, Visibility

_ROW = case_table.c
_STANDS = verdict.c
_JOINED = case_table.outerjoin(verdict, _STANDS.case_id == _ROW.id)
_BY_INDEX = (verdict, "INDEXED BY ix_verdict_stands", "sqlite")
"""SQLite would take the primary key and read whole verdicts for a day that stands in the index: eight times as long."""
_WAITING_ON = func.coalesce(_STANDS.waiting_on, WaitingOn.NOBODY.value)


def lines(connection: Connection, query: WorkQuery, *, offset: int, limit: int) -> tuple[WorkLine, ...]:
    """Return a page of the worklist, in its order."""
    names = _ids_of(connection, query, offset=offset, limit=limit)
    shown = (_ROW.id, _ROW.reference, _ROW.case_type, _ROW.assignee, party.c.name)
    found = connection.execute(
        select(*shown, _STANDS.sentence, _WAITING_ON.label("waiting_on"), _STANDS.due_on)
        .select_from(_JOINED.outerjoin(party, party.c.id == _ROW.party_id))
        .where(_ROW.id.in_(names))
    )
    rows, counts = {row.id: row for row in found}, _counts(connection, names)
    return tuple(_line(rows[name], counts.get(name, ())) for name in names)


def _line(row: Row[Any], counts: Sequence[tuple[ItemStatus, int]]) -> WorkLine:
    return WorkLine(
        case=CaseId(row.id),
        reference=row.reference,
        case_type=row.case_type,
        assignee=None if row.assignee is None else ActorId(row.assignee),
        party=row.name,
        sentence=None if row.sentence is None else from_text(Bilingual, row.sentence),
        waiting_on=WaitingOn(row.waiting_on),
        due_on=row.due_on,
        counts=tuple(counts),
    )


def _counts(connection: Connection, names: Sequence[str]) -> dict[str, list[tuple[ItemStatus, int]]]:
    """Count the items of each checklist by how they stand."""
    counted: dict[str, list[tuple[ItemStatus, int]]] = {}
    key = (item.c.case_id, item.c.status)
    for name, status, count in connection.execute(
        select(*key, func.count()).where(item.c.case_id.in_(names)).group_by(*key)
    ):
        counted.setdefault(name, []).append((ItemStatus(status), count))
    return counted


def _ids_of(connection: Connection, query: WorkQuery, *, offset: int, limit: int) -> list[str]:
    """Return the cases of a page of the worklist, in its order."""
    found = connection.execute(
        select(_ROW.id)
        .select_from(_JOINED)
        .with_hint(*_BY_INDEX)
        .where(*_conditions(query))
        .order_by(_STANDS.due_on.is_(None), _STANDS.due_on, _ROW.reference)
        .offset(offset)
        .limit(limit)
    )
    return list(found.scalars())


def tallies(connection: Connection, query: WorkQuery, *, today: date) -> tuple[CaseTally, ...]:
    """Count the cases of the query by basket, whose move it is, who keeps them, and whether they are late."""
    is_late = case((_STANDS.due_on < today, True), else_=False)
    parts = (_ROW.basket, _WAITING_ON.label("waiting_on"), _ROW.assignee, is_late.label("is_late"))
    rows = connection.execute(
        select(*parts, func.count().label("cases"))
        .select_from(_JOINED)
        .with_hint(*_BY_INDEX)
        .where(*_conditions(query))
        .group_by(*parts)
    )
    return tuple(
        CaseTally(
            basket=row.basket,
            waiting_on=WaitingOn(row.waiting_on),
            assignee=None if row.assignee is None else ActorId(row.assignee),
            is_late=bool(row.is_late),
            count=row.cases,
        )
        for row in rows
    )


def _conditions(query: WorkQuery) -> list[ColumnElement[bool]]:
    equal = (
        (_ROW.basket, query.basket),
        (_ROW.case_type, query.case_type),
        (_WAITING_ON, query.waiting_on),
        (_ROW.assignee, query.assignee),
    )
    wanted: list[ColumnElement[bool]] = [column == asked for column, asked in equal if asked is not None]
    if query.not_assignee is not None:
        wanted.append(_ROW.assignee != query.not_assignee)
    if query.due_before is not None:
        wanted.append(_STANDS.due_on < query.due_before)
    if query.unassigned:
        wanted.append(_ROW.assignee.is_(None))
    if query.only_incomplete:
        wanted.append(or_(_STANDS.is_complete.is_(None), ~_STANDS.is_complete))
    if query.is_open:
        wanted.append(_ROW.state.in_(OPEN_STATES))
    return [*wanted, *visible(query.visibility)]


def visible(visibility: Visibility) -> list[ColumnElement[bool]]:
    """Return what rows of cases must fulfil to be seen."""
    seen: list[ColumnElement[bool]] = []
    if visibility.circles is not None:
        seen.append(_ROW.circle.in_(visibility.circles))
    if visibility.reaches is not None:
        seen.append(or_(false(), *(_within(reach) for reach in visibility.reaches)))
    return seen


def _within(reach: Reach) -> ColumnElement[bool]:
    """Return what a grant reaches; a case in no basket is within the reach of every one."""
    parts: list[ColumnElement[bool]] = [_ROW.id.is_not(None)]
    if reach.case_type is not None:
        parts.append(_ROW.case_type == reach.case_type)
    if reach.basket is not None:
        parts.append(_ROW.basket.in_(("", reach.basket)))
    return and_(*parts)
