"""What every suite shares: no network, real servers, chance, and where the sample documents are, if they are there."""

import gc
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import offline
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["real_servers", "campaign"]

_OFFLINE = Path(offline.__file__).parent
_SAMPLES = Path(__file__).parents[2] / "shared" / "samples"

_TOGETHER = {"cli", "web"}
"""Folders whose tests share an installation that takes long to fill: one process runs them all."""

_LONGEST = {"cli", "web", "tests/slow/test_scenario.py"}
"""What begins first, lest one process still run it when the others have nothing left."""

_RAN_IN: dict[str, str] = {}
"""In which process the tests of a file or folder ran."""

hypothesis.settings.register_profile("house", deadline=None)  # tests judge what is right, benchmarks how fast
hypothesis.settings.load_profile("house")
gc.set_threshold(100_000, 20, 50)  # looking for garbage as often as Python does took a sixth of all time
offline.forbid()
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # under nohup; what the tests start would not hear it either
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_OFFLINE), os.environ.get("PYTHONPATH")]))


def place_of(nodeid: str) -> str:
    """Name the file or the folder with which a test shares what takes long to make."""
    path = nodeid.partition("::")[0]
    folder = path.split("/")[1]
    return folder if folder in _TOGETHER else path


class Together(LoadScopeScheduling):
    """Lets one process run all tests of a place.

    xdist's own `loadgroup` writes the group into a name that pytest no longer reads since 9.2, and says nothing.
    """

    def _split_scope(self, nodeid: str) -> str:
        return place_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Share the tests out place by place, in the order in which they were put."""
    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put before processes that share the tests what takes longest, then the places with most tests."""
    if hasattr(config, "workerinput"):
        tests = Counter(place_of(item.nodeid) for item in items)
        places = sorted(tests, key=lambda place: (place not in _LONGEST, -tests[place], place))
        order = {place: number for number, place in enumerate(places)}
        items.sort(key=lambda item: order[place_of(item.nodeid)])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Fail where two processes ran tests of one place: each then made anew what they share, and nothing else told."""
    if worker := getattr(report, "worker_id", ""):
        ran_in = _RAN_IN.setdefault(place_of(report.nodeid), worker)
        assert ran_in == worker, f"{report.nodeid} ran in {worker}, others of its place in {ran_in}"


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
    """Return the folder of sample documents, or skip: they are not part of the repository."""
    folder = Path(os.environ.get("CASEBINDER_SAMPLES", _SAMPLES))
    if not folder.is_dir():
        pytest.skip(f"the sample documents are not here ({folder}); set CASEBINDER_SAMPLES to try them")
    return folder
