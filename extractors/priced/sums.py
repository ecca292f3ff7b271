"""Which amounts printed on the pages are net, tax and gross: of all sums that hold, the one that most speaks for.

Labels, printed rates, the lines and the words of a row speak for a sum.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from extractors.candidates import Papers
from extractors.priced.figures import Figure, figures_of
from extractors.priced.tax_rates import HIGHEST_RATE, SEVERAL_RATES, is_of_rate, rates_on, taxed_by_rate
from extractors.priced.total_captions import GROSS, NET, TAX
from extractors.sheet import Sheet
from pipeline.folding import fold
from pipeline.model.document import IndexField, Origin
from pipeline.model.values import Amount
from pipeline.page_layout import row_text

MOST_AMOUNTS = 150
PARTS = 3
"""Net, tax and gross."""
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
class PrintedAmount:
    """An amount printed on the pages, in minor units."""

    minor: int
    figure: Figure
    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Net and tax that make a gross, in minor units; support: how much speaks for it.

    labelled: by how many labels, or 2 where rows of several rates make net and tax; has_net: the net by one of them;
    is_rated: by a rate that is printed; is_of_lines: the lines make the net. A tax and a gross alone leave a rest that
    any amount may be by chance.
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


def printed_amounts(sheets: Sequence[Sheet], sign: str) -> frozenset[int]:
    """Return the amounts printed on the sheets, in minor units and without their signs."""
    return frozenset(each.minor for each in printed_on(sheets, sign))


def printed_on(sheets: Sequence[Sheet], sign: str) -> Iterator[PrintedAmount]:
    """Yield each amount on the sheets, in their order; one that may have lost its point also as a hundredth."""
    for sheet in sheets:
        for row in figures_of(sheet, sign):
            for figure in row:
                if figure.is_money:
                    yield PrintedAmount(minor=in_minor_units(abs(figure.value)), figure=figure, sheet=sheet)
                if _has_lost_point(sheet, figure):
                    yield PrintedAmount(minor=int(abs(figure.value)), figure=figure, sheet=sheet)


def _has_lost_point(sheet: Sheet, figure: Figure) -> bool:
    """Return whether an amount that was recognised without cents may have lost its point."""
    is_recognised = sheet.origin is Origin.TEXT
    return is_recognised and figure.currency is not None and figure.places == 0 and abs(figure.value) >= LEAST_POINTLESS


def in_minor_units(value: Decimal) -> int:
    """Return an amount in hundredths."""
    return int((value * 100).to_integral_value())


def labelled_amounts(field: IndexField | None) -> dict[int, float]:
    """Return the amounts that the labels of a field name, with how sure each is."""
    if field is None:
        return {}
    pairs = ((field.value, field.confidence), *((other.value, other.confidence) for other in field.alternatives))
    return {value.minor: max(sure, _LABELLED) for value, sure in reversed(pairs) if isinstance(value, Amount)}


def best_of(sums: Sequence[Sum]) -> Sum | None:
    """Return the sum that labels, rates and lines support clearly better than any other."""
    ranked = sorted(sums, key=lambda each: -each.support)
    if not ranked or (len(ranked) > 1 and ranked[0].support - ranked[1].support < LEAST_LEAD):
        return None
    best = ranked[0]
    if not ((best.labelled >= 2 and best.has_net) or best.is_rated or best.is_of_lines):
        return None
    is_larger = any(each.gross > best.gross and each.is_rated and each.labelled for each in ranked)
    return replace(best, is_disputed=is_larger and not best.is_of_lines)


def possible_sums(
    papers: Papers, read: Mapping[str, IndexField], seen: Sequence[PrintedAmount], of_lines: int | None, sign: str
) -> Iterator[Sum]:
    """Yield every sum of printed amounts that may be the paper's, with what speaks for it; of_lines: what they make."""
    labels = {name: labelled_amounts(read.get(name)) for name in (NET, TAX, GROSS)}
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


def _hinted(seen: Sequence[PrintedAmount]) -> dict[str, set[int]]:
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
) -> Sum:
    support = _RATE * is_rated + _LINES * is_of_lines + _LARGEST * is_largest
    labelled = 0
    for name, minor in zip((NET, TAX, GROSS), parts, strict=True):
        own = labels[name].get(minor, 0.0)
        support += own or -0.5 * max(labels[name].values(), default=0.0)
        labelled += own >= _LABELLED
    net, tax, gross = parts
    return Sum(
        net=net,
        tax=tax,
        gross=gross,
        support=support,
        labelled=labelled,
        has_net=labels[NET].get(net, 0.0) >= _LABELLED,
        is_rated=is_rated,
        is_of_lines=is_of_lines,
    )


def _is_exempt(sheets: Sequence[Sheet]) -> bool:
    return any(words in text for text in (fold(sheet.page.text) for sheet in sheets) for words in _EXEMPT)


def sum_by_rates(sheets: Sequence[Sheet], seen: Sequence[PrintedAmount], of_lines: int | None, sign: str) -> Sum | None:
    """Return the sum that the taxes of several rates make with their bases, where net and gross are printed."""
    rows = taxed_by_rate(sheets, sign)
    net, tax = (in_minor_units(sum((row[at] for row in rows), Decimal(0))) for at in (1, 2))
    if len({rate for rate, *_ in rows}) < SEVERAL_RATES or not {net, net + tax} <= {each.minor for each in seen}:
        return None
    return Sum(
        net=net,
        tax=tax,
        gross=net + tax,
        support=_RATE,
        labelled=2,
        has_net=True,
        is_rated=True,
        is_of_lines=net == of_lines,
    )


def rows_of_sums(sheets: Sequence[Sheet], sign: str) -> Iterator[tuple[int, int, int]]:
    """Yield net, tax and gross of the rows that print all three side by side, as bills by service do."""
    for sheet in sheets:
        for row in figures_of(sheet, sign):
            amounts = [in_minor_units(abs(figure.value)) for figure in row if figure.is_money]
            tax, net, gross = sorted(amounts[-PARTS:]) if len(amounts) >= PARTS else (0, 0, 0)
            if gross and net + tax == gross:
                yield net, tax, gross


def of_whole_table(chosen: Sum, rows: Sequence[tuple[int, int, int]]) -> Sum | None:
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
