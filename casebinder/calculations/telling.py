"""The words of a three-way match: clauses in both languages that name the figures compared."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from casebinder.calculations.goods import GoodsLine
from casebinder.calculations.plan import Computed
from casebinder.model.verdict import ConditionValue
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Number, Text, Value

SHOWN = 4
"""Lines that a sentence names; the rest is counted."""


def two(fr: str, en: str) -> Bilingual:
    """Return a clause in both languages."""
    return Bilingual(fr=fr, en=en)


def told(figure: Decimal | None) -> str:
    """Write a number without needless zeros; "?" for none."""
    return "?" if figure is None else f"{figure.normalize():f}" if figure else "0"


def french(figure: Decimal | None) -> str:
    """Write a number as the French do."""
    return told(figure).replace(".", ",")


def listed(parts: Sequence[Bilingual]) -> Bilingual:
    """Join clauses; of many the first are told and the rest counted."""
    shown, more = parts[:SHOWN], len(parts) - SHOWN
    tail = two(f" ; et {more} de plus", f"; and {more} more") if more > 0 else two("", "")
    return two(" ; ".join(part.fr for part in shown) + tail.fr, "; ".join(part.en for part in shown) + tail.en)


def verdict(
    gaps: Sequence[Bilingual], open_: Sequence[Bilingual], agrees: Bilingual, values: Iterable[ConditionValue] = ()
) -> Computed:
    """Return False with the gaps, None with what cannot be told, or True with the words of agreement."""
    if gaps:
        return Computed(holds=False, words=listed([*gaps, *open_]), values=tuple(values))
    if open_:
        return Computed(holds=None, words=listed(open_), values=tuple(values))
    return Computed(holds=True, words=agrees, values=tuple(values))


def waiting(words: Bilingual) -> Computed:
    """Return what cannot be told yet because something has not come."""
    return Computed(holds=None, words=words, is_due=False)


def seen(item: str, line: GoodsLine, column: str, figure: Decimal | str | None) -> ConditionValue:
    """Return a value of a line with the paper that holds it and the place of the line there."""
    value: Value | None = None
    if isinstance(figure, Decimal):
        value = Number(told(figure))
    elif figure:
        value = Text(figure)
    name = f"piece.{item}.lines.{line.number}.{column}" if line.document else f"reference.{item}.{line.number}.{column}"
    page, box = (line.place.page, line.place.box) if line.place else (None, None)
    return ConditionValue(name=name, value=value, document=line.document, page=page, box=box)


def money(amount: Amount | None) -> str:
    """Write an amount with its currency; "?" for none."""
    return "?" if amount is None else f"{amount.decimal:.2f} {amount.currency}"
