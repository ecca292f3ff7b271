"""What is asked of a person, what an answer makes of a document, and that it can be taken back whole."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.documents.doubts import answered, doubts, not_told, remark_seen
from pipeline.documents.routing import route
from pipeline.documents.verification import confirm_cut
from pipeline.geometry import Box
from pipeline.model.document import (
    Classification,
    Draft,
    Evidence,
    Finding,
    IndexField,
    OpenedBy,
    Origin,
    StraightThrough,
    Understanding,
)
from pipeline.model.doubt import DoubtKind
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Day, Text
from pipeline.rules.catalog import BatchClass, VerifyRule

TODAY = date(2026, 11, 22)
RULES = BatchClass(name="mail", title=Bilingual(fr="a", en="a"), version="1", verify=VerifyRule())
SURE = Draft(pages=(1, 2), opened_by=OpenedBy.FILE, cut_confidence=1.0)
KNOWN = Classification(document_class="medical_certificate", confidence=0.95)


def finding(code: str, *, field: str | None = None, severity: Severity = Severity.DOUBT) -> Finding:
    """Make a finding."""
    return Finding(code=code, severity=severity, message=Bilingual(fr=code, en=code), field=field)


def read(name: str, text: str, *, page: int = 1, top: float = 0.5) -> IndexField:
    """Make a field that was read at a height of a page."""
    evidence = Evidence(page=page, box=Box(0.1, top, 0.3, top + 0.02), text=text)
    return IndexField(name=name, value=Text(text), confidence=0.4, origin=Origin.TEXT, evidence=evidence)


def understanding(
    *fields: IndexField, findings: tuple[Finding, ...] = (), seen: Classification = KNOWN
) -> Understanding:
    """Make a reading, routed as it has to be."""
    routing = route(seen, findings, SURE, RULES)
    return Understanding(
        classification=seen, language="fr", fields=fields, tables=(), findings=findings, routing=routing
    )


def keys(made: Understanding, draft: Draft = SURE) -> list[str]:
    """Name what is asked."""
    return [doubt.key for doubt in doubts(made, draft, RULES)]


def test_what_comes_first_is_asked_first():
    """A cut, then a class, then fields down the paper, what is missing, and remarks, each in its turn."""
    fields = (read("last_name", "B", page=2), read("first_names", "C", top=0.1), read("address", "D", top=0.7))
    found = tuple(finding("low_confidence", field=field.name) for field in fields)
    made = understanding(*fields, findings=(finding("blurred"), finding("missing_field", field="signed"), *found))
    unsure = replace(SURE, cut_confidence=0.5)
    assert keys(made, unsure) == ["cut"]
    sure, settled = confirm_cut(unsure, made, RULES)
    assert sure == SURE
    assert keys(settled) == [
        *("field.first_names", "field.address", "field.last_name", "field.signed"),
        "remark.blurred.1",
    ]
    for classification in (replace(KNOWN, confidence=0.3), Classification(document_class=UNKNOWN, confidence=0.0)):
        assert keys(replace(made, classification=classification)) == ["class"]


def test_reasons_of_one_field_are_one_doubt():
    """All that speaks against a value is said at once; notes are asked about by nobody."""
    findings = (finding("low_confidence", field="address"), finding("odd", field="address"))
    made = understanding(read("address", "x"), findings=(*findings, finding("faint", severity=Severity.NOTE)))
    (doubt,) = doubts(made, SURE, RULES)
    assert doubt.kind is DoubtKind.FIELD
    assert [reason.en for reason in doubt.reasons] == ["low_confidence", "odd"]
    assert doubt.read == read("address", "x")


def test_remarks_keep_their_names():
    """Two remarks of one kind are told apart, and the second keeps its name when the first is settled."""
    made = understanding(findings=(finding("blurred"), finding("dark"), finding("blurred")))
    assert keys(made) == ["remark.blurred.1", "remark.dark.1", "remark.blurred.2"]
    after = remark_seen(made, "remark.blurred.1", draft=SURE, batch_class=RULES)
    assert keys(after) == ["remark.dark.1", "remark.blurred.2"]
    for key in keys(after):
        after = remark_seen(after, key, draft=SURE, batch_class=RULES)
    assert after.routing == StraightThrough()


@pytest.fixture(scope="module")
def certificate(catalog):
    """Return the rules of medical certificates."""
    return catalog.find("medical_certificate")


def test_a_day_in_the_future_is_confirmed_by_saying_it_again(certificate):
    """What speaks against a typed day is asked once more; the same day again ends the doubt."""
    day, said = Day(date(2030, 1, 1)), understanding(findings=(finding("missing_field", field="first_observed_on"),))
    means = {"document_class": certificate, "draft": SURE, "batch_class": RULES, "today": TODAY}
    once = answered(said, "first_observed_on", day, **means)
    (doubt,) = doubts(once, SURE, RULES)
    assert "2030-01-01 is in the future" in doubt.reasons[0].en
    assert answered(once, "first_observed_on", day, **means).routing == StraightThrough()


def test_what_nobody_can_confirm_is_taken_out_and_noted():
    """The machine's reading goes out of the fields and stays as a note; nothing else changes."""
    other = read("last_name", "B")
    made = understanding(read("address", "x"), other, findings=(finding("low_confidence", field="address"),))
    after = not_told(made, "address", draft=SURE, batch_class=RULES)
    assert after.fields == (other,)
    assert {found.severity for found in after.findings} == {Severity.NOTE}
    assert "x" in after.findings[-1].message.en
    assert after.routing == StraightThrough()
