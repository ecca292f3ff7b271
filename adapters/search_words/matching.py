"""Finds where on a page the clauses of a question hold: the judge of the memory index, and every index's highlight."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from adapters.search_words.question import AllOf, AnyOf, Clause, Exact, Fuzzy, Phrase, Prefix, Word
from adapters.search_words.terms import Form, Token


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause holds: the number of the text, and its tokens [first, last]."""

    text: int
    first: int
    last: int


Texts = Sequence[Sequence[Token]]
"""The texts of a page, each as tokens; a phrase never runs from one into the next."""


def places(clause: Clause, texts: Texts) -> tuple[Place, ...]:
    """Return every place where the clause holds; () when it does not. Of alternatives the best one counts."""
    match clause:
        case AnyOf():
            return next((found for part in clause.parts if (found := places(part, texts))), ())
        case AllOf():
            each = tuple(places(part, texts) for part in clause.parts)
            return tuple(place for found in each for place in found) if all(each) else ()
        case Phrase():
            return tuple(_phrases(clause, texts))
        case Word() | Exact() | Prefix() | Fuzzy():
            return tuple(
                Place(number, at, at + form.length - 1)
                for number, text in enumerate(texts)
                for at, token in enumerate(text)
                for form in token.forms
                if _is_found(clause, form)
            )
        case _:
            assert_never(clause)


def same_word(asked: Form, printed: Form) -> bool:
    """Return whether two words are one: equal as written, or by their French or English stem."""
    return (
        asked.exact == printed.exact
        or (asked.french == printed.french != "")
        or (asked.english == printed.english != "")
    )


def _is_near(clause: Fuzzy, form: Form) -> bool:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a search for misread words waits for it

    return OSA.distance(clause.form.exact, form.exact, score_cutoff=clause.distance) <= clause.distance


def _is_found(clause: Word | Exact | Prefix | Fuzzy, form: Form) -> bool:
    match clause:
        case Word():
            return same_word(clause.form, form) or (clause.also == form.french != "")
        case Exact():
            return clause.term == form.exact
        case Prefix():
            return form.exact.startswith(clause.term)
        case Fuzzy():
            return same_word(clause.form, form) or _is_near(clause, form)
        case _:
            assert_never(clause)


def _phrases(clause: Phrase, texts: Texts) -> Iterator[Place]:
    """Find the words one after the other, by one kind of term throughout, as an index of terms does."""
    length = len(clause.forms)
    for number, text in enumerate(texts):
        for first in range(len(text) - length + 1):
            if _is_possible(clause.forms[0], text[first]) and _stands(clause, text[first : first + length]):
                yield Place(number, first, first + length - 1)


def _is_possible(asked: Form, token: Token) -> bool:
    return any(same_word(asked, form) for form in token.forms)


def _stands(clause: Phrase, run: Sequence[Token]) -> bool:
    return any(
        all(
            any(asked[kind] == form[kind] != "" for form in token.forms)
            for asked, token in zip(clause.forms, run, strict=True)
        )
        for kind in (0, 1, 2)
    )
