"""The pool of reading processes: bounded, and a lost process costs one page."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import zipfile
from multiprocessing import resource_tracker
from pathlib import Path

import numpy as np
import pikepdf
import psutil
import pytest

from adapters.reading.child import take_apart, within
from adapters.reading.pool import InlinePageReader, ProcessPageReader
from adapters.reading.tesseract import find_tessdata
from pipeline.errors import InputRefused, PartUnreachable
from services.ports.reading import Original, PageRead, PageRequest, PageUnread, ReadSettings

SETTINGS = ReadSettings(languages=("fra",), separator_codes=())


@pytest.fixture
def pool():
    """Yield a pool of two processes with short patience."""
    reader = ProcessPageReader(processes=2, page_seconds=20)
    yield reader
    reader.close()


def requests(path, media_type="image/png", copies: int = 3):
    """Ask for the same page several times."""
    original = Original(path=path, media_type=media_type)
    return [PageRequest(key=str(index), original=original, number=1) for index in range(copies)]


def children():
    """Return the reading processes of this test."""
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if "spawn_main" in " ".join(child.cmdline()) or "page-reader" in child.name()
    ]


def test_the_pool_reads_what_the_inline_reader_reads(pool, drawn, saved):
    """Both readers give equal recognitions, one outcome for each page asked for."""
    path = saved(drawn)
    outcomes = {each.key: each for each in pool.read(requests(path), SETTINGS)}
    (inline,) = InlinePageReader().read(requests(path, copies=1), SETTINGS)
    assert set(outcomes) == {"0", "1", "2"}
    assert isinstance(inline, PageRead)
    for outcome in outcomes.values():
        assert isinstance(outcome, PageRead)
        assert outcome.recognition == inline.recognition
        assert {"render", "prepare", "recognise", "codes"} <= {stage for stage, _ in outcome.seconds}


def test_a_killed_process_costs_one_page_and_the_pool_goes_on(pool, drawn, saved):
    """When a child is killed, at most the page it read is lost, and the next pages are read."""
    path = saved(drawn)
    list(pool.read(requests(path, copies=2), SETTINGS))
    victim = children()[0].pid
    killer = threading.Timer(0.3, os.kill, (victim, signal.SIGKILL))
    killer.start()
    outcomes = list(pool.read(requests(path, copies=6), SETTINGS))
    killer.join()
    lost = [each for each in outcomes if isinstance(each, PageUnread)]
    assert len(outcomes) == 6
    assert len(lost) <= 1
    assert all(each.died and each.reason.code == "reader_died" for each in lost)
    assert all(isinstance(each, PageRead) for each in pool.read(requests(path, copies=2), SETTINGS))


@pytest.mark.parametrize(
    ("seconds", "megabytes", "code", "died"),
    [(6, 8_000, "time_over", False), (60, 1_500, "reader_died", True)],
    ids=["time", "memory"],
)
def test_a_page_without_end_is_stopped_in_time(drawn, saved, tmp_path, seconds, megabytes, code, died):
    """A page that draws itself a billion times is stopped at the limit of time or of memory; others are still read.

    It fills 400 MB a second (measured), so each limit is set far from where the other one comes.
    """
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        form = None
        for _ in range(12):
            stream = pdf.make_stream(b"0 0 9 9 re f" if form is None else b"/X Do " * 12)
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            stream.BBox = pikepdf.Array([0, 0, 600, 900])
            if form is not None:
                stream.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
            form = pdf.make_indirect(stream)
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"/X Do")
        pdf.save(tmp_path / "endless.pdf")
    reader = ProcessPageReader(processes=1, page_seconds=seconds, memory_bytes=megabytes * 1_000_000)
    try:
        (outcome,) = reader.read(requests(tmp_path / "endless.pdf", "application/pdf", copies=1), SETTINGS)
        assert isinstance(outcome, PageUnread)
        assert (outcome.died, outcome.reason.code) == (died, code)
        (after,) = reader.read(requests(saved(drawn), copies=1), SETTINGS)
        assert isinstance(after, PageRead)
    finally:
        reader.close()


def test_a_busy_machine_takes_no_time_from_a_page(pool):
    """Who waits takes no time of the processor: only work counts against the limit, and its end is the kernel's."""
    assert pool._answer(pool._running().ask(within, 0.2, time.sleep, 1, timeout=60)) is None
    spinning = pool._running().ask(within, 0.2, sum, range(10**12), timeout=60)
    assert pool._answer(spinning).code == "time_over"


