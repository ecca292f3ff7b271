"""What a person types behind a command's words: a reason, pairs, an order of pages, a file to write to."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import both
from pipeline.errors import WrongUsage

Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the history.")]


def pair(text: str) -> tuple[str, str]:
    """Read NAME=VALUE; raises WrongUsage."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise WrongUsage(
            "not_name_value",
            both("Un champ se donne sous la forme NOM=VALEUR.", "A field is given as NAME=VALUE."),
            where=text,
            next_step=both("Par exemple : last_name=DURAND", "For example: last_name=DURAND"),
        )
    return name, value


def positions(text: str) -> tuple[int, ...]:
    """Read 2,1,3; raises WrongUsage."""
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError as error:
        raise WrongUsage(
            "not_an_order",
            both("Un ordre se donne comme 2,1,3.", "An order is given as 2,1,3."),
            where=text,
            next_step=both("Donnez chaque page une fois.", "Give each page once."),
        ) from error


def write_file(path: Path, content: bytes) -> None:
    """Write what was asked for where it was asked for; raises WrongUsage when that cannot be."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WrongUsage(
            "cannot_write",
            both(f"Ce fichier ne peut être écrit ({error.strerror}).", f"Cannot be written ({error.strerror})."),
            where=str(path),
            next_step=both("Choisissez un autre endroit.", "Choose another place."),
        ) from error
