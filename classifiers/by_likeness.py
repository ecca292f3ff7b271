"""Words and likeness together: where both agree they decide, where words say little likeness proposes."""

from collections.abc import Container
from dataclasses import replace

from classifiers.by_words import MOST_RUNNERS_UP
from classifiers.confidence import CEILING, TRUSTED, UNTRUSTED, agreed, fitted
from classifiers.likeness import Likeness
from pipeline.model.document import Classification, RunnerUp
from pipeline.model.identity import UNKNOWN
from pipeline.rules.catalog import Catalog, DocumentClass, Feature

LIKE_ENOUGH, DISPUTING = 0.1, 0.5
"""How sure likeness must be to name a class for a person to confirm, and to make a doubt of what the words name."""
SURELY_LIKE = 0.95
"""Likeness this sure tells two classes apart whose words are both on the paper: 20 of 20 were right (13 worded papers
of skeletons left out, 7 of those written apart)."""


def weigh_likeness(
    by_words: Classification, found: Likeness | None, catalog: Catalog, seen: Container[Feature] = ()
) -> Classification:
    """Weigh words and likeness: both decide; where words say little likeness proposes; at odds a person decides.

    seen: what the paper shows besides its words.
    """
    like = catalog.find(found.document_class) if found else None
    if found is None or found.confidence <= LIKE_ENOUGH or not (like or found.document_class == UNKNOWN):
        return _alone(by_words)
    if found.document_class == by_words.document_class:
        return replace(by_words, confidence=agreed(by_words.confidence, found.confidence)) if like else by_words
    is_disputed, named = found.confidence > DISPUTING, catalog.find(by_words.document_class)
    if like and (by_words.confidence < TRUSTED or not named or (is_disputed and _gives_way(named, like, seen))):
        return _proposed(found, by_words)
    return _alone(by_words, most=UNTRUSTED if is_disputed else CEILING)


def _gives_way(named: DocumentClass, like: DocumentClass, seen: Container[Feature]) -> bool:
    """Return whether a class is more general than another, or the paper shows what is untypical of it alone."""
    is_more_general = named.is_general and not like.is_general
    return is_more_general or (_is_untypical(named, seen) and not _is_untypical(like, seen))


def _is_untypical(named: DocumentClass, seen: Container[Feature]) -> bool:
    return any(feature in seen for feature in named.untypical)


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
