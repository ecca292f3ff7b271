"""The command `casebinder`: puts the nouns together, runs one command, and turns errors into words and exit codes."""

import sys
from collections.abc import Sequence
from functools import cache, partial
from importlib.metadata import version

import typer
from typer.main import get_command

from cli import arguments, capture, cases, documents, evaluate, find, people, rebuild, rules, serve, up, upkeep
from cli.misuse import misuse
from cli.output import ANSWERED, BUG, Globals, Leave, answer, both, report, say, shape_of, tell
from cli.session import Session, session_of
from pipeline.errors import CasebinderError
from pipeline.model.text import Language

INTERRUPTED = 130
_EPILOG = (
    "Options of every command, anywhere on the line: --home DIR, --as ACTOR, --today YYYY-MM-DD, "
    "--engine inline|prefect, --lang fr|en, --json, --verbose."
)

app = typer.Typer(
    name="casebinder",
    help="Capture documents, bind them to cases, and see what each case still lacks.",
    epilog=_EPILOG,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (capture, evaluate, find, rebuild, serve, up, upkeep):
    module.register(app)
app.add_typer(documents.app, name="document")
app.add_typer(cases.app, name="case")
app.add_typer(rules.app, name="rules")
app.add_typer(people.users, name="user")
app.add_typer(people.tokens, name="token")
app.add_typer(upkeep.reference, name="reference")
app.add_typer(upkeep.audit, name="audit")


@app.command("version")
def show_version(context: typer.Context) -> None:
    """Print the version."""
    told = version("casebinder")
    if session_of(context).as_json:
        answer("version", {"version": told})
    else:
        say(f"casebinder {told}")


program = cache(partial(get_command, app))
"""Gives all commands, put together once a process: programs that call `run` often, as the tests do, save that time."""


def run(words: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit code."""
    given = list(sys.argv[1:] if words is None else words)
    options = Globals(as_json="--json" in given)
    try:
        options, left = arguments.split(given)
        session = Session(options)
        return _run(session, left)
    except CasebinderError as error:
        language = arguments.language_of(given)
        command = shape_of(arguments.words_of(given))
        return report(error, command=command, language=language, as_json=options.as_json)


def _run(session: Session, words: list[str]) -> int:
    try:
        # Typer gives back the code of an early end: 0 after --help, and that of Ctrl-C, which it takes for itself.
        code: int | None = program().main(
            args=_as_one(words), prog_name="casebinder", standalone_mode=False, obj=session
        )
    except Leave as leave:
        tell(leave.why.in_language(session.language))
        return leave.code
    except CasebinderError as error:
        return report(error, command=shape_of(words), language=_language(session), as_json=session.as_json)
    except typer.TyperException as error:
        wrong = misuse(error, words)
        return report(wrong, command=shape_of(words), language=_language(session), as_json=session.as_json)
    except typer.Abort:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the command border: a bug of ours gets a sentence and exit code 70
        return _bug(session, words, error)
    finally:
        session.close()
    if code == INTERRUPTED:
        tell(session.words("interrompu ; rien n'est perdu", "interrupted; nothing is lost"))
    return code or ANSWERED


def _as_one(words: list[str]) -> list[str]:
    """Take `search explain` with something to explain for one command; else `explain` is a word to look for."""
    given = [word for word in words[2:] if not word.startswith("-")]
    is_asked = words[:2] == find.EXPLAIN.split() and (len(given) > 1 or "--help" in words)
    return [find.EXPLAIN, *words[2:]] if is_asked else words


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
