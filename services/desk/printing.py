"""Drafts of request letters: what to ask is read from the records, put into words, printed, and kept in the store.

Printing and keeping happen outside every transaction, on what was read just before; the act that then writes the
request looks whether that still holds. These are no acts of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from casebinder.letters.letter import Letter, Occasion, Office, compose, recipient_of
from casebinder.letters.slips import answer_code
from casebinder.model.case import OPEN_STATES, Case
from casebinder.model.request import Request, RequestState, Slip
from casebinder.requests import Wanted, answer_by, unasked, unsent, wanted
from pipeline.errors import ConcurrentChange
from pipeline.model.text import Bilingual, Language
from pipeline.ports import BlobStore, Clock, Ids
from services.cases.casework import Casework, contents_of
from services.ports.keys import Keys
from services.ports.letters import LetterPrinter
from services.ports.records import UnitOfWork
from services.refusals.cases import no_longer_open, nothing_to_request, request_under_way
from services.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A request to be printed: the case it was read from, what it asks, and the letter in words."""

    case: Case
    asked: tuple[Wanted, ...]
    request: Request
    letter: Letter


class Printing:
    """Makes the drafts of letters."""

    def __init__(
        self,
        rulebook: Rulebook,
        casework: Casework,
        store: BlobStore,
        printer: LetterPrinter,
        keys: Keys,
        office: Office,
        clock: Clock,
        ids: Ids,
    ) -> None:
        """Take, beside the usual parts, what prints, what makes codes nobody can guess, and who writes."""
        self._rulebook = rulebook
        self._casework = casework
        self._store = store
        self._printer = printer
        self._keys = keys
        self._office = office
        self._clock = clock
        self._ids = ids

    def asked(self, uow: UnitOfWork, case: Case) -> tuple[Wanted, ...]:
        """Return everything that others have to bring to the case as it stands."""
        case_type = self._rulebook.case_type(uow, case.rules_digest)
        return wanted(case_type, self._casework.judged(uow, unasked(case)).completeness.items)

    def plan(self, uow: UnitOfWork, case: Case, *, language: Language | None = None, is_reminder: bool = False) -> Plan:
        """Plan the letter for everything that lacks; one that is drafted or queued keeps its name and is made anew.

        Raises NotPossible when the case is not open, lacks nothing, or its letter is being sent.
        """
        if case.state not in OPEN_STATES:
            raise no_longer_open(case.reference)
        before = unsent(case)
        if before is not None and before.state is RequestState.SENDING:
            raise request_under_way(case.reference)
        asked = self.asked(uow, case)
        if not asked:
            raise nothing_to_request(case.reference)
        request = self._request(uow, case, before, asked, language=language, is_reminder=is_reminder)
        return Plan(case=case, asked=asked, request=request, letter=self._letter(uow, case, request, asked))

    def kept(self, plan: Plan) -> Request:
        """Print the letter and keep it in the store; return the request with its content."""
        at = datetime.combine(plan.request.dated or self._clock.today(), time(), tzinfo=UTC)
        content = self._printer.printed(plan.letter, at=at)
        return replace(plan.request, letter=self._store.put(content, media_type="application/pdf").digest)

    def assert_holds(self, uow: UnitOfWork, plan: Plan) -> Case:
        """Return the case as it is in this transaction; raises ConcurrentChange when the letter no longer fits it."""
        case = uow.cases.get(plan.case.id)
        if case.version != plan.case.version or self.asked(uow, case) != plan.asked:
            raise ConcurrentChange("changed_meanwhile", _CHANGED, where=case.reference, next_step=_AGAIN)
        return case

    def is_current(self, uow: UnitOfWork, case: Case, request: Request) -> bool:
        """Return whether a letter, as printed, asks for what lacks now and bears the present day."""
        items = tuple(one.item for one in self.asked(uow, case))
        return request.letter is not None and request.dated == self._clock.today() and request.items == items

    def _request(
        self,
        uow: UnitOfWork,
        case: Case,
        before: Request | None,
        asked: tuple[Wanted, ...],
        *,
        language: Language | None,
        is_reminder: bool,
    ) -> Request:
        today = self._clock.today()
        known = {slip.item: slip for slip in before.slips} if before else {}
        case_type = self._rulebook.case_type(uow, case.rules_digest)
        base = before or Request(
            id=self._ids.new("r"),
            state=RequestState.DRAFTED,
            items=(),
            drafted_at=self._clock.now(),
            language=language or self._office.language,
            is_reminder=is_reminder,
        )
        return replace(
            base,
            items=tuple(one.item for one in asked),
            slips=tuple(known.get(one.item) or self._slip(one.item) for one in asked),
            language=language or base.language,
            dated=today,
            answer_by=answer_by(case_type, case, on=today),
        )

    def _slip(self, item: str) -> Slip:
        return Slip(item=item, code=answer_code(self._keys.new()))

    def _letter(self, uow: UnitOfWork, case: Case, request: Request, asked: tuple[Wanted, ...]) -> Letter:
        case_type = self._rulebook.case_type(uow, case.rules_digest)
        party = uow.parties.get(case.party) if case.party else None
        sent = [known for known in case.requests if known.sent_at is not None and known.id != request.id]
        unanswered = [known for known in sent if known.state is not RequestState.ANSWERED]
        return compose(
            case_type,
            case,
            asked=asked,
            slips=request.slips,
            recipient=recipient_of(case_type, party, contents_of(uow, case)),
            office=self._office,
            kinds=self._kinds(uow, asked),
            occasion=Occasion(
                on=request.dated or self._clock.today(),
                answer_by=request.answer_by or self._clock.today(),
                before=unanswered[-1] if unanswered else None,
            ),
            language=request.language,
        )

    def _kinds(self, uow: UnitOfWork, asked: tuple[Wanted, ...]) -> Mapping[str, Bilingual]:
        catalog = self._rulebook.catalog(uow)
        found = {code: catalog.find(code) for one in asked for code in one.accepts}
        return {code: known.title for code, known in found.items() if known is not None}


_CHANGED = Bilingual(
    fr="Le dossier a changé pendant l'impression de la lettre.", en="The case changed while the letter was printed."
)
_AGAIN = Bilingual(fr="Demandez-la de nouveau.", en="Ask for it again.")
