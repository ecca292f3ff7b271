"""Net, tax and gross of an invoice, settled by the amounts printed that make each other (`sums`).

A label says what an amount is; that net and tax are the gross says that all three were read right. Where both agree
nobody needs to look; where no sum holds, a person does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from extractors.candidates import Papers, legibility
from extractors.priced.line_read import LineRead
from extractors.priced.sums import (
    PrintedAmount,
    Sum,
    best_of,
    in_minor_units,
    labelled_amounts,
    of_whole_table,
    possible_sums,
    printed_on,
    rows_of_sums,
    sum_by_rates,
)
from extractors.priced.tax_rates import SEVERAL_RATES, is_of_rate, rates_on
from extractors.priced.total_captions import GROSS, NET, TAX, captioned, explains
from extractors.priced.total_fields import by_caption, place_of_figure, with_payment_before, with_signs
from extractors.reconcile import SUREST
from extractors.sheet import Sheet
from pipeline.model.document import Alternative, Finding, IndexField, Origin
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, written

SUMS_DISAGREE: Final = "sums_disagree"
BY_LABELS_AND_SUM = 0.97
BY_SUM = 0.9
BY_SUM_ALONE = 0.75
"""Sums that nothing but arithmetic tells are for a person."""
AT_ODDS = 0.5
LEAST_LABEL = 0.6
"""Under this an amount by its label counts less than one by the words of its row that the lines make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The fields after arithmetic, and what does not add up."""

    fields: tuple[IndexField, ...]
    findings: tuple[Finding, ...]


def settle(papers: Papers, fields: Sequence[IndexField], lines: Sequence[LineRead], *, sign: str) -> Settled:
    """Settle the totals by each other and by the lines. Classes without a net and a gross stay as they are."""
    names = {rule.name for rule in papers.document_class.fields}
    if not {NET, GROSS} <= names:
        return Settled(fields=tuple(fields), findings=())
    seen = tuple(printed_on(papers.sheets, sign))
    currency = _currency(seen)
    read = {field.name: _in_currency(field, currency) for field in fields}
    amounts = [line.amount for line in lines if line.amount is not None]
    of_lines = (
        in_minor_units(abs(sum(amounts, Decimal(0)))) if amounts else None
    )  # credit notes may print them below zero
    told = {name: one for name, one in captioned(papers.sheets, sign).items() if name in names}
    read |= {name: by_caption(name, one, currency) for name, one in told.items() if name not in read}
    read |= {
        name: by_caption(name, one, currency)
        for name, one in told.items()
        if one.minor == of_lines and read[name].confidence < LEAST_LABEL  # the heading of a column was the label
    }
    read = dict(with_payment_before(read, papers.sheets, sign))
    best = best_of(tuple(possible_sums(papers, read, seen, of_lines, sign)))
    by_rates = sum_by_rates(papers.sheets, seen, of_lines, sign)
    chosen = by_rates or (of_whole_table(best, tuple(rows_of_sums(papers.sheets, sign))) if best else None)
    if by_rates and all(each.minor != by_rates.tax for each in seen):
        read.pop(TAX, None)  # printed by rate alone
        names = names - {TAX}
    if chosen is None or _is_part(
        chosen, read.get(GROSS), has_rates=len(rates_on(papers.sheets, sign)) >= SEVERAL_RATES
    ):
        return _unsettled(_without_one_of_many(read, papers.sheets, sign), papers.sheets, sign)
    for name in (NET, TAX, GROSS):
        if name in names and (field := _field(name, chosen, read.get(name), seen, currency)):
            read[name] = field
    return Settled(fields=tuple(with_signs(read, [(each.minor, each.figure.value < 0) for each in seen])), findings=())


def _is_part(chosen: Sum, gross: IndexField | None, *, has_rates: bool) -> bool:
    """Return whether a sum is that of one rate among others: a label names a larger gross, no lines make this net."""
    if chosen.is_of_lines or gross is None or not isinstance(gross.value, Amount):
        return False
    is_told = chosen.gross in labelled_amounts(gross) or chosen.labelled >= 2
    return gross.value.minor > chosen.gross and (has_rates or not is_told)


def _currency(seen: Sequence[PrintedAmount]) -> str:
    """Return the currency most amounts are printed in; euros where none is printed."""
    counts = Counter(each.figure.currency for each in seen if each.figure.currency)
    return counts.most_common(1)[0][0] if counts else "EUR"


def _in_currency(field: IndexField, currency: str) -> IndexField:
    return replace(field, value=replace(field.value, currency=currency)) if isinstance(field.value, Amount) else field


def _field(
    name: str, chosen: Sum, before: IndexField | None, seen: Sequence[PrintedAmount], currency: str
) -> IndexField | None:
    """Return the field as the sum has it: surer when its label said the same, else from the amount printed."""
    minor = chosen.part(name)
    is_sure = chosen.labelled >= 2 or (chosen.labelled == 1 and chosen.is_of_lines)
    is_made = chosen.is_rated and chosen.is_of_lines  # the lines make the net, a printed rate the tax
    sure = BY_LABELS_AND_SUM if is_sure else BY_SUM if chosen.labelled or is_made else BY_SUM_ALONE
    if chosen.is_disputed:
        return replace(before, confidence=min(before.confidence, AT_ODDS)) if before is not None else None
    if before is not None and isinstance(before.value, Amount) and before.value.minor == minor:
        return replace(before, confidence=round(min(SUREST, max(before.confidence, sure)), 4))
    place = next((each for each in reversed(seen) if each.minor == minor), None)
    value = Amount(minor, currency)
    if place is None:
        return replace(_derived(name, value), confidence=BY_SUM if is_sure else AT_ODDS) if minor == 0 else before
    words = [placed.word for placed in place.figure.words]
    rival = before.confidence if before is not None else 0.0
    return IndexField(
        name=name,
        value=value,
        confidence=round(sure * legibility(words) * (1 - rival * (1 - sure)), 4),
        origin=place.sheet.origin,
        evidence=place_of_figure(place.sheet, place.figure),
        alternatives=(Alternative(value=before.value, confidence=before.confidence),) if before else (),
    )


def _derived(name: str, value: Amount) -> IndexField:
    return IndexField(name=name, value=value, confidence=BY_SUM, origin=Origin.DERIVED)


def _without_one_of_many(
    read: Mapping[str, IndexField], sheets: Sequence[Sheet], sign: str
) -> Mapping[str, IndexField]:
    """Doubt a tax that no sum proves on papers with several rates: it may be that of one of them."""
    tax = read.get(TAX)
    if tax is None or len(rates_on(sheets, sign)) < SEVERAL_RATES:
        return read
    return {**read, TAX: replace(tax, confidence=min(tax.confidence, AT_ODDS))}


def _unsettled(read: Mapping[str, IndexField], sheets: Sequence[Sheet], sign: str) -> Settled:
    """Doubt three totals that were read by their labels and do not add up.

    What stands between them and is no sale, an outlay or a rounding, explains them when it is printed.
    """
    parts = [read[name].value for name in (NET, TAX, GROSS) if name in read]
    net, tax, gross = parts if len(parts) == 3 else (None, None, None)
    if not (isinstance(net, Amount) and isinstance(tax, Amount) and isinstance(gross, Amount)):
        return Settled(fields=tuple(read.values()), findings=())
    rest = gross.minor - net.minor - tax.minor
    if rest == 0:
        return Settled(fields=tuple(read.values()), findings=())
    if explains(sheets, sign, rest=rest):
        return Settled(fields=tuple(_explained(read, sheets, sign)), findings=())
    doubted = {
        name: replace(field, confidence=min(field.confidence, AT_ODDS)) if name in {NET, TAX, GROSS} else field
        for name, field in read.items()
    }
    return Settled(fields=tuple(doubted.values()), findings=(_disagree(net, tax, gross),))


def _explained(read: Mapping[str, IndexField], sheets: Sequence[Sheet], sign: str) -> Iterator[IndexField]:
    """Yield the totals surer that net, tax and what stands beside them make; a rate has to be printed for the tax."""
    net, tax = (read[name].value for name in (NET, TAX))
    is_rated = (
        isinstance(net, Amount) and isinstance(tax, Amount) and is_of_rate(net.minor, tax.minor, rates_on(sheets, sign))
    )
    for name, field in read.items():
        is_made = is_rated and name in {NET, TAX, GROSS}
        yield replace(field, confidence=max(field.confidence, BY_SUM)) if is_made else field


def _disagree(net: Amount, tax: Amount, gross: Amount) -> Finding:
    shown = " + ".join((written(net), written(tax)))
    return Finding(
        code=SUMS_DISAGREE,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"Les totaux lus ne sont pas justes : {shown} ne font pas {written(gross)}.",
            en=f"The totals read are not right: {shown} are not {written(gross)}.",
        ),
        field=GROSS,
    )
