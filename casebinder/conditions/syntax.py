"""The text side of a condition: its words with their offsets, and its cut into the leaves that decide it.

Conditions are written in CEL (the Common Expression Language); the checked meaning is the library's business, here
is only what messages and explanations need: which names stand where, and which parts `&&` and `||` join.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a word of a condition is."""

    NAME = "name"
    CALL = "call"
    METHOD = "method"
    LITERAL = "literal"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a condition; `start` and `end` are offsets in its text."""

    sort: Sort
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a condition by its offsets; is_negated: a `!` before its group turns it round."""

    start: int
    end: int
    is_negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A leaf that compares two sides."""

    left: Span
    operator: str
    right: Span


_WORDS = re.compile(
    r"""(?P<literal>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|\b(?:true|false|null)\b)"""
    r"""|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"""
    r"""|(?P<sign>&&|\|\||[<>=!]=|\S)"""
)
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">", "in")


def words(text: str) -> tuple[Token, ...]:
    """Return the words of a condition in order; `a.b.startsWith(` gives the name `a.b` and the method."""
    found: list[Token] = []
    for match in _WORDS.finditer(text):
        if match["name"] and match["name"] != "in":
            found.extend(_name(match["name"], match.start(), is_called=text[match.end() :].lstrip().startswith("(")))
        else:
            sort = Sort.LITERAL if match["literal"] else Sort.SIGN
            found.append(Token(sort, match[0], match.start(), match.end()))
    return tuple(found)


def _name(name: str, start: int, *, is_called: bool) -> Iterator[Token]:
    receiver, dot, method = name.rpartition(".")
    if not is_called:
        yield Token(Sort.NAME, name, start, start + len(name))
    elif not dot:
        yield Token(Sort.CALL, name, start, start + len(name))
    else:
        yield Token(Sort.NAME, receiver, start, start + len(receiver))
        yield Token(Sort.METHOD, method, start + len(receiver) + 1, start + len(name))


def names(text: str) -> tuple[str, ...]:
    """Return the names a condition looks at, each once, in order."""
    return tuple(dict.fromkeys(token.text for token in words(text) if token.sort is Sort.NAME))


def leaves(text: str) -> tuple[Span, ...]:
    """Cut a condition at its `&&`, `||` and grouping parentheses into the parts that are true or false themselves."""
    return tuple(_leaves(words(text), is_negated=False))


def _leaves(tokens: Sequence[Token], *, is_negated: bool) -> Iterator[Span]:
    if not tokens:
        return
    for joint in ("?", "||", "&&"):
        parts = _split(tokens, joint)
        if len(parts) > 1 and joint == "?":
            break
        if len(parts) > 1:
            for part in parts:
                yield from _leaves(part, is_negated=is_negated)
            return
    inner = tokens[1:] if tokens[0].text == "!" else tokens
    if len(inner) > 2 and _encloses(inner):
        yield from _leaves(inner[1:-1], is_negated=is_negated != (inner is not tokens))
        return
    yield Span(tokens[0].start, tokens[-1].end, is_negated)


def _split(tokens: Sequence[Token], joint: str) -> list[Sequence[Token]]:
    parts, start, depth = [], 0, 0
    for index, token in enumerate(tokens):
        depth += _deeper(token)
        if depth == 0 and token.sort is Sort.SIGN and token.text == joint:
            parts.append(tokens[start:index])
            start = index + 1
    return [*parts, tokens[start:]]


def _deeper(token: Token) -> int:
    if token.sort is not Sort.SIGN:
        return 0
    return (token.text in "([{") - (token.text in ")]}")


def _encloses(tokens: Sequence[Token]) -> bool:
    """Return whether the first word is a parenthesis that the last one closes."""
    if tokens[0].text != "(" or tokens[-1].text != ")":
        return False
    depth = 0
    for index, token in enumerate(tokens):
        depth += _deeper(token)
        if depth == 0:
            return index == len(tokens) - 1
    return False


def comparison(text: str) -> Comparison | None:
    """Return the two sides of a leaf that compares, or None when it is a plain name, call or anything else."""
    tokens = words(text)
    depth = 0
    for index, token in enumerate(tokens):
        depth += _deeper(token)
        is_sign = depth == 0 and token.sort is Sort.SIGN and token.text in COMPARISONS
        if is_sign and 0 < index < len(tokens) - 1:
            left, right = tokens[:index], tokens[index + 1 :]
            return Comparison(
                left=Span(left[0].start, left[-1].end),
                operator=token.text,
                right=Span(right[0].start, right[-1].end),
            )
    return None


def compared_literals(text: str) -> Iterator[tuple[Token, Token]]:
    """Yield each name with each text literal it is compared with: `n == 'a'`, `'a' != n`, `n in ['a', 'b']`."""
    tokens = words(text)
    for index, token in enumerate(tokens):
        if token.text in {"==", "!="} and 0 < index < len(tokens) - 1:
            pair = tokens[index - 1], tokens[index + 1]
            for name, literal in (pair, pair[::-1]):
                if name.sort is Sort.NAME and _is_text(literal):
                    yield name, literal
        if token.text == "in" and index and tokens[index - 1].sort is Sort.NAME:
            yield from ((tokens[index - 1], item) for item in _listed(tokens[index + 1 :]))


def literals_given_to(text: str, function: str) -> Iterator[Token]:
    """Yield the text literals that are a call's first value: `day('2026-01-31')`."""
    tokens = words(text)
    for call, bracket, literal in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if call.sort is Sort.CALL and call.text == function and bracket.text == "(" and _is_text(literal):
            yield literal


def _is_text(token: Token) -> bool:
    return token.sort is Sort.LITERAL and token.text[0] in "'\""


def _listed(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.text == "]":
            return
        if _is_text(token):
            yield token
