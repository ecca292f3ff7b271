"""The tutorial as it is written (docs/tutorial.md), walked through in a real browser; its pictures come from here."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from installed import CLOSED_PAPERS, OPEN_PAPERS, Filled
from PIL import Image
from playwright.sync_api import Browser, expect
from screen import Screen, chromium, screen
from visiting import Served, Visitor

from pipeline.model.identity import ActorId
from services.access import SYSTEM
from specimens.degrade import jpeg, noise, skew

pytestmark = pytest.mark.browser
DPI = 200


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one browser for the walk."""
    with chromium() as made:
        yield made


def shown(window: Screen, name: str) -> None:
    """Photograph what a person sees at this step, with its pictures."""
    window.page.wait_for_load_state("networkidle")
    window.page.screenshot(path=window.place(f"tutorial {name}"))


def case_of(served: Served, filled: Filled) -> dict:
    """Return the case as the API tells it."""
    return Visitor(served=served).as_one("caseworker").get(f"/api/v1/cases/{filled.reference}").json()


def status(served: Served, filled: Filled, code: str) -> str:
    """Return how an item of the checklist stands."""
    return next(one["status"] for one in case_of(served, filled)["completeness"]["items"] if one["item"] == code)


def scanned(pages: list[np.ndarray], out: Path) -> Path:
    """Write pages as an office scanner would: a little askew, grainy, packed."""
    chance = np.random.default_rng(11)
    sheets = []
    for number, page in enumerate(pages):
        worn = noise(skew(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), (0.8, -0.6)[number % 2]), 4.0, chance)
        sheets.append(Image.fromarray(cv2.cvtColor(jpeg(worn, 75), cv2.COLOR_BGR2RGB)))
    sheets[0].save(out, save_all=True, append_images=sheets[1:], resolution=DPI)
    return out


def drawn(pdf: bytes) -> list[np.ndarray]:
    """Draw the pages of a PDF, grey."""
    opened = pypdfium2.PdfDocument(pdf)
    return [np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil()) for page in opened]


def worked(served: Served) -> None:
    """Do what the worker does beside the pages: capture what was dropped, index, file."""
    application = served.app.state.door.application
    for batch in application.recovery.unfinished(SYSTEM):
        application.engine.run(SYSTEM, batch, lambda _: None)
    application.project.drain(SYSTEM)


def test_the_first_page_asks_who_one_is(browser: Browser, served: Served) -> None:
    """The first page asks who one is."""
    with screen(browser, served) as window:
        window.go("/sign-in")
        shown(window, "sign-in")


def test_dropping_a_batch(browser: Browser, mine: Served, filled: Filled) -> None:
    """Papers dropped on the board are received, and the worker reads them."""
    portal = filled.terminal.home.parent.glob("portal/*.pdf")
    papers = [path for path in portal if path.name not in {*CLOSED_PAPERS, *OPEN_PAPERS}][:2]
    with screen(browser, mine, "operator") as window:
        page = window.go("/batches")
        shown(window, "drop")
        page.locator("#files").set_input_files(papers)
        expect(page.get_by_role("status")).to_contain_text("Tout est reçu")
        worked(mine)
        page = window.go("/batches?view=all")
        page.get_by_role("article").last.scroll_into_view_if_needed()
        shown(window, "batches")
        assert window.errors == []


def test_settling_a_doubt(browser: Browser, doubtful: Served) -> None:
    """The desk asks one thing at a time beside the page; Enter accepts it and the next one comes."""
    asked = "document.querySelector('.field--on')?.dataset.doubt"
    with screen(browser, doubtful, "operator") as window:
        page = window.go("/verification")
        page.keyboard.press("b")
        page.wait_for_url("**/verification/*")
        shown(window, "doubt")
        before = page.evaluate(asked)
        page.keyboard.press("Enter")
        page.wait_for_function(f"before => {asked} !== before", arg=before)
        assert window.errors == []


def test_from_what_is_missing_to_the_answer(browser: Browser, mine: Served, filled: Filled, tmp_path: Path) -> None:
    """A piece is asked for by letter; its slip, scanned back before the paper, settles the item without a doubt."""
    application = mine.app.state.door.application
    address, own = f"/cases/{filled.reference}", case_of(mine, filled)
    (paper,) = next(one["pieces"] for one in own["completeness"]["items"] if one["item"] == "identity")
    card = application.find.rendition(application.actor(ActorId("caseworker")), paper)
    with screen(browser, mine, "caseworker") as window:
        page = window.go("/cases")
        shown(window, "baskets")
        page = window.go(address)
        item = page.locator("#item-identity")
        item.locator("summary").click()
        item.get_by_label("Motif").fill("copie illisible")
        item.get_by_role("button", name="Refuser").click()
        page.get_by_role("status").wait_for()
        assert status(mine, filled, "identity") == "refused"
        page.evaluate("scrollTo(0, 0)")
        shown(window, "missing")
        letters = page.locator("#letters")
        letters.get_by_role("button", name="Préparer la lettre").click()
        page.get_by_role("status").wait_for()
        page.locator("#letters").scroll_into_view_if_needed()
        shown(window, "letter")
        page.locator("#letters").get_by_role("button", name="Envoyer").click()
        page.get_by_role("status").wait_for()
        application.letters.dispatch.send(SYSTEM)
        assert status(mine, filled, "identity") == "requested"
        letter = next(application.settings.home.glob("outgoing/*.pdf"))
        (code,) = (one["code"] for one in case_of(mine, filled)["requests"][-1]["slips"] if one["item"] == "identity")
        slip = drawn(letter.read_bytes())[page_with(letter, code)]
        back = scanned([slip, *drawn(card)], tmp_path / "retour.pdf")
        with screen(browser, mine, "operator") as operator:
            operator.go("/batches").locator("#files").set_input_files(back)
            expect(operator.page.get_by_role("status")).to_contain_text("Tout est reçu")
        worked(mine)
        assert status(mine, filled, "identity") == "satisfied"
        window.go(address)
        shown(window, "answered")
        page = window.go("/search")
        page.locator("#q").press_sequentially("certif", delay=20)
        page.wait_for_selector(".hit mark")
        expect(page.locator(".hit img").first).to_have_js_property("complete", True)
        shown(window, "search")
        assert window.errors == []


def page_with(letter: Path, code: str) -> int:
    """Return the number of the page of a letter that bears the code of a slip, from 0."""
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(letter)]
    plain = ["".join(sign for sign in text if sign.isalnum()) for text in texts]
    return next(number for number, text in enumerate(plain) if code in text)


def test_the_supervisor_sees_what_came_in_and_what_waits(browser: Browser, served: Served) -> None:
    """The supervisor sees what came in and what waits."""
    with screen(browser, served, "controller") as window:
        window.go("/pilot")
        shown(window, "overview")
