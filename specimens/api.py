"""The two things to ask of this package: draw the demonstration, draw a batch of mixed papers.

Both write files with the truth beside each, say how far they are through a callback, and give equal
bytes for equal seeds.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2

from specimens.dossier import Dossier
from specimens.expected import Expectation, expectation_of
from specimens.mixture import BatchOrder, mixture
from specimens.output import Specimen
from specimens.people import draw_person, source_of
from specimens.scenario import Sending, again, broken, draw_dossiers, make, sendings
from specimens.truth import as_json

_OTHER_MEMBERS = 24
_COLUMNS = ("social_security_number", "last_name", "first_names", "birth_date", "contribution_months")


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


def draw_demo(out: Path, *, seed: int, today: date, progress: Progress = silent) -> Drawn:
    """Write the demonstration under a folder: batches/, reference/members.csv and expected.json.

    Existing files of the same names are overwritten with the same bytes when seed and day are equal.
    """
    cv2.setNumThreads(1)
    dossiers = draw_dossiers(seed=seed, today=today)
    plan = sendings(dossiers, seed=seed, today=today)
    total = sum(len(paper.texts) for sending in plan for paper in sending.papers)
    written: list[tuple[Sending, Specimen]] = []
    done = 0
    for sending in plan:
        specimen = make(sending, seed=seed)
        _write(out / "batches" / sending.batch, specimen)
        written.append((sending, specimen))
        done += specimen.page_count
        progress(Step(done=done, total=total, name=specimen.name))
    oddities = _write_oddities(out / "batches" / "mail", written)
    _write_text(out / "reference" / "members.csv", _members(dossiers, seed=seed, today=today))
    _write_text(out / "expected.json", as_json(_expected(dossiers, written, oddities, today)))
    return Drawn(files=len(written) + len(oddities), pages=done)


def draw_batch(out: Path, *, order: BatchOrder, progress: Progress = silent) -> Drawn:
    """Write a mixed batch of about the pages ordered under a folder, truth beside each file."""
    cv2.setNumThreads(1)
    files = done = 0
    for specimen in mixture(order):
        _write(out, specimen)
        files += 1
        done += specimen.page_count
        progress(Step(done=min(done, order.pages), total=order.pages, name=specimen.name))
    return Drawn(files=files, pages=done)


def _write_oddities(folder: Path, written: list[tuple[Sending, Specimen]]) -> dict[str, str]:
    """Write a file that was already sent and one that broke on the way; return name by oddity."""
    portal = [specimen for sending, specimen in written if sending.batch == "portal"]
    duplicate = again(portal[-1], name="copie_document.pdf")
    corrupt = broken(portal[0], name="fax_0007.pdf")
    for specimen in (duplicate, corrupt):
        _write(folder, specimen)
    return {"duplicate": duplicate.name, "corrupt": corrupt.name}


def _write(folder: Path, specimen: Specimen) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / specimen.name
    path.write_bytes(specimen.data)
    if specimen.truth:
        _write_text(path.with_suffix(".truth.json"), specimen.truth.to_json())


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _members(dossiers: dict[str, Dossier], *, seed: int, today: date) -> str:
    source = source_of(seed, "members")
    rows = [(d.person, d.plan.contribution_months) for d in dossiers.values()]
    rows += [(draw_person(source, today=today), source.rng.randint(0, 420)) for _ in range(_OTHER_MEMBERS)]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    for person, months in sorted(rows, key=lambda row: row[0].social_security_number):
        number = person.social_security_number
        table.writerow((number, person.last_name, person.all_first_names, person.birth_date.isoformat(), months))
    return out.getvalue()


def _expected(
    dossiers: dict[str, Dossier], written: list[tuple[Sending, Specimen]], oddities: dict[str, str], today: date
) -> dict[str, object]:
    pages = sum(specimen.page_count for _, specimen in written)
    cases = {_key(d): _case(d, expectation_of(d)) for d in dossiers.values()}
    return {
        "schema": "specimens/expected/1",
        "today": today.isoformat(),
        "pages": pages,
        "cases": cases,
        "batches": _batches(written),
        "duplicates": [f"mail/{oddities['duplicate']}"],
        "corrupt": [f"mail/{oddities['corrupt']}"],
        "of_no_case": [f"{s.batch}/{x.name}" for s, x in written if s.batch == "mail"],
    }


def _key(dossier: Dossier) -> str:
    return f"{dossier.person.social_security_number}/{dossier.first_observed_on.isoformat()}"


def _case(dossier: Dossier, expectation: Expectation) -> dict[str, object]:
    return {
        "story": dossier.plan.code,
        "social_security_number": dossier.person.social_security_number,
        "first_observed_on": dossier.first_observed_on.isoformat(),
        "items": {str(item): status for item, status in expectation.statuses.items()},
        "acceptable": {str(item): list(also) for item, also in expectation.acceptable.items()},
        "consistency": dict(expectation.consistency),
        "is_complete": expectation.is_complete,
    }


def _batches(written: list[tuple[Sending, Specimen]]) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    for sending, specimen in written:
        files = found.setdefault(sending.batch, {})
        kinds = [paper.kind for paper in sending.papers for _ in paper.texts]
        files[specimen.name] = {
            "pages": specimen.page_count,
            "separators": kinds.count("separator"),  # type: ignore[arg-type]
            "blank": kinds.count("blank"),  # type: ignore[arg-type]
            "classes": [paper.document_class for paper in sending.papers if paper.document_class],
        }
    return dict(found)
