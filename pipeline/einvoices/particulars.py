"""Parts of an e-invoice that affect the payment but are on no line: charges, prepayments, another payee.

Reading does not use them; they are reported so that nobody overlooks them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.einvoices import stating
from pipeline.einvoices.tree import Node, nodes, text
from pipeline.model.einvoice import Particular

ORDINARY: Final = frozenset({"", "380", "381", "220", "325"})
"""UNTDID 1001 codes of a plain invoice, credit note or order; others mean more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Where a syntax keeps these parts: charges by path; amounts that matter when not nil; parties and references."""

    charges: Sequence[str]
    charge_amount: str
    charge_reason: Sequence[str]
    amounts: Mapping[str, str]
    others: Mapping[str, str]


def particulars(root: Node, paths: Paths, *, type_code: str) -> tuple[Particular, ...]:
    """Return all there is, in the order of the syntax's parts."""
    return (*_type(type_code), *_charges(root, paths), *_amounts(root, paths), *_others(root, paths))


def _type(code: str) -> Iterator[Particular]:
    if code not in ORDINARY:
        yield Particular(kind="type", text=code, amount="")


def _charges(root: Node, paths: Paths) -> Iterator[Particular]:
    for path in paths.charges:
        for node in nodes(root, path):
            amount = stating.plain(text(node, paths.charge_amount), places=2)
            is_charge = text(node, "ChargeIndicator/Indicator", "ChargeIndicator") == "true"
            said = text(node, *paths.charge_reason)
            yield Particular(kind="charge" if is_charge else "allowance", text=said, amount=amount)


def _amounts(root: Node, paths: Paths) -> Iterator[Particular]:
    for kind, path in paths.amounts.items():
        figure = stating.decimal(text(root, path))
        if figure:
            yield Particular(kind=kind, text="", amount=stating.plain(text(root, path), places=2))


def _others(root: Node, paths: Paths) -> Iterator[Particular]:
    for kind, path in paths.others.items():
        if said := text(root, path):
            yield Particular(kind=kind, text=said, amount="")
