"""What the form of a paper says about its class: a class gains points by it, or is ruled out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifiers.keywords import Score, Spoken
from pipeline.model.document import Evidence
from pipeline.rules.catalog import Catalog, Feature

SHAPES = frozenset({Feature.STRIP})
"""Shapes of the sheet itself, against which no title stands: tills print `Tax invoice` too."""


def forms_of(seen: Mapping[Feature, Evidence], catalog: Catalog) -> Mapping[Feature, Evidence]:
    """Return what is seen of the features that are typical of some class."""
    return {feature: place for feature, place in seen.items() if any(feature in c.typical for c in catalog.classes)}


def possible(told: Sequence[Score], forms: Mapping[Feature, Evidence], catalog: Catalog) -> tuple[Score, ...]:
    """Return the scores with the points of the paper's form, without the classes whose papers never have it."""
    firm = {feature: place for feature, place in forms.items() if feature in SHAPES}
    kept = (
        score for score in told if not is_foreign(score.document_class, firm if score.is_headed else forms, catalog)
    )
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


def is_foreign(document_class: str, forms: Mapping[Feature, Evidence], catalog: Catalog) -> bool:
    """Return whether the paper has a form that papers of the class never have."""
    rules = catalog.find(document_class)
    return rules is not None and any(feature in forms for feature in rules.untypical)
