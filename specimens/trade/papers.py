"""What orders, delivery notes, invoices and credit notes state, and the truth they give.

Field names are those of the outside contract; amounts are in cents of the paper's currency, quantities and unit
prices exact decimals, VAT and discounts in percent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from specimens.banks import Account
from specimens.people import Company

Row = dict[str, str]


class Status(StrEnum):
    """What has become of an order, as the reference table says it."""

    OPEN = "open"
    CANCELLED = "cancelled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trader:
    """A buyer or seller with the numbers of its papers; `style` chooses the layout of its papers."""

    company: Company
    vat_id: str
    account: Account
    telephone: str
    email: str
    capital: int
    style: int

    @property
    def name(self) -> str:
        """Return the firm's name."""
        return self.company.name

    @property
    def address(self) -> str:
        """Return the address in one line."""
        return f"{self.company.address.street}, {self.company.address.last_line}"

    @property
    def address_lines(self) -> tuple[str, str]:
        """Return street and last line."""
        return self.company.address.street, self.company.address.last_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an order or invoice."""

    number: int
    reference: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount: Decimal
    vat: Decimal

    @property
    def amount_cents(self) -> int:
        """Return quantity by price less discount, rounded half up to the cent."""
        return _cents(self.quantity * self.unit_price * (100 - self.discount) / 100)

    def row(self) -> Row:
        """Return the line as the truth tells it."""
        told = {
            "reference": self.reference,
            "description": self.description,
            "quantity": plain(self.quantity),
            "unit": self.unit,
            "unit_price": str(self.unit_price),
            "vat_rate": plain(self.vat),
            "amount": money(self.amount_cents),
        }
        return told | ({"discount": plain(self.discount)} if self.discount else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """The base and the tax of one VAT rate, in cents."""

    rate: Decimal
    base_cents: int
    tax_cents: int


def taxes_of(lines: Sequence[Line]) -> tuple[Tax, ...]:
    """Return bases and taxes by rate, rates ascending."""
    bases: dict[Decimal, int] = {}
    for line in lines:
        bases[line.vat] = bases.get(line.vat, 0) + line.amount_cents
    return tuple(
        Tax(rate=rate, base_cents=base, tax_cents=_cents(Decimal(base) / 100 * rate / 100))
        for rate, base in sorted(bases.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A purchase order."""

    number: str
    buyer: Trader
    seller: Trader
    ordered_on: date
    wanted_on: date
    status: Status
    currency: str
    lines: tuple[Line, ...]

    @property
    def document_class(self) -> str:
        """Return the class of the paper."""
        return "purchase_order"

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return {
            "purchase_order_number": self.number,
            "issue_date": self.ordered_on.isoformat(),
            "seller_name": self.seller.name,
            "seller_siret": self.seller.company.siret,
            "buyer_name": self.buyer.name,
            **_totals(taxes_of(self.lines)),
        }

    def tables(self) -> dict[str, list[Row]]:
        """Return the true lines."""
        return {"lines": [line.row() for line in self.lines]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What came of a line of the order, and how much of it was handed back to the driver."""

    line: Line
    quantity: Decimal
    returned: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivery note."""

    number: str
    order: Order
    delivered_on: date
    goods: tuple[Delivered, ...]

    @property
    def document_class(self) -> str:
        """Return the class of the paper."""
        return "delivery_note"

    @property
    def has_returns(self) -> bool:
        """Return whether something was handed back."""
        return any(each.returned for each in self.goods)

    def fields(self) -> dict[str, str]:
        """Return the true fields."""
        return {
            "reference": self.number,
            "purchase_order_number": self.order.number,
            "issue_date": self.delivered_on.isoformat(),
            "seller_name": self.order.seller.name,
            "buyer_name": self.order.buyer.name,
        }

    def tables(self) -> dict[str, list[Row]]:
        """Return the true lines: quantities brought, and those handed back where some were."""
        rows = [
            {
                "reference": each.line.reference,
                "description": each.line.description,
                "quantity": plain(each.quantity),
                "unit": each.line.unit,
                **({"returned": plain(each.returned)} if self.has_returns else {}),
            }
            for each in self.goods
        ]
        return {"lines": rows}


class InvoiceKind(StrEnum):
    """Whether money is asked for or given back."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or credit note; `added_*_cents` are what a seller who cannot add printed too much."""

    kind: InvoiceKind
    number: str
    seller: Trader
    buyer: Trader
    issued_on: date
    due_on: date
    order_number: str
    delivery_numbers: tuple[str, ...]
    lines: tuple[Line, ...]
    currency: str
    account: Account
    corrects: str = ""
    added_base_cents: int = 0
    added_tax_cents: int = 0

    @property
    def document_class(self) -> str:
        """Return the class of the paper."""
        return str(self.kind)

    @property
    def taxes(self) -> tuple[Tax, ...]:
        """Return bases and taxes by rate."""
        return taxes_of(self.lines)

    @property
    def base_cents(self) -> int:
        """Return the printed total before tax."""
        return sum(tax.base_cents for tax in self.taxes) + self.added_base_cents

    @property
    def tax_cents(self) -> int:
        """Return the printed tax."""
        return sum(tax.tax_cents for tax in self.taxes) + self.added_tax_cents

    @property
    def total_cents(self) -> int:
        """Return the printed total."""
        return self.base_cents + self.tax_cents

    def fields(self) -> dict[str, str]:
        """Return the true fields as printed."""
        is_credit = self.kind is InvoiceKind.CREDIT_NOTE
        told = {
            "invoice_number": self.number,
            "issue_date": self.issued_on.isoformat(),
            "due_date": "" if is_credit else self.due_on.isoformat(),
            "seller_name": self.seller.name,
            "seller_siret": self.seller.company.siret,
            "seller_vat_id": self.seller.vat_id,
            "seller_address": self.seller.address,
            "buyer_name": self.buyer.name,
            "buyer_vat_id": self.buyer.vat_id,
            "purchase_order_number": self.order_number,
            "total_excluding_tax": money(self.base_cents),
            "total_tax": money(self.tax_cents),
            "total_including_tax": money(self.total_cents),
            "iban": "" if is_credit else self.account.iban,
            "bic": "" if is_credit else self.account.bic,
        }
        return {name: value for name, value in told.items() if value}

    def tables(self) -> dict[str, list[Row]]:
        """Return the true lines."""
        return {"lines": [line.row() for line in self.lines]}


def money(cents: int) -> str:
    """Return an amount as the truth writes it, such as 1834.20."""
    return f"{Decimal(cents) / 100:.2f}"


def _totals(taxes: Sequence[Tax]) -> Mapping[str, str]:
    base, tax = sum(t.base_cents for t in taxes), sum(t.tax_cents for t in taxes)
    return {
        "total_excluding_tax": money(base),
        "total_tax": money(tax),
        "total_including_tax": money(base + tax),
    }


def _cents(value: Decimal) -> int:
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def plain(value: Decimal) -> str:
    """Return a number without blanks or idle zeros."""
    return f"{value.normalize():f}"
