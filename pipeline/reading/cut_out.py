"""A part of the prepared picture is cut out, framed in paper and read alone; what it says is led back to the page.

The engine reads print that stands alone better than between rules, beside pictures, or at the end of a long row.
"""

from dataclasses import replace

import cv2
import numpy as np

from pipeline.geometry import Box, PageMatrix
from pipeline.imaging.page_source import Prepared, Recognizer, Zone
from pipeline.model.page import Line
from pipeline.ports import Grey

BORDER = 12
"""Pixels of paper put around what was cut out."""


def read_alone(
    part: Grey,
    at: tuple[int, int],
    prepared: Prepared,
    engine: Recognizer,
    *,
    language: str,
    enlarged: float = 1.0,
) -> tuple[Line, ...]:
    """Read a part of the prepared picture, enlarged so many times; return its lines with their places on the page.

    at: left and top of the part in pixels of the prepared picture. A part without pixels says nothing.
    """
    if not part.size:
        return ()
    framed = _framed(part, enlarged)
    height, width = framed.shape
    alone = replace(prepared, grey=framed, matrix=PageMatrix(width, 0.0, 0.0, 0.0, height, 0.0))
    whole = Zone(left=0, top=0, right=width, bottom=height)

    def on_page(box: Box) -> Box:
        left, right = ((x * width - BORDER) / enlarged + at[0] for x in (box.left, box.right))
        top, bottom = ((y * height - BORDER) / enlarged + at[1] for y in (box.top, box.bottom))
        return prepared.matrix.box_to_source(left, top, right, bottom)

    read = engine.read_zone(alone, whole, alphabet="", language=language).lines
    return tuple(Line(words=tuple(replace(word, box=on_page(word.box)) for word in line.words)) for line in read)


def _framed(part: Grey, enlarged: float) -> Grey:
    how = cv2.INTER_AREA if enlarged < 1 else cv2.INTER_CUBIC
    sized = part if enlarged == 1 else cv2.resize(part, None, fx=enlarged, fy=enlarged, interpolation=how)
    paper = int(np.percentile(sized, 90))
    framed = cv2.copyMakeBorder(sized, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(framed, dtype=np.uint8)
