"""The Prefect engine: calls the flow in this warm process, with the Prefect API set, so that the run is recorded."""

import asyncio
import os
import urllib.error
import urllib.request

from bootstrap.application import Application
from bootstrap.settings import Settings
from flows import runtime
from pipeline.errors import PartUnreachable
from pipeline.model.identity import BatchId
from pipeline.model.text import Bilingual
from services.engine import OnProgress

ANSWER_SECONDS = 5
"""How long a server may take to say that it is there; asked before Prefect is imported, which alone takes seconds."""


def set_prefect_up(settings: Settings) -> None:
    """Point Prefect to its server, before it is imported; raises PartUnreachable when none is named or none answers."""
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
    _expect_answer(address)
    os.environ["PREFECT_API_URL"] = address
    os.environ.setdefault("PREFECT_HOME", str((settings.home / "prefect").resolve()))
    # What goes wrong in a flow is raised to us, and told by us, in the words of the person at the terminal.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")


def _expect_answer(address: str) -> None:
    if not address.startswith(("http://", "https://")):
        raise _silent(address)
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=ANSWER_SECONDS):  # noqa: S310 - http(s), see above
            return
    except urllib.error.HTTPError:
        return  # it answers; whether it lets us in is said by the first call
    except (OSError, ValueError) as error:
        raise _silent(address) from error


def _silent(address: str) -> PartUnreachable:
    return PartUnreachable(
        "prefect_unreachable",
        Bilingual(fr="Le serveur Prefect ne répond pas.", en="The Prefect server does not answer."),
        where=address,
        next_step=Bilingual(
            fr="Démarrez-le (prefect server start), corrigez prefect_api_url, ou utilisez --engine inline ;"
            " ce qui a été reçu attend.",
            en="Start it (prefect server start), correct prefect_api_url, or use --engine inline;"
            " what was received waits.",
        ),
    )


class PrefectEngine:
    """Fulfils `bootstrap.engines.CaptureEngine` by the flow `capture-batch`."""

    def run(self, application: Application, batch: BatchId, on_progress: OnProgress) -> None:
        """Capture one batch to its end as a recorded flow run; raises PartUnreachable, TransientError."""
        set_prefect_up(application.settings)
        from flows.capture_batch import capture_batch  # noqa: PLC0415 - Prefect reads its settings at import

        with runtime.lending(application), runtime.listening(batch, on_progress):
            asyncio.run(capture_batch(batch))
