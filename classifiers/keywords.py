"""Telling words: titles and phrases from the rules, weighed by where and how large they stand on the page.

A title counts fully at the head of the first page or in large letters, and half elsewhere; a title of one word, which
running text uses as well, only where it stands out. A phrase that ends with a colon counts as a label only. Each
phrase counts once, on its best place, and of phrases that share words the strongest alone: one inside another is no
second witness. Phrases of the rules' `against` speak against the class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

from pipeline.folding import fold, letters, stem
from pipeline.model.document import Evidence
from pipeline.model.page import Line, Recognition, Word
from pipeline.page_layout import HEAD_OF_PAGE, Upright, evidence_of, source_box
from pipeline.phrases import Hit, Unit, find, phrase_book, units
from pipeline.rules.catalog import Catalog, DocumentClass, Telling

TITLE_WEIGHT = 6.0
ELSEWHERE = {False: 0.5, True: 0.2}
"""What a phrase counts where it does not stand as a title, by whether it is a single word."""
LOOSE = 0.95
"""The likeness of a title whose words stand in a title line in another order or with others between."""
SPACE, TAB = 0.02, 0.1
"""The most room, in page widths, between two words of running text, and between a label and its value."""
LARGE = 1.3
"""Letters of a title are that much larger than the page's median."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One phrase that speaks for a class: points (against: negative), whether it stands as a title, and where."""

    phrase: str
    points: float
    is_title: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All that speaks for one class; gives_way: a general class goes before it, as the form of the paper has it."""

    document_class: str
    spoken: tuple[Spoken, ...]
    is_general: bool = False
    gives_way: bool = False

    @property
    def points(self) -> float:
        """Return the sum of the points, never below 0."""
        return max(0.0, sum(each.points for each in self.spoken))

    @property
    def is_headed(self) -> bool:
        """Return whether a title of the class stands on the paper."""
        return any(each.is_title for each in self.spoken)

    @property
    def tellings(self) -> int:
        """Return how many different phrases speak for the class; a standing title counts as two."""
        return sum(2 if each.is_title else 1 for each in self.spoken if each.points > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A line that stands as a title: the stems of its words, and how many of them carry meaning."""

    stems: frozenset[str]
    length: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A phrase on its best place in the document; units: those of the page [start, end) in which it was read."""

    likeness: float
    prominence: float
    evidence: Evidence
    units: range = range(0)


def keyword_scores(pages: Sequence[Recognition], catalog: Catalog) -> tuple[Score, ...]:
    """Return the score of every class of which a phrase was found, the highest first."""
    found = _phrases_found(pages, catalog)
    heads = _heads(pages[0]) if pages else ()
    scores = [_score(each, found, heads) for each in catalog.classes]
    return tuple(sorted((s for s in scores if s.spoken), key=lambda s: (-s.points, s.document_class)))


def _phrases_found(pages: Sequence[Recognition], catalog: Catalog) -> dict[str, _Found]:
    book = phrase_book(catalog.phrases)
    found: dict[str, _Found] = {}
    for position, page in enumerate(pages):
        among = units(page.words)
        upright = Upright(rotation=page.rotation, aspect=1.0)
        height = median(upright.box(unit.word.box).height for unit in among) if among else 1.0
        for hit in find(book, among):
            if hit.phrase.endswith(":") and not among[hit.end - 1].has_colon:
                continue
            place = _place(hit, among, page.number)
            prominence = _prominence(hit, among, upright=upright, height=height, is_first=position == 0)
            best = found.get(hit.phrase)
            if best is None or prominence * hit.likeness > best.prominence * best.likeness:
                among_units = range(hit.start, hit.end)
                found[hit.phrase] = _Found(
                    likeness=hit.likeness, prominence=prominence, evidence=place, units=among_units
                )
    return found


def _heads(page: Recognition) -> tuple[_Head, ...]:
    """Return the lines that stand as titles: large, or in capitals at the head; two in a row also count as one."""
    upright = Upright(rotation=page.rotation, aspect=1.0)
    heights = [upright.box(word.box).height for word in page.words]
    usual = median(heights) if heights else 1.0
    lines = [line for line in page.lines if line.words and _is_head(line, upright, usual)]
    joined = [Line(words=(*one.words, *two.words)) for one, two in pairwise(lines)]
    return tuple(
        _Head(
            stems=frozenset(stem(word.text) for word in line.words),
            length=sum(len(letters(word.text)) > 3 for word in line.words),
            evidence=Evidence(page=page.number, box=source_box(line.words), text=line.text),
        )
        for line in (*lines, *joined)
    )


def _is_head(line: Line, upright: Upright, usual: float) -> bool:
    boxes = [upright.box(word.box) for word in line.words]
    is_large = median(box.height for box in boxes) >= LARGE * usual
    is_capital = line.text.isupper() and boxes[0].top < HEAD_OF_PAGE
    return len(line.words) <= 14 and (is_large or is_capital)


def _loosely(title: str, heads: Sequence[_Head]) -> list[_Found]:
    """Return the title lines that hold every content word of a title, in whatever order, and few other words."""
    wanted = _content(title)
    if len(wanted) < 2:
        return []
    return [
        _Found(likeness=LOOSE, prominence=1.0, evidence=head.evidence)
        for head in heads
        if wanted <= head.stems and head.length <= len(wanted) + 2
    ]


@lru_cache(maxsize=4096)
def _content(title: str) -> frozenset[str]:
    """Return the stems of a title's content words; the titles of the rules are asked for with every document."""
    return frozenset(stem(word) for word in fold(title).replace("'", " ").split() if len(letters(word)) > 3)


