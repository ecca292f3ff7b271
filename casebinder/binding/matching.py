"""Which case a document belongs to: by the reference it carries, by the key of a case type, by its person.

A person is recognised by a proven number, else by name and date of birth together, never by a name alone. What does
not lead to exactly one case is left to a person, with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from casebinder import parties
from casebinder.binding.keys import key_of, key_value, person_in, value_of, whose
from casebinder.casetypes import CaseType
from casebinder.model.case import Case, Fact
from casebinder.parties import Company, Likeness, Person
from casebinder.wording import field_words, value_words
from pipeline.model.document import IndexField
from pipeline.model.text import Bilingual
from pipeline.model.values import Day, Value, written

REFERENCE_FIELD = "reference"
"""The field in which a letter repeats our reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A released document looking for its case; case_reference: named by a separator sheet, or by an answer slip."""

    document_class: str
    fields: tuple[IndexField, ...]
    case_reference: str | None = None
    is_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case with the facts of its last verdict."""

    case: Case
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """A person of the records and their open cases."""

    person: Person
    cases: tuple[KnownCase, ...]


class CaseDirectory(Protocol):
    """What matching asks of the records."""

    def by_reference(self, reference: str) -> KnownCase | None:
        """Return the case of that reference."""
        ...

    def by_key(self, case_type: str, key: str) -> KnownCase | None:
        """Return the case opened under that key, in whatever state."""
        ...

    def open_cases_of(self, number: str) -> Sequence[KnownCase]:
        """Return the open cases of the person with that number (compact)."""
        ...

    def persons(self, last_name: str, first_names: str, birth_date: date) -> Sequence[KnownPerson]:
        """Return the persons born on that day; which of them bear the name is decided here."""
        ...

    def cases_saying(self, case_type: str, field: str, value: str) -> Sequence[KnownCase]:
        """Return the open cases of a type of which a paper says that value in that field, the oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The document belongs to this case."""

    case: Case
    because: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """The document opens a new case of this type under this key, for this person or company."""

    case_type: CaseType
    key: str
    person: Person | Company
    because: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """No single case can be named; a person decides."""

    code: str
    reason: Bilingual


Outcome = Matched | Opens | Unmatched


def find_case(incoming: Incoming, case_types: Sequence[CaseType], directory: CaseDirectory, *, on: date) -> Outcome:
    """Find the case of a document; `case_types`: those in force, `on`: the day, from which a type may open cases."""
    by_reference = _by_reference(incoming, case_types, directory)
    if by_reference is not None:
        return by_reference
    openings: list[Opens] = []
    problems: list[Unmatched] = []
    for case_type in case_types:
        outcome = _by_key(incoming, case_type, directory, on=on)
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
    return _by_same(incoming, case_types, directory) or _by_person(incoming, case_types, directory)


# ---------------------------------------------------------------- by reference
def _by_reference(
    incoming: Incoming, case_types: Sequence[CaseType], directory: CaseDirectory
) -> Matched | Unmatched | None:
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


# ---------------------------------------------------------------- by key
def _by_key(incoming: Incoming, case_type: CaseType, directory: CaseDirectory, *, on: date) -> Outcome | None:
    """Look the key up; an opening document without a case of its key opens one, when its key is whole and proven."""
    is_opening = incoming.document_class in case_type.opens_on
    missing = [name for name in case_type.key if key_value(incoming.fields, case_type, name) is None]
    if missing:
        return _incomplete_key(case_type, missing) if is_opening else None
    key = key_of(incoming.fields, case_type)
    shown = ", ".join(_shown_key(incoming.fields, case_type, name) for name in case_type.key)
    known = directory.by_key(case_type.code, key)
    if known is not None:
        return Matched(
            case=known.case, because=Bilingual(fr=f"même clé de dossier ({shown})", en=f"same case key ({shown})")
        )
    if not is_opening or on < case_type.effective_from:
        return None
    title = case_type.title
    return Opens(
        case_type=case_type,
        key=key,
        person=whose(incoming.fields, case_type.matching),
        because=Bilingual(
            fr=f"premier document de ce dossier : {title.fr} ({shown})",
            en=f"first document of this case: {title.en} ({shown})",
        ),
    )


def _shown_key(fields: Sequence[IndexField], case_type: CaseType, fact: str) -> str:
    value = key_value(fields, case_type, fact)
    return value_words(value).fr if isinstance(value, Day) else written(value) if value else "?"


def _incomplete_key(case_type: CaseType, missing: Sequence[str]) -> Unmatched:
    titles = [fact.title for name in missing if (fact := case_type.fact(name.partition("|")[0]))]
    french, english = ", ".join(t.fr for t in titles), ", ".join(t.en for t in titles)
    return Unmatched(
        code="key_not_known",
        reason=Bilingual(
            fr=f"Ce document ouvre un dossier « {case_type.title.fr} », mais on n’y lit pas avec certitude : {french}.",
            en=f"This document opens a case '{case_type.title.en}', but cannot be read with certainty: {english}.",
        ),
    )


def _several_types(openings: Sequence[Opens]) -> Unmatched:
    titles = [opening.case_type.title for opening in openings]
    return Unmatched(
        code="several_case_types",
        reason=Bilingual(
            fr=f"Le document pourrait ouvrir plusieurs dossiers : {', '.join(t.fr for t in titles)}.",
            en=f"The document could open several cases: {', '.join(t.en for t in titles)}.",
        ),
    )


# ---------------------------------------------------------------- by what its papers have in common
def _by_same(
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


# ---------------------------------------------------------------- by person
def _by_person(incoming: Incoming, case_types: Sequence[CaseType], directory: CaseDirectory) -> Matched | Unmatched:
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
