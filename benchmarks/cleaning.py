"""Measures what each step of making a page ready brings: words found and processor seconds, with the step and without.

    python benchmarks/cleaning.py [--pages 12] [--step NAME] [--seed 77]

Each step is measured on papers drawn with the wear it is for, read page by page in this process by the whole of reading
but that step. A step that finds no more words than reading does without it does not pay. Prints a
table in Markdown; `difference` is with less without, in words of a hundred.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from adapters.reading.page import PageWork
from adapters.reading.tools import ReadingTools
from pipeline.imaging import preparing
from pipeline.imaging.orientation import UPRIGHT
from pipeline.imaging.page_source import Wishes
from pipeline.measures.text import TextScore, score_text, total
from pipeline.reading import page, recognising

ROOT = Path(__file__).parents[1]
MEDIA_TYPES = {".pdf": "application/pdf", ".tif": "image/tiff", ".jpg": "image/jpeg"}
SCANS = ("--media", "scanned-pdf", "tiff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: where its name is looked up when a page is read, what stands there without it, and its papers."""

    name: str
    where: ModuleType
    what: str
    without: Callable[..., Any] | float | tuple[float, float]
    papers: tuple[str, ...]


def _lines(lines: Any, *_: Any, **__: Any) -> Any:
    return lines


def _picture(prepared: Any, *_: Any) -> Any:
    return prepared


def _nothing(*_: Any, **__: Any) -> None:
    return None


STEPS = (
    Step(name="turn upright", where=recognising, what="bearing", without=lambda *_, **__: UPRIGHT,
         papers=(*SCANS, "--level", "poor")),
    Step(name="straighten", where=preparing, what="SMALLEST_SKEW", without=90.0, papers=(*SCANS, "--level", "poor")),
    Step(name="size of letters", where=preparing, what="GOOD_LETTER", without=(0.0, 1e9),
         papers=("--media", "low-resolution-pdf", "standard-fax", "--level", "clean")),
    Step(name="even light", where=preparing, what="UNEVEN_PAPER", without=1e9,
         papers=("--media", "photograph", "--level", "poor")),
    Step(name="dotted lines", where=recognising, what="without_dotted_lines", without=_picture,
         papers=(*SCANS, "--level", "office")),
    Step(name="sheet made flat", where=page, what="flattened", without=_nothing,
         papers=("--media", "perspective", "--level", "crumpled")),
    Step(name="dark bands", where=recognising, what="read_dark_bands", without=_lines,
         papers=(*SCANS, "--level", "office")),
    Step(name="lost words", where=recognising, what="with_lost_words", without=_lines,
         papers=("--media", "photograph", "--level", "poor", "--classes", "receipt")),
    Step(name="missed lines", where=recognising, what="read_missed_lines", without=_lines,
         papers=(*SCANS, "--level", "office")),
    Step(name="bad page again", where=recognising, what="read_bad_page_again", without=_lines,
         papers=("--media", "standard-fax", "fax-pdf", "--level", "poor")),
    Step(name="ends of rows", where=recognising, what="read_parts_again", without=_lines,
         papers=(*SCANS, "--level", "office")),
    Step(name="combs", where=recognising, what="read_combs", without=_lines,
         papers=(*SCANS, "--level", "office", "--classes", "occupational_disease_declaration")),
    Step(name="doubtful words again", where=recognising, what="read_doubtful_again", without=_lines,
         papers=(*SCANS, "--level", "poor")),
)  # fmt: skip


@contextmanager
def left_out(step: Step) -> Iterator[None]:
    """Read without a step."""
    kept = getattr(step.where, step.what)
    setattr(step.where, step.what, step.without)
    try:
        yield
    finally:
        setattr(step.where, step.what, kept)


def draw(folder: Path, papers: Sequence[str], *, pages: int, seed: int) -> None:
    """Draw papers with their truth."""
    classes = () if "--classes" in papers else ("--classes", "all")
    options = ("--pages", str(pages), "--seed", str(seed), "--single", *classes, *papers)
    command = [sys.executable, "-m", "specimens", "batch", str(folder), *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read(folder: Path, work: PageWork) -> tuple[TextScore, float]:
    """Read every page that has a truth; return the score and the processor's seconds."""
    scores, began = [], time.process_time()
    for truth in sorted(folder.glob("*.truth.json")):
        files = (path for path in folder.glob(truth.name.removesuffix("truth.json") + "*"))
        file = next(path for path in files if path.suffix in MEDIA_TYPES)
        for each in json.loads(truth.read_text(encoding="utf-8"))["pages"]:
            wishes = Wishes(languages=("fra", "eng"))
            found, _ = work.read(file, MEDIA_TYPES[file.suffix], each["number"], wishes)
            scores.append(score_text(each["text"], found.text))
    return total(scores), time.process_time() - began


def measured(papers: Sequence[str], steps: Sequence[Step], work: PageWork, *, pages: int, seed: int) -> Iterator[str]:
    """Yield the rows of the steps that are measured on the same papers, which are drawn and read whole once."""
    with tempfile.TemporaryDirectory(prefix="casebinder-cleaning-") as made:
        draw(Path(made), papers, pages=pages, seed=seed)
        whole = read(Path(made), work)
        for step in steps:
            with left_out(step):
                yield row(step, whole, read(Path(made), work))


def row(step: Step, whole: tuple[TextScore, float], without: tuple[TextScore, float]) -> str:
    """Return a row of the table."""
    (found, seconds), (found_without, seconds_without) = whole, without
    words, bare = found.word_recall or 0.0, found_without.word_recall or 0.0
    cells = [
        step.name, " ".join(step.papers).replace("--", ""), str(found.pages), f"{words:.3f}", f"{bare:.3f}",
        f"{100 * (words - bare):+.1f}", f"{seconds / found.pages:.2f}", f"{seconds_without / found.pages:.2f}",
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=12, help="pages drawn for each step")
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--step", default="", help="steps whose name holds this")
    wanted = parser.parse_args()
    work = PageWork(ReadingTools())
    with tempfile.TemporaryDirectory(prefix="casebinder-cleaning-") as made:
        draw(Path(made), SCANS, pages=1, seed=wanted.seed)
        read(Path(made), work)  # loads the engine
    steps = [step for step in STEPS if wanted.step in step.name]
    print("| step | papers | pages | words found | without it | difference | seconds a page | without it |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for papers in dict.fromkeys(step.papers for step in steps):
        alike = [step for step in steps if step.papers == papers]
        for line in measured(papers, alike, work, pages=wanted.pages, seed=wanted.seed):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
