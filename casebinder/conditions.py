"""Conditions of case types: CEL over typed flat names, three-valued, explained leaf by leaf.

A name without a known value stays unbound, and CEL's own rules (an error absorbed by `&&` and `||`) then give true,
false or "cannot be told". Every mistake is found when the rules are loaded, at the exact word.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from cel_expr_python import cel

from casebinder import condition_text
from casebinder.condition_text import Sort, Token
from casebinder.evaluation import Outcome, everyday
from casebinder.functions import FUNCTIONS, instant
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Day, Flag, Identifier, Number, Text, Value
from pipeline.rules.rule_text import Node, Problems, suggest


class ValueKind(StrEnum):
    """What a name of a rule holds; amounts count in cents of a euro."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    AMOUNT = "amount"
    IDENTIFIER = "identifier"


_TYPES = {
    ValueKind.TEXT: cel.Type.STRING,
    ValueKind.DATE: cel.Type.TIMESTAMP,
    ValueKind.INTEGER: cel.Type.INT,
    ValueKind.NUMBER: cel.Type.DOUBLE,
    ValueKind.FLAG: cel.Type.BOOL,
    ValueKind.AMOUNT: cel.Type.INT,
    ValueKind.IDENTIFIER: cel.Type.STRING,
}
_TYPE_WORDS = {
    "string": Bilingual(fr="un texte", en="text"),
    "timestamp": Bilingual(fr="une date", en="a date"),
    "google.protobuf.Timestamp": Bilingual(fr="une date", en="a date"),
    "int": Bilingual(fr="un nombre entier", en="an integer"),
    "double": Bilingual(fr="un nombre décimal", en="a decimal number"),
    "bool": Bilingual(fr="vrai ou faux", en="true or false"),
}


Bind = Callable[[Value], object | None]
"""Gives a value in the form CEL takes, or None when it does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A name rules may use; allowed: the only texts it can hold, or () for any.

    bind: gives a value in the form CEL takes; None when it does not fit, and then the name stays unknown.
    """

    name: str
    kind: ValueKind
    title: Bilingual
    allowed: tuple[str, ...] = ()
    bind: Bind = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Choose the way of binding once: it is asked for every value of every case."""
        plain = _BINDERS[self.kind]
        object.__setattr__(self, "bind", _among(plain, frozenset(self.allowed)) if self.allowed else plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison; `expression` computes what is neither a plain name nor a literal."""

    text: str
    names: tuple[str, ...]
    expression: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A part of a rule that is true or false itself; operator "" when it is not a comparison.

    is_negated: it speaks for the rule when it is false; everyday: see `Rule`.
    """

    text: str
    names: tuple[str, ...]
    expression: Any
    operator: str = ""
    left: Side | None = None
    right: Side | None = None
    everyday: Outcome | None = None
    is_negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A compiled condition: its text as written, the names it looks at, its leaves.

    everyday: the same as a Python function, where there is one; else `expression` (CEL) is evaluated.
    """

    text: str
    names: tuple[str, ...]
    expression: Any
    leaves: tuple[Leaf, ...]
    everyday: Outcome | None = None


_CEL_FUNCTIONS = ("size", "int", "double", "string", "matches")
_METHODS = ("startsWith", "endsWith", "contains", "matches", "size")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names rules may use and the environment that checks them; build it once per case type."""

    variables: Mapping[str, Variable]
    environment: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the CEL environment (about a millisecond)."""
        declared = [
            cel.FunctionDecl(
                f.name,
                [
                    cel.Overload(
                        f"{f.name}_of", return_type=f.gives, parameters=list(f.takes), is_member=False, impl=f.does
                    )
                ],
            )
            for f in FUNCTIONS.values()
        ]
        variables = {name: _TYPES[variable.kind] for name, variable in self.variables.items()}
        object.__setattr__(self, "environment", cel.NewEnv(variables=variables, functions=declared))

    def activation(self, bound: Mapping[str, object]) -> Any:
        """Give the values to evaluate under; names not bound are not known."""
        return self.environment.Activation(bound)


def outcome(expression: Any, activation: Any) -> bool | None:
    """Evaluate to true, false, or None when it cannot be told."""
    value = expression.eval(activation).value()
    return value if value is True or value is False else None


