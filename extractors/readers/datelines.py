"""The day a paper was made, from its dateline: `Lyon, le 3 mars 2026`, `Fait en double à Brest, le ...`, `dated ...`.

French letters carry place and day at the head (AFNOR NF Z 11-001), acts and certificates at their end, behind `Fait`;
English acts open with `This agreement is dated`, and English letters have the day on a line of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractors.candidates import Asked, Candidate, legibility
from extractors.regions import Region
from extractors.sheet import Sheet
from extractors.written.dates import DayFound, days_in
from pipeline.folding import fold
from pipeline.letter_words import is_greeting
from pipeline.model.values import Day
from pipeline.page_layout import Cell

HEAD = 0.45
"""Days that stand alone are of the paper above this share of the page."""
BY_ACT, BY_PLACE, ALONE = 0.95, 0.93, 0.9
ONE_OF_SEVERAL = 0.7
REACH = 2.6
"""A value below its label begins within this many letter heights."""
WINDOW = 110
"""Characters behind the word of the act in which its day stands."""
SIGNED = "signed_on"
HAND = 6.0
"""The day of a signature stands within this many letter heights above or below the words that ask for it."""
_TO_SIGN: Final = re.compile(r"(?:votre |your |la |\W)*(?:signature|signed)\b")
_CAPTION: Final = re.compile(r"\W*(?i:date|dated|le)\W*")
_ACT: Final = re.compile(
    r"\b(?:(?:Fait|FAIT)(?: et \w+)?\s*(?:[àa:]|le|en|pour|ce|LE|EN|A|À)(?!\w)"
    r"|(?:Signé|SIGNÉ|Établie?|Etablie?|Délivrée?|Édité|Passé)\s*(?:[àa]|le|en|ce)(?!\w)"
    r"|(?i:agreement|contract|lease|deed|amendment|addendum|policy|letter|act) (?i:is |was )?"
    r"(?i:dated|made|entered into|effective|executed)\b|(?i:dated|signed) (?i:this|on|as of|the)\b"
    r"|(?i:signed)\b[^.;]{0,60}?(?i:date)\b)"
)
_BETWEEN: Final = re.compile(r"[.;] [A-ZÀ-Ý][a-zà-ÿ]+ [a-zà-ÿ]")
"""The end of the sentence that the act's word stands in."""
_PLACE: Final = re.compile(
    r"(?:[ÀàA] )?[A-ZÀ-Ý][\w'’.-]*"
    r"(?:[ -](?:[A-ZÀ-Ý][\w'’.-]*|sur|sous|la|les?|en|de|des|du|aux?|lès|[dl]['’]\w+)){0,5}?"
    r"(?:\s?, ?(?:(?:le|Le|LE) )?|\s(?:le|Le|LE) )"
    r"(?:(?i:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?:?\s?"
)
_ALONE: Final = re.compile(
    r"(?:le|ce|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\w{3,6}day)?[\s,.:]*", re.IGNORECASE
)
_OTHER_DAY: Final = re.compile(
    r"(?i)\b(?:née?|ne|décédée?|reçue?|arrivée?|du|au|depuis|date|valable|avant|jusqu\w*|tel|expire|until|from|born|"
    r"page|version|édition|objet|naissance|embauch\w+|entrée|sortie|paiement|virement|pr[ée]l[èe]vement|r[èe]glement|"
    r"livraison|commande|échéance|expédition|visite|début|fin|\w+ée?s?(?= le\b))\b"
)
"""Before a day that is not the paper's; `Prélevé le`: a participle is no town, unless a comma stands behind it."""


def read_datelines(asked: Asked) -> tuple[Candidate, ...]:
    """Return the day by which the paper says it was made; behind the word of an act before that of a place alone."""
    alone = [found for sheet in asked.papers.sheets[:1] for found in _alone(asked, sheet)]
    by_place = [found for sheet in asked.papers.sheets for found in _by_place(asked, sheet)]
    of_head = alone if len(alone) == 1 else by_place if len(by_place) == 1 else ()
    is_letter = any(_is_greeting_below(sheet, day) for sheet in asked.papers.sheets[:1] for day in of_head)
    by_act = [found for sheet in asked.papers.sheets for found in _by_act(asked, sheet)]
    if by_act and not is_letter:
        return _weighed(by_act[-1:] if len({c.value for c in by_act}) == 1 else by_act)
    if by_place:
        return _weighed(by_place)
    if asked.rule.name == SIGNED and (
        signed := [day for sheet in asked.papers.sheets for day in _by_hand(asked, sheet)]
    ):
        return (_first(signed),)
    return tuple(alone) if len(alone) == 1 else ()


def _is_greeting_below(sheet: Sheet, day: Candidate) -> bool:
    """Return whether a greeting stands below a day: then what its text calls signed or dated is another paper."""
    is_here = day.evidence is not None and day.evidence.page == sheet.page.number
    bottom = sheet.layout.to_upright.box(day.evidence.box).bottom if day.evidence and is_here else 1.0
    return any(len(row) == 1 and row[0].box.top > bottom and is_greeting(row[0].text) for row in sheet.layout.rows)


