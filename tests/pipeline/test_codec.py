"""What is kept as packed JSON comes back as it was, also what was kept before it was packed."""

from collections.abc import Callable
from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.codec import encode, pack, unpack
from pipeline.geometry import Box
from pipeline.model.page import Line, Word

fractions = st.floats(min_value=0, max_value=1)
words = st.builds(Word, text=st.text(), box=st.builds(Box, *[fractions] * 4), confidence=fractions)
lines = st.builds(Line, words=st.tuples(words, words))


@given(line=lines)
def test_what_is_packed_comes_back(line: Line) -> None:
    """A value comes back whole from its packed form and from plain JSON, which older installations hold."""
    assert unpack(Line, pack(line)) == unpack(Line, encode(line)) == line


def test_equal_values_have_equal_bytes() -> None:
    """The same reading of a page is one content, whenever it was packed, and much smaller than its JSON."""
    read = Line(words=tuple(Word(text=t, box=Box(0.1, 0.2, 0.3, 0.4), confidence=0.93) for t in printable))
    assert pack(read) == pack(read)
    assert len(pack(read)) < len(encode(read)) / 3


@pytest.mark.parametrize("spoil", [lambda kept: kept[:-9], lambda kept: b"[" + kept, lambda _: b"\x1f\x8b"])
def test_damage_is_told(spoil: Callable[[bytes], bytes]) -> None:
    """Bytes that are no such value are an error, never another value."""
    with pytest.raises(ValueError, match=r"damaged|Invalid JSON"):
        unpack(Line, spoil(pack(Line(words=()))))
