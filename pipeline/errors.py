"""The one tree of errors: what happened, where, and what to do next, in French and English.

Transient errors are tried again; permanent ones go to a queue or to the person who asked. Doubt about a
document is a `Finding`, never an error. Adapters wrap what their libraries raise: `raise X(...) from error`.
"""

from pipeline.model.text import Bilingual


class CasebinderError(Exception):
    """What every error of ours carries.

    code: a stable slug, documented in docs/reference/errors.md; message: what happened; where: the file,
    page, document, setting or address concerned; next_step: what the reader can do about it.
    """

    def __init__(self, code: str, message: Bilingual, *, where: str = "", next_step: Bilingual) -> None:
        """Keep the parts; the exception's own text is the English message with its place."""
        super().__init__(f"{where}: {message.en}" if where else message.en)
        self.code = code
        self.message = message
        self.where = where
        self.next_step = next_step


class TransientError(CasebinderError):
    """Something outside did not answer this time; trying again may help."""


class PartUnreachable(TransientError):
    """The database, the store, the index or Prefect cannot be reached (exit code 4)."""


class ConcurrentChange(TransientError):
    """Somebody changed the same thing first: the optimistic lock or the state asked for did not match."""


class LeaseLost(TransientError):
    """The job's fence has moved on: another worker holds it now, so this one changes nothing."""


class PermanentError(CasebinderError):
    """Trying again changes nothing: a person or another input is needed."""


class InputRefused(PermanentError):
    """A file cannot be taken in; its code is the quarantine reason."""


class PageFailed(PermanentError):
    """One page cannot be read; the other pages of its file go on."""


class NotFound(PermanentError):
    """What was asked for does not exist, or not for this actor (exit code 5)."""


class NoRight(PermanentError):
    """The actor may not do this (exit code 6)."""


class NotPossible(PermanentError):
    """The act is not legal in the present state; the message says why and what is."""


class WrongUsage(PermanentError):
    """The command, its options or a setting are wrong (exit code 2)."""


class TimeOver(PermanentError):
    """The time given is over; the work goes on (exit code 7)."""
