"""Reading one page: look at it, take its own text if that is good, else prepare its picture and let the engine read.

Pure given its ports: the same page and settings give the same recognition, in whatever process it is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.blankness import Emptiness, emptiness, holds_little
from pipeline.imaging.components import paper
from pipeline.imaging.graphics import find_graphics, unread_places
from pipeline.imaging.marks import find_marks, labelled
from pipeline.imaging.outline import Flattened, flattened
from pipeline.imaging.page_source import OpenPage, Prepared, Recognizer, Wishes
from pipeline.imaging.patch_codes import apart_from
from pipeline.imaging.preparing import letter_height
from pipeline.imaging.quality import Measures, quality_notes
from pipeline.model.page import Code, Line, Mark, QualityNote, Recognition, TextSource, mean_confidence
from pipeline.ports import CodeReader
from pipeline.reading import text_layer
from pipeline.reading.plausibility import language_of
from pipeline.reading.recognising import (
    CONVINCING,
    Survey,
    look,
    make_ready,
    reads_in_mirror,
    recognise,
    sure_words,
    worth,
)
from pipeline.separation.cutting import ANSWER_HINT
from pipeline.separation.sheets import is_full, is_slip, needs_no_reading, patches_on, separator_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruments:
    """What reading needs from outside: the engine, the reader of bar codes, and a stopwatch in seconds."""

    recognizer: Recognizer
    codes: CodeReader
    seconds: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Lines and how they were come by; prepared: the picture the engine read, None for a page's own text.

    is_sheet: a separator sheet, known by its code and not read.
    """

    lines: tuple[Line, ...]
    source: TextSource
    rotation: int = 0
    skew_degrees: float = 0.0
    prepared: Prepared | None = None
    is_blank: bool = False
    is_sheet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The codes seen on the whole page, before it is read."""

    patches: tuple[Code, ...]
    bar_codes: tuple[Code, ...]


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
    """Read one page; return what stands on it and the seconds by stage; raises PageFailed from the renderer."""
    stages = _Stages(by.seconds)
    survey, reading = _own_text(page, wishes, stages)
    if survey is None or (reading is None and survey.picture.shape != (page.height, page.width)):
        survey = look(page.picture(for_reading=True))
        stages.done("render")
    sheet = flattened(survey.picture, survey.ink.seen, survey.letters) if reading is None else None
    recognition = None
    if sheet is not None:
        recognition = _as_photographed(_read(page, look(sheet.picture), None, wishes, by, stages), sheet)
    if recognition is None or recognition.confidence < CONVINCING:
        recognition = _better(recognition, _read(page, survey, reading, wishes, by, stages))
    return recognition, tuple(stages.spent.items())


def _read(
    page: OpenPage, survey: Survey, reading: Reading | None, wishes: Wishes, by: Instruments, stages: _Stages
) -> Recognition:
    """Read what the survey shows; reading: the page's own text, None when it has to be recognised."""
    sight = Sight(patches=patches_on(survey.picture, survey.ink), bar_codes=tuple(by.codes.read(survey.picture)))
    found = None
    if reading is None:
        reading, found = _as_a_sheet(survey, sight, wishes, by.codes)
        stages.done("codes")
    if reading is None:
        reading = _engine_text(survey, wishes, by.recognizer, stages)
    found = found or _found(survey, reading, sight, by.codes)
    stages.done("codes")
    recognition = _recognition(page, survey, reading, found, wishes, by.recognizer.name)
    stages.done("marks")
    return recognition


def _better(sheet: Recognition | None, whole: Recognition) -> Recognition:
    """Return the reading of the photographed sheet only where it tells more than that of the whole picture."""
    return sheet if sheet is not None and worth(sheet.lines) > worth(whole.lines) else whole


def _as_photographed(read: Recognition, sheet: Flattened) -> Recognition:
    """Lead what was read on a sheet made flat back to the photograph."""
    back = sheet.to_photograph
    lines = (tuple(replace(word, box=back(word.box)) for word in line.words) for line in read.lines)
    return replace(
        read,
        skew_degrees=round(read.skew_degrees + sheet.tilt_degrees, 2) if read.lines else 0.0,
        lines=tuple(Line(words=words) for words in lines),
        codes=tuple(replace(each, box=back(each.box)) for each in read.codes),
        marks=tuple(replace(each, box=back(each.box)) for each in read.marks),
        graphics=tuple(back(box) for box in read.graphics),
    )


