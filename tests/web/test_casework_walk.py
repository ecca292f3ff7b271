"""A caseworker's day in a real browser: each control that is used ends in a fact read back through the API."""

import re
from collections.abc import Iterator

import pytest
from installed import Filled
from playwright.sync_api import Browser
from screen import Screen, chromium, screen
from visiting import Served, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one browser for the walk."""
    with chromium() as made:
        yield made


@pytest.fixture
def window(browser: Browser, mine: Served) -> Iterator[Screen]:
    """Yield a window of a caseworker."""
    with screen(browser, mine, "caseworker") as made:
        yield made
        assert made.errors == []


def told(served: Served, filled: Filled) -> dict:
    """Return the case as the API tells it."""
    return Visitor(served=served).as_one("caseworker").get(f"/api/v1/cases/{filled.reference}").json()


def test_from_the_basket_to_the_letter(window: Screen, mine: Served, filled: Filled) -> None:
    """A case selected by key shows its summary and opens; a piece is refused, asked for, sent and taken back."""
    page = window.go("/cases")
    page.keyboard.press("j")
    page.get_by_role("complementary").get_by_role("link", name="Ouvrir").wait_for()
    window.picture("baskets with a case at a glance")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{filled.reference}")
    item = page.locator("#item-identity")
    item.locator("summary").click()
    item.get_by_label("Motif").fill("copie illisible")
    item.get_by_role("button", name="Refuser").click()
    page.get_by_role("status").wait_for()
    statuses = {one["item"]: one["status"] for one in told(mine, filled)["completeness"]["items"]}
    assert statuses["identity"] == "refused"
    letters = page.locator("#letters")
    letters.get_by_label("Langue de la lettre").select_option("en")
    letters.get_by_role("button", name="Préparer la lettre").click()
    page.get_by_role("status").wait_for()
    assert [(one["state"], one["language"]) for one in told(mine, filled)["requests"]] == [("drafted", "en")]
    letters.get_by_role("button", name="Envoyer").click()
    page.get_by_role("status").wait_for()
    assert told(mine, filled)["requests"][-1]["state"] == "queued"
    letters.get_by_role("button", name="Retirer").click()
    page.get_by_role("status").wait_for()
    assert told(mine, filled)["requests"][-1]["state"] == "withdrawn"
    window.picture("case after its letter")


def test_notes_tasks_facts_and_a_colleague(window: Screen, mine: Served, filled: Filled) -> None:
    """A note by its key, a task given and done, a fact set by its words, the case given to a colleague."""
    page = window.go(f"/cases/{filled.reference}")
    page.keyboard.press("n")
    page.keyboard.type("gaucher")
    page.locator("#notes").get_by_role("button", name="Noter").click()
    page.get_by_role("status").wait_for()
    assert told(mine, filled)["notes"][-1]["text"] == "gaucher"
    tasks = page.locator("#tasks")
    tasks.get_by_text("Donner une tâche").click()
    tasks.get_by_label("Que faire").fill("appeler")
    tasks.get_by_label("Pour le").fill("2026-12-01")
    tasks.get_by_role("button", name="Donner", exact=True).click()
    page.get_by_role("status").wait_for()
    given = told(mine, filled)["tasks"][-1]
    assert (given["title"], given["for"], given["due_on"]) == ("appeler", "caseworker", "2026-12-01")
    window.go("/tasks").get_by_role("button", name="Fait appeler").click()
    page.get_by_role("status").wait_for()
    assert told(mine, filled)["tasks"][-1]["done_by"] == "caseworker"
    window.go(f"/cases/{filled.reference}")
    fact = page.locator("#fact-employment")
    fact.get_by_text("Modifier").click()
    fact.get_by_role("combobox").select_option(label="intérimaire")
    fact.get_by_label("Motif").fill("au téléphone")
    fact.get_by_role("button", name="Fixer").click()
    page.get_by_role("status").wait_for()
    facts = {one["name"]: one["value"] for one in told(mine, filled)["facts"]}
    assert facts["employment"] == "agency"
    page.get_by_label("À qui").select_option(label="Controller")
    page.get_by_role("button", name="Attribuer").click()
    page.get_by_role("status").wait_for()
    assert told(mine, filled)["assignee"] == "controller"


def test_from_a_person_to_a_word_on_paper(window: Screen, filled: Filled) -> None:
    """A person is found by name, their case opened, taken away, and a word lit inside one of its papers."""
    page = window.go("/parties")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.wait_for_url("**/parties/y-*")
    page.get_by_role("link", name=filled.reference).first.click()
    page.wait_for_url(f"**/cases/{filled.reference}")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Dossier ZIP").click()
    assert taken.value.suggested_filename == f"{filled.reference}.zip"
    page.locator(".docs a").first.click()
    page.wait_for_url("**/documents/*")
    page.get_by_role("searchbox", name="Chercher dans ce document").fill("maladie")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url("**word=maladie*")
    assert re.fullmatch(r"[1-9]\d* mots? trouvés?", page.get_by_role("status").inner_text())
    window.picture("document with words lit")
