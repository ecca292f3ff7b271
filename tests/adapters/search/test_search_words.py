"""How text is cut into terms and a question read, and that Tantivy and the plain judge never disagree."""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.elastic.index import ElasticIndex
from adapters.memory.index import MemoryIndex
from adapters.search_words.matching import places
from adapters.search_words.question import Prefix, Word, read_question
from adapters.search_words.terms import LONGEST_TERM, printed, tokens, tokens_of_run
from adapters.tantivy.index import TantivyIndex
from services.ports.search import IndexedPage, SearchIndex, SearchQuery, Visibility


def terms(text: str) -> list[str]:
    """Return the words of a text as they are found."""
    return [token.forms[0].exact for token in tokens(printed(text))]


def canonical(text: str) -> set[str]:
    """Return the canonical terms of a text."""
    return {form.exact for token in tokens(printed(text)) for form in token.forms if form.length > 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’attestation d'employeur", ["attestation", "employeur"]),
        ("aujourd'hui, prud'hommes", ["aujourd", "hui", "prud", "hommes"]),
        ("the employer's claim", ["the", "employer", "claim"]),
        ("N°12, nº 7 et n° de dossier", ["numero", "12", "numero", "7", "et", "numero", "de", "dossier"]),
        ("Cœur ŒUVRE ex æquo Straße", ["coeur", "oeuvre", "ex", "aequo", "strasse"]),
        ("e\u0301lide\u0301 in\u00advisible", ["elide", "invisible"]),
        ("la décla-\nration et après-\nMidi", ["la", "declaration", "et", "apres", "midi"]),
        ("", []),
        ("… — !!", []),
    ],
)
def test_words_as_they_are_found(text: str, expected: list[str]) -> None:
    """Accents, elision, ligatures, invisible signs and cuts at line ends leave the plain words."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 345 678,90", {"12345678.90", "345678.90", "678.90", "12345678", "345678", "12345"}),
        ("1,5", {"1.50"}),
        ("100,00", {"100.00", "100"}),
        ("31/02/2024", {"31022024", "3102", "022024"}),
        ("1er janvier 2026", {"2026-01-01"}),
        ("12 de mars 2024", {"2024-03-12"}),
        ("version 2.13", {"2.13"}),
        ("deux mots", set()),
        ("le 5 mai", set()),
    ],
)
def test_canonical_terms_hold_every_reading_the_groups_allow(text: str, expected: set[str]) -> None:
    """Every reading that the groups allow is there, and no day that is none."""
    assert canonical(text) == expected


def test_very_long_words_are_cut() -> None:
    """Encoded data makes no endless term, and is found all the same by what was typed of it."""
    assert {len(term) for term in terms("x" * 100_000)} == {LONGEST_TERM}


def test_a_question_forgets_little_words_only_beside_others() -> None:
    """Articles are left out where something telling was typed."""
    assert [clause.form.exact for clause in read_question("le certificat de la caisse").clauses] == [  # type: ignore[union-attr]
        "certificat",
        "caisse",
    ]
    assert len(read_question("de la").clauses) == 2


def test_marks_belong_to_their_word() -> None:
    """A star makes a prefix of the word it stands behind; in quotes or alone it is a sign."""
    assert [type(clause) for clause in read_question("cot* solde").clauses] == [Prefix, Word]
    assert [type(clause) for clause in read_question('"cot*" *').clauses] == [Word]


@given(text=st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_finds_itself(text: str) -> None:
    """Whatever is printed can be typed, as loose words, without an error, and is found."""
    texts = (tokens(printed(text)),)
    question = read_question(text.replace("*", " ").replace("~", " "))
    assert all(places(clause, texts) for clause in question.clauses)


PRINTED = (
    "certificat certificats médical médicaux attestation l'attestation 12 03 2024 mars 1 834,20 834.20 1834 n° "
    "AB-123-CD de décla- ration chevaux invoices œuvre"
)
VOCABULARY = st.sampled_from(PRINTED.split())
ODD = "- , AB FR76 fév 1er of MAI 05 mai, 12-03 20 n °"
PRINTED_OR_ODD = st.one_of(VOCABULARY, st.sampled_from(ODD.split()), st.text(max_size=4))
RUN = st.lists(VOCABULARY, min_size=2, max_size=3).map(" ".join)
TYPED = st.one_of(
    VOCABULARY,
    RUN,
    RUN.map('"{}"'.format),
    VOCABULARY.map(lambda word: word[:4] + "*"),
    VOCABULARY.map(lambda word: word[:2] + word[3:] + "~"),
    st.text(alphabet="\"*~()-+:'^ aé1", max_size=6),
)


@given(text=st.lists(PRINTED_OR_ODD, max_size=12).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_words_cut_apart_are_cut_as_together(text: str) -> None:
    """Cutting the words that stand alone one by one gives what cutting the whole text gives."""
    words = printed(text)
    assert tokens(words) == tokens_of_run(words)


def page(number: int, text: str) -> IndexedPage:
    """Return a page of running text."""
    return IndexedPage(
        document=f"d-{number}",
        page=1,
        document_class="letter",
        case=None,
        case_type=None,
        circle="open",
        received_on="2026-03-02",
        language=None,
        text=text,
        words=(),
        fields=(("reference", text.rpartition(" ")[2]), ("place", text.partition(" ")[0])),
    )


PAGES = st.lists(st.lists(VOCABULARY, min_size=4, max_size=12).map(" ".join), min_size=2, max_size=6)
QUESTIONS = st.lists(TYPED, min_size=5, max_size=20)


def agree(index: SearchIndex, texts: list[str], typed: list[str]) -> None:
    """Fill an empty index and ask: it gives exactly the pages, total and facets that plain looking gives."""
    pages = [(f"d-{number}", [page(number, text)]) for number, text in enumerate(texts)]
    memory = MemoryIndex()
    memory.replace(pages)
    index.replace(pages)
    for question in typed:
        query = SearchQuery(text=question, visibility=Visibility(circles=("open",)))
        expected, given = memory.search(query), index.search(query)
        assert {hit.document for hit in given.hits} == {hit.document for hit in expected.hits}
        assert (given.total, given.facets) == (expected.total, expected.facets)


@given(texts=PAGES, typed=QUESTIONS)
@settings(max_examples=25, deadline=None)
def test_tantivy_finds_what_the_judge_finds(texts: list[str], typed: list[str]) -> None:
    """For any pages and any questions the index gives exactly the pages that plain looking gives."""
    with TemporaryDirectory() as folder:
        agree(TantivyIndex(Path(folder)), texts, typed)


def test_elasticsearch_finds_what_the_judge_finds(kept_index: ElasticIndex) -> None:
    """For any pages and any questions the server gives exactly the pages that plain looking gives."""

    @given(texts=PAGES, typed=QUESTIONS)
    @settings(max_examples=15, deadline=None)
    def asked(texts: list[str], typed: list[str]) -> None:
        kept_index.replace([(document, ()) for document in kept_index.documents()])
        agree(kept_index, texts, typed)

    asked()


PRINTED = (
    "certificats",
    "MÉDICAUX",
    "le",
    "12",
    "mars",
    "2024",
    "FR76",
    "3000",
    "AB",
    "décla-",
    "ration",
    "1",
    "834,20",
    "né-",
)


@given(
    st.lists(st.sampled_from(PRINTED), max_size=14),
    st.sampled_from(["certificat", "certificat médical", "déclaration", '"le certificat"', "mars", "né ration"]),
)
def test_words_are_shown_alike_without_numbers(words: list[str], typed: str) -> None:
    """Where no number is looked for, leaving numbers unread shows the same words."""

    def seen(*, has_numbers: bool) -> list[set[int]]:
        found = tokens(words, has_numbers=has_numbers)
        return [
            {word for place in places(clause, (found,)) for word in (found[place.first].first, found[place.last].last)}
            for clause in read_question(typed).clauses
        ]

    assert seen(has_numbers=True) == seen(has_numbers=False)


@pytest.mark.parametrize("word", ["x" * 20_000, "1" * 20_000, "a1" * 10_000, "a-" * 10_000])
def test_a_pasted_word_of_any_length_is_read_at_once(word: str) -> None:
    """Reading a question takes time in proportion to its length: a pasted word of 20,000 signs keeps nobody waiting."""
    started = process_time()
    read_question(word)
    assert process_time() - started < 5
