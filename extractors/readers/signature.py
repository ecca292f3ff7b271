"""Whether a paper is signed: ink that is no text by a label that asks for a signature."""

from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.sheet import Label, Sheet
from pipeline.geometry import Box, around
from pipeline.model.document import Evidence, Origin
from pipeline.model.page import TextSource
from pipeline.model.values import Flag

INK_BY_LABEL = 0.9
NO_INK: Final = {TextSource.OCR: 0.8, TextSource.TEXT_LAYER: 0.7, TextSource.NONE: 0.5}
REACH_DOWN = 9.0
REACH_ASIDE = 14.0
"""A signature stands within so many letter heights of its label, below it or to its right."""


def read_signature(asked: Asked) -> tuple[Candidate, ...]:
    """Give yes where ink stands by one of the labels, no where every label's place is empty; nothing without label."""
    found = [_judge(sheet, label) for sheet in asked.papers.sheets for label in sheet.labelled(asked.rule.labels)]
    signed = [one for one in found if one.value == Flag(value=True)]
    return tuple(signed[:1] or found[:1])


def _judge(sheet: Sheet, label: Label) -> Candidate:
    source = _source_box(sheet, label)
    ink = [box for box in sheet.page.graphics if _is_by(sheet, label, box)]
    if ink:
        evidence = Evidence(page=sheet.page.number, box=around([source, *ink]), text=label.phrase)
        confidence = INK_BY_LABEL * (0.5 + 0.5 * label.likeness)
        return Candidate(value=Flag(value=True), confidence=confidence, origin=Origin.MARK, evidence=evidence)
    evidence = Evidence(page=sheet.page.number, box=source, text=label.phrase)
    confidence = NO_INK[sheet.page.source]
    return Candidate(value=Flag(value=False), confidence=confidence, origin=Origin.MARK, evidence=evidence)


def _source_box(sheet: Sheet, label: Label) -> Box:
    placed = sheet.layout.rows[label.row][label.cell].words
    among = sheet.units[label.row, label.cell][label.start : label.end]
    return around(placed[unit.index].word.box for unit in among)


def _is_by(sheet: Sheet, label: Label, ink: Box) -> bool:
    box, height = sheet.layout.to_upright.box(ink), sheet.layout.letter_height
    x, y = box.centre
    is_level = label.box.top - 3 * height < y < label.box.bottom + REACH_DOWN * height
    return is_level and label.box.left - REACH_ASIDE / 2 * height < x < label.box.right + REACH_ASIDE * height
