"""Routes of the verification desk."""

from collections.abc import Mapping

from access import Row

DESK = frozenset({"operator", "caseworker", "controller", "insider"})
LISTS = DESK | {"narrow"}
"""What waits is in no case yet: a caseworker of one case type may take it too."""
LOOK = DESK | {"expert"}
DOCUMENT = {"name": "document"}


def act(name: str, form: Mapping[str, object]) -> Row:
    """Return the row of an act on a document; it waits for nobody, so that it stays as it is."""
    return Row(method="POST", path=f"/verification/{{name}}/{name}", allowed=DESK, values=DOCUMENT, form=form)


ROWS = (
    Row(method="GET", path="/verification", allowed=LISTS),
    Row(method="POST", path="/verification/next", allowed=LISTS),
    Row(method="GET", path="/verification/{name}", allowed=LOOK | {"narrow"}, values={"name": "waiting"}),
    Row(method="GET", path="/verification/{name}/words", allowed=LOOK, values=DOCUMENT, is_page=False),
    Row(method="GET", path="/verification/{name}/suggestions", allowed=LOOK, values=DOCUMENT, is_page=False),
    act("take", {}),
    act("give-back", {}),
    act("skip", {}),
    act("answer", {"doubt": "field.last_name", "text": "DURAND", "kind": "text"}),
    act("answer-by-row", {"field": "last_name", "table": "members", "key": "no such"}),
    act("undo", {}),
    act("release", {}),
    act("reject", {"position": 99}),
    Row(method="GET", path="/api/v1/doubts", is_page=False, allowed=LISTS),
    Row(method="POST", path="/api/v1/doubts/take", allowed=LISTS),
    Row(method="GET", path="/api/v1/doubts/{name}", is_page=False, allowed=LOOK, values=DOCUMENT),
    Row(
        method="POST",
        path="/api/v1/doubts/{name}/settle",
        allowed=DESK,
        values=DOCUMENT,
        form={"answers": [{"doubt": "class", "text": "letter"}]},
    ),
    Row(method="POST", path="/api/v1/doubts/{name}/undo", allowed=DESK, values=DOCUMENT),
    Row(method="POST", path="/api/v1/doubts/{name}/give-back", allowed=DESK, values=DOCUMENT),
)
