"""What a 2D-Doc says: its header, the entries of its message, its signature; nothing is judged here.

The form is that of the specification of France Titres ("Spécifications techniques 2D-Doc", 3.2.6 and 3.3.8), versions
1 to 4 in characters (C40); the binary form of version 4 is not read. Which entries have a fixed length is taken from
the tables of `tddoc`, their values are not: it strips the zeros of postal codes and numbers.
"""

import re
from base64 import b32decode
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tddoc import data_definition as tables

USUAL_PERIMETER: Final = "01"
"""The perimeter whose types and entries the specification lists; others have tables of their own."""
_EPOCH: Final = date(2000, 1, 1)
_NO_DAY: Final = "FFFF"
_UNIT: Final = "\x1f"
"""Parts the message from the signature."""
_ENDS: Final = "\x1d\x1e"
"""End an entry: GS as a rule, RS when its value was cut to fit."""
_START: Final = re.compile(r"DC0[1-4][0-9A-Z]{4}[0-9A-Z]{4}[0-9A-F]{4}[0-9A-F]{4}[0-9A-Z]{2}")
_HEADER_LENGTHS: Final = {1: 22, 2: 22, 3: 24, 4: 26}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement of the message: its identifier, what it is called, its value as written, a day if it is one.

    is_cut: the issuer had no room for the whole value.
    """

    identifier: str
    title: str
    value: str
    day: date | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoDDoc:
    """A 2D-Doc: header, entries in their order, what was signed and the signature (r and s, big-endian).

    authority and certificate: the common names of the issuer's authority and of its certificate, four characters each.
    """

    version: int
    country: str
    authority: str
    certificate: str
    issued_on: date | None
    signed_on: date | None
    document_type: str
    perimeter: str
    entries: tuple[Entry, ...]
    signed: bytes
    signature: bytes

    @property
    def title(self) -> str:
        """Return what the specification calls the type of the paper, else the type itself."""
        if self.perimeter != USUAL_PERIMETER:
            return self.document_type
        found = tables.c40.perimeters[1].doctypes.get(self.document_type)
        return f"{self.document_type} {found.emitter_type}" if found else self.document_type


def is_two_d_doc(payload: str) -> bool:
    """Return whether a code's content begins as a 2D-Doc does."""
    return _START.match(payload) is not None


def read_two_d_doc(payload: str) -> TwoDDoc:
    """Read a 2D-Doc; raises ValueError when the payload is not one or is damaged."""
    if not is_two_d_doc(payload):
        raise ValueError("no 2D-Doc")
    version = int(payload[2:4])
    length = _HEADER_LENGTHS[version]
    signed, parted, behind = payload.partition(_UNIT)
    if not parted or len(signed) < length:
        raise ValueError("a 2D-Doc without signature")
    perimeter = payload[22:24] if version >= 3 else USUAL_PERIMETER
    is_known = perimeter == USUAL_PERIMETER
    return TwoDDoc(
        version=version,
        country=payload[24:26] if version >= 4 else "FR",
        authority=payload[4:8],
        certificate=payload[8:12],
        issued_on=_days_since_2000(payload[12:16]),
        signed_on=_days_since_2000(payload[16:20]),
        document_type=payload[20:22],
        perimeter=perimeter,
        entries=_entries(signed[length:]) if is_known else (),
        signed=signed.encode("ascii"),
        signature=_signature(behind.partition(_ENDS[0])[0]),
    )


def _days_since_2000(hexadecimal: str) -> date | None:
    return None if hexadecimal == _NO_DAY else _EPOCH + timedelta(days=int(hexadecimal, 16))


def _signature(text: str) -> bytes:
    """Return the bytes of a signature in base 32 without its filling."""
    return b32decode(text + "=" * (-len(text) % 8))


def _entries(message: str) -> tuple[Entry, ...]:
    found, rest = [], message
    while rest:
        entry, rest = _first_entry(rest)
        found.append(entry)
    return tuple(found)


def _first_entry(message: str) -> tuple[Entry, str]:
    """Return the first entry, and what follows it."""
    identifier, rest = message[:2], message[2:]
    if len(identifier) < 2 or identifier[0] in _ENDS or identifier[1] in _ENDS:
        raise ValueError("a damaged message of a 2D-Doc")
    _, rule = tables.c40.datatype_get(1, identifier)
    end = _end_of_value(rest, rule)
    value, after = rest[:end], rest[end:]
    entry = Entry(
        identifier=identifier,
        title=rule.name,
        value=value.strip(),
        day=_day(value, rule.encoding),
        is_cut=after[:1] == _ENDS[1],
    )
    return entry, after[1:] if after[:1] and after[0] in _ENDS else after


def _end_of_value(text: str, rule: tables.Definition) -> int:
    """Return where a value ends: at its length, its greatest length, or the sign that ends it, whichever is first."""
    most = rule.fixed if rule.fixed is not None else rule.encoding.size_max
    marked = min((at for at in (text.find(sign) for sign in _ENDS) if at >= 0), default=len(text))
    if isinstance(rule.encoding, tables.EORI):  # written without the sign: two letters and figures
        found = rule.encoding.allowed_format.match(text[:marked])
        marked = found.end() if found else marked
    return min(marked, most) if most is not None else marked


def _day(value: str, encoding: tables.Format) -> date | None:
    """Return the day that a value says; None when it is of another kind, or says no day of the calendar."""
    try:
        if isinstance(encoding, tables.Date4):
            return _days_since_2000(value)
        if isinstance(encoding, tables.JJMMAAAA | tables.JJMMAAAAHHMM):
            return date(int(value[4:8]), int(value[2:4]), int(value[:2]))
    except ValueError:
        return None
    return None
