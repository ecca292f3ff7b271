"""Rule texts read: checked before they are published, compiled when they are used; called by the rulebook."""

from collections.abc import Sequence
from typing import TypeVar

from casebinder.casetype_parsing import parse_case_type
from casebinder.casetypes import CaseType
from pipeline.catalog import BatchClass, Catalog
from pipeline.catalog_rules import parse_batch_class, parse_catalog, parse_document_class
from pipeline.rule_text import Problems, RuleProblem, RulesRefused
from services.ports import RuleSet
from services.rule_files import BATCH, CASE, DOCUMENT, RuleFile

T = TypeVar("T")


def problems_in(files: Sequence[RuleFile]) -> tuple[RuleProblem, ...]:
    """Give everything that is wrong in the files, each judged with the others beside it."""
    problems = Problems()
    _read_all(files, problems)
    return problems.sorted()


def named_rules(files: Sequence[RuleFile]) -> list[tuple[RuleFile, str, str]]:
    """Give each file with its code and version; raises RulesRefused with every problem."""
    problems = Problems()
    named = _read_all(files, problems)
    problems.stop_if_any()
    return named


def catalog_of(classes: Sequence[RuleSet]) -> Catalog:
    """Compile published document classes."""
    problems = Problems()
    return _published(parse_catalog([(rules.code, rules.text) for rules in classes], problems), problems)


def batch_class_of(rules: RuleSet) -> BatchClass:
    """Compile a published batch class."""
    problems = Problems()
    return _published(parse_batch_class(rules.text, file=rules.code, problems=problems), problems)


def case_type_of(rules: RuleSet, catalog: Catalog) -> CaseType:
    """Compile a published case type over the fields of the document classes in force."""
    problems = Problems()
    fields = catalog.field_kinds
    made = parse_case_type(rules.text, file=rules.code, digest=rules.digest, problems=problems, classes=fields)
    return _published(made, problems)


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
