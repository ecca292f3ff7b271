"""Where the Prefect server is, and whether it answers: asked before Prefect is imported, which alone takes seconds."""

import base64
import os
import urllib.error
import urllib.request

from bootstrap.settings import Settings
from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual

ANSWER_SECONDS = 5
"""How long a server may take to say that it is there."""


def named(settings: Settings) -> str:
    """Return the address of the server's API; empty when none is named."""
    return settings.prefect_api_url or os.environ.get("PREFECT_API_URL", "")


def address(settings: Settings) -> str:
    """Return the address of a server that answers; raises PartUnreachable when none is named or none answers."""
    found = named(settings)
    if not found:
        raise PartUnreachable(
            "no_prefect",
            Bilingual(fr="Aucun serveur Prefect n'est indiqué.", en="No Prefect server is named."),
            where="prefect_api_url",
            next_step=Bilingual(
                fr="Indiquez prefect_api_url (ou PREFECT_API_URL), ou utilisez --engine inline.",
                en="Set prefect_api_url (or PREFECT_API_URL), or use --engine inline.",
            ),
        )
    if not answers(found):
        raise unreachable(found)
    return found


def answers(api: str) -> bool:
    """Return whether a server answers there, also when it does not let us in: its first call says so."""
    if not api.startswith(("http://", "https://")):
        return False
    request = urllib.request.Request(f"{api}/health")  # noqa: S310 - http(s), see above
    if login := os.environ.get("PREFECT_API_AUTH_STRING"):
        request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS):  # noqa: S310 - http(s), see above
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False


def unreachable(api: str) -> PartUnreachable:
    """Make the error of a server that does not answer."""
    return PartUnreachable(
        "prefect_unreachable",
        Bilingual(fr="Le serveur Prefect ne répond pas.", en="The Prefect server does not answer."),
        where=api,
        next_step=Bilingual(
            fr="Démarrez-le (prefect server start), corrigez prefect_api_url, ou utilisez --engine inline ;"
            " ce qui a été reçu attend.",
            en="Start it (prefect server start), correct prefect_api_url, or use --engine inline;"
            " what was received waits.",
        ),
    )
