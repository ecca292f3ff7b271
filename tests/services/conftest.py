"""An installation for each test of the services: all in memory; some suites run once more on PostgreSQL.

Those are what hangs on the database itself: who waits for whom, and a long walk through every act. What a single act
does to the records is shown in memory, and that both databases keep records alike in `tests/adapters/records`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import records_on
from house import House

from adapters.records.unit import SqlRecords


@pytest.fixture
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRecords]:
    """Yield empty records, in memory unless the test names another kind."""
    opened = records_on(request, getattr(request, "param", "memory"), tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def house(records: SqlRecords, tmp_path: Path) -> House:
    """Return an installation in which nothing was done yet."""
    return House(records, tmp_path)
