"""People on the pages: found by name and number as far as one may see, and everything of theirs on one page."""

import html
from collections.abc import Callable

from installed import Filled
from visiting import Visitor


def shown(visitor: Visitor, reference: str) -> dict:
    """Return a case as the API tells it."""
    return visitor.get(f"/api/v1/cases/{reference}").json()


def test_a_person_is_found_by_name_and_number(one: Callable[[str], Visitor], filled: Filled) -> None:
    """By words of the name in any order and case, by the beginning of the number, and by nothing that is not theirs."""
    visitor = one("caseworker")
    party = shown(visitor, filled.reference)["party"]
    words = party["name"].replace(",", " ").lower().split()
    asked = [words[0], f"{words[-1]} {words[0]}", party["keys"][0]["value"][:9], ""]
    for text in asked:
        assert f"/parties/{filled.party}" in visitor.get(f"/parties?q={text}").text, text
    assert f"/parties/{filled.party}" not in visitor.get("/parties?q=zzzz").text
    assert f"/parties/{filled.party}" not in visitor.get("/parties?q=100000000").text


def test_nobody_is_found_of_whom_one_may_see_no_case(one: Callable[[str], Visitor], filled: Filled) -> None:
    """A person of a closed case alone is there for the members of its circle; people of other types for nobody else."""
    assert f"/parties/{filled.closed_party}" in one("insider").get("/parties").text
    assert f"/parties/{filled.closed_party}" not in one("caseworker").get("/parties").text
    assert "/parties/y-" not in one("narrow").get("/parties").text


def test_everything_of_a_person_is_on_the_page(one: Callable[[str], Visitor], filled: Filled) -> None:
    """Cases, papers, numbers and facts, each with what shows it."""
    visitor = one("caseworker")
    case, page = shown(visitor, filled.reference), html.unescape(visitor.get(f"/parties/{filled.party}").text)
    assert f"/cases/{filled.reference}" in page
    assert all(f"/documents/{document['document']}" in page for document in case["documents"])
    assert case["party"]["keys"][0]["value"] in page
    texts = [fact["value"] for fact in case["facts"] if fact["name"] in {"last_name", "first_names"}]
    assert texts
    assert all(str(text) in page for text in texts)
