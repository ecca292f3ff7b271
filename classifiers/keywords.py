"""Telling words: titles and phrases from the rules, weighed by where and how large they stand on the page.

A title counts fully at the head of the first page or in large letters, and half elsewhere; each phrase counts
once, on its best place. Phrases of the rules' `against` speak against the class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.catalog import Catalog, DocumentClass
from pipeline.folding import letters
from pipeline.model.document import Evidence
from pipeline.model.page import Recognition, Word
from pipeline.page_layout import Upright, source_box
from pipeline.phrases import Hit, Unit, find, phrase_book, units

TITLE_WEIGHT = 6.0
HEAD_OF_PAGE = 0.35
"""The part of the first page, from its top, where titles stand."""
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
    """All that speaks for one class."""

    document_class: str
    spoken: tuple[Spoken, ...]

    @property
    def points(self) -> float:
        """Give the sum of the points, never below 0."""
        return max(0.0, sum(each.points for each in self.spoken))

    @property
    def tellings(self) -> int:
        """Give how many different phrases speak for the class; a standing title counts as two."""
        return sum(2 if each.is_title else 1 for each in self.spoken if each.points > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A phrase on its best place in the document."""

    likeness: float
    prominence: float
    evidence: Evidence


def keyword_scores(pages: Sequence[Recognition], catalog: Catalog) -> tuple[Score, ...]:
    """Give the score of every class of which a phrase was found, the highest first."""
    found = _phrases_found(pages, catalog)
    scores = [_score(each, found) for each in catalog.classes]
    return tuple(sorted((s for s in scores if s.spoken), key=lambda s: (-s.points, s.document_class)))


def _phrases_found(pages: Sequence[Recognition], catalog: Catalog) -> dict[str, _Found]:
    book = phrase_book(tuple(dict.fromkeys(phrase for each in catalog.classes for phrase in _phrases(each))))
    found: dict[str, _Found] = {}
    for position, page in enumerate(pages):
        among = units(page.words)
        upright = Upright(rotation=page.rotation, aspect=1.0)
        height = median(upright.box(unit.word.box).height for unit in among) if among else 1.0
        for hit in find(book, among):
            place = _place(hit, among, page.number)
            prominence = _prominence(hit, among, upright=upright, height=height, is_first=position == 0)
            best = found.get(hit.phrase)
            if best is None or prominence * hit.likeness > best.prominence * best.likeness:
                found[hit.phrase] = _Found(likeness=hit.likeness, prominence=prominence, evidence=place)
    return found


def _phrases(each: DocumentClass) -> tuple[str, ...]:
    return (*each.titles, *(w.text for w in each.words), *(w.text for w in each.against))


def _place(hit: Hit, among: Sequence[Unit], number: int) -> Evidence:
    words: dict[int, Word] = {unit.index: unit.word for unit in among[hit.start : hit.end]}
    return Evidence(page=number, box=source_box(words.values()), text=" ".join(w.text for w in words.values()))


def _prominence(hit: Hit, among: Sequence[Unit], *, upright: Upright, height: float, is_first: bool) -> float:
    """Give 1 for a phrase that stands as a title, 0.5 for one that stands in running text or further down."""
    boxes = [upright.box(unit.word.box) for unit in among[hit.start : hit.end]]
    is_large = median(box.height for box in boxes) >= LARGE * height
    is_high = is_first and boxes[0].top < HEAD_OF_PAGE
    is_capital = all(unit.text.isupper() for unit in among[hit.start : hit.end] if len(letters(unit.text)) > 2)
    return 1.0 if is_large or (is_high and (is_capital or not _is_inside_text(hit, among))) else 0.5


def _is_inside_text(hit: Hit, among: Sequence[Unit]) -> bool:
    """Tell whether a word of small letters stands right before the phrase on its line, as in running text."""
    if hit.start == 0:
        return False
    before, first = among[hit.start - 1], among[hit.start]
    level = abs(before.word.box.centre[1] - first.word.box.centre[1]) < 0.5 * first.word.box.height
    is_near = 0 <= first.word.box.left - before.word.box.right < 0.02
    return level and is_near and before.text.islower()


def _score(each: DocumentClass, found: dict[str, _Found]) -> Score:
    spoken = []
    titles = [(phrase, found[phrase]) for phrase in each.titles if phrase in found]
    if titles:
        phrase, best = max(titles, key=lambda pair: (pair[1].prominence * pair[1].likeness, len(pair[0])))
        points = TITLE_WEIGHT * best.prominence * best.likeness**2
        is_title = best.prominence == 1.0
        spoken.append(Spoken(phrase=phrase, points=points, is_title=is_title, evidence=best.evidence))
    for sign, tellings in ((1, each.words), (-1, each.against)):
        for telling in tellings:
            if telling.text in found:
                place = found[telling.text]
                points = sign * telling.weight * place.likeness**2
                spoken.append(Spoken(phrase=telling.text, points=points, is_title=False, evidence=place.evidence))
    return Score(document_class=each.code, spoken=tuple(spoken))
