"""What an operator's hand changes: a field, the class, the cut of pages into documents; each touches nothing else.

The machine's reading stays visible beside a correction, as an alternative.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.documents.routing import routed
from pipeline.documents.validation import field_findings
from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.document import (
    END_IN_DOUBT,
    Alternative,
    Draft,
    Finding,
    IndexField,
    OpenedBy,
    Origin,
    Understanding,
)
from pipeline.model.text import Bilingual
from pipeline.model.values import Value
from pipeline.rules.catalog import BatchClass, DocumentClass, FieldRule


def correct(
    understanding: Understanding,
    name: str,
    value: Value,
    *,
    document_class: DocumentClass,
    draft: Draft,
    batch_class: BatchClass,
    today: date,
) -> Understanding:
    """Put an operator's value in a field and judge again only what concerns it; raises NotPossible for other kinds."""
    rule = document_class.field(name)
    if rule is None or value.kind != rule.kind:
        raise _wrong_field(name, document_class)
    fields = _with(understanding.fields, _corrected(understanding.fields, name, value), document_class)
    kept = tuple(finding for finding in understanding.findings if not _is_settled(finding, name, document_class))
    concerned = [r for r in document_class.fields if r.name == name or _looks_at(r, name)]
    again = tuple(
        finding
        for each in concerned
        for finding in field_findings(each, fields, batch_class, today=today)
        if each.name == name or finding.code == "date_order"
    )
    findings = (*kept, *(finding for finding in again if finding not in kept))
    return routed(replace(understanding, fields=fields, findings=findings), draft, batch_class)


def confirm_cut(draft: Draft, understanding: Understanding, batch_class: BatchClass) -> tuple[Draft, Understanding]:
    """Make a cut sure by a person's word; the routing follows, and nothing else."""
    sure = replace(draft, cut_confidence=1.0)
    return sure, routed(understanding, sure, batch_class)


def split(draft: Draft, at: int) -> tuple[Draft, Draft]:
    """Cut before the page at position `at` (from 2); raises NotPossible when a part would be empty.

    Where the first part begins stays as sure as it was: nobody judged that.
    """
    if not 2 <= at <= len(draft.pages):
        raise NotPossible(
            "cannot_split",
            Bilingual(
                fr=f"Le document a {len(draft.pages)} page(s) : on ne peut pas le couper avant la page {at}.",
                en=f"The document has {len(draft.pages)} page(s): it cannot be cut before page {at}.",
            ),
            where=_pages(draft),
            next_step=Bilingual(
                fr="Donnez la position de la première page du second document, à partir de 2.",
                en="Give the position of the second document's first page, from 2.",
            ),
        )
    first = replace(draft, pages=draft.pages[: at - 1], findings=_of_beginning(draft))
    second = Draft(
        pages=draft.pages[at - 1 :], opened_by=OpenedBy.OPERATOR, cut_confidence=1.0, findings=_of_end(draft)
    )
    return first, second


def end_settled(draft: Draft, understanding: Understanding, batch_class: BatchClass) -> tuple[Draft, Understanding]:
    """Take away the doubt about a document's end, now that a person judged the cut behind it."""
    known = replace(draft, findings=_of_beginning(draft))
    findings = tuple(finding for finding in understanding.findings if finding.code != END_IN_DOUBT)
    return known, routed(replace(understanding, findings=findings), known, batch_class)


def merge(first: Draft, second: Draft) -> Draft:
    """Put the second draft's pages after the first's; raises NotPossible when they share a page.

    Where the whole begins stays as sure as it was: only the cut between them was judged.
    """
    if set(first.pages) & set(second.pages):
        raise NotPossible(
            "cannot_merge",
            Bilingual(fr="Ces documents ont une page en commun.", en="These documents share a page."),
            where=f"{_pages(first)} + {_pages(second)}",
            next_step=Bilingual(fr="Choisissez deux autres documents.", en="Choose two other documents."),
        )
    return replace(
        first,
        pages=(*first.pages, *second.pages),
        findings=(*_of_beginning(first), *_of_end(second)),
        hint=first.hint or second.hint,
        case_reference=first.case_reference or second.case_reference,
        answers=tuple(dict.fromkeys((*first.answers, *second.answers))),
    )


