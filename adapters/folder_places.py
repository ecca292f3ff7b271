"""Which paths a case folder may have: the one place where path tricks are refused, for every kind of case folder."""

from collections.abc import Sequence

from pipeline.errors import PermanentError
from pipeline.model.identity import OPEN_CIRCLE
from pipeline.model.text import Bilingual
from services.ports.folders import FolderEntry

MANIFEST = "manifest.json"
UNFINISHED = ".casebinder-"
"""How the names of unfinished writes begin; no entry may be called so."""
ROOT = "cases"
_MOST_BYTES = 255


def checked_place(place: str) -> tuple[str, ...]:
    """Return the parts of `cases/<type>/<reference>`; raises PermanentError for any other form."""
    parts = tuple(place.split("/"))
    if len(parts) != 3 or parts[0] != ROOT or not all(_is_safe(part) for part in parts):
        raise _refused(place)
    return parts


def checked_entries(entries: Sequence[FolderEntry]) -> tuple[FolderEntry, ...]:
    """Return the entries; raises PermanentError when a path leaves the folder, or two want one place."""
    seen: set[str] = set()
    for entry in entries:
        if entry.path in seen or entry.path == MANIFEST or not all(_is_safe(part) for part in entry.path.split("/")):
            raise _refused(entry.path)
        seen.add(entry.path)
    for path in seen:
        if any(path.startswith(f"{other}/") for other in seen):
            raise _refused(path)
    return tuple(entries)


def in_circle(parts: Sequence[str], circle: str) -> tuple[str, ...]:
    """Return the parts under the root of the circle: `cases` for everybody's, else `cases-<circle>`."""
    if not _is_safe(circle):
        raise _refused(circle)
    root = ROOT if circle == OPEN_CIRCLE else f"{ROOT}-{circle}"
    return (root, *parts[1:])


def _is_safe(part: str) -> bool:
    """Return whether one part of a path is a plain name."""
    return (
        part not in {"", ".", ".."}
        and not part.startswith(UNFINISHED)
        and not any(char in '/\\:"*?<>|' or not char.isprintable() for char in part)
        and len(part.encode("utf-8", "surrogatepass")) <= _MOST_BYTES
    )


def _refused(path: str) -> PermanentError:
    return PermanentError(
        "folder_path_refused",
        Bilingual(
            fr="Ce chemin ne peut pas être celui d'un dossier ou d'une de ses pièces.",
            en="This path cannot be that of a case folder or of a file in it.",
        ),
        where=repr(path),
        next_step=Bilingual(
            fr="Corrigez le code du type, de la pièce ou la référence : lettres, chiffres, - _ . et espaces.",
            en="Correct the code of the case type or item, or the reference: letters, digits, - _ . and blanks.",
        ),
    )
