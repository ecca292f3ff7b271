"""Letters of an installation: who writes, what prints, and where letters go out, by its settings."""

from dataclasses import dataclass
from functools import cached_property

from adapters.letters.typst_letters import TypstLetters
from adapters.owners import this_process
from bootstrap.parts.storage import print_channel
from bootstrap.settings import Settings
from casebinder.letters.letter import Office
from pipeline.ports import BlobStore, Clock, Ids
from services.cases.casework import Casework
from services.desk.correspond import Correspond
from services.desk.dispatch import Dispatch
from services.desk.printing import Printing
from services.ports.keys import Keys
from services.ports.letters import LetterPrinter, Mailer
from services.ports.records import Records
from services.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterParts:
    """The parts of an installation that letters are made of."""

    settings: Settings
    records: Records
    store: BlobStore
    rulebook: Rulebook
    casework: Casework
    keys: Keys
    clock: Clock
    ids: Ids


class Letters:
    """The services of letters; the sender, which opens the channel, is made when it is first asked for."""

    def __init__(self, parts: LetterParts) -> None:
        self._parts = parts
        drawn = (parts.rulebook, parts.casework, parts.store, printer(), parts.keys, office(parts.settings))
        self._printing = Printing(*drawn, parts.clock, parts.ids)
        kept = (parts.records, parts.store, self._printing, parts.rulebook, parts.casework)
        self.correspond = Correspond(*kept, parts.clock, parts.ids)

    @cached_property
    def dispatch(self) -> Dispatch:
        """Return the sender of letters."""
        parts = self._parts
        acts = (channel(parts.settings), self._printing, self.correspond, parts.casework)
        return Dispatch(parts.records, parts.store, *acts, parts.clock, this_process(parts.ids.new("w")))


def office(settings: Settings) -> Office:
    """Return who writes."""
    lines = (line.strip() for line in settings.letter_office.splitlines())
    return Office(
        lines=tuple(line for line in lines if line),
        contact=settings.letter_contact,
        language=settings.letter_language or settings.language,
    )


def printer() -> LetterPrinter:
    """Return what lays letters out."""
    return TypstLetters()


def channel(settings: Settings) -> Mailer:
    """Return the channel by which letters leave; nothing is sent yet. Raises WrongUsage."""
    return print_channel(settings)
