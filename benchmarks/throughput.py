"""Pages a second of the whole pipeline beside the bare engine: the same scanned pages, two processes, one run.

The bare engine is `tesserocr` on the pages already drawn as grey pictures: text, word boxes and confidences asked for,
French, automatic layout, one long-lived engine a process, loading left out. The whole is `casebinder submit` on a
fresh installation, from its start to its end: intake, rendering, recognition, separation, classes and fields, checks,
cases, archive PDFs, index and case folders. The order is turned round every time, and the middle one of three counts.
The whole does not read separator sheets that their code tells, nor blank pages; the bare engine reads every page. So
a second batch is measured in the same run that has neither: one paper a file, every page to be read (`papers_alone`).
`--ocrmypdf COMMAND` measures OCRmyPDF on both batches too, with and without its cleaning (`peers`).
Prints one JSON object; figures of a machine busy with other work are worth little, their ratio a little more.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pypdfium2
from numpy.typing import NDArray
from peers.ocrmypdf import WAYS, Peer, find, joined, lacking
from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level, tesseract_version

PROCESSES = 2
LEAST_SHARE, MOST_MEGABYTES = 0.65, 700
LEAST_TIMES = {"plain": 1.5, "cleaned": 4.0}
"""How many times as fast as OCRmyPDF the whole should be."""
SAMPLE_SECONDS = 0.1
TODAY = "2026-11-22"
TESSDATA = os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata")
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))
_ENGINE: list[PyTessBaseAPI] = []


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as the scanner gave it: grey, height x width, and its resolution in dpi."""

    grey: NDArray[np.uint8]
    dpi: int


@dataclass(slots=True)
class Memory:
    """The most resident memory seen, in bytes: the first process, and the largest of its children."""

    first: int = 0
    largest_child: int = 0
    together: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def watch(self, pid: int) -> None:
        """Sample until told to end."""
        while not self.ended.wait(SAMPLE_SECONDS):
            with suppress(psutil.NoSuchProcess):
                self._look(psutil.Process(pid))

    def _look(self, process: psutil.Process) -> None:
        own = process.memory_info().rss
        children = [child.memory_info().rss for child in process.children(recursive=True)]
        self.first = max(self.first, own)
        self.largest_child = max([self.largest_child, *children])
        self.together = max(self.together, own + sum(children))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One run of the whole pipeline."""

    pages_per_second: float
    memory: Memory


def scans(folder: Path) -> Iterator[Scan]:
    """Yield every page of the folder's PDFs at the resolution of its picture."""
    for path in sorted(folder.rglob("*.pdf")):
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                widths = [picture.get_px_size()[0] for picture in page.get_objects(max_depth=2) if picture.type == 3]
                dpi = round(max(widths, default=2480) / page.get_width() * 72)
                grey = page.render(scale=dpi / 72, grayscale=True).to_numpy()
                yield Scan(np.ascontiguousarray(grey.reshape(grey.shape[:2])), dpi)


