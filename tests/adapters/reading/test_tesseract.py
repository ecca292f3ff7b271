"""The contract of the port `Recognizer`, held by both ways of running Tesseract."""

import difflib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from adapters.reading.tesseract import PytesseractEngine, TesserocrEngine, find_tessdata, open_recognizer
from pipeline.errors import PartUnreachable, PermanentError
from pipeline.imaging.page_source import Zone
from pipeline.reading.recognising import look, make_ready


@pytest.fixture(scope="module", params=[TesserocrEngine, PytesseractEngine])
def engine(request):
    """Return each engine in turn."""
    return request.param(find_tessdata())


def test_words_lines_and_boxes_are_read(engine, drawn, lines):
    """The words are read in order, a line per printed line, with confidences and boxes where they were drawn."""
    _, ready = make_ready(look(drawn))
    reading = engine.read(ready, languages=("fra",))
    text = "\n".join(line.text for line in reading.lines)
    assert difflib.SequenceMatcher(None, text, "\n".join(lines)).ratio() > 0.97
    first = reading.lines[0].words[0]
    assert first.box.left == pytest.approx(160 / 1654, abs=0.006)
    assert 260 / 2339 - 0.004 < first.box.top < 310 / 2339
    assert 0.8 < first.confidence <= 1
    assert reading.confidence > 0.85


def test_a_zone_is_read_with_its_alphabet_alone(engine):
    """Only the characters allowed come back, with boxes on the whole page."""
    picture = Image.new("L", (1400, 600), 255)
    ImageDraw.Draw(picture).text((100, 300), "L898902C36UTO7408122F1204159", fill=0, font=ImageFont.load_default(48))
    _, ready = make_ready(look(np.asarray(picture)))
    height, width = ready.grey.shape
    zone = Zone(left=0, top=height // 3, right=width, bottom=height)
    reading = engine.read_zone(ready, zone, alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
    text = "".join(word.text for line in reading.lines for word in line.words)
    assert text.startswith("L8989")
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
    assert 0.45 < reading.lines[0].words[0].box.centre[1] < 0.65


def test_the_detector_says_how_to_turn(engine, drawn):
    """A page upside down is said to need 180 degrees."""
    _, ready = make_ready(look(np.ascontiguousarray(drawn)))
    answer = engine.upright(replace(ready, grey=np.ascontiguousarray(np.rot90(ready.grey, 2))))
    assert answer is not None
    assert answer[0] == 180


def test_a_language_that_is_not_installed_is_said(engine, drawn):
    """A batch class that asks for a missing language gets a sentence with what to do."""
    _, ready = make_ready(look(drawn))
    with pytest.raises(PermanentError) as raised:
        engine.read(ready, languages=("xyz",))
    assert raised.value.code == "language_missing"


def test_language_data_are_those_that_were_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that was set and has no data is told: other data would read otherwise and say nothing."""
    with pytest.raises(PartUnreachable) as raised:
        find_tessdata(tmp_path)
    assert (raised.value.code, raised.value.where) == ("tessdata_missing", str(tmp_path))
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert find_tessdata() != tmp_path, "a prefix of Tesseract's own is one place among the usual ones"


def test_a_tesseract_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portable engine without its command is a part that is missing, and no page it could not read."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PartUnreachable) as raised:
        open_recognizer(engine="pytesseract")
    assert raised.value.code == "tesseract_missing"
