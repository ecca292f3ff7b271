"""Points of the match line by line: articles, units, prices, and quantities over all bills of the order."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from casebinder.calculations.goods import GoodsLine, is_amount_of, unit_name
from casebinder.calculations.plan import Computed, Tolerance
from casebinder.calculations.standing import Standing
from casebinder.calculations.telling import french, seen, told, two, verdict, waiting
from pipeline.model.text import Bilingual

_CENTS = 2
_HALF_A_CENT = Decimal("0.005")
_NOTHING_DELIVERED = two("rien n’est encore livré pour cette facture", "nothing has been delivered for it yet")


def lines_agree(at: Standing) -> Computed:
    """Return whether each line of the bill is one of the order."""
    lacks = at.lacks()
    if lacks:
        return lacks
    paired = {line.number for line, _ in at.pairs}
    gaps = [
        two(f"« {line.name} » n’est pas dans la commande", f"'{line.name}' is not on the order")
        for line in at.lines
        if line.number not in paired
    ]
    shown = [seen(at.plan.billed, line, "description", line.name) for line in at.lines]
    count = len(at.lines)
    return verdict(gaps, [], two(f"{count} sur {count}", f"{count} of {count}"), shown)


def units_agree(at: Standing) -> Computed:
    """Return whether each line counts in the unit it was ordered in."""
    lacks = at.lacks()
    if lacks:
        return lacks
    gaps, open_ = [], []
    for line, ordered in at.pairs:
        units = [unit_name(one.unit, at.plan.units) for one in (line, ordered)]
        if not ordered.unit and not line.unit:
            continue
        if not all(units):
            open_.append(two(f"{line.name} : unité non lue", f"{line.name}: unit not read"))
        elif units[0] != units[1]:
            gaps.append(
                two(
                    f"{line.name} : facturé en {line.unit}, commandé en {ordered.unit}",
                    f"{line.name}: billed by {line.unit}, ordered by {ordered.unit}",
                )
            )
    shown = [seen(at.plan.billed, line, "unit", line.unit) for line, _ in at.pairs]
    return verdict(gaps, open_, two("les mêmes", "the same"), shown)


def prices_agree(at: Standing) -> Computed:
    """Return whether each price is that of the order."""
    lacks = at.lacks()
    if lacks:
        return lacks
    gaps, open_, shown = [], [], []
    for line, ordered in at.pairs:
        shown.append(seen(at.plan.billed, line, "unit_price", line.net_price))
        shown.append(seen(at.plan.ordered, ordered, "unit_price", ordered.net_price))
        if line.net_price is None or ordered.net_price is None:
            open_.append(two(f"{line.name} : prix non lu", f"{line.name}: price not read"))
        elif not _is_price(ordered, line, at.plan.price):
            gaps.append(
                two(
                    f"{line.name} : facturé {french(line.net_price)}, commandé à {french(ordered.net_price)}",
                    f"{line.name}: billed at {told(line.net_price)}, ordered at {told(ordered.net_price)}",
                )
            )
    return verdict(gaps, open_, two("ceux de la commande", "those of the order"), shown)


def _is_price(ordered: GoodsLine, line: GoodsLine, tolerance: Tolerance) -> bool:
    """Return whether a net price is the one ordered, its discount taken off.

    One that a discount made may be rounded as it is billed, to cents; where either side tells its discount by the
    amount alone, the price is known as well as that amount is.
    """
    net, billed = ordered.net_price or Decimal(0), line.net_price or Decimal(0)
    if ordered.is_discounted_by_amount and ordered.quantity and ordered.amount is not None:
        return abs(billed * ordered.quantity - ordered.amount) <= _HALF_A_CENT
    if line.is_discounted_by_amount:
        return is_amount_of(ordered, line)
    is_rounded = bool(ordered.discount) and -int(billed.as_tuple().exponent) >= _CENTS
    return tolerance.allows(net, billed) or (is_rounded and billed == net.quantize(billed, ROUND_HALF_UP))


def quantities_agree(at: Standing) -> Computed:
    """Return whether no more is billed, with earlier bills, than was ordered; or given back than was billed."""
    lacks = at.lacks()
    if lacks:
        return lacks
    ordered = {line.number: line.quantity for line in at.ordered}
    words = two("commandé", "ordered")
    if not at.is_credit:
        return _compared(at, ordered, at.earlier, words)
    if at.earlier is None:
        return _compared(at, ordered, None, words)
    return _compared(at, {**dict.fromkeys(ordered, Decimal(0)), **at.earlier}, {}, two("facturé", "invoiced"))


def delivery_known(at: Standing) -> Computed:
    """Return whether anything has been delivered that this bill can be for."""
    lacks = at.lacks()
    if lacks:
        return lacks
    if at.delivered is None or at.earlier is None or at.own is None:
        return Computed(holds=None, words=two("livraison illisible", "delivery not readable"))
    is_there = any(at.delivered.get(n, Decimal(0)) > at.earlier.get(n, Decimal(0)) for n in at.own)
    return Computed(holds=is_there, words=two("livrée", "delivered") if is_there else _NOTHING_DELIVERED)


def deliveries_agree(at: Standing) -> Computed:
    """Return whether no more is billed, with earlier bills, than was delivered and kept."""
    lacks = at.lacks()
    if lacks:
        return lacks
    if at.is_credit:
        return Computed(holds=True, words=two("un avoir ne se livre pas", "a credit note is not delivered"))
    has_note = any(at.counts(one, at.plan.delivered) for one in at.contents)
    if delivery_known(at).holds is False and not has_note:
        return waiting(_NOTHING_DELIVERED)
    delivered = at.delivered
    every = None if delivered is None else {line.number: delivered.get(line.number, Decimal(0)) for line in at.ordered}
    return _compared(at, every, at.earlier, two("livré", "delivered"))


def _compared(
    at: Standing, limit: Mapping[int, Decimal | None] | None, earlier: Mapping[int, Decimal] | None, words: Bilingual
) -> Computed:
    """Compare what is billed by now, earlier bills included, with what may be, line by line."""
    if at.own is None or limit is None or earlier is None:
        return Computed(holds=None, words=two(f"{words.fr} : illisible", f"{words.en}: not readable"))
    gaps, open_, shown = [], [], []
    names = {line.number: line for line in at.ordered}
    for number, own in at.own.items():
        most, past = limit.get(number), earlier.get(number, Decimal(0))
        shown.append(seen(at.plan.ordered, names[number], "quantity", most))
        if most is None:
            open_.append(two(f"{names[number].name} : quantité non lue", f"{names[number].name}: no quantity"))
        elif own + past > most and not at.plan.quantity.allows(most, own + past):
            before = two(f" après {french(past)}", f" after {told(past)}") if past else two("", "")
            gaps.append(
                two(
                    f"{names[number].name} : facturé {french(own)}{before.fr}, {words.fr} {french(most)}",
                    f"{names[number].name}: billed {told(own)}{before.en}, {words.en} {told(most)}",
                )
            )
    shown += [seen(at.plan.billed, line, "quantity", line.quantity) for line in at.lines]
    return verdict(gaps, open_, two(f"pas plus que {words.fr}", f"no more than {words.en}"), shown)
