"""How Elasticsearch keeps a page: the strict mapping, and the analysers that take the terms as we made them.

The terms are those of `adapters.search_words` (docs/decisions/0009-elasticsearch.md): the server parts them at blanks,
and those written `a|b` stand at one position. A field that is not named here is refused.
"""

from adapters.search_words.asking import FACETS
from adapters.search_words.weights import GAP, TERM_FIELDS

VERSION = 1
"""Raise it with every change of the mapping or of the terms: an index of another version is never searched."""
SEVERAL = "|"
"""Between the terms of one position; no term has this sign."""

_KEYWORD = {"type": "keyword"}
_SHOWN = {"type": "keyword", "index": False, "doc_values": False}
"""Kept in the source to be shown, never searched."""

SETTINGS: dict[str, object] = {
    # One shard: exact counts and one measure of rarity; ten million pages are its usual limit.
    "number_of_shards": 1,
    # A copy as soon as there is a second machine; alone, the index is green without one.
    "auto_expand_replicas": "0-1",
    # Every write ends with a refresh of its own: a page is seen when `replace` returns, and no half batch before.
    "refresh_interval": "-1",
    "codec": "best_compression",
    "analysis": {
        "filter": {"several": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]}},
        "analyzer": {"terms": {"type": "custom", "tokenizer": "whitespace", "filter": ["several"]}},
    },
}

MAPPINGS: dict[str, object] = {
    "dynamic": "strict",
    "_meta": {"made_by": "casebinder", "version": VERSION},
    "_source": {"excludes": list(TERM_FIELDS)},
    "properties": {
        "document": _KEYWORD,
        "page": {"type": "integer"},
        "circle": _KEYWORD,
        **dict.fromkeys(FACETS, _KEYWORD),
        "received_on": {"type": "date", "format": "strict_date"},
        "magnitude": {"type": "long"},
        **{
            name: {
                "type": "text",
                "analyzer": "terms",
                "search_analyzer": "whitespace",
                "position_increment_gap": GAP,
            }
            for name in TERM_FIELDS
        },
        "words": _SHOWN,
        "boxes": {"type": "binary"},
    },
}
