"""Values by their labels: in the same cell, to the right, or below; the next label ends them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractors.candidates import Asked, Candidate, trust
from extractors.flowing import whole
from extractors.regions import Region, regions
from extractors.sheet import LINE_STEP, Label, Sheet
from extractors.written.addresses import PARTS_OF_ADDRESS, postal_code
from extractors.written.names import PARTS_OF_NAMES
from extractors.written.values import Parsed, parse
from pipeline.amounts import amounts_in
from pipeline.folding import fold
from pipeline.geometry import around
from pipeline.phrases import Unit
from pipeline.rules.catalog import FieldKind, FieldRule, Place

_BY_RELATION: Final = {"inside": 0.98, "right": 0.97, "below": 0.94}
FREE_TEXT: Final = "line"
"""The scheme of free text, which may hold other labels' words and go on in the next line."""
PLAIN_NUMBER: Final = "local"
"""The scheme of numbers that any word with figures may be."""
_WIDE_KINDS: Final = frozenset({FieldKind.IDENTIFIER, FieldKind.DATE})
_LEAD_TO_VALUE: Final = frozenset({"le", "à", "au", "du", "rue", "avenue", "place", "chemin"})
"""Small words that lead from a label of one word to its value."""
ONE_OF_MANY = 0.6
"""What is left of an amount under a label that has another amount under it: it is the first row of a column."""
_OWN: Final = re.compile(r"n/|n(?:os|otre)\b|our\b")
"""How the labels of a writer's own reference begin."""
ROWS_BELOW = 2.2
"""How many rows below are looked at: one of a column may be unread."""
PART_UNREAD = 0.6
"""What is left of a text before which signs stand that were read for no letters: part of it may be lost."""
_SIGNS: Final = ":;.,-–—_|• "
LESS_PREFERRED = 0.82
"""A second place by the same label, when the first one gave a value, counts that much less."""

SECOND_PERSON = 0.7
"""What is left of a name whose label stands before with no name that was read: that one may be the person meant."""


def read_labels(asked: Asked) -> tuple[Candidate, ...]:
    """Return a candidate for each label of the field that has a value by it."""
    return tuple(candidate for sheet in asked.papers.sheets for candidate in _on(asked, sheet))


