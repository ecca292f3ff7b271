"""The inbox of a bucket: only what was sent whole is taken, and nothing goes before it is safe or is lost."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from buckets import Buckets
from faulty_proxy import faulty_proxy

from adapters.minio.inbox import Dropped, MinioInbox, S3Drop, _is_marked
from pipeline.errors import WrongUsage
from pipeline.model.batch import Reason, SourceFile
from pipeline.model.identity import BatchId, Digest, FileId
from pipeline.model.states import FileState
from pipeline.model.text import Bilingual, Language

LONG = 3600.0
"""Nothing in a test is that old: a drop without a marker still grows."""
REFUSED = Reason(
    code="empty",
    message=Bilingual(fr="Ce fichier est vide.", en="This file is empty."),
    next_step=Bilingual(fr="Déposez-le de nouveau.", en="Drop it again."),
)


class Sender(Protocol):
    """What the fixture gives."""

    buckets: Buckets

    def inbox(self, endpoint: str = ...) -> MinioInbox:
        """Open the inbox."""
        ...

    def send(self, name: str, content: bytes = ...) -> None:
        """Drop an object."""
        ...

    def lies(self) -> dict[str, bytes]:
        """Return what lies there."""
        ...


def brought(inbox: MinioInbox, drop: S3Drop) -> list[tuple[Path, bytes]]:
    """Return the files of a drop as they are brought, in the order they are received in."""
    with inbox.brought(drop) as folder:
        return [(path, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]


def judged(drop: S3Drop, *refused: int) -> Sequence[tuple[Path, SourceFile]]:
    """Return the files of a drop as received and committed, those of the given numbers refused."""
    return tuple(
        (
            Path(file.name),
            SourceFile(
                id=FileId(f"f-{number}"),
                batch=BatchId("b-1"),
                ordinal=number + 1,
                name=file.name,
                digest=Digest("sha256:" + "0" * 64),
                size=file.size,
                media_type="application/pdf",
                state=FileState.QUARANTINED if number in refused else FileState.DONE,
                reason=REFUSED if number in refused else None,
            ),
        )
        for number, file in enumerate(drop.files)
    )


def only(inbox: MinioInbox, *, settle_seconds: float = LONG) -> S3Drop:
    """Return the one drop that is complete."""
    (drop,) = inbox.complete(settle_seconds=settle_seconds)
    return drop


def test_a_lone_object_is_taken_at_once(sender: Sender) -> None:
    """S3 shows an object when its last byte is there, so nothing has to be waited for."""
    sender.send("scan.pdf", b"%PDF-1.7 scan")
    inbox = sender.inbox()
    drop = only(inbox)
    assert [(path.name, content) for path, content in brought(inbox, drop)] == [("scan.pdf", b"%PDF-1.7 scan")]


def test_a_folder_waits_for_its_marker_or_for_quiet(sender: Sender) -> None:
    """A folder that may still grow is left alone, until the sender says so or nothing came for the time."""
    inbox = sender.inbox()
    sender.send("monday/a.pdf")
    sender.send("monday/b.pdf")
    assert list(inbox.complete(settle_seconds=LONG)) == []
    assert only(inbox, settle_seconds=0.0).name == "monday"
    sender.send("monday/_complete", b"")
    assert [file.name for file in only(inbox).files] == ["monday/a.pdf", "monday/b.pdf"]


def test_an_upload_under_way_is_not_seen(sender: Sender) -> None:
    """Parts of a large object are no object: the drop holds what is whole."""
    sender.send("large/a.pdf")
    client = sender.buckets.connect().client
    upload = client._create_multipart_upload(sender.buckets.name, "inbox/large/b.pdf", {})
    client._upload_part(sender.buckets.name, "inbox/large/b.pdf", b"x" * (5 << 20), None, upload, 1)
    drop = only(sender.inbox(), settle_seconds=0.0)
    client._abort_multipart_upload(sender.buckets.name, "inbox/large/b.pdf", upload)
    assert [file.name for file in drop.files] == ["large/a.pdf"]


@pytest.mark.parametrize(("minutes", "is_marked"), [(1, True), (0, True), (-1, False)])
def test_a_marker_speaks_for_what_was_sent_before_it(minutes: int, is_marked: bool) -> None:
    """A file newer than the marker was not meant by it: the folder has to settle."""
    sent_at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    file = Dropped(name="d/a", key="inbox/d/a", version="1", etag="e", size=1, sent_at=sent_at)
    marker = Dropped(
        name="d/_complete", key="", version="2", etag="", size=0, sent_at=sent_at + timedelta(minutes=minutes)
    )
    assert _is_marked(S3Drop(name="d", files=(file,), markers=(marker,))) is is_marked


def test_files_come_in_natural_order_under_their_names(sender: Sender) -> None:
    """Page 2 comes before page 10, two files of one name stay two, and no name reaches out of the folder here."""
    names = ["page 10.pdf", "page 2.pdf", "sub/page 2.pdf", "accentué à l'été.pdf", f"{'long' * 60}.pdf"]
    for number, name in enumerate(names):
        sender.send(f"lot/{name}", f"{number}".encode())
    for name in ("lot/.hidden", "lot/x.truth.json", "lot/sub/~$lock.docx", ".hidden/a.pdf", "_complete"):
        sender.send(name)
    inbox = sender.inbox()
    files = brought(inbox, only(inbox, settle_seconds=0.0))
    assert [content for _, content in files] == [b"3", b"4", b"1", b"0", b"2"]
    assert [path.name for path, _ in files][2:] == ["page 2.pdf", "page 10.pdf", "page 2.pdf"]
    assert files[1][0].suffix == ".pdf"


def test_taken_files_go_to_done_and_refused_ones_to_failed(sender: Sender) -> None:
    """Each file is found again with its bytes, the refused one with the reason beside; what is not ours stays."""
    sender.send("lot/a.pdf", b"good")
    sender.send("lot/sub/b.pdf", b"")
    sender.send("lot/.ours", b"hidden")
    sender.send("lot/_complete", b"")
    inbox = sender.inbox()
    drop = only(inbox)
    inbox.put_away(drop, judged(drop, 1), Language.FR)
    assert sender.lies() == {
        "done/lot/a.pdf": b"good",
        "failed/lot/sub/b.pdf": b"",
        "failed/lot/sub/b.pdf.txt": "Ce fichier est vide.\nDéposez-le de nouveau.\n".encode(),
        "lot/.ours": b"hidden",
    }
    assert list(inbox.complete(settle_seconds=0.0)) == []


def test_what_is_sent_again_meanwhile_is_not_lost(sender: Sender) -> None:
    """An object replaced between reading and putting away stays, and is a drop of its own at the next look."""
    sender.send("lot/a.pdf", b"first")
    inbox = sender.inbox()
    drop = only(inbox, settle_seconds=0.0)
    sender.send("lot/a.pdf", b"second")
    assert [content for _, content in brought(inbox, drop)] == [b"first"]
    inbox.put_away(drop, judged(drop), Language.EN)
    assert sender.lies() == {"done/lot/a.pdf": b"first", "lot/a.pdf": b"second"}
    again = only(inbox, settle_seconds=0.0)
    inbox.put_away(again, judged(again), Language.EN)
    assert sorted(sender.lies().values()) == [b"first", b"second"]
    assert all(name.startswith("done/lot/a.") for name in sender.lies())


def test_a_crash_between_copy_and_removal_doubles_nothing(sender: Sender) -> None:
    """Found again after its copy was made, an object is only removed; found gone, it is left to who took it."""
    sender.send("lot/a.pdf", b"paper")
    inbox = sender.inbox()
    drop = only(inbox, settle_seconds=0.0)
    sender.send("done/lot/a.pdf", b"paper")
    inbox.put_away(drop, judged(drop), Language.EN)
    inbox.put_away(drop, judged(drop), Language.EN)
    assert sender.lies() == {"done/lot/a.pdf": b"paper"}


def test_a_marker_left_behind_speaks_for_nothing(sender: Sender) -> None:
    """The marker goes with its drop, so the next folder of that name waits for its own."""
    sender.send("lot/a.pdf")
    sender.send("lot/_complete", b"")
    inbox = sender.inbox()
    drop = only(inbox)
    inbox.put_away(drop, judged(drop), Language.EN)
    sender.send("lot/b.pdf")
    assert list(inbox.complete(settle_seconds=LONG)) == []


def test_through_a_failing_network_nothing_is_lost(sender: Sender) -> None:
    """With every third request failing, each file is brought whole and ends in done/ once."""
    contents = {f"lot/{number}.pdf": f"paper {number} ".encode() * 5000 for number in range(6)}
    for name, content in contents.items():
        sender.send(name, content)
    with faulty_proxy(sender.buckets.server.endpoint) as proxy:
        inbox = sender.inbox(proxy.address)
        drop = only(inbox, settle_seconds=0.0)
        assert [content for _, content in brought(inbox, drop)] == list(contents.values())
        inbox.put_away(drop, judged(drop), Language.EN)
    assert sender.lies() == {f"done/{name}": content for name, content in contents.items()}


@pytest.mark.parametrize("address", ["s3://bucket", "s3://bucket/", "s3:///inbox", "/bucket/inbox", "http://x/inbox"])
def test_another_address_is_said(sender: Sender, address: str) -> None:
    """An inbox is `s3://BUCKET/PREFIX`: a whole bucket is none, it would hold its own done/."""
    with pytest.raises(WrongUsage) as caught:
        MinioInbox(sender.buckets.connect(), address)
    assert caught.value.code == "wrong_inbox"
