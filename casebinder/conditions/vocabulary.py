"""The names a rule may use: their kinds, and how a value is bound for CEL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from cel_expr_python import cel

from casebinder.conditions.functions import FUNCTIONS, instant
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Day, Flag, Identifier, Number, Text, Value


class ValueKind(StrEnum):
    """What a name of a rule holds; amounts count in cents of a euro."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    AMOUNT = "amount"
    IDENTIFIER = "identifier"


Bind = Callable[[Value], object | None]
"""Gives a value in the form CEL takes, or None when it does not fit."""

_TYPES = {
    ValueKind.TEXT: cel.Type.STRING,
    ValueKind.DATE: cel.Type.TIMESTAMP,
    ValueKind.INTEGER: cel.Type.INT,
    ValueKind.NUMBER: cel.Type.DOUBLE,
    ValueKind.FLAG: cel.Type.BOOL,
    ValueKind.AMOUNT: cel.Type.INT,
    ValueKind.IDENTIFIER: cel.Type.STRING,
}


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
        """Return the values to evaluate under; names not bound are not known."""
        return self.environment.Activation(bound)


_WORDS = (Text, Identifier)
"""Made once: a union written in the test is built anew at each call."""


def _bind_text(value: Value) -> object | None:
    return value.value if isinstance(value, _WORDS) else None


def _bind_day(value: Value) -> object | None:
    return instant(value.value) if isinstance(value, Day) else None


def _bind_flag(value: Value) -> object | None:
    return value.value if isinstance(value, Flag) else None


def _bind_euros(value: Value) -> object | None:
    """Return cents; an amount in another currency cannot be compared, so it stays unknown."""
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
