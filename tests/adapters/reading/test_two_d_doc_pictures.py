"""A 2D-Doc as scanners deliver it: its content comes off the picture to the letter, or not at all."""

from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from two_d_docs import authority, issuer
from wearing import WEARS

from adapters.certificate_folder import CertificateFolder
from adapters.reading.codes import ZxingCodeReader
from pipeline.geometry import Box
from pipeline.two_d_doc.reading import read_two_d_doc
from pipeline.two_d_doc.verdict import Verdict, verdict

CHIEF = authority()
SIGNER = issuer(CHIEF, secret=20260302)
CODE = SIGNER.code(
    "01", "10MME/DURAND/ANNE\x1d2212 RUE DES LILAS\x1d240100025BOURG EN BRESSE\x1d26FR18F20260815\x1d1D84,20\x1d"
)
MODULE_MM = 0.6
"""Side of a module in print; the specification asks for 0.5 mm and more."""


def page(dpi: int) -> np.ndarray:
    """Draw the code on an A4 page with a few bars of ink beside it."""
    drawn = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.DataMatrix), scale=1)
    bars = np.asarray(drawn, dtype=np.uint8)
    side = round(bars.shape[0] * MODULE_MM / 25.4 * dpi)
    sheet = np.full((round(11.69 * dpi), round(8.27 * dpi)), 255, np.uint8)
    sheet[dpi : dpi + side, 5 * dpi : 5 * dpi + side] = cv2.resize(bars, (side, side), interpolation=cv2.INTER_NEAREST)
    for line in range(12):
        sheet[(4 + line // 4) * dpi + line * 9 : (4 + line // 4) * dpi + line * 9 + 4, dpi : 4 * dpi] = 0
    return sheet


PLACES = (Box(0.57, 0.06, 0.83, 0.24), Box(0.06, 0.17, 0.24, 0.43), Box(0.17, 0.76, 0.43, 0.94))
"""Where the code lies on the page as it is turned: ink that is no word, so that it is looked at closer."""


@pytest.mark.parametrize("wear", WEARS)
@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_worn_code_is_read_and_its_signature_holds(wear, turns):
    """Whatever the wear and however the page lies, what is read is what was signed."""
    picture = WEARS[wear](page)
    lying = np.ascontiguousarray(np.rot90(picture, k=turns))
    reader = ZxingCodeReader()
    (code,) = reader.read_closer(lying, [PLACES[turns]], reader.read(lying))
    assert (code.symbology, code.payload) == ("data-matrix", CODE)
    found = verdict(read_two_d_doc(code.payload), (CHIEF.certificate, SIGNER.certificate), today=read_day())
    assert found is Verdict.VALID


def read_day():
    """Return the day of signature: nothing was read earlier."""
    day = read_two_d_doc(CODE).signed_on
    assert day is not None
    return day


def test_every_specimen_of_the_specification_is_read(samples: Path):
    """The fifteen signed specimens come off their pages whole: each message to its end, each signature in full."""
    found = []
    with pdfium.PdfDocument(samples / "two-d-doc" / "specimens-156-172.pdf") as document:
        for sheet in document:
            picture = sheet.render(scale=300 / 72, grayscale=True).to_numpy()
            grey = np.ascontiguousarray(picture.reshape(picture.shape[:2]))
            found += [read_two_d_doc(c.payload) for c in ZxingCodeReader().read(grey) if c.symbology == "data-matrix"]
    assert len(found) == 15
    assert {(doc.authority, doc.certificate, len(doc.signature)) for doc in found} == {("FR00", "0001", 64)}
    assert all(entry.title and not entry.title.startswith("Unknown") for doc in found for entry in doc.entries)


def test_the_folder_of_certificates(tmp_path: Path):
    """One certificate a file in DER, several in PEM; what holds none is told, other files are not looked at."""
    (tmp_path / "chief.der").write_bytes(CHIEF.certificate)
    both = [x509.load_der_x509_certificate(each) for each in (SIGNER.certificate, CHIEF.certificate)]
    (tmp_path / "two.pem").write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in both))
    (tmp_path / "wrong.crt").write_bytes(b"nothing")
    (tmp_path / "README.md").write_text("certificates")
    folder = CertificateFolder(tmp_path)
    assert folder.trusted() == (CHIEF.certificate, SIGNER.certificate, CHIEF.certificate)
    assert folder.unreadable() == ("wrong.crt",)
    assert CertificateFolder(tmp_path / "none").trusted() == ()
