"""Where an outgoing letter lies, on any storage: `outgoing/NAME`, or `outgoing-CIRCLE/NAME` for a closed circle."""

import re

from pipeline.errors import PermanentError
from pipeline.model.identity import OPEN_CIRCLE
from pipeline.model.text import Bilingual
from services.ports.letters import Dispatch

ROOT = "outgoing"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


def checked_key(dispatch: Dispatch) -> str:
    """Return the place of a letter; raises PermanentError for a name or circle that is no plain word."""
    if not (_PLAIN.fullmatch(dispatch.name) and _PLAIN.fullmatch(dispatch.circle)):
        raise PermanentError(
            "outgoing_name_refused",
            Bilingual(
                fr="Ce nom ne peut pas être celui d'une lettre à envoyer.",
                en="This cannot be the name of an outgoing letter.",
            ),
            where=repr(dispatch.name),
            next_step=Bilingual(
                fr="Corrigez la référence du dossier ou le nom du cercle : lettres, chiffres, - _ et points.",
                en="Correct the reference of the case or the name of the circle: letters, digits, - _ and stops.",
            ),
        )
    root = ROOT if dispatch.circle == OPEN_CIRCLE else f"{ROOT}-{dispatch.circle}"
    return f"{root}/{dispatch.name}"
