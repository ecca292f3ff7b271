"""OCRmyPDF on the same scans: the program that most open archives call, as they call it and without its cleaning.

It is asked for by its command, which lies in an environment of its own (`uv tool install ocrmypdf`, and the system's
`ghostscript` and `unpaper`): its licence allows that, and none of its code is imported. It gets all pages in one PDF,
so that its start counts once.
"""

import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

WAYS = {
    "plain": ("--output-type", "pdf", "--optimize", "0"),
    "cleaned": ("--output-type", "pdfa", "--deskew", "--rotate-pages", "--clean"),
}
"""What is asked of it: words alone; and what a user of a document archive gets by default."""

NEEDED = {"plain": ("tesseract",), "cleaned": ("tesseract", "unpaper", "gs")}
"""The commands it calls in each way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The command as found, and its version."""

    command: str
    version: str

    def line(self, way: str, processes: int) -> tuple[str, ...]:
        """Return the command line, without its files."""
        return (self.command, "--quiet", "--language", "fra", "--jobs", str(processes), *WAYS[way])

    def pages_per_second(self, scans: Path, made: Path, way: str, processes: int) -> float:
        """Run it once over one PDF; its start is counted, as the whole pipeline's is."""
        with pikepdf.open(scans) as document:
            pages = len(document.pages)
        started = time.perf_counter()
        subprocess.run([*self.line(way, processes), str(scans), str(made)], check=True)
        return pages / (time.perf_counter() - started)


def find(command: str) -> Peer | None:
    """Return the peer, or None when its command is not here."""
    found = shutil.which(command)
    if found is None:
        return None
    said = subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout
    return Peer(command=found, version=said.strip())


def lacking(way: str) -> tuple[str, ...]:
    """Return the commands that this way needs and that are not here."""
    return tuple(name for name in NEEDED[way] if shutil.which(name) is None)


def joined(files: Sequence[Path], into: Path) -> Path:
    """Write all pages of the files into one PDF."""
    with pikepdf.new() as whole:
        for file in files:
            with pikepdf.open(file) as document:
                whole.pages.extend(document.pages)
        whole.save(into)
    return into
