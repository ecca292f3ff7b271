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
from services.ports import IndexedPage, SearchAnswer, SearchQuery

MOST_HITS = 1000
"""Hits in one answer; more are fetched by its cursor."""
MOST_FACET_VALUES = 50
FACETS = ("document_class", "case_type", "case", "month")
EMPTY = SearchAnswer(total=0, hits=(), facets=tuple((name, ()) for name in FACETS), next=None)


class Standing(NamedTuple):
    """Where a hit stands among the answers: smaller is better; `minus_score` is rounded, so that equals are equal."""

    minus_score: float
    document: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query, read and checked; days as yyyymmdd; the last hit already seen, and how many were, or None and 0."""

    question: Question
    since: int
    until: int
    last_seen: Standing | None
    seen: int


def read(query: SearchQuery) -> Asked:
    """Read a query; raises WrongUsage for a limit, day or cursor that cannot be one."""
    if not 1 <= query.limit <= MOST_HITS:
        raise _wrong("limit", str(query.limit), f"1 … {MOST_HITS}")
    last_seen, seen = _from_cursor(query.after) if query.after is not None else (None, 0)
    return Asked(
        question=read_question(query.text),
        since=_day(query.since, "since") if query.since is not None else 0,
        until=_day(query.until, "until") if query.until is not None else 99991231,
        last_seen=last_seen,
        seen=seen,
    )


def standing(score: float, document: str, page: int) -> Standing:
    """Give the place of a hit; scores equal to five decimals are equal."""
    return Standing(-round(score, 5), document, page)


def cursor(last: Standing, seen: int) -> str:
    """Write where an answer ended, for the next one to begin there."""
    return base64.urlsafe_b64encode(json.dumps([*last, seen]).encode()).decode().rstrip("=")


def day_number(day: str) -> int:
    """Give an ISO day as yyyymmdd."""
    return int(day[:10].replace("-", ""))


def facet_values(page: IndexedPage) -> tuple[tuple[str, str], ...]:
    """Give what a page counts for in each facet; months as yyyy-mm."""
    values = (page.document_class, page.case_type, page.case, page.received_on[:7])
    return tuple((name, value) for name, value in zip(FACETS, values, strict=True) if value)


def ordered_counts(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Give the values of a facet, most frequent first, then by name."""
    return tuple(sorted(counts, key=lambda value: (-value[1], value[0]))[:MOST_FACET_VALUES])


def _from_cursor(text: str) -> tuple[Standing, int]:
    try:
        minus_score, document, page, seen = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return Standing(float(minus_score), str(document), int(page)), max(0, int(seen))
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
