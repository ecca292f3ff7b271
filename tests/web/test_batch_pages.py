"""The pages of batches without a browser: the live part, the plain form, pictures of pages, and what is refused."""

from collections.abc import Callable

import pytest
from installed import Filled
from visiting import Served, Visitor

from pipeline.model.identity import BatchId
from pipeline.model.text import Language
from services.access import SYSTEM
from web.cookies import form_token
from web.formats import Formats

One = Callable[[str], Visitor]
FORM = "multipart/form-data; boundary=parting"


def test_the_live_part_is_sent_once(one: One) -> None:
    """The script gets the board alone; as long as nothing changed it is told so without a word more."""
    visitor = one("operator")
    first = visitor.get("/batches/live?view=all")
    assert "<html" not in first.text
    again = visitor.get("/batches/live?view=all", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = visitor.get("/batches/live?view=open", **{"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_the_board_is_in_the_page_as_the_script_gets_it(one: One) -> None:
    """Without script the page says the same."""
    visitor = one("operator")
    assert visitor.get("/batches/live?view=all").text.strip() in visitor.get("/batches?view=all").text


def test_the_drop_zone_is_for_who_may_receive(one: One) -> None:
    """An expert sees how batches stand, and nothing to send with."""
    assert 'type="file"' in one("caseworker").get("/batches").text
    assert 'type="file"' not in one("expert").get("/batches").text


def empty_form(visitor: Visitor) -> bytes:
    """Return the form as a browser sends it when nothing was chosen."""
    fields = {"form_token": form_token(visitor.secret), "batch_class": "mailroom", "expect_pages": ""}
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts += ['name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n'] * 2
    told = "".join(f"--parting\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    return f"{told}--parting--\r\n".encode()


def test_a_form_without_a_file_says_so(mine: Served) -> None:
    """Nothing is received, and the page says what to do."""
    visitor = Visitor(served=mine).as_one("operator")
    before = visitor.get("/api/v1/batches").json()
    answer = visitor.send("POST", "/batches", content=empty_form(visitor), headers={"Content-Type": FORM})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert visitor.get("/api/v1/batches").json() == before


def test_the_same_form_again_leads_to_the_same_batch(mine: Served) -> None:
    """What was sent before is not received twice."""
    visitor = Visitor(served=mine).as_one("operator")
    uploads = {"b/p 10.pdf": b"%PDF-1.7 ten", "b/p 9.pdf": b"%PDF-1.7 nine"}
    first, second = (visitor.upload("/batches", uploads, batch_class="mailroom") for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    view = visitor.get(f"/api/v1{first.headers['location']}").json()["batches"][0]
    assert view["custody"]["files"]["stored"] == 2


def test_a_page_has_its_picture(served: Served, filled: Filled, one: One) -> None:
    """The batch shows each of its pages; a page of a closed circle is not there for others."""
    operator, application = one("operator"), served.app.state.door.application
    shown = operator.get(f"/batches/{filled.batch}").text
    for page in application.find.batches(SYSTEM, BatchId(filled.batch))[0].pages:
        assert f"/batches/pages/{page.id}/picture" in shown
    answer = operator.get(f"/batches/pages/{filled.page}/picture?width=130")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    closed = application.find.batches(SYSTEM, BatchId(filled.closed_batch))[0].pages[0].id
    assert operator.get(f"/batches/pages/{closed}/picture").status_code == 404


@pytest.mark.parametrize("who", ["expert", "analyst"])
def test_who_may_not_act_sees_no_act(one: One, who: str) -> None:
    """What failed is told to whoever may look at batches; the acts are for operators."""
    page = one(who).get("/failed").text
    assert "note.txt" in page
    assert "/failed/dismiss" not in page


def test_what_cannot_be_done_is_said_on_the_list(mine: Served, filled: Filled) -> None:
    """A vain retry and a dismissal without a reason change nothing and are told above the list."""
    visitor = Visitor(served=mine).as_one("operator")
    for act in ("retry", "dismiss"):
        answer = visitor.post(f"/failed/{act}", kind="file", name=filled.set_aside, reason="")
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        assert "note.txt" in answer.text


@pytest.mark.parametrize(
    ("seconds", "french", "english"),
    [
        (0, "0 s", "0 secs"),
        (59, "59 s", "59 secs"),
        (72, "1 min 12 s", "1 min 12 secs"),
        (7260, "2 h 1 min", "2 hrs 1 min"),
    ],
)
def test_how_long_it_takes_is_written(seconds: int, french: str, english: str) -> None:
    """The two largest units are enough."""
    written = [Formats(language).lasting(seconds).replace("\xa0", " ").replace("\u202f", " ") for language in Language]
    assert written == [french, english]


def test_a_piece_that_is_too_large_is_refused_before_it_is_read(mine: Served, filled: Filled) -> None:
    """The door takes no more into memory than a piece may have."""
    visitor = Visitor(served=mine).as_one("operator")
    address = f"/api/v1/uploads/{filled.upload}/files/1?at=0"
    answer = visitor.piece(address, b"x" * 16_000_001)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "wrong_upload"
    told = visitor.piece(address, b"x" * 9).json()["uploads"][0]["files"]
    assert [(file["wanted"], file["came"]) for file in told] == [(9, 9)]
    assert visitor.piece(address, b"x").status_code == 409
    assert visitor.piece(address.replace("at=0", "at=9"), b"x").status_code == 400
    assert visitor.get(f"/api/v1/uploads/{filled.upload}").json()["uploads"][0]["files"][0]["came"] == 9
