"""A document laid out for the readers: its pages in rows and cells, with every known label marked.

A label is known when any class of the catalog has it: where one begins, the value of another ends. Readers ask a
sheet for the regions by a label: what follows it in its cell, in the cells to its right, or below it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from pipeline.catalog import Section
from pipeline.folding import blurred
from pipeline.geometry import Box
from pipeline.model.document import Evidence, Origin
from pipeline.model.page import Recognition, TextSource, Word
from pipeline.page_layout import Cell, PageLayout, lay_out, source_box
from pipeline.phrases import Hit, Unit, best, find, phrase_book, units

REPLY = "re"
"""Behind the label of a subject these letters mark an answer (RFC 5322, 3.6.5) and ask for nothing."""
SHORT_LABEL = 2
"""Labels of so few letters count only before a figure or a colon: `Le 12/03/2024`."""
LONG_LABEL = 8
"""Labels of at least two words and so many letters count also inside a line."""
NEAR_LABEL = 0.8
"""A long label of one word is at least so like the word on paper: `Paulette` is no `Patiente`."""
REACH_BELOW = 2.6
"""A value below its label begins within that many letter heights."""
HEADING_SHARE = 0.6
"""A heading makes at least that share of its cell's letters."""
LEAST_CAPTION = 4
"""Letters of a cell that may caption the next one; fewer are the beginning of a number, as in boxes."""
LINE_STEP = 1.6
"""Lines of one paragraph follow each other within that many letter heights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label found: its phrase, the place of its cell, units [start, end) in it, likeness 0 to 1."""

    phrase: str
    row: int
    cell: int
    start: int
    end: int
    likeness: float
    has_colon: bool
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Words where a value may stand: how they lie to the label, and their text with each word's place in it."""

    relation: str
    page: int
    words: tuple[Word, ...]
    pieces: tuple[str, ...]
    label: Label | None = None

    @property
    def text(self) -> str:
        """Give the pieces with single blanks between."""
        return " ".join(self.pieces)

    def words_at(self, start: int, end: int) -> tuple[Word, ...]:
        """Give the words that hold characters [start, end) of the text; all of them when none does."""
        held, at = [], 0
        for word, piece in zip(self.words, self.pieces, strict=True):
            if at < end and at + len(piece) > start:
                held.append(word)
            at += len(piece) + 1
        return tuple(held) or self.words

    def evidence(self, start: int, end: int) -> Evidence:
        """Give the place of characters [start, end), as evidence."""
        words = self.words_at(start, end)
        return Evidence(page=self.page, box=source_box(words), text=" ".join(word.text for word in words))


_CONNECTORS = frozenset(
    map(blurred, ("et", "ou", "du", "de", "des", "suivi", "puis", "le", "la", "les", "l", "d", "s"))
)
"""Words that join two labels into one: `Nom et prénom`."""


