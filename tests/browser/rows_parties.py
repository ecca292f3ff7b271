"""Routes of people and companies."""

from access import Row

LOOK = frozenset({"caseworker", "controller", "insider", "operator", "expert"})

ROWS = (
    Row(method="GET", path="/parties", allowed=LOOK | {"narrow"}),
    Row(method="GET", path="/parties/{name}", allowed=LOOK, values={"name": "party"}),
)
