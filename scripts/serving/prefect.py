"""A Prefect server on the PostgreSQL beside it: no pages, no telemetry, only the API on the loopback."""

import signal
import sys
from collections.abc import Mapping, Sequence

from serving import postgresql
from serving.kind import End, answers, plain_environment
from serving.place import Place
from serving.process import Command

QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "WARNING"}


class Prefect:
    """The server only; workers are the installation's own."""

    name = "prefect"
    needs: Sequence[str] = ("postgresql",)
    ports: Sequence[str] = ("http",)
    secrets: Sequence[str] = ()
    end = End(sign=signal.SIGTERM, seconds=20, orphaned=signal.SIGTERM)

    def missing(self, place: Place) -> str:  # noqa: ARG002 - the signature of a kind
        """Miss nothing: it is a dependency of the project."""
        return ""

    def prepare(self, place: Place) -> None:
        """Make its folder."""
        place.folder.mkdir(parents=True, exist_ok=True)

    def command(self, place: Place) -> Command:
        """Return the command that starts it."""
        serve = ["server", "start", "--host", "127.0.0.1", "--port", str(place.ports["http"]), "--no-ui"]
        database = postgresql.url(place.needed["postgresql"], "prefect", driver="asyncpg")
        own = {"PREFECT_HOME": str(place.folder), "PREFECT_API_DATABASE_CONNECTION_URL": database}
        environment = plain_environment(HOME=str(place.folder), PREFECT_API_URL=_api(place), **own, **QUIET)
        return Command(words=[sys.executable, "-m", "prefect", *serve], environment=environment)

    def answers(self, place: Place) -> bool:
        """Ask for its health."""
        return answers(_api(place) + "/health")

    def furnish(self, place: Place) -> None:
        """Need nothing: `casebinder init --prefect` makes deployments and schedules."""

    def settings(self, place: Place) -> Mapping[str, str]:
        """Point Casebinder to it."""
        return {"CASEBINDER_PREFECT_API_URL": _api(place), "CASEBINDER_ENGINE": "prefect"}


def _api(place: Place) -> str:
    return place.address() + "/api"
