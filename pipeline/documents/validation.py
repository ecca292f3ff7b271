"""What is doubtful about a document that was read: findings in words, for the operator and for routing.

Every finding about a field names it, so that a correction of the field settles the finding and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pipeline.check_digits import proof_of
from pipeline.model.document import Finding, IndexField, Origin
from pipeline.model.page import QualityNote, Recognition, Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Day, Identifier, written
from pipeline.rules.catalog import BatchClass, Check, DocumentClass, FieldRule, Operator

OLDEST_PERSON_YEARS = 125
TODAY: Final = "today"
HANDWRITTEN: Final = "handwritten"
MOSTLY = 0.5
"""How much of a word lies in the place of a value that it is part of."""
_QUALITY: Final = {
    "low_resolution": Bilingual(fr="résolution trop basse", en="resolution too low"),
    "dark": Bilingual(fr="image trop sombre", en="picture too dark"),
    "faint": Bilingual(fr="impression trop pâle", en="print too faint"),
    "blurred": Bilingual(fr="image floue", en="picture blurred"),
    "skewed": Bilingual(fr="page de travers", en="page skewed"),
    "cut_off": Bilingual(fr="page coupée au bord", en="page cut off at its edge"),
    "low_confidence": Bilingual(fr="texte mal lu", en="text badly read"),
    HANDWRITTEN: Bilingual(fr="écrite à la main, en tout ou en partie", en="written by hand, wholly or in part"),
}


def validate(
    document_class: DocumentClass,
    fields: Sequence[IndexField],
    pages: Sequence[Recognition],
    *,
    batch_class: BatchClass,
    today: date,
) -> tuple[Finding, ...]:
    """Return the findings on fields, in the order of the class's rules, then those on pages."""
    of_fields = (f for rule in document_class.fields for f in field_findings(rule, fields, batch_class, today=today))
    return (*of_fields, *_by_hand(document_class, fields, pages), *page_findings(pages))


def field_findings(
    rule: FieldRule, fields: Sequence[IndexField], batch_class: BatchClass, *, today: date
) -> tuple[Finding, ...]:
    """Return what is doubtful about one field: missing, unsure, refuted by its digits, at odds with a day."""
    by_name = {field.name: field for field in fields}
    field = by_name.get(rule.name)
    if field is None:
        return (_missing(rule),) if rule.is_required else ()
    return (
        *_unsure(rule, field, batch_class),
        *_refuted(rule, field),
        *(finding for check in rule.checks for finding in _broken(rule, check, field, by_name, today)),
        *_absurd_birth(rule, field, today),
    )


def page_findings(pages: Sequence[Recognition]) -> tuple[Finding, ...]:
    """Return the pages' quality notes as findings, each with its page number."""
    return tuple(_quality(page.number, note) for page in pages for note in page.quality)


def field_title(rule: FieldRule) -> Bilingual:
    """Return what people call the field: its first label, and its name in words."""
    name = rule.name.replace("_", " ")
    return Bilingual(fr=rule.labels[0] if rule.labels else name, en=name)


def _finding(code: str, rule: FieldRule, message: Bilingual, severity: Severity = Severity.DOUBT) -> Finding:
    title = field_title(rule)
    worded = Bilingual(fr=f"{title.fr} : {message.fr}.", en=f"{title.en}: {message.en}.")
    return Finding(code=code, severity=severity, message=worded, field=rule.name)


def _missing(rule: FieldRule) -> Finding:
    return _finding("missing_field", rule, Bilingual(fr="n'a pas été trouvé sur le document", en="was not found"))


def _unsure(rule: FieldRule, field: IndexField, batch_class: BatchClass) -> Iterator[Finding]:
    wanted = max(rule.threshold, batch_class.verify.field_confidence)
    if field.confidence < wanted:
        sure = int(field.confidence * 100)  # rounded down: what is short of what is wanted may not look the same
        message = Bilingual(
            fr=f"« {written(field.value)} » n'est sûr qu'à {sure}% (il faut {wanted:.0%})",
            en=f"'{written(field.value)}' is only {sure}% sure ({wanted:.0%} wanted)",
        )
        yield _finding("low_confidence", rule, message, _weight(rule))


