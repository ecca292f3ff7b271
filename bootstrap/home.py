"""The folder of an installation: made when it is new, and when it cannot be, told in words."""

from bootstrap.settings import Settings
from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual


def make_home(settings: Settings) -> None:
    """Make the folder unless it is there; raises PartUnreachable where none can be made."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PartUnreachable(
            "home_unreachable",
            Bilingual(
                fr=f"Le dossier de l'installation ne peut être créé ({reason}).",
                en=f"The folder of the installation cannot be made ({reason}).",
            ),
            where=str(settings.home),
            next_step=Bilingual(
                fr="Donnez-vous le droit d'écrire à cet endroit, ou choisissez un autre dossier par --home.",
                en="Allow writing there, or choose another folder with --home.",
            ),
        ) from error
