"""Baskets: who sees which cases, in which order, by which filter, counted as listed; and a case at a glance."""

import re
from collections.abc import Callable

import pytest
from installed import Filled
from visiting import Served, Visitor


def listed(visitor: Visitor, **asked: str) -> list[str]:
    """Return the references that the list shows, in its order."""
    page = visitor.get("/cases?" + "&".join(f"{name}={value}" for name, value in asked.items())).text
    return re.findall(r'data-summary="/cases/([^/]+)/summary"', page)


def test_filters_leave_what_they_say(mine: Served, filled: Filled) -> None:
    """By whose move it is, who keeps it, and whether it is open: each filter shows those cases and no other."""
    visitor, other = (Visitor(served=mine).as_one(name) for name in ("caseworker", "controller"))
    address = f"/cases/{filled.reference}"
    waits_on = visitor.get(f"/api/v1{address}").json()["waiting_on"]
    assert listed(visitor, waiting=waits_on) == [filled.reference]
    assert listed(visitor, waiting="them" if waits_on == "us" else "us") == []
    assert listed(visitor, whose="nobodys") == [filled.reference]
    visitor.post(f"{address}/assign", who="caseworker")
    assert listed(visitor, whose="mine") == listed(other, whose="others") == [filled.reference]
    assert listed(visitor, whose="nobodys") == listed(other, whose="mine") == []
    visitor.post(f"{address}/decide", outcome="accord", reason="plain")
    assert listed(visitor) == []
    assert listed(visitor, ended="true") == [filled.reference]


def test_what_is_late_is_told_and_counted(served: Served, later: Served, filled: Filled) -> None:
    """A case whose deadline is past is in the list of late ones, and one that has time is not."""
    assert listed(Visitor(served=served).as_one("caseworker"), late="true") == []
    visitor = Visitor(served=later).as_one("caseworker")
    assert listed(visitor, late="true") == [filled.reference]
    assert re.search(r"1 en retard", visitor.get("/cases").text)


def test_counts_are_of_what_one_may_see(one: Callable[[str], Visitor], filled: Filled) -> None:
    """A closed case is counted for its circle, and a case of another type for nobody who works on one type alone."""
    assert set(listed(one("insider"))) == {filled.reference, filled.closed_reference}
    assert listed(one("caseworker")) == [filled.reference]
    assert listed(one("narrow")) == []


@pytest.mark.parametrize("name", ["caseworker", "insider"])
def test_a_case_at_a_glance(one: Callable[[str], Visitor], filled: Filled, name: str) -> None:
    """The summary has the sentence and every open item of the case, and is no whole page."""
    visitor = one(name)
    case = visitor.get(f"/api/v1/cases/{filled.reference}").json()
    part = visitor.get(f"/cases/{filled.reference}/summary").text
    assert case["completeness"]["sentence"]["fr"] in part
    assert "<html" not in part
    is_settled = {"satisfied", "waived", "not-applicable"}
    for item in case["completeness"]["items"]:
        assert (f"#item-{item['item']}" in part) == (item["status"] not in is_settled)
