"""From the bytes of an XML file to what an e-invoice states, whatever its syntax."""

from pipeline.einvoices import cii, ubl
from pipeline.einvoices.tree import name_of, parsed
from pipeline.model.einvoice import EInvoice

USUAL_NAMES = ("factur-x.xml", "xrechnung.xml", "order-x.xml", "zugferd-invoice.xml")
"""The names of the XML inside a PDF by their standards, the newest first."""


def read_einvoice(content: bytes) -> EInvoice | None:
    """Return what an invoice, credit note or order states; None for other XML and for anything that is not XML."""
    root = parsed(content)
    if root is None:
        return None
    name = name_of(root)
    if name in cii.ROOTS:
        return cii.read_cii(root, is_order=name == cii.ORDER_ROOT)
    return ubl.read_ubl(root, name=name) if name in ubl.ROOTS else None
