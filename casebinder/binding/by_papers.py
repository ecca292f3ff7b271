"""The case whose papers say the same as a document, such as one order number."""

from collections.abc import Sequence

from casebinder.binding.keys import value_of
from casebinder.binding.outcomes import CaseDirectory, Incoming, Matched, Unmatched
from casebinder.casetypes import CaseType
from casebinder.wording import field_words
from pipeline.model.text import Bilingual
from pipeline.model.values import Value, written


def find_by_papers(
    incoming: Incoming, case_types: Sequence[CaseType], directory: CaseDirectory
) -> Matched | Unmatched | None:
    """Find the case whose papers say the same; of several the oldest that has no such paper yet.

    None when no type of such cases takes the document. What several cases have in common (an order delivered and
    billed in parts) is counted for each of them, wherever the paper lies.
    """
    reasons: list[Unmatched] = []
    for case_type in case_types:
        taking = {item.code for item in case_type.items if incoming.document_class in item.accepts}
        for name in case_type.matching.same if taking else ():
            value = value_of(incoming.fields, name)
            cases = directory.cases_saying(case_type.code, name, written(value)) if value else ()
            if value and cases:
                lacking = [one for one in cases if taking.isdisjoint(piece.item for piece in one.case.pieces)]
                return Matched(case=(lacking or cases)[0].case, because=_says(name, written(value)))
            reasons.append(_nobody_says(name, value))
    return reasons[0] if reasons else None


def _says(name: str, value: str) -> Bilingual:
    title = field_words(name)
    return Bilingual(fr=f"même {title.fr} ({value})", en=f"same {title.en} ({value})")


def _nobody_says(name: str, value: Value | None) -> Unmatched:
    title = field_words(name)
    if value is None:
        return Unmatched(
            code="not_said",
            reason=Bilingual(
                fr=f"Le document ne dit pas à quel dossier il appartient : {title.fr} non lu.",
                en=f"The document does not tell to which case it belongs: {title.en} not read.",
            ),
        )
    return Unmatched(
        code="no_such_case",
        reason=Bilingual(
            fr=f"Aucun dossier ouvert n’a ce {title.fr} : {written(value)}.",
            en=f"No open case has this {title.en}: {written(value)}.",
        ),
    )
