"""What is it? Certain marks first, then telling words, then likeness; where all are weak or at odds, `unknown`.

The confidence says how far the answer may be trusted alone: it grows with what was found, and shrinks with what
speaks for another class. What only likeness says is never trusted alone: it spares a person the choice of a class.
Nor is a general class (a letter, some form) where a special one is plausible, nor any class on whose paper something
stands that its rules call untypical: the words of a letter stand on orders and bills as well.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifiers.certain import CertainMark, certain_marks
from classifiers.keywords import Score, Spoken, keyword_scores
from classifiers.likeness import MOST_EVIDENCE, Likeness, most_like
from classifiers.structure import features
from pipeline.model.document import UNKNOWN, Classification, Draft, Evidence, RunnerUp
from pipeline.model.likeness import LikenessModel
from pipeline.model.page import Recognition
from pipeline.rules.catalog import Catalog, DocumentClass, Feature

ENOUGH_POINTS = 6.0
"""Less than a standing title, or than two strong phrases, decides nothing."""
ENOUGH_TELLINGS = 2
CLEAR_MARGIN = 0.25
"""The best class must lead by this share of its points, else the paper is `unknown`."""
FULL_POINTS = 4.5
"""The scale on which points become confidence: 6 points 0.74, 8 points 0.83, 10 points 0.89, 15 points 0.96."""
GENERAL_SHARE = 0.5
"""What the words of a general class count against a special one: an order may be written as a letter."""
PLAUSIBLE = 3.0
"""Points of a special class from which on a general one is not trusted alone: one strong phrase, or two of usage."""
ALONE = 8.0
"""A second class with this many points and its title at the head: then the paper is two things at once."""
AT_ODDS = 0.5
MOST_RUNNERS_UP = 3
CEILING = 0.98
TRUSTED, FITTED = 0.8, 0.92
"""Of what the formula gives 0.8 or more, 379 of 380 papers were right (460 drawn ones of open layouts, 42 written apart
from the rules; 27 November 2026): the formula's 0.8 to 0.98 become 0.92 to 0.98. Below nothing is raised, so that no
paper passes by the fit: those of open layouts were all right there too, but the words were written beside them."""
LIKE_ENOUGH, DISPUTING = 0.25, 0.5
"""How sure likeness must be to name a class for a person to confirm, and to make a doubt of what the words name."""
SURELY_LIKE = 0.95
"""Likeness this sure tells two classes apart whose words are both on the paper: 20 of 20 were right (13 worded papers
of skeletons left out, 7 of those written apart)."""
UNTRUSTED = 0.75
"""The most that is said of what a person is to confirm: less than any batch class trusts alone."""
AGREED, BY_WORDS, BY_LIKENESS = -1.81, 1.98, 0.72
"""How sure words and likeness are together when they name one class: log odds, fitted on 1,918 worded papers of
skeletons that training had not seen (28 November 2026)."""
ENOUGH_AGREED = 0.94
"""Less than that goes to a person: of the 1,486 papers above it 17 were wrong, of the 432 below 167."""


def classify(
    pages: Sequence[Recognition], draft: Draft, catalog: Catalog, *, model: LikenessModel | None = None
) -> Classification:
    """Give the document's class with what decided, or `unknown`; with a model a `pipeline.ports.Classifier`."""
    told, seen = keyword_scores(pages, catalog), features(pages)
    forms = _forms(seen, catalog)
    scores = _possible(told, forms, catalog)
    marks = certain_marks(pages, draft, catalog, seen)
    by_words = _by_words(scores)
    if marks:
        return _by_marks(marks, scores, by_words)
    found = most_like(pages, {score.document_class: score.points for score in told}, model) if model else None
    if found is not None and _is_foreign(found.document_class, forms, catalog):
        found = None
    said = _with_likeness(by_words, found, catalog)
    is_borne_out = found is not None and _bears_out(found, by_words)
    return _doubted(said, seen, scores, catalog, is_borne_out=is_borne_out)


def agreed(by_words: float, by_likeness: float) -> float:
    """Give how often a class was right that words (by the formula) and likeness both named; see AGREED."""
    odds = AGREED + BY_WORDS * _log_odds(by_words) + BY_LIKENESS * _log_odds(by_likeness)
    share = min(CEILING, 1 / (1 + math.exp(-odds)))
    return share if share >= ENOUGH_AGREED else min(UNTRUSTED, share)


def _log_odds(share: float) -> float:
    kept = min(0.99, max(0.01, share))
    return math.log(kept / (1 - kept))


def fitted(formula: float) -> float:
    """Give how often an answer of that confidence by the formula was right; never more than the formula's ceiling."""
    share = (formula - TRUSTED) / (CEILING - TRUSTED)
    return formula if share < 0 else FITTED + min(1.0, share) * (CEILING - FITTED)


def _forms(seen: Mapping[Feature, Evidence], catalog: Catalog) -> Mapping[Feature, Evidence]:
    """Give what is seen of the features that are typical of some class."""
    return {feature: place for feature, place in seen.items() if any(feature in c.typical for c in catalog.classes)}


def _possible(told: Sequence[Score], forms: Mapping[Feature, Evidence], catalog: Catalog) -> tuple[Score, ...]:
    """Give the scores with the points of the paper's form, without the classes whose papers never have it."""
    kept = (score for score in told if score.is_headed or not _is_foreign(score.document_class, forms, catalog))
    scores = (_in_form(score, forms, catalog) for score in kept)
    return tuple(sorted(scores, key=lambda each: (-each.points, each.document_class)))


