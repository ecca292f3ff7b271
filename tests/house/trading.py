"""Deals of the specimens as the core sees them: their papers as read without a mistake, judged in the order they came.

The specimens draw what suppliers send and say what must become of it; they know nothing of the rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from adapters.rule_files import read_rules
from casebinder.casetypes import CaseType
from casebinder.completeness import judge
from casebinder.model.case import Case, CaseState, Piece, PieceStatus
from casebinder.model.verdict import Verdict
from casebinder.model.view import CaseView, PieceContent, Related
from casebinder.parsing.casetype import load_case_type
from pipeline.geometry import Box
from pipeline.model.document import Evidence, IndexField, Origin, Table
from pipeline.model.identity import OPEN_CIRCLE, CaseId, Digest, DocumentId, PieceId
from pipeline.model.values import Amount, Day, Identifier, Text, Value
from pipeline.rules.rule_text import Problems
from services.rules.reading import catalog_in
from specimens.people import source_of
from specimens.trade.deal import Deal, draw_buyer, draw_deal, draw_seller
from specimens.trade.deal import Verdict as Truth
from specimens.trade.disputes import NAMED, SOUND, Dispute
from specimens.trade.oddities import UNNAMED
from specimens.trade.papers import Delivery, Invoice, Order

RULES = Path(__file__).parents[2] / "rules"
TODAY = date(2026, 11, 22)
DIGEST = Digest("sha256:" + "0" * 64)
ITEMS = {
    "invoice": "invoice",
    "credit_note": "invoice",
    "purchase_order": "purchase_order",
    "delivery_note": "delivery_note",
}
_AMOUNTS = {"total_excluding_tax", "total_tax", "total_including_tax"}
_SCHEMES = {"seller_siret": "siret", "seller_vat_id": "vat", "buyer_vat_id": "vat", "iban": "iban", "bic": "bic"}


@dataclass(frozen=True)
class Lists:
    """Reference tables in memory."""

    tables: Mapping[str, Sequence[Mapping[str, str]]]

    def has_table(self, table: str) -> bool:
        """Return whether the table is there."""
        return table in self.tables

    def find(self, table: str, column: str, value: str) -> Sequence[Mapping[str, str]]:
        """Return the rows whose column equals the value."""
        return [row for row in self.tables.get(table, ()) if row.get(column) == value]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One invoice with what must become of it and what was said of it."""

    truth: Truth
    verdict: Verdict

    @property
    def is_approved(self) -> bool:
        """Return whether the rules would end the case in its favour."""
        return self.verdict.is_settling


def case_type(name: str = "supplier_invoice") -> CaseType:
    """Return a delivered case type."""
    problems = Problems()
    catalog = catalog_in(read_rules((RULES,)), problems)
    text = (RULES / "cases" / f"{name}.yaml").read_text(encoding="utf-8")
    return load_case_type(text, file=name, digest=DIGEST, classes=catalog.fields)


def drawn(seed: int, wrong: Dispute | None = None) -> Deal:
    """Draw one deal, sound or with one thing wrong."""
    source = source_of(seed, "trading")
    buyer = draw_buyer(source)
    seller, trade = draw_seller(source, style=seed)
    deal = draw_deal(source, buyer=buyer, seller=seller, trade=trade, today=TODAY)
    return wrong(source, deal) if wrong else deal


def ways(kinds: str) -> Sequence[Dispute]:
    """Return the ways in which deals go: `sound`, `named` disputes, or `unnamed` ones."""
    return {"sound": SOUND, "named": NAMED, "unnamed": UNNAMED}[kinds]


def value_of(name: str, text: str, currency: str) -> Value:
    """Return a drawn field as it is read."""
    if name in _AMOUNTS:
        return Amount(int(text.replace(".", "")), currency)
    if name.endswith("_date"):
        return Day(date.fromisoformat(text))
    if name in _SCHEMES or name.endswith("_number"):
        return Identifier(text, _SCHEMES.get(name, "local"))
    return Text(text)


