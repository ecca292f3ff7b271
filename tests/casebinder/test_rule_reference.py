"""The page on rules and the code say the same."""

import json
from pathlib import Path

from casebinder.calculations.plan import POINTS
from casebinder.casetypes import COUNTS
from casebinder.conditions.functions import FUNCTIONS
from casebinder.conditions.vocabulary import ValueKind
from casebinder.model.verdict import ItemStatus

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "rules" / "schemas" / "case.schema.json").read_text(encoding="utf-8"))


def test_the_page_names_every_key_function_count_and_state() -> None:
    """What a rules analyst can write or read stands on the page, by the word the code uses."""
    parts = (
        SCHEMA,
        *(
            SCHEMA["$defs"][name]
            for name in ("fact", "piece", "agreement", "deadline", "request", "route", "match", "decision")
        ),
    )
    keys = {key for part in parts for key in part["properties"]}
    words = {*keys, *FUNCTIONS, *COUNTS, *ValueKind, *ItemStatus, *POINTS}
    assert [word for word in sorted(words) if word not in PAGE] == []
