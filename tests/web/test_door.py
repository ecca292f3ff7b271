"""The door itself: signing in, headers, errors in words, static files, and programs with their tokens."""

import json
import re
from collections.abc import Callable

import pytest
from jsonschema import validate
from terminal import ROOT
from visiting import Served, Visitor

from pipeline.errors import PartUnreachable
from pipeline.model.actor import Scope
from pipeline.model.identity import ActorId
from pipeline.model.text import Bilingual
from services.access import SYSTEM
from services.people.sign_in import SignIn
from web import cookies
from web.border import HEADERS

ERROR = json.loads((ROOT / "services" / "shapes" / "schemas" / "error.schema.json").read_text(encoding="utf-8"))
One = Callable[[str], Visitor]


# ---------------------------------------------------------------- signing in
def test_a_wrong_password_is_told_and_nothing_else(visitor: Visitor) -> None:
    """The form comes back with the name and the reason; no session begins."""
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", name="local", password="wrong")
    assert answer.status_code == 401
    assert 'value="local"' in answer.text
    assert "Identifiant ou mot de passe faux." in answer.text
    assert cookies.SESSION not in visitor.cookies


def test_signing_in_leads_to_where_one_wanted(mine: Served) -> None:
    """The page asked for before signing in comes after it, by an address of ours only."""
    application = mine.app.state.door.application
    for wanted, reached in (("/tokens?a=1", "/tokens?a=1"), ("//elsewhere.example", "/"), ("https://x.example", "/")):
        visitor = Visitor(served=mine)
        password = application.accounts.open(SYSTEM, ActorId("local"))
        visitor.get("/sign-in")
        answer = visitor.post("/sign-in", name="local", password=password, next=wanted)
        assert (answer.status_code, answer.headers["location"]) == (303, reached)
    assert visitor.get("/tokens").headers["location"] == "/me/password"
    assert Visitor(served=mine).get("/tokens?a=1").headers["location"] == "/sign-in?next=/tokens%3Fa%3D1"


def test_a_session_is_kept_from_scripts_and_other_sites(mine: Served) -> None:
    """The cookie of a session cannot be read by a script nor sent by another site, and a new one is given each time."""
    application = mine.app.state.door.application
    visitor = Visitor(served=mine)
    visitor.get("/sign-in")
    before = visitor.secret
    answer = visitor.post("/sign-in", name="local", password=application.accounts.open(SYSTEM, ActorId("local")))
    (told,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith(cookies.SESSION)]
    assert re.search(r"HttpOnly.*SameSite=lax", told, re.IGNORECASE)
    assert visitor.secret != before


def test_signing_out_ends_the_session_on_the_server(served: Served) -> None:
    """A copy of the cookie opens nothing after its owner went out."""
    visitor = Visitor(served=served).as_one("operator")
    copy = Visitor(served=served, cookies=dict(visitor.cookies))
    assert copy.get("/").status_code == 200
    visitor.post("/sign-out")
    assert copy.get("/").status_code == 303
    assert cookies.SESSION not in visitor.cookies


# ---------------------------------------------------------------- headers
@pytest.mark.parametrize("address", ["/", "/sign-in", "/nothing", "/healthz", "/api/v1/me", "/static/nothing.css"])
def test_every_answer_has_the_headers(one: One, address: str) -> None:
    """Pages, errors, files and the API alike say what a browser may do with them."""
    headers = one("operator").get(address).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_nobody_else(one: One) -> None:
    """Script and style come from our own files, and no other site may show a page of ours in a frame."""
    policy = one("operator").get("/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))


def test_pages_are_not_kept_and_files_are_kept_for_ever(one: One) -> None:
    """What stands on a page stays in no cache; a static file's name changes with its content."""
    page = one("operator").get("/")
    assert page.headers["cache-control"] == "no-store"
    address = re.search(r"/static/casebinder\.[0-9a-f]{12}\.css", page.text).group()
    style = one("operator").get(address)
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert style.headers["content-type"].startswith("text/css")


# ---------------------------------------------------------------- errors
def test_an_error_is_a_page_in_words(one: One) -> None:
    """What happened, what to do and the code stand on the page, in the language of the browser."""
    visitor = one("operator")
    assert "Vous n'avez pas ce droit" in visitor.get("/accounts", **{"accept-language": "fr"}).text.replace(
        "&#39;", "'"
    )
    lost = visitor.get("/nothing", **{"accept-language": "en"})
    assert lost.status_code == 404
    assert "There is no such page, or you may not see it." in lost.text


@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/nothing"])
def test_an_error_of_the_api_is_json(visitor: Visitor, address: str) -> None:
    """A program gets the error of the command line's contract."""
    answer = visitor.get(address)
    assert answer.status_code in {401, 404}
    validate(answer.json(), ERROR)


def test_a_bug_of_ours_gets_a_number_and_gives_nothing_away(mine: Served) -> None:
    """An exception nobody foresaw is told with its number alone; the door goes on."""
    mine.app.state.door.application.accounts = Broken()
    broken = Visitor(served=mine).as_one("administrator").get("/accounts")
    assert broken.status_code == 500
    assert re.search(r"x-[0-9a-z]{14}", broken.text)
    assert "a word of a document" not in broken.text
    assert Visitor(served=mine).get("/healthz").status_code == 200


def test_a_part_that_is_away_is_told(mine: Served) -> None:
    """While the records do not answer, the door lives, is not ready, and says so on a page without a frame."""
    application = mine.app.state.door.application
    application.records.close()
    application.records = Away()
    application.sign_in = SignIn(application.records, application.keys, application.clock)
    visitor = Visitor(served=mine, cookies={cookies.SESSION: "x"})
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/readyz").status_code == 503
    page = visitor.get("/")
    assert page.status_code == 503
    assert "Une partie du système ne répond pas" in page.text


class Broken:
    """A part with a bug in whatever it is asked."""

    def __getattr__(self, name: str) -> object:
        """Fail with a word that nobody may read."""
        raise KeyError("a word of a document")


class Away:
    """Records that do not answer."""

    def reading(self) -> None:
        """Fail as the adapter does."""
        said = Bilingual(fr="La base ne répond pas.", en="The database does not answer.")
        raise PartUnreachable("records_unreachable", said, next_step=said)

    def close(self) -> None:
        """Have nothing to close."""


# ---------------------------------------------------------------- programs
def test_a_program_is_known_by_its_token(mine: Served) -> None:
    """A token in the header says who calls, with its scopes; no form token is asked of a program."""
    application = mine.app.state.door.application
    secret = application.tokens.make(SYSTEM, ActorId("operator"), title="x", scopes=(Scope.SUBMIT,)).secret
    told = Visitor(served=mine).get("/api/v1/me", authorization=f"Bearer {secret}").json()
    assert told == {
        "schema": "casebinder/me/1",
        "actor": "operator",
        "name": "Operator",
        "roles": ["operator"],
        "circles": ["open"],
        "scopes": ["submit"],
    }
    wrong = Visitor(served=mine).as_one("operator").get("/api/v1/me", authorization="Bearer cb_wrong")
    assert wrong.status_code == 401
    assert wrong.headers["www-authenticate"] == "Bearer"


def test_the_api_describes_itself(visitor: Visitor) -> None:
    """OpenAPI names the calls of the API and none of the pages."""
    paths = visitor.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/me" in paths
    assert all(path.startswith("/api/v1/") for path in paths)
