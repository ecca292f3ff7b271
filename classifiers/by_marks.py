"""The class that certain marks name; marks at odds with each other or with clear words go to a person."""

from collections.abc import Sequence

from classifiers.by_words import MOST_RUNNERS_UP, because_of, runners_up
from classifiers.certain import CertainMark
from classifiers.confidence import CEILING
from classifiers.keywords import Score
from classifiers.likeness import MOST_EVIDENCE
from pipeline.model.document import Classification, RunnerUp
from pipeline.model.identity import UNKNOWN

AT_ODDS = 0.5


def class_by_marks(marks: Sequence[CertainMark], scores: Sequence[Score], by_words: Classification) -> Classification:
    """Follow the certain marks; marks at odds with each other or with clear words make a doubt for a person."""
    best = marks[0]
    classes = {mark.document_class for mark in marks}
    if best.document_class is None or len(classes) > 1:
        return _at_odds(marks, by_words)
    score = next((s for s in scores if s.document_class == best.document_class), None)
    agreeing = len(marks) + (score.tellings if score else 0)
    confidence = min(CEILING, best.confidence + 0.01 * (agreeing - 1)) if agreeing > 1 else best.confidence
    if by_words.document_class not in {UNKNOWN, best.document_class} and by_words.confidence > AT_ODDS:
        confidence = min(confidence, AT_ODDS)
    evidence = (*(mark.evidence for mark in marks if mark.evidence), *(because_of(score) if score else ()))
    others = [s for s in scores if s.document_class != best.document_class]
    return Classification(
        document_class=best.document_class,
        confidence=confidence,
        because=evidence[:MOST_EVIDENCE],
        runners_up=runners_up(others, of=max(scores[0].points, 1.0), confidence=by_words.confidence) if scores else (),
    )


def _at_odds(marks: Sequence[CertainMark], by_words: Classification) -> Classification:
    named = tuple(dict.fromkeys(mark.document_class for mark in marks if mark.document_class))
    by_mark = tuple(RunnerUp(document_class=code, confidence=AT_ODDS) for code in named)
    seen = {runner.document_class for runner in by_mark}
    others = tuple(runner for runner in by_words.runners_up if runner.document_class not in seen)
    return Classification(
        document_class=UNKNOWN,
        confidence=AT_ODDS,
        because=tuple(mark.evidence for mark in marks if mark.evidence)[:MOST_EVIDENCE],
        runners_up=(*by_mark, *others)[:MOST_RUNNERS_UP],
    )
