"""The papers that were written apart can be scored: each has its truth, in names that the product knows."""

import json
from pathlib import Path

import pytest

from adapters.rule_files import read_rules
from pipeline.model.identity import UNKNOWN
from pipeline.rules.rule_text import Problems
from services.rules.reading import catalog_in

ROOT = Path(__file__).parents[2]
PAPERS = sorted((ROOT / "benchmarks" / "papers").glob("*/*.html"))


@pytest.fixture(scope="module")
def catalog():
    """Return the delivered classes."""
    return catalog_in(read_rules((ROOT / "rules",)), Problems())


def test_both_halves_are_there_and_nobody_is_in_both():
    """One half is looked at, the other is not: a paper in both would be neither."""
    seen, unseen = ({path.name for path in PAPERS if path.parent.name == half} for half in ("seen", "unseen"))
    assert min(len(seen), len(unseen)) >= 100
    assert not seen & unseen


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_a_paper_has_a_truth_in_known_names(paper, catalog):
    """A misspelt class or field would count as an error of reading for ever."""
    (document,) = json.loads(paper.with_suffix(".truth.json").read_text(encoding="utf-8"))["documents"]
    assert document["document_class"] in {each.code for each in catalog.classes} | {UNKNOWN}
    assert set(document["fields"]) <= {field.name for each in catalog.classes for field in each.fields}
    assert set(document.get("tables", {})) <= {table.name for each in catalog.classes for table in each.tables}


def test_who_reads_and_who_draws_know_nothing_of_them():
    """What knew these papers could be tuned to them."""
    for package in ("adapters", "classifiers", "extractors", "pipeline", "services", "specimens", "wordings"):
        for source in (ROOT / package).rglob("*.py"):
            assert "benchmarks/papers" not in source.read_text(encoding="utf-8"), source
