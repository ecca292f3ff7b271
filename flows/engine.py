"""The Prefect engine: calls the flow in this warm process, with the Prefect API set, so that the run is recorded."""

import asyncio
import os

from bootstrap.application import Application
from bootstrap.settings import Settings
from flows import runtime
from pipeline.errors import PartUnreachable
from pipeline.model.identity import BatchId
from pipeline.model.text import Bilingual
from services.engine import OnProgress


def set_prefect_up(settings: Settings) -> None:
    """Point Prefect to its server, before it is imported; raises PartUnreachable when none is named."""
    address = settings.prefect_api_url or os.environ.get("PREFECT_API_URL", "")
    if not address:
        raise PartUnreachable(
            "no_prefect",
            Bilingual(fr="Aucun serveur Prefect n'est indiqué.", en="No Prefect server is named."),
            where="prefect_api_url",
            next_step=Bilingual(
                fr="Indiquez prefect_api_url (ou PREFECT_API_URL), ou utilisez --engine inline.",
                en="Set prefect_api_url (or PREFECT_API_URL), or use --engine inline.",
            ),
        )
    os.environ["PREFECT_API_URL"] = address
    os.environ.setdefault("PREFECT_HOME", str((settings.home / "prefect").resolve()))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")


class PrefectEngine:
    """Fulfils `bootstrap.engines.CaptureEngine` by the flow `capture-batch`."""

    def run(self, application: Application, batch: BatchId, on_progress: OnProgress) -> None:
        """Capture one batch to its end as a recorded flow run; raises PartUnreachable, TransientError."""
        set_prefect_up(application.settings)
        from flows.capture_batch import capture_batch  # noqa: PLC0415 - Prefect reads its settings at import

        with runtime.lending(application), runtime.listening(batch, on_progress):
            asyncio.run(capture_batch(batch))
