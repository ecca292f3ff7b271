"""A command line that is not understood, in our words: what is wrong, where, and what was probably meant."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer

from cli.output import both
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual

_HELP = both("« casebinder --help » montre les commandes.", '"casebinder --help" shows the commands.')


def misuse(error: typer.TyperException, words: Sequence[str]) -> WrongUsage:
    """Turn an error of the command line's parser into ours; its own words about a wrong value are kept."""
    where = " ".join(words[:2])
    return WrongUsage("wrong_usage", _what(error), where=where, next_step=_next_step(error, words))


def _what(error: Any) -> Bilingual:
    said = error.format_message()
    told = _of_its_kind(error) or _of_its_words(said)
    return told or both(said, said)


def _of_its_kind(error: Any) -> Bilingual | None:
    """Return what is wrong with one option or argument."""
    match type(error).__name__:
        case "NoSuchOption":
            name = error.option_name
            return both(f"L'option {name} n'existe pas ici.", f"There is no option {name} here.")
        case "BadOptionUsage":
            name = error.option_name
            return both(f"L'option {name} attend une valeur, ou n'en veut pas.", f"{name} wants a value, or none.")
        case "MissingParameter" if error.param is not None:
            name = _written(error.param)
            return both(f"Il manque {name}.", f"{name} is missing.")
        case "BadParameter" if error.param is not None:
            name, why = _written(error.param), error.message.rstrip(".")
            return both(f"La valeur donnée pour {name} ne convient pas ({why}).", f"Wrong value for {name} ({why}).")
        case _:
            return None


def _of_its_words(said: str) -> Bilingual | None:
    """Return what is wrong with the words themselves."""
    if (name := _unknown_command(said)) is not None:
        return both(f"La commande « {name} » n'existe pas.", f'There is no command "{name}".')
    if said.startswith("Missing command"):
        return both("Il manque la commande.", "The command is missing.")
    head, extra, words = said.partition("extra argument(s) (")
    if head and extra:
        return both(
            f"Il y a des mots de trop : {words.rstrip(')')}.", f"There are words too many: {words.rstrip(')')}."
        )
    return None


def _written(parameter: Any) -> str:
    """Return a parameter as help writes it: options by their names, arguments by what stands for them."""
    options = [name for name in parameter.opts if name.startswith("-")]
    return "/".join(options) or (parameter.metavar or str(parameter.name).upper()).rstrip(".")


def _unknown_command(said: str) -> str | None:
    head, quote, rest = said.partition("No such command '")
    return rest.partition("'")[0] if quote and not head else None


def _next_step(error: Any, words: Sequence[str]) -> Bilingual:
    """Return the nearest word there is, else the help of the innermost command that was understood."""
    unknown = _unknown_command(error.format_message())
    known = getattr(getattr(error.ctx, "command", None), "commands", {}) if error.ctx else {}
    near = get_close_matches(unknown, known, n=1) if unknown else list(getattr(error, "possibilities", None) or ())[:1]
    if near:
        return both(f"Vouliez-vous dire « {near[0]} » ?", f'Did you mean "{near[0]}"?')
    path = error.ctx.command_path if error.ctx else ""
    if not words or not path:
        return _HELP
    return both(f"« {path} --help » montre ce qui se dit.", f'"{path} --help" shows what can be said.')
