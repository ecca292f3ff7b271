"""The Prefect engine: calls the flow in this warm process, with the Prefect API set, so that the run is recorded."""

import asyncio
import os

from bootstrap.application import Application
from bootstrap.parts.prefect_server import address, named, unreachable
from bootstrap.running.engines import to_the_end
from bootstrap.settings import Settings
from flows import runtime
from flows.discretion import frank
from pipeline.model.identity import BatchId
from services.access import SYSTEM
from services.capture.engine import OnProgress
from services.units import Standing

HEARTBEAT_SECONDS = 30
"""How often a run says that it lives: the least Prefect allows. A run silent for four of them is taken for dead."""


def set_prefect_up(settings: Settings) -> None:
    """Point Prefect to its server, before it is imported; raises PartUnreachable when none is named or none answers."""
    os.environ["PREFECT_API_URL"] = address(settings)
    os.environ.setdefault("PREFECT_HOME", str((settings.home / "prefect").resolve()))
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", str(HEARTBEAT_SECONDS))
    # What goes wrong in a flow is raised to us, and told by us, in the words of the person at the terminal.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")


class PrefectEngine:
    """Fulfils `bootstrap.running.engines.CaptureEngine` by the flow `capture-batch`."""

    def run(self, application: Application, batch: BatchId, on_progress: OnProgress) -> None:
        """Capture one batch to its end, beside others who work on it; raises PartUnreachable, TransientError."""
        to_the_end(lambda: self.visit(application, batch, on_progress))

    def visit(self, application: Application, batch: BatchId, on_progress: OnProgress) -> Standing:
        """Do what can be done of a batch now, as a recorded flow run; raises PartUnreachable, TransientError.

        Nothing is recorded when there is nothing to do. SIGTERM, which Prefect takes for itself while a flow runs,
        interrupts like Ctrl-C.
        """
        set_prefect_up(application.settings)
        if application.engine.is_shared(SYSTEM, batch):
            return Standing.SHARED
        from prefect.exceptions import TerminationSignal  # noqa: PLC0415 - Prefect reads its settings at import

        from flows.capture_batch import capture_batch  # noqa: PLC0415 - the same

        try:
            with runtime.lending(application), runtime.listening(batch, on_progress), frank():
                return Standing(asyncio.run(capture_batch(batch)))
        except TerminationSignal:
            raise KeyboardInterrupt from None
        except Exception as error:
            if is_silence(error):
                raise unreachable(named(application.settings)) from error
            raise


def is_silence(error: BaseException) -> bool:
    """Return whether an error of Prefect's client means that its server does not answer (any more).

    Its calls give up by errors of httpx, its greeting by a RuntimeError caused by one, its loops by another in a group.
    """
    import httpx  # noqa: PLC0415 - it takes a tenth of a second

    if isinstance(error, BaseExceptionGroup):
        return all(is_silence(one) for one in error.exceptions)
    return isinstance(error, httpx.HTTPError) or _gave_up(error)


def _gave_up(error: BaseException) -> bool:
    if not isinstance(error, RuntimeError):
        return False
    return "error threshold" in str(error) or (error.__cause__ is not None and is_silence(error.__cause__))
