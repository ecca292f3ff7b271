"""Tables with columns of figures and of wrapped text, which go on over the page with their head repeated."""

from collections.abc import Sequence
from dataclasses import dataclass

from specimens.blocks.flow import Flow, fitted
from specimens.blocks.theme import Grid
from specimens.sheet import Align, Pen

_PADDING = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head, its share of the width, where its text stands."""

    head: str
    share: float
    align: Align = Align.LEFT


def columns(*told: tuple[str, float] | tuple[str, float, Align]) -> tuple[Column, ...]:
    """Return columns from heads, shares and, for figures, their side."""
    return tuple(Column(head=c[0], share=c[1], align=c[2] if len(c) == 3 else Align.LEFT) for c in told)


class Table:
    """A table being set in a flow, between two edges of its page."""

    def __init__(
        self, flow: Flow, heads: Sequence[Column], *, left: float | None = None, right: float | None = None
    ) -> None:
        """Set the head."""
        self.flow = flow
        self.heads = heads
        self.left = flow.theme.left if left is None else left
        self.right = flow.theme.right if right is None else right
        self._begin()

    def _begin(self) -> None:
        flow, theme = self.flow, self.flow.theme
        is_dark = theme.grid is Grid.BANDED
        flow.sheet.block()
        height = flow.step * 1.7
        self._top = flow.y - flow.step * 1.1
        if is_dark:
            flow.sheet.box(self.left, self._top, self.right - self.left, height, fill=theme.colour, line="")
        elif theme.grid is Grid.BOXED:
            flow.sheet.box(self.left, self._top, self.right - self.left, height, fill=theme.tint, line=theme.colour)
        pen = theme.strong.coloured("#ffffff") if is_dark else theme.strong
        for column, x, width in self._places():
            self._set(column.head, column, x, width, pen.sized(theme.size * 0.94))
        flow.y += height
        if theme.grid is Grid.RULED:
            y = self._top + height
            flow.sheet.rule(self.left, y, self.right, y, weight=1, colour=theme.colour)

    def row(self, cells: Sequence[str], *, pen: Pen | None = None, is_shaded: bool = False) -> None:
        """Set a row; texts wider than a left-aligned column are wrapped, figures are set smaller."""
        flow, theme = self.flow, self.flow.theme
        pen = pen or theme.text
        wrapped = [
            _wrapped(cell, pen, width - 2 * _PADDING) if column.align is Align.LEFT else [cell]
            for cell, (column, _, width) in zip(cells, self._places(), strict=True)
        ]
        height = flow.step * (max(map(len, wrapped)) + 0.55)
        if flow.y + height > theme.bottom:
            self.end()
            flow.room(theme.bottom)
            self._begin()
        if is_shaded:
            top = flow.y - flow.step * 1.05
            flow.sheet.box(self.left, top, self.right - self.left, height, fill=theme.tint, line="")
        for lines, (column, x, width) in zip(wrapped, self._places(), strict=True):
            for place, text in enumerate(lines):
                flow.y += place * flow.step
                self._set(text, column, x, width, pen)
                flow.y -= place * flow.step
        flow.y += height
        if theme.grid is Grid.RULED:
            y = flow.y - flow.step * 1.1
            flow.sheet.rule(self.left, y, self.right, y, weight=0.3, colour="#b9bdc6")

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Set rows, every other one shaded where the grid is banded."""
        for place, cells in enumerate(rows):
            self.row(cells, is_shaded=self.flow.theme.grid is Grid.BANDED and place % 2 == 1)

    def end(self, *, until: float | None = None) -> None:
        """Close the frame of a boxed table, drawn down to a line if one is given."""
        flow, theme = self.flow, self.flow.theme
        if until is not None:
            flow.y = max(flow.y, until)
        bottom = flow.y - flow.step * 0.8
        if theme.grid is Grid.BOXED:
            flow.sheet.box(self.left, self._top, self.right - self.left, bottom - self._top, line=theme.colour)
            for _, x, _ in self._places()[1:]:
                flow.sheet.rule(x, self._top, x, bottom, weight=0.4, colour=theme.colour)
        elif theme.grid is Grid.BANDED:
            flow.sheet.rule(self.left, bottom, self.right, bottom, weight=0.8, colour=theme.colour)
        flow.gap(flow.step)

    def _places(self) -> list[tuple[Column, float, float]]:
        whole = sum(column.share for column in self.heads)
        places, x = [], self.left
        for column in self.heads:
            width = (self.right - self.left) * column.share / whole
            places.append((column, x, width))
            x += width
        return places

    def _set(self, text: str, column: Column, x: float, width: float, pen: Pen) -> None:
        at = {
            Align.LEFT: x + _PADDING,
            Align.CENTRE: x + width / 2,
            Align.RIGHT: x + width - _PADDING,
        }[column.align]
        self.flow.sheet.text(at, self.flow.y, text, fitted(pen, text, width - _PADDING), align=column.align)


def table(flow: Flow, heads: Sequence[Column], rows: Sequence[Sequence[str]], *, until: float | None = None) -> None:
    """Set a whole table over the width of the page."""
    made = Table(flow, heads)
    made.rows(rows)
    made.end(until=until)


def _wrapped(text: str, pen: Pen, width: float) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
