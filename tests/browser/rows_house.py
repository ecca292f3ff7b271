"""Routes of the house itself: health, signing in and out, the first page, one's own account."""

from access import Row

ROWS = (
    Row(method="GET", path="/healthz", is_page=False, is_public=True),
    Row(method="GET", path="/readyz", is_page=False, is_public=True),
    Row(method="GET", path="/static/{name}", is_page=False, is_public=True, values={"name": "=nothing.css"}),
    Row(method="GET", path="/sign-in", is_public=True),
    Row(method="POST", path="/sign-in", is_public=True),
    Row(method="POST", path="/preferences", is_public=True, form={"language": "en"}),
    Row(method="POST", path="/sign-out"),
    Row(method="GET", path="/"),
    Row(method="GET", path="/me"),
    Row(method="GET", path="/me/password"),
    Row(method="POST", path="/me/password", form={"present": "not it", "new": "a new one of mine"}),
    Row(method="GET", path="/api/v1/me", is_page=False),
    Row(method="GET", path="/api/v1/openapi.json", is_page=False, is_public=True),
)
