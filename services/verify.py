"""The operator's desk: doubts about documents are settled by hand, and what follows is done in the same transaction.

A settled document goes on by itself when nothing is left in doubt; a bound one has its case judged anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline import verification
from pipeline.errors import WrongUsage
from pipeline.model.actor import Actor
from pipeline.model.batch import RELEASED, Document, DocumentState, Page, PageState, Reason
from pipeline.model.document import Draft, StraightThrough, Understanding
from pipeline.model.identity import BatchId, Digest, DocumentId, JobId
from pipeline.model.text import Bilingual
from pipeline.model.values import Value, from_written
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from services.access import act_of, of_document, require, write_down
from services.capture import settle_in
from services.casework import Casework
from services.find import document_named
from services.ports import Records, UnitOfWork
from services.receive import CAPTURE_JOB
from services.refusals import HOW_VALUES_ARE_WRITTEN, class_first, no_page, not_waiting, superseded, two_files
from services.rulebook import Rulebook
from services.topics import DOCUMENT
from services.understand import Understand

Change = Callable[[UnitOfWork, Document, Understanding], Understanding]


class Verify:
    """The acts of operators on documents; each raises NotFound, NoRight, and NotPossible with the reason."""

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

    @act_of(Act.DOCUMENT_CORRECT)
    def correct(
        self, actor: Actor, name: DocumentId, values: Sequence[tuple[str, str]], *, reason: str = ""
    ) -> DocumentId:
        """Put typed values in fields; nothing else changes. Raises WrongUsage for a value that is not of its kind."""

        def change(uow: UnitOfWork, document: Document, made: Understanding) -> Understanding:
            rules = self._rulebook.batch_class_of(uow, document.batch)
            kind = self._rulebook.catalog(uow).find(made.classification.document_class)
            if kind is None:
                raise class_first(name)
            for field, text in values:
                made = verification.correct(
                    made,
                    field,
                    _typed(uow, self._rulebook, made, field, text),
                    document_class=kind,
                    draft=document.draft,
                    batch_class=rules,
                    today=self._clock.today(),
                )
            return made

        return self._settle(actor, Act.DOCUMENT_CORRECT, name, change, reason=reason, fields=[f for f, _ in values])

    @act_of(Act.DOCUMENT_SET_CLASS)
    def set_class(self, actor: Actor, name: DocumentId, document_class: str, *, reason: str = "") -> DocumentId:
        """Say what a document is; it is read anew as one of that class. Raises WrongUsage for an unknown class."""

        def change(uow: UnitOfWork, document: Document, _: Understanding) -> Understanding:
            catalog = self._rulebook.catalog(uow)
            if catalog.find(document_class) is None:
                known = ", ".join(each.code for each in catalog.classes)
                raise WrongUsage(
                    "no_such_class",
                    Bilingual(fr="Cette classe n'existe pas.", en="There is no such class."),
                    where=document_class,
                    next_step=Bilingual(fr=f"Choisissez parmi : {known}.", en=f"Choose one of: {known}."),
                )
            return self._understand.meaning(uow, document, document_class=document_class)

        return self._settle(actor, Act.DOCUMENT_SET_CLASS, name, change, reason=reason, document_class=document_class)

    @act_of(Act.DOCUMENT_RELEASE)
    def release(self, actor: Actor, name: DocumentId, *, reason: str = "") -> DocumentId:
        """Release a document as it is, its doubts looked at and accepted; it is bound in the same transaction."""
        with self._records.writing() as uow:
            document = self._mine(uow, actor, Act.DOCUMENT_RELEASE, name)
            if document.state is not DocumentState.IN_QUEUE or document.understanding is None:
                raise not_waiting(name)
            if self._rulebook.catalog(uow).find(document.understanding.classification.document_class) is None:
                raise class_first(name)
            self._write(uow, actor, Act.DOCUMENT_RELEASE, document, reason)
            self._casework.release(uow, replace(document, settled_by=actor.id), actor=actor)
            self._after(uow, document.batch)
            uow.commit()
        return name

    @act_of(Act.DOCUMENT_SPLIT)
    def split(self, actor: Actor, name: DocumentId, at: int, *, reason: str = "") -> DocumentId:
        """Cut a document before its page at that position; both parts are understood anew. Give the first part."""
        with self._records.writing() as uow:
            document = self._mine(uow, actor, Act.DOCUMENT_SPLIT, name)
            pages = uow.pages.of_document(name)
            first, second = verification.split(document.draft, at)
            self._write(uow, actor, Act.DOCUMENT_SPLIT, document, reason, at=at)
            made = self._recut(uow, actor, [document], [(first, pages[: at - 1]), (second, pages[at - 1 :])])
            uow.commit()
        return made[0]

    @act_of(Act.DOCUMENT_MERGE)
    def merge(self, actor: Actor, first: DocumentId, second: DocumentId, *, reason: str = "") -> DocumentId:
        """Put the second document's pages behind the first's, as one, understood anew. Give the new document."""
        with self._records.writing() as uow:
            documents = [self._mine(uow, actor, Act.DOCUMENT_MERGE, name) for name in (first, second)]
            if documents[0].file != documents[1].file:
                raise two_files(first, second)
            pages = [page for one in documents for page in uow.pages.of_document(one.id)]
            draft = verification.merge(documents[0].draft, documents[1].draft)
            for document in documents:
                self._write(uow, actor, Act.DOCUMENT_MERGE, document, reason, merged=[first, second])
            made = self._recut(uow, actor, documents, [(draft, pages)])
            uow.commit()
        return made[0]

    @act_of(Act.DOCUMENT_REJECT)
    def reject(self, actor: Actor, name: DocumentId, position: int, *, reason: str = "") -> DocumentId:
        """Take the page at that position out; it stays accounted for as rejected. The rest is understood anew.

        Gives the new document, or the old one when it had no other page.
        """
        with self._records.writing() as uow:
            document = self._mine(uow, actor, Act.DOCUMENT_REJECT, name)
            pages = list(uow.pages.of_document(name))
            if not 1 <= position <= len(pages):
                raise no_page(name, position, len(pages))
            rejected = pages.pop(position - 1)
            self._write(uow, actor, Act.DOCUMENT_REJECT, document, reason, page=rejected.id)
            numbers = tuple(page.ordinal for page in pages)
            parts = [(replace(document.draft, pages=numbers), pages)] if pages else []
            made = self._recut(uow, actor, [document], parts)
            left = uow.pages.get(rejected.id)
            out = replace(left, state=PageState.REJECTED, reason=_rejected(actor, reason))
            uow.pages.replace(out, frm=left.state)
            self._after(uow, document.batch)
            uow.commit()
        return made[0] if made else name

    def _recut(
        self,
        uow: UnitOfWork,
        actor: Actor,
        before: Sequence[Document],
        parts: Sequence[tuple[Draft, Sequence[Page]]],
    ) -> list[DocumentId]:
        """Put new documents in the place of old ones and have them understood by the capture loop."""
        batch, file = uow.batches.get(before[0].batch), uow.files.get(before[0].file)
        for document in before:
            self._casework.withdraw(uow, document, actor=actor)
            uow.pages.detach(document.id)
            uow.documents.save(replace(uow.documents.get(document.id), state=DocumentState.SUPERSEDED))
            uow.outbox.add(DOCUMENT, document.id)
        made = []
        for draft, pages in parts:
            loose = [uow.pages.get(page.id) for page in pages]
            added = self._understand.add_draft(uow, batch, file, draft, loose)
            made.append(added.id)
        for name in made:
            fresh = uow.documents.get(name)
            self._understand.send_on(uow, fresh, self._understand.meaning(uow, fresh))
        self._after(uow, batch.id)
        return made

    def _settle(
        self, actor: Actor, act: Act, name: DocumentId, change: Change, *, reason: str, **detail: object
    ) -> DocumentId:
        """Change what is known of a document; release it when no doubt is left, or have its case judged anew."""
        with self._records.writing() as uow:
            document = self._mine(uow, actor, act, name)
            if document.understanding is None:
                raise not_waiting(name)
            made = change(uow, document, document.understanding)
            self._write(uow, actor, act, document, reason, **detail)
            is_read_anew = act is Act.DOCUMENT_SET_CLASS and not isinstance(made.routing, StraightThrough)
            settled_by = None if is_read_anew else actor.id
            changed = replace(document, understanding=made, rules_digest=self._rules(uow, made), settled_by=settled_by)
            document = uow.documents.save(changed)
            if is_read_anew and document.state is DocumentState.UNMATCHED:
                self._casework.route(uow, document)
            elif document.state in RELEASED:
                self._casework.content_changed(uow, document, actor=actor, cause=act)
            elif isinstance(made.routing, StraightThrough):
                self._casework.release(uow, document, actor=actor)
            uow.outbox.add(DOCUMENT, name)
            self._after(uow, document.batch)
            uow.commit()
        return name

    def _mine(self, uow: UnitOfWork, actor: Actor, act: Act, name: DocumentId) -> Document:
        document = document_named(uow, actor, name)
        require(actor, act, of_document(uow, document))
        if document.state is DocumentState.SUPERSEDED:
            raise superseded(name)
        return document

    def _rules(self, uow: UnitOfWork, made: Understanding) -> Digest | None:
        return self._rulebook.document_class_digest(uow, made.classification.document_class)

    def _write(
        self, uow: UnitOfWork, actor: Actor, act: Act, document: Document, reason: str, **detail: object
    ) -> None:
        bound = uow.cases.of_document(document.id)
        case = bound.id if bound else None
        write_down(uow, self._clock, actor, act, f"document:{document.id}", case=case, reason=reason, detail=detail)

    def _after(self, uow: UnitOfWork, batch: BatchId) -> None:
        """Leave what is left (renditions) to the capture loop, and bring the batch's state up to date."""
        uow.jobs.put(JobId(self._ids.new("j")), kind=CAPTURE_JOB, subject=batch)
        settle_in(uow, batch)


