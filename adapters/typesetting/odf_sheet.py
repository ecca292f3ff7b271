"""OpenDocument texts and spreadsheets (ISO/IEC 26300) by their text: body, lists, tables, boxes, headers and footers.

Cells are taken as they are shown. Pictures, numbers of lists and positions are not kept.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from adapters.typesetting.sheet import Block, Break, Heading, Paragraph, tables
from adapters.typesetting.zipped import Zipped, unzipped
from pipeline import refusals
from pipeline.einvoices.tree import Node, name_of, nodes

T = TypeVar("T")

MOST_REPEATED = 50
"""A cell or row said to be there so often more is an empty rest of the sheet."""
_NOT_SHOWN = frozenset({"tracked-changes", "annotation", "note-citation", "text-box", "image"})
_HOLDERS = frozenset({"section", "index-body", "table-of-content", "list", "list-item", "list-header", "form"})


def odf_blocks(path: Path) -> tuple[Block, ...]:
    """Return the blocks of a file; raises InputRefused (damaged, encrypted, too large)."""
    with unzipped(path) as parts:
        content = parts.tree("content.xml")
        if content is None:
            raise refusals.refused(refusals.reason("damaged"))
        texts = [block for body in nodes(content, "body/text") for block in _blocks(body)]
        sheets = [block for body in nodes(content, "body/spreadsheet") for block in _sheets(body)]
        return (*_margins(parts, "header"), *texts, *sheets, *_margins(parts, "footer"))


def _margins(parts: Zipped, kind: str) -> Iterator[Block]:
    styles = parts.tree("styles.xml")
    for each in styles.iter() if styles is not None else ():
        if name_of(each) == kind:
            yield from _blocks(each)


def _sheets(body: Node) -> Iterator[Block]:
    for number, table in enumerate(nodes(body, "table")):
        if number:
            yield Break()
        yield Heading(text=_attribute(table, "name"), level=2)
        yield from _table(table)


def _blocks(holder: Node, mark: str = "") -> Iterator[Block]:
    for child in holder:
        match name_of(child):
            case "h":
                level = _attribute(child, "outline-level")
                yield from _shown(child, level=min(3, int(level)) if level.isdecimal() and int(level) else 1)
            case "p":
                yield from _shown(child, mark=mark)
            case "table":
                yield from _table(child)
            case name if name in _HOLDERS:
                yield from _blocks(child, "• " if name == "list-item" else mark)
            case _:
                pass


def _shown(node: Node, *, mark: str = "", level: int | None = None) -> Iterator[Block]:
    """Yield a paragraph or heading and the text boxes that hang on it."""
    text = _text(node).strip()
    if text:
        yield Heading(text=text, level=level) if level else Paragraph(text=mark + text)
    for box in node.iter():
        if name_of(box) == "text-box":
            yield from _blocks(box)


def _text(node: Node) -> str:
    pieces = [_collapsed(node.text)]
    for child in node:
        name = name_of(child)
        if name == "s":
            count = _attribute(child, "c")
            pieces.append(" " * (min(int(count), 200) if count.isdecimal() else 1))
        elif name in {"tab", "line-break"}:
            pieces.append("\t" if name == "tab" else "\n")
        elif name and name not in _NOT_SHOWN:
            pieces.append(_text(child))
        pieces.append(_collapsed(child.tail))
    return "".join(pieces)


def _collapsed(text: str | None) -> str:
    """Return a text with single blanks; more, tabulators and line breaks are elements (ISO/IEC 26300, 6.1.2)."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _table(table: Node) -> Iterator[Block]:
    yield from tables(_rows(table))


def _rows(table: Node) -> Iterator[tuple[str, ...]]:
    for row in table.iter():
        if name_of(row) == "table-row":
            cells = tuple(cell for each in row for cell in _cell(each))
            yield from islice(_often(cells, row, "number-rows-repeated"), MOST_REPEATED)


def _cell(cell: Node) -> Iterator[str]:
    if name_of(cell) in {"table-cell", "covered-table-cell"}:
        text = "\n".join(filter(None, (_text(each).strip() for each in nodes(cell, "p"))))
        yield from islice(_often(text, cell, "number-columns-repeated"), MOST_REPEATED)


def _often(value: T, node: Node, attribute: str) -> Iterator[T]:
    count = _attribute(node, attribute)
    return iter([value] * (min(int(count), MOST_REPEATED) if count.isdecimal() else 1))


def _attribute(node: Node, name: str) -> str:
    return next((value for key, value in node.items() if key.endswith("}" + name)), "")
