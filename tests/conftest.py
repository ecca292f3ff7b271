"""What every suite shares: no network, real servers, chance, and where the sample documents are, if they are there."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import offline
import pytest

pytest_plugins = ["real_servers", "campaign"]

_OFFLINE = Path(offline.__file__).parent
_SAMPLES = Path(__file__).parents[2] / "shared" / "samples"

_TOGETHER = {"cli", "web"}
"""Folders whose tests share an installation that takes long to fill: one process runs them all."""

hypothesis.settings.register_profile("house", deadline=None)  # tests judge what is right, benchmarks how fast
hypothesis.settings.load_profile("house")
gc.set_threshold(100_000, 20, 50)  # looking for garbage as often as Python does took a sixth of all time
offline.forbid()
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_OFFLINE), os.environ.get("PYTHONPATH")]))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let one process run all tests of a file, and of a folder that fills an installation once.

    Each is marked as it is found: xdist reads the marks before any other hook sees the whole collection.
    """
    place = item.path.relative_to(Path(__file__).parent)
    folder = place.parts[0]
    item.add_marker(pytest.mark.xdist_group(folder if folder in _TOGETHER else place.as_posix()))


def pytest_collection_finish() -> None:
    """Look for garbage through no module and no collected test again."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Fail a test whose own process tried to reach another machine, even when the refusal was swallowed."""
    before = len(offline.attempts)
    yield
    assert offline.attempts[before:] == [], "a test may not need the network"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of sample documents, or skip: they are not part of the repository."""
    folder = Path(os.environ.get("CASEBINDER_SAMPLES", _SAMPLES))
    if not folder.is_dir():
        pytest.skip(f"the sample documents are not here ({folder}); set CASEBINDER_SAMPLES to try them")
    return folder
