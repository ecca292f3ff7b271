"""What happens to cases inside the transaction of whatever changed: route, release, bind, and the one recheck.

`recheck` is the only place where a verdict is computed and stored; every act that touches a case calls it before its
commit. These are no acts of their own: the caller has asked for the right and writes its own audit event.
"""

from dataclasses import replace
from datetime import date

from casebinder.binding.keys import fields_of, has_whole_key, key_of
from casebinder.binding.matching import find_case
from casebinder.binding.offers import offer_for, superseded
from casebinder.binding.outcomes import Incoming, Matched, Opens, Unmatched
from casebinder.casetypes import CaseType
from casebinder.completeness import judge
from casebinder.model.case import OPEN_STATES, Case, Piece, PieceStatus
from casebinder.model.verdict import Verdict
from casebinder.model.view import CaseView, PieceContent
from casebinder.requests import settled
from pipeline.model.actor import Actor
from pipeline.model.batch import Document
from pipeline.model.document import StraightThrough, Understanding
from pipeline.model.identity import CaseId, PieceId
from pipeline.model.states import DocumentState
from pipeline.model.values import written
from pipeline.ports import Clock, Ids
from services.access import SYSTEM, write_down
from services.cases.answering import answer_of
from services.cases.deciding import decided
from services.cases.directory import NIR, RecordsDirectory
from services.cases.essence import essence
from services.cases.opening import Opening
from services.cases.related import content_of, related_to, siblings
from services.ports.records import UnitOfWork
from services.rules.rulebook import Rulebook
from services.topics import CASE, DOCUMENT

OTHER = "other"
"""The item of a paper that belongs to the case and to no line of its checklist."""


