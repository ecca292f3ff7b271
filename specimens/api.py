"""The two things to ask of this package: draw the demonstration, draw a batch of mixed papers.

Both write files with the truth beside each, say how far they are through a callback, and give equal
bytes for equal seeds.
"""

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
from specimens.writing import Drawn, Progress, Step, as_csv, silent, write_specimen, write_text

_OTHER_MEMBERS = 24
_COLUMNS = ("social_security_number", "last_name", "first_names", "birth_date", "contribution_months")


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
        write_specimen(out / "batches" / sending.batch, specimen)
        written.append((sending, specimen))
        done += specimen.page_count
        progress(Step(done=done, total=total, name=specimen.name))
    oddities = _write_oddities(out / "batches" / "mail", written)
    write_text(out / "reference" / "members.csv", _members(dossiers, seed=seed, today=today))
    write_text(out / "expected.json", as_json(_expected(dossiers, written, oddities, today)))
    return Drawn(files=len(written) + len(oddities), pages=done)


def draw_batch(out: Path, *, order: BatchOrder, progress: Progress = silent) -> Drawn:
    """Write a mixed batch of about the pages ordered under a folder, truth beside each file."""
    cv2.setNumThreads(1)
    files = done = 0
    for specimen in mixture(order):
        write_specimen(out, specimen)
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
        write_specimen(folder, specimen)
    return {"duplicate": duplicate.name, "corrupt": corrupt.name}


def _members(dossiers: dict[str, Dossier], *, seed: int, today: date) -> str:
    source = source_of(seed, "members")
    rows = [(d.person, d.plan.contribution_months) for d in dossiers.values()]
    rows += [(draw_person(source, today=today), source.rng.randint(0, 420)) for _ in range(_OTHER_MEMBERS)]
    told = (
        (p.social_security_number, p.last_name, p.all_first_names, p.birth_date.isoformat(), months)
        for p, months in sorted(rows, key=lambda row: row[0].social_security_number)
    )
    return as_csv(_COLUMNS, told)


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
