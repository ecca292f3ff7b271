"""What an electronic invoice or order states in its XML, in our words: no reading, no doubt, no place on paper."""

from dataclasses import dataclass

from pipeline.model.values import Amount, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing stated: the field's name (CONTRACT's) and its value."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line: numbers in plain decimal notation, empty when not stated; unit: a code of UN/ECE Recommendation 20.

    reference: the article's number, the seller's before the buyer's; vat_rate: in percent.
    """

    description: str
    quantity: str
    unit: str
    unit_price: str
    amount: str
    reference: str = ""
    vat_rate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particular:
    """Something stated that bears on what is to be paid and stands on no line: a charge, a prepayment, another payee.

    kind: one word; text: what the XML says of it; amount: in plain notation, or empty.
    """

    kind: str
    text: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxShare:
    """The tax of one rate: the rate in percent in plain decimal notation, the amount it is taken of, and the tax."""

    rate: str
    basis: Amount | None
    amount: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoice:
    """An invoice, credit note or order as stated; type_code: of UNTDID 1001 (380 invoice, 381 credit note, 220 order).

    profile: what it says it conforms to; notes: its free text; particulars: what its lines and totals do not explain.
    """

    type_code: str
    profile: str
    statements: tuple[Statement, ...]
    lines: tuple[InvoiceLine, ...]
    notes: tuple[str, ...] = ()
    particulars: tuple[Particular, ...] = ()
    taxes: tuple[TaxShare, ...] = ()
    allowances_total: Amount | None = None
    """What is taken off the sum of the lines (BT-107)."""
    charges_total: Amount | None = None
    """What is added to it (BT-108)."""

    def value(self, name: str) -> Value | None:
        """Return what is stated for a field, or None."""
        return next((each.value for each in self.statements if each.name == name), None)
