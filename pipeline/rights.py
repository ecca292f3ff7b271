"""Who may do what, or why not: one table of acts and roles, and one pure decision.

Services call it through `services.access`; lists and search carry its visibility into the query.
"""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.actor import Actor, Grant, Role, Scope
from pipeline.model.identity import OPEN_CIRCLE, Circle
from pipeline.model.text import Bilingual


class Act(StrEnum):
    """Everything an actor can do, by the name the audit log keeps."""

    BATCH_RECEIVE = "batch.receive"
    BATCH_CAPTURE = "batch.capture"
    BATCH_VIEW = "batch.view"
    BATCH_RETRY = "batch.retry"
    BATCH_DISMISS = "batch.dismiss"
    DOCUMENT_VIEW = "document.view"
    DOCUMENT_CORRECT = "document.correct"
    DOCUMENT_SET_CLASS = "document.set-class"
    DOCUMENT_SPLIT = "document.split"
    DOCUMENT_MERGE = "document.merge"
    DOCUMENT_REJECT = "document.reject"
    DOCUMENT_RELEASE = "document.release"
    DOCUMENT_REORDER = "document.reorder"
    DOCUMENT_ROTATE = "document.rotate"
    DOCUMENT_MOVE_PAGE = "document.move-page"
    DOCUMENT_CONFIRM_CUT = "document.confirm-cut"
    DOCUMENT_TAKE = "document.take"
    DOCUMENT_SETTLE = "document.settle"
    DOCUMENT_UNDO = "document.undo"
    CASE_VIEW = "case.view"
    CASE_OPEN = "case.open"
    CASE_SET = "case.set"
    CASE_ACCEPT = "case.accept"
    CASE_REFUSE = "case.refuse"
    CASE_WAIVE = "case.waive"
    CASE_MOVE = "case.move"
    CASE_REQUEST = "case.request"
    CASE_SEND = "case.send"
    CASE_WITHDRAW = "case.withdraw"
    CASE_EXPORT = "case.export"
    CASE_NOTE = "case.note"
    CASE_TASK = "case.task"
    CASE_DONE = "case.done"
    CASE_REMIND = "case.remind"
    CASE_DECIDE = "case.decide"
    CASE_REPIN = "case.repin"
    CASE_ASSIGN = "case.assign"
    CASE_REASSIGN = "case.reassign"
    CASE_SWEEP = "case.sweep"
    SEARCH = "search"
    FIGURES_VIEW = "figures.view"
    RULES_PUBLISH = "rules.publish"
    RULES_CHECK = "rules.check"
    REFERENCE_IMPORT = "reference.import"
    ACTOR_ADD = "actor.add"
    ACCOUNT_VIEW = "account.view"
    ACCOUNT_OPEN = "account.open"
    ACCOUNT_CLOSE = "account.close"
    PASSWORD_CHANGE = "password.change"  # noqa: S105 - the name of an act
    SESSION_BEGIN = "session.begin"
    SESSION_END = "session.end"
    TOKEN_MAKE = "token.make"  # noqa: S105
    TOKEN_REVOKE = "token.revoke"  # noqa: S105
    LETTER_SEND = "letter.send"
    PROJECT = "project"
    RECOVER = "recover"
    REBUILD = "rebuild"
    INSPECT = "inspect"


_CAPTURE = frozenset({Role.OPERATOR, Role.ADMINISTRATOR, Role.SYSTEM})
_DESK = frozenset({Role.OPERATOR, Role.CASEWORKER, Role.CONTROLLER})
_CASE = frozenset({Role.CASEWORKER, Role.CONTROLLER})
_LOOK = frozenset({Role.OPERATOR, Role.CASEWORKER, Role.EXPERT, Role.CONTROLLER, Role.SYSTEM})
_EVERYBODY = frozenset(Role)
_KEEPER = frozenset({Role.ADMINISTRATOR, Role.SYSTEM})

MATRIX: dict[Act, frozenset[Role]] = {
    Act.BATCH_RECEIVE: _CAPTURE | {Role.CASEWORKER},
    Act.BATCH_CAPTURE: _CAPTURE,
    Act.BATCH_VIEW: _EVERYBODY,
    Act.BATCH_RETRY: _CAPTURE,
    Act.BATCH_DISMISS: frozenset({Role.OPERATOR, Role.ADMINISTRATOR}),
    Act.DOCUMENT_VIEW: _LOOK,
    Act.DOCUMENT_CORRECT: _DESK,
    Act.DOCUMENT_SET_CLASS: _DESK,
    Act.DOCUMENT_SPLIT: _DESK,
    Act.DOCUMENT_MERGE: _DESK,
    Act.DOCUMENT_REJECT: _DESK,
    Act.DOCUMENT_RELEASE: _DESK,
    Act.DOCUMENT_REORDER: _DESK,
    Act.DOCUMENT_ROTATE: _DESK,
    Act.DOCUMENT_MOVE_PAGE: _DESK,
    Act.DOCUMENT_CONFIRM_CUT: _DESK,
    Act.DOCUMENT_TAKE: _DESK,
    Act.DOCUMENT_SETTLE: _DESK,
    Act.DOCUMENT_UNDO: _DESK,
    Act.CASE_VIEW: _LOOK,
    Act.CASE_OPEN: _CASE,
    Act.CASE_SET: _CASE,
    Act.CASE_ACCEPT: _CASE,
    Act.CASE_REFUSE: _CASE,
    Act.CASE_WAIVE: _CASE,
    Act.CASE_MOVE: _CASE,
    Act.CASE_REQUEST: _CASE,
    Act.CASE_SEND: _CASE,
    Act.CASE_WITHDRAW: _CASE,
    Act.CASE_EXPORT: _CASE | {Role.EXPERT},
    Act.CASE_NOTE: _CASE | {Role.EXPERT},
    Act.CASE_TASK: _CASE | {Role.EXPERT},
    Act.CASE_DONE: _CASE | {Role.EXPERT},
    Act.CASE_REMIND: _KEEPER,
    Act.CASE_DECIDE: _CASE | {Role.EXPERT},
    Act.CASE_REPIN: frozenset({Role.CONTROLLER}),
    Act.CASE_ASSIGN: _CASE,
    Act.CASE_REASSIGN: frozenset({Role.CONTROLLER}),
    Act.CASE_SWEEP: _KEEPER,
    Act.SEARCH: _LOOK,
    Act.FIGURES_VIEW: frozenset({Role.CONTROLLER}),
    Act.RULES_PUBLISH: frozenset({Role.ANALYST, Role.ADMINISTRATOR, Role.SYSTEM}),
    Act.RULES_CHECK: _EVERYBODY,
    Act.REFERENCE_IMPORT: frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    Act.ACTOR_ADD: _KEEPER,
    Act.ACCOUNT_VIEW: _KEEPER,
    Act.ACCOUNT_OPEN: _KEEPER,
    Act.ACCOUNT_CLOSE: _KEEPER,
    Act.PASSWORD_CHANGE: _EVERYBODY,
    Act.SESSION_BEGIN: frozenset({Role.SYSTEM}),
    Act.SESSION_END: _EVERYBODY,
    Act.TOKEN_MAKE: _KEEPER,
    Act.TOKEN_REVOKE: _KEEPER,
    Act.LETTER_SEND: _KEEPER,
    Act.PROJECT: _KEEPER,
    Act.RECOVER: _KEEPER,
    Act.REBUILD: _KEEPER,
    Act.INSPECT: _KEEPER,
}
"""Which roles may do each act; an act without a row may be done by nobody."""


