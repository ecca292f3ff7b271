"""The desk in a real browser: doubts are settled by keyboard alone, and each answer is true wherever one looks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from installed import Filled
from playwright.sync_api import Browser, Page
from screen import chromium, screen
from visiting import Served, Visitor

from bootstrap.application import Application
from pipeline.model.events import AuditEvent
from pipeline.model.identity import DocumentId
from services.access import SYSTEM
from services.ports.case_records import CaseQuery

pytestmark = pytest.mark.browser

DOUBTS, MOST_KEYS = 20, 2
TYPED = "Zéphyrine"
"""A first name that stands on no paper."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one browser for these tests."""
    with chromium() as made:
        yield made


@dataclass(kw_only=True)
class Told:
    """An answer that was given: to what, what the box held then, and how many keys it took beyond what was typed."""

    document: str
    doubt: str
    text: str
    keys: int


@dataclass(kw_only=True)
class Operator:
    """Hands on a keyboard, that count."""

    page: Page
    keys: int = 0
    told: list[Told] = field(default_factory=list)

    def press(self, key: str) -> None:
        """Press a key."""
        self.keys += 1
        self.page.keyboard.press(key)

    @property
    def asked(self) -> tuple[str, str]:
        """Return the document on the desk and what is asked about it now."""
        return self.page.evaluate(
            "[document.querySelector('#desk').dataset.document, document.querySelector('.field--on')?.dataset.doubt]"
        )

    def answer(self, *, typed: str = "", key: str = "Enter") -> None:
        """Answer what is asked, and wait for the next doubt."""
        (document, doubt), before = self.asked, self.keys
        if typed:
            self.page.keyboard.type(typed)
        text = self.page.evaluate("document.activeElement.value") if key == "Enter" else ""
        self.press(key)
        self.page.wait_for_function(
            "([d, k]) => { const on = document.querySelector('.field--on'); "
            "return on && (document.querySelector('#desk').dataset.document !== d || on.dataset.doubt !== k); }",
            arg=[document, doubt],
        )
        self.told.append(Told(document=document, doubt=doubt, text=text, keys=self.keys - before))

    def wait_until_kept(self) -> None:
        """Wait until the server has all answers: the page goes on before it does."""
        self.page.wait_for_function("() => document.querySelector('#desk') && !document.querySelector('.field--done')")


def begin(page: Page) -> Operator:
    """Go to the desk by keyboard."""
    hands = Operator(page=page)
    hands.press("g")
    hands.press("v")
    page.wait_for_url("**/verification")
    hands.press("b")
    page.wait_for_url("**/verification/*")
    return hands


def application(served: Served) -> Application:
    """Return what is behind the pages."""
    made: Application = served.app.state.door.application
    return made


def settles(made: Application, document: str) -> list[AuditEvent]:
    """Return the answers that the log has of a document."""
    with made.records.reading() as uow:
        every = uow.events.of_subject(f"document:{document}")
    return [event for event in every if event.act == "document.settle"]


def fields(visitor: Visitor, document: str) -> dict[str, dict]:
    """Return what the API tells of a document, by field."""
    return {one["name"]: one for one in visitor.get(f"/api/v1/documents/{document}").json()["fields"]}


def test_twenty_doubts_by_keyboard_alone(browser: Browser, doubtful: Served) -> None:
    """Twenty doubts take at most two keys each beyond what is typed; field, verdict, log and search agree."""
    with screen(browser, doubtful, "operator") as window:
        hands = begin(window.go("/"))
        while len(hands.told) < DOUBTS:
            doubt = hands.asked[1]
            hands.answer(typed=TYPED if doubt == "field.first_names" else "")
        hands.wait_until_kept()
        window.picture("verification after twenty doubts")
        assert window.errors == []
    assert max(told.keys for told in hands.told) <= MOST_KEYS
    check_everywhere(doubtful, hands.told)


def check_everywhere(served: Served, told: list[Told]) -> None:
    """See that each answer is in the document, in the log, in the case and in what search finds."""
    made, visitor = application(served), Visitor(served=served).as_one("controller")
    made.project.drain(SYSTEM)
    for one in told:
        name = one.doubt.removeprefix("field.")
        seen = fields(visitor, one.document).get(name)
        said = {a["doubt"]: a["said"] for e in settles(made, one.document) for a in json.loads(e.detail)["answers"]}
        assert {event.actor for event in settles(made, one.document)} == {"operator"}
        assert (said[one.doubt] is None) == (seen is None) == (not one.text)
        if seen is not None:
            assert (seen["origin"], seen["confidence"]) == ("operator", 1.0)
    typed = {one.document for one in told if one.text == TYPED}
    assert typed
    for document in typed:
        assert fields(visitor, document)["first_names"]["value"] == TYPED
        hits = visitor.get("/api/v1/search?q=zephyrine").json()["hits"]
        assert document in {hit["document"] for hit in hits}
    check_cases(made)


