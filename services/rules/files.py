"""Rule texts as they lie in a folder, before anybody has read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from pipeline.model.identity import Digest
from pipeline.rules.field_sets import set_named, whole

BATCH, DOCUMENT, CASE, FIELDS = "batch", "document", "case", "fields"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule text as it lies in a folder: kind (`batch`, `document`, `case`, `fields`), file name, text, digest."""

    kind: str
    name: str
    text: str
    digest: Digest


def made_whole(files: Sequence[RuleFile]) -> tuple[RuleFile, ...]:
    """Put behind each document class the field sets that it names; other files stay as they are."""
    sets = {name: file.text for file in files if file.kind == FIELDS and (name := set_named(file.text))}
    return tuple(_whole(file, whole(file.text, sets)) if file.kind == DOCUMENT else file for file in files)


def _whole(file: RuleFile, text: str) -> RuleFile:
    if text == file.text:
        return file
    return replace(file, text=text, digest=Digest(f"sha256:{sha256(text.encode()).hexdigest()}"))
