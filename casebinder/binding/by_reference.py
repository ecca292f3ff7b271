"""The case whose reference a document carries, unless a proven number on it is another person's."""

from collections.abc import Sequence

from casebinder import parties
from casebinder.binding.keys import person_in, value_of
from casebinder.binding.outcomes import CaseDirectory, Incoming, KnownCase, Matched, Unmatched
from casebinder.casetypes import CaseType
from pipeline.model.text import Bilingual
from pipeline.model.values import written

REFERENCE_FIELD = "reference"
"""The field in which a letter repeats our reference."""


def find_by_reference(
    incoming: Incoming, case_types: Sequence[CaseType], directory: CaseDirectory
) -> Matched | Unmatched | None:
    """Find the case of the reference on a separator sheet or in the document; None when it carries no known one."""
    repeated = None if incoming.is_answer else value_of(incoming.fields, REFERENCE_FIELD)
    candidates = (incoming.case_reference, written(repeated) if repeated else None)
    for reference in candidates:
        known = directory.by_reference(reference.strip()) if reference else None
        if known is None:
            continue
        case_type = next((t for t in case_types if t.code == known.case.case_type), None)
        if case_type is not None and _contradicts(incoming, case_type, known):
            return Unmatched(
                code="reference_of_another_person",
                reason=Bilingual(
                    fr=f"Le document porte la référence {reference}, mais ce dossier est celui d’une autre personne.",
                    en=f"The document carries the reference {reference}, but that case is another person's.",
                ),
            )
        return Matched(case=known.case, because=_named(known.case.reference, by_slip=incoming.is_answer))
    return None


def _named(reference: str, *, by_slip: bool) -> Bilingual:
    if by_slip:
        return Bilingual(fr=f"coupon-réponse du dossier {reference}", en=f"answer slip of case {reference}")
    return Bilingual(fr=f"référence {reference} sur le document", en=f"reference {reference} on the document")


def _contradicts(incoming: Incoming, case_type: CaseType, known: KnownCase) -> bool:
    """Return whether a proven number on the document is not the one of the case."""
    number = person_in(incoming.fields, case_type.matching).number
    own = next((written(fact.value) for fact in known.facts if fact.name == case_type.matching.number), None)
    if not (number and own and parties.is_proven_nir(number) and parties.is_proven_nir(own)):
        return False
    return not parties.same_number(number, own)
