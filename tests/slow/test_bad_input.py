"""Whatever is dropped ends in quarantine or in a queue, in bounded time and memory, with a sentence a person can use.

All of it is one batch together with one good paper, which must come through as if alone.
"""

import hashlib
import io
import json
import random
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import psutil
import pytest
from papers import draw_channel
from PIL import Image
from terminal import Terminal

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

SIDE = 20_000
MOST_SECONDS, MOST_MEGABYTES = 300, 2_000
"""For the whole batch of bad files, all processes together, on two busy cores."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the batch: submit's answer, status in both languages, seconds, most memory in MB."""

    files: dict[str, dict]
    french: dict
    english: dict
    seconds: float
    megabytes: float


def pdf(pages: int) -> bytes:
    """Make a PDF of so many small pages, each with a line of text."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pikepdf.Stream(made, f"BT /F1 12 Tf 72 700 Td (Page {number + 1} of the pile) Tj ET".encode())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def encrypted() -> bytes:
    """Make a PDF that asks for a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1))) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return out.getvalue()


def pageless() -> bytes:
    """Make a sound PDF without a page."""
    out = io.BytesIO()
    pikepdf.new().save(out)
    return out.getvalue()


def huge_png() -> bytes:
    """Make a picture of 20,000 x 20,000 grey pixels that compresses to almost nothing: a bomb."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = SIDE.to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" + b"\xff" * SIDE) for _ in range(SIDE)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def huge_tiff() -> bytes:
    """Make a fax picture of 20,000 x 20,000 pixels."""
    out = io.BytesIO()
    Image.new("1", (SIDE, SIDE), 1).save(out, "TIFF", compression="group4")
    return out.getvalue()


def truncated_tiff() -> bytes:
    """Make a TIFF whose end is missing."""
    out = io.BytesIO()
    noise = Image.frombytes("L", (600, 800), random.Random(3).randbytes(480_000))
    noise.save(out, "TIFF", compression="tiff_lzw")
    return out.getvalue()[:100_000]


QUARANTINED: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "01 empty.pdf": (lambda: b"", {"empty"}),
    "02 truncated.pdf": (lambda: pdf(40)[:2_000], {"truncated", "damaged"}),
    "03 encrypted.pdf": (encrypted, {"encrypted"}),
    "04 text.pdf": (lambda: b"Bonjour,\nceci n'est pas un PDF.\n", {"not_read_yet", "unknown_type"}),
    "05 no pages.pdf": (pageless, {"no_pages", "damaged"}),
    "06 two thousand pages.pdf": (lambda: pdf(2_000), {"too_many_pages"}),
    "07 huge.png": (huge_png, {"too_large"}),
    "08 huge.tif": (huge_tiff, {"too_large"}),
    "09 random.pdf": (lambda: random.Random(1).randbytes(300_000), {"unknown_type"}),
    "10 random after a head.pdf": (
        lambda: b"%PDF-1.7\n" + random.Random(2).randbytes(300_000),
        {"damaged", "truncated", "no_pages"},
    ),
    "11 head only.jpg": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0", {"damaged", "truncated"}),
    "12 archive.zip": (lambda: b"PK\x03\x04" + bytes(60), {"not_read_yet", "damaged"}),
    "13 half.tif": (truncated_tiff, {"damaged", "truncated", "unreadable_page"}),
}
"""What must not be taken in, and the reasons that fit."""

TRICKS = (
    "…\u202efdp.exe.pdf",
    "naïve 🦊 carte d'identité.pdf",
    "a" * 200 + ".pdf",
    "line\nfeed\rreturn\ttab.pdf",
    "-rf --json.pdf",
    "CON.pdf",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd.pdf",
    "C:\\..\\windows\\system.pdf",
)
"""Names that a file system allows and careless code trips over."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw one sound paper."""
    return draw_channel(tmp_path_factory.mktemp("good"), "portal") / "document(1).pdf"


