"""Routes of pages and cuts."""

from access import Row

DESK = frozenset({"operator", "caseworker", "controller", "insider"})
LOOK = DESK | {"expert"}
DOCUMENT = {"name": "document"}
PAGES = "/documents/{name}/pages"

ROWS = (
    Row(method="GET", path=PAGES, allowed=LOOK, values=DOCUMENT),
    Row(method="GET", path=f"{PAGES}/{{page}}/upright", is_page=False, allowed=LOOK, values=DOCUMENT | {"page": "=1"}),
    Row(method="POST", path=PAGES, allowed=DESK, values=DOCUMENT, form={"act": "split", "page": ""}),
    Row(method="POST", path="/documents/{name}/undo", allowed=DESK, values=DOCUMENT),
    Row(method="GET", path="/cuts", allowed=DESK | {"narrow"}),
    Row(method="POST", path="/cuts", allowed=DESK, form={"choice": "new", "document": "{document}"}),
    Row(method="POST", path="/cuts/undo", allowed=DESK, form={"document": "{document}"}),
)
