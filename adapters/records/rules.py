"""Rule texts in the database: immutable by their digest, with a pointer to the latest of each code."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, select

from adapters.records.dialect import upsert
from adapters.records.faults import not_found
from adapters.records.schema.rules import rule_latest, rule_set
from pipeline.model.identity import Digest
from services.ports.house_records import RuleSet

_LATEST = select(rule_set).join(rule_latest, rule_latest.c.digest == rule_set.c.digest)


@dataclass(frozen=True, slots=True)
class SqlRules:
    """Fulfils `RuleRecords`."""

    connection: Connection

    def add(self, rules: RuleSet) -> None:
        """Publish; the same digest again changes nothing but makes it the latest."""
        self.connection.execute(
            upsert(self.connection, rule_set)
            .values(
                digest=rules.digest,
                kind=rules.kind,
                code=rules.code,
                version=rules.version,
                text=rules.text,
                published_at=rules.published_at,
            )
            .on_conflict_do_nothing(index_elements=["digest"])
        )
        self.connection.execute(
            upsert(self.connection, rule_latest)
            .values(kind=rules.kind, code=rules.code, digest=rules.digest)
            .on_conflict_do_update(index_elements=["kind", "code"], set_={"digest": rules.digest})
        )

    def get(self, digest: Digest) -> RuleSet:
        """Return the rule text; raises NotFound."""
        found = self._all(select(rule_set).where(rule_set.c.digest == digest))
        if not found:
            raise not_found("rules", digest)
        return found[0]

    def latest(self, kind: str, code: str) -> RuleSet | None:
        """Return the latest published under that code, or None."""
        found = self._all(_LATEST.where(rule_latest.c.kind == kind, rule_latest.c.code == code))
        return found[0] if found else None

    def every_latest(self, kind: str) -> Sequence[RuleSet]:
        """Return the latest of each code, by code."""
        return self._all(_LATEST.where(rule_latest.c.kind == kind).order_by(rule_latest.c.code))

    def digests_in_force(self, kind: str) -> Sequence[Digest]:
        """Return the digest of the latest of each code, by code: without the texts, which are long."""
        found = select(rule_latest.c.digest).where(rule_latest.c.kind == kind).order_by(rule_latest.c.code)
        return [Digest(digest) for digest in self.connection.execute(found).scalars()]

    def by_version(self, kind: str, code: str, version: str) -> RuleSet | None:
        """Return the text of that version, the one in force before others, then the newest, or None."""
        found = self._all(
            select(rule_set)
            .outerjoin(rule_latest, rule_latest.c.digest == rule_set.c.digest)
            .where(rule_set.c.kind == kind, rule_set.c.code == code, rule_set.c.version == version)
            .order_by(rule_latest.c.digest.is_(None), rule_set.c.published_at.desc(), rule_set.c.digest)
        )
        return found[0] if found else None

    def _all(self, query: Select[tuple[object, ...]]) -> tuple[RuleSet, ...]:
        return tuple(_rules(row) for row in self.connection.execute(query).mappings())


def _rules(row: RowMapping) -> RuleSet:
    return RuleSet(
        digest=Digest(row["digest"]),
        kind=row["kind"],
        code=row["code"],
        version=row["version"],
        text=row["text"],
        published_at=row["published_at"],
    )
