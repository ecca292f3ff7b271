"""Rule texts read: checked before they are published, compiled when they are used; called by the rulebook."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from casebinder.casetypes import CaseType
from casebinder.parsing.casetype import parse_case_type
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import BatchClass, Catalog
from pipeline.rules.catalog_rules import parse_batch_class, parse_catalog, parse_classes, parse_field_set, together
from pipeline.rules.rule_text import Place, Problems, RuleProblem, RulesRefused
from services.ports.house_records import RuleSet
from services.refusals.missing import no_case_type
from services.rules.files import BATCH, CASE, DOCUMENT, FIELDS, RuleFile, made_whole

T = TypeVar("T")
_CODE = re.compile(r"^(?:batch_class|case_type|document_class|field_set):\s*['\"]?([a-z0-9_]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The files that were looked at, and everything that is wrong in them."""

    files: tuple[str, ...]
    problems: tuple[RuleProblem, ...]


def checked(files: Sequence[RuleFile], *, beside: Sequence[RuleFile] = ()) -> Checked:
    """Look for everything that is wrong in the files; `beside`: those they may refer to, not reported on."""
    names = {file.name for file in files}
    problems = Problems()
    _read_all([*files, *(other for other in beside if other.name not in names)], problems)
    return Checked(files=tuple(file.name for file in files), problems=_problems_of(names, problems))


@lru_cache(maxsize=8)
def named_rules(files: tuple[RuleFile, ...]) -> tuple[tuple[RuleFile, str, str], ...]:
    """Return each file put in force, whole, with its code and version; raises RulesRefused with every problem."""
    problems = Problems()
    named = _read_all(files, problems)
    if found := _problems_of({file.name for file in files}, problems):
        raise RulesRefused(found)
    return tuple(named)


def case_types_in(files: Sequence[RuleFile], *, beside: Sequence[RuleFile]) -> tuple[CaseType, ...]:
    """Compile the case types among the files, which stand in for those of the same code beside them.

    Raises RulesRefused with every problem, NotFound when no case type is among them.
    """
    new = {_written(file) for file in files}
    named = named_rules((*files, *(other for other in beside if _written(other) not in new)))
    classes = tuple((code, file.text) for file, code, _ in named if file.kind == DOCUMENT)
    names = {file.name for file in files if file.kind == CASE}
    if not names:
        raise no_case_type(", ".join(file.name for file in files))
    return tuple(_case_type(code, file.digest, file.text, classes) for file, code, _ in named if file.name in names)


def _written(file: RuleFile) -> tuple[str, str]:
    """Name what a rule file defines, as written in it; a file that names nothing stands for itself."""
    code = _CODE.search(file.text)
    return (file.kind, code[1] if code else file.name)


def _problems_of(names: Collection[str], problems: Problems) -> tuple[RuleProblem, ...]:
    """Return the problems of these files: those of a field set once, not again with each class that names it."""
    return tuple(problem for problem in problems.sorted() if problem.file in names)


def catalog_in(files: Sequence[RuleFile], problems: Problems) -> Catalog:
    """Read the document classes among the files, each with the field sets that it names."""
    return parse_catalog([(file.name, file.text) for file in made_whole(files) if file.kind == DOCUMENT], problems)


def catalog_of(classes: Sequence[RuleSet]) -> Catalog:
    """Compile published document classes; done once in a process for the same ones."""
    return _catalog(_texts(classes))


@lru_cache(maxsize=8)
def _catalog(texts: tuple[tuple[str, str], ...]) -> Catalog:
    problems = Problems(is_strict=False)
    return _published(parse_catalog(texts, problems), problems)


def _texts(classes: Sequence[RuleSet]) -> tuple[tuple[str, str], ...]:
    return tuple((rules.code, rules.text) for rules in classes)


def batch_class_of(rules: RuleSet) -> BatchClass:
    """Compile a published batch class."""
    problems = Problems(is_strict=False)
    return _published(parse_batch_class(rules.text, file=rules.code, problems=problems), problems)


def case_type_of(rules: RuleSet, classes: Sequence[RuleSet]) -> CaseType:
    """Compile a published case type over the fields of the document classes in force; once in a process likewise."""
    return _case_type(rules.code, rules.digest, rules.text, _texts(classes))


@lru_cache(maxsize=32)
def _case_type(code: str, digest: Digest, text: str, classes: tuple[tuple[str, str], ...]) -> CaseType:
    problems = Problems(is_strict=False)
    fields = _catalog(classes).fields
    return _published(parse_case_type(text, file=code, digest=digest, problems=problems, classes=fields), problems)


def _read_all(files: Sequence[RuleFile], problems: Problems) -> list[tuple[RuleFile, str, str]]:
    """Read every file through the collector; give each, classes whole, with its code and version."""
    _note_twice(files, problems)
    files = made_whole(files)
    by_kind = {kind: [file for file in files if file.kind == kind] for kind in (BATCH, DOCUMENT, CASE, FIELDS)}
    classes = parse_classes([(file.name, file.text) for file in by_kind[DOCUMENT]], problems)
    named = [(file, one.code, one.version) for file, one in zip(by_kind[DOCUMENT], classes, strict=True) if one]
    fields = together(classes).fields
    for file in by_kind[FIELDS]:
        parse_field_set(file.text, file=file.name, problems=problems)
    for file in by_kind[BATCH]:
        batch = parse_batch_class(file.text, file=file.name, problems=problems)
        named += [(file, batch.name, batch.version)] if batch else []
    for file in by_kind[CASE]:
        case = parse_case_type(file.text, file=file.name, digest=file.digest, problems=problems, classes=fields)
        named += [(file, case.code, case.version)] if case else []
    return named


def _note_twice(files: Sequence[RuleFile], problems: Problems) -> None:
    """Note a batch class or case type that two files define; the catalog does so for document classes."""
    first: dict[tuple[str, str], str] = {}
    for file in files:
        code = _CODE.search(file.text) if file.kind in {BATCH, CASE} else None
        if code is None:
            continue
        other = first.setdefault((file.kind, code[1]), file.name)
        if other != file.name:
            line = file.text.count("\n", 0, code.start()) + 1
            told = Bilingual(
                fr=f"« {code[1]} » est déjà défini dans {other}", en=f"'{code[1]}' stands in {other} already"
            )
            problems.add(Place(file.name, line, 1), told)


def _published(made: T | None, problems: Problems) -> T:
    """Return a rule that was published before; what was right then is right now."""
    problems.stop_if_any()
    if made is None:
        raise RulesRefused(problems.sorted())
    return made
