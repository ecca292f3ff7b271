"""Routes of the supervisor."""

from access import Row

CONTROLLER = frozenset({"controller"})

ROWS = (
    Row(method="GET", path="/pilot", allowed=CONTROLLER),
    Row(method="GET", path="/pilot/cases", allowed=CONTROLLER),
    Row(
        method="POST",
        path="/pilot/cases",
        allowed=CONTROLLER,
        form={"case": "{reference}", "who": "basket:control", "reason": "leave"},
    ),
    Row(method="GET", path="/pilot/documents", allowed=CONTROLLER),
    Row(method="GET", path="/pilot/failed", allowed=CONTROLLER),
)
