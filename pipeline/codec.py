"""Values to JSON and back, by their declared types; the form in which readings and verdicts are kept."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("Any", kind))


def encode(value: object, kind: Any = None) -> bytes:
    """Give a value as compact UTF-8 JSON; `kind` is needed when its type is a union or a tuple of values."""
    return _adapter(cast("Hashable", kind or type(value))).dump_json(value)


def decode(kind: type[T], data: bytes | str) -> T:
    """Give back the value that `encode` wrote; raises ValueError when the text is not one of that kind."""
    decoded: T = _adapter(cast("Hashable", kind)).validate_json(data)
    return decoded
