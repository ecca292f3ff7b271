"""Keeps a job's lease alive from a thread, while the thread of the work is busy elsewhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from pipeline.errors import LeaseLost, TransientError
from services.ports.records import Records
from services.ports.work_records import Job

RENEW_SECONDS = 30
LEASE_SECONDS = 90

_log = structlog.get_logger(__name__)


class ThreadLeaseKeeper:
    """Fulfils `services.ports.leases.LeaseKeeper`."""

    def __init__(self, records: Records, *, renew_seconds: float = RENEW_SECONDS) -> None:
        self._records = records
        self._renew_seconds = renew_seconds

    @contextmanager
    def keeping(self, job: Job) -> Iterator[None]:
        """Renew until the context ends; a lost lease ends the renewing, the holder learns of it at its next act."""
        ended = threading.Event()
        thread = threading.Thread(target=self._renew, args=(job, ended), name=f"lease-{job.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _renew(self, job: Job, ended: threading.Event) -> None:
        while not ended.wait(self._renew_seconds):
            try:
                with self._records.beside() as uow:  # a lease must not run out behind a long act
                    uow.jobs.renew(job, lease_seconds=LEASE_SECONDS)
                    uow.commit()
            except LeaseLost:
                _log.warning("lease.lost", job=job.id, fence=job.fence)
                return
            except TransientError as error:
                _log.warning("lease.not-renewed", job=job.id, code=error.code)
