"""Whether a bill adds up: each line, the sum of its lines, its tax by one known rate, its total."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from casebinder.calculations.bills import GROSS, Paper
from casebinder.calculations.goods import GoodsLine, is_amount_of
from casebinder.calculations.plan import Computed, MatchPlan
from casebinder.calculations.telling import french, money, told, two, verdict
from casebinder.model.verdict import ConditionValue
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount

NET, TAX = "total_excluding_tax", "total_tax"
_CENT = Decimal("0.01")


def sums(
    bill: Paper, lines: Sequence[GoodsLine], pairs: Sequence[tuple[GoodsLine, GoodsLine]], plan: MatchPlan
) -> Computed:
    """Return whether all figures of a bill follow from its lines; what is not stated cannot be told.

    pairs: its lines with those of the order, whose rate of tax is taken where a line states none.
    """
    gaps = [
        *_lines(lines, {line.number: other for line, other in pairs}, plan),
        *_grosses(lines, plan),
        *_rates(pairs),
        *_totals(bill, lines, dict(_rated(lines, pairs)), plan),
    ]
    open_ = [*_unread(lines), *_unstated(bill, lines)]
    return verdict(gaps, open_, two("tout se recalcule", "all of it adds up"), _values(bill, plan))


def _lines(lines: Sequence[GoodsLine], ordered: Mapping[int, GoodsLine], plan: MatchPlan) -> Iterator[Bilingual]:
    """Yield the lines that are not quantity by price; one whose discount was not read may be that of the order."""
    for line in lines:
        if line.quantity is None or line.net_price is None or line.unit_price is None or line.amount is None:
            continue
        made = line.quantity * line.net_price
        other = ordered.get(line.number)
        is_explained = line.is_discounted_by_amount and other is not None and is_amount_of(other, line)
        if not is_explained and not plan.sums.allows(_cents(made), line.amount):
            yield two(
                f"{line.name} : {french(line.quantity)} × {french(line.net_price)} ne font pas {french(line.amount)}",
                f"{line.name}: {told(line.quantity)} × {told(line.net_price)} are not {told(line.amount)}",
            )
        if line.quantity <= 0 or line.unit_price < 0:
            yield two(f"{line.name} : quantité ou prix négatif", f"{line.name}: a negative quantity or price")


def _grosses(lines: Sequence[GoodsLine], plan: MatchPlan) -> Iterator[Bilingual]:
    """Yield the lines whose amount with tax is not that of their rate; one without a rate is not explained either."""
    for line in lines:
        if line.gross is None or line.amount is None:
            continue
        if line.vat_rate is None or not plan.sums.allows(_cents(line.amount * (100 + line.vat_rate) / 100), line.gross):
            yield two(
                f"{line.name} : {french(line.amount)} et la taxe ne font pas {french(line.gross)}",
                f"{line.name}: {told(line.amount)} and its tax are not {told(line.gross)}",
            )


def _rates(pairs: Sequence[tuple[GoodsLine, GoodsLine]]) -> Iterator[Bilingual]:
    for line, ordered in pairs:
        if None not in (line.vat_rate, ordered.vat_rate) and line.vat_rate != ordered.vat_rate:
            yield two(
                f"{line.name} : taxé à {french(line.vat_rate)} %, commandé à {french(ordered.vat_rate)} %",
                f"{line.name}: taxed at {told(line.vat_rate)} %, ordered at {told(ordered.vat_rate)} %",
            )


def _rated(
    lines: Sequence[GoodsLine], pairs: Sequence[tuple[GoodsLine, GoodsLine]]
) -> Iterator[tuple[int, Decimal | None]]:
    """Yield each line's rate of tax by its number: its own, else that of the order, else None."""
    ordered = {line.number: other.vat_rate for line, other in pairs}
    for line in lines:
        yield line.number, ordered.get(line.number) if line.vat_rate is None else line.vat_rate