class Casework:
    """The steps on cases; each takes the unit of work of the act it is part of."""

    def __init__(self, rulebook: Rulebook, clock: Clock, ids: Ids) -> None:
        self._rulebook = rulebook
        self._clock = clock
        self._ids = ids
        self.opening = Opening(rulebook, clock, ids)

    # ------------------------------------------------------------ documents
    def route(self, uow: UnitOfWork, document: Document) -> None:
        """Send an understood document on: released at once when certain, else to its exception queue."""
        made = document.understanding
        if made is not None and isinstance(made.routing, StraightThrough):
            self.release(uow, document, actor=SYSTEM)
            return
        uow.documents.save(replace(document, state=DocumentState.IN_QUEUE))
        uow.outbox.add(DOCUMENT, document.id)

    def release(self, uow: UnitOfWork, document: Document, *, actor: Actor) -> None:
        """Release a document and bind it to its case, or leave it unmatched with the reason."""
        released = uow.documents.save(replace(document, state=DocumentState.RELEASED))
        opened = self._bind(uow, released, actor=actor)
        if opened is not None:
            self.bind_waiting(uow, opened)

    def content_changed(self, uow: UnitOfWork, document: Document, *, actor: Actor, cause: str) -> None:
        """Follow a change of a released document: its case is judged anew, or a case is looked for again."""
        bound = uow.cases.of_document(document.id)
        if bound is not None and self._serves(uow, bound, document):
            self.recheck(uow, bound.id, actor=actor, cause=cause)
        elif bound is not None:
            left = tuple(piece for piece in bound.pieces if piece.document != document.id)
            uow.cases.save(replace(bound, pieces=left))
            answer = answer_of(uow, document.draft)
            answered = answer.items if answer and answer.case.id == bound.id else ()
            self.offer(uow, bound.id, document, actor=actor, cause=cause, answered=answered)
        elif document.state is DocumentState.UNMATCHED:
            opened = self._bind(uow, document, actor=actor)
            if opened is not None:
                self.bind_waiting(uow, opened)

    def _serves(self, uow: UnitOfWork, case: Case, document: Document) -> bool:
        """Return whether a document is, by its class, where it lies in its case."""
        items = self._rulebook.case_type(uow, case.rules_digest).items
        name = _understood(document).classification.document_class
        taking = {item.code for item in items if name in item.accepts} or {OTHER}
        return all(piece.item in taking for piece in case.pieces if piece.document == document.id)

    def bind_by_hand(self, uow: UnitOfWork, document: Document) -> None:
        """Say that a document without a case has one now; the caller adds it to the case."""
        uow.documents.save(replace(document, state=DocumentState.BOUND))
        uow.outbox.add(DOCUMENT, document.id)

    def withdraw(self, uow: UnitOfWork, document: Document, *, actor: Actor) -> None:
        """Take a document out of its case, if it is in one, and judge the case anew."""
        bound = uow.cases.of_document(document.id)
        if bound is None:
            return
        left = tuple(piece for piece in bound.pieces if piece.document != document.id)
        uow.cases.save(replace(bound, pieces=left))
        self.recheck(uow, bound.id, actor=actor, cause="withdraw")

    def _bind(self, uow: UnitOfWork, document: Document, *, actor: Actor) -> Case | None:
        """Bind a released document; return the case when this opened one."""
        made, answer = _understood(document), answer_of(uow, document.draft)
        incoming = Incoming(
            document_class=made.classification.document_class,
            fields=made.fields,
            case_reference=answer.case.reference if answer else document.draft.case_reference,
            is_answer=answer is not None,
        )
        case_types = [case_type for _, case_type in self._rulebook.case_types(uow)]
        outcome = find_case(incoming, case_types, RecordsDirectory(uow), on=self._clock.today())
        uow.outbox.add(DOCUMENT, document.id)
        match outcome:
            case Matched():
                answered = answer.items if answer else ()
                self.offer(uow, outcome.case.id, document, actor=actor, cause=outcome.because.fr, answered=answered)
                return None
            case Opens():
                case = self.opening.open_for(uow, outcome, document.circle)
                self.offer(uow, case.id, document, actor=actor, cause=outcome.because.fr)
                return case
            case Unmatched():
                self._unmatched(uow, document, outcome, actor)
                return None

    def _unmatched(self, uow: UnitOfWork, document: Document, why: Unmatched, actor: Actor) -> None:
        if document.state is not DocumentState.UNMATCHED:
            uow.documents.save(replace(document, state=DocumentState.UNMATCHED))
        subject = f"document:{document.id}"
        write_down(uow, self._clock, actor, "document.unmatched", subject, detail={"code": why.code})

    def bind_waiting(self, uow: UnitOfWork, opened: Case) -> None:
        """Look again for the case of the person's papers that came before the case was opened."""
        tells = self._rulebook.case_type(uow, opened.rules_digest).matching
        party = uow.parties.get(opened.party) if opened.party else None
        told = [(tells.number, value) for scheme, value in party.keys if scheme == NIR] if party else []
        told += [(tells.birth_date, party.birth_date.isoformat())] if party and party.birth_date else []
        verdict = uow.cases.verdict(opened.id)
        known = {fact.name: written(fact.value) for fact in verdict.facts} if verdict else {}
        told += [(name, known[name]) for name in tells.same if name in known]
        unmatched = DocumentState.UNMATCHED
        waiting = (d for name, value in told for d in uow.documents.with_field(name, value, state=unmatched))
        for name in dict.fromkeys(document.id for document in waiting):
            self._bind(uow, uow.documents.get(name), actor=SYSTEM)

    # ------------------------------------------------------------ cases
    def offer(
        self,
        uow: UnitOfWork,
        case_id: CaseId,
        document: Document,
        *,
        actor: Actor,
        cause: str,
        answered: tuple[str, ...] = (),
    ) -> None:
        """Put a released document into a case, for the item it serves, and have the verdict computed.

        answered: the items whose answer slips lay before it.
        """
        case = uow.cases.get(case_id)
        made = _understood(document)
        is_certain = document.settled_by is not None or isinstance(made.routing, StraightThrough)
        verdict = uow.cases.verdict(case_id)
        offer = offer_for(
            self._rulebook.case_type(uow, case.rules_digest),
            made.classification.document_class,
            fields=made.fields,
            checklist=verdict.completeness.items if verdict else (),
            answered=answered,
            is_certain=is_certain,
        )
        piece = Piece(
            id=PieceId(self._ids.new("e")),
            document=document.id,
            item=offer.item if offer else OTHER,
            status=offer.status if offer else PieceStatus.ACCEPTED,
            decided_by=actor.id,
            reason=offer.because.fr if offer else "",
        )
        uow.cases.save(replace(case, pieces=(*case.pieces, piece)))
        if document.state is not DocumentState.BOUND:
            uow.documents.save(replace(document, state=DocumentState.BOUND))
        subject, detail = f"document:{document.id}", {"item": piece.item, "status": piece.status}
        write_down(uow, self._clock, actor, "case.bind", subject, case=case_id, reason=cause, detail=detail)
        self.recheck(uow, case_id, actor=actor, cause="case.bind")

    def recheck(self, uow: UnitOfWork, case_id: CaseId, *, actor: Actor, cause: str) -> bool:
        """Compute the verdict anew, store it with what follows from it, and tell whether it changed.

        A case moves to the basket the rules name when these name another than before; one that a person put
        elsewhere stays there until then. The cases that share what was matched with it are judged after it.
        """
        changed = self._recheck(uow, case_id, actor=actor, cause=cause)
        case = uow.cases.get(case_id)
        case_type = self._rulebook.case_type(uow, case.rules_digest)
        for other in siblings(uow, case, case_type, contents_of(uow, case)) if case_type.matches else ():
            if other.state in OPEN_STATES:
                self._recheck(uow, other.id, actor=SYSTEM, cause="case.related")
        return changed

    def _recheck(self, uow: UnitOfWork, case_id: CaseId, *, actor: Actor, cause: str) -> bool:
        stored = case = uow.cases.get(case_id)
        before = uow.cases.verdict(case_id)
        contents, case_type = contents_of(uow, case), self._rulebook.case_type(uow, case.rules_digest)
        verdict = self._judged(uow, case, contents)
        case, verdict = self._with_requests(uow, case, verdict, contents, actor=actor)
        case, earlier = decided(uow, self._clock, case, verdict), case
        if case.state is not earlier.state:
            verdict = self._judged(uow, replace(case, clocks=verdict.clocks), contents)
        moved = before is None or before.basket != verdict.basket
        after = replace(
            case,
            basket=verdict.basket if moved else case.basket,
            assignee=None if moved else case.assignee,
            priority=verdict.priority,
            pieces=_with_superseded(case, superseded(case_type, verdict.completeness.items, contents)),
            clocks=verdict.clocks,
            key=self._key_of(uow, case, verdict),
        )
        if after != stored:
            uow.cases.save(after)
        uow.cases.set_verdict(case_id, verdict)
        uow.outbox.add(CASE, case_id)
        if after.basket != case.basket:
            say_elsewhere(uow, after)
        changed = before is None or essence(before) != essence(verdict)
        if changed:
            detail = {"sentence": verdict.completeness.sentence.fr, "basket": verdict.basket}
            subject = f"case:{case_id}"
            write_down(uow, self._clock, actor, "case.recheck", subject, case=case_id, reason=cause, detail=detail)
        return changed

    def _key_of(self, uow: UnitOfWork, case: Case, verdict: Verdict) -> str | None:
        """Return the key that the facts now make, so that a paper read rightly at last opens no second case.

        The old one is kept while a fact of it is not known, and when another case has that key: a person sees to it.
        """
        case_type = self._rulebook.case_type(uow, case.rules_digest)
        if not has_whole_key(verdict.facts, case_type):
            return case.key
        key = key_of(fields_of(verdict.facts, case_type), case_type)
        is_taken = key != case.key and uow.cases.by_key(case_type.code, key) is not None
        return case.key if is_taken else key

    def _with_requests(
        self, uow: UnitOfWork, case: Case, verdict: Verdict, contents: tuple[PieceContent, ...], *, actor: Actor
    ) -> tuple[Case, Verdict]:
        """Let requests be answered, lapse or be withdrawn as the verdict has it; what they held goes on with that."""
        now, today = self._clock.now(), self._clock.today()
        after = replace(case, requests=settled(case, verdict.completeness.items, at=now, on=today))
        if after == case:
            return case, verdict
        for request in after.requests:
            if request not in case.requests:
                subject, detail = f"request:{request.id}", {"items": request.items}
                write_down(uow, self._clock, actor, f"request.{request.state}", subject, case=case.id, detail=detail)
        return after, self._judged(uow, after, contents)

    def judged(self, uow: UnitOfWork, case: Case, *, on: date | None = None, by: CaseType | None = None) -> Verdict:
        """Judge a case as it stands, on the present day or another, by its own rules or others; stores nothing."""
        return self._judged(uow, case, contents_of(uow, case), on=on, by=by)

    def _judged(
        self,
        uow: UnitOfWork,
        case: Case,
        contents: tuple[PieceContent, ...],
        *,
        on: date | None = None,
        by: CaseType | None = None,
    ) -> Verdict:
        case_type = by or self._rulebook.case_type(uow, case.rules_digest)
        view = CaseView(case=case, contents=contents, related=related_to(uow, case, case_type, contents))
        return judge(case_type, view, reference=uow.reference, on=on or self._clock.today())


def say_elsewhere(uow: UnitOfWork, case: Case) -> None:
    """Have the index learn in which basket, or whose, the documents of a case are now."""
    for name in dict.fromkeys(piece.document for piece in case.pieces):
        uow.outbox.add(DOCUMENT, name)


def _understood(document: Document) -> Understanding:
    if document.understanding is None:
        raise ValueError(f"document {document.id} was never understood")
    return document.understanding


def contents_of(uow: UnitOfWork, case: Case) -> tuple[PieceContent, ...]:
    """Return what the rules look at; which pieces are superseded is told by the judging itself, so all count here."""
    return tuple(
        content_of(_open(piece), uow.documents.get(piece.document)) for piece in case.pieces if piece.item != OTHER
    )


def _open(piece: Piece) -> Piece:
    return replace(piece, status=PieceStatus.ACCEPTED) if piece.status is PieceStatus.SUPERSEDED else piece


def _with_superseded(case: Case, names: frozenset[PieceId]) -> tuple[Piece, ...]:
    return tuple(
        replace(piece, status=PieceStatus.SUPERSEDED) if piece.id in names else _open(piece) for piece in case.pieces
    )
