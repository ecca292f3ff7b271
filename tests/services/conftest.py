"""An installation in memory for each test of the services."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House

from adapters.records.open import open_records
from adapters.records.unit import SqlRecords


@pytest.fixture
def records() -> Iterator[SqlRecords]:
    """Give empty records in memory."""
    opened = open_records("sqlite://")
    yield opened
    opened.close()


@pytest.fixture
def house(records: SqlRecords, tmp_path: Path) -> House:
    """Give an installation in which nothing was done yet."""
    return House(records, tmp_path)
