"""Values as people type them: what is written for them is understood when it comes back, and common habits are too."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.text import Language
from pipeline.model.values import Amount, Day, Flag, Identifier, Value, from_written
from web.typed import as_written, typable

VALUES = st.one_of(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(Day),
    st.integers(-(10**9), 10**9).map(Amount),
    st.builds(Amount, st.integers(0, 10**6), st.just("USD")),
    st.booleans().map(Flag),
    st.builds(Identifier, st.from_regex(r"[A-Z0-9]{1,27}", fullmatch=True), st.sampled_from(["nir", "iban", "siret"])),
)


@given(value=VALUES, language=st.sampled_from(Language))
def test_what_is_shown_can_be_typed(value: Value, language: Language) -> None:
    """A value as the box shows it, sent back untouched, is the same value."""
    scheme = value.scheme if isinstance(value, Identifier) else None
    assert from_written(value.kind, as_written(value.kind, typable(value, language), language), scheme=scheme) == value


@pytest.mark.parametrize(
    ("kind", "typed", "written"),
    [
        *(("date", typed, "2026-09-02") for typed in ("2/9/2026", "02.09.2026", "02092026", "020926", "2-9-26")),
        ("date", "2026-09-02", "2026-09-02"),
        ("date", "31/02/2026", "31/02/2026"),
        ("date", "soon", "soon"),
        *(("amount", typed, "1834.20") for typed in ("1 834,20", "1834.20", "1 834,20 €", "1834,20 eur")),
        ("amount", "12,50 usd", "12.50 USD"),
        ("amount", "much", "much"),
        ("text", "  Le   Goff ", "Le Goff"),
    ],
)
def test_how_people_type(kind: str, typed: str, written: str) -> None:
    """Days without signs between or of two figures, amounts with blanks, comma or the numeric pad's point."""
    assert as_written(kind, typed, Language.FR).removesuffix(" EUR") == written


def test_identifiers_stand_in_groups() -> None:
    """A social security number is written as on the card, what has another length as it is or by four."""
    assert typable(Identifier("279083523811285", "nir"), Language.FR) == "2 79 08 35 238 112 85"
    assert typable(Identifier("X4RT", "local"), Language.FR) == "X4RT"
    assert typable(Identifier("FR7630006000011234567890189", "iban"), Language.FR).startswith("FR76 3000 ")
