"""The schedules, in code: `python -m flows.deployments` serves them against the Prefect server of the environment."""

from datetime import timedelta

from prefect import serve

from flows.capture_batch import capture_batch
from flows.upkeep import nightly_sweep, recover

RECOVER_EVERY = timedelta(minutes=2)
SWEEP_AT = "15 2 * * *"
"""Each night at a quarter past two: after midnight, before anybody works."""


def main() -> None:
    """Serve the schedules until interrupted."""
    serve(
        recover.to_deployment("recover", interval=RECOVER_EVERY),
        nightly_sweep.to_deployment("nightly-sweep", cron=SWEEP_AT),
        capture_batch.to_deployment("capture-batch"),
        limit=1,
    )


if __name__ == "__main__":
    main()
