"""How many drawn documents need nobody, and how many of those are wrong: wrong and sure is counted first.

Draws a batch with its truth beside, previews it, and compares class and fields of every document. Prints JSON. The
papers come from our own generator, so the figures say that the line works, not how it does on real papers.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CASEBINDER = str(Path(sys.executable).with_name("casebinder"))
Shape = dict[str, Any]


def main() -> int:
    """Measure, print, and fail when a document that went straight through is wrong."""
    wanted = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers"
        _draw(papers, wanted)
        found = _measure(papers, Path(folder) / "home")
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 1 if found["wrong_and_sure"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--level", choices=("clean", "office", "poor"), default="clean")
    parser.add_argument("--media", nargs="*", default=["scanned-pdf", "tiff"])
    return parser


def _draw(papers: Path, wanted: argparse.Namespace) -> None:
    options = ["--pages", str(wanted.pages), "--seed", str(wanted.seed), "--level", wanted.level]
    command = [sys.executable, "-m", "specimens", "batch", str(papers), *options, "--media", *wanted.media]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _measure(papers: Path, home: Path) -> Shape:
    files = sorted(path for path in papers.rglob("*") if _has_truth(path))
    command = [CASEBINDER, "--home", str(home), "preview", *map(str, files), "--json"]
    answers = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    counts: Counter[str] = Counter()
    wrong: list[Shape] = []
    reasons: Counter[str] = Counter()
    for path, line in zip(files, answers, strict=True):
        truth = json.loads(_truth_of(path).read_text(encoding="utf-8"))
        _compare(path.name, json.loads(line), truth, counts, wrong, reasons)
    documents = counts["documents"]
    return {
        "wrong_and_sure": len(wrong),
        "documents": documents,
        "straight_through": counts["straight"],
        "rate": round(counts["straight"] / documents, 3) if documents else None,
        "wrong": wrong,
        "held_back_by": reasons.most_common(20),
        "cuts_missed": counts["cuts_missed"],
    }


def _has_truth(path: Path) -> bool:
    return path.is_file() and not path.name.endswith(".truth.json") and _truth_of(path).is_file()


def _truth_of(path: Path) -> Path:
    return path.with_suffix(".truth.json")


def _compare(
    name: str, answer: Shape, truth: Shape, counts: Counter[str], wrong: list[Shape], reasons: Counter[str]
) -> None:
    found = {tuple(document["pages"]): document for document in answer["documents"]}
    for expected in truth["documents"]:
        counts["documents"] += 1
        document = found.get(tuple(expected["pages"]))
        if document is None:
            counts["cuts_missed"] += 1
            continue
        if document["routing"]["to"] != "straight-through":
            reasons.update(f["field"] or f["code"] for f in document["findings"] if f["severity"] != "note")
            reasons.update([document["routing"]["queue"]])
            continue
        counts["straight"] += 1
        differences = _differences(document, expected)
        if differences:
            wrong.append({"file": name, "pages": expected["pages"], "differences": differences})


def _differences(document: Shape, expected: Shape) -> list[str]:
    """List what is said and not true; what is left unsaid is not wrong."""
    differences = []
    if document["document_class"] != expected["document_class"]:
        differences.append(f"{expected['document_class']} taken for {document['document_class']}")
    for field in document["fields"]:
        true = expected["fields"].get(field["name"])
        if true is not None and _plain(_written(field)) != _plain(true):
            differences.append(f"{field['name']}: {_written(field)!r} is {true!r} ({field['confidence']})")
    return differences


def _written(field: Shape) -> str:
    value = field["value"]
    if isinstance(value, dict):
        return str(value["amount"])
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(text: str) -> str:
    """Fold case, blanks and accents: how a name is capitalised or spaced is no error."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in letters if each.isalnum() or each in ".-")


if __name__ == "__main__":
    sys.exit(main())
