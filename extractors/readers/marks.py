"""Which answer is ticked: tick boxes, PDF buttons and printed tick signs beside the phrases of the rule's options.

One ticked box is an answer; two or none are not: the doubt goes to a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.candidates import Asked, Candidate
from extractors.sheet import Sheet
from pipeline.folding import fold
from pipeline.geometry import Box, around
from pipeline.model.document import Evidence, Origin
from pipeline.model.values import Text
from pipeline.phrases import Unit, best, find, phrase_book
from pipeline.rules.catalog import Option

_TICKED_SIGNS: Final = frozenset(
    {"☒", "☑", "✓", "✔", "✗", "✘", "×", "[x]", "(x)", "[X]", "(X)", "x", "X", "■", "⊠", "●"}
)
_EMPTY_SIGNS: Final = frozenset({"☐", "□", "[]", "[ ]", "()", "o", "O", "❑", "❏", "▢", "○", "D", "L]"})
_SURE_SIGNS: Final = frozenset({"☒", "☑", "✓", "✔", "✗", "✘", "[x]", "[X]", "(X)", "⊠", "☐", "□"})
_OFF: Final = frozenset({"", "off", "no", "non", "false", "0"})
NEAR = 4.0
"""A box stands within this many letter heights of its phrase."""
BY_BUTTON = 0.98
BY_SIGN = 0.93
BY_LETTER = 0.7
"""A bare x or o may be a letter: below every threshold."""
BY_BOX = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A place to tick, upright: its box, whether it is ticked, and how sure that is."""

    box: Box
    source: Box
    is_ticked: bool
    confidence: float
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An option's phrase on the page with the tick that belongs to it."""

    value: str
    text: str
    likeness: float
    tick: Tick
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    value: str
    text: str
    likeness: float
    box: Box
    before: Unit | None


def read_marks(asked: Asked) -> tuple[Candidate, ...]:
    """Return the one ticked option; nothing when none or several are."""
    answers = [answer for sheet in asked.papers.sheets for answer in _answers(sheet, asked.rule.options)]
    ticked = [answer for answer in answers if answer.tick.is_ticked]
    values = {answer.value for answer in ticked}
    if len(values) != 1:
        return ()
    chosen = max(ticked, key=lambda answer: answer.tick.confidence)
    doubt = min((a.tick.confidence for a in answers if not a.tick.is_ticked), default=0.85)
    alone = 1.0 if len({answer.value for answer in answers}) > 1 else 0.85
    confidence = chosen.tick.confidence * (0.5 + 0.5 * chosen.likeness) * (0.7 + 0.3 * doubt) * alone
    evidence = Evidence(page=chosen.page, box=chosen.tick.source, text=chosen.text)
    return (Candidate(value=Text(chosen.value), confidence=confidence, origin=chosen.tick.origin, evidence=evidence),)


def has_ticks(asked: Asked) -> bool:
    """Return whether any of the options has a place to tick: then only a tick answers."""
    return any(True for sheet in asked.papers.sheets for _ in _answers(sheet, asked.rule.options))


def ticked_options(asked: Asked) -> tuple[str, ...]:
    """Return every option that is ticked, so that a doubt can name them."""
    answers = (answer for sheet in asked.papers.sheets for answer in _answers(sheet, asked.rule.options))
    return tuple(dict.fromkeys(answer.value for answer in answers if answer.tick.is_ticked))


def _answers(sheet: Sheet, options: Sequence[Option]) -> Iterator[Answer]:
    """Pair phrases and ticks: the sheet keeps one side, left or right, and each tick has one phrase."""
    ticks = _ticks(sheet)
    phrases = list(_phrases(sheet, options))
    on_left = [_paired(phrase, ticks, sheet.layout.letter_height, is_left=True) for phrase in phrases]
    on_right = [_paired(phrase, ticks, sheet.layout.letter_height, is_left=False) for phrase in phrases]
    side = on_left if _score(on_left) >= _score(on_right) else on_right
    for phrase, tick in zip(phrases, side, strict=True):
        tick_or_sign = tick or _sign(phrase, sheet)
        if tick_or_sign:
            yield Answer(
                value=phrase.value,
                text=phrase.text,
                likeness=phrase.likeness,
                tick=tick_or_sign,
                page=sheet.page.number,
            )


def _score(side: Sequence[Tick | None]) -> int:
    return sum(tick is not None for tick in side)


def _phrases(sheet: Sheet, options: Sequence[Option]) -> Iterator[_Phrase]:
    """Find the options' phrases; the longest wins where they overlap, and each stands at the head of its words."""
    owner = {phrase: option.value for option in options for phrase in option.phrases}
    book = phrase_book(tuple(owner))
    for (row, cell), among in sheet.units.items():
        placed = sheet.layout.rows[row][cell].words
        for hit in best(find(book, among)):
            units = among[hit.start : hit.end]
            yield _Phrase(
                value=owner[hit.phrase],
                text=" ".join(unit.text for unit in units),
                likeness=hit.likeness,
                box=around(placed[unit.index].box for unit in units),
                before=among[hit.start - 1] if hit.start else None,
            )


def _ticks(sheet: Sheet) -> list[Tick]:
    upright = sheet.layout.to_upright
    boxes = [
        Tick(
            box=upright.box(mark.box),
            source=mark.box,
            is_ticked=mark.is_ticked,
            confidence=BY_BOX * mark.confidence,
            origin=Origin.MARK,
        )
        for mark in sheet.page.marks
    ]
    buttons = [
        Tick(
            box=upright.box(field.box),
            source=field.box,
            is_ticked=fold(field.value).strip("/") not in _OFF,
            confidence=BY_BUTTON,
            origin=Origin.FORM,
        )
        for field in sheet.page.form_fields
        if field.is_button
    ]
    return [*buttons, *(tick for tick in boxes if all(tick.box.overlap(b.box) < 0.3 for b in buttons))]


def _paired(phrase: _Phrase, ticks: Sequence[Tick], height: float, *, is_left: bool) -> Tick | None:
    """Return the nearest tick on the phrase's level on that side."""
    near = []
    for tick in ticks:
        gap = phrase.box.left - tick.box.right if is_left else tick.box.left - phrase.box.right
        level = abs(tick.box.centre[1] - phrase.box.centre[1])
        if -0.5 * height < gap < NEAR * height and level < max(0.7 * height, 0.6 * tick.box.height):
            near.append((gap, tick))
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _sign(phrase: _Phrase, sheet: Sheet) -> Tick | None:
    """Return the tick sign printed as a word right before the phrase, when there is one."""
    height = sheet.layout.letter_height
    for placed in sheet.layout.words:
        gap = phrase.box.left - placed.box.right
        level = abs(placed.box.centre[1] - phrase.box.centre[1])
        text = placed.word.text.strip()
        if (
            -0.2 * height < gap < NEAR * height
            and level < 0.7 * height
            and (text in _TICKED_SIGNS or text in _EMPTY_SIGNS)
        ):
            return Tick(
                box=placed.box,
                source=placed.word.box,
                is_ticked=text in _TICKED_SIGNS,
                confidence=(BY_SIGN if text in _SURE_SIGNS else BY_LETTER) * placed.word.confidence,
                origin=Origin.MARK,
            )
    return None
