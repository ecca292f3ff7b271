"""Reading one page: look at it, take its own text if that is good, else prepare its picture and let the engine read.

Pure given its ports: the same page and settings give the same recognition, in whatever process it is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline import text_layer
from pipeline.blankness import Emptiness, emptiness, holds_little
from pipeline.components import paper
from pipeline.geometry import Box, PageMatrix
from pipeline.graphics import find_graphics, unread_places
from pipeline.imaging import letter_height
from pipeline.marks import find_marks, labelled
from pipeline.model.page import Code, Line, Mark, QualityNote, Recognition, TextSource
from pipeline.page_source import OpenPage, Prepared, Recognizer
from pipeline.patch_codes import apart_from, find_patch_codes
from pipeline.plausibility import language_of
from pipeline.ports import CodeReader
from pipeline.quality import Measures, quality_notes
from pipeline.recognising import (
    Survey,
    look,
    make_ready,
    mean_confidence,
    reads_in_mirror,
    recognise,
    sure_words,
)

PATCH_WORDS = {f"PATCH{name}": f"patch-{name.lower()}" for name in "12346T"}
"""Payloads of bar codes that stand for a patch, as separator sheets of other programs print them."""

MOST_WORDS_OF_A_SHEET = 300
DARK_SHEET = 110.0
"""Mean grey of a sheet: with patch bars along all four edges a sheet of white paper is still above 150."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How pages are to be read: Tesseract languages, the usual one first; prefixes of separator bar codes."""

    languages: tuple[str, ...]
    separator_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruments:
    """What reading needs from outside: the engine, the reader of bar codes, and a stopwatch in seconds."""

    recognizer: Recognizer
    codes: CodeReader
    seconds: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Lines and how they were come by; prepared: the picture the engine read, None for a page's own text."""

    lines: tuple[Line, ...]
    source: TextSource
    rotation: int = 0
    skew_degrees: float = 0.0
    prepared: Prepared | None = None
    is_blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands on the page beside words: codes, and large ink that no word explains."""

    codes: tuple[Code, ...]
    unread: tuple[Box, ...]


class _Stages:
    """Adds up the seconds by stage."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._last = seconds()
        self.spent: dict[str, float] = {}

    def done(self, stage: str) -> None:
        now = self._seconds()
        self.spent[stage] = self.spent.get(stage, 0.0) + now - self._last
        self._last = now


def read_page(page: OpenPage, wishes: Wishes, by: Instruments) -> tuple[Recognition, tuple[tuple[str, float], ...]]:
    """Read one page; give what stands on it and the seconds by stage; raises PageFailed from the renderer."""
    stages = _Stages(by.seconds)
    survey, reading = _own_text(page, stages)
    if survey is None or reading is None:
        if survey is None or survey.picture.shape != (page.height, page.width):
            survey = look(page.picture(for_reading=True))
            stages.done("render")
        reading = _engine_text(survey, wishes, by.recognizer, stages)
    unread = _unread(survey, reading)
    bar_codes = by.codes.read(survey.picture, unread)
    codes = (*apart_from(_patches(survey, reading), bar_codes), *bar_codes)
    stages.done("codes")
    found = Found(codes=codes, unread=unread)
    recognition = _recognition(page, survey, reading, found, wishes, by.recognizer.name)
    stages.done("marks")
    return recognition, tuple(stages.spent.items())


def _own_text(page: OpenPage, stages: _Stages) -> tuple[Survey | None, Reading | None]:
    layer = page.text_layer()
    if layer is None or not layer.lines:
        stages.done("render")
        return None, None
    picture = page.picture(for_reading=False)
    stages.done("render")
    survey = look(picture)
    layer = text_layer.seen_only(layer, survey.ink)
    is_good = text_layer.is_good(layer, survey.ink, survey.letters)
    stages.done("prepare")
    if not is_good:
        return survey, None
    return survey, Reading(lines=text_layer.believed(layer), source=TextSource.TEXT_LAYER, rotation=layer.turned)


def _engine_text(survey: Survey, wishes: Wishes, engine: Recognizer, stages: _Stages) -> Reading:
    before = emptiness(survey.ink, survey.components)
    if before is Emptiness.BLANK:
        stages.done("prepare")
        return Reading(lines=(), source=TextSource.NONE, is_blank=True)
    stands, prepared = make_ready(survey)
    stages.done("prepare")
    found = recognise(survey, stands, prepared, languages=wishes.languages, engine=engine)
    is_blank = _is_blank(before, survey, found.lines, found.prepared, wishes, engine)
    stages.done("recognise")
    lines = () if is_blank else found.lines
    return Reading(
        lines=lines,
        source=TextSource.OCR if lines else TextSource.NONE,
        rotation=found.prepared.rotation if lines else 0,
        skew_degrees=found.prepared.skew_degrees if lines else 0.0,
        prepared=found.prepared,
        is_blank=is_blank,
    )


