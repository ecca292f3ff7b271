"""The clients of the real servers are an extra; what is said when it is not installed."""

from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual


def clients_missing(setting: str) -> WrongUsage:
    """Return the error for a setting whose clients are not installed."""
    return WrongUsage(
        "servers_not_installed",
        Bilingual(
            fr="Les clients des serveurs ne sont pas installés.", en="The clients of the servers are not installed."
        ),
        where=setting,
        next_step=Bilingual(
            fr="Installez l'extra « servers » : pip install 'casebinder[servers]'.",
            en="Install the extra \"servers\": pip install 'casebinder[servers]'.",
        ),
    )
