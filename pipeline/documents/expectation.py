"""What is known of a paper before it is read: the answer slip in front of it says which paper should follow.

The slip decides where the paper alone is unclear, and never overrules it: a paper that reads as something else goes to
a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.model.document import Classification, Finding
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import Catalog

SLIP_WORD = 0.95
"""How far an announced class is trusted when the paper does not contradict it: as far as a separator sheet."""
AT_ODDS = 0.5
"""A paper contradicts its slip when another class is likelier than this."""

Classify = Callable[[Catalog], Classification]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The classes that the paper may be of, () for any; findings: what is wrong with the slip itself."""

    classes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


NOTHING_EXPECTED = Expectation()


def classified(
    classify: Classify, catalog: Catalog, expected: Expectation
) -> tuple[Classification, tuple[Finding, ...]]:
    """Classify a paper in the light of what is expected; return the doubts that come of it, also the slip's own."""
    found = classify(catalog)
    known = tuple(each for each in catalog.classes if each.code in expected.classes)
    if not known:
        return found, expected.findings
    codes = {each.code for each in known}
    if found.document_class in codes:
        return replace(found, confidence=max(found.confidence, SLIP_WORD)), expected.findings
    rival = _rival(found, codes)
    if rival is not None:
        return found, (*expected.findings, _contradicts(catalog, rival, expected))
    if len(known) == 1:
        announced = replace(found, document_class=known[0].code, confidence=SLIP_WORD)
        others = tuple(runner for runner in found.runners_up if runner.document_class != known[0].code)
        return replace(announced, runners_up=others), expected.findings
    among = classify(Catalog(classes=known))
    if among.document_class == UNKNOWN:
        return found, expected.findings
    return replace(among, confidence=max(among.confidence, SLIP_WORD)), expected.findings


def _rival(found: Classification, expected: set[str]) -> str | None:
    """Return the class that the paper reads as instead, or None when it does not read as another class."""
    if found.document_class != UNKNOWN:
        return found.document_class
    likely = (runner for runner in found.runners_up if runner.confidence >= AT_ODDS)
    return next((runner.document_class for runner in likely if runner.document_class not in expected), None)


def _contradicts(catalog: Catalog, rival: str, expected: Expectation) -> Finding:
    read = _title(catalog, rival)
    announced = [_title(catalog, code) for code in expected.classes]
    french, english = ", ".join(title.fr for title in announced), ", ".join(title.en for title in announced)
    return Finding(
        code="answer_contradicts",
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"Le coupon-réponse annonce : {french} ; le document se lit comme : {read.fr}.",
            en=f"The answer slip announces: {english}; the document reads as: {read.en}.",
        ),
    )


def _title(catalog: Catalog, code: str) -> Bilingual:
    known = catalog.find(code)
    return known.title if known else Bilingual(fr=code, en=code)
