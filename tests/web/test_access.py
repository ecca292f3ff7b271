"""Every route of the pages and of the API: who is let in, who is not, and that none was forgotten."""

from collections.abc import Callable, Iterator

import pytest
from access import Row, rows
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from installed import Filled
from people import EVERYBODY
from visiting import Served, Visitor

from services.access import SYSTEM
from web.cookies import form_token
from web.guard import SAFE

ROWS = rows()
PEOPLE = [one.id for one in EVERYBODY]
UPLOAD = {"scan.pdf": b"%PDF-1.7\nnot much of one"}


@pytest.fixture(scope="module")
def somebody(shared: Served) -> Callable[[str], Visitor]:
    """Give anybody by name at a browser of their own, signed in again only when a route has ended their session."""
    visitors: dict[str, Visitor] = {}
    sign_in = shared.app.state.door.application.sign_in

    def signed_in(name: str) -> Visitor:
        if name not in visitors or sign_in.resume(SYSTEM, visitors[name].secret) is None:
            visitors[name] = Visitor(served=shared).as_one(name)
        return visitors[name]

    return signed_in


def routes(app: FastAPI) -> Iterator[str]:
    """Yield every route that the application answers, by method and path."""
    for route in iter_route_contexts(app.routes):
        yield from (f"{method} {route.path}" for method in (route.methods or ()) if method != "HEAD")


def test_every_route_has_a_row(served: Served) -> None:
    """A route that nobody said who may use does not exist, and no row is about nothing."""
    assert sorted(routes(served.app)) == sorted(row.name for row in ROWS)


def is_let_in(visitor: Visitor, row: Row, filled: Filled, *, is_closed: bool = False) -> bool:
    """Try a route and tell whether it was answered rather than refused; a bug is neither."""
    address, sent = row.address(filled, is_closed=is_closed), row.sent(filled, is_closed=is_closed)
    answer = visitor.request(row.method, address, sent, uploads=UPLOAD if row.uploads else None)
    assert answer.status_code < 500, answer.text
    to_sign_in = answer.headers.get("location", "").startswith("/sign-in") and row.path != "/sign-out"
    return answer.status_code not in {401, 403, 404} and not to_sign_in


@pytest.mark.parametrize("row", [row for row in ROWS if not row.is_public], ids=lambda row: row.name)
def test_each_one_is_let_in_where_the_row_says(somebody: Callable[[str], Visitor], filled: Filled, row: Row) -> None:
    """A route lets in exactly those of its row."""
    assert {name for name in PEOPLE if is_let_in(somebody(name), row, filled)} == row.allowed


@pytest.mark.parametrize("row", [row for row in ROWS if row.has_closed], ids=lambda row: row.name)
def test_what_is_closed_is_not_there_for_others(somebody: Callable[[str], Visitor], filled: Filled, row: Row) -> None:
    """Of all who are let in where something is open, only members of its circle find what is closed."""
    for name in sorted(row.allowed | {"insider"}):
        let_in = is_let_in(somebody(name), row, filled, is_closed=True)
        assert let_in == (name == "insider" and name in row.allowed), name


@pytest.mark.parametrize("row", [row for row in ROWS if not row.is_public], ids=lambda row: row.name)
def test_nobody_is_let_in_without_signing_in(visitor: Visitor, filled: Filled, row: Row) -> None:
    """Without a session a page leads to the sign-in page and the API answers 401."""
    visitor.get("/sign-in")
    uploads = UPLOAD if row.uploads else None
    answer = visitor.request(row.method, row.address(filled), row.form, uploads=uploads)
    is_api = row.path.startswith("/api/")
    assert answer.status_code == (401 if is_api else 303)
    assert is_api or answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("row", [row for row in ROWS if row.method not in SAFE], ids=lambda row: row.name)
def test_a_form_of_another_page_does_nothing(served: Served, filled: Filled, row: Row) -> None:
    """What may change something is refused without the token of this session, and when another site sends it."""
    visitor = Visitor(served=served).as_one("administrator")
    for headers in ({}, {"sec-fetch-site": "cross-site", "x-casebinder-form": form_token(visitor.secret)}):
        answer = visitor.send(row.method, row.address(filled), fields=row.form, headers=headers)
        assert answer.status_code == 403
