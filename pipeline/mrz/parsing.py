"""Machine-readable zones of identity papers: ICAO 9303 (TD1, TD2, TD3, visas MRV-A and MRV-B) and the French card.

The French card before 2021 has two lines of 36 of its own (decree 55-1397, amended): `IDFRA`, surname, office;
then year and month of issue, department, number, given names, birth date, sex. Characters that scanners confuse are
mended by the kind of their field; a field is proved by its check digit. The French card's zone shows no expiry.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from pipeline.check_digits import mrz_digit
from pipeline.model.page import Line, Recognition, Word

_TO_DIGIT: Final = str.maketrans("OQDUILZSGBT", "00001125687")
_TO_LETTER: Final = str.maketrans("0125868", "OIZSBGB")
_TO_FILLER: Final[dict[int, str]] = {ord("«"): "<<", ord("‹"): "<", ord("("): "<", ord("€"): "<"}
_SLACK = 2
"""A line without a run of fillers may be read with this many characters too few or too many."""
_LONGEST_LOSS = 20
"""Engines lose fillers out of long runs; the check digits tell whether what is put back stands right."""
_JUNK = 3
"""So many signs of the card's print may be read before a line's first character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzField:
    """A part of the zone: line, columns [start, end), kind (letters, digits, any), column of its check digit."""

    name: str
    line: int
    start: int
    end: int
    kind: str = "any"
    check: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzFormat:
    """A layout of lines; composite: (line, start, end) parts whose digit stands at `composite_at` (line, column)."""

    name: str
    lines: int
    length: int
    first: str
    fields: tuple[MrzField, ...]
    composite: tuple[tuple[int, int, int], ...] = ()
    composite_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone as read: its lines in full, the words that hold them, and which fields their digits proved or refute."""

    format: str
    lines: tuple[str, ...]
    words: tuple[tuple[Word, ...], ...]
    page: int
    values: tuple[tuple[str, str], ...]
    proved: frozenset[str]
    refuted: frozenset[str]
    composite_holds: bool | None

    def value(self, name: str) -> str:
        """Return a field's characters, fillers kept; empty when the format has none."""
        return dict(self.values).get(name, "")

    def words_of(self, name: str) -> tuple[Word, ...]:
        """Return the words of the line that holds a field; all words of the zone when the format has no such field."""
        form = next(form for form in FORMATS if form.name == self.format)
        rows = {field.name: field.line for field in form.fields}
        row = rows.get(name, rows.get("names"))
        return self.words[row] if row is not None else tuple(word for line in self.words for word in line)

    @property
    def is_proved(self) -> bool:
        """Return whether every check digit that the format has is right."""
        return not self.refuted and bool(self.proved) and self.composite_holds is not False

    @property
    def code(self) -> str:
        """Return the document code and the issuing state, such as `P<FRA` or `IDFRA`."""
        return self.lines[0][:5]


def _f(name: str, line: int, start: int, end: int, kind: str = "any", check: int | None = None) -> MrzField:
    return MrzField(name=name, line=line, start=start, end=end, kind=kind, check=check)


def _dated(line: int, birth: int, sex: int, expiry: int) -> tuple[MrzField, ...]:
    return (
        _f("birth_date", line, birth, birth + 6, "digits", birth + 6),
        _f("sex", line, sex, sex + 1, "letters"),
        _f("expires_on", line, expiry, expiry + 6, "digits", expiry + 6),
    )


_HEAD = (_f("code", 0, 0, 2, "letters"), _f("issuing_state", 0, 2, 5, "letters"))


def _two_lines(name: str, length: int, first: str, *, has_composite: bool) -> MrzFormat:
    return MrzFormat(
        name=name,
        lines=2,
        length=length,
        first=first,
        fields=(
            *_HEAD,
            _f("names", 0, 5, length, "letters"),
            _f("document_number", 1, 0, 9, "any", 9),
            _f("nationality", 1, 10, 13, "letters"),
            *_dated(1, 13, 20, 21),
        ),
        composite=((1, 0, 10), (1, 13, 20), (1, 21, length - 1)) if has_composite else (),
        composite_at=(1, length - 1) if has_composite else None,
    )


