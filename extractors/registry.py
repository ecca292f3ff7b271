"""What does it say? Runs each field's readers, in the rule's order, and brings their readings to one field each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from extractors.candidates import Asked, Candidate, Papers
from extractors.parties.sides import parties_on
from extractors.priced.columns import AMOUNT, holds_lines
from extractors.priced.figures import decimal_sign
from extractors.priced.line_findings import beside_totals
from extractors.priced.line_read import LineRead, table_of
from extractors.priced.lines import read_lines
from extractors.priced.summed_lines import proved, surer_by_lines
from extractors.priced.totals import Settled, settle
from extractors.readers.barcodes import read_barcodes
from extractors.readers.blocks.reader import read_blocks, read_headings
from extractors.readers.captions import read_captions
from extractors.readers.codes import read_codes
from extractors.readers.datelines import read_datelines
from extractors.readers.forms import read_forms
from extractors.readers.labels import read_labels
from extractors.readers.marks import has_ticks, read_marks, ticked_options
from extractors.readers.messages import read_messages
from extractors.readers.mrz import read_mrz
from extractors.readers.names import read_names
from extractors.readers.parties import read_parties
from extractors.readers.patterns import read_patterns
from extractors.readers.signature import read_signature
from extractors.readers.tables import read_tables, read_total
from extractors.reconcile import reconcile
from extractors.sheet import Sheet
from extractors.vouching.crosscheck import cross_check
from extractors.vouching.ownership import of_own_party, with_agreeing_numbers
from extractors.vouching.reference import compare, known_ones
from extractors.vouching.second_signs import with_second_signs
from extractors.vouching.signed_codes import with_signed_codes
from extractors.vouching.stated import with_statements
from extractors.vouching.whole_names import with_whole_names
from extractors.written.day_order import in_page_order
from pipeline.model.document import Finding, IndexField
from pipeline.model.page import Recognition, Severity
from pipeline.model.text import Bilingual
from pipeline.ports import Certificates, FieldReading, NoCertificates, Sources
from pipeline.rules.catalog import DocumentClass, FieldRule, ReaderName, TableRule

Reader = Callable[[Asked], tuple[Candidate, ...]]
Lines = Mapping[TableRule, tuple[LineRead, ...]]

READERS: Final[dict[ReaderName, Reader]] = {
    ReaderName.MRZ: read_mrz,
    ReaderName.LABELS: read_labels,
    ReaderName.PATTERNS: read_patterns,
    ReaderName.BARCODES: read_barcodes,
    ReaderName.FORMS: read_forms,
    ReaderName.MARKS: read_marks,
    ReaderName.NAMES: read_names,
    ReaderName.TABLES: read_total,
    ReaderName.SIGNATURE: read_signature,
    ReaderName.BLOCKS: read_blocks,
    ReaderName.PARTIES: read_parties,
    ReaderName.CAPTIONS: read_captions,
    ReaderName.DATELINES: read_datelines,
    ReaderName.MESSAGES: read_messages,
    ReaderName.HEADINGS: read_headings,
    ReaderName.CODES: read_codes,
}
NO_CERTIFICATES: Final = NoCertificates()
LAST_RESORT: Final = frozenset({ReaderName.NAMES, ReaderName.CAPTIONS, ReaderName.HEADINGS, ReaderName.CODES})
"""Readers that are asked only when the others found nothing."""
GUESS: Final = 0.6
"""A value from a block that is no surer than this does not count against what another reader found."""


def read_fields(
    pages: Sequence[Recognition],
    document_class: DocumentClass,
    sources: Sources,
    *,
    certificates: Certificates = NO_CERTIFICATES,
) -> FieldReading:
    """Return the fields of the class that the pages show; fulfils `pipeline.ports.FieldReader`."""
    phrases = _known_labels(document_class, sources)
    sheets = tuple(Sheet(page, phrases, document_class.sections, titles=document_class.titles) for page in pages)
    of_lines = tuple(rule for rule in document_class.tables if holds_lines(rule))
    headed = [rule for rule in of_lines if any(column.labels for column in rule.columns)]
    tables = read_tables(sheets, [rule for rule in document_class.tables if rule not in of_lines], today=sources.today)
    sign = decimal_sign(sheets)
    lines: Lines = {rule: read_lines(sheets, rule, sign=sign) if rule in headed else () for rule in of_lines}
    parties = parties_on(sheets, document_class)
    papers = Papers(sheets=sheets, document_class=document_class, sources=sources, tables=tables, parties=parties)
    fields = [_field(Asked(rule=rule, papers=papers)) for rule in document_class.fields]
    ordered = in_page_order(filter(None, fields), pages, language=sources.language)
    worked_out, lines = _worked_out(papers, ordered, lines, sign)
    every = [line for read in lines.values() for line in read]
    tables += tuple(table_of(read, rule) for rule, read in lines.items() if read)
    stated = with_statements(papers, worked_out.fields, tables, every)
    signed = with_signed_codes(papers, stated.fields, certificates)
    crossed = cross_check(signed.fields, pages)
    told = with_whole_names(document_class, with_second_signs(papers, crossed.fields))
    compared = compare(document_class, told, sources.reference, today=sources.today)
    noted = (*worked_out.findings, *stated.findings, *signed.findings, *crossed.findings, *compared.findings)
    return FieldReading(fields=compared.fields, tables=stated.tables, findings=(*noted, *_several_ticked(papers)))


def _worked_out(papers: Papers, fields: Sequence[IndexField], lines: Lines, sign: str) -> tuple[Settled, Lines]:
    """Settle totals by arithmetic, lines by totals, numbers by their agreement; an e-invoice states all of it."""
    if any(sheet.page.einvoice for sheet in papers.sheets):
        return Settled(fields=tuple(fields), findings=()), lines
    settled = settle(papers, fields, [line for read in lines.values() for line in read], sign=sign)
    agreed = with_agreeing_numbers(settled.fields)
    priced = {rule: read for rule, read in lines.items() if any(column.name == AMOUNT for column in rule.columns)}
    made = {**lines, **{rule: proved(read, agreed.fields, papers.sheets, sign=sign) for rule, read in priced.items()}}
    every = [line for read in made.values() for line in read]
    surer = surer_by_lines(agreed.fields, every)
    of_lines = tuple(beside_totals(every, surer, papers.sheets, sign=sign))
    return Settled(fields=surer, findings=(*settled.findings, *agreed.findings, *of_lines)), made


def _known_labels(document_class: DocumentClass, sources: Sources) -> tuple[str, ...]:
    heads = (label for table in document_class.tables for column in table.columns for label in column.labels)
    return tuple(dict.fromkeys((*sources.catalog.labels, *heads)))


def _field(asked: Asked) -> IndexField | None:
    found: list[Candidate] = []
    for name in asked.rule.readers:
        if (name in LAST_RESORT and found) or (name is ReaderName.LABELS and _is_for_ticks(asked)):
            continue
        read = of_own_party(asked, READERS[name](asked))
        if found and name is ReaderName.BLOCKS:
            read = [one for one in read if one.confidence > GUESS]
        found += _vouching(read, found) if name is ReaderName.PATTERNS else read
    if asked.rule.is_first:
        found = _of_first_place(found)
    known = known_ones(asked.rule, asked.papers.document_class, found, asked.papers.sources.reference)
    field = reconcile(asked.rule, known)
    return replace(field, name=asked.rule.name) if field else None


def _of_first_place(found: Sequence[Candidate]) -> list[Candidate]:
    """Keep the readings of the latest of several messages, else of the place that stands first on the papers.

    Those without a place stay.
    """
    if latest := [one for one in found if one.is_latest]:
        return latest
    placed = [one.evidence for one in found if one.evidence]
    if not placed:
        return list(found)
    page, middle = min((place.page, place.box.centre[1]) for place in placed)
    return [
        one
        for one in found
        if one.evidence is None
        or (one.evidence.page == page and one.evidence.box.top <= middle <= one.evidence.box.bottom)
    ]


def _is_for_ticks(asked: Asked) -> bool:
    """Return whether the field is answered by ticks on these papers, so that printed options are no answer."""
    return ReaderName.MARKS in asked.rule.readers and has_ticks(asked)


def _vouching(read: Sequence[Candidate], labelled: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep of numbers found without a label those that a labelled, proved one does not overrule."""
    proved = {candidate.value for candidate in labelled if candidate.is_proved}
    return tuple(candidate for candidate in read if not proved or candidate.value in proved)


def _several_ticked(papers: Papers) -> tuple[Finding, ...]:
    rules = [rule for rule in papers.document_class.fields if ReaderName.MARKS in rule.readers]
    found = ((rule, ticked_options(Asked(rule=rule, papers=papers))) for rule in rules)
    return tuple(_several(rule, ticked) for rule, ticked in found if len(ticked) > 1)


def _several(rule: FieldRule, ticked: Sequence[str]) -> Finding:
    return Finding(
        code="several_ticked",
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"Plusieurs cases sont cochées : {', '.join(ticked)}.",
            en=f"Several boxes are ticked: {', '.join(ticked)}.",
        ),
        field=rule.name,
    )
