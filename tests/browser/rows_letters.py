"""Routes of letters."""

from access import Row

WRITERS = frozenset({"caseworker", "controller", "insider"})
LOOK = WRITERS | {"operator", "expert"}
CASE = {"reference": "reference"}
LETTER = CASE | {"request": "=none"}

ROWS = (
    Row(method="GET", path="/letters", allowed=WRITERS | {"narrow"}),
    Row(method="POST", path="/cases/{reference}/request", allowed=WRITERS, values=CASE, form={"language": "en"}),
    Row(method="POST", path="/cases/{reference}/send", allowed=WRITERS, values=CASE),
    Row(method="POST", path="/cases/{reference}/withdraw", allowed=WRITERS, values=CASE),
    Row(method="GET", path="/cases/{reference}/letters/{request}", is_page=False, allowed=LOOK, values=LETTER),
)
