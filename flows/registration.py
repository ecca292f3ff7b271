"""Brings a Prefect server to what this version wants: work pool, deployments with their schedules, automations.

What is there already and is right is not touched, so a second time changes nothing; what an administrator paused in
Prefect's screen stays paused. Deployments are named after the work pool, so that installations may share a server.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions, WorkerStatus
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.events.schemas.automations import Automation, AutomationCore
from prefect.exceptions import ObjectNotFound
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker

from bootstrap.running.schedules import Change, Registered
from flows.automations import automations
from flows.deployments import PLAN, Planned, time_zone
from flows.engine import HEARTBEAT_SECONDS

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.flows import Flow

POOL_TYPE = "process"
ALONE = ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A run that falls due while another of its deployment goes on is cancelled, not kept for later."""

JOB = {"env": {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS)}}
"""What a process that is started for a run is told; one that beats seldom would be taken for dead."""


class Registration:
    """The comparison of one server with the plan, and what brings them together."""

    def __init__(self, client: "PrefectClient", pool: str) -> None:
        """Speak to the server by an open client; pool: the name of the work pool."""
        self._client = client
        self._pool = pool

    async def register(self) -> tuple[Registered, ...]:
        """Make and mend what is not as planned."""
        done = [await self._work_pool()]
        done += [await self._deployment(planned) for planned in PLAN]
        done += [await self._automation(wanted) for wanted in automations(tuple(p.name for p in PLAN))]
        return tuple(done)

    async def missing(self) -> tuple[str, ...]:
        """Name what is not there or is not as planned; changes nothing."""
        names = [] if await self._found_pool() else [self._pool]
        for planned in PLAN:
            found = await self._found(planned)
            if found is None or not self._is_as(planned, found):
                names.append(planned.name)
        for wanted in automations(tuple(p.name for p in PLAN)):
            there = await self._there(wanted)
            if there is None or not _says(wanted, there):
                names.append(wanted.name)
        return tuple(names)

    async def paused(self) -> tuple[str, ...]:
        """Name the deployments that were paused, whole or by their schedule: they do not run."""
        found = [(planned, await self._found(planned)) for planned in PLAN]
        return tuple(
            planned.name
            for planned, there in found
            if there is not None and (there.paused or any(not schedule.active for schedule in there.schedules))
        )

    async def is_served(self) -> bool:
        """Return whether a worker has asked for runs lately."""
        return any(
            worker.status is WorkerStatus.ONLINE for worker in await self._client.read_workers_for_work_pool(self._pool)
        )

    # ------------------------------------------------------------ work pool
    async def _work_pool(self) -> Registered:
        is_there = await self._found_pool()
        if not is_there:
            template = ProcessWorker.get_default_base_job_template()
            await self._client.create_work_pool(
                WorkPoolCreate(name=self._pool, type=POOL_TYPE, base_job_template=template)
            )
        change = Change.UNCHANGED if is_there else Change.CREATED
        return Registered(kind="work-pool", name=self._pool, change=change)

    async def _found_pool(self) -> bool:
        try:
            await self._client.read_work_pool(self._pool)
        except ObjectNotFound:
            return False
        return True

    # ------------------------------------------------------------ deployments
    async def _deployment(self, planned: Planned) -> Registered:
        found = await self._found(planned)
        if found is not None and self._is_as(planned, found):
            return Registered(kind="deployment", name=planned.name, change=Change.UNCHANGED)
        flow: Flow[..., object] = _flow(planned)
        is_active = found is None or all(schedule.active for schedule in found.schedules)
        await self._client.create_deployment(
            flow_id=await self._client.create_flow_from_name(flow.name),
            name=self._pool,
            description=planned.description,
            entrypoint=planned.entrypoint,
            work_pool_name=self._pool,
            schedules=[
                DeploymentScheduleCreate(schedule=schedule, active=is_active) for schedule in _schedules(planned)
            ],
            concurrency_limit=1 if planned.is_alone else None,
            concurrency_options=ALONE if planned.is_alone else None,
            job_variables=JOB,
            parameter_openapi_schema=parameter_schema(flow.fn).model_dump(exclude_unset=True),
            enforce_parameter_schema=True,
        )
        change = Change.CREATED if found is None else Change.CHANGED
        return Registered(kind="deployment", name=planned.name, change=change)

    async def _found(self, planned: Planned) -> DeploymentResponse | None:
        try:
            return await self._client.read_deployment_by_name(f"{_flow(planned).name}/{self._pool}")
        except ObjectNotFound:
            return None

    def _is_as(self, planned: Planned, found: DeploymentResponse) -> bool:
        limit = found.global_concurrency_limit.limit if found.global_concurrency_limit else None
        strategy = found.concurrency_options.collision_strategy if found.concurrency_options else None
        alone = (1, ALONE.collision_strategy) if planned.is_alone else (None, None)
        there = (found.entrypoint, found.description, found.work_pool_name, found.job_variables, limit, strategy)
        wanted = (planned.entrypoint, planned.description, self._pool, JOB, *alone)
        rhythms = [_rhythm(schedule.schedule) for schedule in found.schedules]
        return there == wanted and rhythms == [_rhythm(schedule) for schedule in _schedules(planned)]

    # ------------------------------------------------------------ automations
    async def _automation(self, wanted: AutomationCore) -> Registered:
        there = await self._there(wanted)
        if there is None:
            await self._client.create_automation(wanted)
            change = Change.CREATED
        elif _says(wanted, there):
            change = Change.UNCHANGED
        else:
            await self._client.update_automation(there.id, wanted.model_copy(update={"enabled": there.enabled}))
            change = Change.CHANGED
        return Registered(kind="automation", name=wanted.name, change=change)

    async def _there(self, wanted: AutomationCore) -> Automation | None:
        return next(iter(await self._client.read_automations_by_name(wanted.name)), None)


def _flow(planned: Planned) -> "Flow[..., object]":
    module, _, name = planned.entrypoint.rpartition(".")
    flow: Flow[..., object] = getattr(import_module(module), name)
    return flow


def _schedules(planned: Planned) -> list[IntervalSchedule | CronSchedule]:
    if planned.every is not None:
        return [IntervalSchedule(interval=planned.every)]
    return [CronSchedule(cron=planned.cron, timezone=time_zone())] if planned.cron is not None else []


def _rhythm(schedule: object) -> object:
    """Return what makes a schedule: of an interval not the day it was counted from first."""
    match schedule:
        case IntervalSchedule():
            return schedule.interval
        case CronSchedule():
            return schedule.cron, schedule.timezone
        case _:
            return schedule


def _says(wanted: AutomationCore, there: AutomationCore) -> bool:
    return wanted.trigger == there.trigger and wanted.actions == there.actions
