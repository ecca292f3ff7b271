"""The outbox loses no wish; the audit log only grows, and what is personal in it can be erased."""

import pytest
from sqlalchemy import create_engine, text

from adapters.records.events import detail_digest
from adapters.records.open import open_records
from pipeline.audit import FIRST, chained
from pipeline.errors import ConcurrentChange
from pipeline.model.events import AuditEvent
from pipeline.model.identity import ActorId, CaseId
from services.ports.work_records import PutOff


def test_outbox_in_order(records):
    """What is due comes oldest first, and what is done does not come back."""
    with records.writing() as unit:
        for key in ("d1", "d2", "d1"):
            unit.outbox.add("document", key)
        due = unit.outbox.due(10)
        assert [row.key for row in due] == ["d1", "d2", "d1"]
        assert unit.outbox.due(2) == due[:2]
        unit.outbox.done([due[0].seq, due[1].seq])
        unit.outbox.done([])
        assert [row.key for row in unit.outbox.due(10)] == ["d1"]
        assert unit.outbox.waiting() == 1


def test_outbox_put_off(records):
    """A failed projection waits for its next try and is still counted as waiting."""
    with records.writing() as unit:
        unit.outbox.add("case", "c1")
        (row,) = unit.outbox.due(10)
        unit.outbox.failed(row.seq, error="index busy", delay_seconds=3600)
        assert (unit.outbox.due(10), unit.outbox.waiting()) == ((), 1)
        assert unit.outbox.put_off() == (PutOff(topic="case", key="c1", code="index busy"),)
        unit.outbox.failed(row.seq, error="index busy", delay_seconds=5 * 3600)  # as after a clock set back
        assert [found.seq for found in unit.outbox.due(10)] == [row.seq]
        unit.outbox.failed(row.seq, error="index busy", delay_seconds=-1)
        assert unit.outbox.due(10)[0].attempts == 3
        unit.outbox.done([row.seq])
        assert unit.outbox.put_off() == ()


def _event(make, subject: str, *, case: str | None = None, reason: str = "", detail: str = "{}") -> AuditEvent:
    return AuditEvent(
        at=make.batch().received_at,
        actor=ActorId("a1"),
        act="correct",
        subject=subject,
        case=None if case is None else CaseId(case),
        reason=reason,
        detail=detail,
    )


def test_events_come_in_the_order_they_happened(captured, make):
    """A case and a subject give their events in the order they happened."""
    events = [
        _event(make, "case:c1", case="c1", reason="first"),
        _event(make, "document:d1", case="c1", detail='{"name":"Ada"}'),
        _event(make, "document:d1", reason="last"),
    ]
    with captured.writing() as unit:
        unit.cases.add(make.case())
        for event in events:
            unit.events.add(event)
        assert unit.events.of_case(CaseId("c1")) == tuple(events[:2])
        assert unit.events.of_subject("document:d1") == tuple(events[1:])


def test_events_are_sealed_once_in_order(captured, make):
    """Events are sealed once, in the order they were written, and keep what their hash was made of."""
    with captured.writing() as unit:
        for reason in ("first", "second", "third"):
            unit.events.add(_event(make, "document:d1", reason=reason))
        assert unit.events.tip() is None
        first, second, third = unit.events.unsealed()
        unit.events.seal(first.number, chain_number=1, chain_hash=chained(first, FIRST))
        unit.events.seal(second.number, chain_number=2, chain_hash=chained(second, chained(first, FIRST)))
        with pytest.raises(ConcurrentChange):
            unit.events.seal(second.number, chain_number=3, chain_hash="x")
        assert unit.events.unsealed() == (third,)
        kept = unit.events.sealed(after=0, limit=10)
        assert [chained(event, FIRST) for event in kept[:1]] == [kept[0].chain_hash]
        assert unit.events.tip() == kept[1]
        assert unit.events.sealed(after=first.number, limit=10) == kept[1:]
        assert unit.events.sealed(after=0, limit=1) == kept[:1]
        with pytest.raises(ConcurrentChange):
            unit.events.seal(third.number, chain_number=2, chain_hash="x")


def test_an_event_stays_when_its_personal_part_is_erased(tmp_path, make):
    """When the personal part of an event is erased the event stays, and its digest still proves what was there."""
    place = tmp_path / "records.db"
    records = open_records(f"sqlite:///{place}")
    told = _event(make, "document:d1", reason="asked by Ada", detail='{"name":"Ada"}')
    with records.writing() as unit:
        unit.events.add(told)
        unit.commit()
    records.close()
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as raw:
        kept = raw.execute(text("SELECT detail_digest FROM event")).scalar_one()
        salt = raw.execute(text("SELECT salt FROM event_detail")).scalar_one()
        raw.execute(text("DELETE FROM event_detail"))
    engine.dispose()
    assert kept == detail_digest(salt, told.reason, told.detail)
    records = open_records(f"sqlite:///{place}")
    with records.reading() as unit:
        (left,) = unit.events.of_subject("document:d1")
    records.close()
    assert (left.act, left.reason, left.detail) == ("correct", "", "{}")