@pytest.fixture(scope="module")
def dropped(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Put everything bad, a PDF that calls itself JPEG, and the good paper into one folder."""
    folder = tmp_path_factory.mktemp("dropped") / "lot"
    folder.mkdir()
    for name, (make, _) in QUARANTINED.items():
        (folder / name).write_bytes(make())
    (folder / "20 really a pdf.jpg").write_bytes(pdf(1))
    (folder / "30 good.pdf").write_bytes(good.read_bytes())
    return folder


@pytest.fixture(scope="module")
def outcome(dropped: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Submit the folder and measure time and memory of all processes together."""
    terminal = Terminal(home=tmp_path_factory.mktemp("bad") / "home")
    started = time.monotonic()
    process = terminal.start("submit", dropped, "--json")
    megabytes = _most_memory(process.pid)
    code, seconds = process.wait(timeout=5), time.monotonic() - started
    assert code == 0, terminal.log.read_text()
    answer = json.loads(terminal.log.read_text().splitlines()[-1])
    return Outcome(
        files={file["name"]: file for file in answer["batches"][0]["files"]},
        french=terminal.ask("status", "--verify", "--pages", "--lang", "fr")["batches"][0],
        english=terminal.ask("status", "--verify", "--pages", "--lang", "en")["batches"][0],
        seconds=seconds,
        megabytes=megabytes,
    )


def _most_memory(pid: int) -> float:
    """Follow a process to its end; return the most memory its tree held at once, in MB."""
    most, ends = 0, time.monotonic() + 2 * MOST_SECONDS
    with suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        while first.is_running() and first.status() != psutil.STATUS_ZOMBIE and time.monotonic() < ends:
            most = max(most, sum(_resident(each) for each in (first, *first.children(recursive=True))))
            threading.Event().wait(0.05)
    return most / 1e6


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):
        return process.memory_info().rss
    return 0


@pytest.mark.parametrize("name", QUARANTINED)
def test_bad_files_are_set_aside_with_a_sentence(outcome: Outcome, name: str) -> None:
    """Each is in quarantine or has its page set aside, for a reason that fits, with what to do next."""
    file = outcome.files[name]
    reason = file["reason"] or next(p["reason"] for p in outcome.french["pages"] if p["file"] == name)
    assert file["state"] == "quarantined" or _states(outcome, name) == {"failed"}
    assert reason["code"] in QUARANTINED[name][1]
    assert len(reason["message"].split()) > 3
    assert len(reason["next_step"].split()) > 3
    assert "Traceback" not in reason["message"]


def test_the_content_counts_and_not_the_name(outcome: Outcome) -> None:
    """A PDF that calls itself JPEG is read as the PDF it is."""
    assert outcome.files["20 really a pdf.jpg"]["state"] == "accepted"
    assert _states(outcome, "20 really a pdf.jpg") == {"in_document"}


def test_the_rest_of_the_batch_goes_on(outcome: Outcome, good: Path, tmp_path: Path) -> None:
    """The good paper among the bad comes out as it does alone."""
    alone = Terminal(home=tmp_path / "home")
    alone.ask("submit", good)
    wanted = [_made(d) for batch in alone.ask("status")["batches"] for d in batch["documents"]]
    found = [_made(d) for d in outcome.french["documents"] if d["file"] == "30 good.pdf"]
    assert found == wanted


def _made(document: dict) -> dict:
    return {n: document[n] for n in ("pages", "document_class", "confidence", "fields", "routing", "state")}


def test_bad_files_take_bounded_time_and_memory(outcome: Outcome) -> None:
    """No bomb, no endless file: seconds and megabytes stay within bounds."""
    print(f"{len(outcome.files)} files: {outcome.seconds:.1f} s, {outcome.megabytes:.0f} MB at most")  # noqa: T201
    assert outcome.seconds < MOST_SECONDS
    assert outcome.megabytes < MOST_MEGABYTES


def test_what_was_set_aside_is_accounted_for(outcome: Outcome, dropped: Path) -> None:
    """Every file dropped is there under its name, the batch balances and asks for a person."""
    assert set(outcome.files) == {path.name for path in dropped.iterdir()}
    custody = outcome.french["custody"]
    assert custody["balanced"]
    assert custody["verified"]
    assert custody["discrepancies"] == []
    assert sum(custody["files"].values()) == len(outcome.files)
    assert outcome.french["status"] == "attention"


