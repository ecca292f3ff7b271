"""An installation for each test of the services: all in memory, and once more with its records on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import records_on
from house import House

from adapters.records.unit import SqlRecords


@pytest.fixture(params=["memory", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRecords]:
    """Give empty records."""
    opened = records_on(request, request.param, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def house(records: SqlRecords, tmp_path: Path) -> House:
    """Give an installation in which nothing was done yet."""
    return House(records, tmp_path)