def read(scan: Scan) -> int:
    """Read one page with the process's engine; return its number of words."""
    if not _ENGINE:
        _ENGINE.append(PyTessBaseAPI(path=TESSDATA, lang="fra", psm=PSM.AUTO, oem=OEM.LSTM_ONLY))
    engine = _ENGINE[0]
    height, width = scan.grey.shape
    engine.SetImageBytes(scan.grey.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(scan.dpi)
    engine.Recognize()
    words = 0
    for word in iterate_level(engine.GetIterator(), RIL.WORD):
        if not word.Empty(RIL.WORD):
            word.Confidence(RIL.WORD)
            words += bool(word.GetUTF8Text(RIL.WORD) and word.BoundingBox(RIL.WORD))
    return words


def bare(pages: Sequence[Scan]) -> float:
    """Return pages a second of the bare engine in long-lived processes, loading left out."""
    with get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(read, [pages[0]] * PROCESSES, chunksize=1)
        started = time.perf_counter()
        pool.map(read, pages, chunksize=1)
        return len(pages) / (time.perf_counter() - started)


@contextmanager
def watched(process: "subprocess.Popen[str]") -> Iterator[Memory]:
    """Sample a process's memory while the context lasts."""
    memory = Memory()
    sampler = threading.Thread(target=memory.watch, args=(process.pid,))
    sampler.start()
    try:
        yield memory
    finally:
        memory.ended.set()
        sampler.join()


def whole(folder: Path, home: Path) -> Whole:
    """Run `submit` on a fresh installation; its start is counted."""
    subprocess.run([*_command(home), "init"], check=True, stdout=subprocess.DEVNULL, env=_environment())
    started = time.perf_counter()
    process = subprocess.Popen(
        [*_command(home), "submit", str(folder), "--json"], stdout=subprocess.PIPE, text=True, env=_environment()
    )
    with watched(process) as memory:
        answer, _ = process.communicate()
    spent = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"submit ended with {process.returncode}: {answer}")
    return Whole(pages_per_second=json.loads(answer)["pages"] / spent, memory=memory)


def _command(home: Path) -> list[str]:
    return [CASEBINDER, "--home", str(home), "--engine", "inline", "--today", TODAY]


def stages(folder: Path, home: Path) -> dict[str, float]:
    """Return seconds by stage, summed over the pages of a preview of the folder."""
    files = [str(path) for path in sorted(folder.rglob("*.pdf"))]
    done = subprocess.run(
        [*_command(home), "preview", *files, "--json"], capture_output=True, check=True, env=_environment()
    )
    seconds = Counter[str]()
    for line in done.stdout.splitlines():
        seconds.update(json.loads(line)["seconds"])
    return {stage: round(value, 2) for stage, value in seconds.items()}


def states(home: Path) -> dict[str, int]:
    """Count the pages of the home by the state in which they ended."""
    done = subprocess.run([*_command(home), "status", "--json"], capture_output=True, check=True, env=_environment())
    counts = Counter[str]()
    for batch in json.loads(done.stdout)["batches"]:
        counts.update(batch["custody"]["by_state"])
    return {state: count for state, count in counts.items() if count}


def _environment() -> dict[str, str]:
    return os.environ | {"CASEBINDER_PROCESSES": str(PROCESSES), "OMP_THREAD_LIMIT": "1"}


def draw(folder: Path, wanted: argparse.Namespace, *, pages: int, is_stacked: bool) -> None:
    """Draw scanned pages: stacks with separators and blank backs as a scanner gives them, or papers alone."""
    what = ["--pages", str(pages), "--seed", str(wanted.seed), "--level", wanted.level, "--today", TODAY]
    what += ["--media", "scanned-pdf"] if is_stacked else ["--media", "scanned-pdf", "--single"]
    command = [sys.executable, "-m", "specimens", "batch", str(folder), *what]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measured(folder: Path, made: Path, *, times: int, peer: Peer | None) -> dict[str, Any]:
    """Measure all, each time in the other order."""
    pages = list(scans(folder))
    bares: list[float] = []
    wholes: list[Whole] = []
    peers = _Peers(peer, folder, made)
    for turn in range(times):
        home = made / f"home-{turn}"
        runs = [lambda: bares.append(bare(pages)), lambda at=home: wholes.append(whole(folder, at)), *peers.runs()]
        for run in runs if turn % 2 == 0 else reversed(runs):
            run()
    share = statistics.median(w.pages_per_second for w in wholes) / statistics.median(bares)
    largest = max(max(w.memory.first, w.memory.largest_child) for w in wholes) / 1e6
    return {
        "pages": len(pages),
        "pages_by_state": states(made / "home-0"),
        "dpi": sorted({page.dpi for page in pages}),
        "pages_per_second": {
            "whole": [round(w.pages_per_second, 3) for w in wholes],
            "bare": [round(each, 3) for each in bares],
        },
        "share_of_bare": round(share, 3),
        "ocrmypdf": peers.told(statistics.median(w.pages_per_second for w in wholes)),
        "seconds_by_stage": stages(folder, made / "home-0"),
        "megabytes": {
            "first_process": round(max(w.memory.first for w in wholes) / 1e6),
            "largest_reader": round(max(w.memory.largest_child for w in wholes) / 1e6),
            "together": round(max(w.memory.together for w in wholes) / 1e6),
        },
        "targets": {"share_of_bare": LEAST_SHARE, "megabytes_a_process": MOST_MEGABYTES},
        "are_reached": {"share_of_bare": share >= LEAST_SHARE, "megabytes": largest < MOST_MEGABYTES},
    }


