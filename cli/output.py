"""What every command shares: the global options, the JSON answer, words for people, and errors with exit codes."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import (
    CasebinderError,
    NoRight,
    NotFound,
    PartUnreachable,
    PermanentError,
    TimeOver,
    TransientError,
    WrongUsage,
)
from pipeline.model.text import Bilingual, Language
from services.shapes import titled

ANSWERED, NO, USAGE, ALL_REFUSED, UNREACHABLE, NOT_FOUND, NO_RIGHT, TIME_OVER, BUG = 0, 1, 2, 3, 4, 5, 6, 7, 70
"""Exit codes of CONTRACT."""
INTERRUPTED = 130
"""What shells give a command that Ctrl-C ended: 128 and the number of SIGINT."""

_CODES: tuple[tuple[type[CasebinderError], int], ...] = (
    (WrongUsage, USAGE),
    (NotFound, NOT_FOUND),
    (NoRight, NO_RIGHT),
    (TimeOver, TIME_OVER),
    (PartUnreachable, UNREACHABLE),
    (TransientError, UNREACHABLE),
    (CasebinderError, NO),
)


_OF_TWO_WORDS = {
    "case list": "case-list",
    "rules check": "rules-check",
    "rules impact": "rules-impact",
    "reference import": "reference-import",
    "audit verify": "audit-verify",
    "search explain": "search-explain",
}
"""Answers that are not of their noun: every other act on a case answers the case, on a document the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Globals:
    """The options that every command understands."""

    home: Path | None = None
    actor: str | None = None
    today: date | None = None
    engine: str | None = None
    language: Language | None = None
    as_json: bool = False
    verbose: bool = False


class Leave(Exception):
    """Leave the command with an exit code after the answer was given; stderr says why."""

    def __init__(self, code: int, why: Bilingual) -> None:
        # No frozen dataclass: whatever the exception passes through writes its traceback on it.
        super().__init__(code)
        self.code = code
        self.why = why


def shape_of(words: Sequence[str]) -> str:
    """Name the answer of a command line without its global options: `case list` answers `case-list`."""
    named = [word for word in words if not word.startswith("-")]
    return _OF_TWO_WORDS.get(" ".join(named[:2]), named[0] if named else "casebinder")


def answer(command: str, shape: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    say(json.dumps(titled(command, shape), ensure_ascii=False))


def say(text: str = "") -> None:
    """Print a line on stdout; raises PermanentError when it cannot be written, as on a full disk."""
    try:
        print(text, flush=True)  # noqa: T201
    except BrokenPipeError:  # whoever read us has read enough
        raise
    except OSError as error:
        raise not_written(error) from error


def not_written(error: OSError) -> PermanentError:
    """Return the error for what stdout does not take."""
    return PermanentError(
        "output_not_written",
        both(
            f"La réponse n'a pas pu être écrite ({error.strerror}).",
            f"The answer could not be written ({error.strerror}).",
        ),
        where="stdout",
        next_step=both("Libérez de la place ou choisissez une autre sortie.", "Make room, or write elsewhere."),
    )


def tell(text: str) -> None:
    """Print a message on stderr; where nobody can read it any more, the exit code tells enough."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201


def exit_code(error: CasebinderError) -> int:
    """Return the exit code of an error."""
    return next(code for kind, code in _CODES if isinstance(error, kind))


def report(error: CasebinderError, *, command: str, language: Language, as_json: bool) -> int:
    """Print an error: what, where, what to do next; return its exit code."""
    what, step = error.message.in_language(language), error.next_step.in_language(language)
    mistake, next_step = ("erreur", "à faire") if language is Language.FR else ("error", "what to do")
    # A file name may hold anything: what a terminal would obey is not shown to it.
    place = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in error.where)
    where = f" {place} :" if place and language is Language.FR else f" {place}:" if place else ""
    tell(f"{mistake}:{where} {what}\n  {next_step}: {step}")
    if as_json:
        _answer_error(error, command=command, language=language)
    return exit_code(error)


def interrupted(*, command: str, language: Language, as_json: bool) -> int:
    """Tell that a person or the system ended the command; return its exit code."""
    error = CasebinderError(
        "interrupted",
        both("interrompu ; rien n'est perdu", "interrupted; nothing is lost"),
        next_step=both("Relancez la commande, ou « casebinder recover ».", 'Run it again, or "casebinder recover".'),
    )
    tell(error.message.in_language(language))
    if as_json:
        _answer_error(error, command=command, language=language)
    return INTERRUPTED


def _answer_error(error: CasebinderError, *, command: str, language: Language) -> None:
    message, step = error.message.in_language(language), error.next_step.in_language(language)
    shape = {"code": error.code, "message": message, "where": error.where, "next_step": step}
    with suppress(PermanentError, BrokenPipeError):  # stdout may be what failed or was left; stderr has told it
        answer(command, {"error": shape})


def both(fr: str, en: str) -> Bilingual:
    """Return a sentence in both languages."""
    return Bilingual(fr=fr, en=en)
