"""Every page in a real browser: no error on the console, nothing grave for axe, nothing wider than the window."""

from collections.abc import Iterator

import pytest
from access import Row, rows
from installed import Filled
from playwright.sync_api import Browser
from screen import SIZES, chromium, screen
from visiting import Served

from pipeline.model.identity import ActorId
from services.access import SYSTEM
from services.people.sign_in import Entered
from web.cookies import LANGUAGE

pytestmark = pytest.mark.browser

PAGES = [row for row in rows() if row.method == "GET" and row.is_page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one browser for the suite."""
    with chromium() as made:
        yield made


def visitor_of(row: Row) -> str:
    """Name one who may see the page; nobody for one that is shown before signing in."""
    return "" if row.is_public else min(row.allowed)


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.path)
def test_a_page_is_well_made(browser: Browser, served: Served, filled: Filled, row: Row) -> None:
    """In every size, light and dark, French and English, a page is without fault; its pictures are kept."""
    with screen(browser, served, visitor_of(row)) as window:
        window.go(row.address(filled))
        window.pictures(row.path.strip("/") or "home")
        for size in SIZES:
            window.shows(size)
            assert window.faults() == [], size
        window.shows("1280", is_dark=True)
        assert window.faults() == []
        window.page.context.add_cookies([{"name": LANGUAGE, "value": "en", "url": served.address}])
        window.go(row.address(filled))
        assert window.page.locator("html").get_attribute("lang") == "en"
        assert window.errors == []


@pytest.mark.parametrize(("address", "title"), [("/nothing", "Introuvable"), ("/accounts", "Vous n'avez pas ce droit")])
def test_a_refusal_is_well_made(browser: Browser, served: Served, address: str, title: str) -> None:
    """What is not there or not allowed is said on a page like any other, with a way on."""
    with screen(browser, served, "operator") as window:
        page = window.go(address)
        assert page.get_by_role("heading", level=1).inner_text() == title
        window.pictures(title)
        assert window.faults() == []
        page.get_by_role("link", name="Revenir à l'accueil").click()
        assert page.url == served.address + "/"


def test_the_first_sign_in(browser: Browser, mine: Served) -> None:
    """With the password for one use one gets nowhere but to one's own password; then to work, and out again."""
    application = mine.app.state.door.application
    given = application.accounts.open(SYSTEM, ActorId("local"))
    with screen(browser, mine) as window:
        page = window.go("/accounts")
        page.get_by_label("Identifiant").fill("local")
        page.get_by_label("Mot de passe", exact=True).fill(given)
        page.keyboard.press("Enter")
        page.wait_for_url("**/me/password")
        window.go("/accounts")
        assert page.url.endswith("/me/password")
        page.get_by_label("Mot de passe actuel").fill(given)
        page.get_by_label("Nouveau mot de passe").fill("quatre chevaux sans agrafe")
        page.keyboard.press("Enter")
        page.wait_for_url(mine.address + "/")
        assert page.get_by_role("status").inner_text() == "Mot de passe changé. Les autres sessions sont fermées."
        window.picture("home after the first sign-in")
        window.go("/accounts")
        page.get_by_role("link", name="Ajouter une personne").click()
        page.get_by_label("Identifiant").fill("c.madec")
        page.get_by_label("Nom", exact=True).fill("Claire Madec")
        page.get_by_label("Rôle 1", exact=True).select_option("caseworker")
        page.get_by_role("button", name="Ajouter et ouvrir le compte").click()
        theirs = page.locator(".secret code").inner_text()
        window.picture("password for one use")
        page.get_by_role("button", name="Sortir").click()
        page.wait_for_url("**/sign-in")
        assert window.errors == []
    entered = application.sign_in.enter(SYSTEM, "c.madec", theirs)
    assert isinstance(entered, Entered)
    assert entered.present.is_one_time


def test_language_and_theme_are_kept(browser: Browser, served: Served) -> None:
    """What was chosen holds on the next page: the server writes it, so that no page flashes in the other."""
    with screen(browser, served, "operator") as window:
        page = window.go("/me")
        page.get_by_role("button", name="English").click()
        page.wait_for_selector("html[lang=en]")
        with page.expect_response("**/preferences"):
            page.get_by_role("button", name="Theme: automatic").click()
        window.go("/")
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("html").get_attribute("data-theme") == "light"
        assert window.errors == []


def test_the_keyboard_leads_everywhere(browser: Browser, served: Served) -> None:
    """`g` and a letter goes to an area, `j` and Enter open a row, `?` shows the keys; none of it while typing."""
    with screen(browser, served, "administrator") as window:
        page = window.go("/")
        page.keyboard.press("?")
        assert page.get_by_role("dialog").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("u")
        page.wait_for_url("**/accounts")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/accounts/*")
        page.get_by_label("Nom", exact=True).press("g")
        page.get_by_label("Nom", exact=True).press("u")
        assert page.url.count("/accounts/") == 1
        assert window.errors == []


def test_search_answers_while_one_types(browser: Browser, served: Served, filled: Filled) -> None:
    """Answers and their number follow the keys; down reaches the proposals, and back keeps what was asked."""
    with screen(browser, served, "caseworker") as window:
        page = window.go("/search")
        with page.expect_response("**/search/found?*q=certif*"):
            page.locator("#q").press_sequentially("certif", delay=20)
        page.wait_for_selector(".hit mark")
        assert page.get_by_role("status").inner_text().split()[0] == str(page.locator(".hit").count())
        assert page.url.endswith("q=certif")
        window.picture("search typing")
        assert window.faults() == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**only=document_class*")
        chosen = page.locator(".hit").count()
        page.locator("[data-open]").first.click()
        page.wait_for_url("**/documents/*")
        page.go_back()
        page.wait_for_url("**only=document_class*")
        assert page.locator(".hit").count() == chosen
        window.go(f"/search/explain/{filled.document}?q=certificatt")
        window.pictures("search explain misread")
        assert window.faults() == []
        assert window.errors == []


def test_work_is_shared_out_by_keyboard(browser: Browser, mine: Served, filled: Filled) -> None:
    """From the overview a number leads to its cases; ticked and given with a reason, they are somebody else's."""
    with screen(browser, mine, "controller") as window:
        page = window.go("/pilot")
        page.locator("a[href='/pilot/cases?who=-']").first.click()
        page.get_by_role("button", name="Tout cocher").press("Enter")
        assert page.locator("input[name=case]:checked").count() == page.locator("input[name=case]").count() > 0
        page.get_by_label("Donner les dossiers cochés à").select_option("caseworker")
        page.get_by_label("Raison").fill("congés")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status] .ref")
        window.picture("pilot shared out")
        assert window.faults() == []
        assert window.errors == []
    with mine.app.state.door.application.records.reading() as uow:
        case = uow.cases.by_reference(filled.reference)
        assert case is not None
        assert case.assignee == "caseworker"
