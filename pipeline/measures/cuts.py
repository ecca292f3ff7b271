"""Where documents begin, against where they were said to begin."""

from collections.abc import Iterable

from pipeline.measures.rates import Tally
from pipeline.measures.truth import Said, Truth


def score_cuts(truth: Truth, said: Said) -> Tally:
    """Count the cuts of a file: the first page of every document but the first, which nobody has to find."""
    if not all(each.pages for each in truth.documents):
        return Tally()  # the truth does not tell the cuts
    true, seen = _cuts(each.pages for each in truth.documents), _cuts(each.pages for each in said.documents)
    return Tally(right=len(true & seen), said=len(seen), true=len(true))


def _cuts(documents: Iterable[tuple[int, ...]]) -> set[int]:
    begins = sorted(pages[0] for pages in documents if pages)
    return set(begins[1:])
