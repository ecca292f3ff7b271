"""Letting the engine read a prepared picture well: the right turn, the right language, the zone of an identity paper.

The engine is asked as little as possible, because it is what costs: once for a page that reads well.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.imaging.combs import read_combs
from pipeline.imaging.components import Components, Ink, components, find_ink, letters
from pipeline.imaging.dotted_lines import without_dotted_lines
from pipeline.imaging.handwriting import told_from_print
from pipeline.imaging.orientation import SURE_UPSIDE_DOWN, UPRIGHT, Bearing, bearing, bearing_of
from pipeline.imaging.page_source import Prepared, Recognizer
from pipeline.imaging.preparing import for_whole_page, in_even_light, letter_height, prepare, without_margins
from pipeline.model.page import Line, Word, mean_confidence
from pipeline.mrz.zone import looks_like_zone, read_zones, upright_zone_lines
from pipeline.page_layout import Upright
from pipeline.ports import EngineReading, Grey
from pipeline.reading.bad_page import read_bad_page_again
from pipeline.reading.band_lines import read_dark_bands
from pipeline.reading.hardly_read import read_parts_again
from pipeline.reading.lost_words import with_lost_words
from pipeline.reading.missed_lines import read_missed_lines
from pipeline.reading.plausibility import is_plausible, language_of
from pipeline.reading.reading_order import reordered
from pipeline.reading.second_reading import read_doubtful_again
from pipeline.reading.strokes import without_strokes

CONVINCING = 0.70
"""Mean confidence of a reading whose turn need not be doubted."""

ENOUGH_LETTERS = 12
"""Letters a page must have before its turn is doubted."""

GOOD_IN_ANY_LANGUAGE = 0.90
"""Mean confidence above which a second language gains too little: clean English print read in French and in English
had 93.6 and 94.0 % of its words (measured), for twice the time."""

SURE_WORD = 0.6
BETTER_IN_MIRROR = 1.5
SURE_WORDS = 12
"""So many sure words are not read in a page that lies wrong."""

LONG_WORD = 4
"""A word of so many letters is wider than high."""

ZONE_WEIGHT = 60.0
"""What a line of a machine-readable zone adds to the worth of a reading: which way it reads is the way up."""

FEWEST_TO_TURN = 3
"""Sure words, or a zone, that a reading needs for the page to be turned: a photograph stays as it lay."""

DARK_GROUND, DARK_SHARE = 100.0, 25
"""Grey 0-255 and percentage: where so much of a picture is as dark as that, print may be light on dark."""

ISO_LANGUAGES = {"fra": "fr", "eng": "en", "deu": "de", "spa": "es", "ita": "it", "nld": "nl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What can be measured on a page's picture before it is read."""

    picture: Grey
    ink: Ink
    components: Components
    letters: Components


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What the engine read, and on which picture."""

    lines: tuple[Line, ...]
    confidence: float
    prepared: Prepared


def look(picture: Grey) -> Survey:
    """Measure a page's picture."""
    ink = find_ink(picture)
    every = components(ink.mask)
    return Survey(picture=picture, ink=ink, components=every, letters=letters(every))


def make_ready(survey: Survey, *, turn: int | None = None) -> tuple[Bearing, Prepared]:
    """Find how the page stands, unless the turn is told (clockwise degrees), and prepare its picture."""
    height, width = survey.ink.mask.shape
    if turn is not None:
        told = bearing_of(survey.letters, turn, width=width, height=height)
        return told, _prepared(survey, told)
    stands = bearing(survey.letters, width=width, height=height)
    if letter_height(survey.letters, rotation=stands.rotation, scale=1.0) is None:
        stands = UPRIGHT
    return stands, _prepared(survey, stands)


