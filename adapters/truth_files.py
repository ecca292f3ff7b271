"""Files with the truth beside them: `X.pdf` with `X.truth.json`, or with truth in a form of others' data sets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.incoming import below
from adapters.pdf.einvoices import einvoice_of
from pipeline.intake import natural
from pipeline.measures.truth import Truth
from pipeline.measures.truth_json import from_json
from pipeline.measures.truth_xml import from_einvoice, from_xml

OURS = ".truth.json"
FORMS = (".json", ".xml", ".txt")
MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthFile:
    """A file and what it really says; is_inside: it carries its truth, and has to be read without it."""

    path: Path
    truth: Truth
    is_inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthFound:
    """The files that have a truth, and the number of those that have none."""

    files: tuple[TruthFile, ...]
    without: int


def truths_in(folder: Path) -> TruthFound:
    """Look through a folder and those in it, in natural order."""
    every = sorted(below(folder), key=lambda path: natural(str(path.relative_to(folder))))
    taken = {path: found for path in every if (found := _truth_of(path))}
    used = {place for place, _ in taken.values()}
    beside = [TruthFile(path=path, truth=truth) for path, (_, truth) in taken.items() if path not in used]
    others = [path for path in every if path not in taken and path not in used]
    inside = [TruthFile(path=path, truth=truth, is_inside=True) for path in others if (truth := _carried(path))]
    files = sorted((*beside, *inside), key=lambda file: natural(str(file.path.relative_to(folder))))
    return TruthFound(files=tuple(files), without=len(others) - len(inside))


def _carried(path: Path) -> Truth | None:
    """Return what the e-invoice inside a PDF states: the truth of the pages that show it."""
    if path.suffix.lower() != ".pdf":
        return None
    stated = einvoice_of(path)
    return from_einvoice(stated) if stated else None


def _truth_of(path: Path) -> tuple[Path, Truth] | None:
    """Return where the truth of a file lies and what it tells; our own form before others'."""
    for place in _places(path):
        if place != path and place.is_file() and place.stat().st_size <= MOST_BYTES:
            truth = _told(place)
            if truth is not None:
                return place, truth
    return None


def _places(path: Path) -> Iterator[Path]:
    yield path.with_suffix(OURS)
    yield path.with_name(path.name + OURS)
    if path.suffix.lower() not in FORMS:
        yield from _beside(path, FORMS)


def _beside(path: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    return (path.with_suffix(suffix) for suffix in suffixes)


def _told(place: Path) -> Truth | None:
    content = place.read_bytes()
    if place.suffix.lower() == ".xml":
        return from_xml(content)
    return from_json(content.decode("utf-8", errors="replace"))
