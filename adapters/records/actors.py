"""Who may act, in the database: each actor with its grants and confidentiality circles, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, RowMapping, Select, bindparam, delete, insert, select

from adapters.records.dialect import upsert
from adapters.records.faults import not_found
from adapters.records.schema.actors import actor as actor_table
from adapters.records.schema.actors import circle_member
from adapters.records.schema.actors import grant as grant_table
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle

_WHO: BindParameter[str] = bindparam("actor")
_EVERY = select(actor_table).order_by(actor_table.c.id)
_GRANTS = select(grant_table).order_by(grant_table.c.actor_id, grant_table.c.ordinal)
_CIRCLES = select(circle_member).order_by(circle_member.c.actor_id, circle_member.c.ordinal)
_ALL = (_EVERY, _GRANTS, _CIRCLES)
_ONE = (
    _EVERY.where(actor_table.c.id == _WHO),
    _GRANTS.where(grant_table.c.actor_id == _WHO),
    _CIRCLES.where(circle_member.c.actor_id == _WHO),
)


@dataclass(frozen=True, slots=True)
class SqlActors:
    """Fulfils `ActorRecords`."""

    connection: Connection

    def add(self, actor: Actor) -> None:
        """Write an actor whole, in place of what was known of it."""
        self.connection.execute(
            upsert(self.connection.dialect.name, actor_table)
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
        found = self._all(_ONE, actor=actor)
        if not found:
            raise not_found("actor", actor)
        return found[0]

    def every(self) -> Sequence[Actor]:
        """Return all actors by id."""
        return self._all(_ALL)

    def _all(self, queries: Sequence[Select[tuple[object, ...]]], **values: object) -> tuple[Actor, ...]:
        """Return actors, by as many questions for many as for one: for themselves, their grants and their circles."""
        actors, *parts = queries
        grants, circles = (self._by_actor(query, values) for query in parts)
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
            for row in self.connection.execute(actors, values)
        )

    def _by_actor(self, query: Select[tuple[object, ...]], values: Mapping[str, object]) -> dict[str, list[RowMapping]]:
        """Return the rows by actor, in order."""
        found: dict[str, list[RowMapping]] = {}
        for row in self.connection.execute(query, values).mappings():
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
