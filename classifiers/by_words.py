"""The class that telling words name, or `unknown` when they say too little or are at odds."""

from collections.abc import Sequence

from classifiers.confidence import CEILING, strength
from classifiers.keywords import Score
from classifiers.likeness import MOST_EVIDENCE
from pipeline.model.document import Classification, Evidence, RunnerUp
from pipeline.model.identity import UNKNOWN

ENOUGH_POINTS = 6.0
"""Less than a standing title, or than two strong phrases, decides nothing."""
ENOUGH_TELLINGS = 2
CLEAR_MARGIN = 0.25
"""The best class must lead by this share of its points, else the paper is `unknown`."""
GENERAL_SHARE = 0.5
"""What the words of a general class count against a special one: an order may be written as a letter."""
MOST_RUNNERS_UP = 3


def class_by_words(scores: Sequence[Score]) -> Classification:
    """Return the class that leads by enough points, with what named it; else `unknown`, with what it might be."""
    if not scores or scores[0].points <= 0:
        return Classification(document_class=UNKNOWN, confidence=0.0)
    best = _leading(scores)
    margin = _margin(best, scores)
    confidence = strength(best.points) * min(1.0, 0.55 + 0.75 * margin)
    others = [score for score in scores if score is not best]
    is_enough = _is_enough(best, margin)
    runners = runners_up(scores if not is_enough else others, of=best.points, confidence=confidence)
    if not is_enough:
        return Classification(document_class=UNKNOWN, confidence=1 - confidence, runners_up=runners)
    return Classification(
        document_class=best.document_class,
        confidence=min(CEILING, confidence),
        because=because_of(best),
        runners_up=runners,
    )


def _leading(scores: Sequence[Score]) -> Score:
    """Return the class with the most points; a special class that would be enough alone goes before a general one."""
    special = [score for score in scores if not score.is_general and not score.gives_way]
    if scores[0].is_general and special and _is_enough(special[0], _margin(special[0], special)):
        return special[0]
    return scores[0]


def _margin(best: Score, scores: Sequence[Score]) -> float:
    """Return the share of its points by which a class leads; general classes count little against special ones."""
    shares = {False: 1.0, True: 1.0 if best.is_general else GENERAL_SHARE}
    second = max((shares[s.is_general] * s.points for s in scores if s is not best), default=0.0)
    return (best.points - second) / best.points if best.points else 0.0


def _is_enough(best: Score, margin: float) -> bool:
    return best.points >= ENOUGH_POINTS and best.tellings >= ENOUGH_TELLINGS and margin >= CLEAR_MARGIN


def because_of(score: Score) -> tuple[Evidence, ...]:
    """Return where the phrases stand that speak most for a class."""
    leading = sorted((s for s in score.spoken if s.points > 0), key=lambda s: -s.points)
    return tuple(spoken.evidence for spoken in leading[:MOST_EVIDENCE])


def runners_up(scores: Sequence[Score], *, of: float, confidence: float) -> tuple[RunnerUp, ...]:
    """Return the next classes; the confidence in each is its share of the points `of`, and `confidence` at most."""
    return tuple(
        RunnerUp(document_class=s.document_class, confidence=round(min(confidence, confidence * s.points / of), 4))
        for s in scores[:MOST_RUNNERS_UP]
        if s.points > 0
    )
