"""Values to JSON and back, by their declared types; the form in which readings and verdicts are kept.

What is kept by the page is packed: the words of a page with their boxes are a third of its picture's bytes as plain
JSON, and a tenth packed.
"""

import gzip
import zlib
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")
_PACKED = b"\x1f\x8b"
"""The first bytes of every gzip file (RFC 1952, 2.3.1); no JSON text begins with them."""


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("Any", kind))


def encode(value: object, kind: Any = None) -> bytes:
    """Return a value as compact UTF-8 JSON; `kind` is needed when its type is a union or a tuple of values."""
    return _adapter(cast("Hashable", kind or type(value))).dump_json(value)


def decode(kind: type[T], data: bytes | str) -> T:
    """Give back the value that `encode` wrote; raises ValueError when the text holds no value of that kind."""
    decoded: T = _adapter(cast("Hashable", kind)).validate_json(data)
    return decoded


def pack(value: object) -> bytes:
    """Return a value as compressed JSON; equal values give equal bytes."""
    return gzip.compress(encode(value), compresslevel=6, mtime=0)


def unpack(kind: type[T], data: bytes) -> T:
    """Give back the value that `pack` or `encode` wrote; raises ValueError for bytes of anything else."""
    if not data.startswith(_PACKED):
        return decode(kind, data)
    try:
        return decode(kind, gzip.decompress(data))
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError("the packed value is damaged") from error
