"""A fresh start for what capture set aside: a file, a page, a unit of work; inside the caller's transaction."""

from dataclasses import replace

from pipeline.model.batch import Page, SourceFile
from pipeline.model.states import FileState, PageState
from services.ports.records import UnitOfWork
from services.ports.work_records import Job, JobState
from services.units import UNIT_JOB

TRIED = frozenset({JobState.READY, JobState.FAILED})
"""The states of a job whose attempts count."""


def file_afresh(uow: UnitOfWork, file: SourceFile) -> None:
    """Have a file taken out of quarantine and opened anew."""
    uow.files.move(file.id, to=FileState.STORED, frm=FileState.QUARANTINED)


def page_afresh(uow: UnitOfWork, page: Page) -> None:
    """Have a failed page read anew."""
    uow.pages.replace(replace(page, state=PageState.RECEIVED, reason=None), frm=PageState.FAILED)


def job_afresh(uow: UnitOfWork, job: Job) -> None:
    """Have the attempts at a unit counted anew."""
    uow.jobs.mark(UNIT_JOB, job.subject, state=JobState.DONE)
    uow.jobs.put(job.id, kind=UNIT_JOB, subject=job.subject)
