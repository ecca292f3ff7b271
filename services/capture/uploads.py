"""Sending files in pieces: an upload that breaks off goes on where it stopped, and becomes a batch when it is whole.

What came lies apart from everything that is captured. It is bounded in all, and what nobody finished is cleared after
days. Whoever sends the same files again finds what came of them before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.intake import IntakeLimits, natural, too_many_bytes
from pipeline.model.actor import Actor
from pipeline.model.identity import BatchId
from pipeline.model.text import Bilingual
from pipeline.ports import Clock, Ids
from pipeline.rights import Act, Subject
from services.access import act_of, require
from services.capture.receive import Receipt, Receive
from services.ports.reading import IncomingFile
from services.ports.records import Records
from services.ports.uploads import LyingFile, PromisedFile, Upload, UploadStore
from services.rules.rulebook import Rulebook

CHANNEL = "upload"
MOST_UPLOADS = 50
"""Uploads that one person may have under way."""
MOST_FILES = 2000
"""Files of one upload: what is promised is read anew with each piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadBounds:
    """What uploads under way may take: bytes in all, promised ones counted, and days until they are cleared."""

    most_bytes: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """An upload and the bytes that came of each of its files."""

    upload: Upload
    came: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Return whether every wanted byte is there."""
        return all(came == file.wanted for came, file in zip(self.came, self.upload.files, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """One file of an upload, by its number (from 1), and the bytes that came of it."""

    upload: Upload
    number: int
    came: int


class Uploads:
    """The acts of sending; an upload is its sender's alone, and not there for anybody else."""

    def __init__(
        self,
        records: Records,
        store: UploadStore,
        receive: Receive,
        rulebook: Rulebook,
        clock: Clock,
        ids: Ids,
        *,
        limits: IntakeLimits,
        bounds: UploadBounds,
    ) -> None:
        self._records = records
        self._store = store
        self._receive = receive
        self._rulebook = rulebook
        self._clock = clock
        self._ids = ids
        self._limits = limits
        self._bounds = bounds

    @act_of(Act.BATCH_RECEIVE)
    def begin(
        self, actor: Actor, files: Sequence[PromisedFile], *, batch_class: str, expected_pages: int | None = None
    ) -> UploadView:
        """Promise files, which go into natural order; return the upload under way when these very ones were promised.

        Raises WrongUsage without files or with too many, NotFound for an unknown batch class, NoRight, and NotPossible
        while there is no room.
        """
        with self._records.reading() as uow:
            circle = self._rulebook.batch_class(uow, batch_class).circle
        require(actor, Act.BATCH_RECEIVE, Subject(circle=circle))
        if not 0 < len(files) <= MOST_FILES:
            raise _wrong_number(len(files))
        self._clear()
        wanted = Upload(
            id=self._ids.new("u"),
            actor=actor.id,
            batch_class=batch_class,
            expected_pages=expected_pages,
            files=tuple(self._judged(file) for file in sorted(files, key=lambda file: natural(file.name))),
            begun_at=self._clock.now(),
        )
        under_way = [upload for upload in self._store.every() if upload.batch is None]
        before = next((upload for upload in under_way if _is_same(upload, wanted)), None)
        if before is None:
            self._require_room(under_way, wanted)
            self._store.keep(wanted)
        return self._view(before or wanted)

    @act_of(Act.BATCH_RECEIVE)
    def under_way(self, actor: Actor) -> tuple[UploadView, ...]:
        """Return the actor's uploads that became no batch yet, oldest first."""
        require(actor, Act.BATCH_RECEIVE)
        mine = (upload for upload in self._store.every() if upload.actor == actor.id and upload.batch is None)
        return tuple(self._view(upload) for upload in mine)

    @act_of(Act.BATCH_RECEIVE)
    def shown(self, actor: Actor, name: str) -> UploadView:
        """Return an upload of the actor's; raises NotFound."""
        return self._view(self._mine(actor, name))

    @act_of(Act.BATCH_RECEIVE)
    def append(self, actor: Actor, name: str, number: int, piece: bytes, *, at: int) -> FileView:
        """Add a piece to the file of that number (from 1), which has `at` bytes so far.

        Raises NotFound, ConcurrentChange when the file does not end there, WrongUsage for more than was promised.
        """
        upload = self._mine(actor, name)
        if not 0 < number <= len(upload.files):
            raise _no_such_upload(f"{name}/{number}")
        if at + len(piece) > upload.files[number - 1].wanted:
            raise _more_than_promised(f"{name}/{number}")
        return FileView(upload=upload, number=number, came=self._store.append(upload, number, piece, at=at))

    @act_of(Act.BATCH_RECEIVE)
    def finish(self, actor: Actor, name: str) -> Receipt:
        """Receive the files as one batch; a second time gives the same. Raises NotPossible until all are whole."""
        upload = self._mine(actor, name)
        if upload.batch is not None:
            return self._received(upload, upload.batch)
        if not self._view(upload).is_whole:
            raise _unfinished(name)
        receipt = self._receive.receive(
            actor,
            [_incoming(file, lies) for file, lies in zip(upload.files, self._store.lying(upload), strict=True)],
            batch_class=upload.batch_class,
            channel=CHANNEL,
            expected_pages=upload.expected_pages,
        )
        self._store.keep(replace(upload, batch=receipt.batch))
        self._store.empty(upload)
        return receipt

    @act_of(Act.BATCH_RECEIVE)
    def abandon(self, actor: Actor, name: str) -> None:
        """Take an upload away with all that came of it; raises NotFound."""
        self._store.remove(self._mine(actor, name))

    @act_of(Act.RECOVER)
    def clear(self, actor: Actor) -> int:
        """Take away the uploads that are too old; return their number."""
        require(actor, Act.RECOVER)
        return self._clear()

    def _clear(self) -> int:
        oldest = self._clock.now() - timedelta(days=self._bounds.days)
        old = [upload for upload in self._store.every() if upload.begun_at < oldest]
        for upload in old:
            self._store.remove(upload)
        return len(old)

    def _judged(self, file: PromisedFile) -> PromisedFile:
        return replace(file, closed=too_many_bytes(file.size, self._limits))

    def _require_room(self, under_way: Sequence[Upload], wanted: Upload) -> None:
        if sum(upload.actor == wanted.actor for upload in under_way) >= MOST_UPLOADS:
            raise _too_many()
        room = self._bounds.most_bytes - sum(upload.wanted for upload in under_way)
        if wanted.wanted > room:
            raise _no_room(wanted.wanted, room)

    def _mine(self, actor: Actor, name: str) -> Upload:
        require(actor, Act.BATCH_RECEIVE)
        upload = self._store.find(name)
        if upload is None or upload.actor != actor.id:
            raise _no_such_upload(name)
        return upload

    def _view(self, upload: Upload) -> UploadView:
        return UploadView(upload=upload, came=self._store.came(upload))

    def _received(self, upload: Upload, name: BatchId) -> Receipt:
        with self._records.reading() as uow:
            is_new = uow.batches.get(name).received_at >= upload.begun_at
            return Receipt(batch=name, is_new=is_new, files=tuple(uow.files.of_batch(name)))


