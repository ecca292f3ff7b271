"""A set of supplier invoices with their orders and delivery notes, some in order and some in dispute.

Beside the papers stand the reference tables a customer would have (suppliers, orders, deliveries), and
`expected.json` with the verdict each invoice must come to. Every other deal is sound; the others take turns
through the kinds ordered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from specimens.degrade import WEARS, Level
from specimens.kinds import Stated, draw_stated
from specimens.output import PHOTOGRAPHS, Medium, Specimen, specimen_of
from specimens.people import source_of
from specimens.trade.deal import Deal, Verdict, draw_buyer, draw_deal, draw_order, draw_seller
from specimens.trade.disputes import NAMED, SOUND, Dispute
from specimens.trade.goods import Trade
from specimens.trade.oddities import UNNAMED
from specimens.trade.papers import Invoice, Order, Trader
from specimens.trade.tables import deliveries_table, orders_table, suppliers_table
from specimens.truth import as_json
from specimens.writing import Drawn, Progress, Step, silent, write_specimen, write_text

_DEALS_A_SUPPLIER = 4
_OTHER_ORDERS = 12
# One deal in so many has lines over the page; the number is odd, so that sound and disputed ones take turns.
_LONG_EVERY, _LONG_AT = 15, 8


class Disputes(StrEnum):
    """Which disputes a set holds: none, those three-way matching is told of, those nobody named, or both."""

    NONE = "none"
    NAMED = "named"
    UNNAMED = "unnamed"
    ALL = "all"


_TURNS: dict[Disputes, tuple[Dispute, ...]] = {
    Disputes.NONE: (),
    Disputes.NAMED: (*SOUND, *NAMED),
    Disputes.UNNAMED: UNNAMED,
    Disputes.ALL: (*SOUND, *NAMED, *UNNAMED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceOrder:
    """What to make: so many deals, which disputes, on which media, how worn, on what day."""

    count: int
    seed: int
    today: date
    disputes: Disputes = Disputes.ALL
    media: tuple[Medium, ...] = (Medium.BORN_DIGITAL, Medium.SCANNED_PDF)
    level: Level = Level.CLEAN
    is_held_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A file of a deal: what it states, and the verdict if it is an invoice."""

    stated: Stated
    verdict: Verdict | None
    name: str


def draw_invoices(out: Path, order: InvoiceOrder, progress: Progress = silent) -> Drawn:
    """Write papers/, reference/ and expected.json under a folder; equal orders give equal bytes."""
    cv2.setNumThreads(1)
    suppliers = _suppliers(order)
    deals = tuple(_deals(order, suppliers))
    cases, files, pages = [], 0, 0
    for number, deal in enumerate(deals, start=1):
        told: dict[str, object] = {}
        for specimen, sent in _specimens(order, deal, number):
            write_specimen(out / "papers" / f"{number:04d}", specimen)
            told[f"{number:04d}/{specimen.name}"] = _told(sent)
            files, pages = files + 1, pages + specimen.page_count
        cases.append({"case": f"{number:04d}", "purchase_order_number": deal.order.number, "files": told})
        progress(Step(done=number, total=order.count, name=f"{number:04d}"))
    _write_tables(out / "reference", order, deals, suppliers)
    expected = {"schema": "specimens/invoices/1", "today": order.today.isoformat(), "cases": cases}
    write_text(out / "expected.json", as_json(expected))
    return Drawn(files=files, pages=pages)


def _suppliers(order: InvoiceOrder) -> list[tuple[Trader, Trade]]:
    count = max(6, order.count // _DEALS_A_SUPPLIER)
    return [draw_seller(source_of(order.seed, f"supplier/{n}"), style=n) for n in range(count)]


def _deals(order: InvoiceOrder, suppliers: list[tuple[Trader, Trade]]) -> Iterator[Deal]:
    buyer = draw_buyer(source_of(order.seed, "buyer"))
    turns = _TURNS[order.disputes]
    numbers: set[str] = set()
    for place in range(order.count):
        # Sound deals and disputed ones each go round all the suppliers, so that no layout tells them apart.
        seller, trade = suppliers[(place // 2 + place % 2 * 3) % len(suppliers)]
        source = source_of(order.seed, f"deal/{place}")
        draw = partial(draw_deal, source, buyer=buyer, seller=seller, trade=trade, today=order.today)
        deal = draw(is_long=place % _LONG_EVERY == _LONG_AT)
        while deal.order.number in numbers:
            deal = draw()
        numbers.add(deal.order.number)
        yield turns[place // 2 % len(turns)](source, deal) if turns and place % 2 else deal


def _specimens(order: InvoiceOrder, deal: Deal, number: int) -> Iterator[tuple[Specimen, _Sent]]:
    for place, sent in enumerate(_sent(deal)):
        medium = order.media[(number + place) % len(order.media)]
        is_second = sent.verdict is not None and sent.verdict.kind == "duplicate"
        if is_second and medium is Medium.BORN_DIGITAL:
            medium = Medium.SCANNED_PDF  # the same bytes again would be a copy of the file, not of the invoice
        trader = deal.order.buyer if isinstance(sent.stated, Order) else deal.order.seller
        source = source_of(order.seed, f"drawing/{number}/{place}")
        paper = draw_stated(sent.stated, layout=trader.style, rng=source.rng, is_held_back=order.is_held_back)
        if medium in PHOTOGRAPHS and len(paper.texts) > 1:
            medium = Medium.SCANNED_PDF  # a photograph holds one page
        rng = np.random.default_rng([order.seed, number, place])
        specimen = specimen_of(sent.name, (paper,), medium, WEARS[order.level], rng)
        truth = replace(specimen.truth, expected=_told(sent)) if specimen.truth else None
        yield replace(specimen, truth=truth), sent


def _sent(deal: Deal) -> Iterator[_Sent]:
    yield _Sent(stated=deal.order, verdict=None, name="commande")
    for place, delivery in enumerate(deal.deliveries, start=1):
        yield _Sent(stated=delivery, verdict=None, name=f"livraison-{place}")
    for place, (invoice, verdict) in enumerate(deal.invoices, start=1):
        yield _Sent(stated=invoice, verdict=verdict, name=f"piece-{place}")


def _told(sent: _Sent) -> dict[str, object]:
    told: dict[str, object] = {"document_class": sent.stated.document_class}
    if sent.verdict is None or not isinstance(sent.stated, Invoice):
        return told
    verdict = sent.verdict
    return told | {
        "invoice_number": sent.stated.number,
        "kind": verdict.kind,
        "outcome": verdict.outcome,
        "acceptable": list(verdict.acceptable),
        "reason": verdict.reason,
    }


def _write_tables(
    folder: Path, order: InvoiceOrder, deals: tuple[Deal, ...], suppliers: list[tuple[Trader, Trade]]
) -> None:
    buyer = draw_buyer(source_of(order.seed, "buyer"))
    orders = [deal.order for deal in deals if deal.is_order_known]
    for place in range(_OTHER_ORDERS):
        seller, trade = suppliers[place % len(suppliers)]
        source = source_of(order.seed, f"other/{place}")
        orders.append(draw_order(source, buyer=buyer, seller=seller, trade=trade, today=order.today))
    write_text(folder / "suppliers.csv", suppliers_table([seller for seller, _ in suppliers]))
    write_text(folder / "orders.csv", orders_table(orders))
    write_text(folder / "deliveries.csv", deliveries_table([d for deal in deals for d in deal.deliveries]))
