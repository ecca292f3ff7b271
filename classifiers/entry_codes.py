"""Papers whose entries bear the codes of a directive instead of captions, the same in every country and language.

Driving licences number theirs (directive 2006/126/EC, annex I); registration certificates of vehicles have letters with
figures (directive 1999/37/EC, annex I).
"""

import re
from collections.abc import Sequence
from typing import Final

from pipeline.model.document import Evidence
from pipeline.model.page import Recognition
from pipeline.page_layout import Cell, evidence_of

LICENCE_ENTRIES: Final = 4
"""Of the six entries of a licence, those that are enough; one of them is a day of issue or expiry."""
VEHICLE_CODES: Final = 7
"""Different codes of a vehicle that are enough; a policy or a report of damage has two or three."""
_DAY: Final = r"\d{2}[./-]\d{2}[./-]\d{2,4}"
_ISSUE: Final = (re.compile(rf"4\s?a\.?\s?{_DAY}"), re.compile(rf"4\s?b\.?\s?{_DAY}"))
_LICENCE: Final = (
    *_ISSUE,
    re.compile(r"1\.\s?[^\W\d]{2}"),
    re.compile(r"2\.\s?[^\W\d]{2}"),
    re.compile(rf"3\.\s?{_DAY}"),
    re.compile(r"5\.\s?[A-Z0-9]{5}"),
)
_VEHICLE: Final = re.compile(
    r"(?<![\w.,])(?:C\.[134]|D\.[123]|F\.[123]|G\.1|J\.[123]|P\.[1236]|S\.[12]|U\.[12]|V\.[79]|X\.1|Y\.[1-6])(?![\d,])"
)
Row = Sequence[Cell]


def licence_entries(page: Recognition, rows: Sequence[Row]) -> Evidence | None:
    """Return the day of issue or expiry among the numbered entries of a driving licence."""
    cells = [cell for row in rows for cell in row]
    found = {number for number, entry in enumerate(_LICENCE) if any(entry.match(cell.text) for cell in cells)}
    dated = next((cell for cell in cells if any(entry.match(cell.text) for entry in _ISSUE)), None)
    return _evidence(page, dated) if dated and len(found) >= LICENCE_ENTRIES else None


def vehicle_codes(page: Recognition, rows: Sequence[Row]) -> Evidence | None:
    """Return the first cell with a code of a vehicle's registration, where many of them stand."""
    coded = [(cell, _VEHICLE.findall(cell.text)) for row in rows for cell in row]
    shown = next((cell for cell, codes in coded if codes), None)
    every = {code for _, codes in coded for code in codes}
    return _evidence(page, shown) if shown and len(every) >= VEHICLE_CODES else None


def _evidence(page: Recognition, cell: Cell) -> Evidence:
    return evidence_of([placed.word for placed in cell.words], page=page.number)
