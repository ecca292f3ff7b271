"""Rule files on disk: the folder the installation uses, or single files and folders named in a command.

Kinds are told by the sub-folder (`batches`, `documents`, `fields`, `cases`), for a lone file by its first key.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from adapters.paths import is_file, is_folder
from pipeline.errors import NotFound, PermanentError
from pipeline.model.identity import Digest
from pipeline.model.text import Bilingual
from services.rules.files import BATCH, CASE, DOCUMENT, FIELDS, RuleFile

_FOLDERS = {"batches": BATCH, "documents": DOCUMENT, "fields": FIELDS, "cases": CASE}
_FIRST_KEYS = {"batch_class": BATCH, "document_class": DOCUMENT, "field_set": FIELDS, "case_type": CASE}


def read_rules(paths: Sequence[Path]) -> tuple[RuleFile, ...]:
    """Read every rule file below these folders and these files themselves, in order, each once.

    Raises NotFound for a path that is not there or holds no rule file, PermanentError for a file that cannot be read or
    is no UTF-8 text.
    """
    found = dict.fromkeys(file for path in paths for file in _files(path))
    return tuple(_read(file) for file in found)


def _files(path: Path) -> Iterator[Path]:
    if is_file(path):
        yield path
        return
    folders = [each for each in (path, *(path / name for name in _FOLDERS)) if is_folder(each)]
    found = [file for folder in folders for ending in ("yaml", "yml") for file in sorted(folder.glob(f"*.{ending}"))]
    if not found:
        raise NotFound(
            "no_rule_files",
            Bilingual(fr="Il n’y a ni fichier ni dossier de règles ici.", en="There is no rule file or folder here."),
            where=str(path),
            next_step=Bilingual(
                fr="Donnez un fichier .yaml ou un dossier avec batches/, documents/, fields/ ou cases/.",
                en="Give a .yaml file or a folder with batches/, documents/, fields/ or cases/.",
            ),
        )
    yield from found


def _read(path: Path) -> RuleFile:
    try:
        content = path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise PermanentError(
            "rules_unreadable",
            Bilingual(
                fr=f"Ce fichier de règles ne peut être lu ({why}).", en=f"This rule file cannot be read ({why})."
            ),
            where=str(path),
            next_step=Bilingual(fr="Vérifiez vos droits sur ce fichier.", en="Check your rights on this file."),
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PermanentError(
            "rules_not_text",
            Bilingual(fr="Ce fichier de règles n’est pas du texte UTF-8.", en="This rule file is not UTF-8 text."),
            where=str(path),
            next_step=Bilingual(fr="Enregistrez-le en UTF-8.", en="Save it as UTF-8."),
        ) from error
    return RuleFile(
        kind=_kind(path, text), name=str(path), text=text, digest=Digest(f"sha256:{sha256(content).hexdigest()}")
    )


def _kind(path: Path, text: str) -> str:
    """Return the kind by the folder; a file elsewhere by its keys, and a case type when nothing tells."""
    if path.parent.name in _FOLDERS:
        return _FOLDERS[path.parent.name]
    keys = re.findall(r"^([a-z_]+):", text, flags=re.MULTILINE)
    return next((_FIRST_KEYS[key] for key in keys if key in _FIRST_KEYS), CASE)
