"""What Prefect does by itself about runs whose process died: it marks them CRASHED, so that its screen tells the truth.

Our own leases, not these marks, give the work to another worker; a run that is marked also frees its place.
"""

from datetime import timedelta

from prefect.automations import AutomationCore, ChangeFlowRunState, EventTrigger, Posture
from prefect.client.schemas.objects import StateType

from flows.engine import HEARTBEAT_SECONDS

MISSED = timedelta(seconds=4 * HEARTBEAT_SECONDS)
STUCK = timedelta(minutes=5)
"""How long a run may be pending: a process worker on a busy machine takes one minute to start one."""
_RUNS = {"prefect.resource.id": "prefect.flow-run.*"}
_ENDS = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}


def automations(flows: tuple[str, ...]) -> tuple[AutomationCore, ...]:
    """Return our automations, about the runs of these flows alone: others may use the same server."""
    ours: dict[str, str | list[str]] = {"prefect.resource.role": "flow", "prefect.resource.name": sorted(flows)}
    heartbeat = "prefect.flow-run.heartbeat"
    return (
        AutomationCore(
            name="casebinder-missed-heartbeats",
            description="Marks runs whose process died as crashed.",
            trigger=_silence(ours, after=heartbeat, expected=heartbeat, within=MISSED),
            actions=[_crashed("No heartbeat: its process died.")],
        ),
        AutomationCore(
            name="casebinder-stuck-pending",
            description="Marks runs that were taken and never began as crashed.",
            trigger=_silence(ours, after="prefect.flow-run.Pending", expected="prefect.flow-run.Running", within=STUCK),
            actions=[_crashed("Never began: its worker died.")],
        ),
    )


def _silence(ours: dict[str, str | list[str]], *, after: str, expected: str, within: timedelta) -> EventTrigger:
    """Return the trigger of a run that neither says what is expected nor ends within that time after an event."""
    return EventTrigger(
        match=_RUNS,
        match_related=ours,
        after={after},
        expect={expected, *_ENDS},
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=within,
    )


def _crashed(why: str) -> ChangeFlowRunState:
    return ChangeFlowRunState(state=StateType.CRASHED, message=why)
