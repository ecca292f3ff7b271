"""What every search index promises of its answers: who sees them, how they are counted, cut, ordered and shown."""

from collections.abc import Callable

import pytest

from pipeline.errors import ConcurrentChange, WrongUsage
from pipeline.model.values import Amount
from services.ports.search import IndexedPage, Reach, SearchAnswer, SearchIndex, SearchQuery, Visibility


def facet(answer: SearchAnswer, name: str) -> dict[str, int]:
    """Return one facet of an answer."""
    return dict(dict(answer.facets)[name])


@pytest.fixture
def archive(fill: Callable, make_page: Callable) -> None:
    """Fill the index with a few documents of two circles, cases, classes and months."""
    fill(
        make_page("d-1", "certificat un", document_class="medical_certificate", case="MP-1", received_on="2026-01-15"),
        make_page("d-2", "certificat deux", document_class="letter", case="MP-1", received_on="2026-02-01"),
        make_page("d-3", "certificat trois", document_class="letter", received_on="2026-02-28"),
        make_page("d-4", "certificat secret", case="MP-2", circle="medical", received_on="2026-02-10"),
    )


@pytest.mark.usefixtures("archive")
def test_hidden_documents_are_never_found_nor_counted(ask: Callable) -> None:
    """What the asker's circles do not show is in no hit, no total and no facet, whatever is asked."""
    for typed in ("certificat", "secret", "secret*", "secrt~", '"certificat secret"', "", "d-4", "MP-2"):
        answer = ask(typed, visibility=Visibility(circles=("open",)))
        assert "d-4" not in {hit.document for hit in answer.hits}
        assert answer.total == len(answer.hits)
        assert "MP-2" not in facet(answer, "case")
        assert sum(facet(answer, "document_class").values()) == answer.total
    assert ask("certificat", visibility=Visibility(circles=("open", "medical"))).total == 4
    assert ask("certificat", visibility=Visibility(circles=())).total == 0


@pytest.mark.usefixtures("archive")
def test_facets_count_the_pages_found(ask: Callable) -> None:
    """Each facet counts all pages that answer, not only those shown."""
    answer = ask("certificat", limit=1)
    assert answer.total == 4
    assert facet(answer, "document_class") == {"letter": 3, "medical_certificate": 1}
    assert facet(answer, "case") == {"MP-1": 2, "MP-2": 1}
    assert facet(answer, "case_type") == {"occupational_disease": 3}
    assert facet(answer, "month") == {"2026-02": 3, "2026-01": 1}
    assert dict(answer.facets)["document_class"] == (("letter", 3), ("medical_certificate", 1))


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("typed", ["certificat", "secr*", '"certificat deux"', "", "nothing"])
def test_a_count_is_the_total_of_an_answer(index: SearchIndex, ask: Callable, typed: str) -> None:
    """Who asks for the number alone is told that of the whole answer, and counts nothing closed to them."""
    for circles in (("open",), ("open", "medical")):
        seen = Visibility(circles=circles)
        assert index.count(SearchQuery(text=typed, visibility=seen)) == ask(typed, visibility=seen).total


