"""Routes of cases."""

from access import Row

CASEWORK = frozenset({"caseworker", "controller", "insider"})
LOOK = CASEWORK | {"operator", "expert"}
CASE = {"reference": "reference"}
ITEM = CASE | {"item": "=identity", "act": "=waive"}

ROWS = (
    Row(method="GET", path="/cases", allowed=LOOK | {"narrow"}),
    Row(method="GET", path="/cases/{reference}", allowed=LOOK, values=CASE),
    Row(method="GET", path="/cases/{reference}/print", allowed=LOOK, values=CASE),
    Row(method="GET", path="/cases/{reference}/zip", is_page=False, allowed=CASEWORK | {"expert"}, values=CASE),
    Row(method="GET", path="/cases/{reference}/summary", is_page=False, allowed=LOOK, values=CASE),
    Row(
        method="POST",
        path="/cases/{reference}/items/{item}/{act}",
        allowed=CASEWORK,
        values=ITEM,
        form={"reason": "known"},
    ),
    Row(
        method="POST",
        path="/cases/{reference}/facts",
        allowed=CASEWORK,
        values=CASE,
        form={"name": "no_such_fact", "value": "1"},
    ),
    Row(
        method="POST",
        path="/cases/{reference}/assign",
        allowed=CASEWORK,
        values=CASE,
        form={"who": "basket:control"},
    ),
    Row(
        method="POST",
        path="/cases/{reference}/decide",
        allowed=CASEWORK | {"expert"},
        values=CASE,
        form={"outcome": "approved", "reason": "plain"},
    ),
)