def _typed(uow: UnitOfWork, rulebook: Rulebook, made: Understanding, field: str, text: str) -> Value:
    """Read what the operator typed by the kind of the field; raises WrongUsage with the form expected."""
    kind = rulebook.catalog(uow).find(made.classification.document_class)
    rule = kind.field(field) if kind else None
    if rule is None:
        known = ", ".join(one.name for one in kind.fields) if kind else "-"
        raise WrongUsage(
            "no_such_field",
            Bilingual(fr="Ce document n'a pas ce champ.", en="This document has no such field."),
            where=field,
            next_step=Bilingual(fr=f"Champs : {known}.", en=f"Fields: {known}."),
        )
    choices = [option.value for option in rule.options]
    if choices and text not in choices:
        known = ", ".join(choices)
        raise _wrong_value(field, text, Bilingual(fr=f"Choisissez parmi : {known}.", en=f"Choose one of: {known}."))
    try:
        return from_written(rule.kind, text, scheme=rule.scheme)
    except ValueError as error:
        raise _wrong_value(field, text, HOW_VALUES_ARE_WRITTEN) from error


def _wrong_value(field: str, text: str, step: Bilingual) -> WrongUsage:
    what = Bilingual(fr=f"« {text} » n'est pas une valeur de ce champ.", en=f'"{text}" is no value of this field.')
    return WrongUsage("wrong_value", what, where=field, next_step=step)


def _rejected(actor: Actor, reason: str) -> Reason:
    why = reason or "-"
    return Reason(
        code="rejected",
        message=Bilingual(fr=f"Écartée par {actor.name} : {why}", en=f"Rejected by {actor.name}: {why}"),
        next_step=Bilingual(fr="Rien à faire.", en="Nothing to do."),
    )