class Sheet:
    """One page laid out, with the labels of a phrase list found on it."""

    def __init__(self, page: Recognition, phrases: tuple[str, ...], sections: tuple[Section, ...] = ()) -> None:
        """Lay out the page; labels and headings are looked for when first asked."""
        self.page = page
        self.layout: PageLayout = lay_out(page)
        self._phrases = phrases
        self._sections = sections

    @property
    def origin(self) -> Origin:
        """Tell whether words come from the file's own text or from recognition."""
        return Origin.TEXT_LAYER if self.page.source is TextSource.TEXT_LAYER else Origin.TEXT

    @cached_property
    def units(self) -> dict[tuple[int, int], tuple[Unit, ...]]:
        """Give the units of each cell, by (row, cell)."""
        return {
            (row, cell): units([placed.word for placed in one.words])
            for row, cells in enumerate(self.layout.rows)
            for cell, one in enumerate(cells)
        }

    @cached_property
    def labels(self) -> dict[tuple[int, int], tuple[Label, ...]]:
        """Give the labels of each cell that has one, in order."""
        book = phrase_book(self._phrases)
        found: dict[tuple[int, int], tuple[Label, ...]] = {}
        for (row, cell), among in self.units.items():
            before = found.get((row, cell - 1), ())
            is_asked = bool(before) and before[-1].end == len(self.units[row, cell - 1])
            accepted = _without_reply(_accepted(best(find(book, among)), among), among, is_asked=is_asked)
            if accepted:
                found[row, cell] = tuple(self._label(hit, row, cell) for hit in accepted)
        return found

    @cached_property
    def label_lines(self) -> frozenset[int]:
        """Give the identities of the first words of cells that are a label and little else: they name nobody."""
        return frozenset(
            id(self.layout.rows[row][cell].words[0])
            for (row, cell), labels in self.labels.items()
            if labels[0].start == 0 and (labels[0].has_colon or self._share(labels, row, cell) >= HEADING_SHARE)
        )

    def _share(self, labels: Sequence[Label], row: int, cell: int) -> float:
        among = self.units[row, cell]
        held = sum(len(unit.key) for label in labels for unit in among[label.start : label.end])
        return held / sum(len(unit.key) for unit in among)

    @cached_property
    def sections(self) -> tuple[tuple[Box, str], ...]:
        """Give the headings that stand alone on their row (or beside other headings), with their section's name."""
        owner = {heading: section.name for section in self._sections for heading in section.headings}
        found: list[tuple[Box, str]] = []
        for row, cells in enumerate(self.layout.rows):
            hits = [self._heading(row, cell, owner) for cell in range(len(cells))]
            heads = [hit for hit in hits if hit is not None]
            if heads and len(heads) == len([c for c in range(len(cells)) if self.units[row, c]]):
                found += [(label.box, owner[label.phrase]) for label in heads]
        return tuple(found)

    def _heading(self, row: int, cell: int, owner: Mapping[str, str]) -> Label | None:
        """Give the heading that makes most of a cell, if one does; a cell with a value behind a colon is none.

        Headings of one section may share it: `L'employeur actuel ou le dernier employeur`.
        """
        among = self.units[row, cell]
        whole = sum(len(unit.key) for unit in among)
        hits = best(find(phrase_book(tuple(owner)), among))
        for first in hits:
            of_one = [hit for hit in hits if owner[hit.phrase] == owner[first.phrase]]
            held = sum(len(unit.key) for hit in of_one for unit in among[hit.start : hit.end])
            if held >= HEADING_SHARE * whole:
                return self._label(first, row, cell)
        return None

    def section_of(self, box: Box) -> str | None:
        """Give the section that a place (upright) stands in: that of the last heading above it, not right of it."""
        above = [
            (head.top, head.left, name)
            for head, name in self.sections
            if head.top <= box.top + 0.2 * box.height and head.left <= box.left + 3 * self.layout.letter_height
        ]
        return max(above)[2] if above else None

    def labelled(self, phrases: Sequence[str]) -> Iterator[Label]:
        """Give the labels found that are one of the phrases, from the top of the page."""
        wanted = set(phrases)
        for place in sorted(self.labels):
            yield from (label for label in self.labels[place] if label.phrase in wanted)

    def regions(
        self, label: Label, *, wide: bool, deep: bool, beyond: bool = False, free: bool = False
    ) -> Iterator[Region]:
        """Give where the label's value may stand, the likeliest first.

        wide: the value may fill several cells to the right (combs); deep: it may go on in the lines below; beyond: it
        may stand in the next cell although words follow the label in its own; free: words of other labels may be its.
        """
        inside = self._inside(label, deep=deep, free=free and label.has_colon)
        if inside:
            yield inside
            past = self._past(label) if beyond else None
            if past:
                yield past
        else:
            right = self._right(label, wide=wide, deep=deep)
            if right:
                yield right
        below = self._below(label, wide=wide, deep=deep)
        if below:
            yield below

    def headings(self, row: int, phrases: tuple[str, ...]) -> tuple[Label, ...]:
        """Give the phrases that make most of a cell of the row, as heads of columns do."""
        book = phrase_book(phrases)
        found: list[Label] = []
        for cell in range(len(self.layout.rows[row])):
            among = self.units[row, cell]
            hits = best(find(book, among))
            held = sum(len(unit.key) for hit in hits for unit in among[hit.start : hit.end])
            is_head = bool(hits) and (hits[0].start == 0 or held >= HEADING_SHARE * sum(len(u.key) for u in among))
            found += [self._label(hit, row, cell) for hit in hits] if is_head else []
        return tuple(found)

    def _label(self, hit: Hit, row: int, cell: int) -> Label:
        among = self.units[row, cell]
        placed = self.layout.rows[row][cell].words
        boxes = [placed[unit.index].box for unit in among[hit.start : hit.end]]
        box = Box(boxes[0].left, min(b.top for b in boxes), boxes[-1].right, max(b.bottom for b in boxes))
        return Label(
            phrase=hit.phrase,
            row=row,
            cell=cell,
            start=hit.start,
            end=hit.end,
            likeness=hit.likeness,
            has_colon=among[hit.end - 1].has_colon,
            box=box,
        )

    def _begins_with_label(self, row: int, cell: int) -> bool:
        return any(label.start == 0 for label in self.labels.get((row, cell), ()))

    def _inside(self, label: Label, *, deep: bool, free: bool) -> Region | None:
        """Give what follows the label in its own cell, up to the next label."""
        among = self.units[label.row, label.cell]
        others = [n for n in self.labels[label.row, label.cell] if n.start >= label.end and (n.has_colon or not free)]
        stop = min((other.start for other in others), default=len(among))
        if all(unit.key in _CONNECTORS for unit in among[label.end : stop]):
            return None
        region = self._region("inside", label, [(label.row, label.cell, label.end, stop)])
        return self._continued(region, label, label.row, label.cell) if deep and stop == len(among) else region

    def _right(self, label: Label, *, wide: bool, deep: bool) -> Region | None:
        """Give the next cell to the right (the next ones, for combs), unless another label stands there."""
        if not self._reaches_end(label):
            return None
        row = self.layout.rows[label.row]
        worded = [cell for cell in range(label.cell + 1, len(row)) if self.units[label.row, cell]]
        free = self._until_label(label.row, worded)
        if not free:
            return None
        taken = free if wide or self._is_comb(label.row, free) else free[:1]
        parts = [(label.row, cell, 0, self._before_label(label.row, cell)) for cell in taken]
        region = self._region("right", label, parts)
        return self._continued(region, label, label.row, taken[0]) if region and deep else region

    def _past(self, label: Label) -> Region | None:
        """Give the last cell of the label's row, as sums stand at the end of a line of words, up to the next label."""
        row = self.layout.rows[label.row]
        free = self._until_label(label.row, [c for c in range(label.cell + 1, len(row)) if self.units[label.row, c]])
        if not free:
            return None
        return self._region("right", label, [(label.row, free[-1], 0, self._before_label(label.row, free[-1]))])

    def _below(self, label: Label, *, wide: bool, deep: bool) -> Region | None:
        """Give the cell under the label, unless another label stands between."""
        height = max(label.box.height, self.layout.letter_height)
        limit = self._next_label_left(label)
        for row in range(label.row + 1, len(self.layout.rows)):
            cells = self.layout.rows[row]
            if min(cell.box.top for cell in cells) - label.box.bottom > REACH_BELOW * height:
                return None
            under = [c for c, cell in enumerate(cells) if self._is_under(cell, label, height, limit)]
            if not under:
                continue
            if self._begins_with_label(row, under[0]):
                return None
            free = self._until_label(row, under)
            is_wide = (wide and not _is_caption(cells[free[0]].text)) or self._is_comb(row, free)
            taken = free if is_wide else free[:1]
            region = self._region("below", label, [(row, cell, 0, self._before_label(row, cell)) for cell in taken])
            return self._continued(region, label, row, taken[0]) if region and deep else region
        return None

    def _is_under(self, cell: Cell, label: Label, height: float, limit: float) -> bool:
        box = cell.box
        return (
            box.top > label.box.top + 0.4 * height
            and box.left > label.box.left - 1.6 * height
            and box.left < limit - 0.4 * height
        )

    def _next_label_left(self, label: Label) -> float:
        """Give where the next label of the row begins: what stands under it is its own."""
        after = [
            other.box.left
            for cell in range(label.cell, len(self.layout.rows[label.row]))
            for other in self.labels.get((label.row, cell), ())
            if other.box.left > label.box.right
        ]
        return min(after, default=label.box.right + 25 * self.layout.letter_height)

    def _until_label(self, row: int, cells: Sequence[int]) -> list[int]:
        return list(takewhile(lambda cell: not self._begins_with_label(row, cell), cells))

    def _reaches_end(self, label: Label) -> bool:
        """Tell whether nothing but further labels and words that join them follows in the label's cell."""
        among = self.units[label.row, label.cell]
        others = [other for other in self.labels[label.row, label.cell] if other.start >= label.end]
        named = {position for other in others for position in range(other.start, other.end)}
        free = [at for at in range(label.end, len(among)) if at not in named]
        joined = all(among[at].key in _CONNECTORS for at in free)
        return joined and (not others or bool(free) or others[0].start == label.end)

    def _before_label(self, row: int, cell: int) -> int:
        inside = [label.start for label in self.labels.get((row, cell), ())]
        return min(inside, default=len(self.units[row, cell]))

    def _is_comb(self, row: int, cells: Sequence[int]) -> bool:
        """Tell whether the cells hold one or two characters each, as boxes that are filled letter by letter do."""
        return len(cells) > 2 and all(len(self.layout.rows[row][cell].text) <= 2 for cell in cells)

    def _continued(self, region: Region | None, label: Label, row: int, cell: int) -> Region | None:
        """Add up to three lines under the region that begin at its left edge, up to the next label."""
        if region is None:
            return None
        upright = self.layout.to_upright
        left = upright.box(region.words[0].box).left
        bottom = self.layout.rows[row][cell].box.bottom
        height = self.layout.letter_height
        words, pieces, added = list(region.words), list(region.pieces), 0
        for below in range(row + 1, len(self.layout.rows)):
            found = [c for c, one in enumerate(self.layout.rows[below]) if abs(one.box.left - left) < 1.2 * height]
            if not found:
                continue
            box = self.layout.rows[below][found[0]].box
            if added == 3 or box.top - bottom > LINE_STEP * height or self._begins_with_label(below, found[0]):
                break
            placed = self.layout.rows[below][found[0]].words
            words += [one.word for one in placed]
            pieces += [one.word.text for one in placed]
            bottom, added = box.bottom, added + 1
        return Region(relation=region.relation, page=region.page, words=tuple(words), pieces=tuple(pieces), label=label)

    def _region(self, relation: str, label: Label, parts: Sequence[tuple[int, int, int, int]]) -> Region | None:
        words: list[Word] = []
        pieces: list[str] = []
        for row, cell, start, end in parts:
            for word, piece in self._between(row, cell, start, end):
                words.append(word)
                pieces.append(piece)
        if not words:
            return None
        return Region(relation=relation, page=self.page.number, words=tuple(words), pieces=tuple(pieces), label=label)

    def _between(self, row: int, cell: int, start: int, end: int) -> Iterator[tuple[Word, str]]:
        """Give the words from unit `start` up to unit `end`, signs between them included, with their texts."""
        every = self.units[row, cell]
        if start >= end:
            return
        placed = self.layout.rows[row][cell].words
        stop = len(placed) if end == len(every) else every[end - 1].index + 1
        for index in range(every[start].index, stop):
            word = placed[index].word
            here = [(position, unit.text) for position, unit in enumerate(every) if unit.index == index]
            inside = [text for position, text in here if start <= position < end]
            yield word, word.text if len(inside) == len(here) else " ".join(inside)


