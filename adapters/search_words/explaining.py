"""Holds a question against the pages of one document: what of it stands where, and what is read there instead.

Fulfils `services.ports.search.WordJudge`, by the same terms by which every index finds.
"""

from collections.abc import Mapping, Sequence
from typing import assert_never

from rapidfuzz.distance import OSA

from adapters.search_words.matching import Texts, places
from adapters.search_words.page import printed_words, searched_texts
from adapters.search_words.question import (
    AllOf,
    AnyOf,
    Clause,
    Exact,
    Fuzzy,
    Phrase,
    Prefix,
    Word,
    read_question,
    terms_of,
)
from adapters.search_words.terms import printed, tokens
from services.ports.search import AskedPart, IndexedPage, Judged, NearWord

MOST_NEAR = 3
LEAST_LIKE = 0.7
"""Share of the letters that must agree: two of seven may differ, and a person still sees that it is the same word."""
_AROUND = ".,;:!?()[]\"'’“”„«»*~"


class TermJudge:
    """Judges by `adapters.search_words` alone."""

    def judge(self, typed: str, pages: Sequence[IndexedPage]) -> Judged:
        """Hold what was typed against the pages of a document."""
        question = read_question(typed)
        texts = {page.page: searched_texts(page) for page in pages}
        words = {page.page: printed_words(page) for page in pages}
        spoken = _as_typed(typed)
        return Judged(
            parts=tuple(_part(clause, spoken, texts, words) for clause in question.clauses),
            passed_over=tuple(_said(clause, spoken) for clause in question.passed_over),
        )


def _part(
    clause: Clause, spoken: Mapping[str, str], texts: Mapping[int, Texts], words: Mapping[int, tuple[str, ...]]
) -> AskedPart:
    held = tuple(number for number, page in texts.items() if places(clause, page))
    lacking = () if held else tuple(term for term in terms_of(clause) if not _stands(term, texts))
    return AskedPart(
        text=_said(clause, spoken),
        pages=held,
        near=_near(lacking, words, is_prefix=isinstance(clause, Prefix)),
        is_scattered=not held and not lacking,
        is_too_short=isinstance(clause, Fuzzy) and clause.distance == 0,
    )


def _stands(term: str, texts: Mapping[int, Texts]) -> bool:
    return any(form.exact == term for page in texts.values() for text in page for token in text for form in token.forms)


def _near(lacking: Sequence[str], words: Mapping[int, tuple[str, ...]], *, is_prefix: bool) -> tuple[NearWord, ...]:
    """Return the words read that resemble what is lacking most, each once."""
    found: dict[str, NearWord] = {}
    for page, read in words.items():
        for token in tokens(read):
            for form in token.forms:
                likeness = max((_likeness(term, form.exact, is_prefix=is_prefix) for term in lacking), default=0.0)
                known = found.get(form.exact)
                if likeness >= LEAST_LIKE and (known is None or known.likeness < likeness):
                    text = " ".join(read[token.first : token.last + 1])
                    found[form.exact] = NearWord(page=page, word=token.first, text=text, likeness=likeness)
    return tuple(sorted(found.values(), key=lambda near: (-near.likeness, near.page, near.word))[:MOST_NEAR])


def _likeness(asked: str, read: str, *, is_prefix: bool) -> float:
    return OSA.normalized_similarity(asked, read[: len(asked)] if is_prefix else read, score_cutoff=LEAST_LIKE)


def _as_typed(typed: str) -> dict[str, str]:
    """Return each term of the question as it was typed, accents and all."""
    words = printed(typed)
    return {
        token.forms[0].exact: " ".join(words[token.first : token.last + 1]).strip(_AROUND) for token in tokens(words)
    }


def _said(clause: Clause, spoken: Mapping[str, str]) -> str:
    """Write a clause as it may have been typed."""
    match clause:
        case AnyOf():
            return _said(clause.parts[0], spoken)
        case AllOf():
            return " ".join(_said(part, spoken) for part in clause.parts)
        case Phrase():
            return " ".join(spoken.get(form.exact, form.exact) for form in clause.forms)
        case Word() | Fuzzy():
            return spoken.get(clause.form.exact, clause.form.exact)
        case Exact():
            return spoken.get(clause.term, clause.term)
        case Prefix():
            return f"{clause.term}*"
        case _:
            assert_never(clause)
