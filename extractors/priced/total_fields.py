"""Totals as fields: by the words of their row, with the minus they are printed with, before what was paid already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.candidates import legibility
from extractors.priced.figures import Figure
from extractors.priced.total_captions import GROSS, NET, TAX, Captioned, before_payment
from extractors.sheet import Sheet
from pipeline.model.document import Alternative, Evidence, IndexField
from pipeline.model.values import Amount
from pipeline.page_layout import evidence_of

BY_CAPTION = 0.8
BEFORE_PAYMENT = 0.9
"""A total that a payment and what is left to pay make, both printed."""
LESS_SURE = 0.5


def by_caption(name: str, one: Captioned, currency: str) -> IndexField:
    """Return the field as the words of its row tell it: for a person, unless arithmetic agrees."""
    words = [placed.word for placed in one.figure.words]
    return IndexField(
        name=name,
        value=Amount(one.minor, currency),
        confidence=round(BY_CAPTION * legibility(words), 4),
        origin=one.sheet.origin,
        evidence=place_of_figure(one.sheet, one.figure),
    )


def place_of_figure(sheet: Sheet, figure: Figure) -> Evidence:
    """Return where a figure stands, as evidence."""
    words = [placed.word for placed in figure.words]
    return evidence_of(words, page=sheet.page.number)


def with_signs(read: Mapping[str, IndexField], printed: Sequence[tuple[int, bool]]) -> Iterator[IndexField]:
    """Yield the fields, totals with the minus that they are printed with, as on invoices that correct another.

    printed: the amounts on the pages in minor units, and whether each has a minus.
    """
    negative = {minor for minor, is_below in printed if is_below} - {
        minor for minor, is_below in printed if not is_below
    }
    for name, field in read.items():
        is_total = name in {NET, TAX, GROSS} and isinstance(field.value, Amount)
        if is_total and isinstance(field.value, Amount) and field.value.minor in negative:
            yield replace(field, value=replace(field.value, minor=-field.value.minor))
        else:
            yield field


def with_payment_before(read: Mapping[str, IndexField], sheets: Sequence[Sheet], sign: str) -> Mapping[str, IndexField]:
    """Return the fields with the gross that stands printed before what was paid in advance, where no tax tells it."""
    due = read.get(GROSS)
    if due is None or not isinstance(due.value, Amount):
        return read
    whole = before_payment(sheets, sign, due=due.value.minor)
    if whole is None:
        return read
    sure = min(due.confidence, BEFORE_PAYMENT)
    value, place = replace(due.value, minor=whole.minor), place_of_figure(whole.sheet, whole.figure)
    known = Alternative(value=due.value, confidence=round(sure * LESS_SURE, 4))
    return {**read, GROSS: replace(due, value=value, confidence=sure, evidence=place, alternatives=(known,))}
