"""Train the model of likeness and write it to `adapters/likeness.json`.

    .venv/bin/python scripts/train_likeness.py [--drawn 1100] [--worded 12] [--seed 5]

Needs scikit-learn (`make model` installs what `requirements-train.lock` pins). It learns from drawn papers of the open
layouts and from papers worded by the skeletons of `wordings/` (`training_papers.py`). One logistic regression a class
(one against all others, so that a paper may be like none); its margin becomes a confidence by the fit of Platt (1999)
on worded papers of skeletons left out by turns.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier
from training_papers import Paper, drawn_papers, worded_papers

from adapters.rule_files import read_rules
from classifiers.keywords import keyword_scores
from classifiers.likeness import signs, weight_of
from pipeline.rules.catalog import Catalog
from pipeline.rules.rule_text import Problems
from services.rules.reading import catalog_in

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "adapters" / "likeness.json"
SEEN_IN = 6
"""Papers a sign must stand on: fewer tell a person's name rather than a kind of paper."""
LIGHTEST = 0.3
"""Weights below that are left out."""
REGULARITY = 30.0
TURNS = 5
"""Into how many parts layouts and skeletons are split; each part is left out once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What is seen on a paper, and the rest as of a Paper."""

    signs: tuple[str, ...]
    document_class: str
    group: str
    is_worded: bool


def main() -> int:
    """Draw, word, read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drawn", type=int, default=1100, help="drawn papers")
    parser.add_argument("--worded", type=int, default=12, help="papers worded by each skeleton")
    parser.add_argument("--seed", type=int, default=5)
    wanted = parser.parse_args()
    papers = chain(worded_papers(wanted.worded, wanted.seed), drawn_papers(wanted.drawn, wanted.seed))
    examples = list(_examples(papers))
    model = _fitted(examples)
    told = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    MODEL.write_text(told.replace('},"', '},\n"') + "\n", "utf-8")  # a line a sign, so that changes can be seen
    print(f"{len(examples)} readings, {len(model['classes'])} classes, {len(model['weights'])} signs: {MODEL}")
    return 0


def _examples(papers: Iterator[Paper]) -> Iterator[Example]:
    catalog = _catalog()
    for paper in papers:
        points = {score.document_class: score.points for score in keyword_scores(paper.pages, catalog)}
        found = tuple(signs(paper.pages, points))
        yield Example(signs=found, document_class=paper.document_class, group=paper.group, is_worded=paper.is_worded)


def _catalog() -> Catalog:
    problems = Problems()
    catalog = catalog_in(read_rules((ROOT / "rules",)), problems)
    if problems.sorted():
        raise SystemExit("The rules have errors: casebinder rules check")
    return catalog


def _fitted(examples: Sequence[Example]) -> dict[str, Any]:
    seen = Counter(sign for each in examples for sign in each.signs)
    told = [[sign for sign in each.signs if seen[sign] >= SEEN_IN] for each in examples]
    to_numbers = DictVectorizer()
    numbers = _narrow(to_numbers.fit_transform([{s: weight_of(s, len(found)) for s in found} for found in told]))
    classes = np.array([each.document_class for each in examples])
    slope, offset = _calibration(numbers, classes, examples)
    model = _regression().fit(numbers, classes)
    weights: dict[str, dict[str, float]] = {}
    for index, regression in enumerate(model.estimators_):
        for sign, weight in zip(to_numbers.feature_names_, regression.coef_[0], strict=True):
            if abs(weight) >= LIGHTEST:
                weights.setdefault(sign, {})[str(index)] = round(float(weight), 2)
    return {
        "classes": [str(name) for name in model.classes_],
        "bias": [round(float(each.intercept_[0]), 3) for each in model.estimators_],
        "weights": weights,
        "slope": round(slope, 3),
        "offset": round(offset, 3),
    }


def _narrow(numbers: csr_matrix) -> csr_matrix:
    """Return the matrix with indices of 32 bits, which liblinear asks for."""
    return csr_matrix(
        (numbers.data, numbers.indices.astype(np.int32), numbers.indptr.astype(np.int32)), shape=numbers.shape
    )


def _regression() -> OneVsRestClassifier:
    one = LogisticRegression(C=REGULARITY, class_weight="balanced", solver="liblinear", dual=True, max_iter=300)
    return OneVsRestClassifier(one)


def _calibration(numbers: csr_matrix, classes: np.ndarray, examples: Sequence[Example]) -> tuple[float, float]:
    """Fit how the margin of worded papers left out becomes the share of them that is right (Platt 1999).

    Drawn ones are left out of the fit: the layouts of one class are too much alike to tell anything of real papers.
    """
    groups = [each.group for each in examples]
    worded = np.array([each.is_worded for each in examples])
    margins, rights = np.zeros(len(examples)), np.zeros(len(examples), dtype=bool)
    for kept, left in GroupKFold(n_splits=TURNS).split(numbers, classes, groups):
        model = _regression().fit(numbers[kept], classes[kept])
        scores = model.decision_function(numbers[left])
        ordered = np.sort(scores, axis=1)
        margins[left] = np.minimum(ordered[:, -1], ordered[:, -1] - ordered[:, -2])
        rights[left] = model.classes_[scores.argmax(axis=1)] == classes[left]
    print(f"Right of what was left out: skeletons {rights[worded].mean():.1%}, layouts {rights[~worded].mean():.1%}.")
    fit = LogisticRegression(C=1000.0).fit(margins[worded][:, None], rights[worded])
    return float(fit.coef_[0][0]), float(fit.intercept_[0])


if __name__ == "__main__":
    sys.exit(main())