def _totals(
    bill: Paper, lines: Sequence[GoodsLine], rates: Mapping[int, Decimal | None], plan: MatchPlan
) -> Iterator[Bilingual]:
    net, tax, gross = totals(bill, lines)
    amounts = [line.amount for line in lines if line.amount is not None]
    if net and len(amounts) == len(lines) and not plan.sums.allows(sum(amounts, Decimal(0)), net.decimal):
        summed = sum(amounts, Decimal(0))
        yield two(
            f"la somme des lignes est {french(summed)}, le total hors taxes {money(net)}",
            f"the lines add up to {told(summed)}, the total excluding tax is {money(net)}",
        )
    if net and tax and gross and not plan.sums.allows(net.decimal + tax.decimal, gross.decimal):
        yield two(
            f"{money(net)} et {money(tax)} de taxe ne font pas {money(gross)}",
            f"{money(net)} and {money(tax)} of tax are not {money(gross)}",
        )
    if net and tax and not _is_rated(net, tax, [(line.amount, rates[line.number]) for line in lines], plan):
        yield two(
            f"la taxe de {money(tax)} sur {money(net)} n’est d’aucun taux connu",
            f"a tax of {money(tax)} on {money(net)} is of no known rate",
        )


def _is_rated(
    net: Amount, tax: Amount, rated: Sequence[tuple[Decimal | None, Decimal | None]], plan: MatchPlan
) -> bool:
    """Return whether the tax is that of the lines by their rates, or of one rate on the whole; any when none is named.

    rated: amount and rate of each line.
    """
    rates = {rate for _, rate in rated}
    if plan.tax_rates and any(rate is not None and rate not in plan.tax_rates for rate in rates):
        return False
    if rates and None not in rates:
        bases = {
            rate: sum((amount or Decimal(0) for amount, own in rated if own == rate), Decimal(0)) for rate in rates
        }
        made = sum((_cents(base * (rate or Decimal(0)) / 100) for rate, base in bases.items()), Decimal(0))
        return plan.sums.allows(made, tax.decimal)
    return not plan.tax_rates or any(
        plan.sums.allows(_cents(net.decimal * rate / 100), tax.decimal) for rate in plan.tax_rates
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _unread(lines: Sequence[GoodsLine]) -> Iterator[Bilingual]:
    for line in lines:
        if None in (line.quantity, line.unit_price, line.amount):
            yield two(
                f"{line.name} : quantité, prix ou montant illisible",
                f"{line.name}: quantity, price or amount cannot be read",
            )


def totals(bill: Paper, lines: Sequence[GoodsLine]) -> tuple[Amount | None, Amount | None, Amount | None]:
    """Return net, tax and total; where not read, the net is the sum of the lines and the tax is total less net.

    They prove nothing by themselves: the tax then has to be that of a known rate.
    """
    net, tax, gross = (bill.amount(name) for name in (NET, TAX, GROSS))
    amounts = [line.amount for line in lines]
    if net is None and gross and None not in amounts:
        summed = sum((amount for amount in amounts if amount is not None), Decimal(0))
        net = Amount(int(_cents(summed).scaleb(2)), gross.currency)
    if tax is None and net and gross:
        tax = Amount(gross.minor - net.minor, gross.currency)
    return net, tax, gross


def _unstated(bill: Paper, lines: Sequence[GoodsLine]) -> Iterator[Bilingual]:
    words = (
        two("total hors taxes non lu", "total excluding tax not read"),
        two("total des taxes non lu", "total tax not read"),
        two("total à payer non lu", "total to pay not read"),
    )
    for amount, said in zip(totals(bill, lines), words, strict=True):
        if amount is None:
            yield said


def _values(bill: Paper, plan: MatchPlan) -> Iterator[ConditionValue]:
    for name in (NET, TAX, GROSS):
        yield value_of(bill, plan.billed, name)


def value_of(paper: Paper, item: str, name: str) -> ConditionValue:
    """Return a field of a paper with its place; value None when it says nothing."""
    field = paper.fields.get(name)
    place = field.evidence if field else None
    return ConditionValue(
        name=f"piece.{item}.{name}",
        value=field.value if field else None,
        document=paper.content.piece.document,
        page=place.page if place else None,
        box=place.box if place else None,
    )