def reorder(draft: Draft, positions: Sequence[int]) -> Draft:
    """Put the pages in the order of these positions, from 1; raises NotPossible when one is missing, new or twice."""
    if sorted(positions) != list(range(1, len(draft.pages) + 1)):
        raise NotPossible(
            "cannot_reorder",
            Bilingual(fr="L'ordre donné n'a pas les mêmes pages.", en="The order given does not have the same pages."),
            next_step=Bilingual(fr="Donnez chaque page une fois.", en="Give each page once."),
        )
    return replace(draft, pages=tuple(draft.pages[position - 1] for position in positions))


def quarter(degrees: int) -> int:
    """Return a turn clockwise as 90, 180 or 270 degrees; raises WrongUsage for any other."""
    turn = degrees % 360
    if turn not in {90, 180, 270}:
        raise WrongUsage(
            "no_quarter_turn",
            Bilingual(fr="Une page se tourne par quarts de tour.", en="A page is turned by quarters."),
            where=str(degrees),
            next_step=Bilingual(fr="Donnez 90, 180 ou 270.", en="Give 90, 180 or 270."),
        )
    return turn


def insert(draft: Draft, page: int, at: int) -> Draft:
    """Put a page of the file at that position, from 1; raises NotPossible for a place beyond the end."""
    if not 1 <= at <= len(draft.pages) + 1:
        raise NotPossible(
            "no_such_place",
            Bilingual(
                fr=f"Le document a {len(draft.pages)} page(s) : pas de place {at}.",
                en=f"The document has {len(draft.pages)} page(s): there is no place {at}.",
            ),
            where=_pages(draft),
            next_step=Bilingual(
                fr=f"Donnez une place de 1 à {len(draft.pages) + 1}.",
                en=f"Give a place from 1 to {len(draft.pages) + 1}.",
            ),
        )
    return replace(draft, pages=(*draft.pages[: at - 1], page, *draft.pages[at - 1 :]))


def _of_end(draft: Draft) -> tuple[Finding, ...]:
    return tuple(finding for finding in draft.findings if finding.code == END_IN_DOUBT)


def _of_beginning(draft: Draft) -> tuple[Finding, ...]:
    return tuple(finding for finding in draft.findings if finding.code != END_IN_DOUBT)


def _pages(draft: Draft) -> str:
    return f"p. {', '.join(str(page) for page in draft.pages)}"


def _corrected(fields: Sequence[IndexField], name: str, value: Value) -> IndexField:
    before = next((field for field in fields if field.name == name), None)
    if before is None:
        return IndexField(name=name, value=value, confidence=1.0, origin=Origin.OPERATOR)
    read = Alternative(value=before.value, confidence=before.confidence)
    others = (read, *before.alternatives) if before.origin is not Origin.OPERATOR else before.alternatives
    return replace(
        before,
        value=value,
        confidence=1.0,
        origin=Origin.OPERATOR,
        alternatives=tuple(other for other in others if other.value != value),
    )


def _with(fields: Sequence[IndexField], changed: IndexField, document_class: DocumentClass) -> tuple[IndexField, ...]:
    """Put the field in the place that the class's rules give it."""
    if any(field.name == changed.name for field in fields):
        return tuple(changed if field.name == changed.name else field for field in fields)
    order = {rule.name: position for position, rule in enumerate(document_class.fields)}
    return tuple(sorted((*fields, changed), key=lambda field: order.get(field.name, len(order))))


def _is_settled(finding: Finding, name: str, document_class: DocumentClass) -> bool:
    """Return whether the correction settles the finding: its field was corrected, or a day it was compared with."""
    if finding.field == name:
        return True
    rule = document_class.field(finding.field) if finding.field else None
    return finding.code == "date_order" and rule is not None and _looks_at(rule, name)


def _looks_at(rule: FieldRule, name: str) -> bool:
    return any(check.other == name for check in rule.checks)


def _wrong_field(name: str, document_class: DocumentClass) -> NotPossible:
    known = ", ".join(rule.name for rule in document_class.fields)
    return NotPossible(
        "wrong_field",
        Bilingual(
            fr=f"« {name} » n'est pas un champ de cette classe, ou la valeur n'est pas de son genre.",
            en=f"'{name}' is no field of this class, or the value is not of its kind.",
        ),
        where=document_class.code,
        next_step=Bilingual(fr=f"Champs possibles : {known}.", en=f"Possible fields: {known}."),
    )
