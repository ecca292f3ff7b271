"""Who visits the pages in tests: one of each role, and those whose rights are narrower than a role."""

from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle

CLOSED = "health"
OPEN = Circle("open")


def person(name: str, *grants: Grant, circles: tuple[str, ...] = (OPEN,)) -> Actor:
    """Give somebody with these grants."""
    return Actor(id=ActorId(name), name=name.title(), grants=grants, circles=tuple(Circle(c) for c in circles))


ROLES = tuple(person(role.value, Grant(role=role)) for role in Role if role is not Role.SYSTEM)
INSIDER = person("insider", Grant(role=Role.CASEWORKER), circles=(OPEN, CLOSED))
"""A caseworker who belongs to the closed circle too."""
NARROW = person("narrow", Grant(role=Role.CASEWORKER, case_type="supplier_invoice"))
"""A caseworker of another case type than that of the cases there are."""
NOBODY = person("nobody")
"""One who may sign in and nothing else."""
EVERYBODY = (*ROLES, INSIDER, NARROW, NOBODY)
EVERY_NAME = frozenset(one.id for one in EVERYBODY)