def test_an_amount_beyond_all_money_is_indexed_and_found(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """A figure with too many digits, misread or mistyped, keeps no page out of the index and no question unanswered."""
    fill(make_page("d-1", "facture", amount=Amount(10**30)), make_page("d-2", "facture", amount=Amount(100)))
    assert {hit.document for hit in ask("facture", amount_from=10**4).hits} == {"d-1"}
    assert {hit.document for hit in ask("facture", amount_from=10**40).hits} <= {"d-1"}
    assert {hit.document for hit in ask("facture", amount_to=10**40).hits} == {"d-1", "d-2"}


@pytest.mark.usefixtures("archive")
def test_who_asks_for_the_total_alone_gets_no_facets(ask: Callable) -> None:
    """Without facets the hits and the total are the same."""
    whole, bare = ask("certificat"), ask("certificat", has_facets=False)
    assert (bare.total, bare.hits, bare.facets) == (whole.total, whole.hits, ())


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"document": "d-2"}, {"d-2"}),
        ({"document": "d-2", "document_class": "invoice"}, set()),
        ({"document_class": "letter"}, {"d-2", "d-3", "d-4"}),
        ({"case": "MP-1"}, {"d-1", "d-2"}),
        ({"since": "2026-02-01"}, {"d-2", "d-3", "d-4"}),
        ({"until": "2026-02-01"}, {"d-1", "d-2"}),
        ({"since": "2026-02-02", "until": "2026-02-27"}, {"d-4"}),
        ({"document_class": "letter", "case": "MP-1"}, {"d-2"}),
        ({"case": "MP-9"}, set()),
    ],
)
def test_filters_narrow_hits_total_and_facets_alike(ask: Callable, filters: dict[str, str], found: set[str]) -> None:
    """Class, case and days (both ends included) narrow hits, total and facets alike."""
    answer = ask("certificat", **filters)
    assert {hit.document for hit in answer.hits} == found
    assert answer.total == len(found) == sum(facet(answer, "month").values())


@pytest.fixture
def invoices(fill: Callable, make_page: Callable) -> None:
    """Fill the index with papers of cases in baskets, of two namesakes, with amounts in two currencies or none."""
    one, other = "MARTIN, Marie (1961-05-03)", "MARTIN, Marie (1984-11-30)"
    fill(
        make_page("d-1", "facture", case="SI-1", state="bound", basket="control", party=one, amount=Amount(9_999)),
        make_page("d-2", "facture", case="SI-1", state="bound", basket="control", party=one, amount=Amount(10_000)),
        make_page("d-3", "facture", case="SI-2", state="bound", basket="review", party=other, amount=Amount(-250_000)),
        make_page("d-4", "facture", state="unmatched", amount=Amount(20_000_000, "CHF")),
        make_page("d-5", "facture sans montant", state="in_queue"),
    )


@pytest.mark.usefixtures("invoices")
def test_facets_of_cases_parties_and_amounts(ask: Callable) -> None:
    """State, basket, party and range of amounts are counted; namesakes and currencies are kept apart."""
    answer = ask("facture")
    assert facet(answer, "state") == {"bound": 3, "in_queue": 1, "unmatched": 1}
    assert facet(answer, "basket") == {"control": 2, "review": 1}
    assert facet(answer, "party") == {"MARTIN, Marie (1961-05-03)": 2, "MARTIN, Marie (1984-11-30)": 1}
    assert facet(answer, "amount") == {"EUR 0-100": 1, "EUR 100-1000": 1, "EUR 1000-10000": 1, "CHF 100000-": 1}


@pytest.mark.usefixtures("invoices")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"only": (("basket", "control"),)}, {"d-1", "d-2"}),
        ({"only": (("party", "MARTIN, Marie (1984-11-30)"),)}, {"d-3"}),
        ({"only": (("party", "MARTIN"),)}, set()),
        ({"only": (("state", "bound"), ("amount", "EUR 100-1000"))}, {"d-2"}),
        ({"only": (("case_type", "occupational_disease"),), "case": "SI-1"}, {"d-1", "d-2"}),
        ({"only": (("month", "2026-03"),)}, {"d-1", "d-2", "d-3", "d-4", "d-5"}),
        ({"amount_from": 10_000}, {"d-2", "d-3", "d-4"}),
        ({"amount_to": 10_000}, {"d-1", "d-2"}),
        ({"amount_from": 10_000, "amount_to": 250_000}, {"d-2", "d-3"}),
        ({"amount_from": 9_999, "amount_to": 9_999, "only": (("state", "unmatched"),)}, set()),
    ],
)
def test_facets_and_amounts_narrow(ask: Callable, filters: dict, found: set[str]) -> None:
    """Every value of a facet is a filter; amounts are taken without their sign, both ends included."""
    for typed in ("facture", ""):
        answer = ask(typed, **filters)
        assert {hit.document for hit in answer.hits} == found
        assert answer.total == len(found) == sum(facet(answer, "state").values())


