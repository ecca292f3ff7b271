"""A changed mapping or a changed term has a new version: else an old index would be searched with new words."""

import hashlib
import json

from adapters.elastic.mapping import MAPPINGS, SETTINGS, VERSION
from adapters.elastic.pages import source_of
from adapters.tantivy.pages import MAPPING
from pipeline.model.values import Amount
from services.ports.search import IndexedPage, IndexedWord

PRINTED = (
    "L'attestation de l’employeur relevé n° de dossier 4521 décla- ration chevaux œuvre 1 834,20 € le 12 mars 2024 "
    "FR76 3000 6000 0112 3456 7890 189 AB-123-CD invoices employer's bijoux impayées"
)
PAGE = IndexedPage(
    document="d-1",
    page=1,
    document_class="letter",
    case="OD-2026-00001",
    case_type="occupational_disease",
    circle="open",
    received_on="2026-03-02",
    language="fr",
    text=PRINTED,
    words=tuple(IndexedWord(text=word, box=(0.1, 0.2, 0.3, 0.4)) for word in PRINTED.split()),
    fields=(("last_name", "Lefèvre"),),
    state="bound",
    basket="control",
    party="DUPONT, Jean (1961-05-03)",
    amount=Amount(183_420),
)
KNOWN = {("2 / tantivy 0.27", 1): "d51320d755da48c0"}
"""Versions of both indexes, and what the page above becomes under them: add a line, never change one."""


def test_a_changed_mapping_has_a_new_version() -> None:
    """Whoever changes what is kept of a page raises `MAPPING` and `VERSION`, so that old indexes ask for a rebuild."""
    kept = json.dumps([MAPPINGS, SETTINGS, source_of(PAGE)], sort_keys=True, ensure_ascii=False)
    assert KNOWN.get((MAPPING, VERSION)) == hashlib.sha256(kept.encode()).hexdigest()[:16]
