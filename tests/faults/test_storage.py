"""A whole batch on a storage that refuses every third call: nothing lost, nothing twice, nothing half there."""

from collections.abc import Iterator
from pathlib import Path

import buckets
import pytest
from account import account
from buckets import Buckets
from faulty_proxy import FAULTS, faulty_proxy
from papers import draw_channel
from real_servers import S3Server
from terminal import Terminal, copied

from adapters.minio.store import MinioBlobStore

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.fixture
def there(request: pytest.FixtureRequest, s3_any: S3Server) -> Iterator[Buckets]:
    """Yield buckets of the test's own on one S3 server."""
    with buckets.fresh(request, s3_any.name) as made:
        yield made


def test_a_batch_on_a_storage_that_refuses_every_third_call(there: Buckets, tmp_path: Path) -> None:
    """The batch ends as it does on the home's own disk, balanced when recounted from the originals."""
    every = sorted(draw_channel(tmp_path / "drawn", "portal").glob("*.pdf"))
    papers = copied(every[:3], tmp_path / "papers")
    embedded = Terminal(home=tmp_path / "embedded")
    embedded.ask("submit", papers)
    with faulty_proxy(there.server.endpoint) as proxy:
        through = {"CASEBINDER_S3_ENDPOINT": proxy.address}
        served = Terminal(home=tmp_path / "served", environment={**there.server.environment(there.name), **through})
        served.ask("submit", papers)
        batch = served.ask("status", "--verify")["batches"][0]
        made = account(served)
    assert set(proxy.met) == set(FAULTS)
    assert batch["custody"]["balanced"]
    assert batch["custody"]["verified"]
    assert made == account(embedded)
    store = MinioBlobStore(there.connect())
    kept = list(store.digests())
    for digest in kept:
        store.get(digest)
    assert len(there.versions(prefix="blobs/")) == len(kept)
