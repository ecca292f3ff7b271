"""Routes of the API: batches, documents, cases, search."""

from collections.abc import Mapping

from access import Row
from people import EVERY_NAME

CAPTURE = frozenset({"operator", "administrator"})
CASEWORK = frozenset({"caseworker", "controller", "insider"})
DESK = CASEWORK | {"operator"}
LOOK = DESK | {"expert"}
"""Of those who may look, the narrow caseworker sees lists alone: all papers here are of another case type."""
WITH_A_ROLE = EVERY_NAME - {"nobody"}

BATCH, DOCUMENT, CASE = {"batch": "batch"}, {"name": "document"}, {"reference": "reference"}


def document(act: str, allowed: frozenset[str] = DESK, **form: object) -> Row:
    """Return the row of an act on a document; most are refused for another reason, so that it stays as it is."""
    return Row(method="POST", path=f"/api/v1/documents/{{name}}/{act}", allowed=allowed, values=DOCUMENT, form=form)


def case(act: str, form: Mapping[str, object], allowed: frozenset[str] = CASEWORK) -> Row:
    """Return the row of an act on a case."""
    return Row(method="POST", path=f"/api/v1/cases/{{reference}}/{act}", allowed=allowed, values=CASE, form=form)


ROWS = (
    Row(method="GET", path="/api/v1/batches", is_page=False, allowed=WITH_A_ROLE),
    Row(method="POST", path="/api/v1/batches", allowed=CAPTURE | {"caseworker", "insider", "narrow"}, uploads=True),
    Row(method="GET", path="/api/v1/batches/{batch}", is_page=False, allowed=WITH_A_ROLE, values=BATCH),
    Row(method="POST", path="/api/v1/batches/{batch}/retry", allowed=CAPTURE, values=BATCH),
    Row(method="GET", path="/api/v1/documents/{name}", is_page=False, allowed=LOOK, values=DOCUMENT),
    Row(method="GET", path="/api/v1/documents/{name}/pdf", is_page=False, allowed=LOOK, values=DOCUMENT),
    Row(method="GET", path="/api/v1/documents/{name}/source", is_page=False, allowed=LOOK, values=DOCUMENT),
    document("correct", values={"last_name": "DURAND"}),
    document("set-class", document_class="no_such_class"),
    document("split", at=99),
    document("reject", page=99),
    document("release"),
    document("reorder", order=[2, 1, 99]),
    document("rotate", page=99, degrees=90),
    document("move-page", page=99, to="{document}"),
    document("confirm-cut"),
    document("undo"),
    document("merge", other="{document}"),
    Row(method="GET", path="/api/v1/cases", is_page=False, allowed=LOOK | {"narrow"}),
    Row(
        method="POST",
        path="/api/v1/cases",
        allowed=CASEWORK,
        form={"case_type": "occupational_disease"},
    ),
    Row(method="GET", path="/api/v1/cases/{reference}", is_page=False, allowed=LOOK, values=CASE),
    case("set", {"facts": {}}),
    case("accept", {"item": "identity", "document": "{document}"}),
    case("refuse", {"item": "identity", "document": "{document}"}),
    case("waive", {"item": "identity", "reason": "known"}),
    case("request", {"language": "en"}),
    case("send", {}),
    Row(
        method="GET",
        path="/api/v1/cases/{reference}/zip",
        is_page=False,
        allowed=CASEWORK | {"expert"},
        values=CASE,
    ),
    case("note", {"text": "telephoned"}, CASEWORK | {"expert"}),
    case("done", {"task": "{task}"}, CASEWORK | {"expert"}),
    case("task", {"title": "call back", "for": "caseworker"}, CASEWORK | {"expert"}),
    case("withdraw", {}),
    Row(
        method="GET",
        path="/api/v1/cases/{reference}/letters/{request}",
        is_page=False,
        allowed=LOOK,
        values=CASE | {"request": "=none"},
    ),
    case("decide", {"outcome": "approved", "reason": "plain"}, CASEWORK | {"expert"}),
    case("move", {"document": "{document}", "to": "{reference}"}),
    case("assign", {"who": "basket:control"}),
    case("repin", {"rules": "2026.2"}, frozenset({"controller"})),
    Row(method="GET", path="/api/v1/search", is_page=False, allowed=LOOK | {"narrow"}),
    Row(
        method="GET",
        path="/api/v1/search/explain/{name}",
        is_page=False,
        allowed=LOOK | {"narrow"},
        values=DOCUMENT,
    ),
)
