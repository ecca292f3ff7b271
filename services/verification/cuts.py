"""Looking at cuts: the pages of a file as they are put into documents, and the cuts that are in doubt, one by one.

Which cuts are in doubt is decided where documents are routed: they wait in the queue of separation.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from pipeline.documents.routing import SEPARATION
from pipeline.model.actor import Actor
from pipeline.model.batch import Batch, Document, Page, SourceFile
from pipeline.model.cut import Seen
from pipeline.model.identity import Circle, DocumentId
from pipeline.model.states import PageState
from pipeline.ports import BlobStore, Ids
from pipeline.rights import Act
from pipeline.separation.cut_signs import Kind, signs
from pipeline.separation.page_signs import page_signs
from services.access import act_of, may, of_document, require, visibility
from services.capture.read import recognitions
from services.looking.find import DocumentView, document_named, document_view
from services.ports.records import Records, UnitOfWork
from services.verification.claims import claim, give_back, holders


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The pages of a file: the documents the actor may see, in order, and the pages that are in none."""

    batch: Batch
    file: SourceFile
    documents: tuple[DocumentView, ...]
    aside: tuple[Page, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A cut in doubt: the document that begins there, the one before it in the file, and what is seen between them.

    before: None for the first of its file; holder: the name of another person who has it before them; left: how many
    cuts are in doubt for the actor, this one among them.
    """

    stack: Stack
    before: DocumentView | None
    after: DocumentView
    seen: tuple[Seen, ...]
    holder: str | None
    left: int


class Cuts:
    """The looks at cuts; who is shown a cut in doubt has it alone (`services.verification.claims`)."""

    def __init__(self, records: Records, store: BlobStore, ids: Ids) -> None:
        self._records = records
        self._store = store
        self._ids = ids

    @act_of(Act.DOCUMENT_VIEW)
    def stack(self, actor: Actor, name: DocumentId) -> Stack:
        """Return the pages of the file a document is of, even of a document that was replaced. Raises NotFound."""
        with self._records.reading() as uow:
            document = document_named(uow, actor, name)
            require(actor, Act.DOCUMENT_VIEW, of_document(uow, document))
            return _stack(uow, actor, document)

    @act_of(Act.DOCUMENT_CONFIRM_CUT)
    def waiting(self, actor: Actor) -> int:
        """Count the cuts in doubt that the actor may see."""
        require(actor, Act.DOCUMENT_CONFIRM_CUT)
        with self._records.reading() as uow:
            return uow.documents.waiting_by_queue(_circles(actor)).get(SEPARATION, 0)

    @act_of(Act.DOCUMENT_CONFIRM_CUT)
    def pair(self, actor: Actor, *, at: DocumentId | None = None, after: DocumentId | None = None) -> Pair | None:
        """Take the cut in doubt of a document, or the one behind that of another, or the first; None when none is free.

        One that was asked for by its document is shown also while somebody else has it.
        """
        require(actor, Act.DOCUMENT_CONFIRM_CUT)
        with self._records.writing() as uow:
            names = [one.id for one in uow.documents.waiting(_circles(actor), queue=SEPARATION)]
            others = {document: who for document, who in holders(uow).items() if who != actor.id}
            if after is not None and after in names:
                give_back(uow, actor, after)
            chosen = _chosen(names, others, at, after)
            if chosen is None:
                return None
            document = uow.documents.get(chosen)
            if chosen not in others and may(actor, Act.DOCUMENT_CONFIRM_CUT, of_document(uow, document)):
                claim(uow, self._ids, actor, chosen)
            uow.commit()
            who = others.get(chosen)
            name = uow.actors.get(who).name if who else None
            return self._pair(uow, actor, document, holder=name, left=len(names))

    def _pair(self, uow: UnitOfWork, actor: Actor, document: Document, *, holder: str | None, left: int) -> Pair:
        stack = _stack(uow, actor, document)
        place = [view.document.id for view in stack.documents].index(document.id)
        before, after = (stack.documents[place - 1] if place else None), stack.documents[place]
        seen = self._seen(before, after) if before else ()
        return Pair(stack=stack, before=before, after=after, seen=seen, holder=holder, left=left)

    def _seen(self, before: DocumentView, after: DocumentView) -> tuple[Seen, ...]:
        """Return what made the cut, or what is seen now when a sheet made it."""
        if after.document.draft.because:
            return after.document.draft.because
        last, first = (page_signs(page) for page in recognitions(self._store, (before.pages[-1], after.pages[0])))
        return signs(last, first, kind_before=_kind_of(before), kind_after=_kind_of(after))


def _circles(actor: Actor) -> tuple[Circle, ...] | None:
    """Return the circles the actor belongs to; None: sees all."""
    seen = visibility(actor).circles
    return None if seen is None else tuple(map(Circle, seen))


def _chosen(
    names: Sequence[DocumentId], others: Container[DocumentId], at: DocumentId | None, after: DocumentId | None
) -> DocumentId | None:
    """Choose the document asked for, else the one behind another that nobody else has, beginning anew at the end."""
    if at is not None and at in names:
        return at
    start = names.index(after) + 1 if after is not None and after in names else 0
    return next((name for name in (*names[start:], *names[:start]) if name not in others), None)


def _stack(uow: UnitOfWork, actor: Actor, document: Document) -> Stack:
    seen = [one for one in uow.documents.of_file(document.file) if may(actor, Act.DOCUMENT_VIEW, of_document(uow, one))]
    return Stack(
        batch=uow.batches.get(document.batch),
        file=uow.files.get(document.file),
        documents=tuple(document_view(uow, one) for one in seen),
        aside=tuple(page for page in uow.pages.of_file(document.file) if page.state is not PageState.IN_DOCUMENT),
    )


def _kind_of(view: DocumentView) -> Kind:
    made = view.document.understanding
    if made is None:
        return Kind()
    return Kind(document_class=made.classification.document_class, confidence=made.classification.confidence)
