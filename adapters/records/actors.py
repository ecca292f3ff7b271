"""Who may act, in the database: each actor with its grants and confidentiality circles, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from adapters.records.dialect import upsert
from adapters.records.faults import not_found
from adapters.records.schema.actors import actor as actor_table
from adapters.records.schema.actors import circle_member
from adapters.records.schema.actors import grant as grant_table
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
        """Return the actor; raises NotFound."""
        found = self._all(actor)
        if not found:
            raise not_found("actor", actor)
        return found[0]

    def every(self) -> Sequence[Actor]:
        """Return all actors by id."""
        return self._all(None)

    def _all(self, only: ActorId | None) -> tuple[Actor, ...]:
        """Return one actor or all, by as many questions for many as for one."""
        grants, circles = self._of_actors(grant_table, only), self._of_actors(circle_member, only)
        query = select(actor_table).order_by(actor_table.c.id)
        if only is not None:
            query = query.where(actor_table.c.id == only)
        return tuple(
            Actor(
                id=ActorId(row.id),
                name=row.name,
                grants=tuple(
                    Grant(role=Role(one["role"]), case_type=one["case_type"], basket=one["basket"])
                    for one in grants.get(row.id, ())
                ),
                circles=tuple(Circle(one["circle"]) for one in circles.get(row.id, ())),
            )
            for row in self.connection.execute(query)
        )

    def _of_actors(self, table: Table, only: ActorId | None) -> dict[str, list[RowMapping]]:
        """Return the rows of a table by actor, in order."""
        query = select(table).order_by(table.c.actor_id, table.c.ordinal)
        if only is not None:
            query = query.where(table.c.actor_id == only)
        found: dict[str, list[RowMapping]] = {}
        for row in self.connection.execute(query).mappings():
            found.setdefault(row["actor_id"], []).append(row)
        return found


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
