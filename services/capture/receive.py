"""Receiving: bytes become an accounted-for batch, or are refused with a reason; nothing is ever dropped.

Content and receipt are stored first, durably; then one transaction writes the batch, its files, the job that starts
the work, and the audit event. What arrives twice is recognised by its bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import refusals
from pipeline.errors import NotFound, WrongUsage
from pipeline.intake import IntakeLimits, Refusal, examine, part_name, safe_name
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch, Reason, SourceFile
from pipeline.model.identity import BatchId, Digest, FileId, JobId
from pipeline.model.states import BatchState, FileState
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore, Clock, Ids
from pipeline.rights import Act, Subject
from services.access import act_of, require, write_down
from services.ports.reading import IncomingFile
from services.ports.records import Records, UnitOfWork
from services.ports.snapshots import SnapshotStore
from services.rules.rulebook import Rulebook
from services.snapshots import IntakeReceipt, packed, receipt_name
from services.topics import BATCH

CAPTURE_JOB = "capture"
"""The kind of the job whose subject is a batch to be captured."""

UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a delivery; `is_new` is false when exactly this had been received before."""

    batch: BatchId
    is_new: bool
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file whose bytes are in the store."""

    file: IncomingFile
    digest: Digest


class Receive:
    """The act of receiving."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        snapshots: SnapshotStore,
        rulebook: Rulebook,
        clock: Clock,
        ids: Ids,
        limits: IntakeLimits,
    ) -> None:
        self._records = records
        self._store = store
        self._snapshots = snapshots
        self._rulebook = rulebook
        self._clock = clock
        self._ids = ids
        self._limits = limits

    @act_of(Act.BATCH_RECEIVE)
    def receive(
        self,
        actor: Actor,
        files: Sequence[IncomingFile],
        *,
        batch_class: str,
        channel: str,
        expected_pages: int | None = None,
    ) -> Receipt:
        """Take in files as one batch; raises WrongUsage without files or for an unknown batch class, NoRight."""
        if not files:
            raise WrongUsage("nothing_given", _NOTHING, next_step=_GIVE_FILES)
        with self._records.reading() as uow:
            chosen = self._rulebook.batch_class(uow, batch_class)
            rules = self._rulebook.batch_class_digest(uow, batch_class)
        require(actor, Act.BATCH_RECEIVE, Subject(circle=chosen.circle))
        kept = [keep(self._store, file) for file in files]
        source_key = _source_key(kept)
        with self._records.reading() as uow:
            if (earlier := _earlier(uow, channel, source_key)) is not None:
                return earlier
        batch = Batch(
            id=BatchId(self._ids.new("b")),
            batch_class=batch_class,
            rules_digest=rules,
            channel=channel,
            source_key=source_key,
            state=BatchState.RECEIVED,
            circle=chosen.circle,
            received_at=self._clock.now(),
            expected_pages=expected_pages,
        )
        judged = [
            as_recorded(FileId(self._ids.new("f")), batch.id, n, one, limits=self._limits)
            for n, one in enumerate(kept, 1)
        ]
        self._snapshots.put(receipt_name(batch.id), packed(_told(batch, judged)))
        return self._write(actor, batch, judged)

    def _write(self, actor: Actor, batch: Batch, judged: Sequence[SourceFile]) -> Receipt:
        with self._records.writing() as uow:
            if (earlier := _earlier(uow, batch.channel, batch.source_key)) is not None:
                return earlier
            uow.batches.add(batch)
            files = tuple(add_file(uow, file) for file in judged)
            uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch.id)
            uow.outbox.add(BATCH, batch.id)
            detail = {"files": len(files), "channel": batch.channel, "batch_class": batch.batch_class}
            write_down(uow, self._clock, actor, Act.BATCH_RECEIVE, f"batch:{batch.id}", detail=detail)
            uow.commit()
        return Receipt(batch=batch.id, is_new=True, files=files)


