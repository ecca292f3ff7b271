"""From a cut draft to a document that is understood: class, language, fields, findings, routing.

The classifier and the field reader are passed in; this module only puts their answers together.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pipeline.documents.expectation import NOTHING_EXPECTED, Expectation, classified
from pipeline.documents.routing import route
from pipeline.documents.validation import page_findings, validate
from pipeline.model.document import (
    Classification,
    Draft,
    Finding,
    IndexField,
    Origin,
    RunnerUp,
    StraightThrough,
    Understanding,
)
from pipeline.model.identity import UNKNOWN
from pipeline.model.page import Recognition
from pipeline.ports import Classifier, FieldReader, FieldReading, NameFinder, ReferenceData, Sources
from pipeline.rules.catalog import BatchClass, Catalog

DEFAULT_LANGUAGE = "fr"
NOTHING_READ = FieldReading(fields=(), tables=(), findings=())


def understand(
    draft: Draft,
    pages: Sequence[Recognition],
    *,
    catalog: Catalog,
    batch_class: BatchClass,
    classifier: Classifier,
    reader: FieldReader,
    reference: ReferenceData,
    names: NameFinder,
    today: date,
    expected: Expectation = NOTHING_EXPECTED,
) -> Understanding:
    """Return what the draft is and what it says; pages are the draft's own, in its order."""
    classification, doubts = classified(lambda among: classifier(pages, draft, among), catalog, expected)
    return _understood(
        classification,
        draft,
        pages,
        doubts=doubts,
        batch_class=batch_class,
        reader=reader,
        sources=_sources(catalog, reference, names, pages, today),
    )


def reunderstand(
    before: Classification,
    draft: Draft,
    pages: Sequence[Recognition],
    *,
    document_class: str,
    catalog: Catalog,
    batch_class: BatchClass,
    reader: FieldReader,
    reference: ReferenceData,
    names: NameFinder,
    today: date,
    expected: Expectation = NOTHING_EXPECTED,
) -> Understanding:
    """Read the draft anew as the class that an operator set; what the machine thought stays among the runners-up.

    What is wrong with its answer slip stays a doubt; that the slip announced another class no longer is one.
    """
    return _understood(
        class_set(before, document_class),
        draft,
        pages,
        doubts=expected.findings,
        batch_class=batch_class,
        reader=reader,
        sources=_sources(catalog, reference, names, pages, today),
    )


def class_set(before: Classification, document_class: str) -> Classification:
    """Return the classification by an operator; the machine's class becomes a runner-up when it was another."""
    machine = RunnerUp(document_class=before.document_class, confidence=before.confidence)
    every = (machine, *before.runners_up) if before.document_class != UNKNOWN else before.runners_up
    others = tuple(runner for runner in every if runner.document_class != document_class)
    because = before.because if before.document_class == document_class else ()
    return Classification(document_class=document_class, confidence=1.0, because=because, runners_up=others)


def language_of(pages: Sequence[Recognition]) -> str | None:
    """Return the language most words are in, or None when no page has one."""
    counts: Counter[str] = Counter()
    for page in pages:
        if page.language:
            counts[page.language] += len(page.words)
    return counts.most_common(1)[0][0] if counts else None


def _sources(
    catalog: Catalog, reference: ReferenceData, names: NameFinder, pages: Sequence[Recognition], today: date
) -> Sources:
    language = language_of(pages) or DEFAULT_LANGUAGE
    return Sources(catalog=catalog, reference=reference, names=names, today=today, language=language)


def _understood(
    classification: Classification,
    draft: Draft,
    pages: Sequence[Recognition],
    *,
    doubts: Sequence[Finding],
    batch_class: BatchClass,
    reader: FieldReader,
    sources: Sources,
) -> Understanding:
    document_class = sources.catalog.find(classification.document_class)
    if document_class is None:
        reading, findings = NOTHING_READ, (*draft.findings, *doubts, *page_findings(pages))
    else:
        reading = reader(pages, document_class, sources)
        checked = validate(document_class, reading.fields, pages, batch_class=batch_class, today=sources.today)
        findings = (*draft.findings, *doubts, *reading.findings, *checked)
    routing = route(classification, findings, draft, batch_class)
    is_certain = isinstance(routing, StraightThrough)
    return Understanding(
        classification=classification,
        language=language_of(pages),
        fields=_believed(reading.fields, findings) if is_certain else reading.fields,
        tables=reading.tables,
        findings=findings,
        routing=routing,
    )


def _believed(fields: Sequence[IndexField], findings: Sequence[Finding]) -> tuple[IndexField, ...]:
    """Leave out what was read with too little confidence, now that nobody will look; the finding says what was read.

    What an e-invoice states was not read: it stays as it is stated, however wrong its check digits are.
    """
    unsure = {finding.field for finding in findings if finding.code in {"low_confidence", "check_digit_wrong"}}
    return tuple(field for field in fields if field.name not in unsure or field.origin is Origin.XML)
