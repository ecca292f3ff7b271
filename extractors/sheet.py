"""A document laid out for the readers: its pages in rows and cells, with every known label marked.

A label is known when any class of the catalog has it: where one begins, the value of another ends. Where its value
may stand is told by `extractors.regions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pipeline.folding import blurred
from pipeline.geometry import Box
from pipeline.model.document import Origin
from pipeline.model.page import Recognition, TextSource
from pipeline.page_layout import PageLayout, lay_out
from pipeline.phrases import Hit, PhraseBook, Unit, best, find, phrase_book, units
from pipeline.rules.catalog import Section

REPLY = "re"
"""Behind the label of a subject these letters mark an answer (RFC 5322, 3.6.5) and ask for nothing."""
SHORT_LABEL = 2
"""Labels of at most this many letters count only before a figure or a colon, `Le 12/03/2024`, or alone in a cell."""
LONG_LABEL = 8
"""Labels of at least two words and this many letters count also inside a line."""
NEAR_LABEL = 0.8
"""A long label of one word is at least so like the word on paper: `Paulette` is no `Patiente`."""
HEADING_SHARE = 0.6
"""A heading makes at least this share of its cell's letters."""
NARROW = 4
"""Words of a line of a label that is broken over two."""
LINE_STEP = 1.6
"""Lines of one paragraph follow each other within this many letter heights."""


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


class Sheet:
    """One page laid out, with the labels of a phrase list found on it."""

    def __init__(
        self,
        page: Recognition,
        phrases: tuple[str, ...],
        sections: tuple[Section, ...] = (),
        *,
        titles: tuple[str, ...] = (),
    ) -> None:
        """Lay out the page; labels and headings are looked for when first asked. titles: of the paper, no headings."""
        self.page = page
        self.layout: PageLayout = lay_out(page)
        self._phrases = phrases
        self._sections = sections
        self._titles = frozenset(map(blurred, titles))

    @property
    def origin(self) -> Origin:
        """Return whether words come from the file's own text or from recognition."""
        return Origin.TEXT_LAYER if self.page.source is TextSource.TEXT_LAYER else Origin.TEXT

    @cached_property
    def units(self) -> dict[tuple[int, int], tuple[Unit, ...]]:
        """Return the units of each cell, by (row, cell)."""
        return {
            (row, cell): units([placed.word for placed in one.words])
            for row, cells in enumerate(self.layout.rows)
            for cell, one in enumerate(cells)
        }

    @cached_property
    def labels(self) -> dict[tuple[int, int], tuple[Label, ...]]:
        """Return the labels of each cell that has one, in order."""
        book = phrase_book(self._phrases)
        found: dict[tuple[int, int], tuple[Label, ...]] = {}
        for (row, cell), among in self.units.items():
            before = found.get((row, cell - 1), ())
            is_asked = bool(before) and before[-1].end == len(self.units[row, cell - 1])
            hits = best(_within_colons(find(book, among), among))
            accepted = _with_remarks(_without_reply(_accepted(hits, among), among, is_asked=is_asked), among)
            if accepted:
                found[row, cell] = tuple(self._label(hit, row, cell) for hit in accepted)
        return found | self._broken(book, found)

    def _broken(
        self, book: PhraseBook, found: Mapping[tuple[int, int], Sequence[Label]]
    ) -> dict[tuple[int, int], tuple[Label, ...]]:
        """Return the labels that fill two lines of a narrow column, on each of them: `Date` over `de naissance`."""
        height = self.layout.letter_height
        broken: dict[tuple[int, int], tuple[Label, ...]] = {}
        for row, (cells, below) in enumerate(pairwise(self.layout.rows)):
            for at, upper in enumerate(cells):
                for under, lower in enumerate(below):
                    near = abs(lower.box.left - upper.box.left) < height and lower.box.top - upper.box.bottom < height
                    first, second = self.units[row, at], self.units[row + 1, under]
                    if not near or (row + 1, under) in found or max(len(first), len(second)) > NARROW:
                        continue
                    hits = [h for h in find(book, (*first, *second)) if h.likeness == 1 and h.start == 0]
                    whole = next((h for h in hits if h.end == len(first) + len(second)), None)
                    if whole and first and second and not first[-1].has_colon:
                        broken[row, at] = (self._label(replace(whole, end=len(first)), row, at),)
                        broken[row + 1, under] = (self._label(replace(whole, end=len(second)), row + 1, under),)
        return broken

    @cached_property
    def label_lines(self) -> frozenset[int]:
        """Return the identities of the first words of cells that are a label and little else: they are no names."""
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
        """Return the headings that stand alone on their row (or beside other headings), with their section's name."""
        owner = {heading: section.name for section in self._sections for heading in section.headings}
        found: list[tuple[Box, str]] = []
        for row, cells in enumerate(self.layout.rows):
            hits = [self._heading(row, cell, owner) for cell in range(len(cells))]
            heads = [hit for hit in hits if hit is not None]
            if heads and len(heads) == len([c for c in range(len(cells)) if self.units[row, c]]):
                found += [(cells[label.cell].box, owner[label.phrase]) for label in heads]
        return tuple(found)

    def _heading(self, row: int, cell: int, owner: Mapping[str, str]) -> Label | None:
        """Return the heading that makes most of a cell, if one does; a cell with a value behind a colon is no heading.

        Headings of one section may share it: `L'employeur actuel ou le dernier employeur`.
        """
        among = self.units[row, cell]
        if "".join(unit.key for unit in among) in self._titles:
            return None
        whole = sum(len(unit.key) for unit in among)
        hits = best(find(phrase_book(tuple(owner)), among))
        for first in hits:
            of_one = [hit for hit in hits if owner[hit.phrase] == owner[first.phrase]]
            held = sum(len(unit.key) for hit in of_one for unit in among[hit.start : hit.end])
            if held >= HEADING_SHARE * whole:
                return self._label(first, row, cell)
        return None

    def section_of(self, box: Box) -> str | None:
        """Return the section that a place (upright) stands in: that of the last heading above it, not right of it."""
        above = [
            (head.top, head.left, name)
            for head, name in self.sections
            if head.top <= box.top + 0.2 * box.height and head.left <= box.left + 3 * self.layout.letter_height
        ]
        return max(above)[2] if above else None

    def labelled(self, phrases: Sequence[str]) -> Iterator[Label]:
        """Yield the labels found that are one of the phrases, from the top of the page."""
        wanted = set(phrases)
        for place in sorted(self.labels):
            yield from (label for label in self.labels[place] if label.phrase in wanted)

    def headings(self, row: int, phrases: tuple[str, ...]) -> tuple[Label, ...]:
        """Return the phrases that make most of a cell of the row, as heads of columns do."""
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

    def begins_with_label(self, row: int, cell: int) -> bool:
        """Return whether a cell begins with a label."""
        return any(label.start == 0 for label in self.labels.get((row, cell), ()))


