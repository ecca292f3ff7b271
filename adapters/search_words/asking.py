"""What a search asks, checked, and the order in which answers stand: by score, then document, then page."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from adapters.search_words.question import Question, read_question
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual
from services.ports.search import IndexedPage, SearchAnswer, SearchQuery

MOST_HITS = 1000
"""Hits in one answer; more are fetched by its cursor."""
MOST_FACET_VALUES = 50
FACETS = ("document_class", "case_type", "case", "month", "state", "basket", "party", "amount")
AMOUNT_STEPS = (100, 1_000, 10_000, 100_000)
"""Where one range of amounts ends and the next begins, in the major unit; the lower end belongs to the range."""
MOST_AMOUNT = 2**62
"""In a minor unit: more money than there is, and what an index holds."""
EMPTY = SearchAnswer(total=0, hits=(), facets=tuple((name, ()) for name in FACETS), next=None)


class Standing(NamedTuple):
    """Where a hit stands among the answers: smaller is better; `minus_score` is rounded, so that equals are equal."""

    minus_score: float
    document: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query, read and checked: `only` has every facet that must have a value, or the document; days are yyyymmdd.

    last_seen and seen: the last hit already seen and how many were, or None and 0; view: what the index wrote into the
    cursor to find its own state of that moment again.
    """

    question: Question
    only: tuple[tuple[str, str], ...]
    since: int
    until: int
    least: int | None
    most: int | None
    last_seen: Standing | None
    seen: int
    view: str


def read(query: SearchQuery) -> Asked:
    """Read a query; raises WrongUsage for a limit, facet, day or cursor that cannot be one."""
    if not 1 <= query.limit <= MOST_HITS:
        raise _wrong("limit", str(query.limit), f"1 … {MOST_HITS}")
    last_seen, seen, view = _from_cursor(query.after) if query.after is not None else (None, 0, "")
    return Asked(
        question=read_question(query.text),
        only=_only(query),
        since=_day(query.since, "since") if query.since is not None else 0,
        until=_day(query.until, "until") if query.until is not None else 99991231,
        least=_within(query.amount_from),
        most=_within(query.amount_to),
        last_seen=last_seen,
        seen=seen,
        view=view,
    )


def lets_through(asked: Asked, page: IndexedPage) -> bool:
    """Return whether a page passes the filters; who may see it is another matter."""
    if not set(asked.only) <= {*facet_values(page), ("document", page.document)}:
        return False
    if not asked.since <= day_number(page.received_on) <= asked.until:
        return False
    if asked.least is None and asked.most is None:
        return True
    amount = magnitude(page)
    return amount is not None and (asked.least or 0) <= amount and (asked.most is None or amount <= asked.most)


def standing(score: float, document: str, page: int) -> Standing:
    """Return the place of a hit; scores equal to five decimals are equal."""
    return Standing(-round(score, 5), document, page)


def cursor(last: Standing, seen: int, view: str = "") -> str:
    """Write where an answer ended, for the next one to begin there."""
    written = json.dumps([*last, seen, view] if view else [*last, seen])
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def day_number(day: str) -> int:
    """Return an ISO day as yyyymmdd."""
    return int(day[:10].replace("-", ""))


def facet_values(page: IndexedPage) -> tuple[tuple[str, str], ...]:
    """Return what a page counts for in each facet; months as yyyy-mm, amounts as a range such as `EUR 100-1000`."""
    values = (
        *(page.document_class, page.case_type, page.case, page.received_on[:7]),
        *(page.state, page.basket, page.party, _amount_range(page)),
    )
    return tuple((name, value) for name, value in zip(FACETS, values, strict=True) if value)


def magnitude(page: IndexedPage) -> int | None:
    """Return a page's amount in the minor unit of its currency, without its sign."""
    return _within(abs(page.amount.minor)) if page.amount else None


def _within(minor: int | None) -> int | None:
    """Return an amount that an index can hold: a larger one, misread or mistyped, stands with the largest."""
    return minor if minor is None else min(minor, MOST_AMOUNT)


def _amount_range(page: IndexedPage) -> str | None:
    minor = magnitude(page)
    if page.amount is None or minor is None:
        return None
    ends = (0, *AMOUNT_STEPS)
    first = max(end for end in ends if end * 100 <= minor)
    last = next((str(end) for end in AMOUNT_STEPS if end > first), "")
    return f"{page.amount.currency} {first}-{last}"


def ordered_counts(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the values of a facet, most frequent first, then by name."""
    return tuple(sorted(counts, key=lambda value: (-value[1], value[0]))[:MOST_FACET_VALUES])


def _only(query: SearchQuery) -> tuple[tuple[str, str], ...]:
    for name, _ in query.only:
        if name not in FACETS:
            raise _wrong("only", name, ", ".join(FACETS))
    named = (("document", query.document), ("document_class", query.document_class), ("case", query.case))
    return (*((name, value) for name, value in named if value is not None), *query.only)


def _from_cursor(text: str) -> tuple[Standing, int, str]:
    try:
        minus_score, document, page, seen, *view = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return Standing(float(minus_score), str(document), int(page)), max(0, int(seen)), str(view[0]) if view else ""
    except (ValueError, TypeError, binascii.Error) as error:
        raise _wrong("after", text, "next") from error


def _day(text: str, name: str) -> int:
    try:
        return day_number(date.fromisoformat(text).isoformat())
    except ValueError as error:
        raise _wrong(name, text, "2026-11-22") from error


def _wrong(name: str, given: str, expected: str) -> WrongUsage:
    return WrongUsage(
        "search_option_wrong",
        Bilingual(
            fr=f"La valeur « {given[:60]} » ne convient pas pour {name}.",
            en=f'The value "{given[:60]}" does not fit {name}.',
        ),
        where=name,
        next_step=Bilingual(fr=f"Forme attendue : {expected}", en=f"Expected form: {expected}"),
    )
