"""Flows that run on a schedule: take in what arrived, take up what stopped, project what waits, the acts of the night.

Each does in a thread what a command does in its process: what is below knows no event loop. What the flows find out
stands in our records and log; Prefect is told ids and counts.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import structlog
from prefect import flow
from prefect.states import Failed

from bootstrap.running import channels, engines
from bootstrap.running.night import night
from flows import runtime
from flows.artifacts import show_proof
from flows.discretion import discreet
from flows.engine import PrefectEngine
from services.access import SYSTEM

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

T = TypeVar("T")
_log = structlog.get_logger(__name__)


async def _apart(act: Callable[[], T]) -> T:
    """Do it in a thread that knows nothing of this run: a capture it starts is a run of its own, not a part of it."""
    return await asyncio.get_running_loop().run_in_executor(None, act)


def _engine() -> engines.CaptureEngine:
    return engines.LeftToWorkers() if runtime.leaves_capture() else PrefectEngine()


@flow(name="poll", persist_result=False, log_prints=False)
async def poll() -> None:
    """Look once at every channel of the installation, and take in what arrived there whole."""
    application = runtime.application()
    with discreet("poll"):
        await _apart(lambda: channels.poll(application, _engine()))


@flow(name="recover", persist_result=False, log_prints=False)
async def recover() -> None:
    """Capture every batch that stopped half-way, then project what waits for index and folders."""
    application = runtime.application()
    with discreet("recover"):
        await _apart(lambda: engines.recover(application, _engine(), lambda _: None, retry=False))


@flow(name="relay", persist_result=False, log_prints=False)
async def relay() -> None:
    """Send the letters that wait, then project what waits for index and case folders."""
    application = runtime.application()
    with discreet("relay"):
        await _apart(lambda: application.letters.dispatch.send(SYSTEM))
        await _apart(lambda: application.project.drain(SYSTEM))


@flow(name="nightly-sweep", persist_result=False, log_prints=False)
async def nightly_sweep() -> None:
    """Judge every open case by the new day: papers that expired, deadlines that came near, letters that fall due."""
    application = runtime.application()
    with discreet("nightly-sweep"):
        await _apart(lambda: night(application, SYSTEM))


@flow(name="custody-proof", persist_result=False, log_prints=False)
async def custody_proof() -> "State[None] | None":
    """Recount every open or recent batch from its originals; what does not agree is an alert, and a failed run."""
    application = runtime.application()
    with discreet("custody-proof"):
        proof = await _apart(lambda: application.prove.custody(SYSTEM))
    await show_proof(proof, application.settings.language)
    if proof.holds:
        return None
    batches = [one.batch for one in proof.unproved]
    _log.error("custody.unproved", batches=batches, audit_broken_at=proof.broken_at)
    return Failed(message=f"{len(batches)} batches not proved, audit broken at {proof.broken_at}: see the artifact")
