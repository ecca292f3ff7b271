"""Truth written as XML: PAGE (PRImA) and ALTO (Library of Congress), the lines of each page; and e-invoices."""

from collections.abc import Iterator

from pipeline.einvoices.reading import read_einvoice
from pipeline.einvoices.tree import Node, name_of, nodes, parsed
from pipeline.measures.truth import TrueDocument, Truth
from pipeline.model.einvoice import EInvoice
from pipeline.model.values import written


def from_xml(content: bytes) -> Truth | None:
    """Return the truth that an XML file tells; None when it is none of the forms that are known."""
    root = parsed(content)
    if root is None:
        return None
    if name_of(root) == "PcGts":
        return _texts([_page_text(page) for page in nodes(root, "Page")])
    if name_of(root) == "alto":
        return _texts([_alto_text(page) for page in nodes(root, "Layout/Page")])
    stated = read_einvoice(content)
    return from_einvoice(stated) if stated else None


def from_einvoice(stated: EInvoice) -> Truth:
    """Return what an e-invoice states as the truth of the pages that show it; its class is not told in words."""
    fields = {each.name: written(each.value) for each in stated.statements}
    lines = tuple(
        {"description": line.description, "quantity": line.quantity, "amount": line.amount} for line in stated.lines
    )
    tables = {"lines": lines} if lines else {}
    return Truth(texts={}, documents=(TrueDocument(pages=(), document_class=None, fields=fields, tables=tables),))


def _texts(pages: list[str]) -> Truth:
    return Truth(texts=dict(enumerate(pages, 1)), documents=())


def _page_text(page: Node) -> str:
    return "\n".join(filter(None, (_line(line) for line in _every(page, "TextLine"))))


def _line(line: Node) -> str:
    """Return the text of a line: its own, or that of its words; of several readings the first."""
    own = nodes(line, "TextEquiv/Unicode")
    words = [nodes(word, "TextEquiv/Unicode") for word in nodes(line, "Word")]
    return (own[0].text or "") if own else " ".join(found[0].text or "" for found in words if found)


def _alto_text(page: Node) -> str:
    lines = (" ".join(word.get("CONTENT", "") for word in nodes(line, "String")) for line in _every(page, "TextLine"))
    return "\n".join(filter(None, lines))


def _every(page: Node, name: str) -> Iterator[Node]:
    return (each for each in page.iter() if name_of(each) == name)
