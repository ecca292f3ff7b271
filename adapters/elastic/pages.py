"""A page as Elasticsearch takes it in, and what of it comes back to be shown."""

import base64
from collections.abc import Mapping, Sequence

from adapters.elastic.mapping import SEVERAL
from adapters.search_words.asking import facet_values, magnitude
from adapters.search_words.boxes import packed, unpacked
from adapters.search_words.page import Box, printed_words, searched_texts
from adapters.search_words.terms import Token
from adapters.search_words.weights import TERM_FIELDS
from services.ports.search import IndexedPage

SHOWN = ("document", "page", "document_class", "case", "words", "boxes")
"""What a hit brings back."""


def name_of(page: IndexedPage) -> str:
    """Return the name under which a page is kept: the same page again replaces itself."""
    return f"{page.document}:{page.page}"


def source_of(page: IndexedPage) -> dict[str, object]:
    """Return the page in the fields of the mapping."""
    texts = searched_texts(page)
    return {
        "document": page.document,
        "page": page.page,
        "circle": page.circle,
        **dict(facet_values(page)),
        "received_on": page.received_on[:10],
        "magnitude": magnitude(page),
        **{name: [_terms(text, kind) for text in texts if text] for kind, name in enumerate(TERM_FIELDS)},
        "words": " ".join(printed_words(page)),
        "boxes": base64.b64encode(packed([word.box for word in page.words])).decode(),
    }


def words_of(source: Mapping[str, object]) -> Sequence[str]:
    """Return a page's words as they are shown."""
    return str(source["words"]).split(" ")


def boxes_of(source: Mapping[str, object], words: Sequence[int]) -> tuple[Box, ...]:
    """Return the boxes of some of a page's words; of a page without boxes, none."""
    kept = base64.b64decode(str(source["boxes"]))
    return tuple(unpacked(kept, word) for word in words) if kept else ()


def _terms(text: Sequence[Token], kind: int) -> str:
    """Write the terms of one kind in order, those of one position together; each position has one at least."""
    return " ".join(
        str(token.forms[0][kind])
        if len(token.forms) == 1
        else SEVERAL.join(dict.fromkeys(str(form[kind]) for form in token.forms if form[kind]))
        for token in text
    )
