"""What the demonstration tells at its end, from answers of the command line."""

from collections.abc import Mapping
from typing import Any

import pytest
from demo_summary import Outcome, lines

CASE = {
    "reference": "OD-2026-00001",
    "party": {"name": "REY, Martin"},
    "basket": "complements",
    "folder": "/home/of/cases/occupational_disease/OD-2026-00001",
    "facts": [{"name": "social_security_number", "value": "1"}, {"name": "first_observed_on", "value": "2026-01-02"}],
    "completeness": {
        "is_complete": False,
        "sentence": {"fr": "incomplet : 1 pièce manquante", "en": "incomplete: 1 piece missing"},
        "items": [
            {"item": "identity", "title": "Identity paper", "status": "missing"},
            {"item": "declaration", "title": "Declaration", "status": "satisfied"},
        ],
    },
}


def told(language: str = "en", *, balanced: bool = True, **expected: Mapping[str, str]) -> str:
    """Return the summary of one batch and one case, held against a story of its pieces."""
    custody = {"files": {"done": 1, "duplicate": 0, "quarantined": 0}, "by_state": {"in_document": 2, "failed": 0}}
    waiting = {"file": "a.pdf", "routing": {"to": "queue", "queue": "verification", "reasons": ["name: not found."]}}
    batch = {
        "custody": {**custody, "pages_in": 2, "balanced": balanced},
        "documents": [{**waiting, "document_class": "letter", "confidence": 0.9}],
        "waiting": {"unmatched": 2, "verification": 1},
        "failed": [{"file": "b.pdf", "message": "Its end is missing."}],
    }
    figures: dict[str, Any] = {"new_pages": 0, "is_unchanged": False, "capture_seconds": 1.0, "total_seconds": 1.0}
    titles = {"letter": {"fr": "Courrier", "en": "Letter"}, "complements": {"fr": "Compléments", "en": "Complements"}}
    story = {key.replace("_", "/"): {"items": items} for key, items in expected.items()}
    outcome = Outcome(batches=[batch], cases=[CASE], expected=story, flow_runs=0, titles=titles, **figures)
    return "\n".join(lines(outcome, language=language, home="var/demo"))


def test_what_rules_decided_of_invoices_is_told() -> None:
    """An invoice is told with its outcome and that a rule decided it, and held against the verdict drawn with it."""
    decision = {"outcome": "approved", "by": "system", "reasons": []}
    invoice = CASE | {"facts": [{"name": "invoice_number", "value": "F1"}], "decisions": [decision]}
    figures: dict[str, Any] = {"new_pages": 0, "is_unchanged": False, "capture_seconds": 1.0, "total_seconds": 1.0}
    custody = {"files": {"duplicate": 0, "quarantined": 0}, "by_state": {}, "pages_in": 0, "balanced": True}
    outcome = Outcome(
        batches=[{"custody": custody, "documents": [], "waiting": {}, "failed": []}],
        cases=[invoice],
        expected={},
        invoices={"F1": {"outcome": "approved"}, "F2": {"outcome": "disputed"}},
        flow_runs=0,
        titles={"approved": {"fr": "Approuvée", "en": "Approved"}},
        **figures,
    )
    summary = "\n".join(lines(outcome, language="en", home="var/demo"))
    assert "incomplete: 1 piece missing · Approved by rule" in summary
    assert "plain invoices approved: 1 of 1; disputes approved: 0 of 1" in summary


def test_names_are_those_of_the_rules_not_of_the_program() -> None:
    """Classes, baskets and queues are told by their titles, and a case with its sentence and where it lies."""
    summary = told()
    assert "  1  Letter " in summary
    assert "REY, Martin · basket Complements\n      incomplete: 1 piece missing" in summary
    assert "They lie in /home/of/cases/occupational_disease\n" in summary
    assert "  1  fields to be checked\n         a.pdf: name: not found." in summary
    assert "  2  without a case yet" in summary
    assert "b.pdf: Its end is missing." in summary


@pytest.mark.parametrize(
    ("language", "difference"),
    [
        ("en", "OD-2026-00001, Identity paper: missing instead of satisfied"),
        ("fr", "OD-2026-00001, Identity paper : manquante au lieu de satisfaite"),
    ],
)
def test_a_wrong_verdict_is_told_apart_from_a_case_that_waits(language: str, difference: str) -> None:
    """Pieces of cases that are open are held against the story; a case not opened yet is counted for itself."""
    pieces = {"identity": "satisfied", "declaration": "satisfied"}
    story = {"1_2026-01-02": pieces, "2_2026-01-02": pieces}
    summary = told(language, **story)
    assert difference in summary
    assert {"en": "opened: 1 of 2\n", "fr": "ouverts : 1 sur 2\n"}[language] in summary
    assert {"en": "not opened yet: 1;", "fr": "pas encore ouverts : 1 ;"}[language] in summary


def test_a_page_that_is_missing_is_not_passed_over() -> None:
    """Pages that do not balance are told in capitals."""
    assert "accounted for, recounted" in told()
    assert "PAGES ARE NOT ACCOUNTED FOR" in told(balanced=False)
