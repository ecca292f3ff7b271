"""Leases: who works on what, kept alive while they do."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from services.ports.work_records import Job


class LeaseKeeper(Protocol):
    """Renews the lease of a job from a thread while its holder works."""

    def keeping(self, job: Job) -> AbstractContextManager[None]:
        """Keep the lease alive while the context lasts; the job itself is finished by its holder."""
        ...
