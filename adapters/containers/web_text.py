"""The text of a web page, as the bodies of messages often are: lines where a reader sees lines, nothing fetched."""

import re

from lxml import etree, html

MOST_BYTES = 20_000_000
_LINES = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "header",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_MARKS = {"br": "\n", "li": "\n• "}
_UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "title"})


def text_of(page: str) -> str:
    """Return the text of a page; empty when there is none."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(page.encode("utf-8", errors="replace")[:MOST_BYTES], parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if node.tag in _UNSEEN:
            if event == "start":
                walk.skip_subtree()
            else:
                pieces.append(_collapsed(node.tail))
            continue
        pieces.append(_edge(node.tag, event))
        pieces.append(_collapsed(node.text if event == "start" else node.tail))
    return _tidied("".join(pieces))


def _edge(tag: str, event: str) -> str:
    if tag in _MARKS:
        return _MARKS[tag] if event == "start" else ""
    if tag in _LINES:
        return "\n"
    return "\t" if tag in {"td", "th"} and event == "end" else ""


def _collapsed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _tidied(text: str) -> str:
    """Take out blanks around lines and all but one empty line."""
    lines = "\n".join(re.sub(r" *\t *", "\t", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
