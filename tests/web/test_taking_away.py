"""A case taken away as a ZIP file, put on paper, and its papers searched inside: whole, by rights, and written down."""

import io
import json
import re
from collections.abc import Callable
from hashlib import sha256
from zipfile import ZipFile

from installed import Filled
from visiting import Served, Visitor


def test_a_case_is_taken_away_whole(one: Callable[[str], Visitor], filled: Filled) -> None:
    """The ZIP holds each paper that its manifest names, with the very bytes, below the reference of the case."""
    answer = one("caseworker").get(f"/cases/{filled.reference}/zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="{filled.reference}.zip"'
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read(f"{filled.reference}/manifest.json"))
        named = {f"{filled.reference}/{piece['path']}": piece["digest"] for piece in manifest["pieces"]}
        assert set(archive.namelist()) == {*named, f"{filled.reference}/manifest.json"}
        for path, digest in named.items():
            assert f"sha256:{sha256(archive.read(path)).hexdigest()}" == digest
    documents = one("caseworker").get(f"/api/v1/cases/{filled.reference}").json()["documents"]
    assert {piece["document"] for piece in manifest["pieces"]} == {document["document"] for document in documents}


def test_taking_a_closed_case_away_is_written_down(mine: Served, filled: Filled) -> None:
    """Each time a confidential case is taken away, its history says by whom; others do not find it."""
    insider, other = (Visitor(served=mine).as_one(name) for name in ("insider", "controller"))
    address = f"/cases/{filled.closed_reference}"
    assert other.get(f"{address}/zip").status_code == 404
    assert insider.get(f"{address}/zip").status_code == 200
    taken = [event for event in insider.get(f"/api/v1{address}").json()["history"] if event["act"] == "case.export"]
    assert [event["actor"] for event in taken] == ["insider"]


def test_a_case_on_paper_says_what_its_page_says(one: Callable[[str], Visitor], filled: Filled) -> None:
    """Sentence, every item with its reason, and nothing to press."""
    visitor = one("caseworker")
    case, page = (
        visitor.get(f"/api/v1/cases/{filled.reference}").json(),
        visitor.get(f"/cases/{filled.reference}/print").text,
    )
    assert case["completeness"]["sentence"]["fr"] in page
    assert page.count('<th scope="row">') >= len(case["completeness"]["items"])
    assert "<form" not in page


def lit(page: str) -> int:
    """Count the boxes drawn over the picture of a page."""
    return page.count('class="box box--hit"')


def test_words_are_found_and_lit_inside_a_document(one: Callable[[str], Visitor], filled: Filled) -> None:
    """A link to a page and a word opens there, with every place of it lit; one that is not there lights none."""
    visitor = one("caseworker")
    document = visitor.get(f"/api/v1/documents/{filled.document}").json()
    field = next(field for field in document["fields"] if field["name"] == "last_name")
    address = f"/documents/{filled.document}?page={field['page']}&word="
    page = visitor.get(address + field["value"].lower()).text
    assert lit(page) >= 1
    assert re.search(r"\d+ mots? trouvés?", page)
    assert lit(visitor.get(f"{address}zzzzzz").text) == 0
    assert lit(visitor.get(f"/documents/{filled.document}?page={field['page']}").text) >= 1
