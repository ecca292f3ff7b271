"""Pages and cuts in a real browser: by keyboard and by touch, each control ending in a fact read from the records."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from screen import SIZES, Screen, chromium, screen
from stacks import documents, go_on
from visiting import Served

from bootstrap.application import Application
from pipeline.model.identity import BatchId

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one browser for the suite."""
    with chromium() as made:
        yield made


@pytest.fixture
def application(stacked: Served) -> Application:
    """Return the installation that is served."""
    return stacked.app.state.door.application


def numbers(application: Application, batch: BatchId) -> list[tuple[int, ...]]:
    """Return the pages of each document in force."""
    return sorted(document.draft.pages for document in documents(application, batch))


def pressed(page: Page, *keys: str) -> None:
    """Press keys and wait for the page that follows."""
    with page.expect_navigation():
        for key in keys:
            page.keyboard.press(key)


def asked(page: Page) -> str:
    """Return the heading, blanks that do not break as others."""
    return page.get_by_role("heading", level=1).inner_text().replace("\u00a0", " ")


def tapped(page: Page, button: str) -> None:
    """Tap a button and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).tap()


def is_well_made(window: Screen, name: str) -> None:
    """See that the page as it stands is without fault in each size, light and dark; keep its pictures."""
    window.pictures(name)
    for size in SIZES:
        window.shows(size)
        assert window.faults() == [], size
    window.shows("1280", is_dark=True)
    assert window.faults() == []
    window.shows("1280")
    assert window.errors == []


def test_cuts_are_judged_by_one_key_each(
    browser: Browser, stacked: Served, application: Application, batch: BatchId
) -> None:
    """M joins, d confirms, Ctrl Z takes back, p leaves for later; the next pair comes by itself."""
    with screen(browser, stacked, "operator") as window:
        page = window.go("/cuts")
        assert asked(page) == "La page 4 commence-t-elle un nouveau document ?"
        is_well_made(window, "cuts pair")
        pressed(page, "m")
        assert numbers(application, batch) == [(1, 2, 4), (6, 7)]
        is_well_made(window, "cuts after")
        pressed(page, "Control+z")
        assert numbers(application, batch) == [(1, 2), (4,), (6, 7)]
        pressed(page, "p")
        assert asked(page) == "La page 6 commence-t-elle un nouveau document ?"
        pressed(page, "d")
        assert documents(application, batch)[2].draft.cut_confidence == 1.0
        assert page.locator('[data-go="c"] .count').inner_text().startswith("1")
        pressed(page, "d")
        assert asked(page) == "Aucune coupe à juger"
        assert page.locator('[data-go="c"] .count').count() == 0
        is_well_made(window, "cuts none")


def test_pages_are_worked_by_keyboard_alone(
    browser: Browser, stacked: Served, application: Application, batch: BatchId
) -> None:
    """Arrows choose a page, one key does an act on it, Ctrl Z takes it back."""
    first = documents(application, batch)[0]
    with screen(browser, stacked, "operator") as window:
        page = window.go(f"/documents/{first.id}/pages")
        is_well_made(window, "pages of a file")
        page.keyboard.press("ArrowRight")
        pressed(page, "s")
        assert numbers(application, batch) == [(1,), (2,), (4,), (6, 7)]
        pressed(page, "Control+z")
        assert numbers(application, batch) == [(1, 2), (4,), (6, 7)]
        pressed(page, ">")
        assert numbers(application, batch) == [(2, 1), (4,), (6, 7)]
        pressed(page, "<")
        assert numbers(application, batch) == [(1, 2), (4,), (6, 7)]
        pressed(page, "r")
        assert page.get_by_text("sera relue, tournée").count() == 1
        go_on(application, batch)
        page.keyboard.press("End")
        pressed(page, "e")
        assert numbers(application, batch) == [(1, 2), (4,), (6,)]
        assert page.get_by_text("page 7 : écartée").count() == 1
        is_well_made(window, "pages after acts")


def test_pages_are_worked_by_touch(browser: Browser, stacked: Served, application: Application, batch: BatchId) -> None:
    """A tap chooses a page, a tap on a button does the act, on a tablet and without script."""
    first, second, _ = documents(application, batch)
    with screen(browser, stacked, "operator") as window:
        state = window.page.context.storage_state()
        context = browser.new_context(
            locale="fr-FR",
            has_touch=True,
            java_script_enabled=False,
            viewport={"width": 820, "height": 1180},
            storage_state=state,
        )
        page = context.new_page()
        page.goto(f"{stacked.address}/documents/{first.id}/pages")
        page.get_by_alt_text("Page 2 du fichier, à la place 2 du document").tap()
        page.get_by_label("L'autre document").select_option(second.id)
        tapped(page, "Déplacer vers")
        assert numbers(application, batch) == [(1,), (4, 2), (6, 7)]
        tapped(page, "Défaire")
        assert numbers(application, batch) == [(1, 2), (4,), (6, 7)]
        page.get_by_label("Classe du document").select_option("complaint")
        tapped(page, "Dire la classe")
        made = documents(application, batch)[0].understanding
        assert made is not None
        assert made.classification.document_class == "complaint"
        page.get_by_label("L'autre document").select_option(second.id)
        tapped(page, "Réunir avec")
        assert numbers(application, batch) == [(1, 2, 4), (6, 7)]
        context.close()


def test_pages_are_dragged_to_their_place(
    browser: Browser, stacked: Served, application: Application, batch: BatchId
) -> None:
    """A page dropped before another goes there, in its own document or in the next; dropped where it was, nowhere."""
    first = documents(application, batch)[0]
    with screen(browser, stacked, "operator") as window:
        page = window.go(f"/documents/{first.id}/pages")

        def dropped(number: int, before: int) -> None:
            pages = {n: page.locator(".thumbs li").filter(has_text=f"Page {n}") for n in (number, before)}
            with page.expect_navigation():
                pages[number].drag_to(pages[before], target_position={"x": 4, "y": 60})

        dropped(2, 1)
        assert numbers(application, batch) == [(2, 1), (4,), (6, 7)]
        dropped(2, 4)
        assert numbers(application, batch) == [(1,), (2, 4), (6, 7)]
        is_well_made(window, "pages dragged")
        lone = page.locator(".thumbs li").filter(has_text="Page 1")
        lone.drag_to(lone, target_position={"x": 4, "y": 60})
        page.reload()
        assert numbers(application, batch) == [(1,), (2, 4), (6, 7)]
