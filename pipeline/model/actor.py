"""Who acts: a person or a part of the system, with the rights it was granted."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.identity import OPEN_CIRCLE, ActorId, Circle


class Role(StrEnum):
    """The roles of DOMAIN; a grant gives one, wholly or for one case type or basket."""

    OPERATOR = "operator"
    CASEWORKER = "caseworker"
    EXPERT = "expert"
    CONTROLLER = "controller"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Scope(StrEnum):
    """What a program's token may be used for, within the grants of the actor it acts as.

    entrance: all that a one-time password allows, which is to change it.
    """

    READ = "read"
    SUBMIT = "submit"
    WORK = "work"
    ADMINISTER = "administer"
    ENTRANCE = "entrance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role, limited to a case type or a basket when these are given."""

    role: Role
    case_type: str | None = None
    basket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One who acts; `circles` are the confidentiality circles it belongs to.

    scopes: what the token it came with allows; None: all that its grants allow.
    """

    id: ActorId
    name: str
    grants: tuple[Grant, ...]
    circles: tuple[Circle, ...] = (OPEN_CIRCLE,)
    scopes: tuple[Scope, ...] | None = None
