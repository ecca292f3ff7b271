"""What the customer's own lists know of the person or company on the paper, set beside what was read.

Agreement makes fields surer; disagreement under a proved identifier is a finding; a unique near match proposes
another reading and never replaces one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rapidfuzz.distance import OSA

from extractors.candidates import Candidate
from extractors.reconcile import SUREST
from extractors.written.values import parse
from pipeline.check_digits import proof_of
from pipeline.folding import fold, letters
from pipeline.model.document import Alternative, Finding, IndexField, Origin
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Identifier, Text, Value, written
from pipeline.ports import ReferenceData, ReferenceRow
from pipeline.rules.catalog import DocumentClass, FieldRule, ReferenceRule

KNOWN = 0.7
"""How much of the remaining doubt the list's agreement takes away, when the row is found by something else."""
NEAR_MATCH = 0.6
KEPT_DOUBT = 0.55
BY_ROW = 0.93
"""How sure is what only the list tells of the one that a proved number names."""
FROM_ROW: Final = Origin.REFERENCE
_SEARCHED_BY: Final = ("birth_date", "last_name")
DISAGREES: Final = "differs_from_reference"
NEAR: Final = "near_reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The fields after comparison, and what was noted; is_found: one row of the table was found."""

    fields: tuple[IndexField, ...]
    findings: tuple[Finding, ...]
    is_found: bool = False


def compare(
    document_class: DocumentClass, fields: Sequence[IndexField], reference: ReferenceData, *, today: date
) -> Compared:
    """Look each reference rule's row up and compare; without table or row nothing changes."""
    now = tuple(fields)
    findings: list[Finding] = []
    found: set[str] = set()
    for rule in document_class.reference:
        if rule.table not in found and reference.has_table(rule.table):
            compared = _compared(document_class, rule, now, reference, today)
            now = compared.fields
            findings += compared.findings
            if compared.is_found:
                found.add(rule.table)
    return Compared(fields=now, findings=tuple(findings))


def known_ones(
    rule: FieldRule, document_class: DocumentClass, found: Sequence[Candidate], reference: ReferenceData
) -> list[Candidate]:
    """Keep of several proved numbers those that a reference table knows under the field's name; all when it knows none.

    A number of the customer's own stands in no list of suppliers.
    """
    tables = [each.table for each in document_class.reference if each.key == rule.name]
    proved = [candidate for candidate in found if candidate.is_proved]
    if len({candidate.value for candidate in proved}) < 2:
        return list(found)
    values = {candidate.value for candidate in proved}
    known = {v for v in values for t in tables if reference.has_table(t) and reference.find(t, rule.name, written(v))}
    return [candidate for candidate in found if candidate.value in known] if known else list(found)


def _compared(
    document_class: DocumentClass,
    rule: ReferenceRule,
    fields: tuple[IndexField, ...],
    reference: ReferenceData,
    today: date,
) -> Compared:
    by_name = {field.name: field for field in fields}
    key = by_name.get(rule.key)
    rows = reference.find(rule.table, rule.key, written(key.value)) if key else ()
    if len(rows) == 1:
        return _beside(document_class, rule, fields, rows[0], today)
    if key and not rows:
        return _near(rule, fields, _same_person(rule, by_name, reference))
    return Compared(fields=fields, findings=())


def _beside(
    document_class: DocumentClass,
    rule: ReferenceRule,
    fields: tuple[IndexField, ...],
    row: ReferenceRow,
    today: date,
) -> Compared:
    """Compare the fields with the row found by the key: the more agree, the surer the key and each of them."""
    companies = {each.name for each in document_class.fields if each.scheme == "company"}
    told = [field for field in fields if field.name in rule.agree and row.get(field.name)]
    agreeing = {f.name for f in told if _agrees(f.value, row[f.name], is_company=f.name in companies)}
    differing = [field for field in told if field.name not in agreeing]
    is_proved = any(field.name == rule.key and _is_proved(field.value) for field in fields)
    surer = (agreeing if is_proved else set()) | ({rule.key} if agreeing else set())
    changed = tuple(_surer(field) if field.name in surer else field for field in fields)
    if not is_proved:  # a name is no proof of who it is, but another account than the one known is for a person
        doubted = [field for field in differing if _is_proved(field.value)]
        return Compared(fields=changed, findings=tuple(_differs(f, row) for f in doubted), is_found=True)
    marked = {field.name for field in differing}
    with_known = tuple(
        _with_alternative(document_class, field, row, today) if field.name in marked else field for field in changed
    )
    filled = _filled(document_class, rule, with_known, row, today)
    from_row = {field.name for field in filled if field.origin is FROM_ROW}
    still = [field for field in differing if field.name not in from_row]
    return Compared(fields=filled, findings=tuple(_differs(field, row) for field in still), is_found=True)


