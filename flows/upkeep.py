"""Flows that run on a schedule: take up what stopped, and look each night at deadlines and expiries."""

import asyncio

from prefect import flow

from flows import runtime
from flows.capture_batch import capture_batch
from services.access import SYSTEM


@flow(name="recover", persist_result=False, log_prints=False)
async def recover() -> None:
    """Capture every batch that stopped half-way, then project what waits for index and folders."""
    application = runtime.application()
    for batch in await asyncio.to_thread(application.recovery.unfinished, SYSTEM):
        await capture_batch(batch)
    await asyncio.to_thread(application.project.drain, SYSTEM)


@flow(name="nightly-sweep", persist_result=False, log_prints=False)
async def nightly_sweep() -> None:
    """Judge every open case by the new day: papers that expired, deadlines that came near."""
    application = runtime.application()
    await asyncio.to_thread(application.sweep.sweep, SYSTEM)
    await asyncio.to_thread(application.project.drain, SYSTEM)
