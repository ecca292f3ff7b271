"""How well files without separator sheets are cut: drawn papers, joined two to five in a file, against their truth.

Papers drawn as scans are joined with scans, those never printed with their like. Prints JSON. The papers come from our
own generator (by default from its held-back layouts), so the figures say less than real stacks would.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf

ROOT = Path(__file__).parents[1]
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))
MEDIA = ("scanned-pdf", "born-digital")
FEWEST, MOST = 2, 5
"""Papers of a joined file."""
LEAST = 0.85
"""F1 of cuts without sheets below which the program ends with 1."""
Shape = dict[str, Any]


def main() -> int:
    """Measure each medium, print, and fail when one is below its target."""
    wanted = _parser().parse_args()
    found = {medium: _measured(medium, wanted) for medium in MEDIA}
    print(json.dumps(found, indent=2))
    return 1 if any(each["f1"] < LEAST for each in found.values()) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=70)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--level", choices=("clean", "office", "poor"), default="office")
    parser.add_argument("--open", action="store_true", help="layouts that are not held back")
    return parser


def _measured(medium: str, wanted: argparse.Namespace) -> Shape:
    with tempfile.TemporaryDirectory() as folder:
        papers, joined, home = (Path(folder) / name for name in ("papers", "joined", "home"))
        joined.mkdir()
        _draw(papers, medium, wanted)
        chance = random.Random(wanted.seed)  # noqa: S311 - the same joins again
        for number, group in enumerate(_groups(sorted(papers.glob("*.pdf")), chance), 1):
            join(group, joined / f"{number:03d}.pdf")
        told = _run(CASEBINDER, "--home", str(home), "--json", "evaluate", str(joined))
    cuts: Shape = json.loads(told)["cuts"]
    return cuts


def _draw(out: Path, medium: str, wanted: argparse.Namespace) -> None:
    order = ("--single", "--classes", "all", "--media", medium, *(() if wanted.open else ("--held-back",)))
    size = ("--pages", str(wanted.pages), "--seed", str(wanted.seed), "--level", wanted.level)
    _run(sys.executable, "-m", "specimens", "batch", str(out), *order, *size)


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def _groups(files: list[Path], chance: random.Random) -> Iterator[list[Path]]:
    chance.shuffle(files)
    while files:
        count = chance.randint(FEWEST, MOST)
        yield files[:count]
        del files[:count]


def join(papers: Sequence[Path], out: Path) -> None:
    """Put papers into one file, with their truth beside it, the pages counted on."""
    whole = pikepdf.new()
    truth: Shape = {"pages": [], "documents": []}
    for paper in papers:
        before = len(whole.pages)
        with pikepdf.open(paper) as pdf:
            whole.pages.extend(pdf.pages)
        told = json.loads(paper.with_suffix(".truth.json").read_text(encoding="utf-8"))
        truth["pages"] += [{**page, "number": page["number"] + before} for page in told["pages"]]
        truth["documents"] += [
            {**document, "pages": [number + before for number in document["pages"]]} for document in told["documents"]
        ]
    whole.save(out)
    out.with_suffix(".truth.json").write_text(json.dumps(truth), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
