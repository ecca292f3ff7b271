"""Cutting anew: pages are put otherwise into documents, by hand.

What a document is made of never changes: others take its place, which are understood anew, and the former ones can be
brought back (`services.verification.undo`).
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents import verification
from pipeline.documents.routing import is_doubtful_cut
from pipeline.model.actor import Actor
from pipeline.model.batch import Document, Page
from pipeline.model.document import Draft, StraightThrough
from pipeline.model.identity import DocumentId
from pipeline.model.states import DocumentState, PageState
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from services.access import act_of
from services.capture.understand import Understand
from services.cases.casework import Casework
from services.ports.records import Records, UnitOfWork
from services.refusals.documents import no_page, not_waiting, same_document, taken_out, two_files
from services.rules.rulebook import Rulebook
from services.topics import DOCUMENT
from services.verification.claims import claim, give_back
from services.verification.document_acts import ends_with, follow_up, in_force, retire, settle_end
from services.verification.steps import Step, former, write_step

Part = tuple[Draft, Sequence[Page]]
"""A document to be made: its draft, and its pages in the draft's order, turned as they shall be."""


class Recut:
    """The acts on cuts and pages; each raises NotFound, NoRight, and NotPossible with the reason."""

    def __init__(
        self,
        records: Records,
        understand: Understand,
        rulebook: Rulebook,
        casework: Casework,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._records = records
        self._understand = understand
        self._rulebook = rulebook
        self._casework = casework
        self._clock = clock
        self._ids = ids

    @act_of(Act.DOCUMENT_SPLIT)
    def split(self, actor: Actor, name: DocumentId, at: int, *, reason: str = "") -> DocumentId:
        """Cut a document before its page at that position; both parts are understood anew. Return the first part."""
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_SPLIT, name)
            pages = uow.pages.of_document(name)
            first, second = verification.split(document.draft, at)
            parts = [(first, pages[: at - 1]), (second, pages[at - 1 :])]
            made = self._recut(uow, actor, Act.DOCUMENT_SPLIT, [document], parts, reason=reason, at=at)
            uow.commit()
        return made[0]

    @act_of(Act.DOCUMENT_MERGE)
    def merge(self, actor: Actor, first: DocumentId, second: DocumentId, *, reason: str = "") -> DocumentId:
        """Put the second document's pages behind the first's, as one, understood anew. Return the new document."""
        with self._records.writing() as uow:
            documents = _of_one_file([in_force(uow, actor, Act.DOCUMENT_MERGE, name) for name in (first, second)])
            pages = [page for one in documents for page in uow.pages.of_document(one.id)]
            draft = verification.merge(documents[0].draft, documents[1].draft)
            merged = [first, second]
            made = self._recut(
                uow, actor, Act.DOCUMENT_MERGE, documents, [(draft, pages)], reason=reason, merged=merged
            )
            uow.commit()
        return made[0]

    @act_of(Act.DOCUMENT_REORDER)
    def reorder(self, actor: Actor, name: DocumentId, positions: Sequence[int], *, reason: str = "") -> DocumentId:
        """Put the pages of a document in another order, by their present positions from 1. Return the new document."""
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_REORDER, name)
            draft = verification.reorder(document.draft, positions)
            pages = uow.pages.of_document(name)
            parts = [(draft, [pages[position - 1] for position in positions])]
            order = list(positions)
            made = self._recut(uow, actor, Act.DOCUMENT_REORDER, [document], parts, reason=reason, order=order)
            uow.commit()
        return made[0]

    @act_of(Act.DOCUMENT_REJECT)
    def reject(self, actor: Actor, name: DocumentId, position: int, *, reason: str = "") -> DocumentId:
        """Take the page at that position out; it stays accounted for as rejected. The rest is understood anew.

        Gives the new document, or the old one when it had no other page.
        """
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_REJECT, name)
            rejected, rest = _without(uow, document, position)
            made = self._recut(uow, actor, Act.DOCUMENT_REJECT, [document], rest, reason=reason, page=rejected.id)
            left = uow.pages.get(rejected.id)
            out = replace(left, state=PageState.REJECTED, reason=taken_out(actor, reason))
            uow.pages.replace(out, frm=left.state)
            follow_up(uow, self._ids, document.batch)
            uow.commit()
        return made[0] if made else name

    @act_of(Act.DOCUMENT_ROTATE)
    def rotate(self, actor: Actor, name: DocumentId, position: int, degrees: int, *, reason: str = "") -> DocumentId:
        """Turn the page at that position further clockwise, by 90, 180 or 270 degrees. Return the new document.

        The capture loop reads the page again as it is turned, and then understands the document. Raises WrongUsage.
        """
        turn = verification.quarter(degrees)
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_ROTATE, name)
            pages = uow.pages.of_document(name)
            if not 1 <= position <= len(pages):
                raise no_page(name, position, len(pages))
            page = pages[position - 1]
            turned = replace(page, turn=(self._understand.rotation_of(page) + turn) % 360)
            parts = [(document.draft, [turned if one is page else one for one in pages])]
            detail = {"page": page.id, "degrees": turn}
            made = self._recut(uow, actor, Act.DOCUMENT_ROTATE, [document], parts, reason=reason, **detail)
            uow.commit()
        return made[0]

    @act_of(Act.DOCUMENT_MOVE_PAGE)
    def move_page(
        self,
        actor: Actor,
        name: DocumentId,
        position: int,
        to: DocumentId,
        *,
        at: int | None = None,
        reason: str = "",
    ) -> DocumentId:
        """Move a page into another document of the file, to position `at` there, or behind its last page.

        Gives the new document that has the page.
        """
        with self._records.writing() as uow:
            source, target = _of_one_file([in_force(uow, actor, Act.DOCUMENT_MOVE_PAGE, one) for one in (name, to)])
            moved, rest = _without(uow, source, position)
            pages = list(uow.pages.of_document(to))
            place = len(pages) + 1 if at is None else at
            draft = verification.insert(target.draft, moved.ordinal, place)
            pages.insert(place - 1, moved)
            parts = [(draft, pages), *rest]
            made = self._recut(
                uow, actor, Act.DOCUMENT_MOVE_PAGE, [source, target], parts, reason=reason, page=moved.id, at=place
            )
            uow.commit()
        return made[0]

    @act_of(Act.DOCUMENT_CONFIRM_CUT)
    def confirm_cut(self, actor: Actor, name: DocumentId, *, reason: str = "") -> DocumentId:
        """Say that a document does begin where it was cut; it goes on by itself when nothing else is in doubt.

        Raises NotPossible when somebody else has it before them.
        """
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_CONFIRM_CUT, name)
            made, rules = document.understanding, self._rulebook.batch_class_of(uow, document.batch)
            if made is None or not is_doubtful_cut(document.draft, rules):
                raise not_waiting(name)
            claim(uow, self._ids, actor, name)
            before = ends_with(uow, document)
            touched = (before, document) if before else (document,)
            step = Step(
                id=self._ids.new("u"),
                act=Act.DOCUMENT_CONFIRM_CUT,
                before=tuple(former(uow, one) for one in touched),
                after=tuple(one.id for one in touched),
            )
            write_step(uow, self._clock, actor, step, reason=reason, detail={})
            draft, settled = verification.confirm_cut(document.draft, made, rules)
            changed = uow.documents.save(replace(document, draft=draft, understanding=settled))
            if changed.state is DocumentState.IN_QUEUE and isinstance(settled.routing, StraightThrough):
                self._casework.release(uow, changed, actor=actor)
            if before:
                settle_end(uow, self._casework, before, rules, actor=actor)
            uow.outbox.add(DOCUMENT, name)
            give_back(uow, actor, name)
            follow_up(uow, self._ids, document.batch)
            uow.commit()
        return name

    def _recut(
        self,
        uow: UnitOfWork,
        actor: Actor,
        act: Act,
        before: Sequence[Document],
        parts: Sequence[Part],
        *,
        reason: str,
        **detail: object,
    ) -> tuple[DocumentId, ...]:
        """Put new documents in the place of old ones, and have them understood."""
        batch, file = uow.batches.get(before[0].batch), uow.files.get(before[0].file)
        names = tuple(DocumentId(self._ids.new("d")) for _ in parts)
        found = tuple(former(uow, document) for document in before)
        step = Step(id=self._ids.new("u"), act=act, before=found, after=names)
        write_step(uow, self._clock, actor, step, reason=reason, detail=detail)
        for document in before:
            retire(uow, self._casework, document, actor=actor)
            give_back(uow, actor, document.id)
        made = []
        for name, (draft, pages) in zip(names, parts, strict=True):
            loose = [replace(uow.pages.get(page.id), turn=page.turn) for page in pages]
            made.append(self._understand.add_draft(uow, batch, file, draft, loose, name=name))
        for fresh in made:
            self._understand.understand_at_once(uow, fresh)
        follow_up(uow, self._ids, batch.id)
        return names


def _of_one_file(documents: list[Document]) -> list[Document]:
    """Return two documents; raises NotPossible when they came in two files, or are the same."""
    first, second = documents
    if first.id == second.id:
        raise same_document(first.id)
    if first.file != second.file:
        raise two_files(first.id, second.id)
    return documents


def _without(uow: UnitOfWork, document: Document, position: int) -> tuple[Page, list[Part]]:
    """Return the page at that position, and what is left of the document without it, if anything."""
    pages = list(uow.pages.of_document(document.id))
    if not 1 <= position <= len(pages):
        raise no_page(document.id, position, len(pages))
    taken = pages.pop(position - 1)
    numbers = tuple(page.ordinal for page in pages)
    return taken, [(replace(document.draft, pages=numbers), pages)] if pages else []
