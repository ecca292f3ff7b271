"""The command line before Typer sees it: global options may stand anywhere, so they are taken out first."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from cli.output import Globals, both
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual, Language

EXPLAIN = "search explain"
"""One command of two words: `search` alone takes any word to look for, also this one."""
_VALUED = ("--home", "--as", "--today", "--engine", "--lang")
_FLAGS = ("--json", "--verbose")
_OF_PATHS = frozenset(("preview", "submit", "watch", "evaluate", "rules", "reference"))
"""Commands that are given files and folders."""


def split(arguments: Sequence[str]) -> tuple[Globals, list[str]]:
    """Return the global options and the words that are left; raises WrongUsage for a missing or wrong value."""
    found: dict[str, str] = {}
    flags: set[str] = set()
    left: list[str] = []
    words = iter(arguments)
    for word in words:
        name, has_value, value = word.partition("=")
        if word == "--":
            left += [word, *words]
        elif word in _FLAGS:
            flags.add(word)
        elif name in _VALUED:
            found[name] = value if has_value else _next(words, name)
            if not found[name]:  # a script's variable that was never set: not this folder, nor anybody
                raise _missing(name)
        else:
            left.append(word)
    return _globals(found, flags), left


def refuse_unreadable(words: Sequence[str]) -> None:
    """Raise WrongUsage for a path without a name, and for what is no path and not UTF-8: nothing has such a name.

    An empty path would be the present folder, which nobody named.
    """
    takes_paths = bool(words) and words[0] in _OF_PATHS
    for word in words:
        if takes_paths and not word:
            raise _no_word(words, both("Un chemin est vide.", "A path is empty."))
        if not takes_paths and any("\ud800" <= sign <= "\udfff" for sign in word):
            raise _no_word(words, both("Un mot n'est pas en UTF-8.", "A word is not UTF-8."))


def _no_word(words: Sequence[str], what: Bilingual) -> WrongUsage:
    step = both("Vérifiez ce que le script a mis à cette place.", "Check what the script put in its place.")
    return WrongUsage("wrong_usage", what, where=" ".join(words[:2]).strip(), next_step=step)


def words_of(arguments: Sequence[str]) -> list[str]:
    """Return the words of a command line without its global options, however wrong these are."""
    pairs = zip(("", *arguments), arguments, strict=False)
    return [
        word
        for before, word in pairs
        if before not in _VALUED and word not in _FLAGS and word.partition("=")[0] not in _VALUED
    ]


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language asked for on a command line that may be wrong elsewhere; French when none can be told."""
    pairs = zip(("", *arguments), arguments, strict=False)
    asked = [word.removeprefix("--lang=") for before, word in pairs if before == "--lang" or word.startswith("--lang=")]
    return next((Language(word) for word in reversed(asked) if word in set(Language)), Language.FR)


def as_one(words: list[str]) -> list[str]:
    """Take `search explain` with something to explain for one command; else `explain` is a word to look for."""
    given = [word for word in words[2:] if not word.startswith("-")]
    is_asked = words[:2] == EXPLAIN.split() and (len(given) > 1 or "--help" in words)
    return [EXPLAIN, *words[2:]] if is_asked else words


def _next(words: Iterator[str], name: str) -> str:
    value = next(words, None)
    if value is None or value.startswith("--"):
        raise _missing(name)
    return value


def _missing(name: str) -> WrongUsage:
    return _wrong(name, "", both("il manque une valeur", "a value is missing"))


def _globals(found: dict[str, str], flags: set[str]) -> Globals:
    return Globals(
        home=Path(found["--home"]) if "--home" in found else None,
        actor=found.get("--as"),
        today=_day(found["--today"]) if "--today" in found else None,
        engine=_one_of("--engine", found.get("--engine"), ("inline", "prefect")),
        language=Language(lang) if (lang := _one_of("--lang", found.get("--lang"), ("fr", "en"))) else None,
        as_json="--json" in flags,
        verbose="--verbose" in flags,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wants = both("une date AAAA-MM-JJ est attendue", "a date YYYY-MM-DD is expected")
        raise _wrong("--today", text, wants) from error


def _one_of(name: str, value: str | None, known: Sequence[str]) -> str | None:
    if value is not None and value not in known:
        raise _wrong(name, value, both(f"attendu : {' ou '.join(known)}", f"expected: {' or '.join(known)}"))
    return value


def _wrong(name: str, value: str, what: Bilingual) -> WrongUsage:
    return WrongUsage(
        "wrong_option",
        what,
        where=f"{name} {value}".strip(),
        next_step=both("« casebinder --help » montre les options.", '"casebinder --help" shows the options.'),
    )
