"""A real browser: Debian's Chromium without a window, signed in as somebody, watched for errors, and photographed."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from visiting import Served

from pipeline.model.identity import ActorId
from services.access import SYSTEM
from web import cookies

SCREENS = Path(__file__).parents[2] / ".cache" / "screens"
SIZES = {"1280": (1280, 900), "1920": (1920, 1080), "tablet": (820, 1180)}
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-prefers-reduced-motion"),
)
"""Chromium as root, that asks nothing of other machines."""
GRAVE = {"serious", "critical", "moderate"}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser; skips where Chromium is not installed, but never in CI."""
    program = shutil.which("chromium")
    if program is None and "CI" not in os.environ:
        pytest.skip("chromium is not installed: sh scripts/browser.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@dataclass(kw_only=True)
class Screen:
    """One window of one person."""

    served: Served
    page: Page
    errors: list[str] = field(default_factory=list)
    """What the console complained of."""

    def go(self, address: str) -> Page:
        """Open an address of ours."""
        self.page.goto(self.served.address + address)
        return self.page

    def shows(self, size: str, *, is_dark: bool = False) -> None:
        """Have the window in one of the sizes, in the light or in the dark."""
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="dark" if is_dark else "light")

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page in `.cache/screens`; in CI, where nobody looks at it, none is taken."""
        if "CI" in os.environ:
            return
        self.page.screenshot(path=self.place(name), full_page=True)

    def place(self, name: str) -> Path:
        """Return the file of a picture by its name."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        return SCREENS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.png"

    def pictures(self, name: str) -> None:
        """Keep a picture in every size, and one in the dark."""
        for size in SIZES:
            self.shows(size)
            self.picture(f"{name} {size}")
        self.shows("1280", is_dark=True)
        self.picture(f"{name} dark")
        self.shows("1280")

    def faults(self) -> list[str]:
        """Return what axe finds wrong with the page as it stands, of some weight, and a page that scrolls sideways."""
        found = Axe().run(self.page).response["violations"]
        said = [
            f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:200]})" for one in found if one["impact"] in GRAVE
        ]
        is_wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [*said, *(["the page scrolls sideways"] if is_wide else [])]


@contextmanager
def screen(browser: Browser, served: Served, name: str = "") -> Iterator[Screen]:
    """Yield a window in which somebody is signed in; without a name nobody is."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    if name:
        secret = served.app.state.door.application.sign_in.admit(SYSTEM, ActorId(name)).secret
        context.add_cookies([{"name": cookies.SESSION, "value": secret, "url": served.address}])
    made = Screen(served=served, page=context.new_page())
    made.page.set_default_timeout(30_000)
    made.page.on("console", lambda message: _note(made, message))
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    made.shows("1280")
    yield made
    context.close()


def _note(made: Screen, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        made.errors.append(message.text)
