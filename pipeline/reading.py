"""Reading one page: look at it, take its own text if that is good, else prepare its picture and let the engine read.

Pure given its ports: the same page and settings give the same recognition, in whatever process it is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline import text_layer
from pipeline.components import Components, Ink, components, find_ink, letters
from pipeline.imaging import cleaning_for, letter_height, prepare
from pipeline.model.page import Code, Line, Recognition, TextSource, Word
from pipeline.orientation import Bearing, bearing
from pipeline.page_source import OpenPage, Prepared, Recognizer
from pipeline.plausibility import is_plausible, language_of
from pipeline.ports import CodeReader, EngineReading, Grey

CONVINCING = 0.70
"""Mean confidence of a reading whose turn need not be doubted."""

ENOUGH_LETTERS = 12
"""Letters a page must have before its turn is doubted."""

ISO_LANGUAGES = {"fra": "fr", "eng": "en", "deu": "de", "spa": "es", "ita": "it", "nld": "nl"}


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
class Survey:
    """What can be measured on a page's picture before it is read."""

    picture: Grey
    ink: Ink
    components: Components
    letters: Components


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Lines and how they were come by."""

    lines: tuple[Line, ...]
    confidence: float
    source: TextSource
    rotation: int
    skew_degrees: float


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


def read_page(page: OpenPage, wishes: Wishes, with_: Instruments) -> tuple[Recognition, tuple[tuple[str, float], ...]]:
    """Read one page; give what stands on it and the seconds by stage; raises PageFailed from the renderer."""
    stages = _Stages(with_.seconds)
    survey, reading = _own_text(page, stages)
    if survey is None or reading is None:
        if survey is None or not _is_as_sharp(survey.picture, page):
            survey = look(page.picture(for_reading=True))
            stages.done("render")
        reading = _engine_text(survey, wishes, with_.recognizer, stages)
    found = with_.codes.read(survey.picture)
    stages.done("codes")
    recognition = _recognition(page, reading, found, with_.recognizer.name)
    return recognition, tuple(stages.spent.items())


def look(picture: Grey) -> Survey:
    """Measure a page's picture."""
    ink = find_ink(picture)
    every = components(ink.mask)
    return Survey(picture=picture, ink=ink, components=every, letters=letters(every))


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
    lines = text_layer.believed(layer)
    return survey, Reading(
        lines=lines, confidence=_mean(lines), source=TextSource.TEXT_LAYER, rotation=layer.turned, skew_degrees=0.0
    )


def _is_as_sharp(picture: Grey, page: OpenPage) -> bool:
    """Tell whether the picture looked at is already the page in full."""
    return picture.shape == (page.height, page.width)


def _engine_text(survey: Survey, wishes: Wishes, engine: Recognizer, stages: _Stages) -> Reading:
    stands = bearing(survey.letters, width=survey.ink.mask.shape[1], height=survey.ink.mask.shape[0])
    prepared = _prepared(survey, stands)
    stages.done("prepare")
    reading = _in_its_language(engine, prepared, wishes.languages)
    if reading.confidence < CONVINCING and len(survey.letters) >= ENOUGH_LETTERS:
        prepared, reading = _turned_better(survey, stands, prepared, reading, wishes, engine)
    stages.done("recognise")
    return Reading(
        lines=reading.lines,
        confidence=reading.confidence,
        source=TextSource.OCR if reading.lines else TextSource.NONE,
        rotation=prepared.rotation,
        skew_degrees=prepared.skew_degrees,
    )


def _prepared(survey: Survey, stands: Bearing) -> Prepared:
    return prepare(
        survey.picture,
        bearing=stands,
        cleaning=cleaning_for(survey.ink, survey.components, survey.letters),
        letter=letter_height(survey.letters, rotation=stands.rotation, scale=survey.ink.scale),
    )


def _in_its_language(engine: Recognizer, prepared: Prepared, languages: tuple[str, ...]) -> EngineReading:
    """Read in the usual language; when the words are those of another one asked for, read again in that one.

    Reading in two languages at once costs a quarter more on every page (measured); pages in the second are few.
    """
    first = engine.read(prepared, languages=languages[:1])
    spoken = language_of(word.text for line in first.lines for word in line.words)
    for other in languages[1:]:
        if spoken is not None and ISO_LANGUAGES.get(other) == spoken:
            again = engine.read(prepared, languages=(other,))
            return max(first, again, key=_worth)
    return first


def _turned_better(
    survey: Survey, stands: Bearing, prepared: Prepared, reading: EngineReading, wishes: Wishes, engine: Recognizer
) -> tuple[Prepared, EngineReading]:
    """Doubt the turn: ask the engine's own detector, read again when it says otherwise, and keep the better."""
    answer = engine.upright(prepared)
    turn = answer[0] if answer is not None else 180 if stands.certainty < 1.1 and reading.confidence < 0.5 else 0
    if turn == 0:
        return prepared, reading
    other = Bearing(
        rotation=(stands.rotation + turn) % 360, skew_degrees=stands.skew_degrees, certainty=stands.certainty
    )
    if turn in {90, 270}:
        other = Bearing(rotation=other.rotation, skew_degrees=0.0, certainty=1.0)
    turned = _prepared(survey, other)
    again = _in_its_language(engine, turned, wishes.languages)
    return (turned, again) if _worth(again) > _worth(reading) else (prepared, reading)


def _worth(reading: EngineReading) -> float:
    """Weigh a reading: sure characters in words that look like words."""
    return sum(
        len(word.text) * word.confidence**2
        for line in reading.lines
        for word in line.words
        if len(word.text) > 1 and is_plausible(word.text)
    )


def _mean(lines: Sequence[Line]) -> float:
    words: list[Word] = [word for line in lines for word in line.words]
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0


def _recognition(page: OpenPage, reading: Reading, codes: Sequence[Code], engine: str) -> Recognition:
    return Recognition(
        number=page.number,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=reading.rotation,
        skew_degrees=round(reading.skew_degrees, 2),
        is_blank=False,
        separator=None,
        source=reading.source,
        language=language_of(word.text for line in reading.lines for word in line.words),
        confidence=round(reading.confidence, 4),
        lines=reading.lines,
        codes=tuple(codes),
        marks=(),
        form_fields=page.form_fields(),
        graphics=(),
        quality=(),
        engine=engine,
    )
