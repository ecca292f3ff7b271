"""The letters of a case: a caseworker drafts, sends or takes back a request for missing pieces; rules remind.

A letter is drafted as a whole and shown before it goes; sending only queues it, and `services.desk.dispatch` takes it
from there. Until the sender has it, it can be withdrawn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from casebinder.model.case import OPEN_STATES, Case
from casebinder.model.request import Request, RequestState, Standing
from casebinder.requests import moved, next_reminder, unsent, with_request
from pipeline.errors import ConcurrentChange, NotPossible
from pipeline.model.actor import Actor
from pipeline.model.identity import CaseId, JobId
from pipeline.model.text import Bilingual, Language
from pipeline.ports import BlobStore, Clock, Ids
from pipeline.rights import Act
from services.access import act_of, is_noted, of_case, reach_of, require, write_down
from services.cases.casework import Casework
from services.desk.printing import Plan, Printing
from services.looking.find import case_by_reference
from services.ports.case_records import CaseQuery, LetterRow
from services.ports.records import Records, UnitOfWork
from services.refusals.cases import already_drafted, request_under_way
from services.refusals.missing import no_letter
from services.rules.rulebook import Rulebook
from services.topics import CASE

SEND_JOB = "send"
"""The kind of the job whose subject is a queued request: `CASE/REQUEST`."""
MOST_TRIES = 4
"""How often a letter is printed anew when the case changed while it was."""
PAGE = 50
"""Letters on one page of the list."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A letter with the reference of its case, who reads it, and the titles of the pieces it asks for."""

    row: LetterRow
    pieces: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterList:
    """A page of letters; number: of the page, from 1; counts: of all the actor may see, by where they stand."""

    lines: tuple[LetterLine, ...]
    number: int
    pages: int
    counts: Mapping[Standing, int]


