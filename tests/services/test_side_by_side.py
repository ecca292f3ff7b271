"""What follows reading is done beside it, in the same loop and under the same leases."""

from collections import Counter
from collections.abc import Callable
from threading import Event

import pytest
from capturing import attempts, job_of, settled, state_of
from house import House
from twins import SAID
from written import letter

from bootstrap.running.side_by_side import side_by_side
from pipeline.errors import PartUnreachable
from pipeline.model.identity import BatchId
from pipeline.model.states import BatchState
from services.access import SYSTEM
from services.capture.engine import Progress
from services.ports.work_records import JobState
from services.units import UNIT_JOB, Standing, UnitKind

LONGEST = 60
"""Seconds after which what should have happened beside reading did not."""


@pytest.fixture
def batch(house: House) -> BatchId:
    """Return a batch of two files of one page, which are read one after the other."""
    return house.take_in(house.file("a.pdf", letter()), house.file("b.pdf", letter())).batch


def when(house: House, happened: Event) -> Callable[[], None]:
    """Return what holds back the page after the first until something has happened."""

    def hold_back() -> None:
        if house.reader.pages_read.total() == 1:
            assert happened.wait(LONGEST), "it did not happen while a page was read"

    return hold_back


def test_a_file_is_archived_while_the_next_is_read(house: House, batch: BatchId) -> None:
    """A file that was read is cut, understood and archived before the next is read; all is done once, settled once."""
    archived, told = Event(), Counter[UnitKind]()

    def note(progress: Progress) -> None:
        assert progress.unit is not None
        told[progress.unit.kind] += 1
        if told[UnitKind.RENDER] == 2:  # its beginning and its end
            archived.set()

    house.reader.before_page = when(house, archived)
    assert side_by_side(house.engine, SYSTEM, batch, note).is_over
    assert told[UnitKind.READ] == 2, "both pages were read in one unit"
    assert set(house.reader.pages_read.values()) == {1}
    assert set(house.reader.renditions_made.values()) == {1}
    assert set(attempts(house, batch)) == {1}
    assert settled(house, batch) == 1
    assert state_of(house, batch) is BatchState.CLOSED


def test_an_outage_met_beside_reading_ends_the_loop_and_nothing_stays_leased(house: House, batch: BatchId) -> None:
    """What fails in the second pair of hands is raised by the loop, which puts the batch off and lets all leases go."""
    failed = Event()

    def fail_once() -> None:
        if not failed.is_set():
            failed.set()
            raise PartUnreachable("down", SAID, next_step=SAID)

    house.reader.before_rendition = fail_once
    house.reader.before_page = when(house, failed)
    with pytest.raises(PartUnreachable):
        side_by_side(house.engine, SYSTEM, batch, lambda _: None)
    assert job_of(house, batch).state is JobState.READY
    with house.records.reading() as uow:
        assert not uow.jobs.of_kind(UNIT_JOB, state=JobState.LEASED, subject_prefix=f"{batch}:")
    assert side_by_side(house.engine, SYSTEM, batch, lambda _: None) is Standing.PUT_OFF