_READ = frozenset(
    {Act.BATCH_VIEW, Act.DOCUMENT_VIEW, Act.CASE_VIEW, Act.CASE_EXPORT, Act.SEARCH, Act.RULES_CHECK, Act.FIGURES_VIEW}
)
_ADMINISTER = frozenset(
    {
        *(Act.RULES_PUBLISH, Act.REFERENCE_IMPORT, Act.ACTOR_ADD, Act.ACCOUNT_VIEW, Act.ACCOUNT_OPEN),
        *(
            Act.ACCOUNT_CLOSE,
            Act.TOKEN_MAKE,
            Act.TOKEN_REVOKE,
            Act.LETTER_SEND,
            Act.PROJECT,
            Act.RECOVER,
            Act.REBUILD,
            Act.INSPECT,
        ),
    }
)
_SUBMIT = frozenset({Act.BATCH_RECEIVE, Act.BATCH_VIEW})

OWN = frozenset({Act.PASSWORD_CHANGE, Act.SESSION_END})
"""Acts on nobody but oneself: whoever is signed in may do them, also without any role."""

SCOPES: dict[Scope, frozenset[Act]] = {
    Scope.READ: _READ,
    Scope.SUBMIT: _SUBMIT,
    Scope.WORK: frozenset(Act) - _ADMINISTER - OWN - {Act.BATCH_RECEIVE, Act.SESSION_BEGIN},
    Scope.ADMINISTER: _ADMINISTER,
    Scope.ENTRANCE: OWN,
}
"""Which acts each scope allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an act is about, as far as rights care; None: not about a case or a basket."""

    circle: Circle = OPEN_CIRCLE
    case_type: str | None = None
    basket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The actor may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The actor may not, and why."""

    reason: Bilingual


def decide(actor: Actor, act: Act, subject: Subject) -> Allowed | Refused:
    """Decide whether the actor may do the act on the subject: first the circle, then the token, then the grants."""
    if act not in OWN and not sees(actor, subject.circle):
        return Refused(
            reason=Bilingual(
                fr=f"{actor.name} n'appartient pas au cercle de confidentialité « {subject.circle} ».",
                en=f'{actor.name} does not belong to the confidentiality circle "{subject.circle}".',
            )
        )
    if actor.scopes is not None and not any(act in SCOPES[scope] for scope in actor.scopes):
        return Refused(
            reason=Bilingual(
                fr=f"Ce jeton ou ce mot de passe provisoire ne permet pas l'acte « {act} ».",
                en=f'This token or one-time password does not allow the act "{act}".',
            )
        )
    if act in OWN or any(_grants(grant, act, subject) for grant in actor.grants):
        return Allowed()
    return Refused(
        reason=Bilingual(
            fr=f"Aucun des rôles de {actor.name} ne permet l'acte « {act} » ici.",
            en=f'None of the roles of {actor.name} allows the act "{act}" here.',
        )
    )


def sees(actor: Actor, circle: Circle) -> bool:
    """Return whether content of the circle may be shown to the actor; the system sees everything."""
    return circle in actor.circles or any(grant.role is Role.SYSTEM for grant in actor.grants)


def has_role(actor: Actor, act: Act) -> bool:
    """Return whether any role of the actor allows the act somewhere; limits of a token do not count."""
    return any(grant.role in MATRIX.get(act, frozenset()) for grant in actor.grants)


def reaches(actor: Actor, act: Act, subject: Subject) -> bool:
    """Return whether the circles and grants of the actor allow the act there; limits of a token do not count."""
    return sees(actor, subject.circle) and any(_grants(grant, act, subject) for grant in actor.grants)


def _grants(grant: Grant, act: Act, subject: Subject) -> bool:
    if grant.role not in MATRIX.get(act, frozenset()):
        return False
    if grant.case_type is not None and subject.case_type not in (None, grant.case_type):
        return False
    return grant.basket is None or subject.basket in (None, grant.basket)
