"""Every measure against cases counted by hand."""

import pytest

from pipeline.measures import classes
from pipeline.measures.classes import Answer
from pipeline.measures.cuts import score_cuts
from pipeline.measures.fields import says_same, score_fields, wrong_fields
from pipeline.measures.rates import Tally, at_most, upper_bound_95
from pipeline.measures.straight_through import score_straight_through
from pipeline.measures.text import TextScore, score_text, total
from pipeline.measures.truth import Pair, Said, SaidDocument, SaidField, TrueDocument, Truth, paired


def said(*pages, document_class="invoice", confidence=0.9, straight=True, **fields):
    """Return a document as read."""
    read = tuple(SaidField(name=n, value=v, kind="text", confidence=0.9) for n, v in fields.items())
    return SaidDocument(
        pages=pages, document_class=document_class, confidence=confidence, fields=read, is_straight_through=straight
    )


def true(*pages, document_class="invoice", **fields):
    """Return a document as it is."""
    return TrueDocument(pages=pages, document_class=document_class, fields=fields)


def test_characters_and_words():
    """One letter of eleven is wrong and one word of three; line breaks and blanks are no error."""
    score = score_text("Le chat\n dort.", "le  chat dort")
    assert (score.edits, score.characters) == (2, 13)
    assert (score.words, score.found) == (3, 3)
    score = score_text("le chat dort", "le chut dort le")
    assert (score.edits, score.characters, score.words, score.found) == (4, 12, 3, 2)
    assert score.cer == pytest.approx(4 / 12)
    assert score.word_recall == pytest.approx(2 / 3)


def test_a_word_counts_as_often_as_it_stands_there():
    """A word read once of two times is half found."""
    assert score_text("oui oui", "oui").found == 1


def test_pages_add_up_by_their_length():
    """A page of ten characters weighs ten times one of one; without characters there is no rate."""
    both = total([score_text("a", "b"), score_text("abcdefghij", "abcdefghij")])
    assert (both.edits, both.characters, both.pages) == (1, 11, 2)
    assert TextScore().cer is None
    assert TextScore().word_recall is None


def test_rates_of_nothing_are_none():
    """Nothing said has no precision, nothing true no recall; F1 needs one of them."""
    assert (Tally(true=2).precision, Tally(true=2).recall, Tally(true=2).f1) == (None, 0.0, 0.0)
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    tally = Tally(right=1, said=2, true=1) + Tally(right=2, said=2, true=3)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.75, 0.75)


@pytest.mark.parametrize(
    ("wrong", "among", "bound"),
    [(0, 1, 0.95), (0, 59, 0.0495), (0, 100, 0.02951), (1, 10, 0.39416), (2, 50, 0.12061), (5, 5, 1.0), (0, 0, 1.0)],
)
def test_bounds_are_those_of_clopper_and_pearson(wrong, among, bound):
    """The one-sided bounds of the tables (R: binom.test(x, n, alternative = "less")$conf.int[2])."""
    assert upper_bound_95(wrong, among) == pytest.approx(bound, abs=2e-5)


def test_a_bound_is_where_so_few_errors_become_unlikely():
    """At the bound the probability of so few errors is 5 %, also among ten thousand."""
    assert at_most(3, 10_000, upper_bound_95(3, 10_000)) == pytest.approx(0.05, abs=1e-6)


def test_cuts_leave_out_the_first_document():
    """Of documents at 1, 3 and 6, said at 1, 3 and 5: one right of two said and of two true."""
    truth = Truth(texts={}, documents=(true(1, 2), true(3, 4, 5), true(6)))
    read = Said(texts={}, documents=(said(1, 2), said(3, 4), said(5, 6)))
    assert score_cuts(truth, read) == Tally(right=1, said=2, true=2)
    assert score_cuts(Truth(texts={}, documents=(true(),)), read) == Tally()


ANSWERS = (
    Answer(true="a", said="a", confidence=0.95),
    Answer(true="a", said="b", confidence=0.95),
    Answer(true="b", said="b", confidence=0.99),
    Answer(true="b", said="unknown", confidence=0.9),
    Answer(true="unknown", said="unknown", confidence=0.2),
    Answer(true="unknown", said="a", confidence=0.4),
)


