"""Where documents begin by what stands on their pages, and whether separator sheets agree with it.

Between any two pages in a row the signs are weighed (`cut_signs`). A sure cut is made and a sure continuation kept; a
cut in doubt is made as well and waits for a person, and so does the document before it, whose end is not known: two
papers taken for one would go wrong unseen. Sheets are a person's word: what the pages say against them is a finding.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.folding import blurred
from pipeline.model.cut import Seen
from pipeline.model.document import END_IN_DOUBT, Classification, Draft, Evidence, Finding, OpenedBy
from pipeline.model.page import Recognition, Severity
from pipeline.model.text import Bilingual
from pipeline.page_layout import HEAD_OF_PAGE, Upright
from pipeline.rules.catalog import BatchClass, Catalog
from pipeline.separation.cut_signs import MOST_BY_CLASS, Kind, confidence, signs
from pipeline.separation.cutting import Separation
from pipeline.separation.page_signs import PageSigns, page_signs

PROPOSED = 0.38
"""Confidence from which a cut is made: a wrong cut is undone by one key, a missing one goes unseen. Where no sign is
seen, as between photographs, pages stay together."""
LEAST, MOST = 0.02, 0.98
"""Bounds of the confidence of a cut: no sign that was read is proof."""
BEHIND_A_SHEET = -1.5
"""Log odds added behind a sheet: whoever lays sheets has cut already, so a further cut is less likely."""
MOST_BEHIND_A_SHEET = 0.6
"""The most confidence of a cut where a sheet seems to be missing: it waits for a person."""
MOST_WORDS_OF_A_SHEET = 12
"""Words beside the code of a sheet made by another program; a page with no more of them holds nothing to read."""
AGAINST_A_SHEET = -3.0
"""Log odds at which the pages contradict a sheet: a numbering that goes on does, likeness does not."""
BELIEVED = 0.8
"""Confidence from which the class of a page counts as a sign; of a class in doubt only its title counts."""
MOST_BESIDE = 3
"""Words beside a title on its line: a number, a day, `original`."""

FOREIGN_SHEET: Final = "foreign_sheet"
SHEET_LACKS: Final = "sheet_lacks"
SHEET_AGAINST_PAGES: Final = "sheet_against_pages"

Kinds = Callable[[Recognition], Classification]
"""Tells what a page is when it is looked at alone."""
_SHEETS = frozenset({OpenedBy.PATCH, OpenedBy.BARCODE})
_GAINSAID = _SHEETS | {OpenedBy.BLANK}


class Pages:
    """The pages of a file by number; what each shows and is alone is looked at once, and only when asked."""

    def __init__(self, pages: Sequence[Recognition], kinds: Kinds, catalog: Catalog) -> None:
        self._pages = {page.number: page for page in pages}
        self._kinds = kinds
        self._catalog = catalog
        self._shown: dict[int, PageSigns] = {}
        self._known: dict[int, Kind] = {}

    def between(self, before: int, after: int, *, odds: float = 0.0) -> tuple[float, tuple[Seen, ...]]:
        """Return how sure a cut between two pages is, 0 to 1, and what is seen there; odds: what else speaks for it.

        The pages are classified only where that can make a cut: it costs more than all the rest.
        """
        one, two = self._signs(before), self._signs(after)
        bare = signs(one, two, kind_before=Kind(), kind_after=Kind())
        if confidence(bare, one, two, odds=odds + MOST_BY_CLASS) < PROPOSED:
            return _within(confidence(bare, one, two, odds=odds)), bare
        seen = signs(one, two, kind_before=self._kind(before), kind_after=self._kind(after))
        return _within(confidence(seen, one, two, odds=odds)), seen

    def _signs(self, number: int) -> PageSigns:
        if number not in self._shown:
            self._shown[number] = page_signs(self._pages[number])
        return self._shown[number]

    def _kind(self, number: int) -> Kind:
        if number not in self._known:
            page = self._pages[number]
            self._known[number] = kind_of(page, self._kinds(page), self._catalog)
        return self._known[number]


def cut_by_content(
    made: Separation, pages: Sequence[Recognition], rule: BatchClass, kinds: Kinds, catalog: Catalog
) -> Separation:
    """Cut the drafts further where their pages say so, and check separator sheets against the pages."""
    if "content" not in rule.separate_by:
        return made
    looked = Pages(pages, kinds, catalog)
    has_sheets = any(draft.opened_by in _SHEETS for draft in made.drafts)
    drafts: list[Draft] = []
    for draft in made.drafts:
        checked = _checked(drafts[-1] if drafts else None, draft, looked)
        drafts += _parts(checked, looked, has_sheets=has_sheets)
    by_number = {page.number: page for page in pages}
    told = [_with_foreign(draft, [by_number[number] for number in draft.pages]) for draft in drafts]
    return replace(made, drafts=_with_ends(told, rule))


def kind_of(page: Recognition, made: Classification, catalog: Catalog) -> Kind:
    """Return what a page is alone, and the title that it is headed with if one of its class's titles decided."""
    known = catalog.find(made.document_class)
    titles = {blurred(title) for title in known.titles} if known else set()
    standing = (one.text for one in made.because if _stands_alone(one, page))
    title = next((text for text in standing if any(known in blurred(text) for known in titles)), None)
    if made.confidence < BELIEVED:
        return Kind(title=title)
    return Kind(document_class=made.document_class, confidence=made.confidence, title=title)


