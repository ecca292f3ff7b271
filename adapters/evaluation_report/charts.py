"""Two pictures of an evaluation, as SVG inside the page: which class was said for which, and how true confidence is."""

from collections.abc import Sequence
from html import escape

from pipeline.measures.classes import BINS, Bin

CELL, LABELS = 30, 190
SIDE, MARGIN = 320, 44


def confusion_picture(confusion: dict[str, dict[str, int]], *, true: str, said: str) -> str:
    """Draw a square for each true class (down) and each class said (across), darker the more of the row it holds."""
    columns = sorted({name for row in confusion.values() for name in row} | set(confusion))
    rows = sorted(confusion)
    width, height = LABELS + CELL * len(columns) + 10, LABELS + CELL * len(rows) + 10
    heads = "".join(_head(name, column) for column, name in enumerate(columns))
    cells = "".join(
        _label(name, row) + "".join(_cell(confusion[name], name, other, row, at) for at, other in enumerate(columns))
        for row, name in enumerate(rows)
    )
    title = escape(f"{true} / {said}")
    return (
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><title>{title}</title>'
        f"{heads}{cells}</svg>"
    )


def _head(name: str, column: int) -> str:
    x = LABELS + CELL * column + CELL / 2
    return f'<text transform="translate({x + 4},{LABELS - 8}) rotate(-60)">{escape(name)}</text>'


def _label(name: str, row: int) -> str:
    return f'<text x="{LABELS - 8}" y="{LABELS + CELL * row + 20}" text-anchor="end">{escape(name)}</text>'


def _cell(counts: dict[str, int], true: str, said: str, row: int, column: int) -> str:
    count = counts.get(said, 0)
    x, y = LABELS + CELL * column, LABELS + CELL * row
    kind = "right" if true == said else "wrong"
    shade = f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}" class="ground"/>'
    if not count:
        return shade
    strength = 0.2 + 0.8 * count / sum(counts.values())
    filled = f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}" class="{kind}" opacity="{strength:.2f}"/>'
    label = f'<text x="{x + CELL / 2 - 1}" y="{y + 19}" text-anchor="middle" class="count">{count}</text>'
    return f"<g><title>{escape(true)}: {escape(said)} {count}</title>{shade}{filled}{label}</g>"


def calibration_picture(bins: Sequence[Bin], *, confidence: str, right: str) -> str:
    """Draw the share that is right (up) over the confidence (across); on the diagonal the confidence is true."""
    most = max((each.n for each in bins), default=1)
    side = SIDE + 2 * MARGIN
    dots = "".join(_dot(each, most) for each in bins)
    grid = "".join(_tick(step / BINS) for step in range(0, BINS + 1, 2))
    frame = f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" class="frame"/>'
    diagonal = f'<line x1="{MARGIN}" y1="{MARGIN + SIDE}" x2="{MARGIN + SIDE}" y2="{MARGIN}" class="diagonal"/>'
    names = (
        f'<text x="{side / 2}" y="{side - 6}" text-anchor="middle">{escape(confidence)}</text>'
        f'<text transform="translate(12,{side / 2}) rotate(-90)" text-anchor="middle">{escape(right)}</text>'
    )
    return (
        f'<svg role="img" viewBox="0 0 {side} {side}" width="{side}" height="{side}">'
        f"<title>{escape(right)} / {escape(confidence)}</title>{frame}{grid}{diagonal}{dots}{names}</svg>"
    )


def _place(share: float) -> float:
    return MARGIN + SIDE * share


def _dot(each: Bin, most: int) -> str:
    radius = 4 + 10 * (each.n / most) ** 0.5
    told = f"{each.confidence:.0%}: {each.accuracy:.0%} ({each.n})"
    x, y = _place(each.confidence), _place(1 - each.accuracy)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="dot"><title>{told}</title></circle>'


def _tick(share: float) -> str:
    x, y = _place(share), _place(1 - share)
    return (
        f'<text x="{x}" y="{MARGIN + SIDE + 16}" text-anchor="middle">{share:.0%}</text>'
        f'<text x="{MARGIN - 6}" y="{y + 4}" text-anchor="end">{share:.0%}</text>'
    )
