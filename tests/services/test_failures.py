"""What was set aside is listed with its reason, tried again one by one, or let rest, each act in the log."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from acting import one_act
from house import LOCAL, House, someone
from invariants import check_records
from scene import closed_batch_class
from written import declaration, letter

from pipeline.errors import NoRight, NotFound, NotPossible, WrongUsage
from pipeline.model.actor import Role
from pipeline.model.states import BatchState, FileState, PageState
from pipeline.refusals import reason, refused
from services.access import SYSTEM
from services.capture.failures import A_PAGE, Failed, FailedKind
from services.units import MOST_ATTEMPTS, UnitKind


def state_of(house: House, batch: str) -> BatchState:
    """Return the state of a batch."""
    return house.find.batches(LOCAL, batch)[0].batch.state


def only(house: House) -> Failed:
    """Return the one thing that was set aside."""
    (item,) = house.failures.listed(LOCAL).items
    return item


def in_quarantine(house: House, name: str = "a.pdf") -> Failed:
    """Have a file refused by the reader."""
    house.reader.refusals[name] = refused(reason("damaged"))
    house.run(house.take_in(house.file(name, letter(name))).batch)
    return only(house)


def failed_page(house: House) -> Failed:
    """Have a page given up."""
    house.reader.errors = [ValueError("of no account") for _ in range(MOST_ATTEMPTS)]
    house.run(house.take_in(house.file("p.pdf", letter())).batch)
    return only(house)


def test_a_file_is_tried_again_when_its_kind_is_read(house: House) -> None:
    """It leaves the list by the act, is opened anew, and comes back to it when it is refused again."""
    item = in_quarantine(house)
    assert (item.kind, item.file, item.reason.code, item.attempts, item.can_retry) == (
        *(FailedKind.FILE, "a.pdf", "damaged", 1),
        True,
    )
    house.failures.retry(LOCAL, item.kind, item.name, reason="once more")
    assert house.failures.count(LOCAL) == 0
    house.run(item.batch.id)
    assert only(house).reason.code == "damaged"
    house.reader.refusals.clear()
    with one_act(house, "batch.retry"):
        house.failures.retry(LOCAL, item.kind, item.name)
    assert house.failures.listed(LOCAL).items == ()
    assert state_of(house, item.batch.id) is BatchState.CLOSED


def test_a_page_is_tried_again_alone(house: House) -> None:
    """The attempts are counted anew, and the batch closes when the page is read."""
    item = failed_page(house)
    assert (item.kind, item.page, item.attempts, item.can_retry) == (FailedKind.PAGE, 1, MOST_ATTEMPTS + 1, True)
    house.failures.retry(LOCAL, item.kind, item.name)
    house.run(item.batch.id)
    assert house.failures.count(LOCAL) == 0
    assert state_of(house, item.batch.id) is BatchState.CLOSED


def test_what_would_end_as_before_is_not_tried_again(house: House) -> None:
    """A kind that is not read and an empty file say so; nothing is done."""
    empty = replace(house.file("e.pdf"), size=0, head=b"")
    text = replace(house.file("t.txt"), head=b"only some words of text\n")
    house.take_in(empty, text)
    for item in house.failures.listed(LOCAL).items:
        assert not item.can_retry
        with pytest.raises(NotPossible):
            house.failures.retry(LOCAL, item.kind, item.name)
    assert house.failures.count(LOCAL) == 2


@pytest.mark.parametrize("fail", [in_quarantine, failed_page])
def test_a_person_lets_it_rest_with_a_reason(house: House, fail: Callable[[House], Failed]) -> None:
    """It leaves the list, stays accounted for, and its batch closes; without a reason nothing happens."""
    item = fail(house)
    with pytest.raises(WrongUsage):
        house.failures.dismiss(LOCAL, item.kind, item.name, reason=" ")
    assert state_of(house, item.batch.id) is BatchState.ATTENTION
    with one_act(house, "batch.dismiss"):
        house.failures.dismiss(LOCAL, item.kind, item.name, reason="an advertisement")
    assert house.failures.count(LOCAL) == 0
    assert state_of(house, item.batch.id) is BatchState.CLOSED
    (view,) = house.find.batches(LOCAL, item.batch.id)
    assert view.balance.is_balanced
    if item.kind is FailedKind.FILE:
        assert (view.files[0].state, view.files[0].seen_by) == (FileState.QUARANTINED, LOCAL.id)
    else:
        assert view.pages[0].state is PageState.REJECTED
        assert "an advertisement" in view.pages[0].reason.message.en
    with pytest.raises(NotPossible):
        house.failures.dismiss(LOCAL, item.kind, item.name, reason="again")
    check_records(house)


def test_a_unit_that_failed_can_only_be_tried_again(house: House) -> None:
    """Its pages are in no document yet: it is listed, cannot rest, and goes on after a retry."""
    house.reader.before_rendition = fail_always
    batch = house.captured("a.pdf", declaration())
    (unit,) = house.failures.listed(LOCAL).units
    assert (unit.kind, unit.step, unit.can_retry) == (FailedKind.UNIT, UnitKind.RENDER, True)
    with pytest.raises(NotPossible):
        house.failures.dismiss(LOCAL, unit.kind, unit.name, reason="no")
    house.reader.before_rendition = lambda: None
    house.failures.retry(LOCAL, unit.kind, unit.name)
    house.run(batch)
    assert house.failures.listed(LOCAL).units == ()
    assert state_of(house, batch) is BatchState.CLOSED


def fail_always() -> None:
    """Raise what nobody foresaw."""
    raise ValueError("of no account")


def test_the_list_has_pages_newest_batch_first(house: House) -> None:
    """Each thing stands on exactly one page of the list."""
    files = [replace(house.file(f"{n}.pdf"), size=0, head=b"") for n in range(A_PAGE)]
    house.take_in(*files)
    house.take_in(replace(house.file("last.pdf"), size=0, head=b""))
    first, second = (house.failures.listed(LOCAL, page=page) for page in (1, 2))
    assert [item.file for item in (*first.items, *second.items)] == ["last.pdf", *(f"{n}.pdf" for n in range(A_PAGE))]
    assert (first.count, first.pages, house.failures.count(LOCAL)) == (A_PAGE + 1, 2, A_PAGE + 1)


def test_what_is_closed_is_not_there(house: House) -> None:
    """Of a closed circle others neither see, count, retry nor dismiss; and rights are asked for."""
    house.rulebook.publish(SYSTEM, (closed_batch_class(),))
    insider = someone("insider", Role.OPERATOR, circles=("open", "health"))
    house.take_in(replace(house.file("s.pdf"), size=0, head=b""), batch_class="confidential", actor=insider)
    (item,) = house.failures.listed(insider).items
    assert house.failures.listed(LOCAL).items == ()
    assert house.failures.count(LOCAL) == 0
    for act in (house.failures.retry, house.failures.dismiss):
        with pytest.raises(NotFound):
            act(LOCAL, item.kind, item.name, reason="x")
        with pytest.raises(NoRight):
            act(someone("expert", Role.EXPERT), item.kind, item.name, reason="x")
    with pytest.raises(NotFound):
        house.failures.retry(LOCAL, FailedKind.PAGE, "p-none")
