"""Tasks and notes on the pages: given, listed for whom they are, done; written and read; each ends in the records."""

from installed import Filled
from visiting import Served, Visitor


def shown(visitor: Visitor, filled: Filled) -> dict:
    """Return the case as the API tells it."""
    return visitor.get(f"/api/v1/cases/{filled.reference}").json()


def test_a_task_is_given_listed_and_done(mine: Served, filled: Filled) -> None:
    """It stands on the list and in the menu of whom it is for, and of nobody else, until it is done."""
    giver, doer = (Visitor(served=mine).as_one(name) for name in ("caseworker", "controller"))
    address = f"/cases/{filled.reference}"
    given = giver.post(f"{address}/tasks", title="call the employer", who="controller", due_on="2026-11-30")
    assert given.status_code == 303, given.text
    task = shown(giver, filled)["tasks"][-1]
    assert (task["for"], task["due_on"], task["given_by"]) == ("controller", "2026-11-30", "caseworker")
    assert "call the employer" in doer.get("/tasks").text
    assert "call the employer" not in giver.get("/tasks").text
    assert 'class="count">1' in doer.get("/").text
    doer.post(f"{address}/tasks/{task['id']}/done", back="tasks")
    done = shown(giver, filled)["tasks"][-1]
    assert (done["done_by"], done["done_at"] is None) == ("controller", False)
    assert "call the employer" not in doer.get("/tasks").text
    again = doer.post(f"{address}/tasks/{task['id']}/done")
    assert again.status_code == 400
    assert [event["act"] for event in shown(giver, filled)["history"]][-2:] == ["case.task", "case.done"]


def test_a_task_is_not_given_to_one_who_cannot_see_the_case(mine: Served, filled: Filled) -> None:
    """Neither a person of another case type nor an unknown one gets it, and the page says why."""
    visitor = Visitor(served=mine).as_one("caseworker")
    before = shown(visitor, filled)["tasks"]
    for who in ("narrow", "nobody-here"):
        answer = visitor.post(f"/cases/{filled.reference}/tasks", title="look", who=who)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert shown(visitor, filled)["tasks"] == before


def test_a_note_is_read_by_colleagues(mine: Served, filled: Filled) -> None:
    """What one writes stands on the page of the case for the other, escaped; an empty note is none."""
    writer, reader = (Visitor(served=mine).as_one(name) for name in ("caseworker", "controller"))
    address = f"/cases/{filled.reference}"
    writer.post(f"{address}/notes", text="<b>left-handed</b>, says the doctor")
    assert "&lt;b&gt;left-handed" in reader.get(address).text
    assert shown(reader, filled)["notes"][-1]["by"] == "caseworker"
    assert writer.post(f"{address}/notes", text="  ").status_code == 400
    assert len(shown(reader, filled)["notes"]) == 1
