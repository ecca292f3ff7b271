"""The order in which hits of a Tantivy index stand: by score, and equal scores by document and page.

Tantivy settles equal scores by its own numbers, which change with merges. Pages of one form often score alike,
thousands of them, so ties are narrowed down column by column, and only those near the front are put in order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial
from heapq import nsmallest
from typing import cast

import tantivy

from adapters.search_words.asking import Asked, Standing, standing
from adapters.tantivy.pages import tie_of

TIES = ("tie_1", "tie_2", "tie_3", "page")
"""The columns that order equal scores."""
_SPARE = 20
"""Hits looked at beyond those asked for, so that most ties at the end are settled at once."""

_Found = tuple[float, tantivy.DocAddress]
_Order = tuple[float, int, int, int, int]


def best(
    searcher: tantivy.Searcher, wanted: tantivy.Query, asked: Asked, limit: int
) -> tuple[int, list[tuple[Standing, tantivy.Document]]]:
    """Return the number of answers, and those after the last seen in their order, one more than asked for if there is.

    A plain list is all ties: it is taken by document.
    """
    is_list = not asked.question.clauses
    first = asked.seen + limit + _SPARE
    if is_list:
        found = searcher.search(wanted, limit=first, order_by_field="tie_1", order=tantivy.Order.Asc)
    else:
        found = searcher.search(wanted, limit=first)
    total = count_of(found)
    order = _ordered(searcher, found.hits, is_list=is_list)
    after = _after(order, asked)
    border = 1 + is_list
    is_settled = len(after) > limit and after[limit][0][:border] < order[-1][0][:border]
    if not is_settled and len(found.hits) < total:
        after = _settled(searcher, wanted, asked, limit, total=total, is_list=is_list)
    documents = [(one[0][0], searcher.doc(one[1][1])) for one in after[: limit + 1]]
    return total, [
        (Standing(score, document["document"][0], document["page"][0]), document) for score, document in documents
    ]


def count_of(found: tantivy.SearchResult) -> int:
    """Return the number of all answers to a query, also of those not fetched."""
    count: int = found.count  # type: ignore[attr-defined]  # missing in the stubs of tantivy 0.27
    return count


def _settled(
    searcher: tantivy.Searcher, wanted: tantivy.Query, asked: Asked, limit: int, *, total: int, is_list: bool
) -> list[tuple[_Order, _Found]]:
    """Return the hits after the last seen when more tie with the last one wanted than were fetched."""
    hits = searcher.search(wanted, limit=total).hits
    score_of = partial(_minus_score, is_list=is_list)
    count = asked.seen + limit + _SPARE
    while True:
        count = min(count, total)
        tied = score_of(hits[count - 1])
        start, end = bisect_left(hits, tied, key=score_of), bisect_right(hits, tied, key=score_of)
        near = [*hits[:start], *_foremost(searcher, hits[start:end], count - start)]
        after = _after(_ordered(searcher, near, is_list=is_list)[:count], asked)
        if len(after) > limit or count == total:
            return after
        count *= 4  # what was seen stands elsewhere by now: pages came in between


def _foremost(
    searcher: tantivy.Searcher, hits: Sequence[_Found], count: int, columns: Sequence[str] = TIES
) -> list[_Found]:
    """Return the first hits of equal score, as many as asked for, in any order."""
    if len(hits) <= count or not columns:
        return list(hits)[:count]
    values = cast("list[int]", searcher.fast_field_values(columns[0], [address for _, address in hits]))
    last = nsmallest(count, values)[-1]
    front = [hit for hit, value in zip(hits, values, strict=True) if value < last]
    level = [hit for hit, value in zip(hits, values, strict=True) if value == last]
    return front + _foremost(searcher, level, count - len(front), columns[1:])


def _ordered(searcher: tantivy.Searcher, hits: Sequence[_Found], *, is_list: bool) -> list[tuple[_Order, _Found]]:
    """Put hits in order: score (in a list 1 for all), the document's name in three numbers, page."""
    addresses = [address for _, address in hits]
    columns = [searcher.fast_field_values(name, addresses) for name in TIES]
    scores = [_minus_score(hit, is_list=is_list) for hit in hits]
    return sorted(zip(zip(scores, *columns, strict=True), hits, strict=True), key=lambda one: one[0])


def _minus_score(hit: _Found, *, is_list: bool) -> float:
    return standing(1.0 if is_list else hit[0], "", 0).minus_score


def _after(order: Sequence[tuple[_Order, _Found]], asked: Asked) -> list[tuple[_Order, _Found]]:
    """Leave out what was seen."""
    if asked.last_seen is None:
        return list(order)
    last = asked.last_seen
    seen = (last.minus_score, *tie_of(last.document), last.page)
    return [one for one in order if one[0] > seen]
