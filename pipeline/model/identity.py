"""The names of things: one type per kind of identifier, so that one cannot stand for another."""

from typing import NewType

BatchId = NewType("BatchId", str)
FileId = NewType("FileId", str)
PageId = NewType("PageId", str)
DocumentId = NewType("DocumentId", str)
CaseId = NewType("CaseId", str)
PartyId = NewType("PartyId", str)
PieceId = NewType("PieceId", str)
JobId = NewType("JobId", str)
ActorId = NewType("ActorId", str)
Circle = NewType("Circle", str)
"""A confidentiality circle, by its short name; `open` is the circle of everybody who may sign in."""

Digest = NewType("Digest", str)
"""A content digest, `sha256:` and 64 hexadecimal digits."""

OPEN_CIRCLE = Circle("open")
UNKNOWN = "unknown"
"""The document class of an abstention."""
