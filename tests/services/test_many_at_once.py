"""Many who act at the same moment leave what they leave one after the other: nothing twice, no stale verdict."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from databases import records_on
from house import LOCAL, House
from invariants import check_records
from written import Paper, certificate, declaration, identity, letter, salary

from adapters.records.unit import SqlRecords
from pipeline.errors import ConcurrentChange
from pipeline.model.identity import BatchId
from pipeline.model.states import FileState
from services.access import SYSTEM
from services.ports.case_records import CaseQuery

PEOPLE, ROUNDS = 4, 6


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRecords]:
    """Yield empty records in which several can write."""
    opened = records_on(request, request.param, tmp_path)
    yield opened
    opened.close()


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Do all acts at the same moment and give what they gave, or the refusal they met."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        together.wait(60)
        try:
            return act()
        except ConcurrentChange as told:
            return told

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def test_verdicts_are_true_after_many_corrections(house: House) -> None:
    """Whoever corrects which paper of a case at the same moment as others: its verdict is that of all corrections."""
    house.import_members({1: 40})
    papers = (declaration(1), certificate(1), identity(1), salary(1))
    documents = house.documents(house.captured("a.pdf", *papers, batch_class="single_sheets"))

    def correct(seed: int) -> Callable[[], object]:
        def act() -> None:
            chance = random.Random(seed)
            for _ in range(ROUNDS):
                name = chance.choice(("DURAND", "AUTREMENT", "MARTIN"))
                house.verify.correct(LOCAL, chance.choice(documents).id, [("last_name", name)], reason="seen")

        return act

    assert at_once([correct(seed) for seed in range(PEOPLE)]) == [None] * PEOPLE
    check_records(house)
    assert house.ledger.verify(SYSTEM).broken_at is None


def test_the_same_bytes_are_accepted_once(house: House) -> None:
    """Of deliveries with the same bytes at the same moment one is accepted, all others are duplicates of it."""
    file = house.file("a.pdf", letter("the same"))

    def deliver(n: int) -> Callable[[], object]:
        return lambda: house.take_in(replace(file, name=f"{n}.pdf"), channel=f"channel-{n}").files[0].state

    states = Counter(at_once([deliver(n) for n in range(6)]))
    assert states == {FileState.STORED: 1, FileState.DUPLICATE: 5}


def test_the_same_delivery_is_one_batch(house: House) -> None:
    """Of the same delivery made at the same moment by several, one is new, and all are told the same batch."""
    file = house.file("a.pdf", letter("the same"))
    receipts = at_once([lambda: house.take_in(file) for _ in range(6)])
    assert len({receipt.batch for receipt in receipts}) == 1  # type: ignore[attr-defined]
    assert Counter(receipt.is_new for receipt in receipts) == {True: 1, False: 5}  # type: ignore[attr-defined]


def test_papers_of_one_person_meet_in_one_case(house: House) -> None:
    """A declaration and other papers of the same person, captured at the same moment in batches of their own: one case.

    Whichever comes first: a paper that found no case is bound by the one that opens it.
    """
    people = (1, 2, 3)
    house.import_members(dict.fromkeys(people, 40))

    def deliver(name: str, paper: Paper) -> BatchId:
        return house.take_in(house.file(f"{name}.pdf", paper), batch_class="single_sheets", channel=name).batch

    papers = {n: (declaration(n), certificate(n), identity(n)) for n in people}
    # Each worker has another paper of the same person in hand.
    shares = [[deliver(f"{n}-{k}", papers[n][k]) for n in people] for k in range(3)]

    def capture(share: list[BatchId]) -> Callable[[], object]:
        engine = house.another_engine(f"w-{share[0]}")
        return lambda: [engine.run(SYSTEM, batch, lambda _: None) for batch in share]

    told = at_once([capture(share) for share in shares])
    assert not [one for one in told if isinstance(one, ConcurrentChange)]
    house.go_on()
    with house.records.reading() as uow:
        cases = uow.cases.listed(CaseQuery())
    assert [len(case.pieces) for case in cases] == [3] * len(people)
    check_records(house)
