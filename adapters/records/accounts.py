"""Accounts and failed tries in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, select

from adapters.records.dialect import upsert
from adapters.records.schema.accounts import account as account_table
from adapters.records.schema.accounts import sign_in_try
from pipeline.model.account import Account, Tries
from pipeline.model.identity import ActorId

_ONE = select(account_table).where(account_table.c.actor_id == bindparam("actor"))


@dataclass(frozen=True, slots=True)
class SqlAccounts:
    """Fulfils `AccountRecords`."""

    connection: Connection

    def save(self, account: Account) -> None:
        """Write an account whole."""
        changed = {
            "sealed": account.sealed,
            "set_at": account.set_at,
            "is_one_time": account.is_one_time,
            "is_open": account.is_open,
            "ends_on": account.ends_on,
        }
        self.connection.execute(
            upsert(self.connection.dialect.name, account_table)
            .values(actor_id=account.actor, **changed)
            .on_conflict_do_update(index_elements=["actor_id"], set_=changed)
        )

    def find(self, actor: ActorId) -> Account | None:
        """Return the account of an actor, or None."""
        row = self.connection.execute(_ONE, {"actor": actor}).first()
        return None if row is None else _account(row)

    def every(self) -> Sequence[Account]:
        """Return all accounts by actor."""
        rows = self.connection.execute(select(account_table).order_by(account_table.c.actor_id))
        return tuple(_account(row) for row in rows)

    def tries(self, name: str) -> Tries | None:
        """Return the failed tries of a name, or None."""
        row = self.connection.execute(select(sign_in_try).where(sign_in_try.c.name == name)).first()
        return None if row is None else Tries(name=row.name, failures=row.failures, last_at=row.last_at)

    def note(self, tries: Tries, *, forget_before: datetime) -> None:
        """Write the tries of a name, and forget old ones of all names."""
        self.connection.execute(delete(sign_in_try).where(sign_in_try.c.last_at < forget_before))
        changed = {"failures": tries.failures, "last_at": tries.last_at}
        self.connection.execute(
            upsert(self.connection.dialect.name, sign_in_try)
            .values(name=tries.name, **changed)
            .on_conflict_do_update(index_elements=["name"], set_=changed)
        )

    def forget(self, name: str) -> None:
        """Forget the tries of a name."""
        self.connection.execute(delete(sign_in_try).where(sign_in_try.c.name == name))


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        actor=ActorId(row.actor_id),
        sealed=row.sealed,
        set_at=row.set_at,
        is_one_time=row.is_one_time,
        is_open=row.is_open,
        ends_on=row.ends_on,
    )
