"""Acting in a house and looking at what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from house import LOCAL, House
from invariants import check_projections, check_records
from scene import reference_of
from written import Paper, certificate, declaration, identity, salary

from casebinder.model.verdict import ItemStatus, Verdict
from pipeline.model.batch import Document
from pipeline.model.identity import DocumentId

WHOLE = (declaration(), certificate(), identity(), salary())


@contextmanager
def one_act(house: House, act: str, *, event: bool = True) -> Iterator[None]:
    """See to it that what happens inside is one act: its event and its outbox rows are there, then all agrees."""
    house.go_on()
    with house.records.reading() as uow:
        before = [stored.act for stored in uow.events.unsealed()]
    yield
    with house.records.reading() as uow:
        after = [stored.act for stored in uow.events.unsealed()]
        assert uow.outbox.waiting() > 0
    assert (act in after[len(before) :]) == event
    check_records(house)
    house.go_on()
    check_records(house)
    check_projections(house)


def opened(house: House, *papers: Paper, months: int = 40) -> str:
    """Capture papers, one a page, of which the first opens a case; return its reference."""
    house.import_members({1: months})
    batch = house.captured("a.pdf", *papers, batch_class="single_sheets")
    return reference_of(house, house.documents(batch)[0].id)


def verdict(house: House, reference: str) -> Verdict:
    """Return the verdict of a case as a caseworker sees it."""
    return house.find.case(LOCAL, reference).verdict


def status(house: House, reference: str, item: str) -> ItemStatus:
    """Return the state of a line of the checklist."""
    return next(line.status for line in verdict(house, reference).completeness.items if line.item == item)


def again(house: House, name: DocumentId) -> Document:
    """Return a document as it is now."""
    return house.find.document(LOCAL, name).document
