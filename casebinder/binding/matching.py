"""Which case a document belongs to: by the reference it carries, by the key of a case type, by its person.

A person is recognised by a proven number, else by name and date of birth together, never by a name alone. What does
not lead to exactly one case is left to a person, with the reason.
"""

from collections.abc import Sequence
from datetime import date

from casebinder.binding.by_key import find_by_key
from casebinder.binding.by_papers import find_by_papers
from casebinder.binding.by_person import find_by_person
from casebinder.binding.by_reference import find_by_reference
from casebinder.binding.outcomes import CaseDirectory, Incoming, Matched, Opens, Outcome, Unmatched
from casebinder.casetypes import CaseType
from pipeline.model.text import Bilingual


def find_case(incoming: Incoming, case_types: Sequence[CaseType], directory: CaseDirectory, *, on: date) -> Outcome:
    """Find the case of a document; `case_types`: those in force, `on`: the day, from which a type may open cases."""
    by_reference = find_by_reference(incoming, case_types, directory)
    if by_reference is not None:
        return by_reference
    openings: list[Opens] = []
    problems: list[Unmatched] = []
    for case_type in case_types:
        outcome = find_by_key(incoming, case_type, directory, on=on)
        match outcome:
            case Matched():
                return outcome
            case Opens():
                openings.append(outcome)
            case Unmatched():
                problems.append(outcome)
            case None:
                pass
    if len(openings) == 1:
        return openings[0]
    if openings:
        return _several_types(openings)
    if problems:
        return problems[0]
    return find_by_papers(incoming, case_types, directory) or find_by_person(incoming, case_types, directory)


def _several_types(openings: Sequence[Opens]) -> Unmatched:
    titles = [opening.case_type.title for opening in openings]
    return Unmatched(
        code="several_case_types",
        reason=Bilingual(
            fr=f"Le document pourrait ouvrir plusieurs dossiers : {', '.join(t.fr for t in titles)}.",
            en=f"The document could open several cases: {', '.join(t.en for t in titles)}.",
        ),
    )
