"""Words looked for inside a page are found as a reader would find them."""

import pytest

from pipeline.geometry import Box
from pipeline.model.page import Word
from pipeline.word_search import boxes_of

LINE = ["Attestation", "d'emploi", ":", "né", "le", "14/08/1979,", "Employeur", "DURAND-PÉRÈS"]
WORDS = tuple(Word(text=text, box=Box(n / 10, 0.1, n / 10 + 0.05, 0.2), confidence=0.9) for n, text in enumerate(LINE))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("emploi", ["d'emploi"]),
        ("NE LE", ["né", "le"]),
        ("14/08/1979", ["14/08/1979,"]),
        ("peres", ["DURAND-PÉRÈS"]),
        ("né employeur", []),
        ("employeur durand", ["Employeur", "DURAND-PÉRÈS"]),
        ("", []),
        (" : ", []),
    ],
)
def test_words_are_found_as_they_are_read(text: str, found: list[str]) -> None:
    """Case, accents and signs do not matter; several words have to follow each other."""
    boxes = boxes_of(text, WORDS)
    assert [word.text for word in WORDS if word.box in boxes] == found
