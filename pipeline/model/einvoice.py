"""What an electronic invoice or order states in its XML, in our words: no reading, no doubt, no place on paper."""

from dataclasses import dataclass

from pipeline.model.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing stated: the field's name (CONTRACT's) and its value."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line: numbers in plain decimal notation, empty when not stated; unit: a code of UN/ECE Recommendation 20."""

    description: str
    quantity: str
    unit: str
    unit_price: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoice:
    """An invoice, credit note or order as stated; type_code: of UNTDID 1001 (380 invoice, 381 credit note, 220 order).

    profile: what it says it conforms to; notes: its free text.
    """

    type_code: str
    profile: str
    statements: tuple[Statement, ...]
    lines: tuple[InvoiceLine, ...]
    notes: tuple[str, ...] = ()

    def value(self, name: str) -> Value | None:
        """Give what is stated for a field, or None."""
        return next((each.value for each in self.statements if each.name == name), None)
