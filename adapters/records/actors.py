"""Who may act, in the database: each actor with its grants and confidentiality circles, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from adapters.records.dialect import upsert
from adapters.records.moves import not_found
from adapters.records.schema.work import actor as actor_table
from adapters.records.schema.work import circle_member
from adapters.records.schema.work import grant as grant_table
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle


@dataclass(frozen=True, slots=True)
class SqlActors:
    """Fulfils `ActorRecords`."""

    connection: Connection

    def add(self, actor: Actor) -> None:
        """Write an actor whole, in place of what was known of it."""
        self.connection.execute(
            upsert(self.connection, actor_table)
            .values(id=actor.id, name=actor.name)
            .on_conflict_do_update(index_elements=["id"], set_={"name": actor.name})
        )
        for table in (grant_table, circle_member):
            self.connection.execute(delete(table).where(table.c.actor_id == actor.id))
        if actor.grants:
            self.connection.execute(insert(grant_table), _grant_rows(actor))
        if actor.circles:
            members = [{"actor_id": actor.id, "ordinal": n, "circle": circle} for n, circle in enumerate(actor.circles)]
            self.connection.execute(insert(circle_member), members)

    def get(self, actor: ActorId) -> Actor:
        """Give the actor; raises NotFound."""
        row = self.connection.execute(select(actor_table).where(actor_table.c.id == actor)).first()
        if row is None:
            raise not_found("actor", actor)
        return self._whole(ActorId(row.id), row.name)

    def every(self) -> Sequence[Actor]:
        """Give all actors by id."""
        rows = self.connection.execute(select(actor_table).order_by(actor_table.c.id)).all()
        return tuple(self._whole(ActorId(row.id), row.name) for row in rows)

    def _whole(self, actor: ActorId, name: str) -> Actor:
        grants = self.connection.execute(
            select(grant_table).where(grant_table.c.actor_id == actor).order_by(grant_table.c.ordinal)
        )
        circles = self.connection.execute(
            select(circle_member.c.circle).where(circle_member.c.actor_id == actor).order_by(circle_member.c.ordinal)
        )
        return Actor(
            id=actor,
            name=name,
            grants=tuple(Grant(role=Role(row.role), case_type=row.case_type, basket=row.basket) for row in grants),
            circles=tuple(Circle(row.circle) for row in circles),
        )


def _grant_rows(actor: Actor) -> list[dict[str, object]]:
    return [
        {
            "actor_id": actor.id,
            "ordinal": ordinal,
            "role": grant.role.value,
            "case_type": grant.case_type,
            "basket": grant.basket,
        }
        for ordinal, grant in enumerate(actor.grants)
    ]
