"""Train the model of likeness on drawn papers of the open layouts, and write it to `adapters/likeness.json`.

    .venv/bin/python scripts/train_likeness.py [--papers 1100] [--seed 5]

Needs scikit-learn (`make model` installs what `requirements-train.lock` pins). Papers are drawn without a scan and read
by their text; of each a second reading is made with words lost and misread, as scanners do. One logistic regression a
class (one against all others, so that a paper may be like none); its margin becomes a confidence by the fit of Platt
(1999) on papers of layouts left out by turns. Layouts that are held back are never drawn here.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier

from adapters.reading.page import PageWork
from adapters.reading.tools import ReadingTools
from classifiers.keywords import keyword_scores
from classifiers.likeness import signs, weight_of
from pipeline.catalog import Catalog
from pipeline.catalog_rules import parse_catalog
from pipeline.imaging.page_source import Wishes
from pipeline.model.page import Line, Recognition
from pipeline.rule_text import Problems
from specimens.mixture import CLASSES

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "adapters" / "likeness.json"
LOST, MISREAD = 0.12, 0.05
"""Shares of words that the second reading of a paper has not, or has wrong."""
SEEN_IN = 6
"""Papers a sign must stand on: fewer tell a person's name rather than a kind of paper."""
LIGHTEST = 0.3
"""Weights below that are left out."""
REGULARITY = 30.0
LAYOUTS, TURNS = 4, 2
"""Layouts of each class drawn with one seed, and into how many parts they are split: every other is left out."""


def main() -> int:
    """Draw, read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=1100)
    parser.add_argument("--seed", type=int, default=5)
    wanted = parser.parse_args()
    examples = list(_examples(wanted.papers, wanted.seed))
    model = _fitted(examples)
    told = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    MODEL.write_text(told.replace('},"', '},\n"') + "\n", "utf-8")  # a line a sign, so that changes can be seen
    print(f"{len(examples)} readings, {len(model['classes'])} classes, {len(model['weights'])} signs: {MODEL}")
    return 0


def _examples(papers: int, seed: int) -> Iterator[tuple[dict[str, float], str, int]]:
    """Give signs, class and group of every reading of the drawn papers; a group holds every other layout."""
    catalog = _catalog()
    work = PageWork(ReadingTools())
    chance = random.Random(seed)  # noqa: S311 - wears out words, protects nothing
    for sheet in range(-(-papers // (LAYOUTS * len(CLASSES)))):
        with tempfile.TemporaryDirectory(prefix="casebinder-train-") as made:
            _draw(Path(made), seed * 1000 + sheet)
            for number, path in enumerate(sorted(Path(made).rglob("*.pdf"))):
                group = number // len(CLASSES) % TURNS
                truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
                pages = _read(work, path)
                for document in truth["documents"]:
                    own = [pages[number - 1] for number in document["pages"]]
                    for reading in (own, [_worn(page, chance) for page in own]):
                        points = {score.document_class: score.points for score in keyword_scores(reading, catalog)}
                        yield dict.fromkeys(signs(reading, points), 1.0), document["document_class"], group


def _catalog() -> Catalog:
    problems = Problems()
    files = [(path.name, path.read_text("utf-8")) for path in sorted((ROOT / "rules" / "documents").glob("*.yaml"))]
    catalog = parse_catalog(files, problems)
    if problems.sorted():
        raise SystemExit("The rules have errors: casebinder rules check")
    return catalog


def _draw(folder: Path, seed: int) -> None:
    pages = str(LAYOUTS * len(CLASSES))
    options = ["--seed", str(seed), "--pages", pages, "--classes", "all", "--media", "born-digital", "--single"]
    command = [sys.executable, "-m", "specimens", "batch", str(folder), *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _read(work: PageWork, path: Path) -> list[Recognition]:
    media_type = "application/pdf"
    wishes = Wishes(languages=("fra", "eng"))
    return [work.read(path, media_type, n + 1, wishes)[0] for n in range(work.count_pages(path, media_type))]


def _worn(page: Recognition, chance: random.Random) -> Recognition:
    lines = []
    for line in page.lines:
        words = [word for word in line.words if chance.random() >= LOST]
        words = [replace(w, text=_misread(w.text, chance)) if chance.random() < MISREAD else w for w in words]
        if words:
            lines.append(Line(words=tuple(words), baseline=line.baseline))
    return replace(page, lines=tuple(lines))


def _misread(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("aeilnorstu") + text[at + 1 :]


def _fitted(examples: Sequence[tuple[dict[str, float], str, int]]) -> dict[str, Any]:
    seen = Counter(sign for found, _, _ in examples for sign in found)
    told = [{sign: 1.0 for sign in found if seen[sign] >= SEEN_IN} for found, _, _ in examples]
    told = [{sign: weight_of(sign, len(found)) for sign in found} for found in told]
    classes = np.array([name for _, name, _ in examples])
    groups = np.array([group for _, _, group in examples])
    to_numbers = DictVectorizer()
    numbers = to_numbers.fit_transform(told)
    slope, offset = _calibration(numbers, classes, groups)
    model = _regression().fit(numbers, classes)
    weights: dict[str, dict[str, float]] = {}
    for index, regression in enumerate(model.estimators_):
        for sign, weight in zip(to_numbers.feature_names_, regression.coef_[0], strict=True):
            if abs(weight) >= LIGHTEST:
                weights.setdefault(sign, {})[str(index)] = round(float(weight), 2)
    bias = [round(float(each.intercept_[0]), 3) for each in model.estimators_]
    return {
        "classes": [str(name) for name in model.classes_],
        "bias": bias,
        "weights": weights,
        "slope": round(slope, 3),
        "offset": round(offset, 3),
    }


def _regression() -> OneVsRestClassifier:
    return OneVsRestClassifier(LogisticRegression(C=REGULARITY, class_weight="balanced", max_iter=300))


def _calibration(numbers: np.ndarray, classes: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    """Fit how the margin of papers left out becomes the share of them that is right (Platt 1999)."""
    margins, rights = [], []
    for kept, left in GroupKFold(n_splits=TURNS).split(numbers, classes, groups):
        model = _regression().fit(numbers[kept], classes[kept])
        scores = model.decision_function(numbers[left])
        ordered = np.sort(scores, axis=1)
        margins += list(np.minimum(ordered[:, -1], ordered[:, -1] - ordered[:, -2]))
        rights += list(model.classes_[scores.argmax(axis=1)] == classes[left])
    print(f"Of {len(rights)} readings of layouts left out {np.mean(rights):.1%} are right.")
    if all(rights):
        return 1.0, 0.0
    fit = LogisticRegression(C=1000.0).fit(np.array(margins)[:, None], rights)
    return float(fit.coef_[0][0]), float(fit.intercept_[0])


if __name__ == "__main__":
    sys.exit(main())
