"""Pages and cuts by plain forms: each act ends in the records, and can be taken back from the page."""

from dataclasses import replace

import pytest
from stacks import documents, go_on
from visiting import Served, Visitor

from bootstrap.application import Application
from pipeline.model.batch import Document
from pipeline.model.identity import BatchId
from pipeline.model.states import PageState


@pytest.fixture
def application(stacked: Served) -> Application:
    """Return the installation that is served."""
    return stacked.app.state.door.application


@pytest.fixture
def visitor(stacked: Served) -> Visitor:
    """Return the operator at a browser."""
    return Visitor(served=stacked).as_one("operator")


def numbers(application: Application, batch: BatchId) -> list[tuple[int, ...]]:
    """Return the pages of each document in force."""
    return [document.draft.pages for document in documents(application, batch)]


def former(application: Application, batch: BatchId) -> list[Document]:
    """Return the documents in force, whatever the number of their changes."""
    return [replace(document, version=0) for document in documents(application, batch)]


ACTS = {
    "split": ((0, 2), {}, [(1,), (2,), (4,), (6, 7)]),
    "merge": ((0, 1), {"to": 1}, [(1, 2, 4), (6, 7)]),
    "later": ((0, 1), {}, [(2, 1), (4,), (6, 7)]),
    "earlier": ((2, 2), {}, [(1, 2), (4,), (7, 6)]),
    "right": ((0, 1), {}, [(1, 2), (4,), (6, 7)]),
    "left": ((0, 2), {}, [(1, 2), (4,), (6, 7)]),
    "reject": ((0, 1), {}, [(2,), (4,), (6, 7)]),
    "move": ((2, 2), {"to": 1}, [(1, 2), (4, 7), (6,)]),
}
"""Each act of the page: the document and position chosen, the other document, and the pages of documents then."""


def test_each_act_ends_in_the_records_and_is_taken_back(
    application: Application, batch: BatchId, visitor: Visitor
) -> None:
    """The documents are cut as wished; undone from the page that follows, they are what they were."""
    before = documents(application, batch)
    kept = former(application, batch)
    for act, ((place, position), more, wanted) in ACTS.items():
        chosen = before[place]
        fields = {"page": f"{chosen.id}:{position}:{len(chosen.draft.pages)}", "reason": f"for {act}"}
        fields |= {name: before[other].id for name, other in more.items()}
        answer = visitor.post(f"/documents/{chosen.id}/pages", act=act, **fields)
        assert answer.status_code == 303, answer.text
        go_on(application, batch)
        assert sorted(numbers(application, batch)) == sorted(wanted), act
        address = answer.headers["location"]
        page = visitor.get(address).text
        assert "Défaire" in page
        assert f"for {act}" in page
        undone = visitor.post(address.partition("?")[0].replace("/pages", "/undo"))
        assert undone.status_code == 303, undone.text
        go_on(application, batch)
        assert former(application, batch) == kept, act


def test_a_turned_page_is_shown_and_read_so(application: Application, batch: BatchId, visitor: Visitor) -> None:
    """The picture lies on its side after a quarter turn, before the page is read again and after."""
    first = documents(application, batch)[0]
    address = f"/documents/{first.id}/pages"
    upright = visitor.get(f"{address}/1/upright").content
    made = visitor.post(address, act="right", page=f"{first.id}:1:2").headers["location"].partition("?")[0]
    turned = visitor.get(f"{made}/1/upright").content
    assert turned != upright
    assert "sera relue" in visitor.get(made).text
    go_on(application, batch)
    assert visitor.get(f"{made}/1/upright").content == turned
    assert "sera relue" not in visitor.get(made).text


def test_what_cannot_be_done_is_said_beside_the_pages(
    application: Application, batch: BatchId, visitor: Visitor
) -> None:
    """A cut before the first page changes nothing and is told."""
    first = documents(application, batch)[0]
    answer = visitor.post(f"/documents/{first.id}/pages", act="split", page=f"{first.id}:1:2")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert documents(application, batch)[0] == first


def test_a_rejected_page_is_shown_beside(application: Application, batch: BatchId, visitor: Visitor) -> None:
    """The page stands among those in no document, with who set it aside and why."""
    first = documents(application, batch)[0]
    made = visitor.post(f"/documents/{first.id}/pages", act="reject", page=f"{first.id}:2:2", reason="un doigt")
    with application.records.reading() as uow:
        states = [page.state for page in uow.pages.of_file(first.file)]
    assert states.count(PageState.REJECTED) == 1
    assert "un doigt" in visitor.get(made.headers["location"]).text


def test_doubtful_cuts_come_one_after_the_other(application: Application, batch: BatchId, visitor: Visitor) -> None:
    """Both cuts at blank pages are asked; one is joined, one confirmed, and then nothing is left to judge."""
    _, second, third = documents(application, batch)
    page = visitor.get("/cuts").text
    assert second.id in page
    assert "2 coupes à juger" in page
    assert "une page blanche les sépare" in page
    assert third.id in visitor.get(f"/cuts?after={second.id}").text
    first = documents(application, batch)[0]
    same = visitor.post("/cuts", choice="same", document=second.id, before=first.id, reason="suite")
    assert numbers(application, batch) == [(1, 2, 4), (6, 7)]
    page = visitor.get(same.headers["location"]).text
    assert third.id in page
    assert "Défaire" in page
    visitor.post("/cuts", choice="new", document=third.id)
    assert documents(application, batch)[1].draft.cut_confidence == 1.0
    assert "Aucune coupe à juger" in visitor.get("/cuts").text


def test_a_judged_cut_is_asked_again_when_taken_back(
    application: Application, batch: BatchId, visitor: Visitor
) -> None:
    """Undo brings the pair back, and the documents as they were."""
    kept, second = former(application, batch), documents(application, batch)[1]
    settled = visitor.post("/cuts", choice="new", document=second.id).headers["location"].rpartition("=")[2]
    again = visitor.post("/cuts/undo", document=settled)
    assert second.id in visitor.get(again.headers["location"]).text
    assert former(application, batch) == kept


def test_a_cut_another_has_settled_is_told(application: Application, batch: BatchId, visitor: Visitor) -> None:
    """Who comes second changes nothing, learns it, and has the next cut before them."""
    first, second, third = documents(application, batch)
    visitor.post("/cuts", choice="same", document=second.id, before=first.id)
    late = visitor.post("/cuts", choice="new", document=second.id)
    assert late.status_code == 400
    assert 'role="alert"' in late.text
    assert third.id in late.text
