"""What a signed 2D-Doc on the pages says, set beside what their print says; a signature that fails is for a person.

Which entries say which field stands in the rules. A value of the code is exact; that it is true, only its signature
proves. So the print has to say the same, and where it does not, a person looks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.candidates import Papers
from extractors.reconcile import AT_ODDS, SUREST
from extractors.vouching.shown import place_of
from pipeline.folding import fold
from pipeline.model.document import Alternative, Evidence, Finding, IndexField, Origin
from pipeline.model.page import Recognition, Severity
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, Day, Identifier, Number, Text, Value, written
from pipeline.ports import Certificates
from pipeline.rules.catalog import FieldKind, FieldRule
from pipeline.two_d_doc.reading import TwoDDoc, is_two_d_doc, read_two_d_doc
from pipeline.two_d_doc.verdict import Verdict, verdict

SIGNED: Final = 0.99
"""How sure a value is that a valid signature vouches for; what is left is that it means something else."""
CODED: Final = 0.98
"""The same without a known certificate: a matrix code carries its own check (`readers.barcodes`)."""
BELIEVED: Final = (Verdict.VALID, Verdict.UNKNOWN_CERTIFICATE)
"""Verdicts after which the values count; a code that fails says nothing."""
DIFFERS: Final = "differs_from_code"
NOT_SHOWN: Final = "code_not_on_page"
TITLES: Final = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "maitre"})
LEAST_WORD: Final = 3
"""Letters of a word that the print has to show as well."""
LONG_WORD: Final = 5
"""Letters of a word from which on one of them may be misread."""
_AMOUNT: Final = re.compile(r"(-?)\s*(\d+)(?:[.,](\d{1,2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The fields with what the codes vouch for, and what was noted."""

    fields: tuple[IndexField, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A 2D-Doc that was read, where it stands, and what became of its signature."""

    doc: TwoDDoc
    place: Evidence
    verdict: Verdict


def with_signed_codes(papers: Papers, seen: Sequence[IndexField], certificates: Certificates) -> Signed:
    """Set what 2D-Docs state beside what was read; without one nothing changes."""
    pages = tuple(sheet.page for sheet in papers.sheets)
    today = papers.sources.today
    codes = [
        (code.payload, Evidence(page=page.number, box=code.box, text="2D-Doc"))
        for page in pages
        for code in page.codes
        if is_two_d_doc(code.payload)
    ]
    if not codes:
        return Signed(fields=tuple(seen), findings=())
    found, findings = _judged(codes, certificates, today)
    believed = [each for each in found if each.verdict in BELIEVED]
    fields = {field.name: field for field in seen}
    for rule in papers.document_class.fields:
        stated = _stated(rule, believed)
        if stated is not None:
            fields[rule.name], differences = _beside(rule, *stated, fields.get(rule.name), pages, today)
            findings += differences
    order = [rule.name for rule in papers.document_class.fields]
    ordered = sorted(fields.values(), key=lambda field: order.index(field.name) if field.name in order else len(order))
    return Signed(fields=tuple(ordered), findings=tuple(findings))


def _judged(
    codes: Sequence[tuple[str, Evidence]], certificates: Certificates, today: date
) -> tuple[list[_Read], list[Finding]]:
    found: list[_Read] = []
    findings: list[Finding] = []
    trusted = certificates.trusted()
    for payload, place in codes:
        try:
            doc = read_two_d_doc(payload)
        except ValueError:
            findings.append(_UNREADABLE)
            continue
        found.append(_Read(doc=doc, place=place, verdict=verdict(doc, trusted, today=today)))
        findings.append(_told(found[-1]))
    return found, findings


def _stated(rule: FieldRule, believed: Sequence[_Read]) -> tuple[Value, _Read] | None:
    """Return what the first code that speaks of a field says of it."""
    for wanted in rule.two_d_doc:
        for read in believed:
            value = _header_day(wanted, read.doc) or _value(rule, wanted.split(), read.doc)
            if value is not None:
                return value, read
    return None


def _header_day(wanted: str, doc: TwoDDoc) -> Value | None:
    days = {"issued_on": doc.issued_on, "signed_on": doc.signed_on}
    day = days.get(wanted)
    return Day(day) if day else None


def _value(rule: FieldRule, identifiers: Sequence[str], doc: TwoDDoc) -> Value | None:
    """Return the value that entries say together; None when they say none of the field's kind."""
    entries = [entry for wanted in identifiers for entry in doc.entries if entry.identifier == wanted and entry.value]
    if not entries:
        return None
    text = " ".join(word for entry in entries for word in _parted(entry.value))
    if rule.kind is FieldKind.TEXT:
        return Text(text)
    if rule.kind is FieldKind.DATE:
        return Day(entries[0].day) if entries[0].day else None
    if rule.kind is FieldKind.IDENTIFIER:
        return Identifier(text.replace(" ", ""), rule.scheme or "local")
    return _figure(rule.kind, text)


def _parted(value: str) -> list[str]:
    """Return the words of a value, without the title of a person (`MME/SPECIMEN/NATACHA`)."""
    parts = value.split("/")
    named = parts[1:] if len(parts) > 1 and fold(parts[0]) in TITLES else parts
    return " ".join(named).split()


def _figure(kind: FieldKind, text: str) -> Value | None:
    number = text.replace(",", ".")
    if kind is FieldKind.NUMBER and re.fullmatch(r"-?\d+(\.\d+)?", number):
        return Number(number)
    return _amount(text) if kind is FieldKind.AMOUNT else None


def _amount(text: str) -> Amount | None:
    """Return an amount in euros, written with a comma and with zeros before it or without."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    minor = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return Amount(-minor if match[1] else minor)


def _beside(
    rule: FieldRule,
    value: Value,
    read: _Read,
    seen: IndexField | None,
    pages: Sequence[Recognition],
    today: date,
) -> tuple[IndexField, tuple[Finding, ...]]:
    """Set a code's value beside the one read, or beside the pages where none was."""
    sure = SIGNED if read.verdict is Verdict.VALID else CODED
    if seen is not None and _agree(seen.value, value):
        surer = min(SUREST, max(seen.confidence, sure))
        return replace(seen, value=_fuller(seen.value, value), confidence=surer), ()
    place = place_of(value, pages, today=today)
    field = IndexField(
        name=rule.name,
        value=value,
        confidence=sure,
        origin=Origin.BARCODE,
        evidence=place or replace(read.place, text=written(value)),
        alternatives=(Alternative(value=seen.value, confidence=round(seen.confidence, 4)),) if seen else (),
    )
    if seen is not None and seen.confidence >= rule.threshold:
        return replace(field, confidence=AT_ODDS), (_differs(rule, value, seen.value),)
    if place is not None or (isinstance(value, Text) and _shows_words(pages, value.value)):
        return field, ()
    if rule.scheme == "address":
        return field, (_not_shown(rule, value, Severity.NOTE),)
    return replace(field, confidence=AT_ODDS), (_not_shown(rule, value, Severity.DOUBT),)


def _agree(seen: Value, value: Value) -> bool:
    """Return whether two values say the same; of texts the one may say less, and a long word may be misread."""
    if not (isinstance(seen, Text) and isinstance(value, Text)):
        return written(seen).casefold() == written(value).casefold()
    fewer, more = sorted((_words(seen.value), _words(value.value)), key=len)
    return bool(fewer) and all(_is_among(word, more) for word in fewer)


def _fuller(seen: Value, value: Value) -> Value:
    """Of two texts that agree, give the printed one, which has accents, unless it says less or was misread."""
    if not (isinstance(seen, Text) and isinstance(value, Text)):
        return seen
    return seen if set(_words(value.value)) <= set(_words(seen.value)) else value


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"\W+", fold(text)) if word)


