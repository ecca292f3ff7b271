"""Rule texts in the database: immutable by their digest, with a pointer to the latest of each code."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, Insert, RowMapping, Select, bindparam, select

from adapters.records.dialect import upsert
from adapters.records.faults import not_found
from adapters.records.schema.rules import rule_latest, rule_set
from pipeline.model.identity import Digest
from services.ports.house_records import RuleSet

_OF_KIND = rule_latest.c.kind == bindparam("kind")

_ONE = select(rule_set).where(rule_set.c.digest == bindparam("digest"))
_EVERY_LATEST = (
    select(rule_set)
    .join(rule_latest, rule_latest.c.digest == rule_set.c.digest)
    .where(_OF_KIND)
    .order_by(rule_latest.c.code)
)
_LATEST = _EVERY_LATEST.where(rule_latest.c.code == bindparam("code"))
_IN_FORCE = select(rule_latest.c.digest).where(_OF_KIND).order_by(rule_latest.c.code)


@dataclass(frozen=True, slots=True)
class SqlRules:
    """Fulfils `RuleRecords`."""

    connection: Connection

    def add(self, rules: RuleSet) -> None:
        """Publish; the same digest again changes nothing but makes it the latest."""
        dialect = self.connection.dialect.name
        row = {
            "digest": rules.digest,
            "kind": rules.kind,
            "code": rules.code,
            "version": rules.version,
            "text": rules.text,
            "published_at": rules.published_at,
        }
        self.connection.execute(_add(dialect), row)
        self.connection.execute(_point(dialect), {name: row[name] for name in ("kind", "code", "digest")})

    def get(self, digest: Digest) -> RuleSet:
        """Return the rule text; raises NotFound."""
        found = self._all(_ONE, digest=digest)
        if not found:
            raise not_found("rules", digest)
        return found[0]

    def latest(self, kind: str, code: str) -> RuleSet | None:
        """Return the latest published under that code, or None."""
        found = self._all(_LATEST, kind=kind, code=code)
        return found[0] if found else None

    def every_latest(self, kind: str) -> Sequence[RuleSet]:
        """Return the latest of each code, by code."""
        return self._all(_EVERY_LATEST, kind=kind)

    def digests_in_force(self, kind: str) -> Sequence[Digest]:
        """Return the digest of the latest of each code, by code: without the texts, which are long."""
        return [Digest(digest) for digest in self.connection.execute(_IN_FORCE, {"kind": kind}).scalars()]

    def by_version(self, kind: str, code: str, version: str) -> RuleSet | None:
        """Return the text of that version, the one in force before others, then the newest, or None."""
        found = self._all(
            select(rule_set)
            .outerjoin(rule_latest, rule_latest.c.digest == rule_set.c.digest)
            .where(rule_set.c.kind == kind, rule_set.c.code == code, rule_set.c.version == version)
            .order_by(rule_latest.c.digest.is_(None), rule_set.c.published_at.desc(), rule_set.c.digest)
        )
        return found[0] if found else None

    def _all(self, query: Select[tuple[object, ...]], **values: object) -> tuple[RuleSet, ...]:
        return tuple(_rules(row) for row in self.connection.execute(query, values).mappings())


@cache
def _add(dialect: str) -> Insert:
    return upsert(dialect, rule_set).on_conflict_do_nothing(index_elements=["digest"])


@cache
def _point(dialect: str) -> Insert:
    new = upsert(dialect, rule_latest)
    return new.on_conflict_do_update(index_elements=["kind", "code"], set_={"digest": new.excluded.digest})


def _rules(row: RowMapping) -> RuleSet:
    return RuleSet(
        digest=Digest(row["digest"]),
        kind=row["kind"],
        code=row["code"],
        version=row["version"],
        text=row["text"],
        published_at=row["published_at"],
    )