def _filled(
    document_class: DocumentClass, rule: ReferenceRule, fields: tuple[IndexField, ...], row: ReferenceRow, today: date
) -> tuple[IndexField, ...]:
    """Put in what the row knows where the pages told nothing, or nothing that a person need not look at."""
    by_name = {field.name: field for field in fields}
    for name in rule.fills:
        own, seen = document_class.field(name), by_name.get(name)
        parsed = parse(own, row[name], today=today) if own and row.get(name) else None
        if own and parsed and (seen is None or seen.confidence < own.threshold):
            others = (Alternative(value=seen.value, confidence=seen.confidence),) if seen else ()
            by_name[name] = IndexField(
                name=name, value=parsed.value, confidence=BY_ROW, origin=FROM_ROW, alternatives=others
            )
    return tuple(by_name.values())


def _surer(field: IndexField) -> IndexField:
    return replace(field, confidence=round(min(SUREST, field.confidence + (1 - field.confidence) * KNOWN), 4))


def _with_alternative(document_class: DocumentClass, field: IndexField, row: ReferenceRow, today: date) -> IndexField:
    rule = document_class.field(field.name)
    parsed = parse(rule, row[field.name], today=today) if rule else None
    if parsed is None:
        return replace(field, confidence=min(field.confidence, KEPT_DOUBT))
    known = Alternative(value=parsed.value, confidence=NEAR_MATCH)
    return replace(field, confidence=min(field.confidence, KEPT_DOUBT), alternatives=(known, *field.alternatives))


def _differs(field: IndexField, row: ReferenceRow) -> Finding:
    return Finding(
        code=DISAGREES,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"Le document dit « {written(field.value)} », la table de référence « {row[field.name]} ».",
            en=f"The document says '{written(field.value)}', the reference table '{row[field.name]}'.",
        ),
        field=field.name,
    )


def _same_person(
    rule: ReferenceRule, by_name: Mapping[str, IndexField], reference: ReferenceData
) -> Sequence[ReferenceRow]:
    """Return the rows that agree on every compared field that was read; nothing unless name and birth date were."""
    read = {name: by_name[name].value for name in rule.agree if name in by_name}
    if not set(_SEARCHED_BY) <= set(read):
        return ()
    rows = reference.find(rule.table, _SEARCHED_BY[0], written(read[_SEARCHED_BY[0]]))
    return [row for row in rows if all(_agrees(value, row.get(name, "")) for name, value in read.items())]


def _near(rule: ReferenceRule, fields: tuple[IndexField, ...], rows: Sequence[ReferenceRow]) -> Compared:
    """Propose the one row of the same person whose key differs by one character (or two exchanged)."""
    key = next(field for field in fields if field.name == rule.key)
    near = [row for row in rows if OSA.distance(written(key.value), row.get(rule.key, "")) == 1]
    if len(near) != 1 or not isinstance(key.value, Identifier):
        return Compared(fields=fields, findings=())
    known = near[0][rule.key]
    proposed = Alternative(value=Identifier(known, key.value.scheme), confidence=NEAR_MATCH)
    doubtful = replace(key, confidence=min(key.confidence, KEPT_DOUBT), alternatives=(proposed, *key.alternatives))
    finding = Finding(
        code=NEAR,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"Lu « {written(key.value)} » ; la même personne est connue sous « {known} ».",
            en=f"Read '{written(key.value)}'; the same person is known as '{known}'.",
        ),
        field=rule.key,
    )
    return Compared(fields=_put(fields, doubtful), findings=(finding,))


def _put(fields: Iterable[IndexField], changed: IndexField) -> tuple[IndexField, ...]:
    return tuple(changed if field.name == changed.name else field for field in fields)


def _is_proved(value: Value) -> bool:
    return isinstance(value, Identifier) and proof_of(value.scheme, value.value) is True


def _agrees(value: Value, text: str, *, is_company: bool = False) -> bool:
    """Return whether a value and a list's text say the same; a given name may stand for the first of several."""
    if isinstance(value, Identifier):
        return written(value) == "".join(text.split())
    if not isinstance(value, Text):
        return written(value) == text.strip()
    if is_company:
        return _is_same_company(value.value, text)
    one, other = letters(value.value), letters(text)
    first, others = (letters(words.strip().partition(" ")[0]) for words in (value.value, text))
    return one == other or (bool(first) and first == others and first in {one, other})


def _is_same_company(one: str, other: str) -> bool:
    """Return whether two forms name one company: one may be longer, `Garage du Pont`, `Garage du Pont SARL`."""
    shorter, longer = sorted((set(fold(one).split()), set(fold(other).split())), key=len)
    return bool(shorter) and shorter <= longer
