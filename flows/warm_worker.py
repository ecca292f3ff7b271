"""A Prefect worker that does its runs in its own process: no second Python to start for each, the installation open.

It serves the same work pool as `prefect worker start`, which starts a process for each run; both may stand together.
"""

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio.abc
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import run_flow_async
from prefect.flows import load_flow_from_flow_run
from prefect.workers.base import BaseWorker
from prefect.workers.process import ProcessJobConfiguration, ProcessVariables, ProcessWorkerResult

from flows.registration import POOL_TYPE

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun


class WarmWorker(BaseWorker[ProcessJobConfiguration, ProcessVariables, ProcessWorkerResult]):
    """Takes runs of a work pool of type process, and calls their flows here."""

    type = POOL_TYPE
    job_configuration = ProcessJobConfiguration
    job_configuration_variables = ProcessVariables

    @classmethod
    def __dispatch_key__(cls) -> str:
        """Stand beside Prefect's own worker of this type in its table, not in its place."""
        return "casebinder-warm"

    async def run(
        self,
        flow_run: "FlowRun",
        configuration: ProcessJobConfiguration,  # noqa: ARG002 - Prefect's signature; nothing is started for the run
        task_status: "anyio.abc.TaskStatus[int] | None" = None,
    ) -> ProcessWorkerResult:
        """Call the flow of the run to its end; how it ended, the flow itself has told the server."""
        flow = await load_flow_from_flow_run(flow_run)
        if task_status is not None:
            task_status.started(os.getpid())
        with suppress(Abort, Pause):  # the server says no when the run was cancelled or another has it
            await run_flow_async(flow, flow_run=flow_run, parameters=dict(flow_run.parameters), return_type="state")
        return ProcessWorkerResult(status_code=0, identifier=str(os.getpid()))
