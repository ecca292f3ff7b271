"""Prints papers that were written as HTML, and lets them arrive as they would: as files, scans, faxes, photographs.

Beside each `X.html` lies `X.truth.json` with its documents. How it arrives stands in its head
(`<meta name="arrives" content="scan">`); the wear is that of `specimens`, with a seed of the paper's name, so that the
same papers come each time. Chromium prints: `make test-web` installs it.
"""

import json
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pypdfium2

from specimens.degrade import WEARS, Level
from specimens.output import Medium, specimen_of
from specimens.truth import Paper, PaperKind
from specimens.writing import write_specimen

HERE = Path(__file__).parent
KINDS = ("seen", "unseen")
CHROMIUM = "chromium"
MISSING = "Chromium, which prints them, is not installed: sh scripts/browser.sh"
_ARRIVES = re.compile(r'<meta name="arrives" content="(\w+)"')
_WAYS = {
    "digital": (Medium.BORN_DIGITAL, Level.CLEAN),
    "scan": (Medium.SCANNED_PDF, Level.OFFICE),
    "copy": (Medium.SCANNED_PDF, Level.POOR),
    "fax": (Medium.FAX_PDF, Level.OFFICE),
    "photo": (Medium.PHOTOGRAPH, Level.OFFICE),
}


def can_print() -> bool:
    """Return whether Chromium is there."""
    return shutil.which(CHROMIUM) is not None


def printed(papers: Path, place: Path) -> Path:
    """Print every paper of a folder that is not printed yet, truth beside each; return where they lie.

    Raises RuntimeError when Chromium is not there.
    """
    if not can_print():
        raise RuntimeError(MISSING)
    out = place / papers.name
    out.mkdir(parents=True, exist_ok=True)
    for page in sorted(papers.glob("*.html")):
        if not _is_new(out / f"{page.stem}.truth.json", page, page.with_suffix(".truth.json")):
            _arrive(page, out)
    return out


def _is_new(made: Path, *sources: Path) -> bool:
    return made.is_file() and all(source.stat().st_mtime <= made.stat().st_mtime for source in sources)


def _arrive(page: Path, out: Path) -> None:
    """Print one paper and let it come in its way."""
    said = _ARRIVES.search(page.read_text(encoding="utf-8"))
    medium, level = _WAYS[said[1] if said else "digital"]
    paper = _paper(page, _printed(page, out))
    seed = np.random.default_rng(zlib.crc32(page.stem.encode()))
    write_specimen(out, specimen_of(page.stem, (paper,), medium, WEARS[level], seed))


def _printed(page: Path, out: Path) -> bytes:
    place = out / f"{page.stem}.print"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    command = [CHROMIUM, *options, f"--print-to-pdf={place}", page.resolve().as_uri()]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    pdf = place.read_bytes()
    place.unlink()
    return pdf


def _paper(page: Path, pdf: bytes) -> Paper:
    """Return a printed page or several as one document, with what it states and the text as it was set."""
    (document,) = json.loads(page.with_suffix(".truth.json").read_text(encoding="utf-8"))["documents"]
    texts = tuple(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    return Paper(
        kind=PaperKind.DOCUMENT,
        document_class=document["document_class"],
        pdf=pdf,
        texts=texts,
        words=((),) * len(texts),
        fields=document["fields"],
        tables=document.get("tables", {}),
    )
