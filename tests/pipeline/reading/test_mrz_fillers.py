"""Fillers of a machine-readable zone are told by their shape, not by what the engine makes of them."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.components import components
from pipeline.imaging.page_source import ENGLISH, Prepared, Zone
from pipeline.model.page import Line, Word
from pipeline.mrz.fillers import read_between_fillers
from pipeline.mrz.zone import read_zones
from pipeline.ports import EngineReading, Grey

PITCH, CAPITAL, LEFT, TOP = 26, 30, 60, 40
WIDTH, HEIGHT = 1300, 120


class ReadsBlocks:
    """An engine for which every black block is an A, and a gap wider than a character ends a word."""

    name = "reads blocks"

    def read(self, prepared: Prepared, *, languages: tuple[str, ...]) -> EngineReading:
        """Read the whole picture."""
        del languages
        return self._blocks(prepared.grey, prepared.matrix)

    def read_zone(self, prepared: Prepared, zone: Zone, *, alphabet: str, language: str = ENGLISH) -> EngineReading:
        """Read the zone, which is the whole picture in these tests."""
        del zone, alphabet
        return self._blocks(prepared.grey, prepared.matrix)

    def upright(self, prepared: Prepared) -> tuple[int, float] | None:
        """Tell nothing."""
        del prepared

    def _blocks(self, grey: Grey, matrix: PageMatrix) -> EngineReading:
        found = components((grey < 128).astype(np.uint8) * 255)
        blocks = sorted(zip(found.left, found.right, found.top, found.bottom, strict=True))
        words = tuple(self._words(blocks, matrix))
        return EngineReading(lines=(Line(words=words),) if words else (), confidence=0.9)

    def _words(self, blocks: list[tuple[float, ...]], matrix: PageMatrix) -> Iterator[Word]:
        gathered: list[tuple[float, ...]] = []
        for block in [*blocks, None]:
            if gathered and (block is None or block[0] - gathered[-1][1] > 1.5 * PITCH):
                box = matrix.box_to_source(gathered[0][0], gathered[0][2], gathered[-1][1], gathered[0][3])
                yield Word(text="A" * len(gathered), box=box, confidence=0.9)
                gathered = []
            if block is not None:
                gathered.append(block)


def printed(text: str) -> Prepared:
    """Draw a line of a zone: an angle for each `<`, a block for each other character."""
    paper = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for position, character in enumerate(text):
        x = LEFT + position * PITCH
        if character == "<":
            for y in (TOP + 5, TOP + CAPITAL - 5):
                cv2.line(paper, (x + 17, y), (x + 2, TOP + CAPITAL // 2), 0, 3)
        else:
            cv2.rectangle(paper, (x + 2, TOP), (x + 17, TOP + CAPITAL), 0, -1)
    soft = cv2.GaussianBlur(paper, (0, 0), 1.0)
    return Prepared(
        grey=np.asarray(soft, np.uint8),
        matrix=PageMatrix(WIDTH, 0.0, 0.0, 0.0, HEIGHT, 0.0),
        rotation=0,
        skew_degrees=0.0,
        letter_height=float(CAPITAL),
    )


def as_first_read(text: str) -> Line:
    """Return the line as an engine reads it that takes fillers for other letters."""
    right = LEFT + len(text) * PITCH
    box = Box(LEFT / WIDTH, TOP / HEIGHT, right / WIDTH, (TOP + CAPITAL) / HEIGHT)
    return Line(words=(Word(text=text, box=box, confidence=0.4),))


@pytest.mark.parametrize(
    "text", ["A<AAAAAAAA<<AAAA<AAAAA<<<<<<<<<<<<<<<<<<<<<<", "AAAAAAA<AAAAAAAAAAAAAAAAAA<<<<<<<<<A", "<" * 30]
)
def test_every_filler_stands_where_it_is_printed(text):
    """Runs of fillers keep their length and what stands between them its place, whatever was read before."""
    read = read_between_fillers([as_first_read(text.replace("<", "K"))], printed(text), ReadsBlocks())
    assert read is not None
    assert "".join(word.text for word in read[0].words) == text


def test_a_line_without_fillers_is_left_to_the_engine():
    """Nothing is made up where no filler is seen."""
    text = "A" * 36
    assert read_between_fillers([as_first_read(text)], printed(text), ReadsBlocks()) is None


def test_what_two_readings_hold_is_surer_than_either():
    """A name that two ways of reading give alike is surer, one that they give differently less sure."""
    text = "A<AAAAAAAA<<AAAA<AAAAA<<<<<<<<<<<<<<<<<<<<<<"
    alike = read_zones((as_first_read(text),), printed(text), ReadsBlocks())
    apart = read_zones((as_first_read(text.replace("AAAAA", "ABABA")),), printed(text), ReadsBlocks())
    assert alike[0].words[0].confidence > 0.95
    assert apart[0].words[0].confidence < 0.7


def test_what_is_printed_beside_a_zone_is_parted_from_it():
    """Both sides of a card on one sheet: the zone of the one is no line with the text of the other."""
    text = "AAAAAAAAAAAAAA<<<<<<<<<<<<<<<<"
    zone = as_first_read(text).words[0]
    beside = Word(text="24.07.2008", box=Box(0.0, zone.box.top, 0.03, zone.box.bottom), confidence=0.9)
    read = read_zones((Line(words=(beside, zone)),), printed(text), ReadsBlocks())
    assert sorted(line.text for line in read) == ["24.07.2008", text]
