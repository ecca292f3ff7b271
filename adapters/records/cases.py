"""Cases in the database: the aggregate in its tables, optimistic by its version, its verdict beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    RowMapping,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from adapters.records import case_parts as parts
from adapters.records import letter_lists
from adapters.records.dialect import upsert
from adapters.records.faults import changed, not_found
from adapters.records.json_text import from_text, to_text
from adapters.records.schema.case_parts import item, task
from adapters.records.schema.case_parts import verdict as verdict_table
from adapters.records.schema.cases import IS_SUPERSEDED, answer_slip, case_number, piece
from adapters.records.schema.cases import case_ as case_table
from adapters.records.worklists import lines, tallies
from casebinder.model.case import Case, CaseState
from casebinder.model.request import Standing
from casebinder.model.verdict import Verdict
from pipeline.model.identity import ActorId, CaseId, Circle, Digest, DocumentId, PartyId
from services.ports.case_records import CaseQuery, CaseTally, LetterRow, WorkLine, WorkQuery
from services.ports.search import Visibility

_ROW = case_table.c
_LAST_HOLDER = (IS_SUPERSEDED, piece.c.id.desc())
"""Of several cases a document is a piece of, the one that has it in force, then the one it was given to last."""
_IN_ORDER = select(case_table).order_by(_ROW.reference)
_ONE = _IN_ORDER.where(_ROW.id == bindparam("case"))
_BY_REFERENCE = _IN_ORDER.where(_ROW.reference == bindparam("reference"))
_BY_KEY = _IN_ORDER.where(_ROW.case_type == bindparam("case_type"), _ROW.key == bindparam("key"))
_BY_ANSWER_CODE = _IN_ORDER.where(
    _ROW.id == select(answer_slip.c.case_id).where(answer_slip.c.code == bindparam("code")).scalar_subquery()
)
_HOLDER = select(piece.c.case_id).where(piece.c.document_id == bindparam("document")).order_by(*_LAST_HOLDER).limit(1)
_OF_DOCUMENT = _IN_ORDER.where(_ROW.id == _HOLDER.scalar_subquery())
_SAVE = update(case_table).where(_ROW.id == bindparam("case"), _ROW.version == bindparam("version_before"))
_VERDICT = select(verdict_table.c.value).where(verdict_table.c.case_id == bindparam("case"))
_CLEAR_ITEMS = delete(item).where(item.c.case_id == bindparam("case"))


@dataclass(frozen=True, slots=True)
class SqlCases:
    """Fulfils `CaseRecords`."""

    connection: Connection

    def add(self, case: Case) -> None:
        """Record a case; raises ConcurrentChange when its key is already open or its reference is taken."""
        self.connection.execute(insert(case_table).values(_row(case)))
        parts.write_parts(self.connection, case)

    def get(self, case: CaseId) -> Case:
        """Return the case; raises NotFound."""
        found = self._all(_ONE, case=case)
        if not found:
            raise not_found("case", case)
        return found[0]

    def by_reference(self, reference: str) -> Case | None:
        """Return the case of that reference, or None."""
        return self._only(_BY_REFERENCE, reference=reference)

    def by_key(self, case_type: str, key: str) -> Case | None:
        """Return the case that was opened under that key, or None."""
        return self._only(_BY_KEY, case_type=case_type, key=key)

    def by_answer_code(self, code: str) -> Case | None:
        """Return the case that an answer slip with that code was printed for, or None."""
        return self._only(_BY_ANSWER_CODE, code=code)

    def of_document(self, document: DocumentId) -> Case | None:
        """Return the case the document is a piece of, or None.

        Of several, one where the piece is not superseded goes first, then the one it was given to last.
        """
        return self._only(_OF_DOCUMENT, document=document)

    def of_documents(self, documents: Sequence[DocumentId]) -> Mapping[DocumentId, Case]:
        """Return the case that each document is a piece of, as `of_document` does; those in none are absent."""
        held = select(piece.c.document_id, piece.c.case_id).where(piece.c.document_id.in_(documents))
        holders: dict[str, str] = {}
        for document, case in self.connection.execute(held.order_by(*_LAST_HOLDER)):
            holders.setdefault(document, case)
        if not holders:
            return {}
        cases = {case.id: case for case in self._all(_IN_ORDER.where(_ROW.id.in_(set(holders.values()))))}
        return {DocumentId(document): cases[CaseId(case)] for document, case in holders.items()}

    def listed(self, query: CaseQuery) -> Sequence[Case]:
        """Return the cases asked for, by reference; one without a verdict counts as incomplete."""
        wanted: list[ColumnElement[bool]] = []
        if query.case_type is not None:
            wanted.append(_ROW.case_type == query.case_type)
        if query.basket is not None:
            wanted.append(_ROW.basket == query.basket)
        if query.party is not None:
            wanted.append(_ROW.party_id == query.party)
        if query.task_of is not None:
            wanted.append(_ROW.id.in_(select(task.c.case_id).where(*_open_for(query.task_of))))
        if query.only_incomplete:
            complete = select(verdict_table.c.case_id).where(verdict_table.c.is_complete)
            wanted.append(_ROW.id.not_in(complete))
        return self._all(_IN_ORDER.where(*wanted))

    def worklist(self, query: WorkQuery, *, offset: int, limit: int) -> Sequence[WorkLine]:
        """Return at most `limit` cases from `offset` on, the one due first in front."""
        return lines(self.connection, query, offset=offset, limit=limit)

    def tallied(self, query: WorkQuery, *, today: date) -> Sequence[CaseTally]:
        """Count the cases of the query by how they stand."""
        return tallies(self.connection, query, today=today)

    def letters(
        self, visibility: Visibility, standings: Sequence[Standing], *, today: date, offset: int, limit: int
    ) -> Sequence[LetterRow]:
        """Return at most `limit` letters of these standings from `offset` on, the one drafted last in front."""
        return letter_lists.letters(self.connection, visibility, standings, today=today, offset=offset, limit=limit)

    def letters_tallied(self, visibility: Visibility, *, today: date) -> Mapping[Standing, int]:
        """Count the letters of visible cases by where they stand."""
        return letter_lists.tallies(self.connection, visibility, today=today)

    def tasks_of(self, who: ActorId) -> int:
        """Count the open tasks of the person."""
        return int(self.connection.execute(select(func.count()).select_from(task).where(*_open_for(who))).scalar_one())

    def save(self, case: Case) -> Case:
        """Write the change and give it back with `version` + 1; raises ConcurrentChange when the version moved on."""
        saved = replace(case, version=case.version + 1)
        done = self.connection.execute(_SAVE, {"case": case.id, "version_before": case.version} | _row(saved))
        if done.rowcount != 1:
            self.get(case.id)
            raise changed(f"case {case.id}")
        parts.write_parts(self.connection, saved)
        return saved

    def set_verdict(self, case: CaseId, verdict: Verdict) -> None:
        """Put the verdict in place of the case's; its checklist also goes to rows that lists can ask."""
        values = {
            "case_id": case,
            "is_complete": verdict.completeness.is_complete,
            "checked_on": verdict.completeness.checked_on,
            "waiting_on": verdict.waiting_on.value,
            "due_on": verdict.due_on,
            "sentence": to_text(verdict.completeness.sentence),
            "value": to_text(verdict),
        }
        self.connection.execute(_put_verdict(self.connection.dialect.name), values)
        self.connection.execute(_CLEAR_ITEMS, {"case": case})
        rows = [
            {"case_id": case, "ordinal": n, "item": line.item, "status": line.status.value, "required": line.required}
            for n, line in enumerate(verdict.completeness.items)
        ]
        if rows:
            self.connection.execute(insert(item), rows)

    def verdict(self, case: CaseId) -> Verdict | None:
        """Return the verdict last set, or None."""
        found = self.connection.execute(_VERDICT, {"case": case}).scalar_one_or_none()
        return None if found is None else from_text(Verdict, found)

    def next_number(self, case_type: str, year: int) -> int:
        """Return the next running number of a reference, from 1; two transactions never get the same."""
        taken = self.connection.execute(
            upsert(self.connection.dialect.name, case_number)
            .values(case_type=case_type, year=year, last=1)
            .on_conflict_do_update(index_elements=["case_type", "year"], set_={"last": case_number.c.last + 1})
            .returning(case_number.c.last)
        )
        return int(taken.scalar_one())

    def _only(self, query: Select[tuple[object, ...]], **values: object) -> Case | None:
        found = self._all(query, **values)
        return found[0] if found else None

    def _all(self, query: Select[tuple[object, ...]], **values: object) -> tuple[Case, ...]:
        """Return whole cases, in one query for the cases and one for all their parts."""
        rows = self.connection.execute(query, values).mappings().all()
        recorded = parts.read_parts(self.connection, [row["id"] for row in rows])
        return tuple(_case(row, recorded) for row in rows)