def _on(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the candidates of a page; a person's, where the same label stands before without a value, are unsure."""
    unread: set[str] = set()
    for label in _of_own(asked, [*sheet.labelled(asked.rule.labels)]):
        if not _is_in_section(asked, sheet, label):
            continue
        found = tuple(_by_label(asked, sheet, label))
        is_second = label.phrase in unread and asked.rule.scheme in PARTS_OF_NAMES
        yield from (replace(one, confidence=one.confidence * SECOND_PERSON) if is_second else one for one in found)
        if not found and label.has_colon:
            unread.add(label.phrase)


def _of_own(asked: Asked, labels: Sequence[Label]) -> Sequence[Label]:
    """Return the labels of the writer's own reference where there are some: those of others stand beside it."""
    own = [label for label in labels if asked.rule.scheme == "reference" and _OWN.match(fold(label.phrase))]
    return own or labels


def _is_in_section(asked: Asked, sheet: Sheet, label: Label) -> bool:
    """Return whether the label may be the field's: under its section's heading, or under none."""
    section = sheet.section_of(label.box) if asked.rule.section else None
    is_heading = asked.rule.total_of is not None and _heads_a_column(asked, sheet, label)
    return not is_heading and (section is None or section == asked.rule.section)


def _heads_a_column(asked: Asked, sheet: Sheet, label: Label) -> bool:
    """Return whether the label stands in the heading row of one of the class's tables, over single rows' values."""
    for table in asked.papers.document_class.tables:
        phrases = tuple(phrase for column in table.columns for phrase in column.labels)
        if len(sheet.headings(label.row, phrases)) > 1:
            return True
    return False


def _by_label(asked: Asked, sheet: Sheet, label: Label) -> Iterator[Candidate]:
    rule = asked.rule
    if _is_cut_short(sheet, label) or _is_of_a_value(sheet, label):
        return
    factor, count = 1.0, None
    wide, deep, beyond = rule.kind in _WIDE_KINDS, rule.scheme in PARTS_OF_ADDRESS, rule.kind is FieldKind.AMOUNT
    is_free = rule.scheme == FREE_TEXT
    for found in regions(sheet, label, wide=wide, deep=deep, beyond=beyond, free=is_free):
        if not _may_stand(found, rule, sheet, label):
            continue
        region = whole(found, sheet) if is_free and found.relation != "below" else found
        sources = asked.papers.sources
        parsed = parse(rule, region.text, today=sources.today, label=label.phrase, language=sources.language)
        if parsed is None:
            continue
        is_one_of_many = (
            rule.kind is FieldKind.AMOUNT and region.relation == "below" and _goes_on(parsed, region, sheet)
        )
        candidate = _candidate(parsed, region, label, sheet, factor * (ONE_OF_MANY if is_one_of_many else 1.0))
        if is_free and region.relation == "right" and _is_past_signs(sheet, label):
            candidate = replace(candidate, confidence=candidate.confidence * PART_UNREAD)
        if beyond and region.relation == "inside" and parsed.quality < 1.0 and not label.has_colon:
            count = candidate  # `TOTAL 6 ARTICLES   37,64`: a number before the sum
            continue
        if count and parsed.quality < 1.0:
            break
        yield candidate
        count = None
        is_sum_beside = beyond and region.relation == "right" and parsed.quality == 1.0
        is_whole = rule.scheme in PARTS_OF_ADDRESS and postal_code(region.text) is not None
        if region.relation == "inside" or label.has_colon or is_sum_beside or is_whole:
            return
        factor = LESS_PREFERRED
    if count:
        yield count


def _is_past_signs(sheet: Sheet, label: Label) -> bool:
    """Return whether signs without letters stand between a label and its text, as an underlined line is misread."""
    after = sheet.layout.rows[label.row][label.cell + 1 :]
    return bool(after) and not sheet.units[label.row, label.cell + 1] and bool(after[0].text.strip(_SIGNS))


def _goes_on(parsed: Parsed, region: Region, sheet: Sheet) -> bool:
    """Return whether another amount stands under the value: then its label heads a column, not a sum."""
    value = sheet.layout.to_upright.box(around(word.box for word in region.words_at(parsed.start, parsed.end)))
    step = ROWS_BELOW * LINE_STEP * max(value.height, sheet.layout.letter_height)
    under = (
        cell
        for row in sheet.layout.rows
        for cell in row
        if 0 < cell.box.centre[1] - value.centre[1] <= step + value.height
        and cell.box.left < value.right
        and cell.box.right > value.left
        and cell.box.top > value.top + 0.5 * value.height
    )
    return any(amounts_in(cell.text) for cell in under)


def _is_cut_short(sheet: Sheet, label: Label) -> bool:
    """Return whether the label is the first word of a longer one that nobody knows, such as `Date de la commission`."""
    after = sheet.units[label.row, label.cell][label.end :]
    if label.has_colon or label.end - label.start > 1 or not after:
        return False
    return after[0].text.isalpha() and after[0].text.islower() and after[0].text not in _LEAD_TO_VALUE


def _is_of_a_value(sheet: Sheet, label: Label) -> bool:
    """Return whether the label is a small word of a sentence or a value: `je partirai le`, `Date du paiement : le`."""
    before = _before(sheet, label)
    return label.end - label.start == 1 and before is not None and (before.has_colon or before.text.islower())


def _is_in_a_sentence(sheet: Sheet, label: Label) -> bool:
    """Return whether words lead to the label and it goes on in small letters: `porte le numéro de commande, le`."""
    before = _before(sheet, label)
    return label.start > 1 and before is not None and before.text.islower()


def _before(sheet: Sheet, label: Label) -> Unit | None:
    """Return the word before a label in small letters that no colon ends."""
    among = sheet.units[label.row, label.cell]
    is_small = among[label.start].text.islower()
    return among[label.start - 1] if label.start > 0 and is_small and not label.has_colon else None


def _may_stand(found: Region, rule: FieldRule, sheet: Sheet, label: Label) -> bool:
    """Return whether the value may stand there: as the rule says; a plain number in a sentence right behind its label.

    Days, and numbers with check digits, are also filled in behind a gap, below, or on dots.
    """
    if rule.place is Place.BELOW and found.relation != "below":
        return False
    if rule.place is Place.RIGHT and found.relation == "below":
        return False
    return found.relation == "inside" or rule.scheme != PLAIN_NUMBER or not _is_in_a_sentence(sheet, label)


def _candidate(parsed: Parsed, region: Region, label: Label, sheet: Sheet, factor: float) -> Candidate:
    words = region.words_at(parsed.start, parsed.end)
    sure = parsed.quality * _BY_RELATION[region.relation] * factor
    legible = trust(words, parsed.value, is_proved=parsed.is_proved)
    return Candidate(
        value=parsed.value,
        confidence=sure * (0.5 + 0.5 * label.likeness) * legible,
        origin=sheet.origin,
        evidence=region.evidence(parsed.start, parsed.end),
        is_proved=parsed.is_proved,
    )