class _Peers:
    """OCRmyPDF in each way it can go here."""

    def __init__(self, peer: Peer | None, folder: Path, made: Path) -> None:
        self._peer, self._made = peer, made
        self._scans = joined(sorted(folder.rglob("*.pdf")), made / "joined.pdf") if peer else made
        self._seen: dict[str, list[float]] = {way: [] for way in WAYS if peer and not lacking(way)}

    def runs(self) -> list[Callable[[], None]]:
        """Return one run of each way."""
        return [lambda way=way: self._run(way) for way in self._seen]  # type: ignore[misc]

    def _run(self, way: str) -> None:
        assert self._peer is not None
        seen = self._peer.pages_per_second(self._scans, self._made / f"{way}.pdf", way, PROCESSES)
        self._seen[way].append(seen)

    def told(self, whole_pages_per_second: float) -> dict[str, Any] | None:
        """Return the figures by way; what was not measured says what it lacks."""
        if self._peer is None:
            return None
        answer: dict[str, Any] = {"version": self._peer.version}
        for way in WAYS:
            if way not in self._seen:
                answer[way] = {"lacks": lacking(way)}
                continue
            times = whole_pages_per_second / statistics.median(self._seen[way])
            answer[way] = {
                "command": " ".join(self._peer.line(way, PROCESSES)),
                "pages_per_second": [round(each, 3) for each in self._seen[way]],
                "whole_is_times_as_fast": round(times, 2),
                "target": LEAST_TIMES[way],
                "is_reached": times >= LEAST_TIMES[way],
            }
        return answer


def versions() -> dict[str, str]:
    """Return the versions that decide the figures."""
    names = ("casebinder", "tesserocr", "pypdfium2", "opencv-python-headless", "numpy", "spacy")
    about = {"python": sys.version.split()[0], "tesseract": tesseract_version().split()[1]}
    return about | {name: version(name) for name in names}


def main() -> int:
    """Draw the pages, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--level", choices=("clean", "office", "poor"), default="clean", help="clean is 300 dpi")
    parser.add_argument("--quick", action="store_true", help="one measure of each instead of the middle of three")
    parser.add_argument("--only", choices=("stacks", "papers"), help="measure one batch instead of both")
    parser.add_argument(
        "--ocrmypdf", metavar="COMMAND", help="measure this OCRmyPDF as well (five minutes a batch, each time)"
    )
    wanted = parser.parse_args()
    peer = find(wanted.ocrmypdf) if wanted.ocrmypdf else None
    if wanted.ocrmypdf and peer is None:
        parser.error(f"no such command: {wanted.ocrmypdf}; install it in an environment of its own (README.md here)")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    times = 1 if wanted.quick else 3
    with tempfile.TemporaryDirectory(prefix="casebinder-bench-") as made:
        answer: dict[str, Any] = {}
        for batch in (wanted.only,) if wanted.only else ("stacks", "papers"):
            folder = Path(made) / batch
            draw(folder / "pages", wanted, pages=wanted.pages, is_stacked=batch == "stacks")
            found = measured(folder / "pages", folder, times=times, peer=peer)
            answer |= found if batch == "stacks" else {"papers_alone": found}
    load = os.getloadavg()[0]
    print(json.dumps({**answer, "load_average": round(load, 1), "versions": versions()}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
