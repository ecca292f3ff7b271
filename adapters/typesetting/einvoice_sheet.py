"""An e-invoice that comes as XML alone, for the eye: parties, numbers, lines and sums, in French and English."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from adapters.typesetting.sheet import Block, Heading, Paragraph, Rows
from pipeline import refusals
from pipeline.einvoices.reading import read_einvoice
from pipeline.einvoices.tree import MOST_BYTES
from pipeline.model.einvoice import EInvoice
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Day, Identifier, Value, written

NUMBERS: Final = {
    "invoice_number": "N° de facture / Invoice number",
    "purchase_order_number": "N° de commande / Order number",
    "issue_date": "Date d'émission / Date of issue",
    "due_date": "Date d'échéance / Due date",
}
PARTIES: Final = {
    "seller_name": "Vendeur / Seller",
    "seller_address": "Adresse / Address",
    "seller_siret": "SIRET",
    "seller_vat_id": "N° TVA / VAT number",
    "buyer_name": "Client / Customer",
    "buyer_address": "Adresse / Address",
    "buyer_vat_id": "N° TVA / VAT number",
}
SUMS: Final = {
    "total_excluding_tax": "Total HT / Total excluding VAT",
    "total_tax": "Total TVA / Total VAT",
    "total_including_tax": "Total TTC / Total including VAT",
    "iban": "IBAN",
    "bic": "BIC",
}
_OWN_NUMBERS: Final = {"381": {"invoice_number": "N° d'avoir / Credit note number"}}
"""What the number is called on papers of another kind than invoices; it keeps its place."""
_KINDS: Final = {
    "220": "Commande / Purchase order",
    "230": "Modification de commande / Order change",
    "231": "Réponse à une commande / Order response",
    "380": "Facture / Invoice",
    "381": "Avoir / Credit note",
    "384": "Facture rectificative / Corrected invoice",
    "386": "Facture d'acompte / Prepayment invoice",
}
_LINE_HEADS = ("Désignation / Description", "Quantité / Quantity", "Prix unitaire / Unit price", "Montant / Amount")
_XML = Bilingual(fr="fichier XML qui n'est pas une facture électronique", en="XML file that is no e-invoice")


def einvoice_in(path: Path) -> EInvoice:
    """Return what an XML file states; raises InputRefused when it is no e-invoice."""
    with path.open("rb") as file:
        stated = read_einvoice(file.read(MOST_BYTES + 1))
    if stated is None:
        raise refusals.refused(refusals.not_read_yet(_XML))
    return stated


def sheet_of(stated: EInvoice) -> tuple[Block, ...]:
    """Return the blocks of its pages."""
    title = _KINDS.get(stated.type_code, "Document électronique / Electronic document")
    return (
        Heading(text=title),
        *_labelled(stated, NUMBERS | _OWN_NUMBERS.get(stated.type_code, {})),
        *_labelled(stated, PARTIES),
        *_lines(stated),
        *_adjustments(stated),
        *_taxes(stated),
        *_labelled(stated, SUMS),
        *(Paragraph(text=note) for note in stated.notes),
    )


def _labelled(stated: EInvoice, labels: dict[str, str]) -> Iterator[Block]:
    rows = tuple((label, _shown(value)) for name, label in labels.items() if (value := stated.value(name)))
    if rows:
        yield Rows(rows=rows, is_ruled=False)


def _lines(stated: EInvoice) -> Iterator[Block]:
    if stated.lines:
        rows = ((line.description, line.quantity, line.unit_price, line.amount) for line in stated.lines)
        yield Rows(rows=(_LINE_HEADS, *rows))


def _adjustments(stated: EInvoice) -> Iterator[Block]:
    kinds = {"charge": "Frais / Charge", "allowance": "Remise / Allowance"}
    every = (one for one in stated.particulars if one.kind in kinds)
    rows = tuple((f"{kinds[one.kind]} {one.text}".strip(), one.amount) for one in every)
    if rows:
        yield Rows(rows=rows, is_ruled=False)


def _taxes(stated: EInvoice) -> Iterator[Block]:
    if stated.taxes:
        rows = (
            (f"{each.rate} %", *("" if value is None else _shown(value) for value in (each.basis, each.amount)))
            for each in stated.taxes
        )
        yield Rows(rows=(("Taux / Rate", "Base HT / Basis", "TVA / VAT"), *rows))


def _shown(value: Value) -> str:
    match value:
        case Day():
            return f"{value.value:%d/%m/%Y}"
        case Amount():
            return f"{value.decimal:.2f} {value.currency}"
        case Identifier(scheme="iban"):
            return " ".join(value.value[at : at + 4] for at in range(0, len(value.value), 4))
        case _:
            return written(value)
