"""What the demonstration writes is complete, accounted for and the same every time."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from specimens.api import Step, draw_batch, draw_demo
from specimens.degrade import Level
from specimens.mixture import CLASSES, BatchOrder
from specimens.output import Medium
from specimens.scenario import draw_dossiers, sendings

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demonstration drawn once."""
    out = tmp_path_factory.mktemp("demo")
    draw_demo(out, seed=7, today=TODAY)
    return out


def _expected(demo: Path) -> dict:
    return json.loads((demo / "expected.json").read_text(encoding="utf-8"))


def test_it_has_at_least_sixty_pages_and_every_channel(demo: Path) -> None:
    """A morning's mail: sixty pages or more over the channels of the story."""
    expected = _expected(demo)
    assert expected["pages"] >= 60
    assert {"scanner-patch-t", "scanner-bar-codes", "portal", "photographs", "counter", "mail"} == set(
        expected["batches"]
    )


def test_every_readable_file_has_its_truth_beside_it(demo: Path) -> None:
    """Each file has a truth file whose pages are numbered and whose documents lie within them."""
    corrupt = {demo / "batches" / name for name in _expected(demo)["corrupt"]}
    files = {p for p in (demo / "batches").rglob("*.*") if not p.name.endswith(".truth.json")}
    for file in files - corrupt:
        truth = json.loads(file.with_suffix(".truth.json").read_text(encoding="utf-8"))
        numbers = [page["number"] for page in truth["pages"]]
        assert numbers == list(range(1, len(numbers) + 1))
        used = [number for document in truth["documents"] for number in document["pages"]]
        assert len(used) == len(set(used))
        assert set(used) <= set(numbers)
        assert all(document["document_class"] in CLASSES for document in truth["documents"])


def test_documents_separators_and_blanks_account_for_every_page(demo: Path) -> None:
    """The page counts promised per file balance with the truth files."""
    for batch, files in _expected(demo)["batches"].items():
        for name, counts in files.items():
            truth = json.loads((demo / "batches" / batch / name).with_suffix(".truth.json").read_text("utf-8"))
            in_documents = sum(len(document["pages"]) for document in truth["documents"])
            assert counts["pages"] == len(truth["pages"])
            assert counts["pages"] == in_documents + counts["separators"] + counts["blank"]


def test_the_duplicate_is_exact_and_the_corrupt_file_opens_nowhere(demo: Path) -> None:
    """One file was sent twice under two names, one is beyond repair."""
    expected = _expected(demo)
    digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in (demo / "batches").rglob("*") if p.suffix == ".pdf"]
    assert len(digests) - len(set(digests)) == len(expected["duplicates"]) == 1
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(demo / "batches" / expected["corrupt"][0])


def test_members_know_everyone_in_the_cases(demo: Path) -> None:
    """Reference data hold each case's person with the months the story needs, and others besides."""
    with (demo / "reference" / "members.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    months = {row["social_security_number"]: int(row["contribution_months"]) for row in rows}
    cases = _expected(demo)["cases"].values()
    assert {case["social_security_number"] for case in cases} < set(months)
    for case in cases:
        short = months[case["social_security_number"]] < 12
        assert short == (case["story"] in {"career-missing", "short-career"})


def test_the_plan_of_another_seed_has_other_people() -> None:
    """Nothing about the people is fixed: another seed tells the same story of others."""
    one, other = (draw_dossiers(seed=seed, today=TODAY) for seed in (7, 8))
    numbers = [{d.person.social_security_number for d in dossiers.values()} for dossiers in (one, other)]
    assert not numbers[0] & numbers[1]
    classes = [[p.document_class for s in sendings(d, seed=7, today=TODAY) for p in s.papers] for d in (one, other)]
    assert classes[0] == classes[1]


def test_a_batch_is_made_twice_with_equal_digests(tmp_path: Path) -> None:
    """Equal orders give equal files, truth included, and progress ends at the pages ordered."""
    steps: list[Step] = []
    order = BatchOrder(pages=24, seed=3, today=TODAY, level=Level.OFFICE)
    for name in ("one", "two"):
        drawn = draw_batch(tmp_path / name, order=order, progress=steps.append)
        assert drawn.pages >= 24
        assert steps[-1].done == steps[-1].total == 24
    digests = [
        {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    ]
    assert digests[0] == digests[1]


def test_a_batch_holds_only_the_classes_and_media_ordered(tmp_path: Path) -> None:
    """Classes and media can be chosen, for measuring one at a time."""
    order = BatchOrder(pages=4, seed=3, today=TODAY, classes=("passport",), media=(Medium.PHOTOGRAPH,))
    draw_batch(tmp_path, order=order)
    truths = [json.loads(p.read_text("utf-8")) for p in tmp_path.glob("*.truth.json")]
    assert {d["document_class"] for truth in truths for d in truth["documents"]} == {"passport"}
    assert {p.suffix for p in tmp_path.iterdir()} == {".jpg", ".json"}


def test_papers_can_be_had_without_stacks(tmp_path: Path) -> None:
    """Each file then holds one paper: no separator sheet, no blank back, for measuring what every page costs."""
    order = BatchOrder(pages=6, seed=3, today=TODAY, media=(Medium.SCANNED_PDF,), is_stacked=False)
    draw_batch(tmp_path, order=order)
    truths = [json.loads(p.read_text("utf-8")) for p in tmp_path.glob("*.truth.json")]
    assert len(truths) > 3
    for truth in truths:
        (document,) = truth["documents"]
        assert document["pages"] == [page["number"] for page in truth["pages"]]
