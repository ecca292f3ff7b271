"""Routes of search and of documents at a look."""

from access import Row

LOOK = frozenset({"operator", "caseworker", "expert", "controller", "insider"})
SEARCH = LOOK | {"narrow"}
DOCUMENT = {"name": "document"}

ROWS = (
    Row(method="GET", path="/search", allowed=SEARCH),
    Row(method="GET", path="/search/found", allowed=SEARCH, is_page=False),
    Row(method="GET", path="/search/explain", is_page=False),
    Row(method="GET", path="/search/explain/{name}", allowed=SEARCH, values=DOCUMENT),
    Row(method="GET", path="/search/table", allowed=SEARCH, is_page=False),
    Row(method="GET", path="/documents/{name}", allowed=LOOK, values=DOCUMENT),
    Row(method="GET", path="/documents/{name}/pdf", allowed=LOOK, values=DOCUMENT, is_page=False),
    Row(
        method="GET",
        path="/documents/{name}/pages/{page}/picture",
        allowed=LOOK,
        values=DOCUMENT | {"page": "=1"},
        is_page=False,
    ),
)
