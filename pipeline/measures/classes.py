"""Classes against the truth: how many are right, how many may be decided alone, and how far the confidence is right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.identity import UNKNOWN

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One document: its true class, the class said (`unknown`: abstained), and the confidence 0 to 1."""

    true: str
    said: str
    confidence: float

    @property
    def is_right(self) -> bool:
        """Return whether the class is right; an abstention is right only where the truth is `unknown` too."""
        return self.true == self.said


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers of like confidence: their number, mean confidence, and the share that is right."""

    n: int
    confidence: float
    accuracy: float


def accuracy(answers: Sequence[Answer]) -> float | None:
    """Return the share of all documents whose class is right."""
    return sum(each.is_right for each in answers) / len(answers) if answers else None


def coverage_at(answers: Sequence[Answer], *, error: float) -> float | None:
    """Return the largest share of documents decided alone with at most that error among them.

    Documents are taken by falling confidence, those of equal confidence together; abstentions are never taken.
    """
    if not answers:
        return None
    decided = sorted((each for each in answers if each.said != UNKNOWN), key=lambda each: -each.confidence)
    wrong = best = 0
    for taken, each in enumerate(decided, 1):
        wrong += not each.is_right
        is_last_of_its_kind = taken == len(decided) or decided[taken].confidence < each.confidence
        if is_last_of_its_kind and wrong <= error * taken:
            best = taken
    return best / len(answers)


def unknown_recall(answers: Sequence[Answer]) -> float | None:
    """Return the share of the documents of no known class that were left to a person."""
    strange = [each for each in answers if each.true == UNKNOWN]
    return sum(each.is_right for each in strange) / len(strange) if strange else None


def bins(answers: Sequence[Answer]) -> tuple[Bin, ...]:
    """Return the decided answers in ten bins of equal width, empty ones left out."""
    groups: dict[int, list[Answer]] = {}
    for each in answers:
        if each.said != UNKNOWN:
            groups.setdefault(min(BINS - 1, int(each.confidence * BINS)), []).append(each)
    return tuple(_bin(groups[index]) for index in sorted(groups))


def _bin(group: Sequence[Answer]) -> Bin:
    return Bin(
        n=len(group),
        confidence=sum(each.confidence for each in group) / len(group),
        accuracy=sum(each.is_right for each in group) / len(group),
    )


def calibration_error(answers: Sequence[Answer]) -> float | None:
    """Return the expected calibration error (Naeini et al. 2015): the mean gap of the bins, each by its size."""
    found = bins(answers)
    decided = sum(each.n for each in found)
    return sum(each.n * abs(each.accuracy - each.confidence) for each in found) / decided if decided else None


def confusion(answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    """Return for each true class how often each class was said."""
    counts = Counter((each.true, each.said) for each in answers)
    rows: dict[str, dict[str, int]] = {}
    for true, said in sorted(counts):
        rows.setdefault(true, {})[said] = counts[true, said]
    return rows
