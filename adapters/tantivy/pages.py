"""A page as Tantivy holds it: terms by position, what filters and counts, and what is shown of a hit."""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version

import tantivy

from adapters.search_words.asking import FACETS, day_number, facet_values, magnitude
from adapters.search_words.boxes import packed, unpacked
from adapters.search_words.page import Box, printed_words, searched_texts
from adapters.search_words.terms import Form, Token
from adapters.search_words.weights import GAP, TERM_FIELDS
from services.ports.search import IndexedPage

MAPPING = f"2 / tantivy {'.'.join(version('tantivy').split('.')[:2])}"
"""Raise the number with every change of the schema or of the terms: indexes of another one are built anew."""


def schema_of_pages() -> tantivy.Schema:
    """Return the schema; `tie_*` hold the document's name in numbers, for the order of equal scores."""
    builder = tantivy.SchemaBuilder()
    for name in ("document", "circle"):
        builder.add_text_field(name, stored=name == "document", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in TERM_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_unsigned_field("page", stored=True, fast=True)
    for name in ("received_on", "magnitude"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("tie_1", "tie_2", "tie_3"):
        builder.add_unsigned_field(name, fast=True)
    # kept to be shown, never searched: the words in the order of their boxes
    builder.add_bytes_field("words_utf8", stored=True)
    builder.add_bytes_field("boxes", stored=True)
    return builder.build()


def document_of(page: IndexedPage) -> tantivy.Document:
    """Return the page as Tantivy takes it in."""
    document = tantivy.Document()
    document.add_text("document", page.document)
    document.add_text("circle", page.circle)
    for name, value in facet_values(page):
        document.add_text(name, value)
    document.add_unsigned("page", page.page)
    document.add_unsigned("received_on", day_number(page.received_on))
    amount = magnitude(page)
    if amount is not None:
        document.add_unsigned("magnitude", amount)
    for name, number in zip(("tie_1", "tie_2", "tie_3"), tie_of(page.document), strict=True):
        document.add_unsigned(name, number)
    document.add_bytes("words_utf8", " ".join(printed_words(page)).encode())
    document.add_bytes("boxes", packed([word.box for word in page.words]))
    texts = searched_texts(page)
    for kind, name in enumerate(TERM_FIELDS):
        document.add_pre_tokenized_text(name, _terms(texts, kind))
    return document


def words_of(document: tantivy.Document) -> Sequence[str]:
    """Return a stored page's words as they are shown."""
    kept: bytes = document["words_utf8"][0]
    return kept.decode().split(" ")


def boxes_of(document: tantivy.Document, words: Sequence[int]) -> tuple[Box, ...]:
    """Return the boxes of some of a stored page's words; of a page without boxes, none."""
    kept: bytes = document["boxes"][0]
    if not kept:
        return ()
    return tuple(unpacked(kept, word) for word in words)


def tie_of(document: str) -> tuple[int, int, int]:
    """Return a document's name as numbers in the same order for its first 16 bytes, then distinct by a hash."""
    name = document.encode().ljust(16, b"\0")
    digest = hashlib.blake2b(document.encode(), digest_size=8).digest()
    return int.from_bytes(name[:8]), int.from_bytes(name[8:16]), int.from_bytes(digest)


def _terms(texts: Sequence[Sequence[Token]], kind: int) -> tantivy.PreTokenizedString:
    """Return the terms of one kind at their positions; several may stand at one."""
    placed: list[tantivy.Token] = []
    position = 0
    for text in texts:
        for token in text:
            for term in (str(token.forms[0][kind]),) if len(token.forms) == 1 else _distinct(token.forms, kind):
                placed.append(tantivy.Token(term, position, 0, 0))  # noqa: PERF401 - the inner loop runs once
            position += 1
        position += GAP
    return tantivy.PreTokenizedString("", placed)


def _distinct(forms: Sequence[Form], kind: int) -> Sequence[str]:
    return tuple(dict.fromkeys(str(form[kind]) for form in forms if form[kind]))
