"""What the customer's own lists know of the person or company on the paper, set beside what was read.

Agreement makes fields surer; disagreement under a proved identifier is a finding; a unique near match proposes
another reading and never replaces one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rapidfuzz.distance import OSA

from extractors.reconcile import SUREST
from extractors.values import parse
from pipeline.catalog import DocumentClass, ReferenceRule
from pipeline.check_digits import proof_of
from pipeline.folding import letters
from pipeline.model.document import Alternative, Finding, IndexField
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Identifier, Text, Value, written
from pipeline.ports import ReferenceData, ReferenceRow

KNOWN = 0.7
"""How much of the remaining doubt the list's agreement takes away, when the row is found by something else."""
NEAR_MATCH = 0.6
KEPT_DOUBT = 0.55
_SEARCHED_BY: Final = ("birth_date", "last_name")
DISAGREES: Final = "differs_from_reference"
NEAR: Final = "near_reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The fields after comparison, and what was noted."""

    fields: tuple[IndexField, ...]
    findings: tuple[Finding, ...]


def compare(
    document_class: DocumentClass, fields: Sequence[IndexField], reference: ReferenceData, *, today: date
) -> Compared:
    """Look each reference rule's row up and compare; without table or row nothing changes."""
    now = tuple(fields)
    findings: list[Finding] = []
    for rule in document_class.reference:
        if reference.has_table(rule.table):
            compared = _compared(document_class, rule, now, reference, today)
            now = compared.fields
            findings += compared.findings
    return Compared(fields=now, findings=tuple(findings))


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
    agreeing = {f.name for f in fields if f.name in rule.agree and _agrees(f.value, row.get(f.name, ""))}
    differing = [f for f in fields if f.name in rule.agree and row.get(f.name) and f.name not in agreeing]
    key = next(f for f in fields if f.name == rule.key)
    is_proved = _is_proved(key.value)
    changed = tuple(_surer(field, KNOWN) if field.name in agreeing and is_proved else field for field in fields)
    changed = tuple(_surer(f, KNOWN) if f.name == rule.key and agreeing else f for f in changed)
    if not is_proved:
        return Compared(fields=changed, findings=())
    marked = {field.name for field in differing}
    with_known = tuple(
        _with_alternative(document_class, field, row, today) if field.name in marked else field for field in changed
    )
    return Compared(fields=with_known, findings=tuple(_differs(field, row) for field in differing))


def _surer(field: IndexField, share: float) -> IndexField:
    return replace(field, confidence=round(min(SUREST, field.confidence + (1 - field.confidence) * share), 4))


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
    """Give the rows that agree on every compared field that was read; nothing unless name and birth date were."""
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


def _agrees(value: Value, text: str) -> bool:
    """Tell whether a value and a list's text say the same; a given name may stand for the first of several."""
    if not isinstance(value, Text):
        return written(value) == text.strip()
    one, other = letters(written(value)), letters(text)
    first, others = letters(written(value).split(" ")[0]), letters(text.strip().split(" ")[0] if text.strip() else "")
    return one == other or (bool(first) and first == others and (one == first or other == others))
