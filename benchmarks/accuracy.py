"""Measures what is read right, as one table: drawn papers of open and of held-back layouts, written and real ones.

    python benchmarks/accuracy.py [--pages 120] [--samples FOLDER] [--accept]

Each set is drawn with its truth and scored by `casebinder evaluate`. Rules and the trained model never saw the
layouts that are held back; both stand side by side, for what is read better in the open ones is learned by heart.
So do papers written apart (`papers`), of which those who write rules may look at one half and not at the other.
`--samples` adds every folder below that holds files with truth. Wrong and sure comes first. The table goes to
standard output (and into `docs/accuracy.md` with `--accept`), the figures to `.cache/benchmarks/accuracy.json`;
beside each figure stands how far it moved from the run accepted last (`benchmarks/accepted/accuracy.json`).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papers import printing as papers

ROOT = Path(__file__).parents[1]
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))
LAST = ROOT / ".cache" / "benchmarks" / "accuracy.json"
ACCEPTED = ROOT / "benchmarks" / "accepted" / "accuracy.json"
PAGE = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- begin of the table -->", "<!-- end of the table -->"
CHECKED = frozenset({"social_security_number", "seller_siret", "employer_siret", "seller_vat_id", "iban"})
"""Fields whose own check digits prove them."""
TABLES = frozenset({"lines"})
LEVELS = ("clean", "office", "poor")
COLUMNS = {
    "wrong": "wrong and sure",
    "straight": "straight through",
    "bound": "bound of error",
    "classes": "class right",
    "coverage": "decided at 1 % error",
    "ece": "calibration error",
    "fields": "fields F1",
    "checked": "checked fields F1",
    "lines": "lines F1",
    "cuts": "cuts F1",
    "words": "words found",
    "cer": "characters wrong",
}
READ = ("files", "read", "refused", "pages", "documents", "unknown", "straight")
TARGETS = {
    "wrong": "0", "straight": "≥ 0.80", "classes": "≥ 0.95", "coverage": "≥ 0.90", "ece": "≤ 0.05", "fields": "≥ 0.92",
    "checked": "≥ 0.97", "lines": "≥ 0.80", "cuts": "≥ 0.95",
}  # fmt: skip
Figures = dict[str, float | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A set to be drawn: its name in the table and the generator's options."""

    name: str
    options: tuple[str, ...]


def drawn_sets(pages: int, seed: int) -> Iterator[Drawn]:
    """Yield the sets: open and held-back layouts at three levels, one paper a file; and stacks with sheets."""
    common = ("--pages", str(pages), "--seed", str(seed), "--classes", "all", "--media", "scanned-pdf", "tiff")
    for kind, held in (("open", ()), ("held back", ("--held-back",))):
        for level in LEVELS:
            yield Drawn(name=f"{kind}, {level}", options=(*common, *held, "--level", level, "--single"))
    yield Drawn(name="stack with sheets, open", options=(*common, "--level", "clean"))
    yield Drawn(name="stack with sheets, held back", options=(*common, "--level", "clean", "--held-back"))


