"""Fields against the truth: the same value is right however it is spaced or capitalised."""

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from pipeline.measures.rates import Tally
from pipeline.measures.truth import Pair

_NUMBERS = frozenset({"amount", "number"})


def says_same(said: str, true: str, *, kind: str) -> bool:
    """Compare a value with the truth: numbers by value, identifiers by letters and figures, texts by words."""
    if kind in _NUMBERS and (pair := _numbers(said, true)):
        return pair[0] == pair[1]
    if kind == "identifier":
        return _bare(said) == _bare(true)
    return _folded(said) == _folded(true)


def _numbers(said: str, true: str) -> tuple[Decimal, Decimal] | None:
    try:
        return Decimal(said), Decimal(true.replace(" ", ""))
    except InvalidOperation:
        return None


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _folded(text: str) -> str:
    """Fold case, accents, blanks and the signs between words: how a name is written is no error."""
    letters = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each))
    return " ".join(bare.split())


def score_fields(pairs: Sequence[Pair]) -> dict[str, Tally]:
    """Count each field by name over all documents.

    What is said of a document whose truth does not tell that field counts as wrong only where the truth of another
    document of its class does: a truth that never tells a field says nothing about it.
    """
    told = _told(pairs)
    tallies: dict[str, Tally] = {}
    for pair in pairs:
        said = {each.name: each for each in pair.said.fields} if pair.said else {}
        for name in told.get(pair.true.document_class, ()):
            true, read = pair.true.fields.get(name), said.get(name)
            right = true is not None and read is not None and says_same(read.value, true, kind=read.kind)
            counted = Tally(right=int(right), said=int(read is not None), true=int(true is not None))
            tallies[name] = tallies.get(name, Tally()) + counted
    return dict(sorted(tallies.items()))


def _told(pairs: Iterable[Pair]) -> dict[str | None, set[str]]:
    told: dict[str | None, set[str]] = {}
    for pair in pairs:
        told.setdefault(pair.true.document_class, set()).update(pair.true.fields)
    return told


def wrong_fields(pair: Pair) -> tuple[str, ...]:
    """Name the fields that were said and are not true; what is left unsaid is not wrong."""
    said = pair.said.fields if pair.said else ()
    return tuple(
        each.name
        for each in said
        if (true := pair.true.fields.get(each.name)) is not None and not says_same(each.value, true, kind=each.kind)
    )