class Correspond:
    """The acts on letters; each raises NotFound, NoRight, and NotPossible with the reason."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        printing: Printing,
        rulebook: Rulebook,
        casework: Casework,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._records = records
        self._store = store
        self._printing = printing
        self._rulebook = rulebook
        self._casework = casework
        self._clock = clock
        self._ids = ids

    @act_of(Act.CASE_REQUEST)
    def request(self, actor: Actor, reference: str, *, language: Language | None = None, reason: str = "") -> str:
        """Draft one letter for everything that others have to bring; one that asks for less is brought up to date.

        Raises NotPossible when the draft there is asks for all of it already.
        """

        def act() -> None:
            with self._records.reading() as uow:
                case = case_by_reference(uow, actor, reference)
                require(actor, Act.CASE_REQUEST, of_case(case))
                plan = self._printing.plan(uow, case, language=language)
                if _asks_already(unsent(case), plan.request):
                    raise already_drafted(reference)
            self._write(actor, Act.CASE_REQUEST, plan, self._printing.kept(plan), reason=reason)

        _again(act)
        return reference

    @act_of(Act.CASE_SEND)
    def send(self, actor: Actor, reference: str, *, reason: str = "") -> str:
        """Have the drafted letter sent: it is dated today, asks for what lacks today, and waits for the sender."""

        def act() -> None:
            with self._records.reading() as uow:
                case = case_by_reference(uow, actor, reference)
                require(actor, Act.CASE_SEND, of_case(case))
                draft = unsent(case)
                if draft is None or draft.state is not RequestState.DRAFTED:
                    raise no_letter(reference)
                plan = self._printing.plan(uow, case)
            queued = moved(self._printing.kept(plan), RequestState.QUEUED)
            self._write(actor, Act.CASE_SEND, plan, queued, reason=reason)

        _again(act)
        return reference

    @act_of(Act.CASE_WITHDRAW)
    def withdraw(self, actor: Actor, reference: str, *, reason: str = "") -> str:
        """Take back the letter that is not sent yet; raises NotPossible once the sender has it."""
        with self._records.writing() as uow:
            case = case_by_reference(uow, actor, reference)
            require(actor, Act.CASE_WITHDRAW, of_case(case))
            request = unsent(case)
            if request is None:
                raise no_letter(reference)
            if request.state is RequestState.SENDING:
                raise request_under_way(reference)
            withdrawn = replace(moved(request, RequestState.WITHDRAWN), closed_at=self._clock.now())
            self._save(uow, actor, Act.CASE_WITHDRAW, with_request(case, withdrawn), withdrawn, reason=reason)
            uow.commit()
        return reference

    @act_of(Act.CASE_REMIND)
    def remind(self, actor: Actor) -> int:
        """Queue the letters that fall due by the plans of the case types; return their number.

        A case whose letter is drafted or on its way is left to whoever drafted it.
        """
        require(actor, Act.CASE_REMIND)
        with self._records.reading() as uow:
            due = [case.id for case in uow.cases.listed(CaseQuery()) if self._is_due(uow, case)]
        return sum(self._reminded(actor, name) for name in due)

    @act_of(Act.CASE_VIEW)
    def letter(self, actor: Actor, reference: str, request: str | None = None) -> bytes:
        """Return the PDF of a request's letter, or of the newest; raises NotPossible when there is none."""
        with self._records.reading() as uow:
            case = case_by_reference(uow, actor, reference)
            require(actor, Act.CASE_VIEW, of_case(case))
        printed = [known for known in case.requests if known.letter and request in {None, known.id}]
        if not printed or printed[-1].letter is None:
            raise no_letter(reference)
        self._looked(actor, case, printed[-1])
        return self._store.get(printed[-1].letter)

    def _looked(self, actor: Actor, case: Case, request: Request) -> None:
        if is_noted(actor, case.circle):
            with self._records.writing() as uow:
                write_down(uow, self._clock, actor, Act.CASE_VIEW, f"request:{request.id}", case=case.id)
                uow.commit()

    @act_of(Act.CASE_REQUEST)
    def letters(self, actor: Actor, standings: Sequence[Standing], *, number: int = 1) -> LetterList:
        """Return a page of the letters that stand so, of cases for which the actor may write letters, the newest first.

        A page number out of range is taken for the nearest.
        """
        require(actor, Act.CASE_REQUEST)
        seen, today = reach_of(actor, Act.CASE_REQUEST), self._clock.today()
        with self._records.reading() as uow:
            counts = uow.cases.letters_tallied(seen, today=today)
            pages = max(1, -(-sum(counts.get(one, 0) for one in standings) // PAGE))
            at = min(max(1, number), pages)
            rows = uow.cases.letters(seen, standings, today=today, offset=(at - 1) * PAGE, limit=PAGE)
            lines = tuple(LetterLine(row=row, pieces=self._asked(uow, row)) for row in rows)
        return LetterList(lines=lines, number=at, pages=pages, counts=counts)

    def _asked(self, uow: UnitOfWork, row: LetterRow) -> tuple[Bilingual, ...]:
        """Return the titles of the pieces that a letter asks for."""
        case_type = self._rulebook.case_type(uow, row.rules_digest)
        items = (case_type.item(code) for code in row.request.items)
        return tuple(item.title for item in items if item is not None)

    def renew(self, uow: UnitOfWork, actor: Actor, plan: Plan, printed: Request) -> None:
        """Put a letter printed anew in the place of the one that waits; part of the sender's act."""
        self._save(uow, actor, Act.LETTER_SEND, with_request(plan.case, printed), printed)

    def _is_due(self, uow: UnitOfWork, case: Case) -> bool:
        if case.state not in OPEN_STATES or unsent(case) is not None:
            return False
        plans = self._rulebook.case_type(uow, case.rules_digest).requests
        today = self._clock.today()
        days = (next_reminder(plan, case, on=today) for plan in plans)
        return any(day is not None and day <= today for day in days)

    def _reminded(self, actor: Actor, name: CaseId) -> bool:
        def act() -> bool:
            with self._records.reading() as uow:
                case = uow.cases.get(name)
                if not self._is_due(uow, case):
                    return False
                is_reminder = any(request.sent_at is not None for request in case.requests)
                try:
                    plan = self._printing.plan(uow, case, is_reminder=is_reminder)
                except NotPossible:
                    return False  # nothing lacks that others could bring
            queued = moved(self._printing.kept(plan), RequestState.QUEUED)
            self._write(actor, Act.CASE_REMIND, plan, queued)
            return True

        return _again(act)

    def _write(self, actor: Actor, act: Act, plan: Plan, request: Request, *, reason: str = "") -> None:
        """Write a printed request into its case, if what was printed is still what lacks."""
        with self._records.writing() as uow:
            case = self._printing.assert_holds(uow, plan)
            self._save(uow, actor, act, with_request(case, request), request, reason=reason)
            uow.commit()

    def _save(self, uow: UnitOfWork, actor: Actor, act: Act, case: Case, request: Request, *, reason: str = "") -> None:
        uow.cases.save(case)
        if request.state is RequestState.QUEUED:
            uow.jobs.put(JobId(self._ids.new("j")), kind=SEND_JOB, subject=f"{case.id}/{request.id}")
        detail = {"request": request.id, "state": request.state, "items": request.items}
        write_down(uow, self._clock, actor, act, f"request:{request.id}", case=case.id, reason=reason, detail=detail)
        self._casework.recheck(uow, case.id, actor=actor, cause=act)
        uow.outbox.add(CASE, case.id)


def _asks_already(draft: Request | None, planned: Request) -> bool:
    if draft is None or draft.letter is None or draft.language != planned.language:
        return False
    return set(planned.items) <= set(draft.items)


def _again(act: Callable[[], T]) -> T:
    """Do it, and again when somebody else's commit came in between; raises ConcurrentChange after the last try."""
    for _ in range(MOST_TRIES - 1):
        try:
            return act()
        except ConcurrentChange:
            continue
    return act()
