"""The bills and deliveries of one order: which came before, what they bring together, which are one paper twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from casebinder.calculations.goods import GoodsLine, lines_of, pair
from casebinder.calculations.plan import MatchPlan
from casebinder.model.case import PieceStatus
from casebinder.model.view import PieceContent, Related
from casebinder.parties import compact, company_number, fold
from pipeline.model.document import IndexField, Origin
from pipeline.model.values import Amount, Day, Value, written

ORDER = "purchase_order_number"
NUMBER = "invoice_number"
GROSS = "total_including_tax"
ISSUED = "issue_date"
SELLER = ("seller_siret", "seller_vat_id", "seller_name")
NOTE = "reference"
"""The number of a delivery note (CONTRACT: `reference`)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with its fields by name, the surest of each."""

    content: PieceContent
    fields: dict[str, IndexField]

    @staticmethod
    def of(content: PieceContent) -> "Paper":
        """Take the surest reading of each field."""
        best: dict[str, IndexField] = {}
        for field in sorted(content.fields, key=lambda field: field.confidence):
            best[field.name] = field
        return Paper(content, best)

    def value(self, name: str) -> Value | None:
        """Return what the paper says, or None."""
        field = self.fields.get(name)
        return field.value if field else None

    def text(self, name: str) -> str:
        """Return what the paper says as one word, "" for nothing."""
        value = self.value(name)
        return written(value) if value is not None else ""

    def amount(self, name: str) -> Amount | None:
        """Return an amount of money, or None."""
        value = self.value(name)
        return value if isinstance(value, Amount) else None

    def day(self, name: str) -> Day | None:
        """Return a day, or None."""
        value = self.value(name)
        return value if isinstance(value, Day) else None

    @property
    def is_stated(self) -> bool:
        """Return whether an XML states what the paper says: what that leaves out was not overlooked."""
        return any(field.origin is Origin.XML for field in self.content.fields)

    @property
    def place(self) -> tuple[object, str]:
        """Return what orders papers by when they came."""
        return (self.content.received_at, self.content.piece.document)


def same_seller(left: Paper, right: Paper) -> bool | None:
    """Return whether two papers are of one seller: by numbers, else by the name; None when neither says."""
    numbers = [{company_number(text) for name in SELLER[:2] if (text := paper.text(name))} for paper in (left, right)]
    if numbers[0] and numbers[1]:
        return bool(numbers[0] & numbers[1])
    names = [fold(paper.text(SELLER[2])) for paper in (left, right)]
    return names[0] == names[1] if all(names) else None


def of_order(related: Iterable[Related], number: str) -> list[Related]:
    """Return the papers elsewhere that name the order and were not set aside."""
    wanted = compact(number)
    return [one for one in related if not one.is_set_aside and compact(Paper.of(one.content).text(ORDER)) == wanted]


def before(bill: Paper, others: Iterable[Related]) -> list[Related]:
    """Return the papers that count before a bill: those approved, and those that came earlier."""
    return [one for one in others if one.is_approved or Paper.of(one.content).place < bill.place]


def once(papers: Iterable[PieceContent], number: str) -> list[PieceContent] | None:
    """Return the papers, each number once; None when two without a number may be one paper captured twice."""
    found: dict[str, PieceContent] = {}
    for content in papers:
        key = compact(Paper.of(content).text(number))
        if key in found and not key:
            return None
        if key in found and not _same_goods(found[key], content):
            return None
        found.setdefault(key, content)
    return list(found.values())


def _same_goods(left: PieceContent, right: PieceContent) -> bool:
    told = [
        [(line.reference, line.description, line.quantity) for line in lines_of(paper) or ()] for paper in (left, right)
    ]
    return told[0] == told[1]


def brought(papers: Iterable[PieceContent], order: Sequence[GoodsLine]) -> dict[int, Decimal] | None:
    """Add up the quantities that papers bring, by the number of the order's line; None when one cannot be told."""
    total: dict[int, Decimal] = {}
    for content in papers:
        lines = lines_of(content)
        added = added_up(lines, order) if lines else None
        if added is None:
            return None
        total = {number: total.get(number, Decimal(0)) + added.get(number, 0) for number in {*total, *added}}
    return total


def added_up(lines: Sequence[GoodsLine], order: Sequence[GoodsLine]) -> dict[int, Decimal] | None:
    """Add up the quantities of lines by the order's line; None when a line has no quantity or is not on the order."""
    total: dict[int, Decimal] = {}
    for line in lines:
        ordered = pair(line, order)
        if ordered is None or line.quantity is None:
            return None
        total[ordered.number] = total.get(ordered.number, Decimal(0)) + line.quantity
    return total


def like(bill: Paper, others: Iterable[Related], plan: MatchPlan) -> Related | None:
    """Return an earlier bill that may be the same: of one seller, by its number, or by sum with a day near."""
    for other in before(bill, others):
        paper = Paper.of(other.content)
        if (
            other.content.piece.item == plan.billed
            and same_seller(bill, paper) is not False
            and _alike(bill, paper, plan)
        ):
            return other
    return None


def _alike(bill: Paper, other: Paper, plan: MatchPlan) -> bool:
    if bill.text(NUMBER) and compact(bill.text(NUMBER)) == compact(other.text(NUMBER)):
        return True
    if bill.amount(GROSS) is None or bill.amount(GROSS) != other.amount(GROSS):
        return False
    days = [paper.day(ISSUED) for paper in (bill, other)]
    if days[0] is None or days[1] is None:
        return True
    return abs(days[0].value - days[1].value) <= timedelta(days=plan.duplicate_days)


def copies(contents: Iterable[PieceContent], bill: PieceContent, plan: MatchPlan) -> list[PieceContent]:
    """Return the other papers of the case that would be its bill too, refused and superseded ones left out."""
    standing = {PieceStatus.OFFERED, PieceStatus.ACCEPTED}
    return [
        one
        for one in contents
        if one.piece.item == plan.billed and one.piece.status in standing and one.piece.document != bill.piece.document
    ]
