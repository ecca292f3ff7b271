"""The parts of an e-invoice beside its pages: lines, allowances, charges, taxes by rate, addresses; and its own sums.

What the XML states and the pages do not show is told once for each kind of part; so is a line that the pages show and
the XML does not state.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from extractors.priced.line_read import LineRead
from extractors.vouching.shown import names_on, place_of
from pipeline.model.document import Finding
from pipeline.model.einvoice import EInvoice
from pipeline.model.page import Recognition, Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Text, written

NOT_SHOWN: Final = "not_on_page"
NOT_STATED: Final = "not_in_xml"
DIFFERS: Final = "differs_from_page"
SUMS_DISAGREE: Final = "sums_disagree"
ADJUSTMENTS: Final = frozenset({"charge", "allowance"})
MOST_TOLD = 3
LEAST_LETTERS = 3
"""Letters of a description, without which a row of figures is taken for no line."""


def parts_beside(
    einvoice: EInvoice, lines: Sequence[LineRead], pages: Sequence[Recognition], *, today: date
) -> Iterator[Finding]:
    """Report parts that the pages do not show, lines that only the pages show, and sums of the XML that are wrong.

    lines: those read on the pages.
    """
    yield from _lines(einvoice, pages, today)
    yield from _besides(einvoice, lines)
    yield from _otherwise_made(einvoice, lines)
    yield from _adjustments(einvoice, pages, today)
    yield from _taxes(einvoice, pages, today)
    yield from _addresses(einvoice, pages)
    yield from _own_sums(einvoice)


def _lines(einvoice: EInvoice, pages: Sequence[Recognition], today: date) -> Iterator[Finding]:
    hidden = [line for line in einvoice.lines if not _shows(pages, line.amount, today)]
    if hidden:
        told = _told([f"{line.description} {line.amount}".strip() for line in hidden])
        yield _not_shown(Severity.DOUBT, "lignes", "lines", told, field="lines")
    unnamed = [line.description for line in einvoice.lines if line not in hidden]
    unnamed = [description for description in unnamed if not names_on(description, pages)]
    if unnamed:
        yield _not_shown(Severity.NOTE, "désignations", "descriptions", _told(unnamed), field="lines")


def _besides(einvoice: EInvoice, lines: Sequence[LineRead]) -> Iterator[Finding]:
    """Report lines on the pages whose arithmetic holds and whose amount no line of the XML has."""
    stated = {_decimal(line.amount) for line in einvoice.lines}
    named = [line for line in lines if sum(map(str.isalpha, line.texts.get("description", ""))) >= LEAST_LETTERS]
    more = [line for line in named if stated and line.is_proved and line.amount and line.amount not in stated]
    if more:
        told = _told([f"{line.texts.get('description', '')} {line.amount}".strip() for line in more])
        yield Finding(
            code=NOT_STATED,
            severity=Severity.DOUBT,
            message=Bilingual(
                fr=f"Des lignes de la page ne sont pas dans le XML : {told}.",
                en=f"Lines of the page are not in the XML: {told}.",
            ),
            field="lines",
        )


def _otherwise_made(einvoice: EInvoice, lines: Sequence[LineRead]) -> Iterator[Finding]:
    """Yield the lines whose amount the page makes of another quantity or price than the XML states.

    Compared are amounts that stand once on each side, where the page's own arithmetic holds: 2 at 50 are not 1 at 100.
    """
    told = []
    for line in einvoice.lines:
        amount = _decimal(line.amount)
        shown = [one for one in lines if one.is_proved and one.amount == amount]
        if amount is None or len(shown) != 1 or sum(_decimal(one.amount) == amount for one in einvoice.lines) != 1:
            continue
        pairs = [(_decimal(getattr(line, name)), shown[0].numbers.get(name)) for name in ("quantity", "unit_price")]
        if all(one is not None and other is not None and abs(one) != abs(other) for one, other in pairs):
            seen = " × ".join(f"{number:f}" for _, number in pairs)
            told.append(f"{line.description} {line.quantity} × {line.unit_price}, {seen}")
    if told:
        yield Finding(
            code=DIFFERS,
            severity=Severity.DOUBT,
            message=Bilingual(
                fr=f"Quantité et prix du XML, puis de la page : {_told(told)}.",
                en=f"Quantity and price of the XML, then of the page: {_told(told)}.",
            ),
            field="lines",
        )


def _adjustments(einvoice: EInvoice, pages: Sequence[Recognition], today: date) -> Iterator[Finding]:
    every = [one for one in einvoice.particulars if one.kind in ADJUSTMENTS]
    hidden = [f"{one.text} {one.amount}".strip() for one in every if not _shows(pages, one.amount, today)]
    if hidden:
        yield _not_shown(Severity.DOUBT, "remises ou frais", "allowances or charges", _told(hidden))


def _taxes(einvoice: EInvoice, pages: Sequence[Recognition], today: date) -> Iterator[Finding]:
    every = [(each.rate, written(each.amount)) for each in einvoice.taxes if each.amount]
    hidden = [f"{rate} % {amount}" for rate, amount in every if not _shows(pages, amount, today)]
    if hidden:
        yield _not_shown(Severity.DOUBT, "taxes", "taxes", _told(hidden), field="total_tax")
    text = "\n".join(page.text for page in pages)
    rates = [f"{each.rate} %" for each in einvoice.taxes if _decimal(each.rate) and not _has_rate(text, each.rate)]
    if rates:
        yield _not_shown(Severity.NOTE, "taux de taxe", "tax rates", _told(rates), field="total_tax")


def _has_rate(text: str, rate: str) -> bool:
    whole, _, rest = rate.partition(".")
    decimals = rf"[.,]{rest}0*" if rest else r"(?:[.,]0+)?"
    return re.search(rf"(?<![\d.,]){whole}{decimals}(?!\d|[.,]\d)", text) is not None


def _addresses(einvoice: EInvoice, pages: Sequence[Recognition]) -> Iterator[Finding]:
    for who, fr, en in (
        ("seller", "adresse du vendeur", "seller's address"),
        ("buyer", "adresse de l'acheteur", "buyer's address"),
    ):
        address = einvoice.value(f"{who}_address")
        if isinstance(address, Text) and not names_on(address.value, pages):
            yield _not_shown(Severity.NOTE, fr, en, address.value, field=f"{who}_address")


def _own_sums(einvoice: EInvoice) -> Iterator[Finding]:
    """Check that lines, less allowances and with charges, are the net, and that the taxes by rate are the tax.

    EN 16931, BR-CO-13 and BR-CO-14.
    """
    net, tax = einvoice.value("total_excluding_tax"), einvoice.value("total_tax")
    lines = [line for line in (_decimal(line.amount) for line in einvoice.lines) if line is not None]
    if isinstance(net, Amount) and lines and len(lines) == len(einvoice.lines):
        made = int(sum(lines, Decimal(0)) * 100) + _minor(einvoice.charges_total) - _minor(einvoice.allowances_total)
        if made != net.minor:
            yield _wrong_sum("les lignes", "the lines", made, net, "total_excluding_tax")
    shares = [each.amount.minor for each in einvoice.taxes if each.amount]
    if isinstance(tax, Amount) and shares and sum(shares) != tax.minor:
        yield _wrong_sum("les taxes par taux", "the taxes by rate", sum(shares), tax, "total_tax")


def _minor(amount: Amount | None) -> int:
    return amount.minor if amount else 0


def _wrong_sum(fr: str, en: str, made: int, stated: Amount, field: str) -> Finding:
    shown = written(Amount(made, stated.currency))
    return Finding(
        code=SUMS_DISAGREE,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"Le XML n'est pas juste : {fr} font {shown}, et non {written(stated)}.",
            en=f"The XML is not right: {en} make {shown}, and not {written(stated)}.",
        ),
        field=field,
    )


def _not_shown(severity: Severity, fr: str, en: str, told: str, *, field: str | None = None) -> Finding:
    return Finding(
        code=NOT_SHOWN,
        severity=severity,
        message=Bilingual(
            fr=f"Dans le XML et pas trouvé sur les pages ({fr}) : {told}.",
            en=f"In the XML and not found on the pages ({en}): {told}.",
        ),
        field=field,
    )


def _told(parts: Sequence[str]) -> str:
    more = f" (+ {len(parts) - MOST_TOLD})" if len(parts) > MOST_TOLD else ""
    return "; ".join(parts[:MOST_TOLD]) + more


def _shows(pages: Sequence[Recognition], amount: str, today: date) -> bool:
    """Return whether the pages show an amount; zero, and what is no amount, need not be shown."""
    value = _decimal(amount)
    return not value or place_of(Amount(int(abs(value) * 100)), pages, today=today) is not None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None
