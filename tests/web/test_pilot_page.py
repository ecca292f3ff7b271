"""The supervisor's pages: numbers that lead to what they count, and work shared out from a list."""

import re
from collections.abc import Callable

from installed import Filled
from visiting import Served, Visitor

from services.ports.case_records import CaseQuery

One = Callable[[str], Visitor]


def test_each_number_leads_to_what_it_counts(one: One) -> None:
    """Every list behind a number of cases says the same number."""
    chief = one("controller")
    page = chief.get("/pilot").text
    links = re.findall(r'href="(/pilot/cases[^"]*)">\s*(\d+)', page)
    assert links
    for address, number in links:
        listed = chief.get(address.replace("&amp;", "&")).text
        assert listed.count('name="case"') == int(number), address


def test_failed_and_settled_things_are_listed(one: One) -> None:
    """The lists of documents and of failures answer for every period."""
    chief = one("controller")
    for address in ("/pilot/failed", "/pilot/documents?period=months", "/pilot?period=days", "/pilot?period=months"):
        assert chief.get(address).status_code == 200
    assert chief.get("/pilot?period=never").status_code == 422 or chief.get("/pilot?period=never").status_code == 400


def test_cases_are_given_from_the_list(mine: Served, filled: Filled) -> None:
    """Ticked cases go to whom was chosen; what could not be given is told with its reason."""
    chief = Visitor(served=mine).as_one("controller")
    sent = {"case": filled.reference, "who": "caseworker", "reason": "congés"}
    answer = chief.post("/pilot/cases", **sent)
    assert answer.status_code == 200
    assert filled.reference in answer.text
    closed = chief.post("/pilot/cases", **(sent | {"case": filled.closed_reference}))
    assert "n&#39;existe pas" in closed.text or "n'existe pas" in closed.text
    assert chief.post("/pilot/cases", **(sent | {"reason": ""})).status_code == 400
    application = mine.app.state.door.application
    with application.records.reading() as uow:
        given = {case.reference: case.assignee for case in uow.cases.listed(CaseQuery())}
    assert given[filled.reference] == "caseworker"
    assert given[filled.closed_reference] is None
