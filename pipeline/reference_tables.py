"""The reference tables of the outside contract: their columns, and those by which rows are looked up most.

Customers may add columns, and tables of their own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from pipeline.check_digits import proof_of
from pipeline.model.text import Bilingual


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A cell that is not what its column holds: the line of the file it ends on, its column, what was expected."""

    line: int
    column: str
    message: Bilingual


def doubts_about(table: str, row: Mapping[str, str], *, line: int) -> Iterator[Doubt]:
    """Return the filled cells of a row that cannot be meant: no rule and no paper would ever agree with them.

    A number whose digits do not hold may stand on papers too, so it is told and not refused.
    """
    columns = REFERENCE_TABLES[table].columns if table in REFERENCE_TABLES else ()
    for column in columns:
        cell = "".join(row.get(column, "").split())
        form = _FORMS.get(column)
        if cell and form is not None and not form.holds(cell):
            yield Doubt(line=line, column=column, message=form.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What a cell has to be, blanks left out, and how that is said."""

    holds: Callable[[str], bool]
    expected: Bilingual


def _is_day(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def _may_be(scheme: str, cell: str) -> bool:
    return proof_of(scheme, cell.upper()) is not False


def _number(scheme: str, fr: str, en: str) -> _Form:
    expected = Bilingual(fr=f"les chiffres de ce {fr} ne tiennent pas", en=f"the digits of this {en} do not hold")
    return _Form(holds=partial(_may_be, scheme), expected=expected)


def _shaped(form: str, fr: str, en: str) -> _Form:
    expected = Bilingual(fr=f"attendu : {fr}", en=f"expected: {en}")
    return _Form(holds=lambda cell: re.fullmatch(form, cell) is not None, expected=expected)


_DAY = _Form(holds=_is_day, expected=Bilingual(fr="attendu : une date AAAA-MM-JJ", en="expected: a date YYYY-MM-DD"))
_VAT = _number("vat", "numéro de TVA", "VAT number")
_FIGURE = _shaped(r"-?\d+(\.\d+)?", "un nombre comme 1834.20", "a number such as 1834.20")
_FORMS: Mapping[str, _Form] = {
    "birth_date": _DAY,
    "ordered_on": _DAY,
    "delivered_on": _DAY,
    "social_security_number": _number("nir", "numéro de sécurité sociale", "social-security number"),
    "seller_siret": _number("siret", "SIRET", "SIRET"),
    "seller_vat_id": _VAT,
    "buyer_vat_id": _VAT,
    "iban": _number("iban", "IBAN", "IBAN"),
    "currency": _shaped(r"[A-Z]{3}", "une devise comme EUR", "a currency such as EUR"),
    "contribution_months": _shaped(r"\d+", "un nombre de mois", "a number of months"),
    "quantity": _FIGURE,
    "unit_price": _FIGURE,
    "amount": _FIGURE,
}
