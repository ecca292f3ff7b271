"""What is it? Certain marks first, then telling words, then likeness; where all are weak or at odds, `unknown`.

The confidence says how far the answer may be trusted alone: it grows with what was found, and shrinks with what
speaks for another class. What only likeness says is never trusted alone: it spares a person the choice of a class.
Nor is a general class (a letter, some form) where a special one is plausible, nor any class on whose paper something
stands that its rules call untypical: the words of a letter stand on orders and bills as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifiers.by_likeness import bears_out, weigh_likeness
from classifiers.by_marks import class_by_marks
from classifiers.by_words import class_by_words
from classifiers.certain import certain_marks
from classifiers.confidence import UNTRUSTED
from classifiers.forms import forms_of, is_foreign, possible
from classifiers.keywords import Score, keyword_scores
from classifiers.likeness import MOST_EVIDENCE, most_like
from classifiers.structure import features
from pipeline.model.document import Classification, Draft, Evidence
from pipeline.model.likeness import LikenessModel
from pipeline.model.page import Recognition
from pipeline.rules.catalog import Catalog, DocumentClass, Feature

PLAUSIBLE = 3.0
"""Points of a special class from which on a general one is not trusted alone: one strong phrase, or two of usage."""
ALONE = 8.0
"""A second class with this many points and its title at the head: then the paper is two things at once."""


def classify(
    pages: Sequence[Recognition], draft: Draft, catalog: Catalog, *, model: LikenessModel | None = None
) -> Classification:
    """Return the document's class with what decided, or `unknown`; with a model a `pipeline.ports.Classifier`."""
    told, seen = keyword_scores(pages, catalog), features(pages)
    forms = forms_of(seen, catalog)
    scores = possible(told, forms, catalog)
    marks = certain_marks(pages, draft, catalog, seen)
    by_words = class_by_words(scores)
    if marks:
        return class_by_marks(marks, scores, by_words)
    points = {score.document_class: score.points for score in told}
    found = most_like(pages, points, model, but=lambda code: is_foreign(code, forms, catalog)) if model else None
    said = weigh_likeness(by_words, found, catalog, seen)
    is_borne_out = found is not None and bears_out(found, by_words)
    return _doubted(said, seen, scores, catalog, is_borne_out=is_borne_out)


def _doubted(
    said: Classification,
    seen: Mapping[Feature, Evidence],
    scores: Sequence[Score],
    catalog: Catalog,
    *,
    is_borne_out: bool,
) -> Classification:
    """Lower the confidence of a paper that shows something untypical, or has the words of two classes.

    The words of a second class do no harm where likeness confirms the first.
    """
    named = catalog.find(said.document_class)
    if named is None or said.confidence <= UNTRUSTED:
        return said
    shown = tuple(place for feature, place in seen.items() if feature in named.untypical)
    if not shown and (is_borne_out or not _is_rivalled(named, scores)):
        return said
    return replace(said, confidence=UNTRUSTED, because=(*said.because[: MOST_EVIDENCE - 1], *shown[:1]))


def _is_rivalled(named: DocumentClass, scores: Sequence[Score]) -> bool:
    """Return whether it may be another class: a special one beside a general one, or one whose title heads it."""
    own = next((score.points for score in scores if score.document_class == named.code), 0.0)
    others = [score for score in scores if score.document_class != named.code]
    if named.is_general and any(not other.is_general and other.points >= PLAUSIBLE for other in others):
        return True
    return any(
        other.is_headed and other.points >= ALONE if not other.is_general else other.points > own for other in others
    )