def scored(folder: Path, home: Path) -> Figures | None:
    """Return the row of a folder; None where no file has its truth. Raises RuntimeError with what `evaluate` said."""
    command = [CASEBINDER, "--home", str(home), "evaluate", str(folder), "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
    if answer.get("error", {}).get("code") == "no_truth":
        return None
    if done.returncode:
        raise RuntimeError(f"evaluate {folder}: {done.stderr}")
    return figures(answer) if answer["files"]["scored"] else None


def figures(answer: Mapping[str, Any]) -> Figures:
    """Return a row of the table from an answer of `evaluate`; None where there was nothing to score."""
    straight, classes, fields = answer["straight_through"], answer["classes"], answer["fields"]
    header = [each for name, each in fields.items() if name not in TABLES]
    return {
        "files": answer["files"]["scored"],
        "wrong": straight["wrong"],
        "straight": straight["rate"],
        "bound": straight["upper_bound_95"],
        "classes": classes["accuracy"],
        "coverage": classes["coverage_at_error"],
        "ece": classes["ece"],
        "fields": together(header),
        "checked": together([each for name, each in fields.items() if name in CHECKED]),
        "lines": together([each for name, each in fields.items() if name in TABLES]),
        "cuts": answer["cuts"]["f1"],
        "words": answer["pages"]["word_recall"],
        "cer": answer["pages"]["cer"],
    }


def together(scores: Sequence[Mapping[str, Any]]) -> float | None:
    """Return the F1 of fields taken together (micro average): each value counts the same."""
    right = sum((each["recall"] or 0.0) * each["n"] for each in scores)
    said = sum((each["recall"] or 0.0) * each["n"] / each["precision"] for each in scores if each["precision"])
    true = sum(each["n"] for each in scores)
    return round(2 * right / (said + true), 4) if said + true else None


def measured(pages: int, seed: int, samples: Path | None, only: str) -> Iterator[tuple[str, Figures]]:
    """Draw and score each set, then the papers written apart, then each folder of samples that has truth."""
    with tempfile.TemporaryDirectory(prefix="casebinder-accuracy-") as made:
        home = Path(made) / "home"
        for number, each in enumerate(drawn_sets(pages, seed)):
            if only in each.name:
                folder = Path(made) / str(number)
                command = [sys.executable, "-m", "specimens", "batch", str(folder), *each.options]
                subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
                if row := scored(folder, home):
                    yield each.name, row
        for name, folder in written_apart(Path(made), only):
            if row := scored(folder, home):
                yield name, row
        for name, folder in folders_in(samples).items() if samples else ():
            if only in name and (row := scored(folder, home)):
                yield name, row


def written_apart(made: Path, only: str) -> Iterator[tuple[str, Path]]:
    """Print the papers written apart, where Chromium is, and yield each folder with its name in the table."""
    if not papers.can_print():
        print(f"Papers written apart are left out: {papers.MISSING}", file=sys.stderr)
        return
    for kind in papers.KINDS:
        if only in (name := f"written apart, {kind}"):
            yield name, papers.printed(papers.HERE / kind, made)


def folders_in(samples: Path) -> dict[str, Path]:
    """Return each folder below by its name in the tables; in the place of one with nothing but folders, those."""
    found: dict[str, Path] = {}
    for folder in (path for path in sorted(samples.iterdir()) if path.is_dir()):
        inside = sorted(folder.iterdir())
        for each in inside if all(path.is_dir() for path in inside) else [folder]:
            found[f"samples: {each.relative_to(samples)}"] = each
    return found


def read(folder: Path, home: Path) -> Figures:
    """Preview every file of a folder, truth or not, and count what became of them."""
    files = [str(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    command = [CASEBINDER, "--home", str(home), "preview", *files, "--json"]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    counts = Counter[str]()
    for line in done.stdout.splitlines():
        file = json.loads(line)
        documents = file["documents"]
        counts.update({"files": 1, file["state"]: 1, "pages": len(file["pages"]), "documents": len(documents)})
        counts["unknown"] += sum(each["document_class"] == "unknown" for each in documents)
        counts["straight"] += sum(each["routing"]["to"] == "straight-through" for each in documents)
    return {name: counts[name] for name in READ}


def table(rows: Mapping[str, Figures], before: Mapping[str, Figures]) -> str:
    """Return the table in Markdown; in brackets how far a figure moved from the accepted run."""
    head = ["set", "files", *COLUMNS.values()]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], ["*aim*", "", *(TARGETS.get(name, "") for name in COLUMNS)]]
    for name, row in rows.items():
        old = before.get(name, {})
        lines.append([name, str(row["files"]), *(_cell(row[column], old.get(column)) for column in COLUMNS)])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _cell(now: float | None, before: float | None) -> str:
    if now is None:
        return "–"
    shown = str(now) if isinstance(now, int) else f"{now:.3f}"
    is_moved = before is not None and abs(now - before) >= 0.0005
    return f"{shown} ({now - before:+.3g})" if is_moved and before is not None else shown


def table_of_reading(rows: Mapping[str, Figures]) -> str:
    """Return the table of what became of the files of each folder, in Markdown; nothing without folders."""
    if not rows:
        return ""
    lines = [["folder", *READ], ["---", *["---:"] * len(READ)]]
    lines += [[name, *(str(row[column]) for column in READ)] for name, row in rows.items()]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def accept(rows: Mapping[str, Figures], text: str) -> None:
    """Keep the figures as the ones to compare with, and the tables in the docs."""
    ACCEPTED.parent.mkdir(exist_ok=True)
    ACCEPTED.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> int:
    """Measure, print, keep; fail when anything is wrong and sure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=120, help="pages of each drawn set")
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--samples", type=Path, help="a folder of folders with files and their truth")
    parser.add_argument("--only", default="", help="sets whose name holds this")
    parser.add_argument("--accept", action="store_true", help="make this the run to compare with")
    wanted = parser.parse_args()
    before = json.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.is_file() else {}
    rows: dict[str, Figures] = {}
    for name, row in measured(wanted.pages, wanted.seed, wanted.samples, wanted.only):
        rows[name] = row
        print(f"{name}: {row}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="casebinder-accuracy-") as home:
        folders = folders_in(wanted.samples) if wanted.samples else {}
        reading = {name: read(folder, Path(home)) for name, folder in folders.items() if wanted.only in name}
    print(table(rows, before), table_of_reading(reading), sep="\n\n")
    LAST.parent.mkdir(parents=True, exist_ok=True)
    LAST.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if wanted.accept:
        accept(rows, f"{table(rows, {})}\n\n{table_of_reading(reading)}")
    return 1 if any(row["wrong"] for row in rows.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
