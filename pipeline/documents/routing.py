"""Where a document goes next: straight through, or to the exception queue of the first thing that is in doubt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.model.document import (
    Classification,
    Draft,
    Finding,
    Routing,
    StraightThrough,
    ToQueue,
    Understanding,
)
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import BatchClass
from pipeline.separation.cut_words import by_weight, told

SEPARATION: Final = "separation"
CLASSIFICATION: Final = "classification"
VERIFICATION: Final = "verification"
MOST_SIGNS: Final = 4
"""The most signs that the reason for a doubtful cut names."""
QUEUES: Final = (SEPARATION, CLASSIFICATION, VERIFICATION)


def route(
    classification: Classification, findings: Sequence[Finding], draft: Draft, batch_class: BatchClass
) -> Routing:
    """Return the queue of the first doubt (cut, then class, then fields), with every reason; else straight through."""
    wanted = batch_class.verify
    if is_doubtful_cut(draft, batch_class):
        return ToQueue(queue=SEPARATION, reasons=(unsure_cut(draft),))
    if classification.document_class == UNKNOWN:
        return ToQueue(queue=CLASSIFICATION, reasons=(unknown_class(classification),))
    if classification.confidence < wanted.class_confidence:
        return ToQueue(queue=CLASSIFICATION, reasons=(unsure_class(classification),))
    doubts = tuple(f.message for f in findings if f.severity is not Severity.NOTE)
    return ToQueue(queue=VERIFICATION, reasons=doubts) if doubts else StraightThrough()


def routed(made: Understanding, draft: Draft, batch_class: BatchClass) -> Understanding:
    """Route a document anew, after its findings or its cut changed."""
    return replace(made, routing=route(made.classification, made.findings, draft, batch_class))


def is_doubtful_cut(draft: Draft, batch_class: BatchClass) -> bool:
    """Return whether a person has to say that a document begins where it was cut."""
    return draft.cut_confidence < batch_class.verify.cut_confidence


def unsure_cut(draft: Draft) -> Bilingual:
    """Return the reason that the cut of a document is in doubt."""
    first, last = draft.pages[0], draft.pages[-1]
    signs = [told(seen) for seen in by_weight(draft.because)[:MOST_SIGNS]]
    fr, en = ("; ".join(part) for part in ([sign.fr for sign in signs], [sign.en for sign in signs]))
    return Bilingual(
        fr=f"La coupe du document (pages {first} à {last}) n'est sûre qu'à {draft.cut_confidence:.0%}"
        + (f" : {fr}." if fr else "."),
        en=f"The cut of the document (pages {first} to {last}) is only {draft.cut_confidence:.0%} sure"
        + (f": {en}." if en else "."),
    )


def unknown_class(classification: Classification) -> Bilingual:
    """Return the reason that the classifier abstained."""
    near = ", ".join(runner.document_class for runner in classification.runners_up)
    return Bilingual(
        fr="La classe du document n'est pas reconnue" + (f" (possibles : {near})." if near else "."),
        en="The document's class is not known" + (f" (possible: {near})." if near else "."),
    )


def unsure_class(classification: Classification) -> Bilingual:
    """Return the reason that a class is in doubt."""
    name, sure = classification.document_class, classification.confidence
    return Bilingual(
        fr=f"La classe « {name} » n'est sûre qu'à {sure:.0%}.",
        en=f"The class '{name}' is only {sure:.0%} sure.",
    )
