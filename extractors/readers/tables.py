"""Tables with a heading row: columns by the words that head them, cells by the column they stand under.

A number that is a column's sum is read from the table, row by row; where the paper prints the total too, the two prove
each other.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from extractors.candidates import Asked, Candidate, legibility
from extractors.regions import Region
from extractors.sheet import Label, Sheet
from extractors.written.values import parse
from pipeline.folding import fold
from pipeline.model.document import Evidence, Origin, Table
from pipeline.model.page import Word
from pipeline.model.values import Amount, Number, Value, written
from pipeline.page_layout import Cell, source_box
from pipeline.rules.catalog import ColumnRule, FieldKind, FieldRule, TableRule

LEAST_COLUMNS = 2
_TOTAL = re.compile(r"\b(?:total|totale|totaux|cumul|ensemble|somme)\b")
BY_SUM_AND_TOTAL = 0.96
AT_ODDS = 0.5
MOST_EMPTY_ROWS = 3
BY_SUM = 0.6
"""A sum alone is below every threshold: a row may have been missed."""


def read_tables(sheets: Sequence[Sheet], rules: Sequence[TableRule], *, today: date) -> tuple[Table, ...]:
    """Return the tables of the rules that stand on the sheets; pages of one table are joined."""
    found = []
    for rule in rules:
        rows = tuple(row for sheet in sheets for row in _rows(sheet, rule, today))
        if rows:
            found.append(Table(name=rule.name, rows=rows))
    return tuple(found)


def read_total(asked: Asked) -> tuple[Candidate, ...]:
    """Return the sum of the table's column that the rule names; nothing when a row has no number there."""
    total = asked.rule.total_of
    table = next((t for t in asked.papers.tables if total and t.name == total.table), None)
    if total is None or table is None:
        return ()
    cells = [dict(row).get(total.column, "") for row in table.rows]
    try:
        amount = sum((Decimal(cell) for cell in cells), Decimal(0))
    except InvalidOperation:
        return ()
    printed = _printed_total(asked, total.table, total.column)
    sure = BY_SUM if printed is None else BY_SUM_AND_TOTAL if printed == amount else AT_ODDS
    value: Value = Number(f"{amount.normalize():f}")
    if asked.rule.kind is FieldKind.AMOUNT:
        value = Amount(int(amount.scaleb(2)))
    return (Candidate(value=value, confidence=sure, origin=Origin.DERIVED, evidence=_heading(asked, total.column)),)


def _printed_total(asked: Asked, table: str, column: str) -> Decimal | None:
    """Return the number that the row of totals under the table holds in the column, or alone."""
    rule = next(t for t in asked.papers.document_class.tables if t.name == table)
    wanted = next(c for c in rule.columns if c.name == column)
    for sheet in asked.papers.sheets:
        heads_at = next((row for row in range(len(sheet.layout.rows)) if _columns(sheet, rule, row)), None)
        if heads_at is None:
            continue
        heads = _columns(sheet, rule, heads_at)
        for cells in sheet.layout.rows[heads_at + 1 :]:
            if _TOTAL.search(fold(cells[0].text)) and column in heads:
                under = [cell for cell in cells[1:] if _nearest(cell, heads) == column] or list(cells[-1:])
                text = _cell_text(sheet, wanted, under, asked.papers.sources.today)
                return Decimal(text) if text else None
    return None


def _heading(asked: Asked, column: str) -> Evidence | None:
    for sheet in asked.papers.sheets:
        for rule in asked.papers.document_class.tables:
            for row in range(len(sheet.layout.rows)):
                head = _columns(sheet, rule, row).get(column)
                if head:
                    words = _words(sheet, head)
                    text = " ".join(word.text for word in words)
                    return Evidence(page=sheet.page.number, box=source_box(words), text=text)
    return None


def _words(sheet: Sheet, label: Label) -> list[Word]:
    placed = sheet.layout.rows[label.row][label.cell].words
    return [placed[unit.index].word for unit in sheet.units[label.row, label.cell][label.start : label.end]]


def _columns(sheet: Sheet, rule: TableRule, row: int) -> dict[str, Label]:
    """Return the columns that this row heads; each label heads one column alone."""
    heads: dict[str, Label] = {}
    for label in sheet.headings(row, tuple(phrase for column in rule.columns for phrase in column.labels)):
        column = next((c for c in rule.columns if label.phrase in c.labels and c.name not in heads), None)
        if column:
            heads[column.name] = label
    return heads if len(heads) >= LEAST_COLUMNS else {}


def _rows(sheet: Sheet, rule: TableRule, today: date) -> list[tuple[tuple[str, str], ...]]:
    for row in range(len(sheet.layout.rows)):
        heads = _columns(sheet, rule, row)
        if heads:
            return _under(sheet, rule, heads, row, today)
    return []


def _under(
    sheet: Sheet, rule: TableRule, heads: dict[str, Label], row: int, today: date
) -> list[tuple[tuple[str, str], ...]]:
    """Read rows below the heading until several hold no value, or a row of totals begins."""
    found, empty = [], 0
    for below in range(row + 1, len(sheet.layout.rows)):
        cells = sheet.layout.rows[below]
        if _TOTAL.search(fold(cells[0].text)):
            break
        values = _values(sheet, rule, heads, cells, today)
        empty = 0 if len(values) >= LEAST_COLUMNS else empty + 1
        if len(values) >= LEAST_COLUMNS and _has_number(rule, values):
            found.append(tuple(values.items()))
        if empty >= MOST_EMPTY_ROWS:
            break
    return found


def _has_number(rule: TableRule, values: dict[str, str]) -> bool:
    return any(column.kind is not FieldKind.TEXT and column.name in values for column in rule.columns)


def _values(
    sheet: Sheet, rule: TableRule, heads: dict[str, Label], cells: Sequence[Cell], today: date
) -> dict[str, str]:
    values: dict[str, str] = {}
    for column in rule.columns:
        if column.name not in heads:
            continue
        under = [cell for cell in cells if _nearest(cell, heads) == column.name]
        text = _cell_text(sheet, column, under, today)
        if text:
            values[column.name] = text
    return values


def _nearest(cell: Cell, heads: dict[str, Label]) -> str:
    """Return the column whose heading overlaps the cell most, else whose edge is nearest."""

    def gap(name: str) -> float:
        box = heads[name].box
        overlap = min(cell.box.right, box.right) - max(cell.box.left, box.left)
        edges = (cell.box.left - box.left, cell.box.right - box.right, cell.box.centre[0] - box.centre[0])
        return -overlap if overlap > 0 else min(map(abs, edges))

    return min(heads, key=gap)


def _cell_text(sheet: Sheet, column: ColumnRule, cells: Sequence[Cell], today: date) -> str:
    words = tuple(placed.word for cell in cells for placed in cell.words)
    if not words or legibility(words) < 0.3:
        return ""
    region = Region.of(words, sheet)
    if column.kind is FieldKind.TEXT:
        return region.text
    parsed = parse(FieldRule(name=column.name, kind=column.kind), region.text, today=today)
    return written(parsed.value) if parsed else ""
