"""Whether a paper is signed: ink that is no text by a label that asks for a signature."""

from collections.abc import Sequence

from extractors.candidates import Asked, Candidate
from extractors.sheet import Label, Sheet
from pipeline.geometry import Box, around
from pipeline.model.document import Evidence, Origin
from pipeline.model.values import Flag

INK_BY_LABEL = 0.9
NO_INK = 0.5
"""Below every threshold: ink may have been missed, and a paper that is not signed is for a person to see."""
INK_AT_END = 0.65
END_OF_PAGE = 0.55
"""A signature without label stands in the lower part of the page."""
REACH_DOWN = 20.0
REACH_ASIDE = 14.0
"""A signature stands within this many letter heights of its label, below it or to its right: 4 cm in usual print, since
a box to sign in has room for a stamp above the signature."""


def read_signature(asked: Asked) -> tuple[Candidate, ...]:
    """Return yes where ink stands by one of the labels, no where every label's place is empty.

    Without any label: yes, less surely, for ink under the text of the last page; else nothing.
    """
    found = [_judge(sheet, label) for sheet in asked.papers.sheets for label in sheet.labelled(asked.rule.labels)]
    signed = [one for one in found if one.value == Flag(value=True)]
    return tuple(signed[:1] or found[:1]) or _at_the_end(asked.papers.sheets[-1:])


def _at_the_end(sheets: Sequence[Sheet]) -> tuple[Candidate, ...]:
    for sheet in sheets:
        ink = [box for box in sheet.page.graphics if sheet.layout.to_upright.box(box).centre[1] > END_OF_PAGE]
        if ink:
            evidence = Evidence(page=sheet.page.number, box=ink[-1], text="")
            flag = Flag(value=True)
            return (Candidate(value=flag, confidence=INK_AT_END, origin=Origin.MARK, evidence=evidence),)
    return ()


def _judge(sheet: Sheet, label: Label) -> Candidate:
    source = _source_box(sheet, label)
    ink = [box for box in sheet.page.graphics if _is_by(sheet, label, box)]
    if ink:
        evidence = Evidence(page=sheet.page.number, box=around([source, *ink]), text=label.phrase)
        confidence = INK_BY_LABEL * (0.5 + 0.5 * label.likeness)
        return Candidate(value=Flag(value=True), confidence=confidence, origin=Origin.MARK, evidence=evidence)
    evidence = Evidence(page=sheet.page.number, box=source, text=label.phrase)
    return Candidate(value=Flag(value=False), confidence=NO_INK, origin=Origin.MARK, evidence=evidence)


def _source_box(sheet: Sheet, label: Label) -> Box:
    placed = sheet.layout.rows[label.row][label.cell].words
    among = sheet.units[label.row, label.cell][label.start : label.end]
    return around(placed[unit.index].word.box for unit in among)


def _is_by(sheet: Sheet, label: Label, ink: Box) -> bool:
    box, height = sheet.layout.to_upright.box(ink), sheet.layout.letter_height
    x, y = box.centre
    is_level = label.box.top - 3 * height < y < label.box.bottom + REACH_DOWN * height
    return is_level and label.box.left - REACH_ASIDE / 2 * height < x < label.box.right + REACH_ASIDE * height
