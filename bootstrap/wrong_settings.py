"""A setting that cannot be, in words: its name, what it needs, where it stands, and which one was probably meant."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual

SETTINGS_FILE = "casebinder.toml"
PREFIX = "CASEBINDER_"
NEAR = 0.8
"""How alike an unknown name and a setting are that was meant (difflib's ratio). Others may name variables of their own
so, as Kubernetes does for a service `casebinder` (`CASEBINDER_PORT`: 0.67 of `web_port`)."""

_WHOLE = Bilingual(fr="il faut un nombre entier", en="a whole number is needed")
_ONE_OF = Bilingual(fr="il faut {expected}", en="{expected} is needed")
_NEEDED: Final = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "greater_than_equal": Bilingual(fr="il faut au moins {ge}", en="at least {ge} is needed"),
    "less_than_equal": Bilingual(fr="il faut au plus {le}", en="at most {le} is needed"),
    "enum": _ONE_OF,
    "literal_error": _ONE_OF,
    "path_type": Bilingual(fr="il faut un chemin entre guillemets", en="a path in quotes is needed"),
    "string_type": Bilingual(fr="il faut un texte entre guillemets", en="a text in quotes is needed"),
}
"""What a setting needs, by the kind of pydantic's error; the words in braces are of its context."""


def wrong(error: ValidationError, names: Sequence[str]) -> WrongUsage:
    """Return the error for the first setting that pydantic refuses; without a name the file itself is wrong."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if not name:
        why = first["msg"].removeprefix("Value error, ")
        what = Bilingual(fr=f"Ce fichier de réglages n'est pas du TOML ({why}).", en=f"This file is no TOML ({why}).")
        return _error(what, where=SETTINGS_FILE)
    if first["type"] == "extra_forbidden":
        return _unknown(name, names, where=SETTINGS_FILE)
    needed = _needed(first["type"], first.get("ctx", {}), otherwise=first["msg"])
    what = Bilingual(fr=f"Réglage « {name} » : {needed.fr}.", en=f'Setting "{name}": {needed.en}.')
    return _error(what, where=f"{SETTINGS_FILE}, {PREFIX}{name.upper()}")


def misspelt(variables: Iterable[str], names: Sequence[str]) -> WrongUsage | None:
    """Return the error for the first variable of the environment that is a setting's but for a slip."""
    for variable in sorted(variables):
        name = variable.upper().removeprefix(PREFIX).lower()
        if variable.upper().startswith(PREFIX) and name not in names and _nearest(name, names):
            return _unknown(name, names, where=variable)
    return None


def unreadable(error: OSError) -> WrongUsage:
    """Return the error for a settings file that is there and cannot be read."""
    what = Bilingual(
        fr=f"Le fichier de réglages ne peut être lu ({error.strerror}).",
        en=f"The settings file cannot be read ({error.strerror}).",
    )
    step = Bilingual(fr="Donnez à ce compte le droit de le lire.", en="Allow this account to read it.")
    return WrongUsage("wrong_setting", what, where=str(error.filename or SETTINGS_FILE), next_step=step)


def _needed(kind: str, context: dict[str, Any], *, otherwise: str) -> Bilingual:
    words = _NEEDED.get(kind, Bilingual(fr=otherwise, en=otherwise))
    french = {name: str(value).replace(" or ", " ou ") for name, value in context.items()}
    return Bilingual(fr=words.fr.format(**french), en=words.en.format(**context)) if kind in _NEEDED else words


def _unknown(name: str, names: Sequence[str], *, where: str) -> WrongUsage:
    near = _nearest(name, names)
    step = Bilingual(fr=f"Vouliez-vous dire « {near} » ?", en=f'Did you mean "{near}"?') if near else None
    what = Bilingual(fr=f"Le réglage « {name} » n'existe pas.", en=f'There is no setting "{name}".')
    return _error(what, where=where, next_step=step)


def _nearest(name: str, names: Sequence[str]) -> str:
    return next(iter(get_close_matches(name, names, n=1, cutoff=NEAR)), "")


def _error(what: Bilingual, *, where: str, next_step: Bilingual | None = None) -> WrongUsage:
    return WrongUsage("wrong_setting", what, where=where, next_step=next_step or _CORRECT)


_CORRECT = Bilingual(
    fr="Corrigez ce réglage ; docs/reference/settings.md les explique tous.",
    en="Correct this setting; docs/reference/settings.md explains them all.",
)
