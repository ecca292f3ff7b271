"""Separator sheets: what makes a page one, and which need no reading, because their code has said all they say."""

from collections.abc import Collection, Sequence

from pipeline.imaging.components import Components, Ink
from pipeline.imaging.patch_codes import find_patch_codes
from pipeline.model.page import Code, Line
from pipeline.ports import Grey
from pipeline.separation.cutting import ANSWER_HINT

PATCH_WORDS = {f"PATCH{name}": f"patch-{name.lower()}" for name in "12346T"}
"""Payloads of bar codes that stand for a patch, as separator sheets of other programs print them."""

MOST_WORDS = 300
"""The most words of a patch sheet: a page lost as a separator is worse than a sheet that is kept."""

MOST_WORDS_OF_A_SLIP = 150
"""The most words of an answer slip: ours have some sixty; long titles of pieces and papers double that."""

DARK_SHEET = 110.0
"""Mean grey of a sheet: with patch bars along all four edges a sheet of white paper is still above 150."""


def separator_of(codes: Sequence[Code], prefixes: tuple[str, ...]) -> str | None:
    """Return what the codes make of the page: a patch, `barcode` for a payload that begins with a prefix, or None."""
    for code in codes:
        if code.symbology.startswith("patch-"):
            return code.symbology
    for code in codes:
        if code.payload.strip().replace(" ", "").upper() in PATCH_WORDS:
            return PATCH_WORDS[code.payload.strip().replace(" ", "").upper()]
    return "barcode" if any(code.payload.startswith(prefixes) for code in codes) else None


def is_slip(codes: Sequence[Code], lines: Sequence[Line]) -> bool:
    """Return whether a page is an answer slip; a full page with its code was one that somebody stuck it on."""
    is_short = sum(len(line.words) for line in lines) <= MOST_WORDS_OF_A_SLIP
    return is_short and any(code.payload.startswith(ANSWER_HINT) for code in codes)


def patches_on(picture: Grey, ink: Ink) -> tuple[Code, ...]:
    """Return the patch codes of a page that can be a separator sheet: on dark paper stripes are no patch."""
    is_dark = float(picture[::8, ::8].mean()) < DARK_SHEET
    return () if is_dark else find_patch_codes(ink.mask)


def is_full(lines: Sequence[Line]) -> bool:
    """Return whether a page holds too much text for its stripes to be a patch."""
    return sum(len(line.words) for line in lines) > MOST_WORDS


def needs_no_reading(separator: str | None, letters: Components, separates_by: Collection[str]) -> bool:
    """Return whether a page is surely a sheet that its batch class separates by, whatever reading it would say.

    With so few letters it cannot hold the words that would make it a page; its own words belong to no document.
    """
    kind = "patch" if (separator or "").startswith("patch-") else separator
    return kind in separates_by and len(letters) <= MOST_WORDS
