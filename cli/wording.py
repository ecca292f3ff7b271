"""Small wordings of the terminal: fields, sizes, counts."""

from pipeline.model.document import IndexField
from pipeline.model.text import Language
from pipeline.model.values import Day, written


def field_line(read: IndexField, language: Language) -> str:
    """Return a field as one line: name, value, confidence, and the page it was read on."""
    value = read.value
    french_day = isinstance(value, Day) and language is Language.FR
    shown = f"{value.value:%d/%m/%Y}" if isinstance(value, Day) and french_day else written(value)
    where = f" · p. {read.evidence.page}" if read.evidence else ""
    return f"{read.name}: {shown} ({read.confidence:.0%}, {read.origin}{where})"


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun; French and English both write 0 and 1 apart from 2 and more here."""
    return f"{count} {one if count in {0, 1} else many}"
