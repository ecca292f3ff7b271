"""A walk of acts on pages chosen by chance: nothing is lost on it, and undoing all of it leads back to the start."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from acting import WHOLE, opened
from house import LOCAL, House
from invariants import check_projections, check_records
from scene import careful_batch_class
from written import BLANK, identity, letter

from casebinder.model.case import Case
from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.batch import Document, Page
from pipeline.model.identity import DocumentId
from services.ports.case_records import CaseQuery

ACTS, CHECK_EVERY = 40, 8
Kept = tuple[list[Document], list[Page], list[Case]]


class Walker:
    """Does one act after the other on pages chosen by chance."""

    def __init__(self, house: House, seed: int) -> None:
        """Begin with a complete case, a file of letters, and a stack with blank sheets."""
        self.house, self.chance = house, random.Random(seed)
        self.done: Counter[str] = Counter()
        opened(house, *WHOLE)
        house.rulebook.publish(LOCAL, (careful_batch_class(),))
        house.captured("l.pdf", letter("one"), letter("two"), letter("three"), identity(2))
        house.captured("k.pdf", letter("one"), BLANK, letter("two"), letter("more"), batch_class="careful")
        house.go_on()

    def step(self) -> None:
        """Do one act; one that is not possible changes nothing."""
        name, act = self.chance.choice(self.acts())
        try:
            act()
        except (NotPossible, WrongUsage):
            return
        self.done[name] += 1

    def acts(self) -> list[tuple[str, Callable[[], object]]]:
        """Return all that may happen."""
        recut, chance = self.house.recut, self.chance
        one = self.document()
        place = chance.randint(1, len(one.draft.pages))
        other = self.document(beside=one)
        return [
            ("split", lambda: recut.split(LOCAL, one.id, 2)),
            ("merge", lambda: recut.merge(LOCAL, one.id, other.id)),
            ("reorder", lambda: recut.reorder(LOCAL, one.id, self.order(one))),
            ("rotate", lambda: recut.rotate(LOCAL, one.id, place, chance.choice((90, 180, 270)))),
            ("reject", lambda: recut.reject(LOCAL, one.id, place)),
            ("move", lambda: recut.move_page(LOCAL, one.id, place, other.id, at=1)),
            ("confirm", lambda: recut.confirm_cut(LOCAL, one.id)),
            ("class", lambda: self.house.verify.set_class(LOCAL, one.id, chance.choice(("letter", "complaint")))),
            ("correct", lambda: self.house.verify.correct(LOCAL, one.id, [("last_name", "AUTREMENT")])),
            ("undo", lambda: self.house.undo.undo(LOCAL, one.id)),
            ("go on", self.house.go_on),
        ]

    def document(self, *, beside: Document | None = None) -> Document:
        """Choose a document, of the same file as another when there is one."""
        every = self.house.every_document()
        near = [one for one in every if beside and one.file == beside.file and one.id != beside.id]
        return self.chance.choice(near or every)

    def order(self, document: Document) -> list[int]:
        """Choose an order of the pages of a document."""
        return self.chance.sample(range(1, len(document.draft.pages) + 1), len(document.draft.pages))

    def names(self) -> list[DocumentId]:
        """Return every document there is or was, by chance."""
        with self.house.records.reading() as uow:
            events = [event.subject for event in uow.events.unsealed()]
            chained = [event.subject for event in uow.events.sealed(after=0, limit=10_000)]
        found = {name for name in (*events, *chained) if name.startswith("document:")}
        return [DocumentId(name.removeprefix("document:")) for name in sorted(found)]

    def undo_all(self) -> None:
        """Take back all that can be, until nothing can."""
        while any(self.took_back(name) for name in self.names()):
            check_records(self.house)

    def took_back(self, name: DocumentId) -> bool:
        """Take back the last act on a document; tell whether there was one."""
        try:
            self.house.undo.undo(LOCAL, name)
        except NotPossible:
            return False
        return True


def kept(house: House) -> Kept:
    """Return all that these acts change, but counts of changes, and clocks, which tell what was between.

    Pieces by name: taken back in another order than done, they stand in another order in their case.
    """
    with house.records.reading() as uow:
        batches = uow.batches.every()
        documents = [replace(d, version=0) for batch in batches for d in uow.documents.of_batch(batch.id)]
        pages = [page for batch in batches for page in uow.pages.of_batch(batch.id)]
        cases = [evened(case) for case in uow.cases.listed(CaseQuery())]
    return documents, pages, cases


def evened(case: Case) -> Case:
    """Return a case as it is compared."""
    return replace(case, version=0, clocks=(), pieces=tuple(sorted(case.pieces, key=lambda piece: piece.id)))


@pytest.mark.parametrize("seed", [1, pytest.param(20261127, marks=[pytest.mark.slow, pytest.mark.long])])
def test_a_walk_of_cuts_leads_back(house: House, seed: int) -> None:
    """Records, index and manifest agree all the way; with every act taken back, all is as it was at the start."""
    walker = Walker(house, seed)
    before = kept(house)
    for number in range(1, ACTS + 1):
        walker.step()
        check_records(house)
        if number % CHECK_EVERY == 0:
            house.go_on()
            check_projections(house)
    told = f"seed {seed}: {dict(walker.done)}"
    assert walker.done.total() >= ACTS // 2, told
    walker.undo_all()
    house.go_on()
    check_projections(house)
    assert kept(house) == before, told
