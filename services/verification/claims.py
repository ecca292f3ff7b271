"""Who has a document before them: a lease of the job to verify it, so that no two persons get the same doubt.

It is taken in the transaction that chooses the document, is renewed by every act and while the person is at work, and
is over by the database's clock when they are not; even then it stays theirs until somebody else takes it.
"""

from collections.abc import Mapping

from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId, DocumentId, JobId
from pipeline.ports import Ids
from services.ports.records import UnitOfWork
from services.ports.work_records import Job, JobState
from services.refusals.documents import in_other_hands

VERIFY_JOB = "verify"
"""The kind of the job rows that say who has a document."""
LEASE_SECONDS = 180


def claim(uow: UnitOfWork, ids: Ids, actor: Actor, document: DocumentId) -> None:
    """Take a document, or keep it longer; raises NotPossible when somebody else has it."""
    job = uow.jobs.find(VERIFY_JOB, document)
    if job is None or job.state in {JobState.DONE, JobState.FAILED}:
        uow.jobs.put(JobId(ids.new("j")), kind=VERIFY_JOB, subject=document)
    if uow.jobs.claim(VERIFY_JOB, owner=actor.id, lease_seconds=LEASE_SECONDS, subject=document) is not None:
        return
    job = uow.jobs.find(VERIFY_JOB, document)
    if job is None or job.owner != actor.id:
        raise in_other_hands(document, _name(uow, job))
    uow.jobs.renew(job, lease_seconds=LEASE_SECONDS)


def give_back(uow: UnitOfWork, actor: Actor, document: DocumentId) -> None:
    """Let others have a document, if the actor has it."""
    job = uow.jobs.find(VERIFY_JOB, document)
    if job is not None and job.state is JobState.LEASED and job.owner == actor.id:
        uow.jobs.finish(job, state=JobState.DONE)


def holders(uow: UnitOfWork) -> Mapping[DocumentId, ActorId]:
    """Return who has which document now."""
    over = {job.id for job in uow.jobs.expired()}
    leased = uow.jobs.of_kind(VERIFY_JOB, state=JobState.LEASED)
    return {DocumentId(job.subject): ActorId(job.owner) for job in leased if job.owner and job.id not in over}


def _name(uow: UnitOfWork, job: Job | None) -> str:
    return uow.actors.get(ActorId(job.owner)).name if job is not None and job.owner else "?"