def _weight(rule: FieldRule) -> Severity:
    """Return how much it matters that a field is unsure: what must be known is for a person, the rest is left out."""
    return Severity.DOUBT if rule.is_required else Severity.NOTE


def _refuted(rule: FieldRule, field: IndexField) -> Iterator[Finding]:
    if not isinstance(field.value, Identifier):
        return
    if proof_of(field.value.scheme, field.value.value) is False:
        message = Bilingual(
            fr=f"la clé de contrôle de « {field.value.value} » est fausse",
            en=f"the check digits of '{field.value.value}' are wrong",
        )
        yield _finding("check_digit_wrong", rule, message, _weight(rule))


def _by_hand(
    document_class: DocumentClass, fields: Sequence[IndexField], pages: Sequence[Recognition]
) -> Iterator[Finding]:
    """Yield the fields that no check digits prove and whose words, or some on their page, were written by hand.

    Where much of a page was, each of its values is for a person: not every single word can be told.
    """
    by_number = {page.number: page for page in pages}
    for field in fields:
        rule, place = document_class.field(field.name), field.evidence
        page = by_number.get(place.page) if place else None
        if rule is None or place is None or page is None or field.origin is not Origin.TEXT or _is_proved(field):
            continue
        shown = written(field.value)
        if any(word.is_by_hand and word.box.overlap(place.box) > MOSTLY for word in page.words):
            told = Bilingual(fr=f"« {shown} » est écrit à la main", en=f"'{shown}' is written by hand")
            yield _finding(HANDWRITTEN, rule, told)
        elif any(note.code == HANDWRITTEN for note in page.quality):
            told = Bilingual(
                fr=f"« {shown} » est peut-être écrit à la main, comme d'autres mots de la page",
                en=f"'{shown}' may be written by hand, like other words of the page",
            )
            yield _finding(HANDWRITTEN, rule, told)


def _is_proved(field: IndexField) -> bool:
    value = field.value
    return isinstance(value, Identifier) and proof_of(value.scheme, value.value) is True


def _broken(
    rule: FieldRule, check: Check, field: IndexField, by_name: Mapping[str, IndexField], today: date
) -> Iterator[Finding]:
    other = _day_of(check.other, by_name, today)
    if not isinstance(field.value, Day) or other is None:
        return
    day, is_today = field.value.value, check.other == TODAY
    shown = f"{day:%d/%m/%Y}"
    name = check.other.replace("_", " ")
    if check.operator is Operator.NOT_AFTER and day > other:
        fr = "est dans l'avenir" if is_today else f"est après {name} ({other:%d/%m/%Y})"
        en = "is in the future" if is_today else f"is after {name} ({other:%Y-%m-%d})"
    elif check.operator is Operator.NOT_BEFORE and day < other:
        fr = "est dans le passé" if is_today else f"est avant {name} ({other:%d/%m/%Y})"
        en = "is in the past" if is_today else f"is before {name} ({other:%Y-%m-%d})"
    else:
        return
    yield _finding("date_order", rule, Bilingual(fr=f"le {shown} {fr}", en=f"{day.isoformat()} {en}"))


def _day_of(name: str, by_name: Mapping[str, IndexField], today: date) -> date | None:
    if name == TODAY:
        return today
    field = by_name.get(name)
    return field.value.value if field and isinstance(field.value, Day) else None


def _absurd_birth(rule: FieldRule, field: IndexField, today: date) -> Iterator[Finding]:
    is_birth = rule.name == "birth_date" and isinstance(field.value, Day)
    if is_birth and isinstance(field.value, Day) and today.year - field.value.value.year > OLDEST_PERSON_YEARS:
        yield _finding(
            "absurd_date", rule, Bilingual(fr="cette date n'est pas plausible", en="this day is not plausible")
        )


def _quality(number: int, note: QualityNote) -> Finding:
    words = _QUALITY.get(note.code, Bilingual(fr=note.code, en=note.code))
    message = Bilingual(fr=f"Page {number} : {words.fr}.", en=f"Page {number}: {words.en}.")
    return Finding(code=note.code, severity=note.severity, message=message)