def _weighed(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the last of several days, less surely: earlier ones may belong to papers that this one mentions."""
    if len({candidate.value for candidate in found}) == 1:
        return (found[-1],)
    return (replace(found[-1], confidence=found[-1].confidence * ONE_OF_SEVERAL),)


def _first(found: Sequence[Candidate]) -> Candidate:
    """Return the first of the days by signatures, less surely where others follow: an office signs below the person."""
    is_one = len({candidate.value for candidate in found}) == 1
    return found[0] if is_one else replace(found[0], confidence=found[0].confidence * ONE_OF_SEVERAL)


def _by_hand(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the days behind `Date` or `Le` within a hand's breadth of a place to sign: `Le 6/2/2026   Signature :`."""
    rows, height = sheet.layout.rows, sheet.layout.letter_height
    places = [cell.box for cells in rows for cell in cells if _TO_SIGN.match(fold(cell.text))]
    for row, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            days = _days(asked, cell.text)
            if len(days) != 1 or not any(abs(cell.box.centre[1] - box.centre[1]) < HAND * height for box in places):
                continue
            lead, tail = cell.text[: days[0].start], cell.text[days[0].end :]
            is_said = _CAPTION.fullmatch(lead) or (not lead.strip() and _is_captioned(sheet, row, at))
            if is_said and not tail.strip(" .,"):
                yield _candidate(sheet, _of_cell(cell, sheet), days[0], 0, ALONE)


def _is_captioned(sheet: Sheet, row: int, at: int) -> bool:
    """Return whether `Date` or `Le` stands alone to the left of a cell, or over it."""
    cells = sheet.layout.rows[row]
    above = sheet.layout.rows[row - 1] if row else ()
    over = [c for c in above if c.box.left < cells[at].box.right and c.box.right > cells[at].box.left]
    return any(_CAPTION.fullmatch(c.text) for c in (*cells[max(0, at - 1) : at], *over))


def _by_act(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    words = sheet.page.words
    region = Region.of(words, sheet)
    text = region.text
    for match in _ACT.finditer(text):
        window = text[match.end() : match.end() + WINDOW]
        end = _BETWEEN.search(window)
        days = _days(asked, window[: end.start()] if end else window)
        if days:
            yield _candidate(sheet, region, days[0], match.end(), BY_ACT)


def _by_place(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    for cells in sheet.layout.rows:
        for cell in cells:
            days = _days(asked, cell.text) if any(map(str.isalpha, cell.text[:4])) else ()
            lead = cell.text[: days[0].start] if len(days) == 1 else ""
            if (
                lead
                and _PLACE.fullmatch(lead)
                and not _OTHER_DAY.search(lead)
                and not cell.text[days[0].end :].strip(" .,")
            ):
                yield _candidate(sheet, _of_cell(cell, sheet), days[0], 0, BY_PLACE)


def _alone(asked: Asked, sheet: Sheet) -> Iterator[Candidate]:
    """Yield the days that stand alone on a line at the head, with nothing but their weekday or `le` before them."""
    for row, cells in enumerate(sheet.layout.rows):
        days = _days(asked, cells[-1].text)
        if cells[0].box.top > HEAD or len(days) != 1:
            continue
        rest = cells[-1].text[: days[0].start] + cells[-1].text[days[0].end :]
        if _ALONE.fullmatch(rest) and not _is_asked_for(sheet, row):
            yield _candidate(sheet, _of_cell(cells[-1], sheet), days[0], 0, ALONE)


def _is_asked_for(sheet: Sheet, row: int) -> bool:
    """Return whether the line above, or the cell before, asks for what ends the row: it ends in a label or a colon."""
    cells = sheet.layout.rows[row]
    if _is_of_a_table(sheet, row):
        return True
    if len(cells) > 1 and (_ends_in_label(sheet, row, len(cells) - 2) or cells[-2].text.endswith(":")):
        return True
    above = sheet.layout.rows[row - 1] if row else ()
    ends = (_ends_in_label(sheet, row - 1, cell) for cell in range(len(above)))
    asks = any(ends) or any(cell.text.endswith(":") for cell in above)
    return asks and cells[0].box.top - above[0].box.bottom < REACH * sheet.layout.letter_height


def _is_of_a_table(sheet: Sheet, row: int) -> bool:
    """Return whether this row and those above and below have two cells at the same edges: captions with values."""
    near = sheet.layout.rows[max(0, row - 1) : row + 2]
    edges = [tuple(cell.box.left for cell in cells) for cells in near]
    apart = (abs(a - b) for one in edges for a, b in zip(one, edges[0], strict=False))
    return [*map(len, edges)] == [2, 2, 2] and all(each < sheet.layout.letter_height for each in apart)


def _ends_in_label(sheet: Sheet, row: int, cell: int) -> bool:
    labels = sheet.labels.get((row, cell), ())
    return bool(labels) and labels[-1].end == len(sheet.units[row, cell])


def _days(asked: Asked, text: str) -> tuple[DayFound, ...]:
    sources = asked.papers.sources
    return days_in(text, today=sources.today, may_be_american=sources.language == "en")


def _of_cell(cell: Cell, sheet: Sheet) -> Region:
    words = tuple(placed.word for placed in cell.words)
    return Region.of(words, sheet)


def _candidate(sheet: Sheet, region: Region, day: DayFound, offset: int, sure: float) -> Candidate:
    start, end = offset + day.start, offset + day.end
    return Candidate(
        value=Day(day.day),
        confidence=sure * day.quality * legibility(region.words_at(start, end)),
        origin=sheet.origin,
        evidence=region.evidence(start, end),
    )
