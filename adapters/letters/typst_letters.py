"""Letters by Typst, as PDF/A-2b with the fonts that lie inside the library: no font of the machine is asked for.

The words come from `casebinder.letters`, the layout from `letter.typ`, the Data Matrix of a slip from zxing-cpp. The
instant is passed in and nothing else varies, so equal letters are equal bytes. Fulfils
`services.ports.letters.LetterPrinter`.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import typst
import zxingcpp

from casebinder.letters.letter import Letter, LetterSlip
from pipeline.errors import PermanentError
from pipeline.model.text import Bilingual

LAYOUT = Path(__file__).with_name("letter.typ")


class TypstLetters:
    """The printer of letters; takes some 20 ms a letter after the first."""

    def printed(self, letter: Letter, *, at: datetime) -> bytes:
        """Return the letter with its slips as PDF/A-2b; raises PermanentError when it cannot be laid out."""
        try:
            made = typst.compile(
                str(LAYOUT),
                sys_inputs={"letter": json.dumps(_told(letter), ensure_ascii=False)},
                ignore_system_fonts=True,
                pdf_standards=["a-2b"],
                timestamp=at,
                format="pdf",
            )
        except typst.TypstError as error:
            raise PermanentError(
                "letter_not_printed",
                Bilingual(fr="La lettre n'a pas pu être mise en page.", en="The letter could not be laid out."),
                where=LAYOUT.name,
                next_step=Bilingual(
                    fr="Signalez ce défaut avec le type de dossier ; rien n'a été envoyé.",
                    en="Report this defect with the case type; nothing was sent.",
                ),
            ) from error
        return bytes(made)


def _told(letter: Letter) -> dict[str, object]:
    """Return the letter as the layout reads it."""
    name, *lines = letter.office.lines or ("",)
    return {
        "language": letter.language,
        "office": {"name": name, "lines": lines, "contact": letter.office.contact},
        "recipient": letter.recipient,
        "dated": letter.dated,
        "marks": letter.marks,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "opening": letter.opening,
        "pieces": [{"title": p.title, "kinds": p.kinds, "why": p.why} for p in letter.pieces],
        "paragraphs": letter.paragraphs,
        "closing": letter.closing,
        "signature": letter.signature,
        "slip_head": letter.slip_head,
        "slip_order": letter.slip_order,
        "slip_rules": letter.slip_rules,
        "slip_mark": letter.slip_mark,
        "slips": [_slip(slip) for slip in letter.slips],
    }


def _slip(slip: LetterSlip) -> dict[str, str]:
    return {"title": slip.title, "kinds": slip.kinds, "code": slip.code, "symbol": data_matrix(slip.payload)}


def data_matrix(payload: str) -> str:
    """Return a payload as a Data Matrix (ISO/IEC 16022) in SVG, one unit a module, with its quiet zone around."""
    symbol: Any = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix)
    modules = np.asarray(symbol.to_image(scale=1, add_quiet_zones=False))
    height, width = modules.shape
    dark = "".join(f"M{x} {y}h1v1h-1z" for y in range(height) for x in range(width) if not modules[y, x])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {width + 4} {height + 4}">'
        f'<path shape-rendering="crispEdges" d="{dark}"/></svg>'
    )