def recognise(
    survey: Survey,
    stands: Bearing,
    prepared: Prepared,
    *,
    languages: tuple[str, ...],
    engine: Recognizer,
    turn: int | None = None,
) -> Recognised:
    """Read the prepared picture; turn it and read again when the reading does not convince and no turn was told."""
    reading = _in_its_language(engine, prepared, survey.ink, languages)
    if not _is_convincing(reading, prepared):
        if turn is None and len(survey.letters) >= ENOUGH_LETTERS:
            reading, prepared = _turned_until_it_convinces(survey, stands, (reading, prepared), languages, engine)
        survey, reading, prepared = _better_in_negative(survey, (reading, prepared), languages, engine, turn)
    lines = with_lost_words(reading.lines, survey.letters, survey.ink, prepared, engine, language=languages[0])
    lines = read_bad_page_again(lines, prepared, engine, language=languages[0])
    lines = read_parts_again(lines, prepared, engine, language=languages[0])
    lines = read_zones(lines, prepared, engine)
    lines = read_dark_bands(lines, prepared, survey.ink, engine, language=languages[0])
    lines = read_missed_lines(lines, survey.letters, survey.ink, prepared, engine)
    lines = read_combs(lines, without_margins(prepared, survey.ink), engine)
    lines = read_doubtful_again(lines, prepared, engine, language=languages[0])
    lines = told_from_print(lines, survey.components, survey.ink, prepared)
    upright = _upright(survey, prepared)
    lines = reordered(without_strokes(lines, upright), upright)
    sure = mean_confidence(word for line in lines for word in line.words)
    return Recognised(lines=lines, confidence=sure, prepared=prepared)


def _upright(survey: Survey, prepared: Prepared) -> Upright:
    height, width = survey.picture.shape
    return Upright(
        rotation=prepared.rotation,
        aspect=height / width if prepared.rotation % 180 else width / height,
        slope=math.tan(math.radians(prepared.skew_degrees)),
    )


def _turned_until_it_convinces(
    survey: Survey,
    stands: Bearing,
    first: tuple[EngineReading, Prepared],
    languages: tuple[str, ...],
    engine: Recognizer,
) -> tuple[EngineReading, Prepared]:
    """Read in other turns; return the worthiest reading, and the page as it lay when none has words to tell by."""
    tried = [first]
    for turn in _other_turns(engine, stands, first[1]):
        turned = _prepared(survey, _turned(stands, turn))
        tried.append((_in_its_language(engine, turned, survey.ink, languages), turned))
        if _is_convincing(*tried[-1]):
            break
    telling = [each for each in tried if _tells_the_turn(*each)]
    as_it_lay = [each for each in tried if each[1].rotation == 0]
    return max(telling or as_it_lay or tried, key=lambda each: _proof(*each))


def _better_in_negative(
    survey: Survey,
    before: tuple[EngineReading, Prepared],
    languages: tuple[str, ...],
    engine: Recognizer,
    turn: int | None,
) -> tuple[Survey, EngineReading, Prepared]:
    """Read light print on a dark ground, when there is any and it tells more than the dark print."""
    if _is_convincing(*before) or float(np.percentile(survey.picture[::8, ::8], DARK_SHARE)) > DARK_GROUND:
        return survey, *before
    negative = look(np.asarray(255 - survey.picture, dtype=np.uint8))
    if len(negative.letters) < ENOUGH_LETTERS:
        return survey, *before
    _, prepared = make_ready(negative, turn=turn)
    reading = _in_its_language(engine, prepared, negative.ink, languages)
    is_better = len(sure_words(reading.lines)) >= FEWEST_TO_TURN and worth(reading.lines) > 2 * worth(before[0].lines)
    return (negative, reading, prepared) if is_better else (survey, *before)


def _tells_the_turn(reading: EngineReading, prepared: Prepared) -> bool:
    return len(sure_words(reading.lines)) >= FEWEST_TO_TURN or upright_zone_lines(reading.lines, prepared) > 0


def reads_in_mirror(
    prepared: Prepared, lines: Sequence[Line], *, languages: tuple[str, ...], engine: Recognizer
) -> bool:
    """Return whether the page reads better in the mirror: then its print stands on the other side of the paper."""
    mirrored = replace(prepared, grey=np.ascontiguousarray(prepared.grey[:, ::-1]))
    there = engine.read(mirrored, languages=languages[:1]).lines
    return len(sure_words(there)) >= 3 and worth(there) > BETTER_IN_MIRROR * worth(lines)


