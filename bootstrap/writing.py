"""Letters of an installation: who writes, what prints, and where letters go out, by its settings."""

from adapters.letters.typst_letters import TypstLetters
from bootstrap.settings import Settings
from bootstrap.storage import print_channel
from casebinder.letters import Office
from services.ports import LetterPrinter, Mailer


def office(settings: Settings) -> Office:
    """Give who writes."""
    lines = (line.strip() for line in settings.letter_office.splitlines())
    return Office(
        lines=tuple(line for line in lines if line),
        contact=settings.letter_contact,
        language=settings.letter_language or settings.language,
    )


def printer() -> LetterPrinter:
    """Give what lays letters out."""
    return TypstLetters()


def channel(settings: Settings) -> Mailer:
    """Give the channel by which letters leave; nothing is sent yet. Raises WrongUsage."""
    return print_channel(settings)
