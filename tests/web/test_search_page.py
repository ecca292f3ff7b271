"""Search and a document at a look: what stands on the pages is what the records and the index say."""

import csv
import io
import re
from collections.abc import Callable

from installed import Filled
from PIL import Image
from visiting import Visitor

One = Callable[[str], Visitor]


def test_a_hit_shows_its_words_and_the_part_of_the_page_where_they_stand(one: One) -> None:
    """An inflected word is marked in the excerpt, and the picture beside it is a part of that page with it lit."""
    page = one("caseworker").get("/search?q=certificats").text
    assert "<mark>" in page
    address = re.search(r'src="(/documents/[^"]+/picture[^"]+)"', page)
    assert address
    answer = one("caseworker").get(address[1].replace("&amp;", "&"))
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.format == "PNG"
        assert picture.width < 1000
    assert "private" in answer.headers["cache-control"]
    assert re.search(r'<rect class="box box--hit"[^>]*x="0?\.\d+', page)


def test_a_facet_narrows_and_stays_ticked(one: One, filled: Filled) -> None:
    """A ticked facet leaves the pages it holds for, and says how many they are."""
    every = one("caseworker").get("/search").text
    narrowed = one("caseworker").get("/search?only=document_class:medical_certificate").text
    assert re.search(r'value="document_class:medical_certificate"[^>]* checked', narrowed)
    assert every.count('class="hit"') > narrowed.count('class="hit"') == 1


def test_the_table_opens_in_a_spreadsheet(one: One, filled: Filled) -> None:
    """The table has a line a hit, in the person's words, and no cell that would be run as a formula."""
    answer = one("controller").get("/search/table?q=certificat")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["document", "page", "classe", "dossier", "extrait"]
    assert filled.reference in {line[3] for line in lines[1:]}
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line)


def test_a_question_that_cannot_be_read_is_told_on_the_page(one: One) -> None:
    """A wrong day is said beside the form, which keeps what was typed."""
    answer = one("caseworker").get("/search?q=certificat&since=hier")
    assert answer.status_code == 400
    assert 'value="certificat"' in answer.text
    assert 'role="alert"' in answer.text


def test_what_is_closed_is_in_no_list_and_no_picture(one: One, filled: Filled) -> None:
    """For one outside its circle a document is neither found nor drawn; its members see it."""
    picture = f"/documents/{filled.closed_document}/pages/1/picture"
    assert filled.closed_document not in one("caseworker").get("/search").text
    assert one("caseworker").get(picture).status_code == 404
    assert filled.closed_document in one("insider").get("/search").text
    assert one("insider").get(picture).status_code == 200


def test_a_page_of_another_document_is_not_there(one: One, filled: Filled) -> None:
    """A picture is given of the document's own pages alone."""
    assert one("caseworker").get(f"/documents/{filled.document}/pages/99/picture").status_code == 404


def test_words_begun_find_and_propose(one: One, filled: Filled) -> None:
    """While somebody types, a word begun finds what begins so, and proposes classes, people and cases they may see."""
    page = one("caseworker").get("/search/found?q=certifi").text
    assert "<mark>" in page
    assert "<html" not in page
    narrowed = re.findall(r'href="(/search[^"]+)" data-narrow data-proposal', page)
    assert any("only=document_class%3Amedical_certificate" in address for address in narrowed)
    by_case = one("caseworker").get(f"/search/found?q={filled.reference[:-1]}").text
    assert f"only=case%3A{filled.reference}" in by_case
    closed = one("caseworker").get(f"/search/found?q={filled.closed_reference[:-1]}").text
    assert f"case%3A{filled.closed_reference}" not in closed
    insider = one("insider").get(f"/search/found?q={filled.closed_reference[:-1]}").text
    assert f"case%3A{filled.closed_reference}" in insider


def test_amounts_and_days_narrow(one: One) -> None:
    """Amounts are typed as people write them; one that is none is told, and so is a filter that leaves nothing."""
    every = one("caseworker").get("/search/found").text.count('class="hit"')
    dear = one("caseworker").get("/search/found?amount_from=999 999,00").text.count('class="hit"')
    assert dear < every
    assert one("caseworker").get("/search?amount_from=cher").status_code == 400
    assert one("caseworker").get("/search/found?until=2001-01-01").text.count('class="hit"') == 0


def test_why_a_document_is_not_found_is_shown(one: One, filled: Filled) -> None:
    """The form leads to the page of reasons; a document of a closed circle is as one that never was."""
    led = one("caseworker").get(f"/search/explain?q=certificatt&document=/documents/{filled.document}?page=1")
    assert led.status_code == 303
    assert led.headers["location"] == f"/search/explain/{filled.document}?q=certificatt"
    told = one("caseworker").get(led.headers["location"]).text
    assert "Ce document n&#39;est pas trouvé" in told or "Ce document n'est pas trouvé" in told
    assert "« certificatt »" in told.replace("\u00a0", " ")
    closed, never = (
        one("caseworker").get(f"/search/explain/{name}?q=x") for name in (filled.closed_document, "d-nothing")
    )
    assert closed.status_code == never.status_code == 404
    assert filled.closed_document in closed.text
    assert one("insider").get(f"/search/explain/{filled.closed_document}").status_code == 200