def test_sentences_are_in_the_language_asked_for(outcome: Outcome) -> None:
    """What failed is told in French and in English, the code being the same."""
    french, english = (sorted(_reasons(batch), key=str) for batch in (outcome.french, outcome.english))
    assert len(french) == len(english)
    assert not {message for _, message in french} & {message for _, message in english}


def _reasons(batch: dict) -> Iterator[tuple[str, str]]:
    yield from ((item["file"], item["message"]) for item in batch["failed"])
    yield from ((page["file"], page["reason"]["message"]) for page in batch["pages"] if page["reason"])


def _states(outcome: Outcome, name: str) -> set[str]:
    return {page["state"] for page in outcome.french["pages"] if page["file"] == name}


@pytest.fixture(scope="module")
def tricked(good: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, dict[str, dict]]:
    """Capture the good paper under every such name, with other bytes each; return what came of each by its digest."""
    folder = tmp_path_factory.mktemp("tricked")
    (folder / "lot").mkdir()
    for number, name in enumerate(TRICKS):
        (folder / "lot" / name).write_bytes(tricky(good, number))
    terminal = Terminal(home=folder / "home")
    before = {path for path in folder.rglob("*") if terminal.home not in path.parents}
    answer = terminal.ask("submit", folder / "lot")
    after = {path for path in folder.rglob("*") if terminal.home not in path.parents} - {terminal.home}
    assert after == before
    return terminal, {file["digest"]: file for file in answer["batches"][0]["files"]}


def tricky(good: Path, number: int) -> bytes:
    """Return the good paper with bytes of its own."""
    return good.read_bytes() + f"\n% {number}\n".encode()


@pytest.mark.parametrize("name", TRICKS)
def test_names_with_tricks_stay_names(name: str, good: Path, tricked: tuple[Terminal, dict[str, dict]]) -> None:
    """A name never becomes a path, an option, a line break or a hidden extension; the paper is captured."""
    terminal, files = tricked
    file = files[f"sha256:{hashlib.sha256(tricky(good, TRICKS.index(name))).hexdigest()}"]
    assert file["state"] == "accepted"
    kept = file["name"]
    assert kept.isprintable()
    assert not set(kept) & set("/\\\u202e")
    assert len(kept) <= 160
    documents = terminal.ask("status")["batches"][0]["documents"]
    assert [document["file"] for document in documents].count(kept) == 1


def test_names_with_tricks_are_accounted_for(tricked: tuple[Terminal, dict[str, dict]]) -> None:
    """Recounted from the originals the batch balances; no name makes a line or a sign of its own in what is printed."""
    terminal, _ = tricked
    assert terminal.ask("status", "--verify")["batches"][0]["custody"]["balanced"]
    assert all(line.isprintable() for line in terminal.run("status").out.split("\n"))


def test_a_symlink_is_what_it_points_to_and_a_broken_one_nothing(good: Path, tmp_path: Path) -> None:
    """A link to a paper is that paper; a link to nowhere and one in a circle neither stop nor hang the batch."""
    folder = tmp_path / "lot"
    folder.mkdir()
    (folder / "a link.pdf").symlink_to(good)
    (folder / "nowhere.pdf").symlink_to(tmp_path / "gone.pdf")
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    terminal = Terminal(home=tmp_path / "home")
    states = {file["name"]: file["state"] for file in terminal.ask("submit", folder)["batches"][0]["files"]}
    assert states.pop("a link.pdf") == "accepted"
    assert set(states.values()) <= {"quarantined"}
    assert good.read_bytes().startswith(b"%PDF")


def test_an_unreadable_file_does_not_stop_the_others(good: Path, tmp_path: Path) -> None:
    """A file that the system does not give us is set aside by its name with a sentence; the rest is captured."""
    folder = tmp_path / "lot"
    folder.mkdir()
    # Also root cannot read this one: the memory at address 0 is nobody's (EIO).
    (folder / "closed.pdf").symlink_to("/proc/self/mem")
    (folder / "open.pdf").write_bytes(good.read_bytes())
    files = Terminal(home=tmp_path / "home").ask("submit", folder)["batches"][0]["files"]
    states = {file["name"]: file["state"] for file in files}
    assert states == {"closed.pdf": "quarantined", "open.pdf": "accepted"}
    assert next(file["reason"]["next_step"] for file in files if file["state"] == "quarantined")
