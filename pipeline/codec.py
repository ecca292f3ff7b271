"""Values to JSON and back, by their declared types; the form in which readings and verdicts are kept."""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def encode(value: object, kind: Any = None) -> bytes:
    """Give a value as compact UTF-8 JSON; `kind` is needed when its type is a union or a tuple of values."""
    return _adapter(kind or type(value)).dump_json(value)


def decode(kind: type[T], data: bytes | str) -> T:
    """Give back the value that `encode` wrote; raises ValueError when the text is not one of that kind."""
    decoded: T = _adapter(kind).validate_json(data)
    return decoded