def is_numbering(before: Sequence[Unit]) -> bool:
    """Return whether what stands before a label is the number or letter that forms print there, or nothing."""
    return all(len(unit.key) == 1 or unit.text[:1].isdigit() for unit in before)


def _within_colons(hits: Sequence[Hit], among: Sequence[Unit]) -> list[Hit]:
    """Leave out what is like a phrase across a colon: in `Re: Apartment 14` the words before and behind are two."""
    return [hit for hit in hits if hit.likeness == 1 or not any(u.has_colon for u in among[hit.start : hit.end - 1])]


def _accepted(hits: Sequence[Hit], among: Sequence[Unit]) -> list[Hit]:
    """Keep the phrases that stand as labels: at the head of a cell, before a colon, or long; not words of a text."""
    kept: list[Hit] = []
    for hit in hits:
        letters = sum(len(unit.key) for unit in among[hit.start : hit.end])
        has_colon = among[hit.end - 1].has_colon
        follows = among[hit.end].text.lstrip("€£$")[:1].isdigit() if hit.end < len(among) else False
        is_whole = hit.end - hit.start == len(among) and among[0].text[:1].isupper()
        if letters <= SHORT_LABEL and not (has_colon or follows or is_whole):
            continue
        is_near = hit.likeness < (1 if letters < LONG_LABEL else NEAR_LABEL)
        if hit.end - hit.start == 1 and is_near and not has_colon:
            continue  # one word that is nearly a label is as likely a name: `MARIE` is no `Mairie`
        leads = is_numbering(among[: hit.start])
        in_sentence = hit.end - hit.start == 1 and hit.end < len(among) and among[hit.end].text[:1].islower()
        is_next = bool(kept) and kept[-1].end == hit.start and not in_sentence  # `constatée pour la première fois`
        is_long = hit.end - hit.start > 1 and (letters >= LONG_LABEL or follows)
        if leads or has_colon or is_next or is_long:
            kept.append(hit)
    return kept


def _with_remarks(hits: Sequence[Hit], among: Sequence[Unit]) -> list[Hit]:
    """Let a remark in brackets be of the label that it stands behind: `Adresse (si différente du domicile) :`."""
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(replace(hit, end=_end_of_remark(among, hit.end)))
    return kept


def _end_of_remark(among: Sequence[Unit], start: int) -> int:
    """Return where a remark in brackets that begins there ends, one with figures being none; else the place itself."""
    if start == len(among) or not among[start].text.startswith("("):
        return start
    end = next((at for at in range(start, len(among)) if among[at].text.endswith(")")), None)
    is_worded = end is not None and not any(map(str.isdigit, "".join(unit.text for unit in among[start : end + 1])))
    return end + 1 if end is not None and is_worded else start


def _without_reply(hits: Sequence[Hit], among: Sequence[Unit], *, is_asked: bool) -> list[Hit]:
    """Leave out the mark of an answer where a label before it asks for the value; is_asked: in the cell before."""
    ends = {hit.end for hit in hits} | ({0} if is_asked else set())
    return [hit for hit in hits if not (among[hit.start].key == REPLY and hit.start in ends)]
