"""The reference tables of the outside contract: their columns, and those by which rows are looked up most.

Customers may add columns, and tables of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceTable:
    """What a table must have; keys: the columns by which its rows are found."""

    columns: tuple[str, ...]
    keys: tuple[str, ...]


REFERENCE_TABLES: Mapping[str, ReferenceTable] = {
    "members": ReferenceTable(
        columns=("social_security_number", "last_name", "first_names", "birth_date", "contribution_months"),
        keys=("social_security_number", "last_name", "birth_date"),
    ),
    "suppliers": ReferenceTable(
        columns=("seller_name", "seller_siret", "seller_vat_id", "iban", "bic", "currency"),
        keys=("seller_siret", "seller_vat_id", "seller_name"),
    ),
    "companies": ReferenceTable(columns=("buyer_name", "buyer_vat_id"), keys=("buyer_vat_id", "buyer_name")),
    "orders": ReferenceTable(
        columns=(
            *("purchase_order_number", "seller_name", "seller_siret", "ordered_on", "status", "currency", "line"),
            *("reference", "description", "quantity", "unit", "unit_price", "amount"),
        ),
        keys=("purchase_order_number",),
    ),
    "deliveries": ReferenceTable(
        columns=("purchase_order_number", "delivered_on", "reference", "description", "quantity", "unit"),
        keys=("purchase_order_number",),
    ),
}
