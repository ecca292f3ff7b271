"""The case page: what it shows is the verdict, and each of its acts ends in the records."""

import html
from collections.abc import Callable

from installed import Filled
from visiting import Served, Visitor


def shown(visitor: Visitor, reference: str) -> dict:
    """Return the case as the API tells it."""
    return visitor.get(f"/api/v1/cases/{reference}").json()


def statuses(case: dict) -> dict[str, str]:
    """Return how each item stands."""
    return {item["item"]: item["status"] for item in case["completeness"]["items"]}


def test_the_verdict_and_each_reason_are_on_the_page(one: Callable[[str], Visitor], filled: Filled) -> None:
    """The sentence, each item with its explanation, and the paper beside it, in the person's language."""
    visitor = one("caseworker")
    case, page = shown(visitor, filled.reference), visitor.get(f"/cases/{filled.reference}").text
    assert case["completeness"]["sentence"]["fr"] in page
    for item in case["completeness"]["items"]:
        assert f'id="item-{item["item"]}"' in page
        assert item["title"] in html.unescape(page)
    assert page.count("/picture?") >= len(case["documents"])


def test_acts_of_the_page_end_in_the_records(mine: Served, filled: Filled) -> None:
    """Refuse, waive, set a fact and assign: each changes the verdict or the case, with its reason in the history."""
    visitor, address = Visitor(served=mine).as_one("caseworker"), f"/cases/{filled.reference}"
    before = shown(visitor, filled.reference)
    piece = next(item for item in before["completeness"]["items"] if item["item"] == "identity")["pieces"][0]
    refused = visitor.post(f"{address}/items/identity/refuse", document=piece, reason="not legible")
    assert refused.status_code == 303, refused.text
    assert statuses(shown(visitor, filled.reference))["identity"] == "refused"
    visitor.post(f"{address}/items/identity/waive", reason="shown at the counter")
    assert statuses(shown(visitor, filled.reference))["identity"] == "waived"
    visitor.post(f"{address}/facts", name="contribution_months", value="7", reason="told by phone")
    visitor.post(f"{address}/assign", who="basket:control", reason="to be looked at")
    after = shown(visitor, filled.reference)
    facts = {fact["name"]: fact["value"] for fact in after["facts"]}
    assert str(facts["contribution_months"]) == "7"
    assert after["basket"] == "control"
    told = {event["reason"] for event in after["history"]}
    assert {"not legible", "shown at the counter", "told by phone", "to be looked at"} <= told


def test_what_cannot_be_done_is_said_on_the_page(mine: Served, filled: Filled) -> None:
    """A waiver without a reason changes nothing and is told beside the case."""
    visitor = Visitor(served=mine).as_one("caseworker")
    before = statuses(shown(visitor, filled.reference))
    answer = visitor.post(f"/cases/{filled.reference}/items/identity/waive", reason="")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert statuses(shown(visitor, filled.reference)) == before


def test_baskets_count_what_one_may_see(one: Callable[[str], Visitor], filled: Filled) -> None:
    """A closed case is in the list and the counts of its circle's members alone."""
    assert filled.closed_reference not in one("caseworker").get("/cases").text
    assert filled.closed_reference in one("insider").get("/cases").text
