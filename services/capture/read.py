"""From bytes to words: originals are opened, their pages read, and archive renditions made of documents.

Each outcome is committed as soon as it is there, under the fence of the unit's job, so a kill loses at most the
page that was being read.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial

from pipeline import refusals
from pipeline.codec import pack, unpack
from pipeline.errors import InputRefused, PageFailed
from pipeline.intake import WITHOUT_PAGES, IntakeLimits
from pipeline.model.batch import Document, Page, Reason, SourceFile
from pipeline.model.identity import BatchId, Digest, DocumentId, FileId, JobId, PageId
from pipeline.model.page import Recognition
from pipeline.model.states import RELEASED, FileState, PageState
from pipeline.model.text import Bilingual
from pipeline.ports import BlobStore, Ids
from services.capture.receive import KeptFile
from services.capture.unpacking import add_parts, is_container, keep_parts, too_much
from services.ports.reading import (
    Original,
    PageRead,
    PageReader,
    PageRequest,
    PageUnread,
    ReadSettings,
    RenditionRequest,
)
from services.ports.records import Records, UnitOfWork
from services.ports.work_records import Job
from services.rules.rulebook import Rulebook
from services.topics import BATCH, CASE
from services.units import UNIT_JOB, Unit, UnitKind

READER_DIED = "reader_died"
"""The refusal that may not be the file's fault: it is tried again before the file is set aside."""
UNREADABLE = "unreadable"
"""Why a file was set aside whose opening failed again and again; a retry tries it anew."""
RECOGNITION_TYPE = "application/vnd.casebinder.recognition+gzip"

OnFile = Callable[[], None]
"""Told that a file has been read to its end."""


def unheard() -> None:
    """Tell nobody."""


def recognitions(store: BlobStore, pages: Sequence[Page]) -> tuple[Recognition, ...]:
    """Return what was read on pages that were; raises NotFound when the store lost one."""
    return tuple(unpack(Recognition, store.get(page.recognition)) for page in pages if page.recognition)


def rotation_of(store: BlobStore, page: Page) -> int:
    """Return by how many degrees clockwise a page is turned to be upright, as a person wants it or as it was read."""
    if page.turn is not None:
        return page.turn
    return next((read.rotation for read in recognitions(store, [page])), 0)


