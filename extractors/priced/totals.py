"""Net, tax and gross of an invoice, settled by arithmetic: of all amounts printed, those that make each other.

A label says what an amount is; that net and tax are the gross says that all three were read right. Where both agree
nobody needs to look; where no sum holds, a person does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from extractors.candidates import Papers, legibility
from extractors.priced.figures import Figure, figures_of
from extractors.priced.line_read import LineRead
from extractors.priced.tax_rates import HIGHEST_RATE, SEVERAL_RATES, is_of_rate, rates_on, taxed_by_rate
from extractors.priced.total_captions import GROSS, NET, TAX, captioned, explains
from extractors.priced.total_fields import by_caption, place_of_figure, with_payment_before, with_signs
from extractors.reconcile import SUREST
from extractors.sheet import Sheet
from pipeline.folding import fold
from pipeline.model.document import Alternative, Finding, IndexField, Origin
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, written
from pipeline.page_layout import row_text

SUMS_DISAGREE: Final = "sums_disagree"
MOST_AMOUNTS = 150
BY_LABELS_AND_SUM = 0.97
BY_SUM = 0.9
BY_SUM_ALONE = 0.75
"""Sums that nothing but arithmetic tells are for a person."""
AT_ODDS = 0.5
PARTS = 3
"""Net, tax and gross."""
LEAST_LABEL = 0.6
"""Under this an amount by its label counts less than one by the words of its row that the lines make."""
LEAST_LEAD = 0.25
"""A sum is chosen when it is supported this much better than the next one."""
LEAST_POINTLESS = 100
"""An amount from this size on that was recognised without cents may be a hundredth of it."""
_LABELLED = 0.3
_RATE, _LINES, _LARGEST = 0.5, 0.8, 0.2
_HINT = 0.2
"""How much a telling word on its row speaks for an amount."""
_HINTS: Final = {
    NET: re.compile(r"\b(?:h\.?t\.?|htva|hors|net(?:to)?|excl\w*|before|ohne|subtotal|base)\b"),
    TAX: re.compile(r"\b(?:t\.?v\.?a\.?|taxes?|tax|vat|gst|mwst|ust|umsatzsteuer|btw)\b"),
    GROSS: re.compile(
        r"\b(?:t\.?t\.?c\.?|toutes|incl\w*|payer|regler|due|payable|gross|brutto|total|gesamt\w*|solde)\b"
    ),
}
"""Words that rows of sums hold, in folded letters, whatever else their label says."""
_EXEMPT: Final = (
    "tva non applicable", "non assujetti", "exoneration de tva", "exonere de tva", "autoliquidation", "293 b",
    "262 ter", "reverse charge", "vat exempt", "not vat registered", "zero rated", "kleinunternehmer", "steuerfrei",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The fields after arithmetic, and what does not add up."""

    fields: tuple[IndexField, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """An amount printed on the pages, in minor units."""

    minor: int
    figure: Figure
    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    """Net and tax that make a gross, in minor units; support: how much speaks for it.

    labelled: by how many labels; has_net: the net by one of them; is_rated: by a rate that is printed; is_of_lines: the
    lines make the net. A tax and a gross alone leave a rest that any amount may be by chance.
    """

    net: int
    tax: int
    gross: int
    support: float
    labelled: int
    has_net: bool
    is_rated: bool
    is_of_lines: bool
    is_disputed: bool = False
    """A larger sum of a printed rate stands on the pages too, and no lines tell which of them is the total."""

    def part(self, name: str) -> int:
        """Return the amount of a field."""
        return {NET: self.net, TAX: self.tax, GROSS: self.gross}[name]


def settle(papers: Papers, fields: Sequence[IndexField], lines: Sequence[LineRead], *, sign: str) -> Settled:
    """Settle the totals by each other and by the lines. Classes without a net and a gross stay as they are."""
    names = {rule.name for rule in papers.document_class.fields}
    if not {NET, GROSS} <= names:
        return Settled(fields=tuple(fields), findings=())
    seen = tuple(_seen(papers.sheets, sign))
    currency = _currency(seen)
    read = {field.name: _in_currency(field, currency) for field in fields}
    amounts = [line.amount for line in lines if line.amount is not None]
    of_lines = _minor(abs(sum(amounts, Decimal(0)))) if amounts else None  # credit notes may print them below zero
    told = {name: one for name, one in captioned(papers.sheets, sign).items() if name in names}
    read |= {name: by_caption(name, one, currency) for name, one in told.items() if name not in read}
    read |= {
        name: by_caption(name, one, currency)
        for name, one in told.items()
        if one.minor == of_lines and read[name].confidence < LEAST_LABEL  # the heading of a column was the label
    }
    read = dict(with_payment_before(read, papers.sheets, sign))
    best = _best(tuple(_sums(papers, read, seen, of_lines, sign)))
    by_rates = _by_rates(papers.sheets, seen, of_lines, sign)
    chosen = by_rates or (_of_whole_table(best, tuple(_rows_of_sums(papers.sheets, sign))) if best else None)
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


def _by_rates(sheets: Sequence[Sheet], seen: Sequence[_Seen], of_lines: int | None, sign: str) -> _Sum | None:
    """Return the sum that the taxes of several rates make with their bases, where net and gross are printed."""
    rows = taxed_by_rate(sheets, sign)
    net, tax = (_minor(sum((row[at] for row in rows), Decimal(0))) for at in (1, 2))
    if len({rate for rate, *_ in rows}) < SEVERAL_RATES or not {net, net + tax} <= {each.minor for each in seen}:
        return None
    return _Sum(
        net=net,
        tax=tax,
        gross=net + tax,
        support=_RATE,
        labelled=2,
        has_net=True,
        is_rated=True,
        is_of_lines=net == of_lines,
    )


def _rows_of_sums(sheets: Sequence[Sheet], sign: str) -> Iterator[tuple[int, int, int]]:
    """Yield net, tax and gross of the rows that print all three side by side, as bills by service do."""
    for sheet in sheets:
        for row in figures_of(sheet, sign):
            amounts = [_minor(abs(figure.value)) for figure in row if figure.is_money]
            tax, net, gross = sorted(amounts[-PARTS:]) if len(amounts) >= PARTS else (0, 0, 0)
            if gross and net + tax == gross:
                yield net, tax, gross


def _of_whole_table(chosen: _Sum, rows: Sequence[tuple[int, int, int]]) -> _Sum | None:
    """Return the sum of all rows where the chosen one is a row of a table of sums; disputed where no row is that sum.

    None where net and tax are the gross of two rows, as of two rates on a till's note.
    """
    if {chosen.net, chosen.tax} <= {gross for *_, gross in rows} and chosen.tax:
        return None
    largest = max(rows, key=lambda row: row[-1], default=None)
    if largest is None or chosen.is_of_lines or (chosen.net, chosen.tax, chosen.gross) not in rows:
        return chosen
    if largest[-1] <= chosen.gross:
        return chosen
    others = [row for row in rows if row != largest]
    net, tax, gross = largest
    is_whole = tuple(map(sum, zip(*others, strict=True))) == largest
    return replace(chosen, net=net, tax=tax, gross=gross) if is_whole else replace(chosen, is_disputed=True)


def _is_part(chosen: _Sum, gross: IndexField | None, *, has_rates: bool) -> bool:
    """Return whether a sum is that of one rate among others: a label names a larger gross, no lines make this net."""
    if chosen.is_of_lines or gross is None or not isinstance(gross.value, Amount):
        return False
    is_told = chosen.gross in _labelled(gross) or chosen.labelled >= 2
    return gross.value.minor > chosen.gross and (has_rates or not is_told)


def printed_amounts(sheets: Sequence[Sheet], sign: str) -> frozenset[int]:
    """Return the amounts printed on the sheets, in minor units and without their signs."""
    return frozenset(each.minor for each in _seen(sheets, sign))


def _seen(sheets: Sequence[Sheet], sign: str) -> Iterator[_Seen]:
    for sheet in sheets:
        for row in figures_of(sheet, sign):
            for figure in row:
                if figure.is_money:
                    yield _Seen(minor=_minor(abs(figure.value)), figure=figure, sheet=sheet)
                if _has_lost_point(sheet, figure):
                    yield _Seen(minor=int(abs(figure.value)), figure=figure, sheet=sheet)


def _has_lost_point(sheet: Sheet, figure: Figure) -> bool:
    """Return whether an amount that was recognised without cents may have lost its point."""
    is_recognised = sheet.origin is Origin.TEXT
    return is_recognised and figure.currency is not None and figure.places == 0 and abs(figure.value) >= LEAST_POINTLESS


def _minor(value: Decimal) -> int:
    return int((value * 100).to_integral_value())


def _currency(seen: Sequence[_Seen]) -> str:
    """Return the currency most amounts are printed in; euros where none is printed."""
    counts = Counter(each.figure.currency for each in seen if each.figure.currency)
    return counts.most_common(1)[0][0] if counts else "EUR"


def _in_currency(field: IndexField, currency: str) -> IndexField:
    return replace(field, value=replace(field.value, currency=currency)) if isinstance(field.value, Amount) else field


def _best(sums: Sequence[_Sum]) -> _Sum | None:
    """Return the sum that labels, rates and lines support clearly better than any other."""
    ranked = sorted(sums, key=lambda each: -each.support)
    if not ranked or (len(ranked) > 1 and ranked[0].support - ranked[1].support < LEAST_LEAD):
        return None
    best = ranked[0]
    if not ((best.labelled >= 2 and best.has_net) or best.is_rated or best.is_of_lines):
        return None
    is_larger = any(each.gross > best.gross and each.is_rated and each.labelled for each in ranked)
    return replace(best, is_disputed=is_larger and not best.is_of_lines)


def _sums(
    papers: Papers, read: Mapping[str, IndexField], seen: Sequence[_Seen], of_lines: int | None, sign: str
) -> Iterator[_Sum]:
    labels = {name: _labelled(read.get(name)) for name in (NET, TAX, GROSS)}
    hints = _hinted(seen)
    every = {each.minor for each in seen if each.minor} | {minor for found in labels.values() for minor in found}
    amounts = sorted(every)[-MOST_AMOUNTS:]
    known = frozenset((*every, 0))
    rates = rates_on(papers.sheets, sign)
    is_exempt = _is_exempt(papers.sheets)
    largest = max(amounts, default=0)
    for gross in amounts:
        for net in amounts:
            tax = gross - net
            if net <= 0 or tax < 0 or tax > HIGHEST_RATE * net or tax not in known:
                continue
            is_rated = is_of_rate(net, tax, rates) if tax else is_exempt
            if tax == 0 and not (is_exempt or 0 in labels[TAX]):
                continue
            told = sum(_HINT for name, minor in ((NET, net), (TAX, tax), (GROSS, gross)) if minor in hints[name])
            weighed = _weighed(
                (net, tax, gross), labels, is_rated=is_rated, is_of_lines=net == of_lines, is_largest=gross == largest
            )
            yield replace(weighed, support=weighed.support + told)


def _hinted(seen: Sequence[_Seen]) -> dict[str, set[int]]:
    """Return the amounts on whose rows a telling word stands, by the field it tells."""
    found: dict[str, set[int]] = {name: set() for name in _HINTS}
    for each in seen:
        text = fold(row_text(each.sheet.layout.rows[each.figure.row]))
        for name, words in _HINTS.items():
            if words.search(text):
                found[name].add(each.minor)
    return found


def _weighed(
    parts: tuple[int, int, int],
    labels: Mapping[str, Mapping[int, float]],
    *,
    is_rated: bool,
    is_of_lines: bool,
    is_largest: bool,
) -> _Sum:
    support = _RATE * is_rated + _LINES * is_of_lines + _LARGEST * is_largest
    labelled = 0
    for name, minor in zip((NET, TAX, GROSS), parts, strict=True):
        own = labels[name].get(minor, 0.0)
        support += own or -0.5 * max(labels[name].values(), default=0.0)
        labelled += own >= _LABELLED
    net, tax, gross = parts
    return _Sum(
        net=net,
        tax=tax,
        gross=gross,
        support=support,
        labelled=labelled,
        has_net=labels[NET].get(net, 0.0) >= _LABELLED,
        is_rated=is_rated,
        is_of_lines=is_of_lines,
    )


def _labelled(field: IndexField | None) -> dict[int, float]:
    """Return the amounts that the labels of a field name, with how sure each is."""
    if field is None:
        return {}
    pairs = ((field.value, field.confidence), *((other.value, other.confidence) for other in field.alternatives))
    return {value.minor: max(sure, _LABELLED) for value, sure in reversed(pairs) if isinstance(value, Amount)}


def _is_exempt(sheets: Sequence[Sheet]) -> bool:
    return any(words in text for text in (fold(sheet.page.text) for sheet in sheets) for words in _EXEMPT)


def _field(
    name: str, chosen: _Sum, before: IndexField | None, seen: Sequence[_Seen], currency: str
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