def _in_form(score: Score, forms: Mapping[Feature, Evidence], catalog: Catalog) -> Score:
    """Give a class the points of its form; without form and title it gives way to a general class that has the form.

    So a claim that is only spoken of, with greeting and closing words around it, makes a letter about it.
    """
    rules = catalog.find(score.document_class)
    typical = {feature: points for feature, points in rules.typical.items() if feature in forms} if rules else {}
    shown = (
        Spoken(phrase=feature, points=points, is_title=False, evidence=forms[feature])
        for feature, points in typical.items()
    )
    gives_way = bool(forms) and not typical and not score.is_headed
    return replace(score, spoken=(*score.spoken, *shown), gives_way=gives_way)


def _is_foreign(document_class: str, forms: Mapping[Feature, Evidence], catalog: Catalog) -> bool:
    """Tell whether the paper has a form that papers of the class never have."""
    rules = catalog.find(document_class)
    return rules is not None and any(feature in forms for feature in rules.untypical)


def _by_words(scores: Sequence[Score]) -> Classification:
    if not scores or scores[0].points <= 0:
        return Classification(document_class=UNKNOWN, confidence=0.0)
    best = _leading(scores)
    margin = _margin(best, scores)
    confidence = _strength(best.points) * min(1.0, 0.55 + 0.75 * margin)
    others = [score for score in scores if score is not best]
    is_enough = _is_enough(best, margin)
    runners = _runners_up(scores if not is_enough else others, of=best.points, confidence=confidence)
    if not is_enough:
        return Classification(document_class=UNKNOWN, confidence=1 - confidence, runners_up=runners)
    return Classification(
        document_class=best.document_class,
        confidence=min(CEILING, confidence),
        because=_because(best),
        runners_up=runners,
    )


def _leading(scores: Sequence[Score]) -> Score:
    """Give the class with the most points; a special class that would be enough alone goes before a general one."""
    special = [score for score in scores if not score.is_general and not score.gives_way]
    if scores[0].is_general and special and _is_enough(special[0], _margin(special[0], special)):
        return special[0]
    return scores[0]


def _margin(best: Score, scores: Sequence[Score]) -> float:
    """Give the share of its points by which a class leads; general classes count little against special ones."""
    shares = {False: 1.0, True: 1.0 if best.is_general else GENERAL_SHARE}
    second = max((shares[s.is_general] * s.points for s in scores if s is not best), default=0.0)
    return (best.points - second) / best.points if best.points else 0.0


def _is_enough(best: Score, margin: float) -> bool:
    return best.points >= ENOUGH_POINTS and best.tellings >= ENOUGH_TELLINGS and margin >= CLEAR_MARGIN


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
    """Tell whether it may be another class: a special one beside a general one, or one whose title heads the paper."""
    own = next((score.points for score in scores if score.document_class == named.code), 0.0)
    others = [score for score in scores if score.document_class != named.code]
    if named.is_general and any(not other.is_general and other.points >= PLAUSIBLE for other in others):
        return True
    return any(
        other.is_headed and other.points >= ALONE if not other.is_general else other.points > own for other in others
    )


def _with_likeness(by_words: Classification, found: Likeness | None, catalog: Catalog) -> Classification:
    """Weigh words and likeness: both decide; where words say little likeness proposes; at odds a person decides."""
    is_named = found is not None and catalog.find(found.document_class) is not None
    if found is None or found.confidence <= LIKE_ENOUGH or not (is_named or found.document_class == UNKNOWN):
        return _alone(by_words)
    if found.document_class == by_words.document_class:
        return replace(by_words, confidence=agreed(by_words.confidence, found.confidence)) if is_named else by_words
    if is_named and (by_words.document_class == UNKNOWN or by_words.confidence < TRUSTED):
        return _proposed(found, by_words)
    return _alone(by_words, most=UNTRUSTED if found.confidence > DISPUTING else CEILING)


def _bears_out(found: Likeness, by_words: Classification) -> bool:
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


def _strength(points: float) -> float:
    return 1 - math.exp(-points / FULL_POINTS)


def _because(score: Score) -> tuple[Evidence, ...]:
    leading = sorted((s for s in score.spoken if s.points > 0), key=lambda s: -s.points)
    return tuple(spoken.evidence for spoken in leading[:MOST_EVIDENCE])


def _runners_up(scores: Sequence[Score], *, of: float, confidence: float) -> tuple[RunnerUp, ...]:
    return tuple(
        RunnerUp(document_class=s.document_class, confidence=round(min(confidence, confidence * s.points / of), 4))
        for s in scores[:MOST_RUNNERS_UP]
        if s.points > 0
    )


def _by_marks(marks: Sequence[CertainMark], scores: Sequence[Score], by_words: Classification) -> Classification:
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
    evidence = (*(mark.evidence for mark in marks if mark.evidence), *(_because(score) if score else ()))
    others = [s for s in scores if s.document_class != best.document_class]
    return Classification(
        document_class=best.document_class,
        confidence=confidence,
        because=evidence[:MOST_EVIDENCE],
        runners_up=_runners_up(others, of=max(scores[0].points, 1.0), confidence=by_words.confidence) if scores else (),
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