def test_classes_of_six_documents():
    """Right: a, b and one unknown of six; alone without error only the surest; one of two unknowns left to a person."""
    assert classes.accuracy(ANSWERS) == pytest.approx(3 / 6)
    assert classes.coverage_at(ANSWERS, error=0.0) == pytest.approx(1 / 6)
    assert classes.coverage_at(ANSWERS, error=0.34) == pytest.approx(3 / 6)
    assert classes.unknown_recall(ANSWERS) == 0.5
    assert classes.confusion(ANSWERS) == {
        "a": {"a": 1, "b": 1},
        "b": {"b": 1, "unknown": 1},
        "unknown": {"a": 1, "unknown": 1},
    }
    assert (classes.accuracy(()), classes.coverage_at((), error=0.1), classes.unknown_recall(())) == (None, None, None)


def test_confidence_against_what_is_right():
    """Bins 0.9-1.0 (three, two right, mean 0.9633) and 0.4-0.5 (one, none right): (3 x 0.2967 + 1 x 0.4) / 4."""
    assert [(each.n, round(each.confidence, 4), round(each.accuracy, 4)) for each in classes.bins(ANSWERS)] == [
        (1, 0.4, 0.0),
        (3, 0.9633, 0.6667),
    ]
    assert classes.calibration_error(ANSWERS) == pytest.approx((3 * (0.963333 - 0.666667) + 0.4) / 4, abs=1e-5)
    assert classes.calibration_error(()) is None


@pytest.mark.parametrize(
    ("read", "wanted", "kind", "same"),
    [
        ("1834.20", "1834.2", "amount", True),
        ("1834.20", "1834.21", "amount", False),
        ("FR1420041", "FR14 2004 1", "identifier", True),
        ("F-2026/1", "F20261", "identifier", True),
        ("LEFEVRE", "Lefèvre", "text", True),
        ("12, rue des Lilas", "12 rue des Lilas", "text", True),
        ("12 rue du Lilas", "12 rue des Lilas", "text", False),
        ("2026-01-02", "2026-02-01", "date", False),
        ("true", "true", "flag", True),
    ],
)
def test_values_are_the_same_by_their_kind(read, wanted, kind, same):
    """Numbers by value, identifiers by letters and figures, texts by words without case and accents."""
    assert says_same(read, wanted, kind=kind) is same


def test_fields_are_counted_over_documents():
    """`number`: right, wrong, left unsaid; `name` is told of one invoice, so another that says one is wrong there."""
    pairs = (
        Pair(true=true(1, number="1", name="A"), said=said(1, number="1", name="A")),
        Pair(true=true(2, number="2"), said=said(2, number="3", name="B", city="C")),
        Pair(true=true(3, number="4"), said=None),
    )
    assert score_fields(pairs) == {
        "name": Tally(right=1, said=2, true=1),
        "number": Tally(right=1, said=2, true=3),
    }
    assert wrong_fields(pairs[1]) == ("number",)


def test_wrong_and_sure_is_a_wrong_cut_class_or_field():
    """Of five that needed nobody three are wrong: by class, by pages, by a field; where nothing is told, nothing is."""
    pairs = (
        Pair(true=true(1, number="1"), said=said(1, number="1")),
        Pair(true=true(2), said=said(2, document_class="letter")),
        Pair(true=true(3, 4), said=said(3)),
        Pair(true=true(5, number="1"), said=said(5, number="2")),
        Pair(true=true(document_class=None), said=said(6, 7)),
        Pair(true=true(8, number="1"), said=said(8, number="2", straight=False)),
        Pair(true=true(9), said=None),
    )
    score = score_straight_through(pairs)
    assert (score.documents, score.straight, score.wrong) == (7, 5, 3)
    assert score.rate == pytest.approx(5 / 7)


def test_documents_are_paired_by_shared_pages():
    """The read document that shares most pages; none when none does; the first when the truth tells no pages."""
    read = Said(texts={}, documents=(said(1, 2), said(3, 4, 5)))
    pairs = paired(Truth(texts={}, documents=(true(2, 3, 4), true(9), true())), read)
    assert [pair.said.pages if pair.said else None for pair in pairs] == [(3, 4, 5), None, (1, 2)]
