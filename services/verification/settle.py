"""Answers to doubts: what a person says about a document is kept, and what follows is done in the same transaction.

The audit event of an answer has what was read and what was said, and the step by which
`services.verification.undo` takes it back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.documents import doubts, verification
from pipeline.model.actor import Actor
from pipeline.model.batch import Document
from pipeline.model.document import Draft, StraightThrough, Understanding
from pipeline.model.doubt import Answer, Doubt, DoubtKind
from pipeline.model.identity import DocumentId
from pipeline.model.values import written
from pipeline.ports import Clock, Ids
from pipeline.rights import Act
from pipeline.rules.catalog import DocumentClass, ReferenceRule
from services.access import act_of
from services.capture.understand import Understand
from services.ports.records import Records, UnitOfWork
from services.refusals.documents import answer_needed, class_first, no_such_doubt, not_waiting
from services.refusals.missing import row_gone
from services.rules.rulebook import Rulebook
from services.verification.claims import claim, give_back
from services.verification.document_acts import ends_with, in_force
from services.verification.steps import Step, former, write_step
from services.verification.verify import Verify, require_class, typed


class Settle:
    """The acts of answering; each raises NotFound, NoRight, and NotPossible when somebody else has the document."""

    def __init__(
        self,
        records: Records,
        understand: Understand,
        rulebook: Rulebook,
        verify: Verify,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._records = records
        self._understand = understand
        self._rulebook = rulebook
        self._verify = verify
        self._clock = clock
        self._ids = ids

    @act_of(Act.DOCUMENT_SETTLE)
    def settle(self, actor: Actor, name: DocumentId, answers: Sequence[Answer], *, reason: str = "") -> None:
        """Answer doubts of a document; it goes on by itself when none is left. Raises WrongUsage for a wrong value."""
        with self._records.writing() as uow:
            self._settle(uow, actor, name, answers, reason)
            uow.commit()

    @act_of(Act.DOCUMENT_SETTLE)
    def settle_by_row(
        self, actor: Actor, name: DocumentId, field: str, *, table: str, key: str, reason: str = ""
    ) -> None:
        """Answer a field, and the other fields in doubt, by what a row of a reference table tells of them."""
        with self._records.writing() as uow:
            document = in_force(uow, actor, Act.DOCUMENT_SETTLE, name)
            asked = {doubt.field for doubt in self._asked(uow, document)} | {field}
            told = [(known, text) for known, text in self._told(uow, document, table, key) if known in asked]
            answers = [Answer(doubt=doubts.field_key(known), text=text) for known, text in told]
            self._settle(uow, actor, name, answers, reason)
            uow.commit()

    def _settle(self, uow: UnitOfWork, actor: Actor, name: DocumentId, answers: Sequence[Answer], reason: str) -> None:
        document = in_force(uow, actor, Act.DOCUMENT_SETTLE, name)
        was = document.understanding
        if document.queue is None or was is None:
            raise not_waiting(name)
        if not answers:
            raise answer_needed(name)
        claim(uow, self._ids, actor, name)
        made, draft = was, document.draft
        for answer in answers:
            draft, made = self._answered(uow, replace(document, draft=draft), made, answer)
        before = ends_with(uow, document) if draft != document.draft else None
        touched = (document, before) if before else (document,)
        step = Step(
            id=self._ids.new("u"),
            act=Act.DOCUMENT_SETTLE,
            before=tuple(former(uow, one) for one in touched),
            after=tuple(one.id for one in touched),
        )
        told = [_answer_told(was, answer) for answer in answers]
        write_step(uow, self._clock, actor, step, reason=reason, detail={"answers": told})
        is_other = made.classification != was.classification
        now = replace(document, draft=draft)
        self._verify.keep(uow, actor, now, made, cause=Act.DOCUMENT_SETTLE, is_of_new_class=is_other)
        if before:
            self._verify.keep_end(uow, actor, before)
        if isinstance(made.routing, StraightThrough):
            give_back(uow, actor, name)

    def _answered(
        self, uow: UnitOfWork, document: Document, made: Understanding, answer: Answer
    ) -> tuple[Draft, Understanding]:
        """Take one answer; a class and a field may be told anew although nobody asked."""
        kind, _, about = answer.doubt.partition(".")
        draft, rules = document.draft, self._rulebook.batch_class_of(uow, document.batch)
        match kind:
            case DoubtKind.FIELD:
                return draft, self._field(uow, document, made, about, answer.text)
            case DoubtKind.CLASS:
                return draft, self._of_class(uow, document, answer)
            case _ if answer.doubt not in {doubt.key for doubt in doubts.doubts(made, draft, rules)}:
                raise no_such_doubt(document.id, answer.doubt)
            case DoubtKind.CUT:
                return verification.confirm_cut(draft, made, rules)
            case _:
                return draft, doubts.remark_seen(made, answer.doubt, draft=draft, batch_class=rules)

    def _field(
        self, uow: UnitOfWork, document: Document, made: Understanding, name: str, text: str | None
    ) -> Understanding:
        rules = self._rulebook.batch_class_of(uow, document.batch)
        asked = {doubt.field for doubt in doubts.doubts(made, document.draft, rules)}
        if text is None and name not in asked | {field.name for field in made.fields}:
            raise no_such_doubt(document.id, doubts.field_key(name))
        if text is None:
            return doubts.not_told(made, name, draft=document.draft, batch_class=rules)
        kind = self._rulebook.catalog(uow).find(made.classification.document_class)
        if kind is None:
            raise class_first(document.id)
        value = typed(uow, self._rulebook, made, name, text)
        return doubts.answered(
            made,
            name,
            value,
            document_class=kind,
            draft=document.draft,
            batch_class=rules,
            today=self._clock.today(),
        )

    def _of_class(self, uow: UnitOfWork, document: Document, answer: Answer) -> Understanding:
        if not answer.text:
            raise answer_needed(document.id)
        require_class(self._rulebook.catalog(uow), answer.text)
        return self._understand.meaning(uow, document, document_class=answer.text)

    def _asked(self, uow: UnitOfWork, document: Document) -> tuple[Doubt, ...]:
        rules = self._rulebook.batch_class_of(uow, document.batch)
        return doubts.doubts(document.understanding, document.draft, rules) if document.understanding else ()

    def _told(self, uow: UnitOfWork, document: Document, table: str, key: str) -> Iterator[tuple[str, str]]:
        """Yield what the row of that key tells, by field; raises NotPossible when there is none."""
        made = document.understanding
        kind = self._rulebook.catalog(uow).find(made.classification.document_class) if made else None
        rule = next((one for one in kind.reference if one.table == table), None) if kind else None
        row = next(iter(uow.reference.find(table, rule.key, key)), None) if rule else None
        if kind is None or rule is None or row is None:
            raise row_gone(table, key)
        yield from ((column, row[column]) for column in columns_of(kind, rule) if row.get(column))


def columns_of(kind: DocumentClass, rule: ReferenceRule) -> tuple[str, ...]:
    """Return the columns of a reference table that are fields of the class."""
    return tuple(column for column in (rule.key, *rule.agree) if kind.field(column))


def _answer_told(was: Understanding, answer: Answer) -> dict[str, str | None]:
    """Return the log what was said, and what was read before."""
    about = answer.doubt.partition(".")[2]
    read = next((written(field.value) for field in was.fields if field.name == about), None)
    return {"doubt": answer.doubt, "said": answer.text, "read": read}
