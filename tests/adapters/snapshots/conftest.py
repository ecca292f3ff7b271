"""The stores of snapshots that must all keep the one contract."""

from collections.abc import Iterator
from pathlib import Path

import buckets
import pytest

from adapters.local.snapshots import LocalSnapshots
from adapters.memory.snapshots import MemorySnapshots
from adapters.minio.snapshots import MinioSnapshots
from services.ports.snapshots import SnapshotStore


@pytest.fixture(params=["local", "memory", "seaweedfs", "minio"])
def snapshots(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SnapshotStore]:
    """Yield an empty store of each kind."""
    if request.param == "local":
        yield LocalSnapshots(tmp_path / "snapshots")
    elif request.param == "memory":
        yield MemorySnapshots()
    else:
        with buckets.fresh(request, request.param) as made:
            yield MinioSnapshots(made.connect())