def _is_same(one: Upload, other: Upload) -> bool:
    """Return whether two are the same files of the same person for the same purpose."""
    return replace(one, id=other.id, begun_at=other.begun_at) == other


def _incoming(file: PromisedFile, lies: LyingFile) -> IncomingFile:
    return IncomingFile(name=file.name, path=lies.path, size=lies.size, head=lies.head, closed=file.closed)


def _wrong_number(given: int) -> WrongUsage:
    if not given:
        what = Bilingual(fr="Aucun fichier n'a été donné.", en="No file was given.")
        step = Bilingual(fr="Choisissez au moins un fichier.", en="Choose at least one file.")
    else:
        what = Bilingual(
            fr=f"{given} fichiers : un envoi en a {MOST_FILES} au plus.",
            en=f"{given} files: one upload has {MOST_FILES} at most.",
        )
        step = Bilingual(fr="Envoyez-les en plusieurs fois.", en="Send them in several parts.")
    return WrongUsage("wrong_upload", what, next_step=step)


def _more_than_promised(where: str) -> WrongUsage:
    return WrongUsage(
        "wrong_upload",
        Bilingual(fr="Il vient plus d'octets que la taille annoncée.", en="More bytes arrived than were announced."),
        where=where,
        next_step=Bilingual(
            fr="Le fichier a changé pendant l'envoi : choisissez-le à nouveau.",
            en="The file changed while it was sent: choose it again.",
        ),
    )


def _unfinished(name: str) -> NotPossible:
    return NotPossible(
        "upload_unfinished",
        Bilingual(fr="Cet envoi n'est pas encore complet.", en="This upload is not whole yet."),
        where=name,
        next_step=Bilingual(
            fr="Choisissez à nouveau les mêmes fichiers : l'envoi reprend où il s'est arrêté.",
            en="Choose the same files again: sending goes on where it stopped.",
        ),
    )


def _no_room(wanted: int, room: int) -> NotPossible:
    wanted_mb, room_mb = -(-wanted // 1_000_000), max(0, room) // 1_000_000
    return NotPossible(
        "uploads_full",
        Bilingual(
            fr=f"Cet envoi demande {wanted_mb} Mo ; il reste {room_mb} Mo pour les envois en cours.",
            en=f"This upload needs {wanted_mb} MB; {room_mb} MB are left for uploads under way.",
        ),
        next_step=Bilingual(
            fr="Envoyez moins à la fois, ou attendez la fin des autres envois (réglage uploads_mb).",
            en="Send less at once, or wait for the other uploads to end (setting uploads_mb).",
        ),
    )


def _too_many() -> NotPossible:
    return NotPossible(
        "uploads_full",
        Bilingual(
            fr=f"Vous avez déjà {MOST_UPLOADS} envois en cours.",
            en=f"You have {MOST_UPLOADS} uploads under way already.",
        ),
        next_step=Bilingual(fr="Finissez-en ou abandonnez-en.", en="Finish some or let some go."),
    )


def _no_such_upload(name: str) -> NotFound:
    return NotFound(
        "no_such_upload",
        Bilingual(fr="Cet envoi n'existe pas, ou pas pour vous.", en="There is no such upload, or it is not yours."),
        where=name,
        next_step=Bilingual(fr="Envoyez les fichiers à nouveau.", en="Send the files again."),
    )
