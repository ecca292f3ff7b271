"""A long walk of acts chosen by chance: after each of them what must always hold holds."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from house import LOCAL, House
from invariants import check_projections, check_records
from written import career, certificate, declaration, identity, letter, mystery, salary

from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.model.identity import ActorId, DocumentId
from pipeline.model.states import DocumentState
from services.access import SYSTEM
from services.ports.case_records import CaseQuery

ACTS, FEW, CHECK_EVERY = 200, 60, 10
"""Acts of the long walk, and of the short ones; after so many, what is projected is looked at too."""
MOST_DELIVERIES, MOST_OPENED = 7, 2
ITEMS = ("declaration", "medical_certificate", "identity", "salary_certificate", "career_statement")
EVERY_KIND = {
    *("correct", "class", "split", "merge", "reject", "undo"),
    *("accept", "refuse", "move", "set"),
}
"""Acts that a long walk must have done."""
CLASSES = ("letter", "national_id_card", "medical_certificate", "employer_certificate", "no_such_class")
FACTS = (("employment", "agency"), ("employment", "retired"), ("contribution_months", "5"), ("contribution_months", ""))
FIELDS = (
    ("last_name", "AUTREMENT"),
    ("expires_on", "2020-01-01"),
    ("expires_on", "2031-01-01"),
    ("signed", "false"),
    ("signed", "true"),
    ("contribution_months", "3"),
    ("birth_date", "1984-03-02"),
    ("birth_date", "soon"),
)


class Walker:
    """Does one act after the other, each on something chosen by chance."""

    def __init__(self, house: House, seed: int) -> None:
        """Begin with three people's papers."""
        self.house, self.chance = house, random.Random(seed)
        self.tried: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.deliveries = 0
        house.import_members({1: 40, 2: 6})
        for _ in range(4):
            self.deliver()

    def deliver(self) -> None:
        """Receive a file with some papers of one person, with doubts, letters and unknown pages among them."""
        serial = self.chance.choice((1, 2, 3))
        expires = self.chance.choice(("2030-05-03", "2026-07-10", "2021-01-01"))
        papers = [
            declaration(serial, kind=self.chance.choice(("first", "new_injury"))),
            certificate(serial),
            identity(serial, expires=expires),
            salary(serial),
            career(serial, months=self.chance.choice((3, 40))),
            ("class medical_certificate", "issued_on?: 2026-03-04"),
            letter(f"letter {self.deliveries}"),
            mystery(),
        ]
        self.deliveries += 1
        chosen = self.chance.sample(papers, self.chance.randint(1, 5))
        batch_class = self.chance.choice(("single_sheets", "mailroom"))
        self.house.captured(f"{self.deliveries}.pdf", *chosen, batch_class=batch_class)

    def document(self) -> DocumentId:
        """Choose a document."""
        return self.chance.choice(self.house.every_document()).id

    def case(self) -> str:
        """Choose a case, or one that is not there."""
        with self.house.records.reading() as uow:
            known = [case.reference for case in uow.cases.listed(CaseQuery())]
        return self.chance.choice([*known, "OD-2026-99999"])

    def task(self) -> tuple[str, str]:
        """Choose a task with its case, or one that is not there."""
        with self.house.records.reading() as uow:
            known = [(case.reference, task.id) for case in uow.cases.listed(CaseQuery()) for task in case.tasks]
        return self.chance.choice([*known, (self.case(), "t-none")])

    def step(self) -> None:
        """Do one act, sooner one that was seldom tried."""
        acts = self.acts()
        name, act = self.chance.choices(acts, [1 / (1 + self.tried[name]) for name, _ in acts])[0]
        self.tried[name] += 1
        try:
            act()
        except (NotFound, NotPossible, WrongUsage) as error:
            self.refused[f"{name} {error.code}"] += 1
        else:
            self.done[name] += 1

    def acts(self) -> list[tuple[str, Callable[[], object]]]:
        """Return all that may happen."""
        verify, recut, chance = self.house.verify, self.house.recut, self.chance
        desk, correspond = self.house.desk, self.house.correspond
        notes = self.house.on_cases.notes
        item, fact, day = chance.choice(ITEMS), chance.choice(FACTS), chance.choice((0, 1, 30))
        return [
            ("correct", lambda: verify.correct(LOCAL, self.document(), [chance.choice(FIELDS)], reason="walk")),
            ("correct", lambda: verify.correct(LOCAL, self.document(), [chance.choice(FIELDS)], reason="walk")),
            ("class", lambda: verify.set_class(LOCAL, self.document(), chance.choice(CLASSES))),
            ("split", lambda: recut.split(LOCAL, self.longest(), 2)),
            ("merge", lambda: recut.merge(LOCAL, *self.neighbours())),
            ("reject", lambda: recut.reject(LOCAL, self.document(), chance.choice((1, 1, 7)), reason="walk")),
            ("reorder", lambda: recut.reorder(LOCAL, self.longest(), (2, 1))),
            ("move page", lambda: recut.move_page(LOCAL, *self.page_move())),
            ("rotate", lambda: recut.rotate(LOCAL, self.document(), 1, chance.choice((90, 270)))),
            ("undo", lambda: self.house.undo.undo(LOCAL, self.any_document(), reason="walk")),
            ("release", lambda: verify.release(LOCAL, self.document())),
            ("set", lambda: desk.set_facts(LOCAL, self.case(), [fact])),
            ("accept", lambda: desk.accept(LOCAL, *self.piece())),
            ("accept", lambda: desk.accept(LOCAL, self.case(), item, None)),
            ("refuse", lambda: desk.refuse(LOCAL, *self.piece(), reason="walk")),
            ("refuse", lambda: desk.refuse(LOCAL, self.case(), item, None, reason="walk")),
            ("waive", lambda: desk.waive(LOCAL, self.case(), item, reason="walk")),
            ("move", lambda: desk.move(LOCAL, *self.removal())),
            ("request", lambda: correspond.request(LOCAL, self.case())),
            ("send", lambda: correspond.send(LOCAL, self.case())),
            ("note", lambda: notes.note(LOCAL, self.case(), "walked by")),
            ("task", lambda: notes.give(LOCAL, self.case(), "look again", who=LOCAL.id)),
            ("done", lambda: notes.done(LOCAL, *self.task())),
            ("withdraw", lambda: correspond.withdraw(LOCAL, self.case())),
            ("post", lambda: self.house.dispatch.send(SYSTEM)),
            ("assign", lambda: desk.assign(LOCAL, self.case(), ActorId("basket:control"))),
            ("repin", lambda: desk.repin(LOCAL, self.case(), "2026.2")),
            ("days", lambda: self.pass_days(day)),
            *([("deliver", self.deliver)] if self.deliveries < MOST_DELIVERIES else []),
            *([("open", lambda: self.open_case(fact))] if self.done["open"] < MOST_OPENED else []),
        ]

    def open_case(self, fact: tuple[str, str]) -> None:
        """Open a case by hand."""
        self.house.desk.open_case(LOCAL, "occupational_disease", [fact] if fact[1] else [])

    def longest(self) -> DocumentId:
        """Choose a document that can be cut, mostly."""
        every = self.house.every_document()
        return self.chance.choice([d for d in every if len(d.draft.pages) > 1] or every).id

    def neighbours(self) -> tuple[DocumentId, DocumentId]:
        """Choose two documents, of one file when there are."""
        first = self.chance.choice(self.house.every_document())
        others = [d.id for d in self.house.every_document() if d.file == first.file and d.id != first.id]
        return first.id, self.chance.choice(others or [self.document()])

    def page_move(self) -> tuple[DocumentId, int, DocumentId]:
        """Choose a page of a document, and another document of the same file when there is one."""
        name, other = self.neighbours()
        return name, self.chance.choice((1, 1, 2)), other

    def any_document(self) -> DocumentId:
        """Choose a document, also one that was replaced."""
        return self.chance.choice((*self.house.every_document(), *self.house.in_state(DocumentState.SUPERSEDED))).id

    def piece(self) -> tuple[str, str, DocumentId]:
        """Choose a piece of a case: its case, its item and its document; some document and item when there is none."""
        with self.house.records.reading() as uow:
            cases = uow.cases.listed(CaseQuery())
        pieces = [(case.reference, piece.item, piece.document) for case in cases for piece in case.pieces]
        return self.chance.choice(pieces or [(self.case(), ITEMS[0], self.document())])

    def removal(self) -> tuple[str, DocumentId, str]:
        """Choose a document in a case, and another case."""
        reference, _, name = self.piece()
        return reference, name, self.case()

    def pass_days(self, days: int) -> None:
        """Let days pass, and the nightly sweep with them."""
        self.house.clock.pass_days(days)
        self.house.sweep.sweep(LOCAL)


@pytest.mark.parametrize(
    ("records", "seed", "acts"),
    [
        ("memory", 20261122, FEW),
        pytest.param("memory", 1, ACTS, marks=[pytest.mark.slow, pytest.mark.long]),
        ("postgresql", 1, FEW),
    ],
    indirect=["records"],
)
def test_nothing_breaks_on_a_long_walk(house: House, seed: int, acts: int) -> None:
    """After each act custody balances and each verdict is what judging anew gives; index and folders follow."""
    walker = Walker(house, seed)
    for number in range(1, acts + 1):
        walker.step()
        check_records(house)
        if number % CHECK_EVERY == 0:
            house.go_on()
            check_projections(house)
    told = f"seed {seed}: done {dict(walker.done)}, refused {dict(walker.refused)}"
    assert walker.done.total() >= acts // 3, told
    if acts == ACTS:
        assert set(walker.done) >= EVERY_KIND
