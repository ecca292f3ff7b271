"""Batches, files, pages and documents as the services find them again."""

from dataclasses import replace

import pytest

from pipeline.errors import ConcurrentChange, NotFound, NotPossible
from pipeline.model.batch import Reason
from pipeline.model.document import ToQueue
from pipeline.model.identity import BatchId, Circle, Digest, DocumentId, FileId, PageId
from pipeline.model.states import DocumentState, FileState, PageState
from pipeline.model.text import Bilingual

WHY = Reason(code="encrypted", message=Bilingual(fr="a", en="b"), next_step=Bilingual(fr="c", en="d"))


def test_batches_come_oldest_first_and_are_found_by_their_source(records, make):
    """Batches come oldest first, and one is found by where it came from."""
    with records.writing() as unit:
        unit.batches.add(make.batch("b2", minutes=5))
        unit.batches.add(make.batch("b1", minutes=1))
        assert [batch.id for batch in unit.batches.every()] == ["b1", "b2"]
        assert unit.batches.by_source("folder", "source-b2") == make.batch("b2", minutes=5)
        assert unit.batches.by_source("folder", "never") is None
        with pytest.raises(NotFound):
            unit.batches.get(BatchId("never"))


def test_same_bytes_first_accepted(records, make):
    """Of files with the same bytes the first received counts, never a duplicate."""
    with records.writing() as unit:
        unit.batches.add(make.batch("b1", minutes=9))
        unit.batches.add(make.batch("b0", minutes=3))
        unit.files.add(make.file("late", batch="b1"))
        unit.files.add(make.file("twin", batch="b0", ordinal=1, state=FileState.DUPLICATE))
        unit.files.add(make.file("first", batch="b0", ordinal=2))
        found = unit.files.accepted_with(Digest("sha256:aa"))
        assert found is not None
        assert found.id == "first"
        assert unit.files.accepted_with(Digest("sha256:bb")) is None
        assert [file.id for file in unit.files.of_batch(BatchId("b0"))] == ["twin", "first"]


def test_a_file_keeps_its_page_count_through_later_moves(captured):
    """A file keeps its page count through later moves, says why it was refused, and leaves quarantine clean."""
    with captured.writing() as unit:
        unit.files.move(FileId("f1"), to=FileState.DONE, frm=FileState.OPENED)
        assert unit.files.get(FileId("f1")).page_count == 3
        with pytest.raises(ConcurrentChange):
            unit.files.move(FileId("f1"), to=FileState.DONE, frm=FileState.OPENED)
        with pytest.raises(NotPossible):
            unit.files.move(FileId("f1"), to=FileState.QUARANTINED, frm=FileState.DONE)


def test_quarantine_keeps_its_reason(records, make):
    """A quarantined file carries its reason, and a second try takes it away."""
    with records.writing() as unit:
        unit.batches.add(make.batch())
        unit.files.add(make.file())
        unit.files.move(FileId("f1"), to=FileState.QUARANTINED, frm=FileState.STORED, reason=WHY)
        assert unit.files.get(FileId("f1")).reason == WHY
        unit.files.move(FileId("f1"), to=FileState.STORED, frm=FileState.QUARANTINED)
        assert unit.files.get(FileId("f1")).reason is None


def test_pages_in_order(records, make):
    """Pages of a batch come by file and page, not by when they were written."""
    with records.writing() as unit:
        unit.batches.add(make.batch())
        unit.files.add(make.file("f2", ordinal=2))
        unit.files.add(make.file("f1", ordinal=1))
        unit.pages.add([make.page(1, file="f2"), make.page(2), make.page(1)])
        unit.pages.add([])
        assert [page.id for page in unit.pages.of_batch(BatchId("b1"))] == ["f1-p1", "f1-p2", "f2-p1"]
        assert [page.ordinal for page in unit.pages.of_file(FileId("f1"))] == [1, 2]
        assert unit.pages.counts(BatchId("b1")) == {PageState.RECEIVED: 3}


def test_page_received_once(captured, make):
    """The same page of a file cannot be recorded twice."""
    with captured.writing() as unit, pytest.raises(ConcurrentChange):
        unit.pages.add([replace(make.page(1), id=PageId("another"))])


def test_page_replaced_only_from_its_state(captured, make):
    """A page changes only from the state the caller saw, and only by a legal move."""
    seen = make.page(1, state=PageState.RECOGNISED)
    with captured.writing() as unit:
        unit.pages.replace(replace(seen, state=PageState.BLANK), frm=PageState.RECOGNISED)
        with pytest.raises(ConcurrentChange):
            unit.pages.replace(replace(seen, state=PageState.SEPARATOR), frm=PageState.RECOGNISED)
        with pytest.raises(NotPossible):
            unit.pages.replace(replace(seen, state=PageState.FAILED), frm=PageState.BLANK)
        assert unit.pages.get(PageId("f1-p1")).state is PageState.BLANK


def test_one_page_one_place(captured, make):
    """Two pages cannot take the same place of a document."""
    placed = [make.page(n, state=PageState.IN_DOCUMENT, document="d1", position=1) for n in (1, 2)]
    with captured.writing() as unit:
        unit.pages.replace(placed[0], frm=PageState.RECOGNISED)
        with pytest.raises(ConcurrentChange):
            unit.pages.replace(placed[1], frm=PageState.RECOGNISED)


def test_in_document_needs_a_place(captured, make):
    """A page is in a document exactly when it has its place there."""
    for wrong in (
        make.page(1, state=PageState.IN_DOCUMENT),
        make.page(1, state=PageState.BLANK, document="d1", position=1),
        make.page(1, state=PageState.BLANK, document="d1"),
    ):
        with captured.writing() as unit, pytest.raises(NotPossible):
            unit.pages.replace(wrong, frm=PageState.RECOGNISED)


