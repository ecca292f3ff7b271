"""The whole way of a request by command line: a piece lacks, a letter goes out, its slip comes back on a scanner."""

from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from terminal import Terminal

from specimens.degrade import jpeg, noise, skew

pytestmark = pytest.mark.slow
DPI = 200
NAMES = ("last_name", "first_names", "social_security_number")


def item(case: dict, code: str) -> dict:
    """Return a line of the checklist."""
    return next(one for one in case["completeness"]["items"] if one["item"] == code)


def first_examination(case: dict) -> dict:
    """Return the deadline that a sent request holds."""
    return next(one for one in case["deadlines"] if one["code"] == "D02")


def pictures(pdf: Path) -> list[np.ndarray]:
    """Draw the pages of a PDF, grey."""
    drawn = pypdfium2.PdfDocument(pdf)
    return [np.asarray(page.render(scale=DPI / 72, grayscale=True).to_pil()) for page in drawn]


def scanned(pages: list[np.ndarray], out: Path) -> Path:
    """Write pages as an office scanner would: a little askew, grainy, packed."""
    chance = np.random.default_rng(11)
    sheets = []
    for number, page in enumerate(pages):
        worn = noise(skew(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), (0.8, -0.6)[number % 2]), 4.0, chance)
        sheets.append(Image.fromarray(cv2.cvtColor(jpeg(worn, 75), cv2.COLOR_BGR2RGB)))
    sheets[0].save(out, save_all=True, append_images=sheets[1:], resolution=DPI)
    return out


@pytest.fixture
def refused(mine: Terminal, tmp_path: Path) -> tuple[dict, Path]:
    """Return a case that lacks its identity paper alone, which was refused, and that paper as a PDF."""
    cases = [mine.ask("case", "show", c["reference"]) for c in mine.ask("case", "list")["cases"]]
    case = next(c for c in cases if item(c, "identity")["status"] == "satisfied")
    paper = tmp_path / "card.pdf"
    mine.ask("document", "show", item(case, "identity")["pieces"][0], "--pdf", paper)
    for other in case["completeness"]["items"]:
        if other["status"] in {"missing", "expired", "refused"}:
            mine.ask("case", "waive", case["reference"], other["item"], "--reason", "hors sujet")
    return mine.ask("case", "refuse", case["reference"], "identity", "--reason", "copie illisible"), paper


def test_a_slip_brings_its_paper_home(mine: Terminal, refused: tuple[dict, Path], tmp_path: Path) -> None:
    """The letter is drafted, sent and filed; slip and paper, scanned, are bound by the slip; the clock goes on."""
    case, paper = refused
    reference = case["reference"]
    draft = mine.ask("case", "request", reference)["requests"][0]
    assert (draft["state"], draft["sent_at"]) == ("drafted", None)
    assert draft["items"] == ["identity"]
    sent = mine.ask("case", "send", reference)
    (request,) = sent["requests"]
    assert (request["state"], request["channel"]) == ("sent", "print")
    assert item(sent, "identity")["status"] == "requested"
    assert first_examination(sent)["paused"]
    (outgoing,) = (mine.home / "outgoing").glob("*.pdf")
    filed = next(Path(sent["folder"]).glob("letters/*.pdf"))
    assert filed.read_bytes() == outgoing.read_bytes()
    stack = scanned([pictures(outgoing)[-1], *pictures(paper)], tmp_path / "back.pdf")
    answer = mine.run("submit", stack, "--json")
    assert answer.code == 0
    said = [str(fact["value"]) for fact in case["facts"] if fact["name"] in NAMES]
    assert said
    assert not [name for name in said if name in answer.err]
    batch = mine.ask("status", answer.shape["batches"][0]["id"], "--pages")["batches"][0]
    (document,) = batch["documents"]
    assert (document["case"], document["routing"]) == (
        reference,
        {"to": "straight-through", "queue": None, "reasons": []},
    )
    assert [page["state"] for page in batch["pages"]][:2] == ["separator", "in_document"]
    assert mine.ask("document", "show", document["document"])["opened_by"] == "barcode"
    after = mine.ask("case", "show", reference)
    assert item(after, "identity")["status"] == "satisfied"
    assert document["document"] in item(after, "identity")["pieces"]
    assert after["requests"][0]["state"] == "answered"
    assert not first_examination(after)["paused"]
    assert mine.ask("status", batch["id"], "--verify")["batches"][0]["custody"]["balanced"]


def test_a_letter_is_taken_back_and_written_out(mine: Terminal, refused: tuple[dict, Path], tmp_path: Path) -> None:
    """A draft can be looked at as PDF and withdrawn; what is withdrawn is not sent, and another may be drafted."""
    reference = refused[0]["reference"]
    mine.ask("case", "request", reference, "--in", "en")
    pdf = tmp_path / "letter.pdf"
    mine.ask("case", "letter", reference, "--pdf", pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "Answer slip" in text
    assert reference in text
    withdrawn = mine.ask("case", "withdraw", reference, "--reason", "la pièce arrive")
    assert [request["state"] for request in withdrawn["requests"]] == ["withdrawn"]
    assert mine.ask("letters")["sent"] == 0
    assert not (mine.home / "outgoing").exists()
    again = mine.run("case", "withdraw", reference, "--json")
    assert (again.code, again.error["code"]) == (1, "no_letter")
    assert mine.ask("case", "request", reference, "--send")["requests"][-1]["state"] == "sent"
