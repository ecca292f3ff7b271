"""Documents that needed nobody, and how many of them are wrong: wrong and sure is counted first."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.measures.fields import wrong_fields
from pipeline.measures.rates import upper_bound_95
from pipeline.measures.rows import wrong_tables
from pipeline.measures.truth import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightThroughScore:
    """straight: documents that needed nobody, of all; wrong: those of them with a wrong cut, class or field."""

    documents: int
    straight: int
    wrong: int

    @property
    def rate(self) -> float | None:
        """Return the share of the documents that needed nobody."""
        return self.straight / self.documents if self.documents else None

    @property
    def upper_bound_95(self) -> float:
        """Return the share of wrong ones among them that is not exceeded with 95 % confidence."""
        return upper_bound_95(self.wrong, self.straight)


def score_straight_through(pairs: Sequence[Pair]) -> StraightThroughScore:
    """Count the true documents that needed nobody, and the wrong ones."""
    straight = [pair for pair in pairs if pair.said is not None and pair.said.is_straight_through]
    return StraightThroughScore(
        documents=len(pairs), straight=len(straight), wrong=sum(is_wrong(pair) for pair in straight)
    )


def is_wrong(pair: Pair) -> bool:
    """Return whether what was said of a document is not true: its cut, its class where told, a field or a row."""
    if pair.said is None:
        return False
    other_class = pair.true.document_class not in {None, pair.said.document_class}
    other_pages = pair.true.pages not in {(), pair.said.pages}
    return other_class or other_pages or bool(wrong_fields(pair)) or bool(wrong_tables(pair))