def check_cases(made: Application) -> None:
    """See that each stored verdict is the one that its papers give now."""
    with made.records.reading() as uow:
        for case in uow.cases.listed(CaseQuery()):
            stored = uow.cases.verdict(case.id)
            assert stored is not None
            assert stored.completeness.items == made.casework.judged(uow, case).completeness.items


def test_an_answer_is_taken_back_by_keyboard(browser: Browser, doubtful: Served) -> None:
    """Shift Enter stands on the last doubt again, with what was read, and after the last one on the document before."""
    with screen(browser, doubtful, "operator") as window:
        hands = begin(window.go("/"))
        first, before = hands.asked, window.page.evaluate("document.activeElement.value")
        hands.answer(typed="ANOTHER" if "name" in first[1] else "")
        hands.press("Shift+Enter")
        window.page.wait_for_function("k => document.querySelector('.field--on')?.dataset.doubt === k", arg=first[1])
        assert window.page.evaluate("document.activeElement.value") == before
        while hands.asked[0] == first[0]:
            hands.answer()
        hands.press("Shift+Enter")
        window.page.wait_for_function("d => document.querySelector('#desk').dataset.document === d", arg=first[0])
        assert window.errors == []
    with application(doubtful).records.reading() as uow:
        assert uow.documents.get(DocumentId(first[0])).queue == "verification"


def test_two_operators_have_two_documents(browser: Browser, doubtful: Served) -> None:
    """What one has on the desk another sees as taken and does not get; skipped, it is free for them."""
    with screen(browser, doubtful, "operator") as mine, screen(browser, doubtful, "controller") as theirs:
        one, other = begin(mine.go("/")), begin(theirs.go("/"))
        taken = one.asked[0]
        assert other.asked[0] != taken
        page = theirs.go(f"/verification/{taken}")
        assert "Operator est sur ce document" in page.locator(".fields").inner_text()
        theirs.picture("verification in other hands")
        assert theirs.faults() == []
        one.press("Alt+s")
        mine.page.wait_for_function("d => document.querySelector('#desk')?.dataset.document !== d", arg=taken)
        assert "est sur ce document" not in theirs.go(f"/verification/{taken}").locator(".fields").inner_text()


def test_classes_and_members_are_found_as_one_types(browser: Browser, doubtful: Served) -> None:
    """Letters find a class anywhere in its title, and a member by name, who fills what is in doubt."""
    with screen(browser, doubtful, "operator") as window:
        hands = begin(window.go("/"))
        page, document = window.page, hands.asked[0]
        while hands.asked[1] != "field.last_name":
            hands.press("Tab")
        with application(doubtful).records.reading() as uow:
            row = uow.reference.whole("members").rows[0]
        page.keyboard.type(row["last_name"][:4])
        page.wait_for_selector(".suggest__one")
        window.picture("verification members")
        assert window.faults() == []
        hands.press("ArrowDown")
        hands.press("Enter")
        page.wait_for_function("() => !document.querySelector('.field[data-doubt=\"field.last_name\"]')")
        made = fields(Visitor(served=doubtful).as_one("operator"), document)
        assert made["last_name"]["value"] == row["last_name"]
        assert made["first_names"]["value"] == row["first_names"]
        hands.press("Alt+c")
        page.keyboard.type("employeur")
        page.wait_for_selector(".suggest__one[aria-selected=true]")
        window.picture("verification classes")
        hands.press("Enter")
        page.wait_for_function("d => document.querySelector('#desk').dataset.name.includes('employeur')")
    assert fields(Visitor(served=doubtful).as_one("operator"), document).keys() != made.keys()


def test_the_paper_turns_and_grows(browser: Browser, mine: Served, filled: Filled) -> None:
    """Zoom, turn and words act on the picture; what is lit stays on the place it was read from."""
    with screen(browser, mine, "operator") as window:
        page = window.go(f"/verification/{filled.waiting}")
        page.wait_for_selector(".box--lit")
        wide = page.locator(".sheet").first.bounding_box()
        page.keyboard.press("Alt++")
        assert page.locator(".sheet").first.bounding_box()["width"] > wide["width"] * 1.2
        page.keyboard.press("Alt+0")
        page.keyboard.press("Alt+r")
        turned = page.locator(".sheet").first.bounding_box()
        assert turned["height"] < wide["height"] * 0.8
        lit = page.locator(".box--lit").first.bounding_box()
        assert lit["height"] > lit["width"]
        page.keyboard.press("Alt+m")
        page.wait_for_selector(".box--word")
        window.picture("verification turned")
        assert window.faults() == []
        assert window.errors == []
