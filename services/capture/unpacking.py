"""Archives and messages: each file they bring becomes a file of the same batch, with its path as its name.

The container stays a file of its own, byte for byte; what it brings is recorded in the transaction that opens it, so
that a second opening after a crash finds either all of its parts or none.
"""

from collections.abc import Sequence

from pipeline import refusals
from pipeline.intake import CONTAINERS, DEEPEST, IntakeLimits
from pipeline.model.batch import Reason, SourceFile
from pipeline.model.identity import Digest, FileId
from pipeline.ports import BlobStore, Ids
from services.capture.receive import UNKNOWN_TYPE, KeptFile, add_file, as_recorded
from services.ports.reading import IncomingFile
from services.ports.records import UnitOfWork

MOST_PARTS = 5_000
MOST_BYTES = 4_000_000_000
"""What a batch may hold in parts together."""


def is_container(file: SourceFile) -> bool:
    """Return whether a file may bring others."""
    return file.media_type in CONTAINERS


def keep_parts(store: BlobStore, parts: Sequence[IncomingFile]) -> tuple[KeptFile, ...]:
    """Put the bytes of parts into the store; raises NotFound when one is gone, so that all are taken out again."""
    return tuple(KeptFile(file=part, digest=_kept(store, part)) for part in parts)


def _kept(store: BlobStore, part: IncomingFile) -> Digest:
    if part.closed is not None:
        return store.put(b"", media_type=UNKNOWN_TYPE).digest
    return store.put_file(part.path, media_type=UNKNOWN_TYPE).digest


def too_much(uow: UnitOfWork, whole: SourceFile, parts: Sequence[KeptFile]) -> Reason | None:
    """Return why the parts may not be added (they lie too deep, or the batch would hold too many), or None."""
    files = uow.files.of_batch(whole.batch)
    if parts and _depth(whole, {file.id: file for file in files}) >= DEEPEST:
        return refusals.reason("too_deep")
    others = [file for file in files if file.part_of]
    size = sum(file.size for file in others) + sum(part.file.size for part in parts)
    if len(others) + len(parts) > MOST_PARTS or size > MOST_BYTES:
        return refusals.reason("too_many_parts")
    return None


def _depth(file: SourceFile, files: dict[FileId, SourceFile]) -> int:
    depth = 0
    while file.part_of is not None:
        file = files[file.part_of]
        depth += 1
    return depth


def add_parts(
    uow: UnitOfWork, ids: Ids, whole: SourceFile, parts: Sequence[KeptFile], *, limits: IntakeLimits
) -> tuple[SourceFile, ...]:
    """Record the parts after the files that the batch has; those received before are duplicates."""
    first = 1 + max(file.ordinal for file in uow.files.of_batch(whole.batch))
    return tuple(
        add_file(
            uow,
            as_recorded(FileId(ids.new("f")), whole.batch, ordinal, part, limits=limits, whole=whole),
        )
        for ordinal, part in enumerate(parts, first)
    )