def keep(store: BlobStore, file: IncomingFile) -> KeptFile:
    """Put a file's bytes into the store; one that went or changed since it was measured is closed: nothing is taken."""
    if file.closed is None:
        try:
            info = store.put_file(file.path, media_type=UNKNOWN_TYPE)
        except NotFound:
            file = _closed(file, "cannot_read")
        else:
            if info.size == file.size:
                return KeptFile(file=file, digest=info.digest)
            file = _closed(file, "changed_while_read")
    return KeptFile(file=file, digest=store.put(b"", media_type=UNKNOWN_TYPE).digest)


def _closed(file: IncomingFile, why: str) -> IncomingFile:
    return replace(file, size=0, head=b"", closed=refusals.reason(why))


def as_recorded(
    name: FileId,
    batch: BatchId,
    ordinal: int,
    kept: KeptFile,
    *,
    limits: IntakeLimits,
    whole: SourceFile | None = None,
) -> SourceFile:
    """Return the file as it is recorded: stored, or in quarantine with the reason; whole: what it is a part of."""
    file = kept.file
    outcome = examine(head=file.head, size=file.size, name=file.name, limits=limits, is_part=whole is not None)
    if file.closed is not None:
        outcome = Refusal(media_type=UNKNOWN_TYPE, reason=file.closed)
    return SourceFile(
        id=name,
        batch=batch,
        ordinal=ordinal,
        name=safe_name(file.name) if whole is None else part_name(whole.name, file.name),
        digest=kept.digest,
        size=file.size,
        media_type=outcome.media_type,
        state=FileState.QUARANTINED if isinstance(outcome, Refusal) else FileState.STORED,
        reason=outcome.reason if isinstance(outcome, Refusal) else None,
        part_of=whole.id if whole else None,
    )


def _earlier(uow: UnitOfWork, channel: str, source_key: str) -> Receipt | None:
    """Return what became of the same delivery when it came before, or None."""
    batch = uow.batches.by_source(channel, source_key)
    if batch is None:
        return None
    return Receipt(
        batch=batch.id, is_new=False, files=tuple(file for file in uow.files.of_batch(batch.id) if not file.part_of)
    )


def add_file(uow: UnitOfWork, file: SourceFile) -> SourceFile:
    """Record a file, as a duplicate when its bytes were received before."""
    first = uow.files.accepted_with(file.digest)
    if first is not None and file.size:
        file = _duplicate(file, first)
    uow.files.add(file)
    return file


def _duplicate(file: SourceFile, first: SourceFile) -> SourceFile:
    reason = Reason(
        code="duplicate",
        message=Bilingual(
            fr=f"Ce fichier a déjà été reçu (lot {first.batch}, fichier n° {first.ordinal}).",
            en=f"This file was received before (batch {first.batch}, file no. {first.ordinal}).",
        ),
        next_step=Bilingual(fr="Rien à faire.", en="Nothing to do."),
    )
    return replace(file, state=FileState.DUPLICATE, reason=reason)


def _source_key(files: Sequence[KeptFile]) -> str:
    """Name a delivery by what it holds: the same names with the same bytes in the same order are the same delivery."""
    parts = [f"{safe_name(one.file.name)}\0{one.digest}" for one in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _told(batch: Batch, files: Sequence[SourceFile]) -> IntakeReceipt:
    return IntakeReceipt(
        batch=batch.id,
        batch_class=batch.batch_class,
        rules_digest=batch.rules_digest,
        channel=batch.channel,
        source_key=batch.source_key,
        circle=batch.circle,
        received_at=batch.received_at,
        expected_pages=batch.expected_pages,
        files=tuple(files),
    )


_NOTHING = Bilingual(fr="Aucun fichier n'a été donné.", en="No file was given.")
_GIVE_FILES = Bilingual(
    fr="Donnez un dossier qui contient des fichiers, ou des fichiers.", en="Give a folder that holds files, or files."
)
