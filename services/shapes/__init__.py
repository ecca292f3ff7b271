"""The outside contract's JSON shapes, built from views: one place for the terminal and the REST API, a noun a module.

Keys may be added, none renamed or removed without a major version (docs/reference/commands.md). Nothing is imported
here: who asks for the shape of one noun does not wait for what the others are made of.
"""

from typing import Any

Shape = dict[str, Any]
"""A JSON object of CONTRACT."""


def titled(command: str, shape: Shape) -> Shape:
    """Put before a shape the name of the schema by which it is published (`services/shapes/schemas`)."""
    return {"schema": f"casebinder/{command}/1", **shape}


def box(value: tuple[float, float, float, float] | None) -> list[float] | None:
    """Return a box as four fractions, rounded to a hundredth of a millimetre on A4."""
    return None if value is None else [round(part, 5) for part in value]