@pytest.mark.usefixtures("invoices")
def test_facets_follow_the_visibility(ask: Callable, fill: Callable, make_page: Callable) -> None:
    """A person, a basket or an amount of a hidden page is in no facet."""
    fill(make_page("d-9", "facture", circle="board", basket="secret", party="X, Y", amount=Amount(1), state="bound"))
    answer = ask("facture", visibility=Visibility(circles=("open",)))
    assert answer == ask("facture", only=(), visibility=Visibility(circles=("open", "none")))
    assert "X, Y" not in facet(answer, "party")
    assert "secret" not in facet(answer, "basket")
    assert facet(answer, "amount")["EUR 0-100"] == 1
    assert ask("facture", visibility=Visibility(circles=("board",)), only=(("basket", "secret"),)).total == 1


def test_a_reach_is_part_of_the_question(ask: Callable, fill: Callable, make_page: Callable) -> None:
    """One who may see one case type or basket finds its pages and those in no case yet: no hit, count or facet more."""
    fill(make_page("d-1", "facture", case_type="claim", basket="control"))
    fill(make_page("d-2", "facture", case_type="claim", basket="board"))
    fill(make_page("d-3", "facture", case_type="invoice", basket="control"))
    fill(make_page("d-4", "facture"))

    def found(*reaches: Reach) -> set[str]:
        answer = ask("facture", visibility=Visibility(circles=None, reaches=reaches))
        assert answer.total == len(answer.hits)
        assert sum(facet(answer, "case_type").values()) == len({hit.document for hit in answer.hits} - {"d-4"})
        return {hit.document for hit in answer.hits}

    assert found(Reach(case_type="claim")) == {"d-1", "d-2", "d-4"}
    assert found(Reach(basket="control")) == {"d-1", "d-3", "d-4"}
    assert found(Reach(case_type="claim", basket="board")) == {"d-2", "d-4"}
    assert found(Reach(case_type="invoice"), Reach(basket="board")) == {"d-2", "d-3", "d-4"}
    assert found(Reach()) == {"d-1", "d-2", "d-3", "d-4"}
    assert found() == set()


@pytest.mark.usefixtures("archive")
def test_nothing_typed_lists_everything(ask: Callable) -> None:
    """An empty question with filters is a list of all that they leave."""
    assert [hit.document for hit in ask("").hits] == ["d-1", "d-2", "d-3", "d-4"]
    assert [hit.document for hit in ask("  ", case="MP-1").hits] == ["d-1", "d-2"]


@pytest.mark.parametrize(
    "options", [{"limit": 0}, {"limit": 100_000}, {"since": "2026-13-01"}, {"until": "hier"}, {"only": (("nom", "x"),)}]
)
def test_wrong_options_are_said(ask: Callable, options: dict[str, object]) -> None:
    """A limit or day that cannot be one is wrong usage, in words."""
    with pytest.raises(WrongUsage) as caught:
        ask("certificat", **options)
    assert caught.value.where in options


@pytest.mark.parametrize("cursor", ["", "x", "é", "W10", "bnVsbA", "eyJhIjogMX0", "WzEsIDIsIDNd"])
def test_a_wrong_cursor_is_said(ask: Callable, cursor: str) -> None:
    """A cursor that was never given is wrong usage, in words."""
    with pytest.raises(WrongUsage):
        ask("certificat", after=cursor)


