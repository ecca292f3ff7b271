"""The operator's desk: doubts about documents are settled by hand, and what follows is done in the same transaction.

A settled document goes on by itself when nothing is left in doubt; a bound one has its case judged anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.documents import verification
from pipeline.errors import WrongUsage
from pipeline.folding import letters
from pipeline.model.actor import Actor
from pipeline.model.batch import Document
from pipeline.model.document import StraightThrough, Understanding
from pipeline.model.identity import Digest, DocumentId
from pipeline.model.states import RELEASED, DocumentState
from pipeline.model.text import Bilingual
from pipeline.model.values import Value, from_written
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from pipeline.rules.catalog import Catalog, Option
from services.access import act_of
from services.capture.understand import Understand
from services.cases.casework import Casework
from services.ports.records import Records, UnitOfWork
from services.refusals.documents import HOW_VALUES_ARE_WRITTEN, class_first, not_waiting
from services.rules.rulebook import Rulebook
from services.topics import DOCUMENT
from services.verification.document_acts import follow_up, in_force, settle_end
from services.verification.steps import Step, former, write_step

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
                    typed(uow, self._rulebook, made, field, text),
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
            require_class(self._rulebook.catalog(uow), document_class)
            return self._understand.meaning(uow, document, document_class=document_class)

        return self._settle(actor, Act.DOCUMENT_SET_CLASS, name, change, reason=reason, document_class=document_class)

    @act_of(Act.DOCUMENT_RELEASE)
    def release(self, actor: Actor, name: DocumentId, *, reason: str = "") -> DocumentId:
        """Release a document as it is, its doubts looked at and accepted; it is bound in the same transaction."""
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_RELEASE, name)
            if document.state is not DocumentState.IN_QUEUE or document.understanding is None:
                raise not_waiting(name)
            if self._rulebook.catalog(uow).find(document.understanding.classification.document_class) is None:
                raise class_first(name)
            self._write(uow, actor, Act.DOCUMENT_RELEASE, document, reason)
            self._casework.release(uow, replace(document, settled_by=actor.id), actor=actor)
            follow_up(uow, self._ids, document.batch)
            uow.commit()
        return name

    def _settle(
        self, actor: Actor, act: Act, name: DocumentId, change: Change, *, reason: str, **detail: object
    ) -> DocumentId:
        """Change what is known of a document; release it when no doubt is left, or have its case judged anew."""
        with self._records.writing() as uow:
            document = in_force(uow, actor, act, name)
            if document.understanding is None:
                raise not_waiting(name)
            made = change(uow, document, document.understanding)
            self._write(uow, actor, act, document, reason, **detail)
            self.keep(uow, actor, document, made, cause=act, is_of_new_class=act is Act.DOCUMENT_SET_CLASS)
            uow.commit()
        return name

    def keep(
        self,
        uow: UnitOfWork,
        actor: Actor,
        document: Document,
        made: Understanding,
        *,
        cause: Act,
        is_of_new_class: bool = False,
    ) -> None:
        """Keep what is known now; the document is released when no doubt is left, or its case judged anew.

        is_of_new_class: it was read anew, so that what is in doubt now was settled by nobody.
        """
        is_read_anew = is_of_new_class and not isinstance(made.routing, StraightThrough)
        settled_by = None if is_read_anew else actor.id
        changed = replace(document, understanding=made, rules_digest=self._rules(uow, made), settled_by=settled_by)
        document = uow.documents.save(changed)
        if is_read_anew and document.state is DocumentState.UNMATCHED:
            self._casework.route(uow, document)
        elif document.state in RELEASED:
            self._casework.content_changed(uow, document, actor=actor, cause=cause)
        elif isinstance(made.routing, StraightThrough):
            self._casework.release(uow, document, actor=actor)
        uow.outbox.add(DOCUMENT, document.id)
        follow_up(uow, self._ids, document.batch)

    def keep_end(self, uow: UnitOfWork, actor: Actor, document: Document) -> None:
        """Keep that a document ends where the next one begins, which a person has just said."""
        settle_end(uow, self._casework, document, self._rulebook.batch_class_of(uow, document.batch), actor=actor)

    def _rules(self, uow: UnitOfWork, made: Understanding) -> Digest | None:
        return self._rulebook.document_class_digest(uow, made.classification.document_class)

    def _write(
        self, uow: UnitOfWork, actor: Actor, act: Act, document: Document, reason: str, **detail: object
    ) -> None:
        step = Step(id=self._ids.new("u"), act=act, before=(former(uow, document),), after=(document.id,))
        write_step(uow, self._clock, actor, step, reason=reason, detail=detail)


def require_class(catalog: Catalog, code: str) -> None:
    """Raise WrongUsage, with the classes there are, unless this is one."""
    if catalog.find(code) is None:
        known = ", ".join(each.code for each in catalog.classes)
        raise WrongUsage(
            "no_such_class",
            Bilingual(fr="Cette classe n'existe pas.", en="There is no such class."),
            where=code,
            next_step=Bilingual(fr=f"Choisissez parmi : {known}.", en=f"Choose one of: {known}."),
        )


def typed(uow: UnitOfWork, rulebook: Rulebook, made: Understanding, field: str, text: str) -> Value:
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
    text = next((option.value for option in rule.options if _means(option, text)), text)
    choices = [option.value for option in rule.options]
    if choices and text not in choices:
        known = ", ".join(choices)
        raise _wrong_value(field, text, Bilingual(fr=f"Choisissez parmi : {known}.", en=f"Choose one of: {known}."))
    try:
        return from_written(rule.kind, text, scheme=rule.scheme)
    except ValueError as error:
        raise _wrong_value(field, text, HOW_VALUES_ARE_WRITTEN) from error


def _means(option: Option, text: str) -> bool:
    """Return whether a text is one of the phrases that stand for an option on paper."""
    return letters(text) in {letters(phrase) for phrase in option.phrases}


def _wrong_value(field: str, text: str, step: Bilingual) -> WrongUsage:
    what = Bilingual(fr=f"« {text} » n'est pas une valeur de ce champ.", en=f'"{text}" is no value of this field.')
    return WrongUsage("wrong_value", what, where=field, next_step=step)
