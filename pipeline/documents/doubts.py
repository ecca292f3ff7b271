"""What is asked about a document, in which order, and what an answer makes of it.

First: do the pages belong together? Then: what are they? Then: what do they say, from the top of the paper down. A
question is asked only when those before it are settled, because their answers change it. An answer ends the doubts
about its field, even when it confirms an unlikely value; a value other than the one shown is judged like any other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.documents.routing import routed, unknown_class, unsure_class, unsure_cut
from pipeline.documents.verification import correct
from pipeline.model.document import Draft, Finding, IndexField, Understanding
from pipeline.model.doubt import Doubt, DoubtKind
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Value, written
from pipeline.rules.catalog import BatchClass, DocumentClass

CUT, CLASS = "cut", "class"
ILLEGIBLE = "illegible"


def doubts(made: Understanding, draft: Draft, batch_class: BatchClass) -> tuple[Doubt, ...]:
    """Return what is asked now about a document that was read."""
    wanted, seen = batch_class.verify, made.classification
    if draft.cut_confidence < wanted.cut_confidence:
        return (Doubt(key=CUT, kind=DoubtKind.CUT, reasons=(unsure_cut(draft),)),)
    if seen.document_class == UNKNOWN or seen.confidence < wanted.class_confidence:
        reason = unknown_class(seen) if seen.document_class == UNKNOWN else unsure_class(seen)
        return (Doubt(key=CLASS, kind=DoubtKind.CLASS, reasons=(reason,), evidence=next(iter(seen.because), None)),)
    return (*sorted(_of_fields(made), key=_down_the_paper), *_remarks(made))


def field_key(name: str) -> str:
    """Name the doubt about a field."""
    return f"{DoubtKind.FIELD}.{name}"


def answered(
    made: Understanding,
    name: str,
    value: Value,
    *,
    document_class: DocumentClass,
    draft: Draft,
    batch_class: BatchClass,
    today: date,
) -> Understanding:
    """Take a person's value for a field; the value shown is certain from now on, whatever speaks against it.

    Raises NotPossible for a field that the class does not have, or a value of another kind.
    """
    shown = _read(made, name)
    corrected = correct(
        made, name, value, document_class=document_class, draft=draft, batch_class=batch_class, today=today
    )
    if shown is None or shown.value != value:
        return corrected
    return routed(replace(corrected, findings=_noted(corrected.findings, name)), draft, batch_class)


def not_told(made: Understanding, name: str, *, draft: Draft, batch_class: BatchClass) -> Understanding:
    """Take a person's word that the paper does not say what a field asks for, or that nobody can read it."""
    read = _read(made, name)
    findings = _noted(made.findings, name)
    if read is not None:
        findings = (*findings, _illegible(read))
    left = tuple(field for field in made.fields if field.name != name)
    return routed(replace(made, fields=left, findings=findings), draft, batch_class)


def remark_seen(made: Understanding, key: str, *, draft: Draft, batch_class: BatchClass) -> Understanding:
    """Take a person's word that a remark was seen and does no harm."""
    findings = tuple(_as_note(one) if name == key else one for name, one in _named(made.findings))
    return routed(replace(made, findings=findings), draft, batch_class)


def _of_fields(made: Understanding) -> list[Doubt]:
    found: dict[str, list[Finding]] = {}
    for finding in made.findings:
        if finding.field and finding.severity is not Severity.NOTE:
            found.setdefault(finding.field, []).append(finding)
    return [_of_field(name, _read(made, name), tuple(findings)) for name, findings in found.items()]


def _of_field(name: str, read: IndexField | None, findings: tuple[Finding, ...]) -> Doubt:
    return Doubt(
        key=field_key(name),
        kind=DoubtKind.FIELD,
        reasons=tuple(finding.message for finding in findings),
        field=name,
        read=read,
        evidence=read.evidence if read else None,
        findings=findings,
    )


def _down_the_paper(doubt: Doubt) -> tuple[bool, int, float, float]:
    """Order by page, then from top to bottom; what was not found on the paper comes last."""
    seen = doubt.evidence
    return (False, seen.page, seen.box.top, seen.box.left) if seen else (True, 0, 0.0, 0.0)


def _remarks(made: Understanding) -> list[Doubt]:
    return [
        Doubt(key=key, kind=DoubtKind.REMARK, reasons=(finding.message,), findings=(finding,))
        for key, finding in _named(made.findings)
        if finding.field is None and finding.severity is not Severity.NOTE
    ]


def _named(findings: Sequence[Finding]) -> list[tuple[str, Finding]]:
    """Name each finding so that the name stays when others are settled: its code and its number among equal codes."""
    seen: Counter[str] = Counter()
    named = []
    for finding in findings:
        is_remark = finding.field is None
        seen[finding.code] += is_remark
        named.append((f"{DoubtKind.REMARK}.{finding.code}.{seen[finding.code]}" if is_remark else "", finding))
    return named


def _read(made: Understanding, name: str) -> IndexField | None:
    return next((field for field in made.fields if field.name == name), None)


def _noted(findings: Sequence[Finding], name: str) -> tuple[Finding, ...]:
    return tuple(_as_note(finding) if finding.field == name else finding for finding in findings)


def _as_note(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.NOTE)


def _illegible(read: IndexField) -> Finding:
    return Finding(
        code=ILLEGIBLE,
        severity=Severity.NOTE,
        message=Bilingual(
            fr=f"Lu « {written(read.value)} » par la machine ; une personne n'a pas pu le confirmer.",
            en=f"Read as '{written(read.value)}' by the machine; a person could not confirm it.",
        ),
        field=read.name,
    )
