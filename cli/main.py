"""The command `casebinder`: puts the nouns together, runs one command, and turns errors into words and exit codes."""

import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Final

import typer
from typer.core import TyperGroup
from typer.main import get_group

from cli import arguments
from cli.misuse import misuse
from cli.output import (
    ANSWERED,
    BUG,
    INTERRUPTED,
    Globals,
    Leave,
    both,
    interrupted,
    not_written,
    report,
    shape_of,
    tell,
)
from cli.session import Session
from pipeline.errors import CasebinderError
from pipeline.model.text import Language

_EPILOG = (
    "Options of every command, anywhere on the line: --home DIR, --as ACTOR, --today YYYY-MM-DD, "
    "--engine inline|prefect, --lang fr|en, --json, --verbose."
)

WORDS: Final = {
    "capture": ("preview", "submit", "status", "recover", "worker", "watch"),
    "evaluate": ("evaluate",),
    "find": ("search", arguments.EXPLAIN),
    "rebuild": ("rebuild",),
    "serve": ("serve",),
    "up": ("up",),
    "documents": ("document",),
    "cases": ("case",),
    "rules": ("rules",),
    "people": ("user", "token"),
    "upkeep": ("init", "doctor", "reindex", "sweep", "letters", "reference", "audit"),
    "version": ("version",),
}
"""The modules of this package that hold commands, in the order of help, and the first word of each command in them."""


@cache
def program(first: str = "") -> TyperGroup:
    """Put together the commands of the module with that first word, or all of them for any other.

    Once a process: a command does not wait for what the others import, nor programs that call `run` often, as tests do.
    """
    app = typer.Typer(
        name="casebinder",
        help="Capture documents, bind them to cases, and see what each case still lacks.",
        epilog=_EPILOG,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for module in [name for name, words in WORDS.items() if first in words] or WORDS:
        import_module(f"cli.{module}").register(app)
    return get_group(app)


def run(words: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit code."""
    given = list(sys.argv[1:] if words is None else words)
    options = Globals(as_json="--json" in given)
    command, language = shape_of(arguments.words_of(given)), arguments.language_of(given)
    try:
        options, left = arguments.split(given)
        session = Session(options)
        return _run(session, left)
    except CasebinderError as error:
        return report(error, command=command, language=language, as_json=options.as_json)
    except KeyboardInterrupt:  # once more, or where there is no session: while its parts are closed
        return interrupted(command=command, language=language, as_json=options.as_json)


def _run(session: Session, words: list[str]) -> int:
    try:
        arguments.refuse_unreadable(words)
        _perform(session, arguments.as_one(words))
    except Leave as leave:
        tell(leave.why.in_language(session.language))
        return leave.code
    except CasebinderError as error:
        return report(error, command=shape_of(words), language=_language(session), as_json=session.as_json)
    except typer.TyperException as error:
        wrong = misuse(error, words)
        return report(wrong, command=shape_of(words), language=_language(session), as_json=session.as_json)
    except (KeyboardInterrupt, typer.Abort):
        return interrupted(command=shape_of(words), language=_language(session), as_json=session.as_json)
    except Exception as error:  # noqa: BLE001 - the command border: a bug of ours gets a sentence and exit code 70
        return _bug(session, words, error)
    finally:
        session.close()
    return ANSWERED


def _perform(session: Session, asked: list[str]) -> None:
    """Do what is asked; raises KeyboardInterrupt, which Typer takes for itself and gives back as an exit code."""
    try:
        code = program(*asked[:1]).main(args=asked, prog_name="casebinder", standalone_mode=False, obj=session)
    except OSError as error:
        if "--help" in asked:  # Typer prints help by itself
            raise not_written(error) from error
        raise
    if code == INTERRUPTED:
        raise KeyboardInterrupt


def _language(session: Session) -> Language:
    return session.globals.language or session.language


def _bug(session: Session, words: list[str], error: Exception) -> int:
    if session.globals.verbose:
        raise error
    kind = type(error).__name__
    bug = CasebinderError(
        "internal_error",
        both(f"erreur interne ({kind})", f"internal error ({kind})"),
        where=" ".join(words[:2]),
        next_step=both(
            "relancez avec --verbose et signalez ce qui s'affiche ; rien n'est perdu",
            "run again with --verbose and report what it shows; nothing is lost",
        ),
    )
    report(bug, command=shape_of(words), language=_language(session), as_json=session.as_json)
    return BUG