class Read:
    """The steps open, read and render; called by `services.capture.loop`, which holds the right and the lease."""

    def __init__(
        self,
        records: Records,
        store: BlobStore,
        reader: PageReader,
        rulebook: Rulebook,
        ids: Ids,
        limits: IntakeLimits,
    ) -> None:
        self._limits = limits
        self._records = records
        self._store = store
        self._reader = reader
        self._rulebook = rulebook
        self._ids = ids

    def open_files(self, files: Sequence[str], held: Job) -> None:
        """Count each file's pages and give each page its row, or put the file in quarantine with its reason.

        What an archive or message brings becomes files of the batch, to be opened next.
        """
        for name in files:
            with self._records.reading() as uow:
                file = uow.files.get(FileId(name))
            if file.state is not FileState.STORED:
                continue
            with self._original(file) as original:
                try:
                    outcome: _Looked | InputRefused = self._looked_into(file, original)
                except InputRefused as refused:
                    if refused.code == READER_DIED:
                        raise
                    outcome = refused
            with self._records.writing() as uow:
                uow.jobs.assert_held(held)
                self._opened(uow, file, outcome)
                uow.commit()

    def _looked_into(self, file: SourceFile, original: Original) -> "_Looked":
        """Count the pages and keep the parts of a file; raises InputRefused."""
        pages = 0 if file.media_type in WITHOUT_PAGES else self._reader.count_pages(original)
        if not is_container(file):
            return _Looked(pages=pages)
        with self._reader.unpacked(original) as parts:
            kept = keep_parts(self._store, parts)
        if not kept and not pages:
            raise refusals.refused(refusals.reason("no_pages"))
        return _Looked(pages=pages, parts=kept)

    def _opened(self, uow: UnitOfWork, file: SourceFile, outcome: "_Looked | InputRefused") -> None:
        if isinstance(outcome, InputRefused):
            quarantine(uow, file, Reason(code=outcome.code, message=outcome.message, next_step=outcome.next_step))
            return
        if (reason := too_much(uow, file, outcome.parts)) is not None:
            quarantine(uow, file, reason)
            return
        uow.files.move(file.id, to=FileState.OPENED, frm=FileState.STORED, page_count=outcome.pages)
        uow.pages.add(
            [
                Page(id=PageId(self._ids.new("p")), file=file.id, ordinal=n, state=PageState.RECEIVED)
                for n in range(1, outcome.pages + 1)
            ]
        )
        if outcome.parts:
            add_parts(uow, self._ids, file, outcome.parts, limits=self._limits)
            uow.outbox.add(BATCH, file.batch)

    def read_pages(self, batch: BatchId, pages: Sequence[str], held: Job, on_file: OnFile = unheard) -> None:
        """Read pages in parallel and commit each as it comes; tell when those of a file are through."""
        with self._records.reading() as uow:
            asked = [uow.pages.get(PageId(name)) for name in pages]
            wanted = {page.id: page for page in asked if page.state is PageState.RECEIVED or page.turn is not None}
            files = {page.file: uow.files.get(page.file) for page in wanted.values()}
            rules = self._rulebook.batch_class_of(uow, batch)
        settings = ReadSettings(
            languages=rules.languages, separator_codes=rules.separator_codes, separate_by=rules.separate_by
        )
        with ExitStack() as stack:
            originals = {file: stack.enter_context(self._original(row)) for file, row in files.items()}
            left = Counter(page.file for page in wanted.values())
            requests = [
                PageRequest(key=p.id, original=originals[p.file], number=p.ordinal, turn=p.turn)
                for p in wanted.values()
            ]
            for outcome in self._reader.read(requests, settings):
                page = wanted[PageId(outcome.key)]
                if not isinstance(outcome, PageUnread) or not outcome.died:
                    self._keep(page, outcome, held)
                elif len(pages) == 1:
                    raise PageFailed(outcome.reason.code, outcome.reason.message, next_step=outcome.reason.next_step)
                else:
                    self._set_apart(batch, page, outcome.reason, held)
                left[page.file] -= 1
                if not left[page.file]:
                    on_file()

    def _keep(self, page: Page, outcome: PageRead | PageUnread, held: Job) -> None:
        """Write down what came of a page; nothing, when a person wants it turned otherwise meanwhile."""
        if isinstance(outcome, PageRead):
            blob = self._store.put(pack(outcome.recognition), media_type=RECOGNITION_TYPE)
            after = partial(_read, recognition=blob.digest)
        else:
            after = partial(unread, reason=outcome.reason)
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            now = uow.pages.get(page.id)
            if now.turn == page.turn:
                uow.pages.replace(after(now), frm=page.state)
            uow.commit()

    def _set_apart(self, batch: BatchId, page: Page, reason: Reason, held: Job) -> None:
        """Have a page at which the reading process died tried again, alone; its attempts are counted from here."""
        alone = Unit(kind=UnitKind.READ, batch=batch, subjects=(page.id,))
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            uow.jobs.put(JobId(self._ids.new("j")), kind=UNIT_JOB, subject=alone.key, subjects=alone.subjects)
            uow.jobs.put_off(UNIT_JOB, alone.key, seconds=0, reason=reason)
            uow.commit()

    def render(self, documents: Sequence[str], held: Job) -> None:
        """Make the searchable archive PDF of each document and keep it."""
        with self._records.reading() as uow:
            asked = [uow.documents.get(DocumentId(name)) for name in documents]
            work = [self._rendering(uow, one) for one in asked if one.state in RELEASED and one.rendition is None]
        with ExitStack() as stack:
            requests = [item.request(stack.enter_context(self._original(item.file))) for item in work]
            made = {outcome.key: outcome.content for outcome in self._reader.renditions(requests)}
        for item in work:
            content = made[item.document.id]
            digest = item.file.digest
            if content is not None:
                digest = self._store.put(content, media_type="application/pdf").digest
            self._rendered(item.document.id, digest, held)

    def _rendering(self, uow: UnitOfWork, document: Document) -> "_Rendering":
        return _Rendering(
            document=document,
            file=uow.files.get(document.file),
            pages=recognitions(self._store, uow.pages.of_document(document.id)),
        )

    def _rendered(self, name: DocumentId, digest: Digest, held: Job) -> None:
        with self._records.writing() as uow:
            uow.jobs.assert_held(held)
            uow.documents.save(replace(uow.documents.get(name), rendition=digest))
            bound = uow.cases.of_document(name)
            if bound is not None:
                uow.outbox.add(CASE, bound.id)
            uow.commit()

    @contextmanager
    def _original(self, file: SourceFile) -> Iterator[Original]:
        with self._store.open_local(file.digest) as path:
            yield Original(path=path, media_type=file.media_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What a file holds: pages of its own, and parts whose bytes are in the store."""

    pages: int
    parts: tuple[KeptFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rendering:
    document: Document
    file: SourceFile
    pages: tuple[Recognition, ...]

    def request(self, original: Original) -> RenditionRequest:
        return RenditionRequest(
            key=self.document.id,
            original=original,
            pages=self.pages,
            title=self.document.id,
            made_at=self.document.received_at,
        )


def unread(page: Page, reason: Reason) -> Page:
    """Return a page that could not be read; one that was to be read again, turned, stays as it was read before."""
    if page.turn is not None:
        return replace(page, turn=None, reason=reason)
    return replace(page, state=PageState.FAILED, reason=reason)


def _read(page: Page, recognition: Digest) -> Page:
    state = page.state if page.turn is not None else PageState.RECOGNISED
    return replace(page, state=state, recognition=recognition, reason=None, turn=None)


def quarantine(uow: UnitOfWork, file: SourceFile, reason: Reason) -> None:
    """Set a file aside with its reason; its content stays in the store."""
    uow.files.move(file.id, to=FileState.QUARANTINED, frm=file.state, reason=reason)


def unreadable() -> Reason:
    """Return the reason of a file whose opening failed again and again."""
    return Reason(
        code=UNREADABLE,
        message=Bilingual(
            fr="Ce fichier n'a pas pu être ouvert malgré plusieurs essais.",
            en="This file could not be opened in several attempts.",
        ),
        next_step=Bilingual(
            fr="Ouvrez-le sur votre poste ; s'il s'affiche, imprimez-le en PDF et redéposez-le.",
            en="Open it on your own machine; if it shows, print it to PDF and drop it again.",
        ),
    )
