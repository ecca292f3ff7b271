"""Dropping, following and trying again in a real browser: each walk ends in a fact of the records."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from installed import CLOSED_PAPERS, OPEN_PAPERS, Filled
from playwright.sync_api import Browser, Route, expect
from screen import chromium, screen
from visiting import Served, Visitor

from pipeline.model.identity import ActorId, BatchId
from services.access import SYSTEM
from web import cookies

pytestmark = pytest.mark.browser

expect.set_options(timeout=30_000)
PIECE = 4_000_000
"""Bytes of a piece, as `uploads.js` cuts files."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield one browser for these walks."""
    with chromium() as made:
        yield made


def new_paper(filled: Filled) -> Path:
    """Return a paper that was not received before."""
    known = {*OPEN_PAPERS, *CLOSED_PAPERS}
    return next(path for path in sorted(filled.terminal.home.parent.glob("portal/*.pdf")) if path.name not in known)


@pytest.fixture
def scan(filled: Filled, tmp_path: Path) -> Path:
    """Return a paper of two and a half pieces that was not received before."""
    paper = new_paper(filled)
    content = paper.read_bytes()
    long = tmp_path / "scan 12.pdf"
    long.write_bytes(content + b"\n%" + b"0" * (PIECE * 5 // 2 - len(content)))
    return long


def told(served: Served, batch: str) -> dict:
    """Return a batch as the API tells it."""
    return Visitor(served=served).as_one("operator").get(f"/api/v1/batches/{batch}?pages=true").json()["batches"][0]


def kept(served: Served, batch: str) -> list[tuple[str, str]]:
    """Return name and digest of each file of a batch, from the records."""
    with served.app.state.door.application.records.reading() as uow:
        return [(file.name, file.digest) for file in uow.files.of_batch(BatchId(batch))]


def digest(path: Path) -> str:
    """Return the digest of a file here."""
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def test_sending_goes_on_when_the_line_breaks(browser: Browser, mine: Served, scan: Path) -> None:
    """A piece that does not get through is sent again by itself; the bytes kept are those of the file."""
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if len(broken) < 2 and f"at={PIECE}" in route.request.url:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    with screen(browser, mine, "operator") as window:
        page = window.go("/batches")
        page.route("**/uploads/*/files/*", break_once)
        page.get_by_label("Pages attendues").fill("1")
        page.get_by_label("Fichiers", exact=True).set_input_files(scan)
        expect(page.get_by_role("status")).to_contain_text("La liaison est coupée")
        window.picture("batches line broken")
        expect(page.get_by_role("status")).to_contain_text("Tout est reçu")
        expect(page.locator("[data-rows] article").first).to_contain_text("scan 12.pdf")
        lots = page.locator("[data-rows] article").count()
        expect(page.locator("[data-part=head]")).to_contain_text(f"{lots} lots")
        window.pictures("batches sent")
        assert window.faults() == []
        page.get_by_role("link", name="Voir le lot").click()
        page.wait_for_url("**/batches/b-*")
        batch = page.url.rpartition("/")[2]
        assert [error for error in window.errors if "ERR_CONNECTION_RESET" not in error] == []
    assert len(broken) == 2
    assert kept(mine, batch) == [("scan 12.pdf", digest(scan))]
    assert told(mine, batch)["status"] == "received"


def test_sending_goes_on_after_a_reload(browser: Browser, mine: Served, scan: Path) -> None:
    """What came before the page was left is not sent again: the same file, chosen again, goes on where it stopped."""
    sent: list[str] = []

    def stop_there(route: Route) -> None:
        sent.append(route.request.url.partition("at=")[2])
        if sent[-1] == "0":
            route.continue_()
        else:
            route.abort("connectionreset")

    with screen(browser, mine, "operator") as window:
        page = window.go("/batches")
        page.on("dialog", lambda dialog: dialog.accept())
        page.route("**/uploads/*/files/*", stop_there)
        page.get_by_label("Fichiers", exact=True).set_input_files(scan)
        expect(page.get_by_role("status")).to_contain_text("La liaison est coupée")
        page.unroute("**/uploads/*/files/*")
        sent.clear()
        page.on(
            "request", lambda request: sent.append(request.url.partition("at=")[2]) if "at=" in request.url else None
        )
        window.go("/batches")
        unfinished = page.get_by_role("region", name="Envois interrompus").filter(has_text="scan 12.pdf")
        expect(unfinished).to_contain_text("4 Mo sur 10 Mo arrivés")
        window.pictures("batches upload broken off")
        assert window.faults() == []
        # On a busy machine a request may be told after its answer is shown.
        with page.expect_request(lambda request: request.url.endswith(f"at={2 * PIECE}")):
            page.get_by_label("Fichiers", exact=True).set_input_files(scan)
            expect(page.get_by_role("status")).to_contain_text("Tout est reçu")
        batch = page.get_by_role("link", name="Voir le lot").get_attribute("href").rpartition("/")[2]
    assert sent == [str(PIECE), str(2 * PIECE)]
    assert kept(mine, batch) == [("scan 12.pdf", digest(scan))]


def test_a_file_that_changes_while_it_is_sent_is_told(browser: Browser, mine: Served, scan: Path) -> None:
    """What is no longer what was chosen is not sent as if it were, nor waited for as a broken line."""

    def change(route: Route) -> None:
        scan.write_bytes(b"something else")
        route.continue_()

    with screen(browser, mine, "operator") as window:
        page = window.go("/batches")
        page.route("**/api/v1/uploads", change)
        page.get_by_label("Fichiers", exact=True).set_input_files(scan)
        expect(page.get_by_role("status")).to_contain_text("Ce fichier a changé")
        assert window.errors == []
    with mine.app.state.door.application.records.reading() as uow:
        assert all(batch.channel != "upload" for batch in uow.batches.every())


def test_each_file_has_its_outcome(browser: Browser, mine: Served, filled: Filled, scan: Path, tmp_path: Path) -> None:
    """A folder is one batch; what came before and what is no paper is told by file, with the reason."""
    folder = tmp_path / "courrier"
    folder.mkdir()
    (folder / "9 note.txt").write_text("This is no scan, and nothing else.", encoding="utf-8")
    before = next(filled.terminal.home.parent.glob("open/*.pdf"))
    (folder / "10 before.pdf").write_bytes(before.read_bytes())
    (folder / "11 new.pdf").write_bytes(scan.read_bytes())
    (folder / ".hidden").write_text("not wanted", encoding="utf-8")
    with screen(browser, mine, "operator") as window:
        page = window.go("/batches")
        page.get_by_label("Dossier", exact=True).set_input_files(folder)
        expect(page.get_by_role("status")).to_contain_text("Certains fichiers n'ont pas été pris")
        lines = page.get_by_role("list", name="Où en est chaque fichier").get_by_role("listitem")
        expect(lines).to_have_count(3)
        for line, (name, outcome) in enumerate(
            [("9 note.txt", "Écarté"), ("10 before.pdf", "Déjà reçu"), ("11 new.pdf", "Reçu")]
        ):
            expect(lines.nth(line)).to_contain_text(name)
            expect(lines.nth(line)).to_contain_text(outcome)
        window.pictures("batches outcomes")
        batch = page.get_by_role("link", name="Voir le lot").get_attribute("href").rpartition("/")[2]
        assert window.errors == []
    custody = told(mine, batch)["custody"]["files"]
    assert (custody["quarantined"], custody["duplicate"], custody["stored"]) == (1, 1, 1)


def test_files_are_dropped_with_the_mouse(browser: Browser, mine: Served) -> None:
    """What is let fall anywhere on the page is sent as one batch of the class chosen, in natural order."""
    with screen(browser, mine, "operator") as window:
        page = window.go("/batches")
        page.get_by_label("Classe de lot").select_option("single_sheets")
        transfer = page.evaluate_handle(
            """() => ["p 10.pdf", "p 9.pdf"].reduce((all, name) => {
                all.items.add(new File(["%PDF-1.7 " + name], name, { lastModified: 1 })); return all;
            }, new DataTransfer())"""
        )
        page.dispatch_event("main", "dragenter", {"dataTransfer": transfer})
        assert "is-over" in page.locator("[data-drop]").get_attribute("class")
        page.dispatch_event("main", "drop", {"dataTransfer": transfer})
        expect(page.get_by_role("status")).to_contain_text("Tout est reçu")
        batch = page.get_by_role("link", name="Voir le lot").get_attribute("href").rpartition("/")[2]
        assert window.errors == []
    assert told(mine, batch)["batch_class"] == "single_sheets"
    assert [name for name, _ in kept(mine, batch)] == ["p 9.pdf", "p 10.pdf"]


def test_the_form_alone_does_without_script(browser: Browser, mine: Served, scan: Path) -> None:
    """Where no script runs, files are chosen and sent by the form, and the board is there."""
    secret = mine.app.state.door.application.sign_in.admit(SYSTEM, ActorId("operator")).secret
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies([{"name": cookies.SESSION, "value": secret, "url": mine.address}])
    page = context.new_page()
    page.goto(f"{mine.address}/batches")
    page.get_by_label("Fichiers", exact=True).set_input_files(scan)
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/batches/b-*")
    assert page.get_by_role("status").inner_text().startswith("Le lot est reçu")
    batch = page.url.rpartition("/")[2]
    page.goto(f"{mine.address}/batches")
    assert page.get_by_role("article").filter(has_text=batch).count() == 1
    context.close()
    assert kept(mine, batch) == [("scan 12.pdf", digest(scan))]


def test_the_board_follows_capture_without_a_reload(browser: Browser, mine: Served, filled: Filled) -> None:
    """While the page is looked at a batch goes from received to its end, and its pages are counted as the API does."""
    application = mine.app.state.door.application
    paper = new_paper(filled)
    batch = application.receive.receive(
        application.actor(ActorId("operator")),
        application.incoming([paper]),
        batch_class="mailroom",
        channel="upload",
    ).batch
    with screen(browser, mine, "operator") as window:
        page = window.go("/batches?view=all")
        row = page.get_by_role("article").filter(has_text=batch)
        expect(row).to_contain_text("Reçu")
        row.get_by_role("link").focus()
        application.engine.run(SYSTEM, batch, lambda _: None)
        expect(row).not_to_contain_text("Reçu")
        expect(row).to_contain_text("Compte juste")
        assert row.get_by_role("link").evaluate("link => link === document.activeElement")
        window.picture("batches followed")
        pages = told(mine, batch)["custody"]["pages_in"]
        expect(row.locator(".custody__sum")).to_contain_text(f"{pages} = ")
        assert window.errors == []


def test_the_page_of_a_batch_follows_capture_too(browser: Browser, mine: Served, filled: Filled) -> None:
    """Whoever looks at the batch sees its pages come, and its document with a link to it."""
    application = mine.app.state.door.application
    batch = application.receive.receive(
        application.actor(ActorId("operator")),
        application.incoming([new_paper(filled)]),
        batch_class="mailroom",
        channel="upload",
    ).batch
    with screen(browser, mine, "operator") as window:
        page = window.go(f"/batches/{batch}")
        expect(page.get_by_text("Pages pas encore comptées")).to_be_visible()
        window.pictures("batch received")
        application.engine.run(SYSTEM, batch, lambda _: None)
        expect(page.get_by_role("img", name="Page 1 de")).to_be_visible()
        (document,) = told(mine, batch)["documents"]
        expect(page.get_by_role("cell", name=document["case"])).to_be_visible()
        assert page.locator(f"a[href='/documents/{document['document']}']").count() == 1
        assert window.faults() == []
        assert window.errors == []


def test_what_failed_is_tried_again_and_let_rest(browser: Browser, mine: Served, tmp_path: Path) -> None:
    """From the list an operator asks for another try, then lets the file rest with a reason: its batch closes."""
    application = mine.app.state.door.application
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnot much of one")
    operator = application.actor(ActorId("operator"))
    batch = application.receive.receive(
        operator, application.incoming([broken]), batch_class="mailroom", channel="upload"
    ).batch
    application.engine.run(SYSTEM, batch, lambda _: None)
    with screen(browser, mine, "operator") as window:
        page = window.go("/failed")
        window.pictures("failed")
        page.get_by_role("button", name="Réessayer broken.pdf").click()
        expect(page.get_by_role("status")).to_contain_text(batch)
        expect(page.get_by_role("listitem").filter(has_text="broken.pdf")).to_have_count(0)
        application.engine.run(SYSTEM, batch, lambda _: None)
        window.go("/failed")
        item = page.get_by_role("listitem").filter(has_text="broken.pdf")
        item.get_by_text("Classer sans suite…").click()
        item.get_by_label("Motif").fill("une publicité")
        window.picture("failed let rest")
        assert window.faults() == []
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("classé sans suite")
        assert window.errors == []
    assert told(mine, batch)["status"] == "closed"
    with application.records.reading() as uow:
        acts = [event.act for event in uow.events.unsealed() if event.actor == "operator"]
    assert {"batch.retry", "batch.dismiss"} <= set(acts)
