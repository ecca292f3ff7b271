"""Values typed into PDF form fields, found by the field's own name or the label it carries or that stands before it."""

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from extractors.candidates import Asked, Candidate
from extractors.sheet import Sheet
from extractors.written.values import parse
from pipeline.folding import blurred
from pipeline.model.document import Evidence, Origin
from pipeline.model.page import FormField
from pipeline.phrases import mistakes_allowed

BY_TOOLTIP = 0.98
BY_NAME = 0.93
BY_PRINTED_LABEL = 0.9


def read_forms(asked: Asked) -> tuple[Candidate, ...]:
    """Return a candidate for each filled text field that is the rule's by label, name, or the words before it."""
    return tuple(
        candidate
        for sheet in asked.papers.sheets
        for field in sheet.page.form_fields
        if field.value.strip() and not field.is_button
        for candidate in _of_field(asked, sheet, field)
    )


def _of_field(asked: Asked, sheet: Sheet, field: FormField) -> Iterator[Candidate]:
    sure, label = _match(asked, sheet, field)
    if not sure:
        return
    parsed = parse(asked.rule, field.value, today=asked.papers.sources.today, label=label)
    if parsed:
        yield Candidate(
            value=parsed.value,
            confidence=sure * parsed.quality,
            origin=Origin.FORM,
            evidence=Evidence(page=sheet.page.number, box=field.box, text=field.value),
            is_proved=parsed.is_proved,
        )


def _match(asked: Asked, sheet: Sheet, field: FormField) -> tuple[float, str | None]:
    """Return how surely the field is the rule's (0: it is not), and the label that says so."""
    for phrase in asked.rule.labels:
        if _alike(phrase, field.label):
            return BY_TOOLTIP, phrase
    for phrase in (asked.rule.name, *asked.rule.labels):
        if _alike(phrase, field.name.rpartition(".")[2]):
            return BY_NAME, phrase if phrase != asked.rule.name else None
    printed = _printed_label(sheet, field)
    return (BY_PRINTED_LABEL, printed) if printed in asked.rule.labels else (0.0, None)


def _alike(phrase: str, text: str) -> bool:
    key, other = blurred(phrase), blurred(text)
    allowed = mistakes_allowed(min(len(key), len(other)))
    return bool(other) and Levenshtein.distance(key, other, score_cutoff=allowed) <= allowed


def _printed_label(sheet: Sheet, field: FormField) -> str | None:
    """Return the nearest known label on the field's level to its left, else the nearest right above it."""
    box = sheet.layout.to_upright.box(field.box)
    height = sheet.layout.letter_height
    labels = [label for found in sheet.labels.values() for label in found]
    left = [
        (box.left - label.box.right, label.phrase)
        for label in labels
        if label.box.right <= box.left + height and abs(label.box.centre[1] - box.centre[1]) < height
    ]
    above = [
        (box.top - label.box.bottom, label.phrase)
        for label in labels
        if -0.5 * height <= box.top - label.box.bottom < 2 * height and abs(label.box.left - box.left) < 3 * height
    ]
    nearest = min(left, default=None) or min(above, default=None)
    return nearest[1] if nearest and nearest[0] < 30 * height else None
