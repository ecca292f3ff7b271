"""The outgoing folder: letters as PDFs for whoever franks and posts them, `outgoing/` in the home.

Each appears whole or not at all, and has one name however often it is sent; a letter of a closed circle lies in a
folder of that circle. Fulfils `services.ports.letters.Mailer` by the channel `print`.
"""

from pathlib import Path

from adapters.local.durable import write_durably
from adapters.outgoing_names import ROOT, checked_key
from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual
from services.ports.letters import Dispatch


class OutgoingFolder:
    """The print channel of an embedded installation; any number of processes may send at once."""

    channel = "print"

    def __init__(self, home: Path) -> None:
        """Name the home; nothing is touched before the first letter."""
        self._home = home

    def send(self, dispatch: Dispatch) -> None:
        """Put the letter into the folder, durably; raises PartUnreachable, and then it is not there."""
        try:
            write_durably(self._home / checked_key(dispatch), dispatch.content, mode=0o644)
        except OSError as error:
            raise _unreachable(error, self._home / ROOT) from error


def _unreachable(error: OSError, folder: Path) -> PartUnreachable:
    return PartUnreachable(
        "outgoing_unreachable",
        Bilingual(
            fr=f"La lettre n'a pas pu être déposée parmi les envois ({error.strerror}).",
            en=f"The letter could not be put into the outgoing folder ({error.strerror}).",
        ),
        where=str(folder),
        next_step=Bilingual(
            fr="Vérifiez la place libre, le montage et les droits ; l'envoi sera repris seul.",
            en="Check free space, the mount and the rights; sending is tried again by itself.",
        ),
    )
