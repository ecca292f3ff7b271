"""The schedules, in code: what runs when, on a Prefect server. `casebinder init --prefect` brings them there.

A run opens the installation that `CASEBINDER_HOME` names where its worker was started.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

_ZONES = "zoneinfo/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A deployment of the flow of that name, and when it runs by itself (at an interval or by local cron), if it does.

    Of a planned flow only one run goes on at a time; a run that falls due meanwhile is cancelled.
    """

    name: str
    entrypoint: str
    description: str
    every: timedelta | None = None
    cron: str | None = None

    @property
    def is_alone(self) -> bool:
        """Return whether it may not overlap with itself; capture may, for another batch."""
        return self.every is not None or self.cron is not None


PLAN: tuple[Planned, ...] = (
    Planned(
        name="poll",
        entrypoint="flows.upkeep.poll",
        description="Takes in what arrived in the hot folder or the inbox of the object store.",
        every=timedelta(minutes=1),
    ),
    Planned(
        name="recover",
        entrypoint="flows.upkeep.recover",
        description="Takes up batches that stopped half-way.",
        every=timedelta(minutes=2),
    ),
    Planned(
        name="relay",
        entrypoint="flows.upkeep.relay",
        description="Brings search index and case folders up to date.",
        every=timedelta(minutes=5),  # every act and every batch does so itself: this is for what it could not
    ),
    Planned(
        # A quarter past two: after midnight, before anybody works.
        name="nightly-sweep",
        entrypoint="flows.upkeep.nightly_sweep",
        description="Judges every open case by the new day.",
        cron="15 2 * * *",
    ),
    Planned(
        name="custody-proof",
        entrypoint="flows.upkeep.custody_proof",
        description="Recounts every open or recent batch from its originals.",
        cron="45 2 * * *",
    ),
    Planned(
        name="capture-batch",
        entrypoint="flows.capture_batch.capture_batch",
        description="Captures one batch, when started from Prefect's screen.",
    ),
)


def time_zone() -> str:
    """Name the time zone of this machine, in which nights are counted; UTC when it cannot be told."""
    if zone := os.environ.get("TZ", "").removeprefix(":"):
        return zone
    _, found, zone = str(Path("/etc/localtime").resolve()).partition(_ZONES)
    return zone if found else "UTC"
