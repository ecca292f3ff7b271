"""The one open case of the person a document is about."""

from collections.abc import Sequence

from casebinder import parties
from casebinder.binding.keys import person_in, value_of
from casebinder.binding.outcomes import CaseDirectory, Incoming, KnownCase, Matched, Unmatched
from casebinder.casetypes import CaseType
from casebinder.parties import Likeness, Person
from casebinder.wording import value_words
from pipeline.model.text import Bilingual
from pipeline.model.values import Day


def find_by_person(incoming: Incoming, case_types: Sequence[CaseType], directory: CaseDirectory) -> Matched | Unmatched:
    """Find the open case of the person; of several the one whose facts the document repeats."""
    found: dict[str, tuple[KnownCase, CaseType, Bilingual]] = {}
    reasons: list[Unmatched] = []
    for case_type in (one for one in case_types if one.matching.number):
        person = person_in(incoming.fields, case_type.matching)
        cases, because = _cases_of(person, directory)
        if isinstance(because, Unmatched):
            reasons.append(because)
            continue
        for known in cases:
            if known.case.case_type == case_type.code:
                found[known.case.id] = (known, case_type, because)
    if not found:
        return reasons[0] if reasons else _NO_CASE
    if len(found) > 1:
        found = {name: entry for name, entry in found.items() if _agrees(incoming, entry[1], entry[0])}
    if len(found) == 1:
        known, _, because = next(iter(found.values()))
        return Matched(case=known.case, because=because)
    return _SEVERAL_CASES


_NO_CASE = Unmatched(
    code="no_open_case",
    reason=Bilingual(
        fr="Cette personne n’a pas de dossier ouvert auquel ce document appartienne.",
        en="This person has no open case this document belongs to.",
    ),
)


_SEVERAL_CASES = Unmatched(
    code="several_cases",
    reason=Bilingual(
        fr="Cette personne a plusieurs dossiers ouverts et le document ne dit pas lequel est le sien.",
        en="This person has several open cases and the document does not say to which it belongs.",
    ),
)


_NO_PERSON = Unmatched(
    code="person_not_known",
    reason=Bilingual(
        fr="Le document ne dit pas avec certitude de qui il est : ni numéro prouvé, ni noms et date de naissance.",
        en="The document does not tell for sure whose it is: neither a proven number nor names with a date of birth.",
    ),
)


_DOUBTFUL_PERSON = Unmatched(
    code="person_doubtful",
    reason=Bilingual(
        fr="Le nom et la date de naissance ne désignent pas une seule personne avec certitude.",
        en="The name and the date of birth do not point to one person with certainty.",
    ),
)


def _cases_of(person: Person, directory: CaseDirectory) -> tuple[Sequence[KnownCase], Bilingual | Unmatched]:
    """Return the open cases of whom the document is about, and how that is known; or why it is not."""
    if person.number and parties.is_proven_nir(person.number):
        cases = directory.open_cases_of(parties.compact(person.number))
        if cases:
            return cases, Bilingual(
                fr="personne reconnue par son numéro de sécurité sociale",
                en="person recognised by the social security number",
            )
    if not (person.last_name and person.first_names and person.birth_date):
        is_named = bool(person.number and parties.is_proven_nir(person.number))
        return (), _NO_CASE if is_named else _NO_PERSON
    known = directory.persons(person.last_name, person.first_names, person.birth_date)
    alike = [(other, parties.compare_persons(person, other.person)) for other in known]
    same = [other for other, likeness in alike if likeness is Likeness.SAME]
    if len(same) == 1:
        day = value_words(Day(person.birth_date))
        return same[0].cases, Bilingual(
            fr=f"personne reconnue par ses noms et sa date de naissance ({day.fr})",
            en=f"person recognised by names and date of birth ({day.en})",
        )
    is_doubtful = len(same) > 1 or any(likeness is Likeness.DOUBTFUL for _, likeness in alike)
    return (), _DOUBTFUL_PERSON if is_doubtful else _NO_CASE


def _agrees(incoming: Incoming, case_type: CaseType, known: KnownCase) -> bool:
    """Return whether all fields that tell a person's cases apart are on the document and equal the case's facts."""
    facts = {fact.name: fact.value for fact in known.facts}
    said = {name: value_of(incoming.fields, name) for name in case_type.matching.keys}
    return bool(said) and all(value is not None and facts.get(name) == value for name, value in said.items())