def _is_blank(
    before: Emptiness,
    survey: Survey,
    lines: Sequence[Line],
    prepared: Prepared,
    wishes: Wishes,
    engine: Recognizer,
) -> bool:
    """Settle the doubt about a page with little or pale ink, now that it was read; in doubt it is not blank."""
    if before is Emptiness.PALE:
        return reads_in_mirror(prepared, lines, languages=wishes.languages, engine=engine)
    if before is Emptiness.WRITTEN or sure_words(lines):
        return False
    return holds_little(survey.ink, survey.components)


def _recognition(
    page: OpenPage, survey: Survey, reading: Reading, found: Found, wishes: Wishes, engine: str
) -> Recognition:
    fields = page.form_fields()
    is_blank = reading.is_blank and not found.codes and not fields
    confidence = mean_confidence(reading.lines)
    boxes = tuple(code.box for code in found.codes)
    return Recognition(
        number=page.number,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=reading.rotation,
        skew_degrees=round(reading.skew_degrees, 2),
        is_blank=is_blank,
        separator=_separator(found.codes, wishes, is_blank=is_blank),
        source=reading.source,
        language=language_of(word.text for line in reading.lines for word in line.words),
        confidence=round(confidence, 4),
        lines=reading.lines,
        codes=found.codes,
        marks=() if is_blank else _marks(survey, reading, boxes),
        form_fields=fields,
        graphics=() if is_blank else find_graphics(survey.picture, found.unread, codes=boxes),
        quality=() if is_blank else _quality(survey, reading, confidence),
        engine=engine if reading.source is TextSource.OCR else "",
    )


def _separator(codes: Sequence[Code], wishes: Wishes, *, is_blank: bool) -> str | None:
    """Give what makes the page a separator sheet: a patch, a bar code of the batch class, or emptiness."""
    for code in codes:
        if code.symbology.startswith("patch-"):
            return code.symbology
    for code in codes:
        if code.payload.strip().replace(" ", "").upper() in PATCH_WORDS:
            return PATCH_WORDS[code.payload.strip().replace(" ", "").upper()]
    if any(code.payload.startswith(wishes.separator_codes) for code in codes):
        return "barcode"
    return "blank" if is_blank else None


def _patches(survey: Survey, reading: Reading) -> tuple[Code, ...]:
    """Give the patch codes of a page that can be a separator sheet: white paper, and not full of text.

    A page lost as a separator is worse than a sheet that is kept, so stripes on a dark or written page are no patch.
    """
    is_full = sum(len(line.words) for line in reading.lines) > MOST_WORDS_OF_A_SHEET
    is_dark = float(survey.picture[::8, ::8].mean()) < DARK_SHEET
    return () if is_full or is_dark else find_patch_codes(survey.ink.mask)


def _unread(survey: Survey, reading: Reading) -> tuple[Box, ...]:
    words = tuple(word for line in reading.lines for word in line.words)
    letter = letter_height(survey.letters, rotation=reading.rotation, scale=1.0)
    return unread_places(survey.ink, letter=letter, words=words)


def _marks(survey: Survey, reading: Reading, boxes: Sequence[Box]) -> tuple[Mark, ...]:
    words = tuple(word for line in reading.lines for word in line.words)
    if reading.prepared is not None:
        ready = reading.prepared
        found = find_marks(ready.grey, ready.matrix, letter=ready.letter_height, words=words, not_in=boxes)
        return labelled(found, words)
    height, width = survey.picture.shape
    as_seen = PageMatrix(width, 0.0, 0.0, 0.0, height, 0.0)
    letter = letter_height(survey.letters, rotation=0, scale=survey.ink.scale)
    return labelled(find_marks(survey.picture, as_seen, letter=letter, words=words, not_in=boxes), words)


def _quality(survey: Survey, reading: Reading, confidence: float) -> tuple[QualityNote, ...]:
    if reading.source is TextSource.TEXT_LAYER:
        return ()
    return quality_notes(
        Measures(
            ink=survey.ink,
            letters=survey.letters,
            letter=letter_height(survey.letters, rotation=reading.rotation, scale=survey.ink.scale),
            paper_level=float(paper(survey.picture[::8, ::8]).mean()),
            skew_degrees=reading.skew_degrees,
            confidence=confidence if reading.source is TextSource.OCR else None,
        )
    )
