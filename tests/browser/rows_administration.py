"""Routes of the administrator: accounts and tokens."""

from access import Row

ADMINISTRATOR = frozenset({"administrator"})
SOMEBODY = {"who": "=expert"}

ROWS = (
    Row(method="GET", path="/accounts", allowed=ADMINISTRATOR),
    Row(method="POST", path="/accounts", allowed=ADMINISTRATOR, form={"id": "c.madec", "name": "Claire Madec"}),
    Row(method="GET", path="/accounts/new", allowed=ADMINISTRATOR),
    Row(method="GET", path="/accounts/{who}", allowed=ADMINISTRATOR, values=SOMEBODY),
    Row(
        method="POST",
        path="/accounts/{who}",
        allowed=ADMINISTRATOR,
        values=SOMEBODY,
        form={"name": "Expert", "role": "expert", "case_type": "", "basket": "", "circles": "open"},
    ),
    Row(method="POST", path="/accounts/{who}/password", allowed=ADMINISTRATOR, values={"who": "=local"}),
    Row(method="POST", path="/accounts/{who}/close", allowed=ADMINISTRATOR, values={"who": "=local"}),
    Row(method="POST", path="/accounts/{who}/reopen", allowed=ADMINISTRATOR, values={"who": "=local"}),
    Row(method="GET", path="/tokens", allowed=ADMINISTRATOR),
    Row(
        method="POST",
        path="/tokens",
        allowed=ADMINISTRATOR,
        form={"who": "operator", "title": "scanner", "scope": "submit"},
    ),
    Row(method="POST", path="/tokens/{name}/revoke", allowed=ADMINISTRATOR, values={"name": "token"}),
)
