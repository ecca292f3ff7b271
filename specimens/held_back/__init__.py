"""Layouts and wordings that no rule and no training ever opens; figures are measured on them alone.

Whoever writes rules, readers or training does not read these modules nor look at what they draw: they are
drawn only when held-back papers are asked for, and then nothing else is drawn.
"""

from collections.abc import Mapping
from typing import Any

from specimens.held_back import trade

LAYOUTS: Mapping[str, tuple[Any, ...]] = {
    "invoice": trade.INVOICES,
    "credit_note": trade.INVOICES,
    "purchase_order": trade.ORDERS,
    "delivery_note": trade.DELIVERIES,
}
