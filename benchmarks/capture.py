"""Pages a second of the whole pipeline beside the bare engine, on the same scanned pages, two processes, one run.

The whole pipeline is `casebinder submit` on a fresh installation; the bare engine is `tesserocr` on the pages already
drawn as grey pictures, text and word boxes asked for. The bare engine runs before and after, since machines are noisy.
Prints one JSON object: pages a second, their ratio, seconds by stage, and the memory of the worker and of its children.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil
import pypdfium2
from numpy.typing import NDArray
from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

PROCESSES = 2
SAMPLE_SECONDS = 0.1
TESSDATA = os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata")
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))
_ENGINE: list[PyTessBaseAPI] = []


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as the scanner gave it: grey height x width, and its resolution in dpi."""

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
        """Sample until told to end or the process is gone."""
        while not self.ended.wait(SAMPLE_SECONDS):
            try:
                first = psutil.Process(pid)
                children = [child.memory_info().rss for child in first.children(recursive=True)]
                own = first.memory_info().rss
            except psutil.NoSuchProcess:
                continue
            self.first = max(self.first, own)
            self.largest_child = max(self.largest_child, *children, 0) if children else self.largest_child
            self.together = max(self.together, own + sum(children))


def scans(folder: Path) -> Iterator[Scan]:
    """Give every page of the folder's PDFs at the resolution of its picture."""
    for path in sorted(folder.rglob("*.pdf")):
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                widths = [picture.get_px_size()[0] for picture in page.get_objects(max_depth=2) if picture.type == 3]
                dpi = round(max(widths, default=2480) / page.get_width() * 72)
                grey = page.render(scale=dpi / 72, grayscale=True).to_numpy()
                yield Scan(np.ascontiguousarray(grey.reshape(grey.shape[:2])), dpi)


def read(scan: Scan) -> int:
    """Read one page with the process's engine; give its number of words."""
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
            words += bool(word.GetUTF8Text(RIL.WORD) and word.BoundingBox(RIL.WORD))
    return words


def bare(pages: Sequence[Scan]) -> float:
    """Give pages a second of the bare engine in long-lived processes, loading left out."""
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


def whole(folder: Path, home: Path) -> tuple[float, Memory]:
    """Give pages a second of `submit` on a fresh installation, its memory beside; its start counted."""
    subprocess.run([CASEBINDER, "init", "--home", str(home)], check=True, stdout=subprocess.DEVNULL)
    command = [CASEBINDER, "submit", str(folder), "--home", str(home), "--engine", "inline", "--json"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment())
    with watched(process) as memory:
        answer, _ = process.communicate()
    return json.loads(answer)["pages"] / (time.perf_counter() - started), memory


def stages(folder: Path) -> dict[str, float]:
    """Give seconds by stage, summed over the pages of a preview of the folder."""
    files = [str(path) for path in sorted(folder.rglob("*.pdf"))]
    done = subprocess.run(
        [CASEBINDER, "preview", *files, "--json"], capture_output=True, check=True, env=_environment()
    )
    seconds = Counter[str]()
    for line in done.stdout.splitlines():
        seconds.update(json.loads(line)["seconds"])
    return {stage: round(value, 2) for stage, value in seconds.items()}


def _environment() -> dict[str, str]:
    return os.environ | {"CASEBINDER_PROCESSES": str(PROCESSES), "OMP_THREAD_LIMIT": "1"}


def main() -> int:
    """Draw the pages, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=11)
    wanted = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="casebinder-bench-") as made:
        folder = Path(made) / "pages"
        draw = ("-m", "specimens", "batch", str(folder), "--level", "office", "--media", "scanned-pdf")
        size = ("--pages", str(wanted.pages), "--seed", str(wanted.seed))
        subprocess.run([sys.executable, *draw, *size], check=True, stdout=subprocess.DEVNULL)
        pages = list(scans(folder))
        before = bare(pages)
        speed, memory = whole(folder, Path(made) / "home")
        after = bare(pages)
        spent = stages(folder)
    engine = (before + after) / 2
    megabytes = {"worker": memory.first, "largest_child": memory.largest_child, "together": memory.together}
    answer = {
        "pages": len(pages),
        "pages_per_second": {"whole": round(speed, 3), "bare": [round(before, 3), round(after, 3)]},
        "share_of_bare": round(speed / engine, 3),
        "seconds_by_stage": spent,
        "megabytes": {name: round(size / 1e6) for name, size in megabytes.items()},
    }
    print(json.dumps(answer, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
