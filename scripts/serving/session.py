"""The servers of one run of a suite, shared by its processes: started while the tests are collected, ended with it."""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from serving.fetch import default_cache
from serving.house import KINDS, House, NotStarted

NAMED = "CASEBINDER_TEST_SERVERS"
"""Names the folder of servers that tests find running, and leave running."""


@contextmanager
def shared_servers() -> Iterator[Mapping[str, str]]:
    """Start every server that is here, and return the environment by which tests find them.

    A test that needs one waits until all are ready; one that could not be started is told, and again by that test.
    """
    if os.environ.get(NAMED):
        yield {}
        return
    # Not in the checkout: PostgreSQL and Elasticsearch run as others when we are root, and must get in.
    folder = Path(tempfile.mkdtemp(prefix="casebinder-servers-"))
    folder.chmod(0o755)
    house = House(folder=folder, cache=default_cache(), is_durable=False)
    names = [name for name in KINDS if not house.missing(name)]
    is_over = threading.Event()
    # Servers end with the thread that started them, however it ends: it stays until the tests are over.
    starter = threading.Thread(target=_serve, args=(house, names, is_over))
    starter.start()
    try:
        yield {NAMED: str(folder)}
    finally:
        is_over.set()
        starter.join()
        shutil.rmtree(folder, ignore_errors=True)


def _serve(house: House, names: Sequence[str], is_over: threading.Event) -> None:
    try:
        house.start(names)
    except NotStarted as why:
        print(why, file=sys.stderr, flush=True)
    is_over.wait()
    house.stop()
