"""Words and likeness together: where both agree they decide, where words say little likeness proposes."""

from dataclasses import replace

from classifiers.by_words import MOST_RUNNERS_UP
from classifiers.confidence import CEILING, TRUSTED, UNTRUSTED, agreed, fitted
from classifiers.likeness import Likeness
from pipeline.model.document import Classification, RunnerUp
from pipeline.model.identity import UNKNOWN
from pipeline.rules.catalog import Catalog

LIKE_ENOUGH, DISPUTING = 0.25, 0.5
"""How sure likeness must be to name a class for a person to confirm, and to make a doubt of what the words name."""
SURELY_LIKE = 0.95
"""Likeness this sure tells two classes apart whose words are both on the paper: 20 of 20 were right (13 worded papers
of skeletons left out, 7 of those written apart)."""


def weigh_likeness(by_words: Classification, found: Likeness | None, catalog: Catalog) -> Classification:
    """Weigh words and likeness: both decide; where words say little likeness proposes; at odds a person decides."""
    is_named = found is not None and catalog.find(found.document_class) is not None
    if found is None or found.confidence <= LIKE_ENOUGH or not (is_named or found.document_class == UNKNOWN):
        return _alone(by_words)
    if found.document_class == by_words.document_class:
        return replace(by_words, confidence=agreed(by_words.confidence, found.confidence)) if is_named else by_words
    if is_named and (by_words.confidence < TRUSTED or _gives_way(by_words, found, catalog)):
        return _proposed(found, by_words)
    return _alone(by_words, most=UNTRUSTED if found.confidence > DISPUTING else CEILING)


def _gives_way(by_words: Classification, found: Likeness, catalog: Catalog) -> bool:
    """Return whether words name nothing, or what is general where likeness names something special."""
    named, like = catalog.find(by_words.document_class), catalog.find(found.document_class)
    return named is None or (named.is_general and not (like and like.is_general) and found.confidence > DISPUTING)


def bears_out(found: Likeness, by_words: Classification) -> bool:
    """Return whether likeness is sure enough of the class that words name to rule out another one."""
    return found.document_class == by_words.document_class and found.confidence >= SURELY_LIKE


def _alone(by_words: Classification, *, most: float = CEILING) -> Classification:
    if by_words.document_class == UNKNOWN:
        return by_words
    return replace(by_words, confidence=min(most, fitted(by_words.confidence)))


def _proposed(found: Likeness, by_words: Classification) -> Classification:
    """Name a class for a person to confirm; what the words point to stays among the runners-up."""
    runners = by_words.runners_up
    if by_words.document_class != UNKNOWN:
        runners = (RunnerUp(document_class=by_words.document_class, confidence=by_words.confidence), *runners)
    others = tuple(runner for runner in runners if runner.document_class != found.document_class)
    return Classification(
        document_class=found.document_class,
        confidence=min(UNTRUSTED, found.confidence),
        because=found.because,
        runners_up=others[:MOST_RUNNERS_UP],
    )
