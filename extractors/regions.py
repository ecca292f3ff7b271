"""Where the value of a label may stand: what follows it in its cell, in the cells to its right, or below it.

The next label ends a value; combs and forms let it fill several cells, addresses and free text several lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from extractors.sheet import LINE_STEP, Label, Sheet, is_numbering
from pipeline.folding import blurred
from pipeline.model.document import Evidence
from pipeline.model.page import Word
from pipeline.page_layout import Cell, evidence_of, holding

REACH_BELOW = 2.6
"""A value below its label begins within this many letter heights."""
LEAST_CAPTION = 4
"""Letters of a cell that may caption the next one; fewer are the beginning of a number, as in boxes."""


_CONNECTORS = frozenset(
    map(blurred, ("et", "ou", "du", "de", "des", "suivi", "puis", "le", "la", "les", "l", "d", "s"))
)
"""Words that join two labels into one: `Nom et prénom`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Words where a value may stand: how they lie to the label, and their text with each word's place in it."""

    relation: str
    page: int
    words: tuple[Word, ...]
    pieces: tuple[str, ...]
    label: Label | None = None

    @classmethod
    def of(cls, words: Sequence[Word], sheet: Sheet) -> "Region":
        """Return words that no label asks for, as they are read."""
        return cls(
            relation="inside", page=sheet.page.number, words=tuple(words), pieces=tuple(word.text for word in words)
        )

    @property
    def text(self) -> str:
        """Return the pieces with single blanks between."""
        return " ".join(self.pieces)

    def words_at(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that hold characters [start, end) of the text; all of them when none does."""
        return tuple(self.words[at] for at in holding(self.pieces, start, end)) or self.words

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the place of characters [start, end), as evidence."""
        words = self.words_at(start, end)
        return evidence_of(words, page=self.page)


def regions(
    sheet: Sheet, label: Label, *, wide: bool, deep: bool, beyond: bool = False, free: bool = False
) -> Iterator[Region]:
    """Yield where the label's value may stand, the likeliest first.

    wide: the value may fill several cells to the right (combs); deep: it may go on in the lines below; beyond: it
    may stand in the next cell although words follow the label in its own; free: it may hold
    words that are labels of other fields.
    """
    free = free and label.has_colon
    inside = _inside(sheet, label, deep=deep, free=free)
    if inside:
        yield inside
        past = _past(sheet, label) if beyond else None
        if past:
            yield past
    else:
        right = _right(sheet, label, wide=wide, deep=deep, free=free)
        if right:
            yield right
    below = _below(sheet, label, wide=wide, deep=deep)
    if below:
        yield below


def _inside(sheet: Sheet, label: Label, *, deep: bool, free: bool) -> Region | None:
    """Return what follows the label in its own cell, up to the next label."""
    among = sheet.units[label.row, label.cell]
    others = [n for n in sheet.labels[label.row, label.cell] if n.start >= label.end and (n.has_colon or not free)]
    start = label.end
    if others and others[0].start == start and others[0].has_colon and not label.has_colon:
        start = others.pop(0).end  # two words for one thing: `Numéro de contrat / sociétaire : 4711`
    stop = min((other.start for other in others), default=len(among))
    if all(unit.key in _CONNECTORS for unit in among[start:stop]):
        return None
    region = _region(sheet, "inside", label, [(label.row, label.cell, start, stop)])
    return _continued(sheet, region, label, label.row, label.cell) if deep and stop == len(among) else region


def _right(sheet: Sheet, label: Label, *, wide: bool, deep: bool, free: bool) -> Region | None:
    """Return the next cell to the right (the next ones, for combs), unless another label stands there.

    free: only a label with a colon ends it.
    """
    if not _reaches_end(sheet, label):
        return None
    row = sheet.layout.rows[label.row]
    worded = [cell for cell in range(label.cell + 1, len(row)) if sheet.units[label.row, cell]]
    unlabelled = _until_label(sheet, label.row, worded, free=free)
    if not unlabelled:
        return None
    taken = unlabelled if wide or _is_comb(sheet, label.row, unlabelled) else unlabelled[:1]
    parts = [(label.row, cell, 0, _before_label(sheet, label.row, cell, free=free)) for cell in taken]
    region = _region(sheet, "right", label, parts)
    return _continued(sheet, region, label, label.row, taken[0]) if region and deep else region


def _past(sheet: Sheet, label: Label) -> Region | None:
    """Return the last cell of the label's row, as sums stand at the end of a line of words, up to the next label."""
    row = sheet.layout.rows[label.row]
    free = _until_label(sheet, label.row, [c for c in range(label.cell + 1, len(row)) if sheet.units[label.row, c]])
    if not free:
        return None
    return _region(sheet, "right", label, [(label.row, free[-1], 0, _before_label(sheet, label.row, free[-1]))])


def _below(sheet: Sheet, label: Label, *, wide: bool, deep: bool) -> Region | None:
    """Return the cell under the label, unless another label stands between."""
    height = max(label.box.height, sheet.layout.letter_height)
    left, limit = _left(sheet, label), _next_label_left(sheet, label)
    for row in range(label.row + 1, len(sheet.layout.rows)):
        cells = sheet.layout.rows[row]
        if min(cell.box.top for cell in cells) - label.box.bottom > REACH_BELOW * height:
            return None
        under = [c for c, cell in enumerate(cells) if _is_under(cell, label, left, height, limit)]
        if not under:
            continue
        if sheet.begins_with_label(row, under[0]):
            return None
        free = _until_label(sheet, row, under)
        is_wide = (wide and not _is_caption(cells[free[0]].text)) or _is_comb(sheet, row, free)
        taken = free if is_wide else free[:1]
        region = _region(sheet, "below", label, [(row, cell, 0, _before_label(sheet, row, cell)) for cell in taken])
        return _continued(sheet, region, label, row, taken[0]) if region and deep else region
    return None


def _left(sheet: Sheet, label: Label) -> float:
    """Return where a label begins, with the number that forms and cards print before it: `3. Nom`."""
    is_numbered = is_numbering(sheet.units[label.row, label.cell][: label.start])
    return sheet.layout.rows[label.row][label.cell].box.left if is_numbered else label.box.left


def _is_under(cell: Cell, label: Label, left: float, height: float, limit: float) -> bool:
    box = cell.box
    return box.top > label.box.top + 0.4 * height and box.left > left - 1.6 * height and box.left < limit - 0.4 * height


def _next_label_left(sheet: Sheet, label: Label) -> float:
    """Return where the next label of the row begins: what stands under it is its own."""
    after = [
        other.box.left
        for cell in range(label.cell, len(sheet.layout.rows[label.row]))
        for other in sheet.labels.get((label.row, cell), ())
        if other.box.left > label.box.right
    ]
    return min(after, default=label.box.right + 25 * sheet.layout.letter_height)


def _until_label(sheet: Sheet, row: int, cells: Sequence[int], *, free: bool = False) -> list[int]:
    """Return the cells up to one that begins with a label; free: with one that has a colon."""

    def is_free(cell: int) -> bool:
        labels = sheet.labels.get((row, cell), ())
        return not any(label.start == 0 and (label.has_colon or not free) for label in labels)

    return list(takewhile(is_free, cells))


def _reaches_end(sheet: Sheet, label: Label) -> bool:
    """Return whether nothing but further labels and words that join them follows in the label's cell."""
    among = sheet.units[label.row, label.cell]
    others = [other for other in sheet.labels[label.row, label.cell] if other.start >= label.end]
    named = {position for other in others for position in range(other.start, other.end)}
    free = [at for at in range(label.end, len(among)) if at not in named]
    joined = all(among[at].key in _CONNECTORS for at in free)
    return joined and (not others or bool(free) or others[0].start == label.end)


def _before_label(sheet: Sheet, row: int, cell: int, *, free: bool = False) -> int:
    """Return where the first label of a cell begins, or the cell ends; free: the first with a colon."""
    inside = [label.start for label in sheet.labels.get((row, cell), ()) if label.has_colon or not free]
    return min(inside, default=len(sheet.units[row, cell]))


def _is_comb(sheet: Sheet, row: int, cells: Sequence[int]) -> bool:
    """Return whether the cells hold one or two characters each, as boxes that are filled letter by letter do."""
    return len(cells) > 2 and all(len(sheet.layout.rows[row][cell].text) <= 2 for cell in cells)


def _continued(sheet: Sheet, region: Region | None, label: Label, row: int, cell: int) -> Region | None:
    """Add up to three lines under the region that begin at its left edge, up to the next label."""
    if region is None:
        return None
    upright = sheet.layout.to_upright
    left = upright.box(region.words[0].box).left
    bottom = sheet.layout.rows[row][cell].box.bottom
    height = sheet.layout.letter_height
    words, pieces, added = list(region.words), list(region.pieces), 0
    for below in range(row + 1, len(sheet.layout.rows)):
        found = [c for c, one in enumerate(sheet.layout.rows[below]) if abs(one.box.left - left) < 1.2 * height]
        if not found:
            continue
        box = sheet.layout.rows[below][found[0]].box
        is_labelled = any(sheet.begins_with_label(below, cell) for cell in range(max(0, found[0] - 1), found[0] + 1))
        if added == 3 or box.top - bottom > LINE_STEP * height or is_labelled:
            break
        placed = sheet.layout.rows[below][found[0]].words
        words += [one.word for one in placed]
        pieces += [one.word.text for one in placed]
        bottom, added = box.bottom, added + 1
    return Region(relation=region.relation, page=region.page, words=tuple(words), pieces=tuple(pieces), label=label)


def _region(sheet: Sheet, relation: str, label: Label, parts: Sequence[tuple[int, int, int, int]]) -> Region | None:
    words: list[Word] = []
    pieces: list[str] = []
    for row, cell, start, end in parts:
        for word, piece in _between(sheet, row, cell, start, end):
            words.append(word)
            pieces.append(piece)
    if not words:
        return None
    return Region(relation=relation, page=sheet.page.number, words=tuple(words), pieces=tuple(pieces), label=label)


def _between(sheet: Sheet, row: int, cell: int, start: int, end: int) -> Iterator[tuple[Word, str]]:
    """Yield the words from unit `start` up to unit `end`, signs between them included, with their texts."""
    every = sheet.units[row, cell]
    if start >= end:
        return
    placed = sheet.layout.rows[row][cell].words
    stop = len(placed) if end == len(every) else every[end - 1].index + 1
    for index in range(every[start].index, stop):
        word = placed[index].word
        here = [(position, unit.text) for position, unit in enumerate(every) if unit.index == index]
        inside = [text for position, text in here if start <= position < end]
        yield word, word.text if len(inside) == len(here) else " ".join(inside)


def _is_caption(text: str) -> bool:
    """Return whether a cell holds words without a figure: what stands right of it is its own, not a label's above."""
    return sum(map(str.isalpha, text)) >= LEAST_CAPTION and not any(map(str.isdigit, text))
