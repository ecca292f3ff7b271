"""Excel workbooks (Office Open XML) by their values: one table a visible sheet, formulas by their last result."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from adapters.typesetting.sheet import Block, Break, Heading, tables, too_many_cells
from adapters.typesetting.zipped import unzipped
from pipeline import refusals

MOST_LOOKED_AT = 1_000_000
"""Cells looked at, empty ones too."""


def xlsx_blocks(path: Path) -> tuple[Block, ...]:
    """Return the blocks of a workbook; raises InputRefused (damaged, encrypted, too large)."""
    import openpyxl  # noqa: PLC0415  (a sixth of what a reading process loads at its start, and few files are workbooks)

    with unzipped(path):  # within bounds: openpyxl looks at none
        pass
    try:
        with path.open("rb") as content, warnings.catch_warnings():  # by its name openpyxl would judge it
            warnings.simplefilter("ignore")  # what a workbook says of itself that openpyxl does not know
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
            return tuple(_sheets(book))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, OSError) as e:
        raise refusals.refused(refusals.reason("damaged")) from e


def _sheets(book: Any) -> Iterator[Block]:
    cells = 0
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for number, sheet in enumerate(shown):
        if number:
            yield Break()
        yield Heading(text=str(sheet.title), level=2)
        rows = []
        for row in sheet.iter_rows():
            cells += len(row)
            if cells > MOST_LOOKED_AT:
                raise too_many_cells()
            rows.append(tuple(_shown(cell) for cell in row))
        yield from tables(rows)


def _shown(cell: Any) -> str:
    """Return a value as a person sees it, as far as its number format tells: days, percents, two decimals."""
    value = cell.value
    match value:
        case None | False:
            return ""
        case True:
            return "✓"
        case int() | float():
            return _number(value, str(cell.number_format or ""))
        case date():
            return _day(value)
        case _:
            return str(value)


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:.10g} %"
    if "0.00" in form:
        return f"{value:.2f}"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _day(value: date) -> str:
    has_hour = isinstance(value, datetime) and value.time() != time()
    return f"{value:%d/%m/%Y %H:%M}" if has_hour else f"{value:%d/%m/%Y}"
