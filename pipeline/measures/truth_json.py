"""Truth written as JSON: our own form (CONTRACT), and three that data sets and programs of others use."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from pipeline.measures.rows import rows_of
from pipeline.measures.truth import TrueDocument, Truth

_NAMES: Final = {
    # SROIE, task 3 (ICDAR 2019)
    "company": "seller_name",
    "total": "total_including_tax",
    # what invoice2data gives
    "issuer": "seller_name",
    "partner_name": "seller_name",
    "amount": "total_including_tax",
    "amount_untaxed": "total_excluding_tax",
    "amount_tax": "total_tax",
    "date": "issue_date",
    "date_due": "due_date",
    "invoice_number": "invoice_number",
    "vat": "seller_vat_id",
    "siret": "seller_siret",
    "iban": "iban",
    "bic": "bic",
}
"""Names that others give to CONTRACT's fields; a later name counts where the earlier one is not given."""
_AMOUNTS: Final = frozenset({"total", "amount", "amount_untaxed", "amount_tax"})
_DAYS: Final = frozenset({"date", "date_due"})


def from_json(text: str) -> Truth | None:
    """Return the truth that a JSON text tells, whichever form it has; None when it has none of them."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    if isinstance(told, list) and len(told) == 1:
        told = told[0]  # a list of one invoice
    if not isinstance(told, dict):
        return None
    if isinstance(told.get("pages"), list) or isinstance(told.get("documents"), list):
        return _ours(told)
    if isinstance(told.get("form"), list):
        return _words(told["form"])
    return _keys(told) if told.keys() & _NAMES.keys() else None


def _ours(told: Mapping[str, Any]) -> Truth | None:
    try:
        return Truth(
            texts={int(page["number"]): str(page["text"]) for page in told.get("pages", ())},
            documents=tuple(_document(each) for each in told.get("documents", ())),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _document(told: Mapping[str, Any]) -> TrueDocument:
    name = told.get("document_class")
    fields = dict(told.get("fields", {}))
    tables = rows_of({**fields, **_by_name(told.get("tables", {}))})
    return TrueDocument(
        pages=tuple(int(page) for page in told["pages"]),
        document_class=None if name is None else str(name),
        fields={str(name): _written(value) for name, value in fields.items() if name not in tables},
        tables=tables,
    )


def _by_name(tables: object) -> dict[str, Any]:
    """Return tables by name, also where they are a list of names and rows, as documents show them."""
    if isinstance(tables, list):
        return {str(each["name"]): each["rows"] for each in tables}
    return dict(tables) if isinstance(tables, Mapping) else {}


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("amount", ""))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _words(form: Sequence[Any]) -> Truth:
    """Read the groups of words of FUNSD (Jaume et al. 2019): their text in the order of the file."""
    texts = [str(word.get("text", "")) for group in form for word in group.get("words", ())]
    return Truth(texts={1: " ".join(filter(None, texts))}, documents=())


def _keys(told: Mapping[str, Any]) -> Truth:
    """Read keys and values of one document, such as those of SROIE and of invoice2data."""
    fields: dict[str, str] = {}
    for key, name in _NAMES.items():
        value = told.get(key)
        if value in {None, ""} or name in fields or isinstance(value, list | dict):
            continue
        shown = _amount(value) if key in _AMOUNTS else _day(str(value)) if key in _DAYS else str(value)
        if shown:
            fields[name] = shown
    return Truth(texts={}, documents=(TrueDocument(pages=(), document_class=None, fields=fields),))


def _amount(value: object) -> str:
    """Return an amount in plain notation: `RM 1,834.20` is 1834.20; a comma before two last figures parts cents."""
    if isinstance(value, int | float):
        return f"{value:.2f}"
    bare = re.sub(r"[^\d.,-]", "", str(value))
    bare = re.sub(r",(?=\d{2}$)", ".", bare).replace(",", "")
    return bare if re.fullmatch(r"-?\d+(\.\d+)?", bare) else ""


def _day(text: str) -> str:
    """Return a day as ISO 8601; figures are day, month, year. A form that is not known tells nothing."""
    if match := re.match(r"(\d{4})-(\d{2})-(\d{2})", text):
        return match[0]
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})", text.strip())
    if match is None:
        return ""
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return ""