def sure_words(lines: Sequence[Line]) -> tuple[Word, ...]:
    """Return the words of two letters and more that look like words and were read with confidence."""
    return tuple(
        word
        for line in lines
        for word in line.words
        if len(word.text) > 1 and word.confidence >= SURE_WORD and is_plausible(word.text)
    )


def worth(lines: Sequence[Line]) -> float:
    """Weigh a reading: sure characters in words that look like words, and identity zones."""
    weight = sum(
        len(word.text) * word.confidence**2
        for line in lines
        for word in line.words
        if len(word.text) > 1 and is_plausible(word.text)
    )
    return weight + ZONE_WEIGHT * sum(looks_like_zone(line.text) for line in lines)


def _prepared(survey: Survey, stands: Bearing) -> Prepared:
    ready = prepare(
        in_even_light(survey.picture, survey.ink),
        bearing=stands,
        letter=letter_height(survey.letters, rotation=stands.rotation, scale=survey.ink.scale),
    )
    return without_dotted_lines(ready, survey.ink)


def _in_its_language(engine: Recognizer, prepared: Prepared, ink: Ink, languages: tuple[str, ...]) -> EngineReading:
    """Read in the usual language; when the words are those of another one asked for, read again in that one.

    Reading in two languages at once costs a quarter more on every page (measured); pages in the second are few.
    """
    page = without_margins(for_whole_page(prepared), ink)
    first = engine.read(page, languages=languages[:1])
    if first.confidence >= GOOD_IN_ANY_LANGUAGE:
        return first
    spoken = language_of(word.text for line in first.lines for word in line.words)
    for other in languages[1:]:
        if spoken is not None and ISO_LANGUAGES.get(other) == spoken:
            again = engine.read(page, languages=(other,))
            return max(first, again, key=lambda each: worth(each.lines))
    return first


def _proof(reading: EngineReading, prepared: Prepared) -> tuple[int, bool, float]:
    """Return what a turn is judged by: the zone of an identity paper, then words that run across, then their worth."""
    return (
        upright_zone_lines(reading.lines, prepared),
        not lies_on_its_side(reading.lines, prepared),
        worth(reading.lines),
    )


def lies_on_its_side(lines: Sequence[Line], prepared: Prepared) -> bool:
    """Return whether most long words stand on end in the prepared picture, as the engine reads them too.

    Letters of one width, as tills print them, stand in columns that may be sharper than their lines.
    """
    words = [word for line in lines for word in line.words if len(word.text) >= LONG_WORD]
    boxes = [prepared.matrix.box_to_prepared(word.box) for word in words]
    return len(boxes) >= SURE_WORDS and sum(box.height > box.width for box in boxes) > len(boxes) / 2


def _is_convincing(reading: EngineReading, prepared: Prepared) -> bool:
    """Return whether the turn of the page need not be doubted: the zone of an identity paper, or sure words."""
    zones = sum(looks_like_zone(line.text) for line in reading.lines)
    if zones:
        return upright_zone_lines(reading.lines, prepared) == zones
    if lies_on_its_side(reading.lines, prepared):
        return False
    if reading.confidence >= CONVINCING:
        return True
    sure, every = len(sure_words(reading.lines)), sum(len(line.words) for line in reading.lines)
    return sure >= SURE_WORDS and sure >= 0.35 * every


def _other_turns(engine: Recognizer, stands: Bearing, prepared: Prepared) -> tuple[int, ...]:
    """Return the turns worth trying: what the engine's own detector says, as the page lay, and upside down."""
    answer = engine.upright(prepared)
    turns = [answer[0]] if answer is not None else []
    turns += [(-stands.rotation) % 360]
    if stands.certainty < SURE_UPSIDE_DOWN:
        turns += [180]
    return tuple(turn for turn in dict.fromkeys(turns) if turn)


def _turned(stands: Bearing, turn: int) -> Bearing:
    """Turn further clockwise; the skew measured along the lines holds only when they stay lines."""
    skew = stands.skew_degrees if turn == 180 else 0.0
    return Bearing(rotation=(stands.rotation + turn) % 360, skew_degrees=skew, certainty=1.0)
