"""Truth in our own form and in those of others."""

import json

import einvoicing
import pytest

from pipeline.measures.truth import TrueDocument
from pipeline.measures.truth_json import from_json
from pipeline.measures.truth_xml import from_xml


def test_our_own_form():
    """Pages, cuts, classes and fields as CONTRACT writes them; a class that is not told is None."""
    text = json.dumps(
        {
            "pages": [{"number": 1, "text": "Bonjour"}],
            "documents": [
                {"pages": [1, 2], "document_class": "invoice", "fields": {"signed": True, "total": {"amount": "1.00"}}},
                {"pages": [3]},
            ],
        }
    )
    truth = from_json(text)
    assert truth is not None
    assert truth.texts == {1: "Bonjour"}
    assert truth.documents == (
        TrueDocument(pages=(1, 2), document_class="invoice", fields={"signed": "true", "total": "1.00"}),
        TrueDocument(pages=(3,), document_class=None),
    )


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (
            {"company": "ABC Ltd", "date": "25/12/2018", "address": "1 Road", "total": "RM 1,834.20"},
            {"seller_name": "ABC Ltd", "issue_date": "2018-12-25", "total_including_tax": "1834.20"},
        ),
        (
            [{"issuer": "Free", "amount": 29.99, "amount_untaxed": 24.99, "date": "2015-07-02", "lines": []}],
            {"seller_name": "Free", "total_including_tax": "29.99", "total_excluding_tax": "24.99",
             "issue_date": "2015-07-02"},
        ),
        ({"total": "12,50", "date": "le 3 mars"}, {"total_including_tax": "12.50"}),
    ],
    ids=["SROIE", "invoice2data", "unsure"],
)  # fmt: skip
def test_keys_of_others_are_our_fields(told, fields):
    """Their names and forms of days and amounts become ours; what is not sure is not told."""
    truth = from_json(json.dumps(told))
    assert truth is not None
    assert truth.documents == (TrueDocument(pages=(), document_class=None, fields=fields),)


def test_words_of_forms():
    """Groups of words (FUNSD) are the text of the one page."""
    truth = from_json('{"form": [{"words": [{"text": "TO:", "box": [1, 2, 3, 4]}, {"text": "Ann"}]}, {"words": []}]}')
    assert truth is not None
    assert truth.texts == {1: "TO: Ann"}


PAGE = b"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page><TextRegion>
<TextLine><Word><TextEquiv><Unicode>no</Unicode></TextEquiv></Word>
 <TextEquiv index="0"><Unicode>Une ligne</Unicode></TextEquiv>
 <TextEquiv index="1"><Unicode>x</Unicode></TextEquiv></TextLine>
<TextLine><Word><TextEquiv><Unicode>deux</Unicode></TextEquiv></Word>
 <Word><TextEquiv><Unicode>mots</Unicode></TextEquiv></Word></TextLine></TextRegion></Page></PcGts>"""
ALTO = b"""<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page><PrintSpace><TextBlock>
<TextLine><String CONTENT="Une"/><SP/><String CONTENT="ligne"/></TextLine><TextLine><String CONTENT="deux"/>
<String CONTENT="mots"/></TextLine></TextBlock></PrintSpace></Page><Page/></Layout></alto>"""


@pytest.mark.parametrize("content", [PAGE, ALTO], ids=["PAGE", "ALTO"])
def test_lines_of_transcriptions(content):
    """A line has its own text, else that of its words; lines follow each other as in the file."""
    truth = from_xml(content)
    assert truth is not None
    assert truth.texts[1] == "Une ligne\ndeux mots"


def test_an_einvoice_is_the_truth_of_the_paper_that_shows_it():
    """What the XML states are the fields and the lines of the one document."""
    truth = from_xml(einvoicing.ubl())
    assert truth is not None
    assert [each.fields for each in truth.documents] == [einvoicing.STATED]
    assert [set(row) for row in truth.documents[0].tables["lines"]] == [{"description", "quantity", "amount"}]


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"a": 1}', '{"pages": [{"text": "x"}]}'])
def test_what_is_no_truth_tells_nothing(text):
    """Broken JSON, other JSON, and pages without a number are no truth."""
    assert from_json(text) is None


def test_other_xml_tells_nothing():
    """Neither does any other XML."""
    assert from_xml(b"<a/>") is None
    assert from_xml(b"<a") is None