FORMATS: Final[tuple[MrzFormat, ...]] = (
    MrzFormat(
        name="fr-card",
        lines=2,
        length=36,
        first="IDFRA",
        fields=(
            *_HEAD,
            _f("last_name", 0, 5, 30, "letters"),
            _f("issued", 1, 0, 4, "digits"),
            _f("document_number", 1, 0, 12, "any", 12),
            _f("first_names", 1, 13, 27, "letters"),
            _f("birth_date", 1, 27, 33, "digits", 33),
            _f("sex", 1, 34, 35, "letters"),
        ),
        composite=((0, 0, 36), (1, 0, 35)),
        composite_at=(1, 35),
    ),
    MrzFormat(
        name="td1",
        lines=3,
        length=30,
        first="[ACI]",
        fields=(
            *_HEAD,
            _f("document_number", 0, 5, 14, "any", 14),
            *_dated(1, 0, 7, 8),
            _f("nationality", 1, 15, 18, "letters"),
            _f("names", 2, 0, 30, "letters"),
        ),
        composite=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
        composite_at=(1, 29),
    ),
    _two_lines("td3", 44, "P", has_composite=True),
    _two_lines("td2", 36, "[ACI]", has_composite=True),
    _two_lines("mrv-a", 44, "V", has_composite=False),
    _two_lines("mrv-b", 36, "V", has_composite=False),
)


@lru_cache(maxsize=32)
def zones(page: Recognition) -> tuple[Zone, ...]:
    """Return every zone found on the page, the best proved first; class and fields of a page ask for the same."""
    return _zones(page.lines, page=page.number)


def _zones(lines: Sequence[Line], *, page: int) -> tuple[Zone, ...]:
    rows = [(line, _raw(line)) for line in lines]
    candidates = [(line, raw) for line, raw in rows if len(raw) >= 26 and _is_zone_like(raw)]
    found = [zone for form in FORMATS for zone in _read(form, candidates, page)]
    return tuple(sorted(found, key=lambda z: (-len(z.proved), len(z.refuted), z.composite_holds is False)))


def proofs(lines: Sequence[Line]) -> tuple[int, bool]:
    """Return how many fields of the best zone its check digits prove, and whether the common digit holds."""
    found = _zones(lines, page=1)
    return (len(found[0].proved), found[0].composite_holds is True) if found else (0, False)


def _raw(line: Line) -> str:
    """Return the zone's characters in a printed line; small letters in it are fillers read as `c`, `e`, `k` or `s`."""
    text = "".join(word.text for word in line.words)
    if "<" in text and sum(c.islower() for c in text) < 0.4 * len(text):
        text = re.sub(r"[ceks]", "<", text)
    return re.sub(r"[^A-Z0-9<]", "", text.upper().translate(_TO_FILLER))


def _is_zone_like(raw: str) -> bool:
    return "<" in raw or bool(re.fullmatch(r"[A-Z0-9]{28,46}", raw) and sum(c.isdecimal() for c in raw) >= 10)


def _read(form: MrzFormat, candidates: Sequence[tuple[Line, str]], page: int) -> Iterator[Zone]:
    for at in range(len(candidates) - form.lines + 1):
        chosen = candidates[at : at + form.lines]
        raws = (_from_head(chosen[0][1], form.first), *(raw for _, raw in chosen[1:]))
        lines = tuple(_fitted(raw, form.length) for raw in raws)
        if None in lines or not re.match(form.first, _headed(lines[0] or "")):
            continue
        if zone := _zone(form, tuple(line or "" for line in lines), tuple(line.words for line, _ in chosen), page):
            yield zone


def _from_head(raw: str, first: str) -> str:
    """Drop what stands before the document code, when the code follows within a few characters."""
    starts = (at for at in range(_JUNK) if re.match(first, _headed(raw[at:])))
    return raw[next(starts, 0) :]


def _headed(line: str) -> str:
    """Mend the first five characters, which are letters: `1DFRA` is `IDFRA`."""
    return line[:5].translate(_TO_LETTER) + line[5:]


def _fitted(raw: str, length: int) -> str | None:
    """Bring a line to its length by adding or dropping fillers in its longest run of them; None when it cannot be."""
    gap = length - len(raw)
    if gap == 0:
        return raw
    runs = sorted(re.finditer(r"<{2,}", raw), key=lambda m: -len(m[0]))
    limit = _LONGEST_LOSS if runs and len(runs[0][0]) > _SLACK else _SLACK
    if not runs or abs(gap) > limit or len(runs[0][0]) + gap < 1:
        return None
    start = runs[0].start()
    return raw[:start] + "<" * gap + raw[start:] if gap > 0 else raw[:start] + raw[start - gap :]


