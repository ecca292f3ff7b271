"""Letters on the pages: drafted, seen, taken back or sent, and followed; each control ends in the records."""

from installed import Filled
from visiting import Served, Visitor

from services.access import SYSTEM


def requests(visitor: Visitor, filled: Filled) -> list[dict]:
    """Return the requests of the case as the API tells them."""
    return visitor.get(f"/api/v1/cases/{filled.reference}").json()["requests"]


def test_a_letter_from_the_draft_to_the_post(mine: Served, filled: Filled) -> None:
    """A draft is a PDF nobody was sent, queued it can be withdrawn, and drafted again it goes out and is followed."""
    visitor, address = Visitor(served=mine).as_one("caseworker"), f"/cases/{filled.reference}"
    visitor.post(f"{address}/items/identity/refuse", reason="not legible")
    assert visitor.post(f"{address}/request", language="en").status_code == 303
    (drafted,) = requests(visitor, filled)
    assert (drafted["state"], drafted["language"]) == ("drafted", "en")
    letter = visitor.get(f"{address}/letters/{drafted['id']}")
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")
    page = visitor.get(address).text
    assert all(slip["code"] in page for slip in drafted["slips"])
    assert visitor.post(f"{address}/send").status_code == 303
    assert requests(visitor, filled)[-1]["state"] == "queued"
    visitor.post(f"{address}/withdraw")
    assert requests(visitor, filled)[-1]["state"] == "withdrawn"
    assert filled.reference in visitor.get("/letters?standing=ended").text
    visitor.post(f"{address}/request", language="fr")
    visitor.post(f"{address}/send")
    assert filled.reference in visitor.get("/letters?standing=to-send").text
    mine.app.state.door.application.letters.dispatch.send(SYSTEM)
    sent = requests(visitor, filled)[-1]
    assert (sent["state"], sent["language"]) == ("sent", "fr")
    assert filled.reference in visitor.get("/letters?standing=sent").text
    assert filled.reference not in visitor.get("/letters?standing=to-send").text


def test_what_cannot_be_done_to_a_letter_is_said(mine: Served, filled: Filled) -> None:
    """A letter that is not there cannot be sent or withdrawn, and the page says so."""
    visitor = Visitor(served=mine).as_one("caseworker")
    for act in ("send", "withdraw"):
        answer = visitor.post(f"/cases/{filled.reference}/{act}")
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert requests(visitor, filled) == []


def test_letters_of_a_closed_case_are_for_its_members_and_each_look_is_written_down(
    mine: Served, filled: Filled
) -> None:
    """Neither the list nor the letter is there for others; an insider's look stands in the history."""
    insider, other = (Visitor(served=mine).as_one(name) for name in ("insider", "caseworker"))
    address = f"/cases/{filled.closed_reference}"
    insider.post(f"{address}/request")
    case = insider.get(f"/api/v1{address}").json()
    letter = f"{address}/letters/{case['requests'][0]['id']}"
    assert insider.get(letter).status_code == 200
    assert other.get(letter).status_code == 404
    assert filled.closed_reference in insider.get("/letters").text
    assert filled.closed_reference not in other.get("/letters").text
    looks = [event for event in insider.get(f"/api/v1{address}").json()["history"] if event["act"] == "case.view"]
    assert any(event["subject"].startswith("request:") for event in looks)
