"""How a layout looks throughout: typeface, colours, margins, the grid of its tables, the way it writes figures."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from specimens.sheet import Face, Pen


class Grid(StrEnum):
    """The lines of a table."""

    BARE = "bare"
    RULED = "ruled"
    BANDED = "banded"
    BOXED = "boxed"


class Figures(StrEnum):
    """How thousands and decimals are written."""

    FRENCH = "french"
    PLAIN = "plain"
    DOTTED = "dotted"
    ENGLISH = "english"


_MARKS = {
    Figures.FRENCH: (" ", ","),
    Figures.PLAIN: ("", ","),
    Figures.DOTTED: (".", ","),
    Figures.ENGLISH: (",", "."),
}
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The look of one layout; margins in millimetres from the left and top edges, sizes in points."""

    face: Face = Face.SANS
    size: float = 9.2
    colour: str = "#1d4f91"
    tint: str = "#eef2f8"
    grid: Grid = Grid.RULED
    figures: Figures = Figures.FRENCH
    left: float = 18
    right: float = 192
    top: float = 20
    bottom: float = 272

    @property
    def width(self) -> float:
        """Return the millimetres between the margins."""
        return self.right - self.left

    @property
    def text(self) -> Pen:
        """Return the pen of running text."""
        return Pen(face=self.face, size=self.size)

    @property
    def strong(self) -> Pen:
        """Return the pen of what matters."""
        return self.text.bold()

    @property
    def small(self) -> Pen:
        """Return the pen of footers and notes."""
        return self.text.sized(self.size * 0.78)

    @property
    def accent(self) -> Pen:
        """Return the bold pen in the layout's colour."""
        return self.strong.coloured(self.colour)

    def money(self, cents: int, *, currency: str = "") -> str:
        """Return an amount, with the sign of a currency if one is given."""
        return self.number(Decimal(cents) / 100, places=2) + (f" {_SIGNS[currency]}" if currency else "")

    def number(self, value: Decimal, *, places: int | None = None) -> str:
        """Return a number with so many decimals, or with those it needs."""
        shown = f"{value:,.{places}f}" if places is not None else f"{_bare(value):,f}"
        thousands, point = _MARKS[self.figures]
        return shown.replace(",", "\0").replace(".", point).replace("\0", thousands)

    def price(self, value: Decimal) -> str:
        """Return a unit price: two decimals, or four where cents do not suffice."""
        return self.number(value, places=2 if value == round(value, 2) else 4)


def _bare(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
