"""Rows of tables against the truth, counted by hand."""

import json

import pytest

from pipeline.measures.rates import Tally
from pipeline.measures.rows import score_tables, wrong_tables
from pipeline.measures.straight_through import is_wrong
from pipeline.measures.truth import Pair, SaidDocument, TrueDocument
from pipeline.measures.truth_json import from_json

BOLTS = {"description": "Boulons M8 zingués", "quantity": "10", "unit_price": "1.50", "amount": "15.00"}
TRUE_BOLTS = {**BOLTS, "vat_rate": "20"}
WORK = {"description": "Main-d'œuvre", "quantity": "2", "unit_price": "1045.00", "amount": "2090.00"}


def pair(*rows, true=(BOLTS, WORK)):
    """Return a document whose lines are known, and how they were read."""
    read = SaidDocument(
        pages=(1,),
        document_class="invoice",
        confidence=0.9,
        fields=(),
        is_straight_through=True,
        tables={"lines": rows} if rows else {},
    )
    return Pair(true=TrueDocument(pages=(1,), document_class="invoice", tables={"lines": true}), said=read)


def row(of, **other):
    """Return a row, some of its columns read otherwise."""
    return {**of, **other}


@pytest.mark.parametrize(
    ("other", "is_right"),
    [
        ({"amount": "15,00 €"}, True),
        ({"description": "Boulons M8 zingues"}, True),
        ({"description": "Boulons MB zingués"}, True),
        ({"description": "Écrous"}, False),
        ({"amount": "15.01"}, False),
        ({"quantity": ""}, False),
        ({"unit_price": "1.5000", "reference": "B-8"}, True),
        ({"vat_rate": "20"}, True),
        ({"vat_rate": "10"}, False),
    ],
)
def test_a_row_is_right_by_its_numbers_and_nearly_by_its_words(other, is_right):
    """Numbers by value however written; a misread letter spoils nothing, nor do more columns, or one left unsaid."""
    assert score_tables([pair(row(BOLTS, **other), true=(TRUE_BOLTS,))])["lines"].right == is_right


def test_amounts_of_thousands_are_the_same_however_parted():
    """Blanks, points and commas part thousands; the last sign parts cents."""
    read = (row(WORK, unit_price=text) for text in ("1 045,00", "1.045,00", "1,045.00"))
    assert score_tables([pair(*read, true=(WORK, WORK, WORK))])["lines"] == Tally(right=3, said=3, true=3)


def test_each_row_said_stands_for_one():
    """The same row twice is one right and one wrong; a missing one is left unsaid."""
    doubled = pair(BOLTS, BOLTS)
    assert score_tables([doubled])["lines"] == Tally(right=1, said=2, true=2)
    assert wrong_tables(doubled) == ("lines",)
    assert wrong_tables(pair(BOLTS)) == ()
    assert wrong_tables(pair()) == ()


def test_a_wrong_row_that_went_straight_through_is_wrong_and_sure():
    """Rows count like fields when wrong and sure is counted."""
    assert is_wrong(pair(row(BOLTS, amount="16.00")))
    assert not is_wrong(pair(BOLTS, WORK))


@pytest.mark.parametrize("place", ["fields", "tables"])
def test_tables_of_a_truth_stand_among_its_fields_or_beside_them(place):
    """A list of rows is a table in either place, and no field."""
    told = {"pages": [1], "fields": {"bic": "X"}}
    told[place] = {**told.get(place, {}), "lines": [{"amount": 15}]}
    truth = from_json(json.dumps({"documents": [told]}))
    assert truth is not None
    assert truth.documents[0].tables == {"lines": ({"amount": "15"},)}
    assert truth.documents[0].fields == {"bic": "X"}


def test_tables_of_a_truth_may_stand_as_documents_show_them():
    """A list of names and rows, as `document show` gives them, is the same."""
    table = {"name": "lines", "rows": [{"amount": "15"}]}
    truth = from_json(json.dumps({"documents": [{"pages": [1], "tables": [table]}]}))
    assert truth is not None
    assert truth.documents[0].tables == {"lines": ({"amount": "15"},)}
