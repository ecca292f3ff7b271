"""The classes of paper drawn from facts of their own: who draws the facts, and which layouts set them.

Open layouts may be looked at by everybody. Held-back ones are imported only when they are asked for, and are then
the only ones drawn: no rule and no training opens them.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Protocol

from specimens.layouts import deliveries, invoice_letterhead, invoice_systems, orders
from specimens.people import Source
from specimens.sheet import Sheet
from specimens.trade import unrelated
from specimens.truth import Paper, PaperKind

# A layout sets facts on a sheet; which facts it can set is known to its kind alone.
Layout = Callable[[Sheet, Any, random.Random], None]


class Stated(Protocol):
    """What a paper states."""

    @property
    def document_class(self) -> str:
        """Return the class of the paper."""

    def fields(self) -> Mapping[str, str]:
        """Return the true fields."""

    def tables(self) -> Mapping[str, list[dict[str, str]]]:
        """Return the true tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class of paper: how its facts are drawn for somebody unrelated to anything, and its open layouts."""

    facts: Callable[[Source, date], Stated]
    layouts: tuple[Layout, ...]


_INVOICES: tuple[Layout, ...] = (
    invoice_letterhead.draw_classic,
    invoice_letterhead.draw_coloured,
    invoice_systems.draw_planner,
    invoice_systems.draw_english,
)
KINDS: Mapping[str, Kind] = {
    "invoice": Kind(facts=unrelated.draw_invoice, layouts=_INVOICES),
    "credit_note": Kind(facts=unrelated.draw_credit_note, layouts=_INVOICES),
    "purchase_order": Kind(facts=unrelated.draw_order, layouts=(orders.draw_form, orders.draw_system)),
    "delivery_note": Kind(facts=unrelated.draw_delivery, layouts=(deliveries.draw_receipt, deliveries.draw_slip)),
}


def layouts_of(document_class: str, *, is_held_back: bool) -> tuple[Layout, ...]:
    """Return the open layouts of a class, or the held-back ones instead."""
    if is_held_back:
        held_back: Mapping[str, tuple[Layout, ...]] = import_module("specimens.held_back").LAYOUTS
        return held_back[document_class]
    return KINDS[document_class].layouts


def draw_stated(facts: Stated, *, layout: int, rng: random.Random, is_held_back: bool = False) -> Paper:
    """Draw a paper of a class of `KINDS`; any whole number is taken modulo the count of layouts."""
    layouts = layouts_of(facts.document_class, is_held_back=is_held_back)
    sheet = Sheet()
    layouts[layout % len(layouts)](sheet, facts, rng)
    return sheet.paper(PaperKind.DOCUMENT, facts.document_class, dict(facts.fields()), facts.tables())
