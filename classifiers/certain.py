"""Marks that only one class carries: a zone, a form's number, a bar code, a separator, an e-invoice's type, a header.

A proved zone or a separator's word decides by itself; a form number decides unless the page names several forms.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.geometry import Box
from pipeline.model.document import Draft, Evidence
from pipeline.model.page import Line, Recognition
from pipeline.mrz.parsing import Zone, zones
from pipeline.page_layout import source_box
from pipeline.rules.catalog import Catalog, DocumentClass, Feature
from pipeline.two_d_doc.reading import USUAL_PERIMETER, is_two_d_doc, read_two_d_doc

WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)
PROVED_ZONE = 0.99
PARTLY_PROVED_ZONE = 0.85
STATED_TYPE = 0.99
SEPARATOR_WORD = 0.95
BAR_CODE = 0.95
FORM_NUMBER = 0.93
FEATURE = 0.93
FILLER_READ_AS = frozenset("CEKS")
"""What engines read for the filler `<`; no digit covers the second letter of the document code, where it is usual."""
MOST_WORDS = 8
"""Words of a line that names a form; longer ones are running text."""
_FORM_WORD = re.compile(r"cerfa|formulaire|n°|no\b|ref|s\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertainMark:
    """A mark found: the class it speaks for (None: it refutes every class), confidence 0 to 1, and where it stands."""

    document_class: str | None
    confidence: float
    evidence: Evidence | None


def certain_marks(
    pages: Sequence[Recognition], draft: Draft, catalog: Catalog, seen: Mapping[Feature, Evidence]
) -> tuple[CertainMark, ...]:
    """Return every certain mark on the document's pages, the surest first; seen: what they show besides their words."""
    found = [*_separator(draft, catalog), *_feature_marks(seen, catalog)]
    for page in pages:
        found += _stated_marks(page, catalog)
        found += _zone_marks(page, catalog)
        found += _code_marks(page, catalog)
        found += _two_d_doc_marks(page, catalog)
        found += _form_numbers(page, catalog)
    return tuple(sorted(found, key=lambda mark: -mark.confidence))


def _separator(draft: Draft, catalog: Catalog) -> Iterator[CertainMark]:
    if draft.hint and catalog.find(draft.hint):
        yield CertainMark(document_class=draft.hint, confidence=SEPARATOR_WORD, evidence=None)


def _feature_marks(seen: Mapping[Feature, Evidence], catalog: Catalog) -> Iterator[CertainMark]:
    for each in catalog.classes:
        for feature in each.marks.features:
            if feature in seen:
                yield CertainMark(document_class=each.code, confidence=FEATURE, evidence=seen[feature])


def _stated_marks(page: Recognition, catalog: Catalog) -> Iterator[CertainMark]:
    """Yield the class of which the XML of an e-invoice says to be; a type of no known class refutes all of them."""
    if page.einvoice is None:
        return
    code = page.einvoice.type_code
    classes = [each.code for each in catalog.classes if code in each.marks.einvoice]
    evidence = Evidence(page=page.number, box=WHOLE_PAGE, text=f"XML: {code}")
    yield CertainMark(document_class=classes[0] if classes else None, confidence=STATED_TYPE, evidence=evidence)


def _zone_marks(page: Recognition, catalog: Catalog) -> Iterator[CertainMark]:
    """Judge by the best zone of the page; a zone of no known class (a visa) refutes all of them."""
    found = zones(page)
    if not found:
        return
    zone = found[0]
    confidence = PROVED_ZONE if zone.is_proved else PARTLY_PROVED_ZONE
    evidence = Evidence(page=page.number, box=_zone_box(zone), text="\n".join(zone.lines))
    beginning = zone.lines[0]
    codes = _of_zone(beginning, catalog)
    if not codes and zone.code[1] in FILLER_READ_AS:
        codes = _of_zone(f"{beginning[0]}<{beginning[2:]}", catalog)
        confidence = PARTLY_PROVED_ZONE
    if len(codes) == 1:
        yield CertainMark(document_class=codes[0], confidence=confidence, evidence=evidence)
    elif not codes and zone.is_proved:
        yield CertainMark(document_class=None, confidence=confidence, evidence=evidence)


def _of_zone(line: str, catalog: Catalog) -> list[str]:
    return [each.code for each in catalog.classes if _matches(each.marks.mrz, line)]


def _zone_box(zone: Zone) -> Box:
    words = [word for line in zone.words for word in line]
    return source_box(words) if words else WHOLE_PAGE


def _code_marks(page: Recognition, catalog: Catalog) -> Iterator[CertainMark]:
    for code in page.codes:
        classes = [each.code for each in catalog.classes if _matches(each.marks.codes, code.payload)]
        if len(classes) == 1:
            evidence = Evidence(page=page.number, box=code.box, text=code.payload)
            yield CertainMark(document_class=classes[0], confidence=BAR_CODE, evidence=evidence)


def _two_d_doc_marks(page: Recognition, catalog: Catalog) -> Iterator[CertainMark]:
    """Yield the class of which a 2D-Doc says to be; whether it is signed well is judged where its fields are read."""
    for code in page.codes:
        kind = _two_d_doc_type(code.payload)
        classes = [each.code for each in catalog.classes if kind in each.marks.two_d_doc]
        if len(classes) == 1:
            evidence = Evidence(page=page.number, box=code.box, text=f"2D-Doc: {kind}")
            yield CertainMark(document_class=classes[0], confidence=BAR_CODE, evidence=evidence)


def _two_d_doc_type(payload: str) -> str | None:
    try:
        doc = read_two_d_doc(payload) if is_two_d_doc(payload) else None
    except ValueError:
        return None
    return doc.document_type if doc and doc.perimeter == USUAL_PERIMETER else None


def _matches(patterns: Sequence[str], text: str) -> bool:
    return any(re.match(pattern, text) for pattern in patterns)


def _form_numbers(page: Recognition, catalog: Catalog) -> Iterator[CertainMark]:
    """Yield the class whose form number stands in a short line of the page, beside a word such as `cerfa` or `n°`.

    A page that bears several classes' numbers only speaks of forms.
    """
    short = [line for line in page.lines if len(line.words) <= MOST_WORDS and _FORM_WORD.search(line.text)]
    found: dict[str, CertainMark] = {}
    for each in catalog.classes if short else ():
        line = next(_numbered(short, each), None)
        if line is not None:
            evidence = Evidence(page=page.number, box=source_box(line.words), text=line.text)
            found[each.code] = CertainMark(document_class=each.code, confidence=FORM_NUMBER, evidence=evidence)
    if len(found) == 1:
        yield from found.values()


def _numbered(lines: Sequence[Line], each: DocumentClass) -> Iterator[Line]:
    """Yield the lines that hold one of the class's form numbers."""
    for number in each.marks.form_numbers:
        pattern = re.compile(rf"(?<![0-9A-Za-z]){_loose(number)}(?![0-9])")
        yield from (line for line in lines if pattern.search(line.text))


def _loose(number: str) -> str:
    """Allow for blanks and for the sign between form and edition: `11137*03`, `11137#03`, `60-3950`, `60 3950`."""
    return "".join(r"[\s*#.\-–]{0,3}" if character in "-*# " else re.escape(character) for character in number)
