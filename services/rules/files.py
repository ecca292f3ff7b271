"""Rule texts as they lie in a folder, before anybody has read them."""

from dataclasses import dataclass

from pipeline.model.identity import Digest

BATCH, DOCUMENT, CASE = "batch", "document", "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule text as it lies in a folder: kind (`batch`, `document`, `case`), file name, text, digest."""

    kind: str
    name: str
    text: str
    digest: Digest
