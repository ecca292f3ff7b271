"""Accounts, failed tries, sessions and tokens as they are found again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.records.unit import SqlRecords
from pipeline.errors import NotFound
from pipeline.model.account import Account, ApiToken, Session, TokenId, Tries
from pipeline.model.actor import Actor, Scope
from pipeline.model.identity import ActorId

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANNE, JEAN = ActorId("anne"), ActorId("jean")
ACCOUNT = Account(actor=ANNE, sealed="$argon2id$…", set_at=NOON, is_one_time=True, ends_on=date(2026, 12, 31))
TOKEN = ApiToken(
    id=TokenId("k-1"),
    actor=ANNE,
    title="numériseur",
    digest="d1",
    scopes=(Scope.READ, Scope.SUBMIT),
    made_at=NOON,
    ends_on=date(2026, 12, 31),
)


@pytest.fixture
def peopled(records: SqlRecords) -> SqlRecords:
    """Return records with two who may act."""
    with records.writing() as unit:
        for name in (ANNE, JEAN):
            unit.actors.add(Actor(id=name, name=name, grants=()))
        unit.commit()
    return records


def test_an_account_comes_back_as_written(peopled):
    """What was saved last is what is found; actors without an account have none."""
    with peopled.writing() as unit:
        unit.accounts.save(ACCOUNT)
        assert unit.accounts.find(ANNE) == ACCOUNT
        changed = replace(ACCOUNT, sealed="other", is_one_time=False, is_open=False, ends_on=None)
        unit.accounts.save(changed)
        assert unit.accounts.find(ANNE) == changed
        assert unit.accounts.find(JEAN) is None
        assert unit.accounts.every() == (changed,)


def test_tries_are_forgotten(peopled):
    """Tries of a name are replaced, forgotten when asked, and all old ones go when a new one is noted."""
    first, second = (Tries(name=name, failures=1, last_at=NOON) for name in ("anne", "nobody"))
    with peopled.writing() as unit:
        for tries in (first, second, replace(first, failures=2)):
            unit.accounts.note(tries, forget_before=NOON)
        assert unit.accounts.tries("anne") == replace(first, failures=2)
        unit.accounts.forget("anne")
        assert unit.accounts.tries("anne") is None
        later = Tries(name="anne", failures=1, last_at=NOON + timedelta(days=1))
        unit.accounts.note(later, forget_before=NOON + timedelta(hours=1))
        assert unit.accounts.tries("nobody") is None
        assert unit.accounts.tries("anne") == later


def test_sessions_begin_and_end(peopled):
    """A session is found by its digest until it ends, alone or with all others of its actor; old ones are forgotten."""
    first, second, others = (
        Session(digest=digest, actor=actor, began_at=NOON, seen_at=NOON)
        for digest, actor in (("a", ANNE), ("b", ANNE), ("c", JEAN))
    )
    with peopled.writing() as unit:
        for session in (first, second, others):
            unit.sessions.add(session, forget_before=NOON)
        unit.sessions.seen("a", NOON + timedelta(minutes=5))
        assert unit.sessions.find("a") == replace(first, seen_at=NOON + timedelta(minutes=5))
        unit.sessions.end_all(ANNE, but="b")
        assert [unit.sessions.find(digest) for digest in "abc"] == [None, second, others]
        unit.sessions.end("b")
        assert unit.sessions.find("b") is None
        new = replace(first, began_at=NOON + timedelta(days=1), seen_at=NOON + timedelta(days=1))
        unit.sessions.add(new, forget_before=NOON + timedelta(hours=12))
        assert [unit.sessions.find(digest) for digest in "ac"] == [new, None]


def test_tokens_come_back_newest_first(peopled):
    """A token is found by its name and by its digest, also when it was revoked; an unknown one is not."""
    later = replace(TOKEN, id=TokenId("k-2"), digest="d2", made_at=NOON + timedelta(days=1), ends_on=None)
    with peopled.writing() as unit:
        unit.tokens.save(TOKEN)
        unit.tokens.save(later)
        assert unit.tokens.every() == (later, TOKEN)
        revoked = replace(TOKEN, revoked_at=NOON)
        unit.tokens.save(revoked)
        assert unit.tokens.get(TOKEN.id) == unit.tokens.by_digest("d1") == revoked
        assert unit.tokens.by_digest("d3") is None
        with pytest.raises(NotFound):
            unit.tokens.get(TokenId("k-3"))
