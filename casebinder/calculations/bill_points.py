"""Points of the match about the bill alone: that it adds up, came once, and leaves nothing unexplained."""

from collections.abc import Iterator

from casebinder.calculations import bills
from casebinder.calculations.arithmetic import NET, TAX, sums, value_of
from casebinder.calculations.goods import other_tables
from casebinder.calculations.plan import Computed
from casebinder.calculations.standing import NO_LINES, Standing
from casebinder.calculations.telling import two, verdict
from pipeline.model.text import Bilingual

_TOLD_HERE = frozenset({bills.NUMBER, bills.ISSUED, bills.ORDER, bills.GROSS, NET, TAX})
"""Fields whose doubt no other point would see."""


def sums_agree(at: Standing) -> Computed:
    """Return whether the bill adds up."""
    if not at.lines:
        return Computed(holds=None, words=NO_LINES)
    return sums(at.bill, at.lines, at.pairs, at.plan)


def is_first(at: Standing) -> Computed:
    """Return whether no other paper may be the same bill."""
    copies = bills.copies(at.contents, at.bill.content, at.plan)
    other = bills.like(at.bill, at.related, at.plan)
    gaps = [two(f"le document {one.piece.document} aussi", f"document {one.piece.document} too") for one in copies]
    if other:
        where = other.reference or other.content.piece.document
        gaps.append(two(f"ressemble à celle de {where}", f"looks like that of {where}"))
    shown = [value_of(at.bill, at.plan.billed, name) for name in (bills.NUMBER, bills.GROSS, bills.ISSUED)]
    return verdict(gaps, [], two("reçue une fois", "received once"), shown)


def is_explained(at: Standing) -> Computed:
    """Return whether nothing on the bill is left that the match has not looked at."""
    content = at.bill.content
    gaps = [two(f"{line.name} : {', '.join(line.strange)}", f"{line.name}: {', '.join(line.strange)}")
            for line in at.lines if line.strange]  # fmt: skip
    gaps += [
        two(f"{table.name} : {said}", f"{table.name}: {said}")
        for table in other_tables(content)
        for said in (" ".join(text for _, text in row if text) for row in table.rows)
    ]
    names = sorted(name for name in at.bill.fields if name not in at.plan.expected)
    gaps += [two(f"{name} : {at.bill.text(name)}", f"{name}: {at.bill.text(name)}") for name in names]
    gaps += [two(f"{name} est douteux", f"{name} is in doubt") for name in sorted(_doubts(at))]
    gaps += [*_twice(at), *_odd_days(at)]
    return verdict(gaps, [], two("rien d’autre", "nothing else"))


def _doubts(at: Standing) -> set[str]:
    """Return the doubted fields that nothing else tells: other points see to theirs, right sums prove the totals."""
    doubted = {name for name in at.bill.content.doubted if name not in at.plan.expected or name in _TOLD_HERE}
    return doubted - {NET, TAX} if at.lines and sums_agree(at).holds else doubted


def _twice(at: Standing) -> Iterator[Bilingual]:
    """Yield the lines that say the same as an earlier line."""
    told = [(line.reference, line.description, line.quantity, line.unit_price) for line in at.lines]
    for number, (line, said) in enumerate(zip(at.lines, told, strict=True)):
        if said in told[:number]:
            yield two(f"{line.name} : deux fois la même ligne", f"{line.name}: the same line twice")


def _odd_days(at: Standing) -> list[Bilingual]:
    issued = at.bill.day(bills.ISSUED)
    ordered = sorted(row["ordered_on"] for row in at.rows if row.get("ordered_on"))
    if at.order_paper and (day := at.order_paper.day(bills.ISSUED)):
        ordered = sorted([*ordered, day.value.isoformat()])
    if issued is None or not ordered or issued.value.isoformat() >= ordered[0]:
        return []
    return [two(f"datée d’avant la commande ({ordered[0]})", f"dated before the order ({ordered[0]})")]
