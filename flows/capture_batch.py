"""The flow that captures a batch: the same loop as the inline engine, each unit a recorded task.

Only ids go through Prefect; no result is kept there, and its states are never read as business states.
"""

import asyncio
from time import monotonic

from prefect import flow, task

from flows import runtime
from flows.artifacts import summarise
from flows.discretion import discreet, frank
from pipeline.model.identity import BatchId
from services.access import SYSTEM
from services.capture.engine import Work
from services.units import Standing, Unit, UnitKind

LOOK_EVERY = 0.3
"""Seconds between looks at a batch whose units are all in others' hands."""
LINGER_SECONDS = 5.0
"""How long a run waits for others before it leaves them the rest; a run more would cost as much as the waiting."""


@task(name="perform", task_run_name="{number}-{kind}", persist_result=False, log_prints=False)
async def perform(batch: str, kind: str, number: int, subjects: list[str]) -> None:  # noqa: ARG001 - names the run
    """Do one unit: one step on at most 25 pages or 20 documents; parallelism is inside, in the process pool."""
    unit = Unit(kind=UnitKind(kind), batch=BatchId(batch), subjects=tuple(subjects))
    with discreet("perform"):
        await asyncio.to_thread(runtime.told, batch, unit)
        await asyncio.to_thread(runtime.work_on(unit).perform, unit)
        await asyncio.to_thread(runtime.told, batch, unit)


@flow(name="capture-batch", flow_run_name="capture-{batch}", persist_result=False, log_prints=False)
async def capture_batch(batch: str) -> str:
    """Do what can be done of a batch beside others, and say how it stands; at its end bring index and folders up."""
    application, started = runtime.application(), monotonic()
    with discreet("capture-batch"):
        with application.engine.holding(SYSTEM, BatchId(batch)) as work:
            standing = await _work_through(batch, work)
        if standing.is_over:
            await asyncio.to_thread(application.project.drain, SYSTEM)
    if standing is Standing.SETTLED:
        (view,) = await asyncio.to_thread(application.find.batches, SYSTEM, BatchId(batch))
        await summarise(view, application.settings.language, seconds=monotonic() - started)
    return standing.value


async def _work_through(batch: str, work: Work) -> Standing:
    """Do units one by one until there is none to take, and say why there is none."""
    number, lingered = 0, 0.0
    while True:
        taken = await asyncio.to_thread(work.take)
        if isinstance(taken, Unit):
            number, lingered = number + 1, 0.0
            with runtime.in_hand(taken, work), frank():
                await perform(batch, taken.kind.value, number, list(taken.subjects))
        elif taken is Standing.SHARED and lingered < LINGER_SECONDS:
            lingered += LOOK_EVERY
            await asyncio.sleep(LOOK_EVERY)
        else:
            return taken
