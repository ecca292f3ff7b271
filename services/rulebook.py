"""The rules in force: published as immutable texts by digest, read back and compiled from the records alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from casebinder.casetype_parsing import parse_case_type
from casebinder.casetypes import CaseType
from pipeline.catalog import BatchClass, Catalog
from pipeline.catalog_rules import parse_batch_class, parse_catalog, parse_document_class
from pipeline.errors import NotFound
from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId, Digest
from pipeline.model.text import Bilingual
from pipeline.ports import Clock
from pipeline.rights import Act
from pipeline.rule_text import Problems, RuleProblem, RulesRefused
from services.access import act_of, require, write_down
from services.ports import Records, RuleSet, UnitOfWork

T = TypeVar("T")

BATCH, DOCUMENT, CASE = "batch", "document", "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule text as it lies in a folder: kind (`batch`, `document`, `case`), file name, text, digest."""

    kind: str
    name: str
    text: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The files that were looked at, and everything that is wrong in them."""

    files: tuple[str, ...]
    problems: tuple[RuleProblem, ...]


class Rulebook:
    """Publishing, checking and reading rules."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._catalogs: dict[tuple[Digest, ...], Catalog] = {}
        self._batch_classes: dict[Digest, BatchClass] = {}
        self._case_types: dict[tuple[Digest, ...], CaseType] = {}

    @act_of(Act.RULES_CHECK)
    def check(self, actor: Actor, files: Sequence[RuleFile], *, beside: Sequence[RuleFile] = ()) -> Checked:
        """Check rule files, all problems at once; `beside`: the files they may refer to, not reported on."""
        require(actor, Act.RULES_CHECK)
        problems = Problems()
        _read_all([*files, *(other for other in beside if other.name not in {file.name for file in files})], problems)
        names = {file.name for file in files}
        found = tuple(problem for problem in problems.sorted() if problem.file in names)
        return Checked(files=tuple(file.name for file in files), problems=found)

    @act_of(Act.RULES_PUBLISH)
    def publish(self, actor: Actor, files: Sequence[RuleFile]) -> int:
        """Put rule texts in force; give how many are new. Raises RulesRefused with every problem."""
        require(actor, Act.RULES_PUBLISH)
        with self._records.reading() as uow:
            if all(_is_latest(uow, file) for file in files):
                return 0
        problems = Problems()
        named = _read_all(files, problems)
        if problems.found:
            raise RulesRefused(problems.sorted())
        with self._records.writing() as uow:
            fresh = [rules for rules in (self._rule_set(*one) for one in named) if not _in_force(uow, rules)]
            for rules in fresh:
                uow.rules.add(rules)
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

    def catalog(self, uow: UnitOfWork) -> Catalog:
        """Give every document class in force."""
        return self._catalog(uow.rules.every_latest(DOCUMENT))

    def _catalog(self, classes: Sequence[RuleSet]) -> Catalog:
        key = tuple(rules.digest for rules in classes)
        if key not in self._catalogs:
            problems = Problems()
            made = parse_catalog([(rules.code, rules.text) for rules in classes], problems)
            self._catalogs[key] = _published(made, problems)
        return self._catalogs[key]

    def document_class_digest(self, uow: UnitOfWork, code: str) -> Digest | None:
        """Give the digest of the rules of a document class; None for one without rules (`unknown`)."""
        rules = uow.rules.latest(DOCUMENT, code)
        return rules.digest if rules else None

    def batch_class(self, uow: UnitOfWork, name: str) -> BatchClass:
        """Give a batch class in force; raises NotFound naming those there are."""
        return self._batch_class(self._latest(uow, BATCH, name))

    def batch_class_digest(self, uow: UnitOfWork, name: str) -> Digest:
        """Give the digest of a batch class in force; raises NotFound."""
        return self._latest(uow, BATCH, name).digest

    def batch_class_of(self, uow: UnitOfWork, batch: BatchId) -> BatchClass:
        """Give the batch class a batch was received under, as it was then."""
        return self._batch_class(uow.rules.get(uow.batches.get(batch).rules_digest))

    def _batch_class(self, rules: RuleSet) -> BatchClass:
        if rules.digest not in self._batch_classes:
            problems = Problems()
            made = parse_batch_class(rules.text, file=rules.code, problems=problems)
            self._batch_classes[rules.digest] = _published(made, problems)
        return self._batch_classes[rules.digest]

    def case_type(self, uow: UnitOfWork, digest: Digest) -> CaseType:
        """Give the case type of that rule text, with the fields of the document classes in force."""
        return self._case_type(uow, uow.rules.get(digest))

    def case_types(self, uow: UnitOfWork) -> tuple[tuple[RuleSet, CaseType], ...]:
        """Give every case type in force, by code."""
        return tuple((rules, self._case_type(uow, rules)) for rules in uow.rules.every_latest(CASE))

    def latest_case_type(self, uow: UnitOfWork, code: str) -> tuple[RuleSet, CaseType]:
        """Give a case type in force by its code; raises NotFound naming those there are."""
        rules = self._latest(uow, CASE, code)
        return rules, self._case_type(uow, rules)

    def _case_type(self, uow: UnitOfWork, rules: RuleSet) -> CaseType:
        classes = uow.rules.every_latest(DOCUMENT)
        key = (rules.digest, *(other.digest for other in classes))
        if key not in self._case_types:
            problems = Problems()
            fields = self._catalog(classes).field_kinds
            made = parse_case_type(rules.text, file=rules.code, digest=rules.digest, problems=problems, classes=fields)
            self._case_types[key] = _published(made, problems)
        return self._case_types[key]

    def _latest(self, uow: UnitOfWork, kind: str, code: str) -> RuleSet:
        rules = uow.rules.latest(kind, code)
        if rules is not None:
            return rules
        known = ", ".join(other.code for other in uow.rules.every_latest(kind)) or "-"
        kinds = {BATCH: ("classe de lot", "batch class"), CASE: ("type de dossier", "case type")}
        fr, en = kinds.get(kind, ("classe de document", "document class"))
        raise NotFound(
            "no_such_rules",
            Bilingual(fr=f"Cette {fr} n'existe pas.", en=f"There is no such {en}."),
            where=code,
            next_step=Bilingual(fr=f"Choisissez parmi : {known}.", en=f"Choose one of: {known}."),
        )


