"""Puts drawn files and tables into folders, the truth beside each file."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from specimens.output import Specimen


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far the drawing is: pages done of pages in all, and the file just written."""

    done: int
    total: int
    name: str


Progress = Callable[[Step], None]


def silent(_step: Step) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was written."""

    files: int
    pages: int


def write_specimen(folder: Path, specimen: Specimen) -> None:
    """Write a file and its truth."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / specimen.name
    path.write_bytes(specimen.data)
    if specimen.truth:
        write_text(path.with_suffix(".truth.json"), specimen.truth.to_json())


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 with plain line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table with its header, comma-separated."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(columns)
    table.writerows(rows)
    return out.getvalue()
