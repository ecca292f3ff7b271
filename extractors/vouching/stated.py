"""What the XML of an e-invoice states, set beside what its pages show.

The XML is the invoice (EN 16931; ordinance 2021-1190): its values are taken as they are. The pages are what a person
sees: a value that they show otherwise, or not at all, is a finding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.candidates import Papers
from extractors.priced.line_read import LineRead
from extractors.vouching.shown import names_on, place_of
from extractors.vouching.stated_parts import DIFFERS, NOT_SHOWN, SUMS_DISAGREE, parts_beside
from pipeline.folding import letters
from pipeline.model.document import Alternative, Evidence, Finding, IndexField, Origin, Table
from pipeline.model.einvoice import EInvoice
from pipeline.model.page import Recognition, Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Text, Value, written
from pipeline.rules.catalog import FieldRule

CERTAIN = 1.0
LINES: Final = "lines"
PARTICULARS: Final = "particulars"
"""The table of what bears on the payment and stands on no line."""
_COLUMNS: Final = ("description", "quantity", "unit", "unit_price", "amount")
_WHEN_STATED: Final = ("reference", "vat_rate")
PROOF_OF_PAYEE: Final = "iban"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The fields and tables with the XML's in their place, and how the pages differ from it."""

    fields: tuple[IndexField, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]


def with_statements(
    papers: Papers, seen: Sequence[IndexField], tables: Sequence[Table], lines: Sequence[LineRead] = ()
) -> Stated:
    """Put what the XML states in the place of what was read; without an XML nothing changes.

    lines: those read on the pages.
    """
    pages = tuple(sheet.page for sheet in papers.sheets)
    einvoice = next((page.einvoice for page in pages if page.einvoice), None)
    if einvoice is None:
        return Stated(fields=tuple(seen), tables=tuple(tables), findings=())
    read = {field.name: field for field in seen}
    rules = {rule.name: rule for rule in papers.document_class.fields}
    pairs = [
        _compared(papers, pages, s.name, s.value, read.get(s.name), rules.get(s.name)) for s in einvoice.statements
    ]
    fields = {**read, **{field.name: field for field, _ in pairs}}
    differences = tuple(finding for _, finding in pairs if finding)
    return Stated(
        fields=tuple(fields.values()),
        tables=(*(table for table in tables if table.name != LINES), *_lines(einvoice, lines)),
        findings=(
            *differences,
            *_sums(einvoice),
            *parts_beside(einvoice, lines, pages, today=papers.sources.today),
        ),
    )


def _compared(
    papers: Papers,
    pages: Sequence[Recognition],
    name: str,
    value: Value,
    seen: IndexField | None,
    rule: FieldRule | None,
) -> tuple[IndexField, Finding | None]:
    agrees = seen is not None and _says_same(seen.value, value)
    place = seen.evidence if seen and agrees else place_of(value, pages, today=papers.sources.today)
    field = IndexField(name=name, value=value, confidence=CERTAIN, origin=Origin.XML, evidence=place)
    if place is not None:
        return field, None
    if isinstance(value, Text):
        is_shown = not name.endswith("_name") or names_on(value.value, pages)
        return field, None if is_shown else _not_shown(name, value, Severity.NOTE)
    if seen is None or (rule and seen.confidence < rule.threshold):
        return field, _not_shown(name, value, _weight(name, value, rule))
    other = Alternative(value=seen.value, confidence=round(seen.confidence, 4))
    return replace(field, alternatives=(other,)), _differs(name, value, seen.value)


def _says_same(seen: Value, value: Value) -> bool:
    if isinstance(seen, Text) and isinstance(value, Text):
        return letters(seen.value) == letters(value.value)
    return written(seen).casefold() == written(value).casefold()


def _weight(name: str, value: Value, rule: FieldRule | None) -> Severity:
    """Return how much it matters that the pages do not show a value: sums, payee and what must be known are a doubt."""
    matters = isinstance(value, Amount) or name == PROOF_OF_PAYEE or (rule is not None and rule.is_required)
    return Severity.DOUBT if matters else Severity.NOTE


def _differs(name: str, value: Value, seen: Value) -> Finding:
    word = name.replace("_", " ")
    return Finding(
        code=DIFFERS,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"{word} : le XML dit « {written(value)} », la page montre « {written(seen)} ».",
            en=f"{word}: the XML says '{written(value)}', the page shows '{written(seen)}'.",
        ),
        field=name,
    )


def _not_shown(name: str, value: Value, severity: Severity) -> Finding:
    word = name.replace("_", " ")
    return Finding(
        code=NOT_SHOWN,
        severity=severity,
        message=Bilingual(
            fr=f"{word} : « {written(value)} » est dans le XML et n'a pas été trouvé sur les pages.",
            en=f"{word}: '{written(value)}' is in the XML and was not found on the pages.",
        ),
        field=name,
    )


def _sums(einvoice: EInvoice) -> Iterator[Finding]:
    """Check that the total is the net with its tax (EN 16931, BR-CO-15)."""
    net, tax, gross = (einvoice.value(f"total_{part}") for part in ("excluding_tax", "tax", "including_tax"))
    if not (isinstance(net, Amount) and isinstance(tax, Amount) and isinstance(gross, Amount)):
        return
    if net.minor + tax.minor != gross.minor:
        shown = " + ".join((written(net), written(tax)))
        yield Finding(
            code=SUMS_DISAGREE,
            severity=Severity.DOUBT,
            message=Bilingual(
                fr=f"Le total du XML n'est pas juste : {shown} ne font pas {written(gross)}.",
                en=f"The total of the XML is not right: {shown} are not {written(gross)}.",
            ),
            field="total_including_tax",
        )


def _lines(einvoice: EInvoice, read: Sequence[LineRead]) -> Iterator[Table]:
    rows = tuple(
        tuple((column, getattr(line, column)) for column in _COLUMNS)
        + tuple((column, text) for column in _WHEN_STATED if (text := getattr(line, column)))
        for line in einvoice.lines
    )
    if rows:
        yield Table(name=LINES, rows=rows, places=tuple(_place(line.amount, read) for line in einvoice.lines))
    others = tuple((("kind", one.kind), ("text", one.text), ("amount", one.amount)) for one in einvoice.particulars)
    if others:
        yield Table(name=PARTICULARS, rows=others)


def _place(amount: str, read: Sequence[LineRead]) -> Evidence | None:
    """Return the place of the one line of the pages that has the amount; None without or with several."""
    shown = [line for line in read if line.amount is not None and f"{line.amount:f}" == amount]
    return shown[0].place if len(shown) == 1 else None