def _is_latest(uow: UnitOfWork, file: RuleFile) -> bool:
    return any(rules.digest == file.digest for rules in uow.rules.every_latest(file.kind))


def _in_force(uow: UnitOfWork, rules: RuleSet) -> bool:
    latest = uow.rules.latest(rules.kind, rules.code)
    return latest is not None and latest.digest == rules.digest


def _read_all(files: Sequence[RuleFile], problems: Problems) -> list[tuple[RuleFile, str, str]]:
    """Read every file through the collector; give each with its code and version."""
    by_kind = {kind: [file for file in files if file.kind == kind] for kind in (BATCH, DOCUMENT, CASE)}
    named: list[tuple[RuleFile, str, str]] = []
    catalog = parse_catalog([(file.name, file.text) for file in by_kind[DOCUMENT]], problems)
    for file in by_kind[DOCUMENT]:
        one = parse_document_class(file.text, file=file.name, problems=Problems())
        named += [(file, one.code, one.version)] if one else []
    for file in by_kind[BATCH]:
        batch = parse_batch_class(file.text, file=file.name, problems=problems)
        named += [(file, batch.name, batch.version)] if batch else []
    for file in by_kind[CASE]:
        case = parse_case_type(
            file.text, file=file.name, digest=file.digest, problems=problems, classes=catalog.field_kinds
        )
        named += [(file, case.code, case.version)] if case else []
    return named


def _published(made: T | None, problems: Problems) -> T:
    """Give a rule that was published before; what was right then is right now."""
    problems.stop_if_any()
    if made is None:
        raise RulesRefused(problems.sorted())
    return made