def computed_day(expression: Any, activation: Any) -> date | None:
    """Evaluate a side that gives a date; None when it gives anything else or cannot be told."""
    value = expression.eval(activation).value()
    return value.date() if isinstance(value, datetime) else None


_WORDS = (Text, Identifier)
"""Made once: a union written in the test is built anew at each call."""


def _bind_text(value: Value) -> object | None:
    return value.value if isinstance(value, _WORDS) else None


def _bind_day(value: Value) -> object | None:
    return instant(value.value) if isinstance(value, Day) else None


def _bind_flag(value: Value) -> object | None:
    return value.value if isinstance(value, Flag) else None


def _bind_euros(value: Value) -> object | None:
    """Give cents; an amount in another currency cannot be compared, so it stays unknown."""
    return value.minor if isinstance(value, Amount) and value.currency == "EUR" else None


def _bind_integer(value: Value) -> object | None:
    number = _decimal(value)
    return int(number) if number is not None and number == number.to_integral_value() else None


def _bind_number(value: Value) -> object | None:
    number = _decimal(value)
    return None if number is None else float(number)


def _decimal(value: Value) -> Decimal | None:
    if not isinstance(value, Number):
        return None
    try:
        number = Decimal(value.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _among(bind: Bind, allowed: frozenset[object]) -> Bind:
    def bind_choice(value: Value) -> object | None:
        bound = bind(value)
        return bound if bound in allowed else None

    return bind_choice


_BINDERS: Mapping[ValueKind, Bind] = {
    ValueKind.TEXT: _bind_text,
    ValueKind.IDENTIFIER: _bind_text,
    ValueKind.DATE: _bind_day,
    ValueKind.FLAG: _bind_flag,
    ValueKind.AMOUNT: _bind_euros,
    ValueKind.INTEGER: _bind_integer,
    ValueKind.NUMBER: _bind_number,
}


# ---------------------------------------------------------------- compiling
def compile_rule(node: Node, vocabulary: Vocabulary, problems: Problems) -> Rule | None:
    """Compile a condition of a rule file; every mistake is noted at its word, and then None is given."""
    if node.kind.value in {"mapping", "list"} or not node.text.strip():
        problems.text(node)
        return None
    text = node.text
    before = len(problems.found)
    _check_words(node, vocabulary, problems)
    if len(problems.found) > before:
        return None
    try:
        expression = vocabulary.environment.compile(text)
    except RuntimeError as error:
        _note_errors(str(error), node, problems)
        return None
    if expression.return_type() != cel.Type.BOOL:
        problems.add(
            node.place,
            Bilingual(fr="une condition doit être vraie ou fausse", en="a condition must be true or false"),
        )
        return None
    spans = condition_text.leaves(text)
    leaves = tuple(
        replace(_leaf(text[span.start : span.end], vocabulary), is_negated=span.is_negated) for span in spans
    )
    return Rule(
        text=text.strip(),
        names=condition_text.names(text),
        expression=expression,
        leaves=leaves,
        everyday=everyday(text),
    )


def _leaf(text: str, vocabulary: Vocabulary) -> Leaf:
    compile_ = vocabulary.environment.compile
    found = condition_text.comparison(text)
    leaf = Leaf(
        text=text,
        names=condition_text.names(text),
        expression=compile_(text),
        everyday=everyday(text),
    )
    if found is None:
        return leaf
    left, right = (text[span.start : span.end] for span in (found.left, found.right))
    return replace(
        leaf,
        operator=found.operator,
        left=_side(left, vocabulary),
        right=_side(right, vocabulary),
    )


def _side(text: str, vocabulary: Vocabulary) -> Side:
    tokens = condition_text.words(text)
    is_plain = len(tokens) == 1 or text.startswith("[")
    expression = None if is_plain else vocabulary.environment.compile(text)
    return Side(text=text, names=condition_text.names(text), expression=expression)


def _check_words(node: Node, vocabulary: Vocabulary, problems: Problems) -> None:
    for token in condition_text.words(node.text):
        place = node.place_of(token.start)
        if token.sort is Sort.NAME and token.text not in vocabulary.variables:
            problems.unknown(place, token.text, known=vocabulary.variables, what=Bilingual(fr="champ", en="field"))
        elif token.sort is Sort.CALL and token.text not in (*FUNCTIONS, *_CEL_FUNCTIONS):
            problems.unknown(place, token.text, known=FUNCTIONS, what=Bilingual(fr="fonction", en="function"))
        elif token.sort is Sort.METHOD and token.text not in _METHODS:
            problems.unknown(place, token.text, known=_METHODS, what=Bilingual(fr="fonction", en="function"))
    for literal in condition_text.literals_given_to(node.text, "day"):
        problems.day_text(literal.text[1:-1], node.place_of(literal.start))
    for name, literal in condition_text.compared_literals(node.text):
        _check_literal(node, name, literal, vocabulary, problems)


def _check_literal(node: Node, name: Token, literal: Token, vocabulary: Vocabulary, problems: Problems) -> None:
    variable = vocabulary.variables.get(name.text)
    word = literal.text[1:-1]
    if variable is None or not variable.allowed or word in variable.allowed:
        return
    problems.note(
        node.place_of(literal.start),
        Bilingual(
            fr=f"« {name.text} » ne vaut jamais « {word} » ; valeurs possibles : {', '.join(variable.allowed)}",
            en=f"'{name.text}' is never '{word}'; possible values: {', '.join(variable.allowed)}",
        ),
        suggest(word, variable.allowed),
    )


_ERROR = re.compile(r"<input>:(\d+):(\d+): (.*)")
_OVERLOAD = re.compile(r"found no matching overload for '_?([^']+?)_?' applied to '\(?(.*?)\)?'")


def _note_errors(report: str, node: Node, problems: Problems) -> None:
    found = _ERROR.findall(report)
    for line, column, message in found:
        lines = node.text.split("\n")
        offset = sum(len(text) + 1 for text in lines[: int(line) - 1]) + int(column) - 1
        told, suggestion = _told(message, node.text, offset)
        problems.add(node.place_of(min(offset, max(0, len(node.text) - 1))), told, suggestion)
    if not found:
        problems.add(node.place, Bilingual(fr=f"condition illisible ({report})", en=f"unreadable condition ({report})"))


def _told(message: str, text: str, offset: int) -> tuple[Bilingual, Bilingual | None]:
    overload = _OVERLOAD.search(message)
    if overload:
        kinds = [_TYPE_WORDS.get(kind.strip(), Bilingual(fr=kind, en=kind)) for kind in overload[2].split(",")]
        told = Bilingual(
            fr=f"« {overload[1]} » ne s'applique pas à {' et '.join(kind.fr for kind in kinds)}",
            en=f"'{overload[1]}' does not apply to {' and '.join(kind.en for kind in kinds)}",
        )
        return told, _advice(overload[1], overload[2])
    called = next((f for f in FUNCTIONS if text[:offset].rstrip().endswith(f)), None)
    if "undeclared reference" in message and called:
        count = len(FUNCTIONS[called].takes)
        return Bilingual(fr=f"« {called} » attend {count} valeurs", en=f"'{called}' takes {count} values"), None
    if "token recognition error at: '=" in message:
        return Bilingual(fr="« = » seul n’existe pas", en="there is no single '='"), Bilingual(
            fr="l’égalité s’écrit ==", en="equality is written =="
        )
    detail = message.removeprefix("Syntax error: ").partition(" expecting ")[0]
    return Bilingual(fr=f"condition mal formée ({detail})", en=f"malformed condition ({detail})"), None


def _advice(function: str, kinds: str) -> Bilingual | None:
    if function in FUNCTIONS:
        wanted = [_TYPE_WORDS[kind.name().lower()] for kind in FUNCTIONS[function].takes]
        return Bilingual(
            fr=f"{function} attend {', '.join(kind.fr for kind in wanted)}",
            en=f"{function} takes {', '.join(kind.en for kind in wanted)}",
        )
    if {kind.strip() for kind in kinds.split(",")} == {"double", "int"}:
        return Bilingual(fr="écrivez le nombre avec une décimale (12.0)", en="write the number with a decimal (12.0)")
    if "timestamp" in kinds.lower() and "string" in kinds:
        return Bilingual(fr="écrivez la date day('2026-01-31')", en="write the date as day('2026-01-31')")
    return None
