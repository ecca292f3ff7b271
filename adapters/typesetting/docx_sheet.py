"""Word documents (Office Open XML, ECMA-376) by their text: body, tables, text boxes, headers and footers.

Changes are taken as accepted: deleted text is left out. Pictures, numbers of lists and positions are not kept.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from adapters.typesetting.sheet import Block, Break, Heading, Paragraph, tables
from adapters.typesetting.zipped import Zipped, unzipped
from pipeline import refusals
from pipeline.einvoices.tree import Node, name_of, nodes

_HEADING = re.compile(r"(?i)(?:heading|titre|berschrift)\s*(\d)|(title|titre)$")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOT_SHOWN = frozenset({"Fallback", "del", "moveFrom", "txbxContent", "instrText", "delText"})
_HOLDERS = frozenset({"sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo"})


def docx_blocks(path: Path) -> tuple[Block, ...]:
    """Return the blocks of a document; raises InputRefused (damaged, encrypted, too large)."""
    with unzipped(path) as parts:
        document = parts.tree("word/document.xml")
        if document is None:
            raise refusals.refused(refusals.reason("damaged"))
        return (*_margins(parts, "header"), *_blocks_in(document), *_notes(parts), *_margins(parts, "footer"))


def _blocks_in(root: Node) -> tuple[Block, ...]:
    return tuple(block for body in nodes(root, "body") for block in _blocks(body))


def _margins(parts: Zipped, kind: str) -> Iterator[Block]:
    """Yield what stands above or below the pages, once; first and later pages may differ."""
    told: set[Block] = set()
    for name in sorted(parts.names):
        root = parts.tree(name) if re.fullmatch(rf"word/{kind}\d*\.xml", name) else None
        for block in _blocks(root) if root is not None else ():
            if block not in told:
                told.add(block)
                yield block


def _notes(parts: Zipped) -> Iterator[Block]:
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        root = parts.tree(name)
        for note in root if root is not None else ():
            yield from _blocks(note)


def _blocks(holder: Node) -> Iterator[Block]:
    for child in holder:
        match name_of(child):
            case "p":
                yield from _paragraph(child)
            case "tbl":
                yield from tables(_row(row) for row in _rows(child))
            case name if name in _HOLDERS:
                yield from _blocks(child)
            case _:
                pass


def _paragraph(node: Node) -> Iterator[Block]:
    """Yield a paragraph, the text boxes that hang on it, and the page it ends."""
    text = _text(node).strip()
    if text:
        level = _level(node)
        is_item = bool(nodes(node, "pPr/numPr"))
        shown = f"• {text}" if is_item and level is None else text
        yield Heading(text=text, level=min(3, level)) if level else Paragraph(text=shown)
    for box in _boxes(node):
        yield from _blocks(box)
    if any(each.get(_type(each)) == "page" for each in node.iter() if name_of(each) == "br"):
        yield Break()


def _type(node: Node) -> str:
    return next((key for key in node.keys() if key.endswith("}type")), "type")  # noqa: SIM118  (lxml elements have keys)


def _level(node: Node) -> int | None:
    for style in nodes(node, "pPr/pStyle"):
        match = _HEADING.search(_value(style))
        if match:
            return int(match[1] or 1) or 1
    return None


def _value(node: Node) -> str:
    return next((value for key, value in node.items() if key.endswith("}val")), "")


def _boxes(node: Node) -> Iterator[Node]:
    """Yield the text boxes below an element, each once: older programs find a copy of it as `Fallback`."""
    for child in node:
        if name_of(child) == "txbxContent":
            yield child
        elif name_of(child) != "Fallback":
            yield from _boxes(child)


def _text(node: Node) -> str:
    """Return the text below an element, without that of its text boxes."""
    name = name_of(node)
    if name == "t":
        return node.text or ""
    if name in _SIGNS and name_of(node.getparent()) == "r":
        return _SIGNS[name]
    return "".join(_text(child) for child in node if name_of(child) not in _NOT_SHOWN)


def _rows(table: Node) -> Iterator[Node]:
    for child in table:
        if name_of(child) == "tr":
            yield child
        elif name_of(child) in _HOLDERS:
            yield from _rows(child)


def _row(row: Node) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row.iter():
        if name_of(cell) == "tc" and next(cell.iterancestors(f"{{{_space(cell)}}}tc"), None) is None:
            cells.append("\n".join(filter(None, (_text(part).strip() for part in _leaves(cell)))))
            span = next((_value(each) for each in nodes(cell, "tcPr/gridSpan")), "1")
            cells += [""] * (min(int(span), 100) - 1 if span.isdecimal() else 0)
    return tuple(cells)


def _space(node: Node) -> str:
    return str(node.tag)[1:].partition("}")[0]


def _leaves(cell: Node) -> Iterator[Node]:
    """Return the paragraphs of a cell, those of tables inside it too."""
    return (each for each in cell.iter() if name_of(each) == "p")
