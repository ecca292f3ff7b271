"""The schedules, in code: `python -m flows.deployments` serves them against the Prefect server of the environment.

A run opens the installation that `CASEBINDER_HOME` names, wherever it was started from.
"""

import argparse
import asyncio
from datetime import timedelta

from bootstrap.settings import load
from flows.engine import set_prefect_up

RECOVER_EVERY = timedelta(minutes=2)
SWEEP_AT = "15 2 * * *"
"""Each night at a quarter past two: after midnight, before anybody works."""


async def main(recover_every: timedelta) -> None:
    """Serve the schedules until interrupted, one run at a time (an SQLite Prefect slows down beyond)."""
    from prefect import aserve  # noqa: PLC0415 - Prefect reads its settings at import
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    from flows.capture_batch import capture_batch  # noqa: PLC0415
    from flows.upkeep import nightly_sweep, recover  # noqa: PLC0415

    # By module, not by file: the path of a file would be looked up from wherever the run starts.
    by_module = EntrypointType.MODULE_PATH
    await aserve(
        await recover.ato_deployment("recover", interval=recover_every, entrypoint_type=by_module),
        await nightly_sweep.ato_deployment("nightly-sweep", cron=SWEEP_AT, entrypoint_type=by_module),
        await capture_batch.ato_deployment("capture-batch", entrypoint_type=by_module),
        limit=1,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m flows.deployments", description=__doc__)
    parser.add_argument("--recover-every", type=float, default=RECOVER_EVERY.total_seconds(), metavar="SECONDS")
    wanted = parser.parse_args()
    set_prefect_up(load())
    asyncio.run(main(timedelta(seconds=wanted.recover_every)))