def content(paper: Order | Delivery | Invoice, name: str, *, came: datetime, origin: Origin) -> PieceContent:
    """Return a drawn paper as an accepted piece, read without a mistake."""
    currency = "EUR" if isinstance(paper, Delivery) else paper.currency
    shown = Evidence(page=1, box=Box(0.1, 0.2, 0.3, 0.22), text="")
    fields = tuple(
        IndexField(name=field, value=value_of(field, text, currency), confidence=0.97, origin=origin, evidence=shown)
        for field, text in paper.fields().items()
    )
    rows = tuple(tuple(row.items()) for row in paper.tables()["lines"])
    return PieceContent(
        piece=Piece(
            id=PieceId(f"p-{name}"),
            document=DocumentId(f"d-{name}"),
            item=ITEMS[paper.document_class],
            status=PieceStatus.ACCEPTED,
        ),
        document_class=paper.document_class,
        received_at=came,
        fields=fields,
        tables=(Table(name="lines", rows=rows),),
    )


def lists(deal: Deal, *, with_orders: bool, with_deliveries: bool, rich: bool) -> Lists:
    """Return the reference tables beside a deal; rich: with the columns a customer may add."""
    seller, order = deal.order.seller, deal.order
    supplier = {
        "seller_name": seller.name,
        "seller_siret": seller.company.siret,
        "seller_vat_id": seller.vat_id,
        "iban": seller.account.iban,
        "bic": seller.account.bic,
        "currency": "EUR",
    }
    added = {"discount", "vat_rate"}
    head = {
        "purchase_order_number": order.number,
        "seller_name": seller.name,
        "seller_siret": seller.company.siret,
        "ordered_on": order.ordered_on.isoformat(),
        "status": str(order.status),
        "currency": order.currency,
    }
    rows = [head | {k: v for k, v in line.row().items() if rich or k not in added} for line in order.lines]
    deliveries = [
        {"purchase_order_number": order.number} | row for note in deal.deliveries for row in note.tables()["lines"]
    ]
    tables = {"suppliers": [supplier]}
    if rich:
        tables["companies"] = [
            {name: text for name, text in order.fields().items() if name in {"buyer_name", "buyer_vat_id"}}
        ]
    if with_orders:
        tables["orders"] = rows if deal.is_order_known else []
    if with_deliveries:
        tables["deliveries"] = deliveries
    return Lists(tables)


def judged(
    kind: CaseType, deal: Deal, *, orders: str = "list", notes: str = "papers", rich: bool = True
) -> Iterator[Judged]:
    """Judge each invoice of a deal in turn; orders, notes: from the `list`, as `papers`, or `both`.

    An invoice that the rules approve counts as decided for those after it; one of the same number lies in its case.
    """
    tables = lists(deal, with_orders=orders != "papers", with_deliveries=notes != "papers", rich=rich)
    came = datetime(2026, 11, 1, tzinfo=UTC)
    has_paper = orders != "list" and deal.is_order_known
    beside = [content(deal.order, "order", came=came, origin=Origin.TEXT)] if has_paper else []
    if notes != "list":
        beside += [content(note, f"note-{n}", came=came, origin=Origin.TEXT) for n, note in enumerate(deal.deliveries)]
    seen: list[Related] = []
    for number, (invoice, truth) in enumerate(deal.invoices):
        bill = content(invoice, f"bill-{number}", came=came + timedelta(days=number + 1), origin=Origin.TEXT)
        same = [one for one in seen if _number(one.content) == _number(bill)]
        others = [one for one in seen if one not in same]
        contents = (*beside, *(one.content for one in same), bill)
        verdict = verdict_of(kind, contents, others, tables)
        yield Judged(truth=truth, verdict=verdict)
        seen.append(Related(content=bill, reference=f"SI-{number}", is_approved=verdict.is_settling))


def verdict_of(kind: CaseType, contents: Sequence[PieceContent], related: Sequence[Related], tables: Lists) -> Verdict:
    """Judge a case of these papers."""
    case = Case(
        id=CaseId("c-1"),
        reference="SI-2026-00001",
        case_type=kind.code,
        rules_digest=DIGEST,
        rules_version=kind.version,
        circle=OPEN_CIRCLE,
        state=CaseState.OPEN,
        opened_at=datetime(2026, 11, 2, tzinfo=UTC),
        pieces=tuple(one.piece for one in contents),
    )
    view = CaseView(case=case, contents=tuple(contents), related=tuple(related))
    return judge(kind, view, reference=tables, on=TODAY)


def without(paper: PieceContent, *names: str) -> PieceContent:
    """Return a paper on which these fields were not read."""
    return replace(paper, fields=tuple(field for field in paper.fields if field.name not in names))


def _number(paper: PieceContent) -> object:
    return next((field.value for field in paper.fields if field.name == "invoice_number"), None)
