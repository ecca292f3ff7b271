"""What a paper is like: its words, their places and what the rules' words say, weighed by a trained linear model.

The model is data (`adapters/likeness.json`, made by
`scripts/train_likeness.py`): a weight for each sign and class, and how its margin becomes a confidence. A paper most
of whose words the model never saw is like nothing it knows.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.folding import letters, stem
from pipeline.model.document import Evidence
from pipeline.model.identity import UNKNOWN
from pipeline.model.likeness import LikenessModel
from pipeline.model.page import Recognition, Word
from pipeline.page_layout import Upright, source_box

PAGES = 2
"""A paper shows what it is on its first pages."""
HEAD_OF_PAGE, LARGE = 0.3, 1.3
SHORTEST = 3
"""Letters of a word that counts."""
FEWEST_KNOWN, KNOWN_SHARE = 12, 0.4
"""Known words, and their share of all, below which the paper is like nothing known."""
STEPS = (1, 2, 4, 6)
"""Points of telling words at which they become another sign."""
HINT = 0.3
"""What such a sign counts: at 1 training hears nothing but the rules (83 instead of 87 % of layouts left out right)."""
MOST_EVIDENCE = 6

Shown = tuple[int, tuple[Word, ...]]
"""A page and the words that show a sign there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The class a paper is most like, how sure that is (0 to 1), and the words that weighed most."""

    document_class: str
    confidence: float
    because: tuple[Evidence, ...]


def most_like(
    pages: Sequence[Recognition],
    points: Mapping[str, float],
    model: LikenessModel,
    *,
    but: Callable[[str], bool] = lambda _: False,
) -> Likeness | None:
    """Return what the paper is most like, None when too little of it is known.

    points: of telling words, by class; but: whether a class is out of the question. A paper that is not even like those
    of no class is what it is least unlike.
    """
    found = signs(pages, points)
    known = {sign: places for sign, places in found.items() if sign in model.weights}
    words, known_words = _plain(found), _plain(known)
    if known_words < FEWEST_KNOWN or known_words < KNOWN_SHARE * words:
        return None
    scores = _scores(known, model)
    possible = [index for index in range(len(scores)) if not but(model.classes[index])]
    best, *others = sorted(possible, key=lambda index: -scores[index])[:2]
    if others and model.classes[best] == UNKNOWN and scores[best] < 0:
        best, others = others[0], [best]
    margin = min([scores[best], *(scores[best] - scores[other] for other in others)])
    return Likeness(
        document_class=model.classes[best],
        confidence=1 / (1 + math.exp(-(model.slope * margin + model.offset))),
        because=_because(known, model, best),
    )


def signs(pages: Sequence[Recognition], points: Mapping[str, float]) -> dict[str, Shown]:
    """Return what is seen on the first pages, each sign with the page and the words that first show it.

    `x`: a word; `x y`: two beside each other; `^x`: at the head of the first page; `!x`: in large letters; `#...`:
    how much there is of something; `=class n`: its telling words have at least n points.
    """
    found: dict[str, Shown] = {}
    for position, page in enumerate(pages[:PAGES]):
        for sign, words in _of_page(page, is_first=position == 0):
            found.setdefault(sign, (page.number, words))
    for sign in (*_amounts(pages), *_hints(points)):
        found.setdefault(sign, (pages[0].number, ()))
    return found


def weight_of(sign: str, among: int) -> float:
    """Return what a sign counts among so many: words by the root of their number, so that long papers are not surer."""
    return HINT if sign.startswith("=") else 1 / math.sqrt(max(1, among))


def _hints(points: Mapping[str, float]) -> Iterator[str]:
    return (f"={name} {step}" for name, found in points.items() for step in STEPS if found >= step)


def _of_page(page: Recognition, *, is_first: bool) -> Iterator[tuple[str, tuple[Word, ...]]]:
    upright = Upright(rotation=page.rotation, aspect=1.0)
    heights = [upright.box(word.box).height for word in page.words]
    usual = median(heights) if heights else 1.0
    for line in page.lines:
        stems = [(stem(word.text), word) for word in line.words if len(letters(word.text)) >= SHORTEST]
        stems = [(text, word) for text, word in stems if text.isalpha()]
        for text, word in stems:
            box = upright.box(word.box)
            yield text, (word,)
            if is_first and box.top < HEAD_OF_PAGE:
                yield f"^{text}", (word,)
            if box.height >= LARGE * usual:
                yield f"!{text}", (word,)
        for (one, first), (two, second) in pairwise(stems):
            yield f"{one} {two}", (first, second)


def _amounts(pages: Sequence[Recognition]) -> Iterator[str]:
    """Yield, in steps, how long the paper is, how full, how much of it is figures, and which marks stand on it."""
    words = [word.text for page in pages[:PAGES] for word in page.words]
    figures = sum(any(map(str.isdigit, text)) for text in words)
    yield f"#pages {min(len(pages), 4)}"
    yield f"#words {min(6, len(words) // 80)}"
    yield f"#figures {min(5, 10 * figures // max(1, len(words)))}"
    if any(page.marks for page in pages):
        yield "#boxes"
    if any(page.form_fields for page in pages):
        yield "#form"


def _plain(found: Mapping[str, object]) -> int:
    return sum(sign.isalpha() for sign in found)


def _scores(known: Mapping[str, object], model: LikenessModel) -> list[float]:
    """Return the score of each class."""
    scores = list(model.bias)
    for sign in known:
        counts = weight_of(sign, len(known))
        for index, weight in model.weights[sign].items():
            scores[index] += counts * weight
    return scores


def _because(known: Mapping[str, Shown], model: LikenessModel, best: int) -> tuple[Evidence, ...]:
    """Show the words that weighed most for the class, each place once."""
    heavy = sorted(known, key=lambda sign: -model.weights[sign].get(best, 0.0))
    shown: dict[tuple[int, int], Evidence] = {}
    for sign in heavy:
        page, words = known[sign]
        if words and model.weights[sign].get(best, 0.0) > 0 and (page, id(words[0])) not in shown:
            text = " ".join(word.text for word in words)
            shown[page, id(words[0])] = Evidence(page=page, box=source_box(words), text=text)
        if len(shown) == MOST_EVIDENCE:
            break
    return tuple(shown.values())
