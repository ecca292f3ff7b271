"""The schedules, in code: `python -m flows.deployments` serves them against the Prefect server of the environment."""

import asyncio
from datetime import timedelta

from prefect import aserve

from flows.capture_batch import capture_batch
from flows.upkeep import nightly_sweep, recover

RECOVER_EVERY = timedelta(minutes=2)
SWEEP_AT = "15 2 * * *"
"""Each night at a quarter past two: after midnight, before anybody works."""


async def main() -> None:
    """Serve the schedules until interrupted, one run at a time (an SQLite Prefect slows down beyond)."""
    await aserve(
        await recover.ato_deployment("recover", interval=RECOVER_EVERY),
        await nightly_sweep.ato_deployment("nightly-sweep", cron=SWEEP_AT),
        await capture_batch.ato_deployment("capture-batch"),
        limit=1,
    )


if __name__ == "__main__":
    asyncio.run(main())