def _as_a_sheet(
    survey: Survey, sight: Sight, wishes: Wishes, reader: CodeReader
) -> tuple[Reading, Found] | tuple[None, None]:
    """Return the reading of a separator sheet, which is none, and its codes; nothing for a page that has to be read."""
    codes: Sequence[Code] = (*sight.patches, *sight.bar_codes)
    prefixes = (*wishes.separator_codes, ANSWER_HINT)
    if not needs_no_reading(separator_of(codes, prefixes), survey.letters, wishes.separate_by):
        return None, None
    unread = Reading(lines=(), source=TextSource.NONE, is_sheet=True)
    found = _found(survey, unread, sight, reader)
    if not needs_no_reading(separator_of(found.codes, prefixes), survey.letters, wishes.separate_by):
        return None, None  # what looked like a patch is part of a bar code
    return unread, found


def _found(survey: Survey, reading: Reading, sight: Sight, reader: CodeReader) -> Found:
    """Look closer where large ink is no word; a patch in a bar code, or on a page full of text, is none."""
    unread = _unread(survey, reading)
    bar_codes = reader.read_closer(survey.picture, unread, sight.bar_codes)
    patches = () if is_full(reading.lines) else apart_from(sight.patches, bar_codes)
    return Found(codes=(*patches, *bar_codes), unread=unread)


def _own_text(page: OpenPage, wishes: Wishes, stages: _Stages) -> tuple[Survey | None, Reading | None]:
    layer = page.text_layer()
    if layer is None or not layer.lines:
        stages.done("render")
        return None, None
    picture = page.picture(for_reading=False)
    stages.done("render")
    survey = look(picture)
    layer = text_layer.seen_only(layer, survey.ink)
    is_good = layer.is_sure or text_layer.is_good(layer, survey.ink, survey.letters)
    stages.done("prepare")
    if not is_good:
        return survey, None
    turned = layer.turned if wishes.turn is None else wishes.turn
    return survey, Reading(lines=text_layer.believed(layer), source=TextSource.TEXT_LAYER, rotation=turned)


def _engine_text(survey: Survey, wishes: Wishes, engine: Recognizer, stages: _Stages) -> Reading:
    before = emptiness(survey.ink, survey.components)
    if before is Emptiness.BLANK:
        stages.done("prepare")
        return Reading(lines=(), source=TextSource.NONE, is_blank=True, rotation=wishes.turn or 0)
    stands, prepared = make_ready(survey, turn=wishes.turn)
    stages.done("prepare")
    found = recognise(survey, stands, prepared, languages=wishes.languages, engine=engine, turn=wishes.turn)
    is_blank = _is_blank(before, survey, found.lines, found.prepared, wishes, engine)
    stages.done("recognise")
    lines = () if is_blank else found.lines
    return Reading(
        lines=lines,
        source=TextSource.OCR if lines else TextSource.NONE,
        rotation=found.prepared.rotation if lines else wishes.turn or 0,
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
    is_blank = reading.is_blank and not found.codes and not fields and page.einvoice is None
    is_bare = is_blank or reading.is_sheet
    confidence = mean_confidence(word for line in reading.lines for word in line.words)
    boxes = tuple(code.box for code in found.codes)
    return Recognition(
        number=page.number,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=reading.rotation,
        skew_degrees=round(reading.skew_degrees, 2),
        is_blank=is_blank,
        separator=_separator(found.codes, reading, wishes) or ("blank" if is_blank else None),
        source=reading.source,
        language=language_of(word.text for line in reading.lines for word in line.words),
        confidence=round(confidence, 4),
        lines=reading.lines,
        codes=found.codes,
        marks=() if is_bare else _marks(survey, reading, boxes),
        form_fields=fields,
        graphics=() if is_bare else find_graphics(survey.ink.seen, found.unread, codes=boxes),
        quality=() if is_bare else _quality(survey, reading, confidence),
        engine=engine if reading.source is TextSource.OCR else "",
        einvoice=page.einvoice,
    )


def _separator(codes: Sequence[Code], reading: Reading, wishes: Wishes) -> str | None:
    """Return what makes the page a separator sheet, an answer slip among them, or None."""
    found = separator_of(codes, wishes.separator_codes)
    return found or ("barcode" if is_slip(codes, reading.lines) else None)


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
            lines=reading.lines,
        )
    )
