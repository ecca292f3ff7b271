"""Is 03/04/2026 the third of April or the fourth of March? Americans write the month first, everybody else the day.

On an English page its other days tell: one that is a day in one order only. Where none does, and nothing on it is
paid in pounds or euros, a person decides. On pages in other languages such a day is only misread.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final

from pipeline.model.document import Alternative, IndexField, Origin
from pipeline.model.page import Recognition
from pipeline.model.values import Day

UNTOLD: Final = 0.6
"""The confidence of a day whose month cannot be told from its day of the month: below every threshold."""
_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d./-]?\d)")
_EUROPEAN_MONEY = re.compile(r"[£€]|\b(?:GBP|EUR)\b")
_PRINTED: Final = frozenset({Origin.TEXT, Origin.TEXT_LAYER})


class DayOrder(StrEnum):
    """Which figure of a printed day comes first."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    UNTOLD = "untold"


def in_page_order(
    fields: Iterable[IndexField], pages: Sequence[Recognition], *, language: str
) -> tuple[IndexField, ...]:
    """Return the fields with days as the pages write them; language: ISO 639-1 of most words."""
    order = day_order("\n".join(page.text for page in pages), language=language)
    return tuple(fields if order is DayOrder.DAY_FIRST else (_ordered(field, order) for field in fields))


def day_order(text: str, *, language: str) -> DayOrder:
    """Return the order in which the text writes the figures of its days."""
    pairs = [(int(match[1]), int(match[3])) for match in _FIGURES.finditer(text)]
    if language != "en" or any(month <= 12 < day for day, month in pairs):
        return DayOrder.DAY_FIRST
    if any(month <= 12 < day for month, day in pairs):
        return DayOrder.MONTH_FIRST
    return DayOrder.DAY_FIRST if _EUROPEAN_MONEY.search(text) else DayOrder.UNTOLD


def _ordered(field: IndexField, order: DayOrder) -> IndexField:
    printed = _FIGURES.search(field.evidence.text) if field.evidence and field.origin in _PRINTED else None
    other = _turned(field.value.value) if printed and isinstance(field.value, Day) else None
    if other is None or not isinstance(field.value, Day) or other == field.value.value:
        return field
    if order is DayOrder.MONTH_FIRST:
        return replace(field, value=Day(other))
    also = Alternative(value=Day(other), confidence=min(UNTOLD, field.confidence))
    return replace(field, confidence=min(UNTOLD, field.confidence), alternatives=(also, *field.alternatives))


def _turned(day: date) -> date | None:
    """Return the day with its month and day exchanged, None when there is none."""
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else None