def test_want_of_room_for_parts_is_no_archives_fault(pool, tmp_path):
    """An archive whose parts cannot be written is not refused: the machine lacks something, and other files go on."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("1.txt", "Bonjour")
    with pytest.raises(PartUnreachable) as told:
        pool._answer(pool._ask(take_apart, tmp_path / "a.zip", "application/zip", tmp_path / "gone"))
    assert (told.value.code, told.value.where) == ("no_room_to_read", str(tmp_path / "gone"))
    with pool.unpacked(Original(path=tmp_path / "a.zip", media_type="application/zip")) as parts:
        assert [part.name for part in parts] == ["1.txt"]


def test_children_that_cannot_be_started_are_told(drawn, saved):
    """Where the system starts no reading process, as under limits, no page is at fault and nobody waits for ever."""
    page = saved(drawn)
    resource_tracker.ensure_running()  # Python's own helper, which is started by the same executable
    multiprocessing.set_executable("/bin/false")
    reader = ProcessPageReader(processes=1)
    try:
        reader.begin()
        for _ in range(3):
            with pytest.raises(PartUnreachable) as told:
                list(reader.read(requests(page, copies=1), SETTINGS))
            assert told.value.code == "reader_cannot_begin"
        multiprocessing.set_executable(sys.executable)
        (after,) = reader.read(requests(page, copies=1), SETTINGS)
        assert isinstance(after, PageRead)
    finally:
        multiprocessing.set_executable(sys.executable)
        reader.close()


def test_refusals_come_back_as_our_errors(pool, tmp_path):
    """A damaged file is refused by the child with its reason, not with a traceback."""
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\n" + bytes(2000) + b"%%EOF")
    with pytest.raises(InputRefused) as raised:
        pool.count_pages(Original(path=tmp_path / "bad.pdf", media_type="application/pdf"))
    assert raised.value.code == "damaged"


def test_children_hold_bounded_memory_and_no_records(pool, drawn, saved):
    """After an A4 page of 300 dpi a child is under 350 MB and has neither SQLAlchemy, Prefect nor spaCy in it."""
    large = np.kron(drawn, np.ones((2, 2), np.uint8))[:3508, :2481]
    list(pool.read(requests(saved(np.ascontiguousarray(large)), copies=4), SETTINGS))
    for child in children():
        assert child.memory_info().rss < 350_000_000
        maps = " ".join(each.path for each in child.memory_maps())
        assert not any(name in maps for name in ("sqlalchemy", "spacy"))


def test_children_die_with_their_parent(drawn, saved, tmp_path):
    """When the parent is killed with SIGKILL no child stays behind."""
    program = tmp_path / "parent.py"
    program.write_text(
        textwrap.dedent(
            f"""
            import sys, time
            from pathlib import Path
            from adapters.reading.pool import ProcessPageReader
            from services.ports.reading import Original, PageRequest, ReadSettings
            if __name__ == "__main__":
                reader = ProcessPageReader(processes=2)
                original = Original(path=Path({str(saved(drawn))!r}), media_type="image/png")
                wanted = [PageRequest(key=str(n), original=original, number=1) for n in range(2)]
                list(reader.read(wanted, ReadSettings(languages=("fra",), separator_codes=())))
                print("ready", flush=True)
                time.sleep(60)
            """
        )
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().strip() == b"ready"
        left = psutil.Process(parent.pid).children(recursive=True)
        assert len(left) >= 2
        parent.kill()
    _, alive = psutil.wait_procs(left, timeout=10)
    assert alive == []


def test_children_that_cannot_begin_refuse_no_document(tmp_path, drawn, saved, capfd):
    """Without language data no page is read and none is refused: the part is said to be missing until it is there."""
    data = tmp_path / "tessdata"
    reader = ProcessPageReader(processes=1, tessdata=data)
    original = Original(path=saved(drawn), media_type="image/png")
    try:
        with pytest.raises(PartUnreachable) as told:
            reader.count_pages(original)
        assert (told.value.code, told.value.where) == ("tessdata_missing", str(data))
        data.symlink_to(find_tessdata(), target_is_directory=True)
        assert reader.count_pages(original) == 1
    finally:
        reader.close()
    assert "Traceback" not in capfd.readouterr().err
