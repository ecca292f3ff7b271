"""XML from strangers, as a tree: no entity is resolved, nothing is fetched, size and depth are bounded.

Elements are found by their local names, since the namespaces of one syntax differ between its versions only.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

MOST_BYTES = 20_000_000
"""The largest real invoices, of ten thousand lines, have 10 MB."""

Node: TypeAlias = Any
"""An element; lxml has no types of its own."""


def parsed(content: bytes) -> Node | None:
    """Return the root element; None when it is not XML, too large, or declares a document type of its own."""
    if len(content) > MOST_BYTES:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.internalDTD is not None else root


def name_of(node: Node) -> str:
    """Return the local name of an element, empty for anything else."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def nodes(node: Node, path: str) -> list[Node]:
    """Return the elements a path of local names leads to; `A/B|C`: in A each B and each C."""
    found = [node]
    for step in path.split("/"):
        names = step.split("|")
        found = [child for parent in found for child in parent if name_of(child) in names]
    return found


def texts(node: Node, path: str) -> Iterator[str]:
    """Yield the text of each element at a path, blanks made single, empty ones left out."""
    for each in nodes(node, path):
        if text := " ".join((each.text or "").split()):
            yield text


def text(node: Node, *paths: str) -> str:
    """Return the first text at the first path that has one, else an empty text."""
    return next((found for path in paths for found in texts(node, path)), "")


def within(node: Node, path: str, attribute: str) -> Iterator[tuple[str, str]]:
    """Yield text and attribute (empty without one) of each element at a path."""
    for each in nodes(node, path):
        if found := " ".join((each.text or "").split()):
            yield found, each.get(attribute, "")