def _zone(form: MrzFormat, lines: tuple[str, ...], words: tuple[tuple[Word, ...], ...], page: int) -> Zone | None:
    lines = (_headed(lines[0]), *lines[1:])
    mended = _mended(form, lines)
    values = tuple((f.name, mended[f.line][f.start : f.end]) for f in form.fields)
    checked = [f for f in form.fields if f.check is not None]
    proved = frozenset(f.name for f in checked if _holds(f, mended))
    if not proved:
        return None
    return Zone(
        format=form.name,
        lines=mended,
        words=words,
        page=page,
        values=values,
        proved=proved,
        refuted=frozenset(f.name for f in checked) - proved,
        composite_holds=_composite_holds(form, mended),
    )


def _mended(form: MrzFormat, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Put digits where only digits may stand and letters where only letters may; then one confusion where it proves."""
    rows = [list(line) for line in lines]
    for field in form.fields:
        table = {"digits": _TO_DIGIT, "letters": _TO_LETTER}.get(field.kind)
        if table:
            row, place = rows[field.line], slice(field.start, field.end)
            row[place] = "".join(row[place]).translate(table)
        if field.check is not None:
            rows[field.line][field.check] = rows[field.line][field.check].translate(_TO_DIGIT)
    if form.composite_at is not None:
        line, column = form.composite_at
        rows[line][column] = rows[line][column].translate(_TO_DIGIT)
    mended = tuple("".join(row) for row in rows)
    for field in form.fields:
        if field.kind == "any" and field.check is not None and not _holds(field, mended):
            mended = _with_one_confusion(field, form, mended)
    return mended


def _with_one_confusion(field: MrzField, form: MrzFormat, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Change one look-alike of the field when exactly one change makes its digit, and the composite, right."""
    row = lines[field.line]
    fitting = []
    for at in range(field.start, field.end):
        for other in {row[at].translate(_TO_DIGIT), row[at].translate(_TO_LETTER)} - {row[at]}:
            tried = (*lines[: field.line], row[:at] + other + row[at + 1 :], *lines[field.line + 1 :])
            if _holds(field, tried) and _composite_holds(form, tried) is not False:
                fitting.append(tried)
    return fitting[0] if len(fitting) == 1 else lines


def _holds(field: MrzField, lines: tuple[str, ...]) -> bool:
    """Return whether the field's check digit is right; an empty optional field may carry a filler for its digit."""
    text, digit = lines[field.line][field.start : field.end], lines[field.line][field.check or 0]
    return bool(text.strip("<")) and mrz_digit(text) == digit


def _composite_holds(form: MrzFormat, lines: tuple[str, ...]) -> bool | None:
    if form.composite_at is None:
        return None
    joined = "".join(lines[line][start:end] for line, start, end in form.composite)
    line, column = form.composite_at
    return mrz_digit(joined) == lines[line][column]


def names_of(zone: Zone) -> tuple[str, str]:
    """Return surname and given names with blanks for fillers; either may be cut short by the zone's length."""
    if zone.format == "fr-card":
        given = re.split(r"<{3,}", zone.value("first_names"))[0]
        return _spaced(zone.value("last_name").split("<<")[0]), _spaced(given)
    surname, _, given = re.split(r"<{3,}", zone.value("names"))[0].partition("<<")
    return _spaced(surname), _spaced(given)


def may_be_cut(zone: Zone, name: str) -> bool:
    """Return whether a name (`last_name` or `first_names`) may have lost letters, its field being filled to the end.

    The French card has a field for each; behind two fillers or fewer another given name may have found no room.
    Elsewhere both share one, and a long surname may give way to the given names (ICAO 9303 part 3, 4.6: truncation), so
    that both are doubtful.
    """
    if zone.format == "fr-card":
        return not zone.value(name).endswith("<" if name == "last_name" else "<<<")
    return not re.search(r"<<<|<$", zone.value("names"))


def _spaced(text: str) -> str:
    return " ".join(text.replace("<", " ").split())


def day_of(yymmdd: str, *, latest: date) -> date | None:
    """Return the latest day with these figures that is not after `latest`, or None when there is no such day."""
    return next(iter(days_of(yymmdd, latest=latest)), None)


def days_of(yymmdd: str, *, latest: date, years: int = 200) -> tuple[date, ...]:
    """Return the days with these figures in the years up to `latest`, the latest first."""
    if not re.fullmatch(r"\d{6}", yymmdd):
        return ()
    found = []
    for century in (latest.year // 100 * 100, latest.year // 100 * 100 - 100):
        try:
            day = date(century + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
        except ValueError:
            continue
        if day <= latest and latest.year - day.year <= years:
            found.append(day)
    return tuple(found)
