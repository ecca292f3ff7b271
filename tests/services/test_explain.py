"""Why a document is not found, told the same by every index, and never more than the person may know."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from house import LOCAL, House, someone
from real_servers import ElasticsearchServer
from scene import question
from written import BLANK, certificate, declaration, identity, letter

from adapters.elastic.connection import ElasticServer, connect
from adapters.elastic.index import ElasticIndex
from adapters.memory.index import MemoryIndex
from adapters.records.unit import SqlRecords
from adapters.tantivy.index import TantivyIndex
from pipeline.errors import NoRight, NotFound
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle, DocumentId
from services.access import SYSTEM
from services.instruments.explain import Explanation
from services.ports.search import SearchIndex, SearchQuery

CLERK = someone("clerk", Role.CASEWORKER)
ELSEWHERE = Actor(
    id=ActorId("elsewhere"),
    name="elsewhere",
    grants=(Grant(role=Role.CASEWORKER, case_type="supplier_invoice"),),
    circles=(Circle("open"),),
)


@pytest.fixture(params=["memory", "tantivy", "elasticsearch"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchIndex]:
    """Yield an empty index of each kind."""
    if request.param == "memory":
        yield MemoryIndex()
    elif request.param == "tantivy":
        yield TantivyIndex(tmp_path / "index")
    else:
        given: ElasticsearchServer = request.getfixturevalue("elasticsearch")
        account = {"user": given.user, "password": given.password}
        server = ElasticServer(url=given.url, index=given.fresh(), **account)
        yield ElasticIndex(server)
        with connect(server) as client:
            for name in client.indices.get_alias(index=f"{server.index}-*"):
                client.indices.delete(index=name)


@pytest.fixture
def house(records: SqlRecords, index: SearchIndex, tmp_path: Path) -> House:
    """Return an installation over that index."""
    return House(records, tmp_path, index=index)


def posted(house: House, *lines: str) -> DocumentId:
    """Capture a letter with these words; give it."""
    batch = house.captured(f"{lines[0].split()[0]}.pdf", *map(letter, lines), batch_class="single_sheets")
    return house.documents(batch)[0].id


def told(house: House, typed: str, name: DocumentId, actor: Actor = CLERK, **filters: object) -> Explanation:
    """Ask why; what is told agrees with what the search finds."""
    asked = replace(question(typed), **filters)
    made = house.explain.explain(actor, asked, name)
    hits = house.search.pages(actor, replace(asked, limit=1000)).hits
    assert made.found == (name in {hit.document for hit in hits})
    if made.found:
        assert made.rank == [hit.document for hit in hits].index(name) + 1
        assert made.page == hits[made.rank - 1].page
    return made


def codes(made: Explanation) -> list[str]:
    """Return the reasons by their codes."""
    return [why.code for why in made.reasons]


def test_what_is_found_has_its_page_and_place(house: House) -> None:
    """A document that answers is told with the page and how many stand before it, also far down the list."""
    posted(house, "attestation attestation attestation")
    second = posted(house, "une attestation parmi beaucoup d'autres mots de la page")
    made = told(house, "attestation", second)
    assert (codes(made), made.page, made.rank) == (["found"], 1, 2)
    assert "2" in made.reasons[0].message.fr


def test_what_was_read_otherwise_is_shown(house: House) -> None:
    """A word read with a wrong letter is named beside the one asked for, with its box and how sure it is."""
    name = posted(house, "Je joins attestatlon demandee")
    made = told(house, "attestation jointe", name)
    assert codes(made)[0] == "read_otherwise"
    (word,) = made.reasons[0].words
    assert (word.page, word.text) == (1, "attestatlon")
    assert word.box[0] < word.box[2]
    assert word.confidence == pytest.approx(0.97)
    assert "attestation" in made.reasons[0].message.en
    assert "attestatlon" in made.reasons[0].message.en


def test_what_is_not_there_is_said(house: House) -> None:
    """A word nothing resembles is not read; signs alone ask for nothing; a short word cannot be misread."""
    name = posted(house, "Madame")
    assert codes(told(house, "xylophone", name)) == ["not_read"]
    assert codes(told(house, "!!!", name)) == ["nothing_to_look_for"]
    assert codes(told(house, "zq~", name)) == ["too_short"]
    assert codes(told(house, "le xylophone", name)) == ["not_read", "passed_over"]


def test_words_apart_are_told_apart(house: House) -> None:
    """Words out of order, and words on different pages of one document, are each their own reason."""
    name = posted(house, "centre medical certificat")
    assert codes(told(house, '"certificat centre"', name)) == ["not_in_this_order"]
    sheets = ((*letter("premiere orange"), "Page 1/2"), ("deuxieme", "pomme", "Page 2/2"))
    batch = house.captured("two.pdf", *sheets, batch_class="mailroom")
    both = next(one.id for one in house.documents(batch) if len(one.draft.pages) > 1)
    assert codes(told(house, "orange pomme", both)) == ["on_different_pages"]


def test_a_filter_that_leaves_it_out_is_named(house: House) -> None:
    """Each filter that leaves the document out is named, and no other."""
    name = posted(house, "Madame")
    assert codes(told(house, "Madame", name, document_class="invoice")) == ["filtered_by_document_class"]
    filters = {"case": "MP-1", "until": "2001-01-01", "only": (("state", "bound"),), "amount_from": 1}
    made = told(house, "Madame", name, document_class="letter", **filters)
    assert codes(made) == ["filtered_by_case", "filtered_by_day", "filtered_by_amount", "filtered_by_state"]


def test_an_index_that_is_behind_is_said(house: House) -> None:
    """What the relay has not projected yet waits; what the index lost has to be indexed anew."""
    receipt = house.take_in(house.file("a.pdf", letter("Madame")))
    house.engine.run(SYSTEM, receipt.batch, lambda _: None)
    name = house.documents(receipt.batch)[0].id
    assert codes(told(house, "Madame", name)) == ["not_indexed_yet"]
    house.project.drain(SYSTEM)
    assert told(house, "Madame", name).found
    house.captured("b.pdf", letter("Monsieur"))  # an index that holds nothing at all is said to be lost
    house.index.replace([(name, ())])
    assert codes(told(house, "Madame", name)) == ["not_in_index"]


def test_pages_in_no_document_are_named(house: House) -> None:
    """Blank pages of the file, which are in no document, are named when a word is lacking."""
    batch = house.captured("b.pdf", letter("Madame"), BLANK, letter("Monsieur"), batch_class="single_sheets")
    name = house.documents(batch)[0].id
    made = told(house, "xylophone", name)
    assert codes(made) == ["not_read", "page_blank"]
    assert "2" in made.reasons[1].message.fr


def test_a_cut_that_was_replaced_is_said(house: House) -> None:
    """A document replaced by another cut of its pages says so."""
    batch = house.captured("c.pdf", letter("Madame"), ("suite",), batch_class="mailroom")
    whole = next(one.id for one in house.documents(batch) if len(one.draft.pages) > 1)
    house.recut.split(LOCAL, whole, 2)
    house.go_on()
    assert codes(told(house, "Madame", whole)) == ["superseded"]


def test_no_right_says_no_more_than_that(house: House) -> None:
    """Beyond one's reach the reason is the right alone; without any right to search the act itself is refused."""
    batch = house.captured("d.pdf", declaration(), certificate(), identity(), batch_class="single_sheets")
    name = house.documents(batch)[0].id
    made = told(house, "Marie", name, ELSEWHERE)
    assert codes(made) == ["no_right"]
    assert made.reasons[0].words == ()
    with pytest.raises(NoRight):
        house.explain.explain(someone("analyst", Role.ANALYST), question("Marie"), name)


def test_what_is_closed_is_not_there(house: House) -> None:
    """Of a circle closed to somebody a document is answered as one that never was."""
    name = posted(house, "Madame")
    outsider = someone("outsider", Role.CASEWORKER, circles=("health",))
    answers = []
    for asked in (name, DocumentId("d-nothing")):
        with pytest.raises(NotFound) as error:
            house.explain.explain(outsider, SearchQuery(text="x", visibility=question("").visibility), asked)
        answers.append((error.value.code, error.value.message, error.value.next_step))
    assert answers[0] == answers[1]
