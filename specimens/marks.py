"""Things on papers that are not print: signatures, rubber stamps, logos, portraits, bar codes.

They are drawn as vectors from a seeded source, so that no picture file is shipped.
"""

import math
import random

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from specimens.sheet import BLUE_INK, Pen, Sheet


def signature(sheet: Sheet, x: float, y: float, rng: random.Random, *, width: float = 34) -> None:
    """Scribble a signature in the box that starts at x and is centred on y."""
    canvas = sheet.canvas
    canvas.setStrokeColor(HexColor(rng.choice((BLUE_INK, "#222a55", "#15181f"))))
    canvas.setLineWidth(rng.uniform(0.9, 1.5))
    path = canvas.beginPath()
    up = (sheet.height - y) * mm
    path.moveTo(x * mm, up)
    steps, height = rng.randint(3, 9), rng.uniform(5, 13)
    for step in range(steps):
        left, right = x + width * step / steps, x + width * (step + 1) / steps
        swing = height * (1 - 0.6 * step / steps)
        path.curveTo(
            (left + rng.uniform(-2, 4)) * mm,
            up + rng.uniform(0.2, 1) * swing * mm,
            (right + rng.uniform(-4, 2)) * mm,
            up - rng.uniform(0.2, 1) * swing * mm,
            right * mm,
            up + rng.uniform(-1.4, 1.4) * mm,
        )
    if rng.random() < 0.6:  # a stroke under the name, not everybody's habit
        path.curveTo((x + width) * mm, up + 3 * mm, x * mm, up - 6 * mm, (x + width * 0.8) * mm, up - 4 * mm)
    canvas.drawPath(path, stroke=1, fill=0)


def rubber_stamp(
    sheet: Sheet, x: float, y: float, lines: tuple[str, ...], rng: random.Random, *, colour: str = "#3b3f9e"
) -> None:
    """Press a framed stamp with its top-left corner near x and y, slightly turned."""
    canvas = sheet.canvas
    width = max(Pen(size=8).width(line) for line in lines) + 6
    height = 4 * len(lines) + 3
    canvas.saveState()
    canvas.translate(x * mm, (sheet.height - y) * mm)
    canvas.rotate(rng.uniform(-5, 5))
    canvas.setStrokeColor(HexColor(colour))
    canvas.setFillColor(HexColor(colour))
    canvas.setLineWidth(1)
    canvas.roundRect(0, -height * mm, width * mm, height * mm, 1.2 * mm, stroke=1, fill=0)
    sheet.block()
    for row, line in enumerate(lines):
        canvas.setFont("Helvetica-Bold" if row == 0 else "Helvetica", 8)
        canvas.drawCentredString(width / 2 * mm, -(4 * row + 4.6) * mm, line)
        wide = Pen(size=8, is_bold=row == 0).width(line)
        sheet.note(x + (width - wide) / 2, y + 4 * row + 4.6, line, height=2.8, width=wide)
    canvas.restoreState()
    sheet.block()


def portrait(sheet: Sheet, x: float, y: float, width: float, height: float, rng: random.Random) -> None:
    """Draw a grey identity photograph: background, shoulders, head, hair."""
    sheet.box(x, y, width, height, fill="#d9dce0", line="")
    middle, head = x + width / 2, y + height * 0.42
    shoulders = [(x + width * 0.08, y + height), (x + width * 0.2, y + height * 0.76), (middle, y + height * 0.66)]
    shoulders += [(x + width * 0.8, y + height * 0.76), (x + width * 0.92, y + height)]
    sheet.polygon(shoulders, fill=rng.choice(("#3c4250", "#5a4a45", "#2f4f4a")))
    hair = rng.choice(("#2b211c", "#6a4a2c", "#8d8d8d"))
    sheet.disc(middle, head - height * 0.05, width * 0.27, fill=hair)
    sheet.disc(middle, head, width * 0.23, fill=rng.choice(("#d8b39a", "#c49a7c", "#a97c5e")))
    for side in (-1, 1):
        sheet.disc(middle + side * width * 0.08, head - height * 0.01, width * 0.022, fill="#2a2320")
    sheet.rule(middle - width * 0.07, head + height * 0.11, middle + width * 0.07, head + height * 0.11, weight=0.9)


def swoosh(sheet: Sheet, x: float, y: float, colours: tuple[str, str], *, size: float = 14) -> None:
    """Draw an abstract logo of two crossing leaves."""
    for part, colour in enumerate(colours):
        points = []
        for step in range(25):
            angle = math.tau * step / 24
            reach = size / 2 * (0.55 + 0.45 * math.cos(angle + part * 1.7))
            points.append((x + size / 2 + reach * math.cos(angle), y + size / 2 + reach * math.sin(angle) * 0.8))
        sheet.polygon(points, fill=colour)


def bar_code(sheet: Sheet, x: float, y: float, payload: str, *, module: float = 0.5, height: float = 22) -> None:
    """Draw a Code 128 symbol centred on x, its top at y; the module is in millimetres."""
    symbol = Code128(payload, barWidth=module * mm, barHeight=height * mm, quiet=True)
    symbol.drawOn(sheet.canvas, x * mm - symbol.width / 2, (sheet.height - y - height) * mm)
