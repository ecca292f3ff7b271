"""The desk without script and through the API: plain forms and JSON reach the same acts."""

import html
import re

from installed import Filled
from visiting import Served, Visitor

API = "/api/v1/doubts"


def asked(visitor: Visitor, document: str) -> list[dict]:
    """Return what the API says is in doubt."""
    return visitor.get(f"{API}/{document}").json()["doubts"]


def test_each_doubt_is_a_form_of_its_own(mine: Served, filled: Filled) -> None:
    """Without script every doubt has its box and its button; sent, it is settled, and the page shows the next ones."""
    visitor, address = Visitor(served=mine).as_one("operator"), f"/verification/{filled.waiting}"
    taken = visitor.post("/verification/next")
    assert taken.headers["location"] == address
    before = asked(visitor, filled.waiting)
    page = visitor.get(address).text
    assert re.findall(r'<form class="field[^>]*data-doubt="([^"]+)"', page) == [doubt["doubt"] for doubt in before]
    day = next(doubt for doubt in before if doubt["read"] and doubt["read"]["kind"] == "date")
    wrong = visitor.post(f"{address}/answer", doubt=day["doubt"], text="31/13/2020", kind="date")
    assert wrong.status_code == 400
    assert "31/13/2020" in wrong.text
    assert 'role="alert"' in wrong.text
    right = visitor.post(f"{address}/answer", doubt=day["doubt"], text="2/9/2025", kind="date")
    assert right.headers["location"] == address
    fields = visitor.get(f"/api/v1/documents/{filled.waiting}").json()["fields"]
    assert {field["name"]: field["value"] for field in fields}[day["field"]] == "2025-09-02"


def test_one_is_told_who_is_on_it(mine: Served, filled: Filled) -> None:
    """What another has is shown with their name, without a box to type in, and an answer to it is refused."""
    Visitor(served=mine).as_one("operator").post("/verification/next")
    other, address = Visitor(served=mine).as_one("controller"), f"/verification/{filled.waiting}"
    page = html.unescape(other.get(address).text)
    assert "Operator est sur ce document." in page
    assert "data-box" not in page
    doubt = asked(other, filled.waiting)[0]["doubt"]
    refused = other.call(f"{API}/{filled.waiting}/settle", {"answers": [{"doubt": doubt}]})
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "in_other_hands"
    assert "Operator est dessus" in html.unescape(other.get("/verification").text)
    assert other.call(f"{API}/take", {}).json()["document"] is None


def test_doubts_are_settled_and_taken_back_by_the_api(mine: Served, filled: Filled) -> None:
    """Taken, answered at once, released, and back on the desk after undo."""
    visitor = Visitor(served=mine).as_one("operator")
    taken = visitor.call(f"{API}/take", {}).json()
    assert (taken["document"], taken["is_mine"]) == (filled.waiting, True)
    answers = [
        {"doubt": doubt["doubt"], "text": doubt["read"] and str(doubt["read"]["value"]).lower()}
        if doubt["read"] and doubt["read"]["kind"] == "flag"
        else {"doubt": doubt["doubt"], "text": doubt["read"] and doubt["read"]["value"]}
        for doubt in taken["doubts"]
    ]
    settled = visitor.call(f"{API}/{filled.waiting}/settle", {"answers": answers, "reason": "seen"}).json()
    assert settled["doubts"] == []
    assert settled["queue"] is None
    assert visitor.get(API).json()["documents"] == []
    assert visitor.call(f"{API}/{filled.waiting}/undo", {}).json()["doubts"] == taken["doubts"]
    assert visitor.call(f"{API}/{filled.waiting}/give-back", {}).json()["is_mine"] is False
