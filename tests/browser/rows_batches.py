"""Routes of batches: the board, the drop zone, a batch; and uploads, which are their sender's alone."""

from access import Row
from people import EVERY_NAME

CAPTURE = frozenset({"operator", "administrator"})
RECEIVE = CAPTURE | {"caseworker", "insider", "narrow"}
WITH_A_ROLE = EVERY_NAME - {"nobody"}
LOOK = frozenset({"operator", "caseworker", "expert", "controller", "insider"})
ASIDE = {"kind": "file", "name": "{set_aside}"}
SENDER = frozenset({"operator"})

BATCH, UPLOAD = {"batch": "batch"}, {"name": "upload"}
"""Uploads of the operator: one that just began, one of which everything came, one that is let go."""
WHOLE, LEFT = {"name": "whole_upload"}, {"name": "left_upload"}

ROWS = (
    Row(method="GET", path="/batches", allowed=WITH_A_ROLE),
    Row(method="POST", path="/batches", allowed=RECEIVE, uploads=True),
    Row(method="GET", path="/batches/live", allowed=WITH_A_ROLE, is_page=False),
    Row(method="GET", path="/batches/{batch}", allowed=WITH_A_ROLE, values=BATCH),
    Row(method="GET", path="/batches/{batch}/live", allowed=WITH_A_ROLE, values=BATCH, is_page=False),
    Row(method="POST", path="/batches/{batch}/retry", allowed=CAPTURE, values=BATCH),
    Row(
        method="GET",
        path="/batches/pages/{page}/picture",
        allowed=LOOK,
        values={"page": "page"},
        is_page=False,
    ),
    Row(method="GET", path="/failed", allowed=WITH_A_ROLE),
    Row(method="POST", path="/failed/retry", allowed=CAPTURE, form=ASIDE),
    Row(method="POST", path="/failed/dismiss", allowed=CAPTURE, form=ASIDE | {"reason": "an advertisement"}),
    Row(method="POST", path="/batches/uploads/{name}/finish", allowed=SENDER, values=WHOLE),
    Row(method="POST", path="/batches/uploads/{name}/abandon", allowed=SENDER, values=LEFT),
    Row(method="GET", path="/api/v1/uploads", allowed=RECEIVE, is_page=False),
    Row(method="POST", path="/api/v1/uploads", allowed=RECEIVE, form={"files": [{"name": "a.pdf", "size": 9}]}),
    Row(method="GET", path="/api/v1/uploads/{name}", allowed=SENDER, values=UPLOAD, is_page=False),
    Row(
        method="POST",
        path="/api/v1/uploads/{name}/files/{number}",
        allowed=SENDER,
        values=UPLOAD | {"number": "=1"},
    ),
    Row(method="POST", path="/api/v1/uploads/{name}/finish", allowed=SENDER, values=WHOLE),
    Row(method="POST", path="/api/v1/uploads/{name}/abandon", allowed=SENDER, values={"name": "other_upload"}),
)
