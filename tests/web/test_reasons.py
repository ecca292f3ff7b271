"""Reasons of doubts are told by what the reading hangs on: other readings, marks; days as days are written."""

import re
from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.document import (
    Alternative,
    Classification,
    Draft,
    Finding,
    IndexField,
    OpenedBy,
    Origin,
    RunnerUp,
    StraightThrough,
    Understanding,
)
from pipeline.model.doubt import Doubt, DoubtKind
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual, Language
from pipeline.model.values import Day, Identifier
from services.rules.rulebook import Titles
from web.formats import Formats
from web.reasons import Reasons
from web.words import Words

LETTER = Bilingual(fr="Lettre", en="Letter")
UNSURE = Finding(
    code="low_confidence",
    severity=Severity.DOUBT,
    message=Bilingual(
        fr="Né(e) le : « 1983-05-25 » n'est sûr qu'à 62% (il faut 83%).", en="'1983-05-25' is only 62% sure."
    ),
    field="birth_date",
)
READ = IndexField(name="birth_date", value=Day(date(1983, 5, 25)), confidence=0.62, origin=Origin.TEXT)
RIVAL = replace(READ, alternatives=(Alternative(value=Day(date(1988, 5, 25)), confidence=0.4),))
MADE = Understanding(
    classification=Classification(
        document_class="unknown", confidence=0.4, runners_up=(RunnerUp(document_class="letter", confidence=0.4),)
    ),
    language="fr",
    fields=(READ,),
    tables=(),
    findings=(UNSURE,),
    routing=StraightThrough(),
)
CUT = Doubt(key="cut", kind=DoubtKind.CUT, reasons=())
CLASS = Doubt(key="class", kind=DoubtKind.CLASS, reasons=())
DRAFT = Draft(pages=(1, 2), opened_by=OpenedBy.CONTENT, cut_confidence=0.6)


def telling(language: Language) -> Reasons:
    """Return what tells reasons in a language."""
    titles = Titles(document_classes={"letter": LETTER}, case_types={}, baskets={})
    return Reasons(t=Words(language), formats=Formats(language), titles=titles)


def asked(read: IndexField) -> Doubt:
    """Return the doubt about a field."""
    return Doubt(
        key="field.birth_date", kind=DoubtKind.FIELD, reasons=(), field=read.name, read=read, findings=(UNSURE,)
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("doubt", [asked(READ), asked(RIVAL), CUT, CLASS])
def test_no_reason_shows_a_share_or_a_code(language: Language, doubt: Doubt) -> None:
    """Whatever is asked, its reason is a sentence without percentages, ISO days or codes."""
    said = telling(language).of_doubt(doubt, MADE, DRAFT)
    assert said
    assert not re.search(r"%|\d{4}-\d{2}|[a-z]_[a-z]|unknown", " ".join(said))


@pytest.mark.parametrize(
    ("language", "day"), [(Language.FR, "«\u00a025/05/1988\u00a0»"), (Language.EN, "“25/05/1988”")]
)
def test_another_reading_is_named(language: Language, day: str) -> None:
    """A field with a rival reading says which, its day written as the language does."""
    (said,) = telling(language).of_doubt(asked(RIVAL), MADE, DRAFT)
    assert day in said


def test_the_nearest_classes_are_named_by_their_titles() -> None:
    """A paper of no known class says which it is near to, in words."""
    said = telling(Language.FR).of_doubt(CLASS, MADE, DRAFT)
    assert any("Lettre" in one for one in said)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("le XML dit « 2026-11-02 », la page « 2026-11-03 »", "le XML dit « 02/11/2026 », la page « 03/11/2026 »"),
        ("la référence MP-2026-11-02 et le 2026-13-45", "la référence MP-2026-11-02 et le 2026-13-45"),
    ],
)
def test_days_of_the_records_are_written_as_days_are(written: str, told: str) -> None:
    """An ISO day in a sentence is told as a day; what only looks like one stays."""
    assert Formats(Language.FR).told(Bilingual(fr=written, en=written)) == told


def test_a_remark_names_its_field() -> None:
    """Outside of the desk, where the field is not beside it, a remark says what it is about."""
    assert telling(Language.FR).of_finding(UNSURE, MADE).startswith("Date de naissance\u00a0:")


def test_right_check_digits_are_told() -> None:
    """Of a number whose check digits hold nobody is told that nothing confirms it."""
    read = replace(READ, name="iban", value=Identifier("FR7630006000011234567890189", "iban"))
    (said,) = telling(Language.EN).of_doubt(replace(asked(read), field="iban"), MADE, DRAFT)
    assert "check digits" in said
