"""Ways in: the hot folder, the worker, what was received before."""

import shutil
from pathlib import Path

from account import account
from terminal import Terminal


def test_the_hot_folder_keeps_what_it_took_and_says_why_it_refused(
    empty: Terminal, portal: Path, tmp_path: Path
) -> None:
    """Taken files go to done/, refused ones to failed/ with the sentence beside; nothing is deleted."""
    folder = tmp_path / "hot"
    (folder / "lot").mkdir(parents=True)
    shutil.copyfile(portal / "document(1).pdf", folder / "lot" / "paper.pdf")
    (folder / "lot" / "note.txt").write_text("Bonjour\n", encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "lot" / ".hidden").write_text("ours\n", encoding="utf-8")
    assert empty.run("watch", folder, "--once").code == 0
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {
        "lot/.hidden",
        "done/lot/paper.pdf",
        "failed/lot/note.txt",
        "failed/lot/note.txt.txt",
        "failed/empty.pdf",
        "failed/empty.pdf.txt",
    }
    assert "vide" in (folder / "failed" / "empty.pdf.txt").read_text(encoding="utf-8")
    assert empty.run("watch", folder, "--once").code == 0
    assert len(empty.ask("status")["batches"]) == 2
    assert empty.run("watch", tmp_path / "nowhere", "--once").code == 5


def test_the_same_again_changes_nothing(mine: Terminal, portal: Path, stack: Path) -> None:
    """A batch or a file received before is a duplicate; nothing is read again, nothing there twice."""
    before = account(mine)
    again = mine.ask("submit", portal)
    assert {file["state"] for file in again["batches"][0]["files"]} == {"duplicate"}
    assert again["pages"] == 0
    assert account(mine) == before
    copy = shutil.copyfile(stack, mine.home.with_name("renamed.pdf"))
    alone = mine.ask("submit", copy)["batches"][0]
    assert [file["state"] for file in alone["files"]] == ["duplicate"]
    after = account(mine)
    assert (after["documents"], after["pages"], after["cases"]) == (
        before["documents"],
        before["pages"],
        before["cases"],
    )


def test_a_batch_left_to_a_worker_is_received_at_once(empty: Terminal, portal: Path) -> None:
    """With --no-wait the batch is safe and waits; the worker captures it as submit would have."""
    paper = portal / "document(1).pdf"
    left = empty.ask("submit", paper, "--no-wait")["batches"][0]
    assert left["status"] == "received"
    assert empty.run("worker", "--once").code == 0
    batch = empty.ask("status", left["id"], "--verify")["batches"][0]
    assert batch["status"] in {"attention", "closed"}
    assert batch["documents"]


def test_fewer_pages_than_the_sender_counted_are_told(empty: Terminal, portal: Path) -> None:
    """When pages are expected that did not come, the batch does not balance, waits for a person, and says why."""
    empty.ask("submit", portal / "document(1).pdf", "--expect-pages", 7, code=1)
    batch = empty.ask("status", code=1)["batches"][0]
    assert batch["status"] == "attention"
    assert not batch["custody"]["balanced"]
    assert "7" in batch["custody"]["discrepancies"][0]["problem"]
