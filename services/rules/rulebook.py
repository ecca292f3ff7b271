"""The rules in force: published as immutable texts by digest, read back and compiled from the records alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId, Digest
from pipeline.model.text import Bilingual
from pipeline.rights import Act, sees
from services.access import act_of, require, write_down
from services.ports.house_records import RuleSet
from services.ports.records import Records, UnitOfWork
from services.rules.files import BATCH, CASE, DOCUMENT, FIELDS, RuleFile, made_whole
from services.rules.in_force import in_force
from services.topics import RULES

if TYPE_CHECKING:
    from casebinder.casetypes import CaseType
    from pipeline.ports import Clock
    from pipeline.rules.catalog import BatchClass, Catalog
    from services.rules.reading import Checked

# Reading rule texts loads YAML and CEL; looking whether they changed, which every command does, needs neither.


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What people call the codes of the rules, by code."""

    document_classes: Mapping[str, Bilingual]
    case_types: Mapping[str, Bilingual]
    baskets: Mapping[str, Bilingual]


class Rulebook:
    """Publishing, checking and reading rules."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._batch_classes: dict[Digest, BatchClass] = {}
        self._catalogs: dict[tuple[Digest, ...], Catalog] = {}
        self._case_types: dict[tuple[Digest, ...], CaseType] = {}

    @act_of(Act.RULES_CHECK)
    def check(self, actor: Actor, files: Sequence[RuleFile], *, beside: Sequence[RuleFile] = ()) -> Checked:
        """Check rule files, all problems at once; `beside`: the files they may refer to, not reported on."""
        from services.rules.reading import checked  # noqa: PLC0415

        require(actor, Act.RULES_CHECK)
        return checked(files, beside=beside)

    @act_of(Act.RULES_PUBLISH)
    def publish(self, actor: Actor, files: Sequence[RuleFile]) -> int:
        """Put rule texts in force; return how many are new. Raises RulesRefused with every problem."""
        require(actor, Act.RULES_PUBLISH)
        with self._records.reading() as uow:
            latest = {digest for kind in (BATCH, DOCUMENT, CASE) for digest in uow.rules.digests_in_force(kind)}
        if latest.issuperset(file.digest for file in made_whole(files) if file.kind != FIELDS):
            return 0
        from services.rules.reading import named_rules  # noqa: PLC0415

        named = named_rules(tuple(files))
        with self._records.writing() as uow:
            fresh = [rules for rules in (self._rule_set(*one) for one in named) if not _is_in_force(uow, rules)]
            for rules in fresh:
                uow.rules.add(rules)
                uow.outbox.add(RULES, rules.digest)
            detail = {"published": [f"{rules.kind}/{rules.code}@{rules.version}" for rules in fresh]}
            write_down(uow, self._clock, actor, Act.RULES_PUBLISH, "rules", detail=detail)
            uow.commit()
        return len(fresh)

    def _rule_set(self, file: RuleFile, code: str, version: str) -> RuleSet:
        return RuleSet(
            digest=file.digest,
            kind=file.kind,
            code=code,
            version=version,
            text=file.text,
            published_at=self._clock.now(),
        )

    @act_of(Act.RULES_CHECK)
    def titles(self, actor: Actor) -> Titles:
        """Return what the rules in force call document classes, case types and baskets."""
        require(actor, Act.RULES_CHECK)
        with self._records.reading() as uow:
            classes, kinds = self.catalog(uow).classes, [kind for _, kind in self.case_types(uow)]
        return Titles(
            document_classes={each.code: each.title for each in classes},
            case_types={kind.code: kind.title for kind in kinds},
            baskets={code: title for kind in kinds for code, title in kind.baskets},
        )

    @act_of(Act.RULES_CHECK)
    def batch_classes(self, actor: Actor) -> tuple[BatchClass, ...]:
        """Return the batch classes in force whose circle the actor sees, by name."""
        require(actor, Act.RULES_CHECK)
        with self._records.reading() as uow:
            classes = [self._batch_class(rules) for rules in uow.rules.every_latest(BATCH)]
        return tuple(each for each in classes if sees(actor, each.circle))

    @act_of(Act.RULES_CHECK)
    def kind(self, actor: Actor, digest: Digest) -> CaseType:
        """Return the case type of that rule text, whose titles say a case in words."""
        require(actor, Act.RULES_CHECK)
        with self._records.reading() as uow:
            return self.case_type(uow, digest)

    def catalog(self, uow: UnitOfWork) -> Catalog:
        """Return every document class in force."""
        key = tuple(uow.rules.digests_in_force(DOCUMENT))
        if key not in self._catalogs:
            from services.rules.reading import catalog_of  # noqa: PLC0415

            self._catalogs[key] = catalog_of(uow.rules.every_latest(DOCUMENT))
        return self._catalogs[key]

    def document_class_digest(self, uow: UnitOfWork, code: str) -> Digest | None:
        """Return the digest of the rules of a document class; None for one without rules (`unknown`)."""
        rules = uow.rules.latest(DOCUMENT, code)
        return rules.digest if rules else None

    def batch_class(self, uow: UnitOfWork, name: str) -> BatchClass:
        """Return a batch class in force; raises NotFound naming those there are."""
        return self._batch_class(in_force(uow, BATCH, name))

    def batch_class_digest(self, uow: UnitOfWork, name: str) -> Digest:
        """Return the digest of a batch class in force; raises NotFound."""
        return in_force(uow, BATCH, name).digest

    def batch_class_of(self, uow: UnitOfWork, batch: BatchId) -> BatchClass:
        """Return the batch class a batch was received under, as it was then."""
        return self._batch_class(uow.rules.get(uow.batches.get(batch).rules_digest))

    def _batch_class(self, rules: RuleSet) -> BatchClass:
        if rules.digest not in self._batch_classes:
            from services.rules.reading import batch_class_of  # noqa: PLC0415

            self._batch_classes[rules.digest] = batch_class_of(rules)
        return self._batch_classes[rules.digest]

    def case_type(self, uow: UnitOfWork, digest: Digest) -> CaseType:
        """Return the case type of that rule text, with the fields of the document classes in force."""
        key = (digest, *uow.rules.digests_in_force(DOCUMENT))
        if key not in self._case_types:
            from services.rules.reading import case_type_of  # noqa: PLC0415

            self._case_types[key] = case_type_of(uow.rules.get(digest), uow.rules.every_latest(DOCUMENT))
        return self._case_types[key]

    def case_types(self, uow: UnitOfWork) -> tuple[tuple[RuleSet, CaseType], ...]:
        """Return every case type in force, by code."""
        return tuple((rules, self.case_type(uow, rules.digest)) for rules in uow.rules.every_latest(CASE))

    def latest_case_type(self, uow: UnitOfWork, code: str) -> tuple[RuleSet, CaseType]:
        """Return a case type in force by its code; raises NotFound naming those there are."""
        rules = in_force(uow, CASE, code)
        return rules, self.case_type(uow, rules.digest)


def _is_in_force(uow: UnitOfWork, rules: RuleSet) -> bool:
    latest = uow.rules.latest(rules.kind, rules.code)
    return latest is not None and latest.digest == rules.digest
