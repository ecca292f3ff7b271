"""The everyday forms of conditions, evaluated in Python: comparisons, calls, `in [...]`, joined by `&&`, `||`, `!`.

CEL checks every condition when the rules are loaded and evaluates whatever is not of these forms. For these the meaning
is the same (a test draws rules and values and compares both), at a quarter of the cost: crossing into the library costs
more than the comparison (measured: 280 to 100 microseconds a case).
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from casebinder.conditions import syntax
from casebinder.conditions.functions import FUNCTIONS
from casebinder.conditions.syntax import Sort, Token

Known = Mapping[str, object]
Outcome = Callable[[Known], bool | None]
"""Gives the three-valued outcome under what is known."""

_Side = Callable[[Known], Any]
"""Gives a value; raises KeyError for what is not known, ValueError or OverflowError for what cannot be told."""

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CANNOT_TELL = (KeyError, ValueError, OverflowError)


class _Unsupported(Exception):
    """The condition is not of an everyday form."""


def everyday(text: str) -> Outcome | None:
    """Return a checked condition as a Python function, or None when CEL has to evaluate it."""
    reader = _Reader(syntax.words(text))
    try:
        made = reader.either()
    except _Unsupported:
        return None
    return made if reader.is_at_end else None


class _Reader:
    """Reads the words of a condition from left to right; each method reads one form and gives its function."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._tokens)

    def _next(self, *texts: str) -> bool:
        """Step over the next word if it is one of these signs."""
        is_there = not self.is_at_end and self._tokens[self._at].text in texts
        is_sign = is_there and self._tokens[self._at].sort is Sort.SIGN
        self._at += is_sign
        return is_sign

    def either(self) -> Outcome:
        """Read what `||` joins."""
        parts = [self._both()]
        while self._next("||"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else _joined(parts, deciding=True)

    def _both(self) -> Outcome:
        parts = [self._one()]
        while self._next("&&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else _joined(parts, deciding=False)

    def _one(self) -> Outcome:
        if self._next("!"):
            return _negated(self._one())
        if self._next("("):
            inner = self.either()
            if not self._next(")"):
                raise _Unsupported
            return inner
        return self._plain()

    def _plain(self) -> Outcome:
        """Read a comparison, a membership, or a value that is true or false itself."""
        left = self._side()
        if self.is_at_end or self._tokens[self._at].text not in syntax.COMPARISONS:
            return _truth(left)
        sign = self._tokens[self._at].text
        self._at += 1
        if sign == "in":
            return _member(left, self._list())
        return _compared(left, _OPERATORS[sign], self._side())

    def _side(self) -> _Side:
        if self.is_at_end:
            raise _Unsupported
        token = self._tokens[self._at]
        self._at += 1
        if token.sort is Sort.NAME:
            if not self.is_at_end and self._tokens[self._at].sort is Sort.METHOD:
                raise _Unsupported
            return itemgetter(token.text)
        if token.sort is Sort.CALL and token.text in FUNCTIONS and self._next("("):
            return _called(FUNCTIONS[token.text].does, self._arguments())
        if token.sort is Sort.LITERAL:
            return _constant(_literal(token.text))
        raise _Unsupported

    def _arguments(self) -> list[_Side]:
        sides = [self._side()]
        while self._next(","):
            sides.append(self._side())
        if not self._next(")"):
            raise _Unsupported
        return sides

    def _list(self) -> frozenset[object]:
        if not self._next("["):
            raise _Unsupported
        items: set[object] = set()
        while not self._next("]"):
            if self.is_at_end or self._tokens[self._at].sort is not Sort.LITERAL:
                raise _Unsupported
            items.add(_literal(self._tokens[self._at].text))
            self._at += 1
            if not self._next(",") and (self.is_at_end or self._tokens[self._at].text != "]"):
                raise _Unsupported
        return frozenset(items)


def _literal(text: str) -> object:
    if text[0] in "'\"" and "\\" not in text:
        return text[1:-1]
    if text in {"true", "false"}:
        return text == "true"
    if text.isdecimal():
        return int(text)
    raise _Unsupported


def _constant(value: object) -> _Side:
    return lambda _: value


def _called(does: Callable[..., object], sides: Sequence[_Side]) -> _Side:
    if len(sides) == 1:
        (only,) = sides
        return lambda known: does(only(known))
    return lambda known: does(*[side(known) for side in sides])


def _truth(side: _Side) -> Outcome:
    def run(known: Known) -> bool | None:
        try:
            value = side(known)
        except _CANNOT_TELL:
            return None
        return value if value is True or value is False else None

    return run


def _compared(left: _Side, compare: Callable[[Any, Any], bool], right: _Side) -> Outcome:
    def run(known: Known) -> bool | None:
        try:
            return compare(left(known), right(known))
        except _CANNOT_TELL:
            return None

    return run


def _member(left: _Side, items: frozenset[object]) -> Outcome:
    def run(known: Known) -> bool | None:
        try:
            return left(known) in items
        except _CANNOT_TELL:
            return None

    return run


def _negated(part: Outcome) -> Outcome:
    def run(known: Known) -> bool | None:
        held = part(known)
        return None if held is None else not held

    return run


def _joined(parts: Sequence[Outcome], *, deciding: bool) -> Outcome:
    """Join by `||` (deciding True) or `&&` (deciding False): one deciding part settles it, whatever is not known."""

    def run(known: Known) -> bool | None:
        is_open = False
        for part in parts:
            held = part(known)
            if held is deciding:
                return deciding
            is_open = is_open or held is None
        return None if is_open else not deciding

    return run
