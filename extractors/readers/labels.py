"""Values by their labels: in the same cell, to the right, or below; the next label ends them."""

from collections.abc import Iterator
from typing import Final

from extractors.candidates import Asked, Candidate, legibility
from extractors.sheet import Label, Region, Sheet
from extractors.values import Parsed, parse
from pipeline.catalog import FieldKind, Place

_BY_RELATION: Final = {"inside": 0.98, "right": 0.97, "below": 0.94}
_DEEP_SCHEMES: Final = frozenset({"address", "postal_code", "commune"})
_WIDE_KINDS: Final = frozenset({FieldKind.IDENTIFIER, FieldKind.DATE})
LESS_PREFERRED = 0.82
"""A second place by the same label, when the first one gave a value, counts that much less."""


def read_labels(asked: Asked) -> tuple[Candidate, ...]:
    """Give a candidate for each label of the field that has a value by it."""
    return tuple(
        candidate
        for sheet in asked.papers.sheets
        for label in sheet.labelled(asked.rule.labels)
        for candidate in _by_label(asked, sheet, label)
        if _is_in_section(asked, sheet, label)
    )


def _is_in_section(asked: Asked, sheet: Sheet, label: Label) -> bool:
    """Tell whether the label may be the field's: under its section's heading, or under none."""
    section = sheet.section_of(label.box) if asked.rule.section else None
    return section is None or section == asked.rule.section


def _by_label(asked: Asked, sheet: Sheet, label: Label) -> Iterator[Candidate]:
    rule = asked.rule
    factor = 1.0
    for region in sheet.regions(label, wide=rule.kind in _WIDE_KINDS, deep=rule.scheme in _DEEP_SCHEMES):
        if rule.place is Place.BELOW and region.relation != "below":
            continue
        if rule.place is Place.RIGHT and region.relation == "below":
            continue
        parsed = parse(rule, region.text, today=asked.papers.sources.today, label=label.phrase)
        if parsed is None:
            continue
        yield _candidate(parsed, region, label, sheet, factor)
        if region.relation == "inside" or label.has_colon:
            return
        factor = LESS_PREFERRED


def _candidate(parsed: Parsed, region: Region, label: Label, sheet: Sheet, factor: float) -> Candidate:
    words = region.words_at(parsed.start, parsed.end)
    sure = parsed.quality * _BY_RELATION[region.relation] * factor
    return Candidate(
        value=parsed.value,
        confidence=sure * (0.5 + 0.5 * label.likeness) * legibility(words),
        origin=sheet.origin,
        evidence=region.evidence(parsed.start, parsed.end),
        is_proved=parsed.is_proved,
    )