@pytest.mark.parametrize("typed", ["certificat", "", "certificat médical", "medic*"])
def test_pages_of_answers_join_without_gap_or_overlap(
    fill: Callable, make_page: Callable, ask: Callable, typed: str
) -> None:
    """Going on by the cursor gives every hit once, in the order of one long answer, ties by document then page."""
    texts = ("certificat médical", "certificat médical certificat médical", "un certificat médical de plus")
    pages: list[IndexedPage] = [
        make_page(f"d-{at % 20:02}", texts[at % 3], page=at // 20 + 1) for at in (*range(1, 60, 2), *range(0, 60, 2))
    ]
    fill(*pages)
    whole = ask(typed, limit=100)
    assert (whole.total, whole.next) == (60, None)
    order = [(-hit.score, hit.document, hit.page) for hit in whole.hits]
    assert order == sorted(order)
    joined, after = [], None
    while True:
        part = ask(typed, limit=7, after=after)
        assert part.total == 60
        joined += part.hits
        after = part.next
        if after is None:
            break
    assert joined == list(whole.hits)


def test_boxes_are_those_of_the_words_found(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """Each word that matched, in whatever form, gives its box, and no other word does."""
    fill(make_page("d-1", "Le certificat de l’employeur et les Certificats joints"))
    boxes = ask("certificat employeur").hits[0].boxes
    assert [box[0] for box in boxes] == pytest.approx([0.1, 0.3, 0.6], abs=1e-4)
    assert boxes[0] == pytest.approx((0.1, 0.0, 0.2, 0.02), abs=1e-4)


@pytest.mark.parametrize(
    ("typed", "lefts"),
    [
        ('"certificat médical"', [0.2, 0.3]),
        ("1834,20", [0.6, 0.7]),
        ("12/05/2026", [0.8, 0.9, 0.0]),
        ("certif*", [0.0, 0.2]),
        ("certifica7~", [0.0, 0.2]),
    ],
)
def test_boxes_of_phrases_numbers_and_parts(
    fill: Callable, make_page: Callable, ask: Callable, typed: str, lefts: list[float]
) -> None:
    """A phrase, an amount or a date lights up whole and only where it stands together."""
    fill(make_page("d-1", "certificat 1 certificat médical 12 total 1 834,20 12 mai 2026"))
    assert [box[0] for box in ask(typed).hits[0].boxes] == pytest.approx(lefts, abs=1e-4)


def test_a_word_cut_at_the_line_end_lights_up_whole(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """Both parts of a word cut by a hyphen are shown."""
    fill(make_page("d-1", "la décla-\nration jointe"))
    assert [box[0] for box in ask("déclaration").hits[0].boxes] == pytest.approx([0.1, 0.2], abs=1e-4)


def test_the_excerpt_shows_what_was_found(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """The excerpt is a piece of the page around the best place, and its marks are the words that matched."""
    text = " ".join([*["avant"] * 300, "le", "certificat", "médical", "joint", *["après"] * 300])
    fill(make_page("d-1", text))
    hit = ask("certificats médicaux").hits[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["certificat médical"]
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) < 400


def test_a_hit_by_a_field_alone_shows_the_page(fill: Callable, make_page: Callable, ask: Callable) -> None:
    """Where only a field value matched, the excerpt is the page's beginning and nothing lights up."""
    fill(make_page("d-1", "texte du document", fields=[("last_name", "Lefèvre")]))
    hit = ask("Lefèvre").hits[0]
    assert (hit.snippet, hit.marks, hit.boxes) == ("texte du document", (), ())


def test_a_page_without_boxes_answers(index: SearchIndex, make_page: Callable, ask: Callable) -> None:
    """A page whose words have no boxes, and one without any word, are indexed all the same."""
    page = make_page("d-1", "certificat")
    bare = IndexedPage(**{name: getattr(page, name) for name in page.__dataclass_fields__} | {"words": ()})
    index.replace([("d-1", [bare, make_page("d-1", "", page=2)])])
    assert ask("certificat").hits[0].boxes == ()
    assert ask("").total == 2


def test_replacing_leaves_nothing_of_before(index: SearchIndex, make_page: Callable, ask: Callable) -> None:
    """A document indexed again is found by its new pages alone; without pages it is gone; others stay."""
    index.replace([("d-1", [make_page("d-1", "certificat"), make_page("d-1", "certificat", page=2)])])
    index.replace([("d-2", [make_page("d-2", "certificat")])])
    index.replace([("d-1", [make_page("d-1", "attestation")])])
    assert [hit.document for hit in ask("certificat").hits] == ["d-2"]
    assert [hit.document for hit in ask("attestation").hits] == ["d-1"]
    assert set(index.documents()) == {"d-1", "d-2"}
    index.replace([("d-1", [])])
    assert set(index.documents()) == {"d-2"}
    assert ask("attestation").total == 0


def test_within_one_batch_the_last_word_counts(index: SearchIndex, make_page: Callable, ask: Callable) -> None:
    """A document named twice in one batch is indexed as named last."""
    index.replace([("d-1", [make_page("d-1", "certificat")]), ("d-1", [make_page("d-1", "attestation")])])
    assert (ask("certificat").total, ask("attestation").total) == (0, 1)


def test_an_empty_index_answers(index: SearchIndex, ask: Callable) -> None:
    """Before anything is indexed, and after clearing, there are no hits and no error."""
    assert ask("certificat").total == 0
    names = ["document_class", "case_type", "case", "month", "state", "basket", "party", "amount"]
    assert ask("").facets == tuple((name, ()) for name in names)
    assert list(index.documents()) == []


def test_clearing_forgets_everything(index: SearchIndex, make_page: Callable, ask: Callable) -> None:
    """A cleared index is empty and takes new pages."""
    index.replace([("d-1", [make_page("d-1", "certificat")])])
    index.clear()
    assert (ask("certificat").total, list(index.documents())) == (0, [])
    index.replace([("d-2", [make_page("d-2", "certificat")])])
    assert ask("certificat").total == 1


def test_the_old_index_answers_until_the_new_one_is_whole(
    index: SearchIndex, make_page: Callable, ask: Callable
) -> None:
    """While an index is renewed the old one answers and learns of changes; at its end only the new one is there."""
    index.replace([("d-1", [make_page("d-1", "certificat")]), ("d-2", [make_page("d-2", "certificat")])])
    with index.renewing():
        assert ask("certificat").total == 2
        index.replace([("d-1", [make_page("d-1", "attestation")])])
        assert (ask("certificat").total, ask("attestation").total) == (1, 1)
    assert (ask("certificat").total, ask("attestation").total) == (0, 1)
    assert list(index.documents()) == ["d-1"]
    index.replace([("d-3", [make_page("d-3", "certificat")])])
    assert ask("").total == 2


def test_a_renewal_that_fails_leaves_the_old_index(index: SearchIndex, make_page: Callable, ask: Callable) -> None:
    """An error in the middle of a renewal takes nothing away, and the next renewal begins anew."""
    index.replace([("d-1", [make_page("d-1", "certificat")])])

    def fail() -> None:
        with index.renewing():
            index.replace([("d-2", [make_page("d-2", "certificat")])])
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert {hit.document for hit in ask("certificat").hits} == {"d-1", "d-2"}
    with index.renewing():
        pass
    assert ask("certificat").total == 0


def test_the_later_of_two_renewals_wins(index: SearchIndex, make_page: Callable, ask: Callable) -> None:
    """A renewal that another one overtook says so at its end and changes nothing."""

    def overtaken() -> None:
        with index.renewing():
            with index.renewing():
                index.replace([("d-1", [make_page("d-1", "certificat")])])
            assert ask("certificat").total == 1

    with pytest.raises(ConcurrentChange):
        overtaken()
    assert ask("certificat").total == 1
    index.replace([("d-2", [make_page("d-2", "certificat")])])
    assert set(index.documents()) == {"d-1", "d-2"}


def test_the_first_index_may_be_a_renewed_one(index: SearchIndex, make_page: Callable, ask: Callable) -> None:
    """Renewing before anything was indexed makes the index."""
    with index.renewing():
        index.replace([("d-1", [make_page("d-1", "certificat")])])
    assert ask("certificat").total == 1
