"""Persons and companies in the database, found by their keys; one key belongs to one party."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, insert, or_, select, true

from adapters.records.faults import changed, not_found
from adapters.records.schema.cases import case_, party_key
from adapters.records.schema.cases import party as party_table
from adapters.records.worklists import visible
from casebinder.model.case import Party
from casebinder.parties import fold
from pipeline.model.identity import PartyId
from services.ports.search import Visibility

_ONE = select(party_table).where(party_table.c.id == bindparam("party"))
_OWNER = select(party_key.c.party_id).where(
    party_key.c.scheme == bindparam("scheme"), party_key.c.value == bindparam("value")
)
_KEYS = (
    select(party_key.c.scheme, party_key.c.value)
    .where(party_key.c.party_id == bindparam("party"))
    .order_by(party_key.c.ordinal)
)


@dataclass(frozen=True, slots=True)
class SqlParties:
    """Fulfils `PartyRecords`."""

    connection: Connection

    def add(self, party: Party) -> None:
        """Record a party; raises ConcurrentChange when a key is another's."""
        self.connection.execute(
            insert(party_table).values(
                id=party.id,
                kind=party.kind,
                name=party.name,
                birth_date=party.birth_date,
                folded=fold(party.name),
            )
        )
        if party.keys:
            self.connection.execute(
                insert(party_key),
                [
                    {"scheme": scheme, "value": value, "party_id": party.id, "ordinal": ordinal}
                    for ordinal, (scheme, value) in enumerate(party.keys)
                ],
            )

    def get(self, party: PartyId) -> Party:
        """Return the party; raises NotFound."""
        row = self.connection.execute(_ONE, {"party": party}).first()
        if row is None:
            raise not_found("party", party)
        return self._whole(row)

    def by_key(self, scheme: str, value: str) -> Party | None:
        """Return the party that has the key, or None."""
        owner = self._owner(scheme, value)
        return None if owner is None else self.get(owner)

    def by_birth_date(self, birth_date: str) -> Sequence[Party]:
        """Return the parties born on that ISO day, by id; raises ValueError for what is no ISO day."""
        born = date.fromisoformat(birth_date)
        rows = self.connection.execute(
            select(party_table).where(party_table.c.birth_date == born).order_by(party_table.c.id)
        ).all()
        return tuple(self._whole(row) for row in rows)

    def found(self, text: str, visibility: Visibility, *, offset: int, limit: int) -> Sequence[Party]:
        """Return the parties of visible cases whose name has all the words, or that have the number, by name."""
        rows = self.connection.execute(
            select(party_table)
            .where(party_table.c.id.in_(select(case_.c.party_id).where(*visible(visibility))), _matches(text))
            .order_by(party_table.c.folded, party_table.c.id)
            .offset(offset)
            .limit(limit)
        ).all()
        return tuple(self._whole(row) for row in rows)

    def add_key(self, party: PartyId, scheme: str, value: str) -> None:
        """Give the party one more key; its own again changes nothing, another's raises ConcurrentChange."""
        owner = self._owner(scheme, value)
        if owner == party:
            return
        if owner is not None:
            raise changed(f"party {party}: a key of scheme {scheme} is another's")
        have = self.connection.execute(
            select(func.max(party_key.c.ordinal)).where(party_key.c.party_id == party)
        ).scalar()
        self.connection.execute(
            insert(party_key).values(
                scheme=scheme, value=value, party_id=party, ordinal=0 if have is None else int(have) + 1
            )
        )

    def _owner(self, scheme: str, value: str) -> PartyId | None:
        found = self.connection.execute(_OWNER, {"scheme": scheme, "value": value}).scalar_one_or_none()
        return None if found is None else PartyId(found)

    def _whole(self, row: Row[tuple[object, ...]]) -> Party:
        keys = self.connection.execute(_KEYS, {"party": row.id})
        return Party(
            id=PartyId(row.id),
            kind=row.kind,
            name=row.name,
            birth_date=row.birth_date,
            keys=tuple((key.scheme, key.value) for key in keys),
        )


def _matches(text: str) -> ColumnElement[bool]:
    """Match the words of a name in any order, or the beginning of a number written with or without blanks."""
    words, number = fold(text).split(), "".join(character for character in text if character.isalnum())
    named = [party_table.c.folded.contains(word, autoescape=True) for word in words]
    numbered = select(party_key.c.party_id).where(party_key.c.value.startswith(number, autoescape=True))
    return or_(and_(true(), *named), party_table.c.id.in_(numbered)) if words else true()