@cache
def _put_verdict(dialect: str) -> Insert:
    new = upsert(dialect, verdict_table)
    changed_too = {column.name: new.excluded[column.name] for column in verdict_table.c if not column.primary_key}
    return new.on_conflict_do_update(index_elements=["case_id"], set_=changed_too)


def _open_for(who: ActorId) -> tuple[ColumnElement[bool], ...]:
    return task.c.who == who, ~task.c.is_done


def _row(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "reference": case.reference,
        "case_type": case.case_type,
        "rules_digest": case.rules_digest,
        "rules_version": case.rules_version,
        "circle": case.circle,
        "state": case.state.value,
        "opened_at": case.opened_at,
        "party_id": case.party,
        "key": case.key,
        "basket": case.basket,
        "assignee": case.assignee,
        "priority": case.priority,
        "version": case.version,
    }


def _case(row: RowMapping, recorded: parts.Recorded) -> Case:
    name = row["id"]
    return Case(
        id=CaseId(name),
        reference=row["reference"],
        case_type=row["case_type"],
        rules_digest=Digest(row["rules_digest"]),
        rules_version=row["rules_version"],
        circle=Circle(row["circle"]),
        state=CaseState(row["state"]),
        opened_at=row["opened_at"],
        party=None if row["party_id"] is None else PartyId(row["party_id"]),
        key=row["key"],
        basket=row["basket"],
        assignee=None if row["assignee"] is None else ActorId(row["assignee"]),
        priority=row["priority"],
        version=row["version"],
        facts=recorded.of(name, parts.FACTS),
        pieces=recorded.of(name, parts.PIECES),
        waivers=recorded.of(name, parts.WAIVERS),
        decisions=recorded.of(name, parts.DECISIONS),
        clocks=recorded.of(name, parts.CLOCKS),
        requests=recorded.of(name, parts.REQUESTS),
        notes=recorded.of(name, parts.NOTES),
        tasks=recorded.of(name, parts.TASKS),
    )