def test_detaching_a_document_gives_its_pages_back(captured, make):
    """Detaching a document gives all its pages back, recognised, so that it can be cut anew."""
    with captured.writing() as unit:
        for n in (1, 2):
            page = make.page(n, state=PageState.IN_DOCUMENT, document="d1", position=3 - n)
            unit.pages.replace(page, frm=PageState.RECOGNISED)
        assert [page.ordinal for page in unit.pages.of_document(DocumentId("d1"))] == [2, 1]
        unit.pages.detach(DocumentId("d1"))
        assert unit.pages.of_document(DocumentId("d1")) == ()
        assert unit.pages.counts(BatchId("b1")) == {PageState.RECOGNISED: 3}


def test_documents_in_order(captured, make):
    """Documents come by file and first page; superseded ones are left out."""
    with captured.writing() as unit:
        unit.files.add(make.file("f0", ordinal=2, digest="sha256:bb"))
        unit.documents.add(make.document("d4", file="f0"))
        unit.documents.add(make.document("d3", pages=(3,)))
        unit.documents.add(make.document("d2", pages=(2,)))
        unit.documents.add(make.document("gone", pages=(2,), state=DocumentState.SUPERSEDED))
        assert [doc.id for doc in unit.documents.of_batch(BatchId("b1"))] == ["d1", "d2", "d3", "d4"]
        assert [doc.id for doc in unit.documents.of_file(FileId("f0"))] == ["d4"]
        assert unit.standings.names_in({DocumentState.SUPERSEDED}) == ["gone"]
        both = {DocumentState.SUPERSEDED, DocumentState.DRAFT}
        assert sorted(unit.standings.names_in(both)) == ["d1", "d2", "d3", "d4", "gone"]


def test_document_saved_by_version(captured, make):
    """Of two changes made to the same version the second is refused."""
    understood = replace(make.document(), state=DocumentState.UNDERSTOOD, understanding=make.understanding(ssn="1"))
    with captured.writing() as unit:
        saved = unit.documents.save(understood)
        assert saved == replace(understood, version=2) == unit.documents.get(DocumentId("d1"))
        with pytest.raises(ConcurrentChange):
            unit.documents.save(understood)
        with pytest.raises(NotFound):
            unit.documents.save(make.document("never"))


def test_superseded_is_never_released(captured, make):
    """A superseded document comes back where it stood and goes no further, and a draft is never released unread."""
    with captured.writing() as unit:
        with pytest.raises(NotPossible):
            unit.documents.save(make.document(state=DocumentState.RELEASED))
        gone = unit.documents.save(make.document(state=DocumentState.SUPERSEDED))
        with pytest.raises(NotPossible):
            unit.documents.save(replace(gone, state=DocumentState.RELEASED))
        assert unit.documents.save(replace(gone, state=DocumentState.BOUND)).state is DocumentState.BOUND


def test_found_by_field(captured, make):
    """A document is found by the written value of a field as it is now, not as it was."""
    with captured.writing() as unit:
        first = replace(make.document(), state=DocumentState.UNDERSTOOD, understanding=make.understanding(ssn="184"))
        saved = unit.documents.save(first)
        found = unit.documents.with_field("ssn", "184", state=DocumentState.UNDERSTOOD)
        assert found == (saved,)
        assert unit.documents.with_field("ssn", "184", state=DocumentState.RELEASED) == ()
        assert unit.documents.with_field("subject", "x" * 5000, state=DocumentState.UNDERSTOOD) == (saved,)
        assert unit.documents.with_field("subject", "x" * 4999, state=DocumentState.UNDERSTOOD) == ()
        unit.documents.save(replace(saved, understanding=make.understanding(ssn="185")))
        assert unit.documents.with_field("ssn", "184", state=DocumentState.UNDERSTOOD) == ()


def in_queue(make, name, queue, **places):
    """Make a document that waits in a queue."""
    routing = ToQueue(queue=queue, reasons=(Bilingual(fr="a", en="b"),))
    made = replace(make.understanding(), routing=routing)
    return make.document(name, state=DocumentState.IN_QUEUE, understanding=made, **places)


def test_what_waits_for_a_person_is_listed_and_counted(captured, make):
    """By file and page, of the circles asked for, without what no longer waits; each with its queue."""
    with captured.writing() as unit:
        unit.files.add(make.file("f0", ordinal=2))
        unit.documents.add(in_queue(make, "later", "verification", file="f0"))
        unit.documents.add(in_queue(make, "third", "verification", pages=(3,)))
        unit.documents.add(in_queue(make, "second", "classification", pages=(2,)))
        unit.documents.add(replace(in_queue(make, "closed", "verification"), circle=Circle("health")))
        gone = in_queue(make, "gone", "verification")
        unit.documents.add(gone)
        unit.documents.save(replace(gone, state=DocumentState.RELEASED))
        opened = (Circle("open"),)
        assert [waiting.id for waiting in unit.documents.waiting(opened)] == ["second", "third", "later"]
        assert [waiting.id for waiting in unit.documents.waiting(None, limit=1)] == ["closed"]
        only = unit.documents.waiting(opened, queue="verification")
        assert [(one.id, one.file, one.first_page, one.document_class) for one in only] == [
            ("third", "f1.pdf", 3, "some_class"),
            ("later", "f0.pdf", 1, "some_class"),
        ]
        assert unit.documents.waiting_by_queue(opened) == {"classification": 1, "verification": 2}
        assert unit.documents.waiting_by_queue(None) == {"classification": 1, "verification": 3}
        assert unit.documents.waiting(()) == ()
