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
from services.units import Unit, UnitKind


@task(name="perform", task_run_name="{number}-{kind}", persist_result=False, log_prints=False)
async def perform(batch: str, kind: str, number: int, subjects: list[str]) -> None:  # noqa: ARG001 - names the run
    """Do one unit: one step on at most 25 pages or 20 documents; parallelism is inside, in the process pool."""
    unit = Unit(kind=UnitKind(kind), batch=BatchId(batch), subjects=tuple(subjects))
    with discreet("perform"):
        await asyncio.to_thread(runtime.work_on(batch).perform, unit)
        await asyncio.to_thread(runtime.told, batch, unit)


@flow(name="capture-batch", flow_run_name="capture-{batch}", persist_result=False, log_prints=False)
async def capture_batch(batch: str) -> None:
    """Capture a batch to its end, unless another worker holds it; then bring index and folders up to date."""
    application, started = runtime.application(), monotonic()
    with discreet("capture-batch"), application.engine.holding(SYSTEM, BatchId(batch)) as work:
        if work is not None:
            with runtime.in_hand(batch, work):
                number = 0
                while units := await asyncio.to_thread(work.ready):
                    for unit in units:
                        number += 1
                        with frank():
                            await perform(batch, unit.kind.value, number, list(unit.subjects))
    with discreet("capture-batch"):
        await asyncio.to_thread(application.project.drain, SYSTEM)
    if work is not None:
        (view,) = await asyncio.to_thread(application.find.batches, SYSTEM, BatchId(batch))
        await summarise(view, application.settings.language, seconds=monotonic() - started)