def _is_caption(text: str) -> bool:
    """Tell whether a cell holds words without a figure: what stands right of it is its own, not a label's above."""
    return sum(map(str.isalpha, text)) >= LEAST_CAPTION and not any(map(str.isdigit, text))


def _accepted(hits: Sequence[Hit], among: Sequence[Unit]) -> list[Hit]:
    """Keep the phrases that stand as labels: at the head of a cell, before a colon, or long; not words of a text."""
    kept: list[Hit] = []
    for hit in hits:
        letters = sum(len(unit.key) for unit in among[hit.start : hit.end])
        has_colon = among[hit.end - 1].has_colon
        follows = among[hit.end].text.lstrip("€£$")[:1].isdigit() if hit.end < len(among) else False
        if letters <= SHORT_LABEL and not (has_colon or follows):
            continue
        is_near = hit.likeness < (1 if letters < LONG_LABEL else NEAR_LABEL)
        if hit.end - hit.start == 1 and is_near and not has_colon:
            continue  # one word that is nearly a label is as likely a name: `MARIE` is no `Mairie`
        leads = all(len(unit.key) == 1 or unit.text[:1].isdigit() for unit in among[: hit.start])
        is_next = bool(kept) and kept[-1].end == hit.start
        is_long = hit.end - hit.start > 1 and (letters >= LONG_LABEL or follows)
        if leads or has_colon or is_next or is_long:
            kept.append(hit)
    return kept


def _without_reply(hits: Sequence[Hit], among: Sequence[Unit], *, is_asked: bool) -> list[Hit]:
    """Leave out the mark of an answer where a label before it asks for the value; is_asked: in the cell before."""
    ends = {hit.end for hit in hits} | ({0} if is_asked else set())
    return [hit for hit in hits if not (among[hit.start].key == REPLY and hit.start in ends)]
