"""The caseworker's desk: each act changes one case, writes who did it and why, and has the verdict computed anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from casebinder.casetypes import CaseType
from casebinder.model.case import OPEN_STATES, Case, CaseState, Decision, Fact, FactOrigin, Piece, PieceStatus, Waiver
from pipeline.errors import NotFound
from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId, DocumentId, PieceId
from pipeline.model.states import DocumentState
from pipeline.model.text import Bilingual
from pipeline.model.values import from_written
from pipeline.ports import Clock, Ids
from pipeline.rights import Act, Subject
from services.access import act_of, of_case, require, write_down
from services.cases.casework import Casework, say_elsewhere
from services.cases.deciding import is_by_rule
from services.looking.find import case_by_reference, document_named
from services.ports.records import Records, UnitOfWork
from services.refusals.cases import no_longer_open, outcome_needed, reason_needed, wrong_fact, wrong_fact_value
from services.refusals.documents import HOW_VALUES_ARE_WRITTEN, release_first
from services.refusals.missing import not_in_case
from services.rules.rulebook import Rulebook
from services.topics import CASE, DOCUMENT

BASKET = "basket:"
"""The prefix by which `assign` names a basket instead of a person."""


Change = Callable[[UnitOfWork, Case], Case]


class Desk:
    """The acts of caseworkers on cases; each raises NotFound, NoRight, and NotPossible with the reason."""

    def __init__(self, records: Records, rulebook: Rulebook, casework: Casework, clock: Clock, ids: Ids) -> None:
        self._records = records
        self._rulebook = rulebook
        self._casework = casework
        self._clock = clock
        self._ids = ids

    @act_of(Act.CASE_OPEN)
    def open_case(self, actor: Actor, case_type: str, facts: Sequence[tuple[str, str]], *, reason: str = "") -> str:
        """Open a case by hand, with the facts known so far; return its reference."""
        require(actor, Act.CASE_OPEN, Subject(case_type=case_type))
        with self._records.writing() as uow:
            rules, kind = self._rulebook.latest_case_type(uow, case_type)
            case = self._casework.opening.new_case(uow, rules, kind, facts=_facts(kind, facts))
            write_down(uow, self._clock, actor, Act.CASE_OPEN, f"case:{case.id}", case=case.id, reason=reason)
            self._casework.recheck(uow, case.id, actor=actor, cause=Act.CASE_OPEN)
            self._casework.bind_waiting(uow, case)
            uow.commit()
        return case.reference

    @act_of(Act.CASE_SET)
    def set_facts(self, actor: Actor, reference: str, facts: Sequence[tuple[str, str]], *, reason: str = "") -> str:
        """Set facts by hand; an empty text gives a fact back to its sources."""

        def change(uow: UnitOfWork, case: Case) -> Case:
            kind = self._rulebook.case_type(uow, case.rules_digest)
            names = {name for name, _ in facts}
            kept = tuple(fact for fact in case.facts if fact.name not in names)
            stated = kept + _facts(kind, [(name, text) for name, text in facts if text])
            return self._casework.opening.identified(uow, replace(case, facts=stated), kind)

        return self._act(actor, Act.CASE_SET, reference, change, reason=reason, detail={"facts": [n for n, _ in facts]})

    @act_of(Act.CASE_ACCEPT)
    def accept(self, actor: Actor, reference: str, item: str, document: DocumentId | None, *, reason: str = "") -> str:
        """Accept a document for an item; without one, every document offered for it.

        A released document that found no case comes into this one by being accepted here.
        """
        return self._judge_pieces(actor, Act.CASE_ACCEPT, reference, item, document, PieceStatus.ACCEPTED, reason)

    @act_of(Act.CASE_REFUSE)
    def refuse(self, actor: Actor, reference: str, item: str, document: DocumentId | None, *, reason: str = "") -> str:
        """Refuse a document for an item; without one, every document there is for it."""
        return self._judge_pieces(actor, Act.CASE_REFUSE, reference, item, document, PieceStatus.REFUSED, reason)

    @act_of(Act.CASE_WAIVE)
    def waive(self, actor: Actor, reference: str, item: str, *, reason: str = "") -> str:
        """Do without an item, or settle a rule across pieces or a fact whose sources differ, by its code; say why."""
        if not reason:
            raise reason_needed("waive")

        def change(uow: UnitOfWork, case: Case) -> Case:
            _known_point(self._rulebook.case_type(uow, case.rules_digest), item)
            waiver = Waiver(item=item, reason=reason, by=actor.id, at=self._clock.now())
            return replace(case, waivers=(*case.waivers, waiver))

        return self._act(actor, Act.CASE_WAIVE, reference, change, reason=reason, detail={"item": item})

    @act_of(Act.CASE_MOVE)
    def move(self, actor: Actor, reference: str, document: DocumentId, to: str, *, reason: str = "") -> str:
        """Move a document to another case, where it is offered anew; both verdicts are computed."""
        with self._records.writing() as uow:
            source = case_by_reference(uow, actor, reference)
            target = case_by_reference(uow, actor, to)
            require(actor, Act.CASE_MOVE, of_case(source))
            require(actor, Act.CASE_MOVE, of_case(target))
            if not any(piece.document == document for piece in source.pieces):
                raise not_in_case(document, reference)
            left = tuple(piece for piece in source.pieces if piece.document != document)
            uow.cases.save(replace(source, pieces=left))
            for case in (source, target):
                detail = {"document": document, "from": reference, "to": to}
                subject = f"document:{document}"
                write_down(uow, self._clock, actor, Act.CASE_MOVE, subject, case=case.id, reason=reason, detail=detail)
            self._casework.offer(uow, target.id, uow.documents.get(document), actor=actor, cause=Act.CASE_MOVE)
            self._casework.recheck(uow, source.id, actor=actor, cause=Act.CASE_MOVE)
            uow.outbox.add(DOCUMENT, document)
            uow.commit()
        return to

    @act_of(Act.CASE_DECIDE)
    def decide(self, actor: Actor, reference: str, outcome: str, *, reason: str = "") -> str:
        """Decide an open case, or otherwise one that a rule decided; the reason is compulsory.

        An incomplete case may only be decided knowingly.
        """
        if not reason:
            raise reason_needed("decide")
        if not outcome.strip():
            raise outcome_needed(reference)

        def change(_: UnitOfWork, case: Case) -> Case:
            is_ruled = case.state is CaseState.DECIDED and is_by_rule(case)
            if case.state not in OPEN_STATES and not is_ruled:
                raise no_longer_open(reference)
            decision = Decision(outcome=outcome, reasons=(reason,), by=actor.id, at=self._clock.now())
            return replace(case, state=CaseState.DECIDED, decisions=(*case.decisions, decision))

        return self._act(actor, Act.CASE_DECIDE, reference, change, reason=reason, detail={"outcome": outcome})

    @act_of(Act.CASE_REPIN)
    def repin(self, actor: Actor, reference: str, version: str, *, reason: str = "") -> str:
        """Judge a case by another published version of its rules from now on."""

        def change(uow: UnitOfWork, case: Case) -> Case:
            rules = uow.rules.by_version("case", case.case_type, version)
            if rules is None:
                raise NotFound(
                    "no_such_version",
                    Bilingual(
                        fr=f"Le type {case.case_type} n'a pas de version {version}.",
                        en=f"The case type {case.case_type} has no version {version}.",
                    ),
                    where=reference,
                    next_step=Bilingual(
                        fr="Déposez la version dans le dossier des règles.",
                        en="Put that version into the rules folder.",
                    ),
                )
            return replace(case, rules_digest=rules.digest, rules_version=rules.version)

        return self._act(actor, Act.CASE_REPIN, reference, change, reason=reason, detail={"version": version})

    @act_of(Act.CASE_ASSIGN)
    def assign(self, actor: Actor, reference: str, who: ActorId, *, reason: str = "") -> str:
        """Give a case to a person, or with `basket:NAME` put it into a basket; raises NotFound for an unknown one."""

        def change(uow: UnitOfWork, case: Case) -> Case:
            if not who.startswith(BASKET):
                return replace(case, assignee=uow.actors.get(who).id)
            kind = self._rulebook.case_type(uow, case.rules_digest)
            basket = who.removeprefix(BASKET)
            if basket not in {code for code, _ in kind.baskets}:
                known = ", ".join(code for code, _ in kind.baskets)
                raise NotFound(
                    "no_such_basket",
                    Bilingual(fr=f"La corbeille « {basket} » n'existe pas.", en=f'There is no basket "{basket}".'),
                    where=reference,
                    next_step=Bilingual(fr=f"Choisissez parmi : {known}.", en=f"Choose one of: {known}."),
                )
            return replace(case, basket=basket, assignee=None)

        return self._act(actor, Act.CASE_ASSIGN, reference, change, reason=reason, detail={"to": who})

    def _judge_pieces(
        self,
        actor: Actor,
        act: Act,
        reference: str,
        item: str,
        document: DocumentId | None,
        status: PieceStatus,
        reason: str,
    ) -> str:
        def change(uow: UnitOfWork, case: Case) -> Case:
            _known_item(self._rulebook.case_type(uow, case.rules_digest), item)
            chosen = {piece.id for piece in case.pieces if piece.item == item and document in {None, piece.document}}
            if chosen:
                judged = (
                    replace(piece, status=status, decided_by=actor.id, reason=reason) if piece.id in chosen else piece
                    for piece in case.pieces
                )
                return replace(case, pieces=tuple(judged))
            if document is None:
                raise not_in_case(DocumentId(item), reference)
            if not any(piece.document == document for piece in case.pieces):
                self._bring_in(uow, actor, document, reference, status)
            added = Piece(
                id=PieceId(self._ids.new("e")),
                document=document,
                item=item,
                status=status,
                decided_by=actor.id,
                reason=reason,
            )
            return replace(case, pieces=(*case.pieces, added))

        detail = {"item": item, "document": document}
        return self._act(actor, act, reference, change, reason=reason, detail=detail)

    def _bring_in(self, uow: UnitOfWork, actor: Actor, name: DocumentId, reference: str, status: PieceStatus) -> None:
        """Let a document without a case be accepted; raises NotFound for any that lies elsewhere."""
        document = document_named(uow, actor, name)
        if document.state is DocumentState.IN_QUEUE:
            raise release_first(name)
        if document.state is not DocumentState.UNMATCHED or status is not PieceStatus.ACCEPTED:
            raise not_in_case(name, reference)
        self._casework.bind_by_hand(uow, document)

    def _act(
        self,
        actor: Actor,
        act: Act,
        reference: str,
        change: Change,
        *,
        reason: str,
        detail: Mapping[str, object] | None = None,
    ) -> str:
        """Do one act: right, change, history, verdict, outbox, in one transaction."""
        with self._records.writing() as uow:
            case = case_by_reference(uow, actor, reference)
            require(actor, act, of_case(case))
            changed = uow.cases.save(change(uow, case))
            if (changed.basket, changed.party) != (case.basket, case.party):
                say_elsewhere(uow, changed)
            write_down(uow, self._clock, actor, act, f"case:{case.id}", case=case.id, reason=reason, detail=detail)
            self._casework.recheck(uow, case.id, actor=actor, cause=act)
            uow.outbox.add(CASE, case.id)
            uow.commit()
        return reference


def _facts(kind: CaseType, given: Sequence[tuple[str, str]]) -> tuple[Fact, ...]:
    """Read typed facts by the case type; raises WrongUsage naming the fact and what it may be."""
    return tuple(_fact(kind, name, text) for name, text in given)


def _fact(kind: CaseType, name: str, text: str) -> Fact:
    known = kind.fact(name)
    if known is None:
        names = ", ".join(fact.name for fact in kind.facts)
        raise wrong_fact(name, Bilingual(fr=f"Les faits sont : {names}.", en=f"The facts are: {names}."))
    if known.allowed and text not in known.allowed:
        choices = ", ".join(known.allowed)
        raise wrong_fact_value(name, text, Bilingual(fr=f"Valeurs : {choices}.", en=f"Values: {choices}."))
    try:
        value = from_written(known.kind, text)
    except ValueError as error:
        raise wrong_fact_value(name, text, HOW_VALUES_ARE_WRITTEN) from error
    return Fact(name=name, value=value, origin=FactOrigin.OPERATOR)


def _known_point(kind: CaseType, code: str) -> None:
    """Raise NotFound unless the code is an item's, a consistency rule's, or `sources.<fact>` of a fact."""
    rules = {rule.code for rule in kind.consistency}
    facts = {f"sources.{fact.name}" for fact in kind.facts}
    if code not in rules | facts:
        _known_item(kind, code)


def _known_item(kind: CaseType, item: str) -> None:
    if kind.item(item) is None:
        names = ", ".join(known.code for known in kind.items)
        raise NotFound(
            "no_such_item",
            Bilingual(fr="Cette pièce n'est pas dans la liste de ce dossier.", en="This item is not on the checklist."),
            where=item,
            next_step=Bilingual(fr=f"Choisissez parmi : {names}.", en=f"Choose one of: {names}."),
        )
