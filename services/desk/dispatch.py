"""Sending letters: each queued request is claimed in a transaction of its own, sent, and written down as sent.

The claim moves it from queued to sending, so that taking it back and sending it cannot both win. What fails goes back
to the queue with its reason, and is tried again after growing pauses; a sender that died is followed by another, whose
channel knows a letter by its name.
"""

from dataclasses import dataclass, replace

import structlog

from casebinder.model.case import Case
from casebinder.model.request import Request, RequestState
from casebinder.requests import as_sent, moved, with_request
from pipeline.errors import CasebinderError, ConcurrentChange, LeaseLost, NotPossible
from pipeline.model.actor import Actor
from pipeline.model.batch import Reason
from pipeline.model.identity import CaseId
from pipeline.ports import BlobStore, Clock
from pipeline.rights import Act
from services.access import act_of, require, write_down
from services.cases.casework import Casework
from services.desk.correspond import SEND_JOB, Correspond
from services.desk.printing import Printing
from services.ports.letters import Dispatch as Parcel
from services.ports.letters import Mailer
from services.ports.records import Records, UnitOfWork
from services.ports.work_records import Job, JobState
from services.topics import CASE

LEASE_SECONDS = 300
LONGEST_WAIT = 3600
"""Seconds between tries of a letter that keeps failing."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many letters went out, and how many could not."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """A letter in this sender's hands."""

    job: Job
    case: Case
    request: Request


class Dispatch:
    """The act of the sender."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        mailer: Mailer,
        printing: Printing,
        correspond: Correspond,
        casework: Casework,
        clock: Clock,
        owner: str,
    ) -> None:
        """Take, beside the usual parts, the channel, and the name under which letters are claimed."""
        self._records = records
        self._store = store
        self._mailer = mailer
        self._printing = printing
        self._correspond = correspond
        self._casework = casework
        self._clock = clock
        self._owner = owner

    @act_of(Act.LETTER_SEND)
    def send(self, actor: Actor) -> Sent:
        """Send every letter that is due, each at most once in a run."""
        require(actor, Act.LETTER_SEND)
        with self._records.reading() as uow:
            due = [job.subject for job in (*uow.jobs.due(SEND_JOB), *uow.jobs.expired()) if job.kind == SEND_JOB]
        sent = failed = 0
        for subject in dict.fromkeys(due):
            try:
                self._bring_up_to_date(actor, subject)
                claimed = self._claim(actor, subject)
                if claimed is None:
                    continue
                is_sent = self._post(actor, claimed)
            except (ConcurrentChange, LeaseLost):
                continue  # somebody changed the case, or another sender has it: the next run sees what is left
            sent, failed = sent + is_sent, failed + (not is_sent)
        return Sent(sent=sent, failed=failed)

    def _bring_up_to_date(self, actor: Actor, subject: str) -> None:
        """Print a queued letter anew when a piece came meanwhile, or it waited beyond its day."""
        with self._records.reading() as uow:
            case, request = _of(uow, subject)
            if request.state is not RequestState.QUEUED or self._printing.is_current(uow, case, request):
                return
            try:
                plan = self._printing.plan(uow, case)
            except NotPossible:
                return  # nothing lacks any more: the claim finds it withdrawn
        printed = self._printing.kept(plan)
        with self._records.writing() as uow:
            self._printing.assert_holds(uow, plan)
            self._correspond.renew(uow, actor, plan, printed)
            uow.commit()

    def _claim(self, actor: Actor, subject: str) -> _Claimed | None:
        """Take a queued letter in hand, so that nobody can withdraw it; None when there is nothing to send."""
        with self._records.writing() as uow:
            job = uow.jobs.claim(SEND_JOB, owner=self._owner, lease_seconds=LEASE_SECONDS, subject=subject)
            if job is None:
                return None
            case, request = _of(uow, subject)
            if request.state is RequestState.QUEUED and self._printing.is_current(uow, case, request):
                request = moved(request, RequestState.SENDING)
                case = uow.cases.save(with_request(case, request))
                self._write(uow, actor, case, request)
            elif request.state is RequestState.QUEUED:
                uow.jobs.finish(job, state=JobState.READY, is_counted=False)
            elif request.state is not RequestState.SENDING:
                uow.jobs.finish(job, state=JobState.DONE)
            uow.commit()
        return _Claimed(job=job, case=case, request=request) if request.state is RequestState.SENDING else None

    def _post(self, actor: Actor, claimed: _Claimed) -> bool:
        try:
            self._mailer.send(self._parcel(claimed))
        except CasebinderError as error:
            self._put_back(actor, claimed, error)
            return False
        with self._records.writing() as uow:
            uow.jobs.assert_held(claimed.job)
            case, request = _of(uow, claimed.job.subject)
            after = as_sent(case, request, channel=self._mailer.channel, at=self._clock.now())
            uow.cases.save(after)
            uow.jobs.finish(claimed.job, state=JobState.DONE)
            for changed in (known for known in after.requests if known not in case.requests):
                self._write(uow, actor, case, changed)
            self._casework.recheck(uow, case.id, actor=actor, cause=Act.LETTER_SEND)
            uow.commit()
        return True

    def _parcel(self, claimed: _Claimed) -> Parcel:
        request, case = claimed.request, claimed.case
        if request.letter is None or request.dated is None:
            raise ValueError(f"request {request.id} is sent without a letter")
        name = f"{request.dated.isoformat()}_{case.reference}_{request.id}.pdf"
        return Parcel(name=name, circle=case.circle, content=self._store.get(request.letter))

    def _put_back(self, actor: Actor, claimed: _Claimed, error: CasebinderError) -> None:
        """Queue the letter again, with the reason; it may be withdrawn while it waits."""
        _log.warning("letter.failed", request=claimed.request.id, code=error.code)
        with self._records.writing() as uow:
            uow.jobs.assert_held(claimed.job)
            case, request = _of(uow, claimed.job.subject)
            why = Reason(code=error.code, message=error.message, next_step=error.next_step)
            queued = moved(request, RequestState.QUEUED)
            queued = replace(queued, attempts=request.attempts + 1, problem=why)
            case = uow.cases.save(with_request(case, queued))
            delay = min(LONGEST_WAIT, 30 * 2 ** min(queued.attempts, 10))
            uow.jobs.finish(claimed.job, state=JobState.READY, reason=why, delay_seconds=delay)
            self._write(uow, actor, case, queued)
            uow.commit()

    def _write(self, uow: UnitOfWork, actor: Actor, case: Case, request: Request) -> None:
        detail = {"request": request.id, "state": request.state, "attempts": request.attempts}
        subject = f"request:{request.id}"
        write_down(uow, self._clock, actor, Act.LETTER_SEND, subject, case=case.id, detail=detail)
        uow.outbox.add(CASE, case.id)


def _of(uow: UnitOfWork, subject: str) -> tuple[Case, Request]:
    """Return the case and the request that a job names."""
    name, _, wanted = subject.partition("/")
    case = uow.cases.get(CaseId(name))
    return case, next(request for request in case.requests if request.id == wanted)
