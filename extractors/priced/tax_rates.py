"""The rates of tax that papers print, with or without the sign of a share, and which tax is that of a rate."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from extractors.priced.figures import CENT, HALF_CENT, Figure, figures_of
from extractors.sheet import Sheet
from pipeline.folding import fold
from pipeline.page_layout import row_text

HIGHEST_RATE = 0.3
"""No tax on sales is higher than this share of the net (Hungary's is 27 %)."""
SEVERAL_RATES = 2
CENT_ROUNDED = 100
"""A cent, in hundredths of a cent: a tax is rounded once for each rate or line."""
_TAX: Final = re.compile(r"(?:t\.?v\.?a\.?|taxes?|tax|vat|gst|mwst|ust|umsatzsteuer|btw)\b")
"""How rows of taxes begin, in folded letters."""


def rates_on(sheets: Sequence[Sheet], sign: str) -> frozenset[Decimal]:
    """Return the percentages printed on the pages, and rates without their sign on rows of taxes: `TVA 20,00 24,96`."""
    rows = [(sheet, row) for sheet in sheets for row in figures_of(sheet, sign)]
    shares = {figure.value for _, row in rows for figure in row if figure.is_percent}
    shares |= {value for sheet, row in rows for value in _bare_rates(sheet, row)}
    return frozenset(share for share in shares if 0 < share <= HIGHEST_RATE * 100)


def taxed_by_rate(sheets: Sequence[Sheet], sign: str) -> frozenset[tuple[Decimal, Decimal, Decimal]]:
    """Return rate, base and tax of the rows that print all three: `TVA 10 % sur 3 382,00    338,20`."""
    rates = rates_on(sheets, sign)
    rows = [row for sheet in sheets for row in figures_of(sheet, sign)]
    return frozenset(
        (share.value, base.value, tax.value)
        for row in rows
        for share in row
        if share.value in rates and not share.is_money
        for base, tax in permutations((figure for figure in row if figure.is_money), 2)
        if tax.value > 0 and abs(base.value * share.value / 100 - tax.value) <= HALF_CENT
    )


def is_of_rate(net: int, tax: int, rates: frozenset[Decimal]) -> bool:
    """Return whether a tax is that of a printed rate, to the cent, or lies between several that are."""
    if any(abs(net * rate - tax * 100) <= CENT_ROUNDED for rate in rates):
        return True
    return len(rates) >= SEVERAL_RATES and min(rates) * net < tax * 100 < max(rates) * net


def _bare_rates(sheet: Sheet, row: Sequence[Figure]) -> Iterator[Decimal]:
    """Yield the rates that a row prints without a sign: before the tax, or beside a base and the tax that it makes."""
    if len(row) < 2:
        return
    if _TAX.match(fold(row_text(sheet.layout.rows[row[0].row]))) and row[0].currency is None:
        yield row[0].value
    for first, second, tax in zip(row, row[1:], row[2:], strict=False):
        for base, share in ((first, second), (second, first)):
            is_made = base.is_money and tax.is_money and share.currency is None
            if is_made and tax.value and abs(base.value * share.value / 100 - tax.value) <= CENT:
                yield share.value