def _place(hit: Hit, among: Sequence[Unit], number: int) -> Evidence:
    words: dict[int, Word] = {unit.index: unit.word for unit in among[hit.start : hit.end]}
    return evidence_of(tuple(words.values()), page=number)


def _prominence(hit: Hit, among: Sequence[Unit], *, upright: Upright, height: float, is_first: bool) -> float:
    """Return 1 for a phrase that stands as a title; one in running text or further down 0.5, and a single word 0.2."""
    boxes = [upright.box(unit.word.box) for unit in among[hit.start : hit.end]]
    is_large = median(box.height for box in boxes) >= LARGE * height and _is_in_large(hit, among, upright, height)
    is_high = is_first and boxes[0].top < HEAD_OF_PAGE
    is_capital = all(unit.text.isupper() for unit in among[hit.start : hit.end] if len(letters(unit.text)) > 2)
    is_single = len(hit.phrase.replace("'", " ").split()) == 1
    is_apart = not (_is_led(hit, among) or (is_single and _is_followed(hit, among)))
    stands_out = is_large or (is_high and (is_capital or is_apart))
    return 1.0 if stands_out and not _is_labelled(hit, among) else ELSEWHERE[is_single]


def _is_in_large(hit: Hit, among: Sequence[Unit], upright: Upright, height: float) -> bool:
    """Return whether the words beside the phrase are large too: in running text a word with long strokes is not."""
    first, end = hit.start, hit.end
    while first and _is_beside(*among[first - 1 : first + 1]):
        first -= 1
    while end < len(among) and _is_beside(*among[end - 1 : end + 1]):
        end += 1
    return median(upright.box(unit.word.box).height for unit in among[first:end]) >= LARGE * height


def _is_led(hit: Hit, among: Sequence[Unit]) -> bool:
    """Return whether a word of small letters stands right before the phrase on its line, as in running text."""
    return hit.start > 0 and among[hit.start - 1].text.islower() and _is_beside(*among[hit.start - 1 : hit.start + 1])


def _is_labelled(hit: Hit, among: Sequence[Unit]) -> bool:
    """Return whether the phrase is the value of a label, as a letter's subject is (`Objet : Demande d'aide`)."""
    if hit.start == 0:
        return False
    before = among[hit.start - 1]
    return before.has_colon and _is_beside(before, among[hit.start], gap=TAB)


def _is_followed(hit: Hit, among: Sequence[Unit]) -> bool:
    """Return whether a word of small letters stands right after the phrase on its line."""
    return hit.end < len(among) and among[hit.end].text.islower() and _is_beside(among[hit.end - 1], among[hit.end])


def _is_beside(one: Unit, other: Unit, *, gap: float = SPACE) -> bool:
    level = abs(one.word.box.centre[1] - other.word.box.centre[1]) < 0.5 * other.word.box.height
    return level and 0 <= other.word.box.left - one.word.box.right < gap


def _score(each: DocumentClass, found: dict[str, _Found], heads: Sequence[_Head]) -> Score:
    spoken = []
    titles = [(phrase, found[phrase]) for phrase in each.titles if phrase in found]
    titles += [(phrase, loose) for phrase in each.titles for loose in _loosely(phrase, heads)]
    if titles:
        phrase, best = max(titles, key=lambda pair: (pair[1].prominence * pair[1].likeness, len(pair[0])))
        points = TITLE_WEIGHT * best.prominence * best.likeness**2
        is_title = best.prominence == 1.0
        spoken.append(Spoken(phrase=phrase, points=points, is_title=is_title, evidence=best.evidence))
    for sign, tellings in ((1, each.words), (-1, each.against)):
        spoken += _told(sign, tellings, found)
    return Score(document_class=each.code, spoken=tuple(spoken), is_general=each.is_general)


def _told(sign: int, tellings: Sequence[Telling], found: dict[str, _Found]) -> Sequence[Spoken]:
    """Return what speaks for a class (sign 1) or against it (-1); of phrases that share words the strongest alone."""
    heard = []
    for telling in tellings:
        if telling.text in found:
            place = found[telling.text]
            points = sign * telling.weight * place.likeness**2 * (place.prominence if sign < 0 else 1.0)
            spoken = Spoken(phrase=telling.text, points=points, is_title=False, evidence=place.evidence)
            heard.append((spoken, place.units))
    taken: set[tuple[int, int]] = set()
    kept = []
    for spoken, among in sorted(heard, key=lambda each: -abs(each[0].points)):
        units_of = {(spoken.evidence.page, unit) for unit in among}
        if not units_of & taken:
            taken |= units_of
            kept.append(spoken)
    return kept