def _stands_alone(shown: Evidence, page: Recognition) -> bool:
    """Return whether what decided heads the page, with few words beside it on its line."""
    if Upright(rotation=page.rotation, aspect=1.0).box(shown.box).top > HEAD_OF_PAGE:
        return False
    words = set(shown.text.split())
    lines = (line for line in page.lines if any(word.box.overlap(shown.box) > 0.5 for word in line.words))
    return any(len(line.words) <= len(words) + MOST_BESIDE for line in lines)


def _parts(draft: Draft, looked: Pages, *, has_sheets: bool) -> list[Draft]:
    """Cut one draft where its pages say so; what a sheet said of the class goes for the first part alone."""
    if draft.opened_by is OpenedBy.COUNT:
        return [draft]
    parts = [replace(draft, pages=draft.pages[:1])]
    for before, after in pairwise(draft.pages):
        sure, seen = looked.between(before, after, odds=BEHIND_A_SHEET if has_sheets else 0.0)
        if sure < PROPOSED:
            parts[-1] = replace(parts[-1], pages=(*parts[-1].pages, after))
        else:
            parts.append(_opened(draft, after, seen, sure, has_sheets=has_sheets))
    return parts


def _opened(draft: Draft, page: int, seen: tuple[Seen, ...], sure: float, *, has_sheets: bool) -> Draft:
    return Draft(
        pages=(page,),
        opened_by=OpenedBy.CONTENT,
        cut_confidence=round(min(sure, MOST_BEHIND_A_SHEET) if has_sheets else sure, 4),
        case_reference=draft.case_reference,
        because=seen,
        findings=(_sheet_lacks(page),) if has_sheets else (),
    )


def _checked(before: Draft | None, draft: Draft, looked: Pages) -> Draft:
    """Check the sheet or blank that opened a draft against the pages on both sides of it."""
    if before is None or draft.opened_by not in _GAINSAID:
        return draft
    last, first = before.pages[-1], draft.pages[0]
    _, seen = looked.between(last, first)
    against = sum(each.weight for each in seen)
    if against > AGAINST_A_SHEET:
        return draft
    odds = math.log(draft.cut_confidence / (1 - draft.cut_confidence)) + against
    sure = min(MOST_BEHIND_A_SHEET, _within(1 / (1 + math.exp(-odds))))
    finding = _against(first, is_sheet=draft.opened_by in _SHEETS)
    return replace(draft, cut_confidence=round(sure, 4), because=seen, findings=(finding,))


def _within(sure: float) -> float:
    return min(MOST, max(LEAST, sure))


def _with_foreign(draft: Draft, pages: Sequence[Recognition]) -> Draft:
    """Note pages that look like separator sheets: a code that the batch class does not know, and hardly a word."""
    if len(pages) == 1:
        return draft
    foreign = [page for page in pages if page.codes and not page.graphics and len(page.words) <= MOST_WORDS_OF_A_SHEET]
    return replace(draft, findings=(*draft.findings, *(_foreign_sheet(page.number) for page in foreign)))


def _foreign_sheet(page: int) -> Finding:
    return Finding(
        code=FOREIGN_SHEET,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"La page {page} ressemble à un intercalaire dont le code n'est pas connu : faut-il couper là ?",
            en=f"Page {page} looks like a separator sheet with an unknown code: does a new document begin there?",
        ),
    )


def _with_ends(drafts: Sequence[Draft], rule: BatchClass) -> tuple[Draft, ...]:
    """Mark the drafts that end at a doubtful cut."""
    least = rule.verify.cut_confidence
    ends = [after.because and after.cut_confidence < least for after in drafts[1:]]
    return tuple(
        replace(draft, findings=(*draft.findings, _end_in_doubt(draft.pages[-1]))) if is_open else draft
        for draft, is_open in zip(drafts, [*ends, False], strict=False)
    )


def _end_in_doubt(page: int) -> Finding:
    return Finding(
        code=END_IN_DOUBT,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"La page qui suit la page {page} est peut-être de ce document : tranchez d'abord cette coupe.",
            en=f"The page behind page {page} may belong to this document: settle that cut first.",
        ),
    )


def _sheet_lacks(page: int) -> Finding:
    return Finding(
        code=SHEET_LACKS,
        severity=Severity.NOTE,
        message=Bilingual(
            fr=f"Un document semble commencer à la page {page} sans intercalaire : il manque, ou n'a pas été lu.",
            en=f"A document seems to begin on page {page} without a separator sheet: it is missing, or was not read.",
        ),
    )


def _against(page: int, *, is_sheet: bool) -> Finding:
    fr, en = ("Un intercalaire", "A separator sheet") if is_sheet else ("Une page blanche", "A blank page")
    return Finding(
        code=SHEET_AGAINST_PAGES,
        severity=Severity.NOTE,
        message=Bilingual(
            fr=f"{fr} coupe avant la page {page}, qui semble pourtant suivre la précédente.",
            en=f"{en} cuts before page {page}, which seems to go on from the one before.",
        ),
    )
