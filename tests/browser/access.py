"""Who may use which route: rows of the authorisation test, one file of them an area (`rows_<area>.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from people import EVERY_NAME


@dataclass(frozen=True, kw_only=True)
class Row:
    """One route: who is let in, and with what it is tried.

    path: as the application declares it; allowed: names of `people`; values: for the names in braces, an attribute of
    `Filled`, or `=text` for the text itself; form: fields to send, as JSON to the API; uploads: send a file as well;
    is_page: a browser looks at it in tests.
    """

    method: str
    path: str
    allowed: frozenset[str] = EVERY_NAME
    is_public: bool = False
    is_page: bool = True
    values: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, object] = field(default_factory=dict)
    uploads: bool = False

    @property
    def name(self) -> str:
        """Name the route."""
        return f"{self.method} {self.path}"

    def address(self, filled: object, *, is_closed: bool = False) -> str:
        """Return the address to try: what is open, or what lies in the closed circle."""
        given = {name: self._value(filled, told, is_closed=is_closed) for name, told in self.values.items()}
        return self.path.format(**given)

    def sent(self, filled: object, *, is_closed: bool = False) -> Mapping[str, object]:
        """Return the fields to send; such as `{document}` stands for what is open, or lies in the closed circle."""
        return {
            name: self._value(filled, told[1:-1], is_closed=is_closed)
            if isinstance(told, str) and told.startswith("{")
            else told
            for name, told in self.form.items()
        }

    def _value(self, filled: object, told: str, *, is_closed: bool) -> str:
        if told.startswith("="):
            return told[1:]
        return str(getattr(filled, f"closed_{told}" if is_closed else told))

    @property
    def has_closed(self) -> bool:
        """Return whether the route leads to something that can lie in a closed circle."""
        return any(told in {"batch", "document", "reference", "party"} for told in self.values.values())


def rows() -> tuple[Row, ...]:
    """Return every row of every area."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("rows_*.py"))
    return tuple(row for name in names for row in import_module(name).ROWS)
