"""Plain letters: a company's formal letter and a private person's typed one."""

import random

from specimens.marks import signature
from specimens.papers import LetterFacts
from specimens.sheet import Align, Face, Pen, Sheet
from specimens.wording import in_words

_FORMAL = Pen(face=Face.SERIF, size=11.5)
_TYPED = Pen(face=Face.TYPEWRITER, size=10.5)


def draw_formal(sheet: Sheet, facts: LetterFacts, rng: random.Random) -> None:
    """Draw a letter in the French business order: sender left, recipient right."""
    sheet.text(22, 26, facts.sender, _FORMAL.bold().sized(13))
    sheet.text(22, 31.5, facts.sender_address.street, _FORMAL)
    sheet.text(22, 37, facts.sender_address.last_line, _FORMAL)
    sheet.block()
    for row, line in enumerate((facts.recipient, facts.recipient_address.street, facts.recipient_address.last_line)):
        sheet.text(112, 54 + 5.5 * row, line, _FORMAL)
    sheet.block()
    place = f"{facts.sender_address.commune.name}, le {in_words(facts.written_on)}"
    sheet.text(112, 80, place, _FORMAL)
    sheet.block()
    sheet.text(22, 94, f"Réf. : {facts.reference}", _FORMAL)
    sheet.text(22, 100, f"Objet : {facts.subject}", _FORMAL.bold())
    y = _body(sheet, facts, 114, _FORMAL, 22)
    signature(sheet, 118, y + 14, rng)
    sheet.text(118, y + 26, facts.sender, _FORMAL)


def draw_private(sheet: Sheet, facts: LetterFacts, rng: random.Random) -> None:
    """Draw a private letter on a typewriter face, date and place first."""
    place = f"{facts.sender_address.commune.name}, le {in_words(facts.written_on)}"
    sheet.text(190, 24, place, _TYPED, align=Align.RIGHT)
    sheet.block()
    for row, line in enumerate((facts.sender, facts.sender_address.street, facts.sender_address.last_line)):
        sheet.text(20, 36 + 5 * row, line, _TYPED)
    sheet.block()
    for row, line in enumerate((facts.recipient, facts.recipient_address.street, facts.recipient_address.last_line)):
        sheet.text(104, 60 + 5 * row, line, _TYPED)
    sheet.block()
    sheet.text(20, 88, f"Objet : {facts.subject}", _TYPED)
    sheet.text(20, 94, f"V/Réf. : {facts.reference}", _TYPED)
    y = _body(sheet, facts, 108, _TYPED, 20)
    signature(sheet, 110, y + 12, rng)
    sheet.text(110, y + 24, facts.sender, _TYPED)


def _body(sheet: Sheet, facts: LetterFacts, y: float, pen: Pen, left: float) -> float:
    sheet.block()
    for paragraph in facts.body:
        y = sheet.paragraph(left, y, 190 - left, paragraph, pen) + 3
    return y