def _is_among(word: str, words: Sequence[str]) -> bool:
    most = 1 if len(word) >= LONG_WORD else 0
    return any(Levenshtein.distance(word, other, score_cutoff=most) <= most for other in words)


def _shows_words(pages: Sequence[Recognition], text: str) -> bool:
    """Return whether each word of a text stands somewhere on the pages."""
    shown = tuple(dict.fromkeys(word for page in pages for word in _words(page.text)))
    wanted = [word for word in _words(text) if len(word) >= LEAST_WORD]
    return bool(wanted) and all(_is_among(word, shown) for word in wanted)


def _differs(rule: FieldRule, value: Value, seen: Value) -> Finding:
    name = rule.name.replace("_", " ")
    return Finding(
        code=DIFFERS,
        severity=Severity.DOUBT,
        message=Bilingual(
            fr=f"{name} : le 2D-Doc dit « {written(value)} », la page montre « {written(seen)} ».",
            en=f"{name}: the 2D-Doc says '{written(value)}', the page shows '{written(seen)}'.",
        ),
        field=rule.name,
    )


def _not_shown(rule: FieldRule, value: Value, severity: Severity) -> Finding:
    name = rule.name.replace("_", " ")
    return Finding(
        code=NOT_SHOWN,
        severity=severity,
        message=Bilingual(
            fr=f"{name} : « {written(value)} » est dans le 2D-Doc et n'a pas été trouvé sur les pages.",
            en=f"{name}: '{written(value)}' is in the 2D-Doc and was not found on the pages.",
        ),
        field=rule.name,
    )


_UNREADABLE: Final = Finding(
    code="two_d_doc_unreadable",
    severity=Severity.DOUBT,
    message=Bilingual(fr="Un 2D-Doc est abîmé et ne se lit pas.", en="A 2D-Doc is damaged and cannot be read."),
)
_SEVERITIES: Final = {
    Verdict.VALID: Severity.NOTE,
    Verdict.UNKNOWN_CERTIFICATE: Severity.NOTE,
    Verdict.OUT_OF_TIME: Severity.DOUBT,
    Verdict.FORGED: Severity.BLOCKING,
}
_VERDICTS: Final = {
    Verdict.VALID: Bilingual(fr="la signature est valable", en="the signature is valid"),
    Verdict.UNKNOWN_CERTIFICATE: Bilingual(
        fr="la signature n'est pas vérifiée, le certificat n'est pas connu ici",
        en="the signature is not checked, its certificate is not known here",
    ),
    Verdict.OUT_OF_TIME: Bilingual(
        fr="le certificat n'était pas en vigueur le jour de la signature",
        en="the certificate was not in force on the day of signature",
    ),
    Verdict.FORGED: Bilingual(
        fr="la signature est fausse : le contenu a été modifié ou vient d'un autre",
        en="the signature is wrong: the content was altered or is somebody else's",
    ),
}


def _told(read: _Read) -> Finding:
    """Return the finding that says what a code is and what became of its signature."""
    doc, said = read.doc, _VERDICTS[read.verdict]
    signed = doc.signed_on.isoformat() if doc.signed_on else "?"
    issuer = f"{doc.authority}/{doc.certificate}"
    return Finding(
        code=f"two_d_doc_{read.verdict.value}",
        severity=_SEVERITIES[read.verdict],
        message=Bilingual(
            fr=f"2D-Doc {doc.title} ({issuer}, signé le {signed}) : {said.fr}.",
            en=f"2D-Doc {doc.title} ({issuer}, signed on {signed}): {said.en}.",
        ),
    )
