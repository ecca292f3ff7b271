"""What a paper says of its case before it has one: the parts of its key, the person or company it is about."""

from collections.abc import Sequence

from casebinder import parties
from casebinder.casetypes import CaseType, Matching, PieceSource
from casebinder.judging.facts import BELIEVED
from casebinder.model.case import Fact
from casebinder.parties import Company, Person
from pipeline.model.document import IndexField, Origin
from pipeline.model.values import Day, Value, written


def key_of(fields: Sequence[IndexField], case_type: CaseType) -> str:
    """Return the key of a case as one text, such as `social_security_number=184...;first_observed_on=2026-03-02`.

    Names without a value are left out: a whole key has all of the case type's.
    """
    values = ((name, key_value(fields, case_type, name)) for name in case_type.key)
    return ";".join(f"{name}={_normal(value, name, case_type)}" for name, value in values if value is not None)


def fields_of(facts: Sequence[Fact], case_type: CaseType) -> tuple[IndexField, ...]:
    """Return the facts a person stated as a document would carry them, to find the key and the person by."""
    return tuple(
        IndexField(name=_field_of(case_type, fact.name), value=fact.value, confidence=1.0, origin=Origin.OPERATOR)
        for fact in facts
    )


def has_whole_key(facts: Sequence[Fact], case_type: CaseType) -> bool:
    """Return whether facts are known for every part of the key."""
    known = {fact.name for fact in facts}
    return bool(case_type.key) and all(known.intersection(name.split("|")) for name in case_type.key)


def _normal(value: Value, name: str, case_type: CaseType) -> str:
    """Return a value of the key in one form, however it is written; a company by the number all its numbers hold."""
    numbers = case_type.matching.company_numbers
    if any(_field_of(case_type, fact) in numbers for fact in name.split("|")):
        return parties.company_number(written(value))
    return value.value.isoformat() if isinstance(value, Day) else parties.compact(parties.fold(written(value)))


def key_value(fields: Sequence[IndexField], case_type: CaseType, fact: str) -> Value | None:
    """Return a key fact as the document says it; a person's number only when proven or confirmed by a person."""
    for first in fact.split("|")[:-1]:
        if (value := key_value(fields, case_type, first)) is not None:
            return value
    fact = fact.rpartition("|")[2]
    name = _field_of(case_type, fact)
    best = _best(fields, name)
    if best is None:
        return None
    is_number = name == case_type.matching.number
    if is_number and best.origin is not Origin.OPERATOR and not parties.is_proven_nir(written(best.value)):
        return None
    return best.value


def _field_of(case_type: CaseType, fact: str) -> str:
    fact_type = case_type.fact(fact)
    sources = fact_type.sources if fact_type else ()
    return next((source.field for source in sources if isinstance(source, PieceSource)), fact)


def person_in(fields: Sequence[IndexField], matching: Matching) -> Person:
    """Return the person a document is about, as far as it says."""
    last_name, first_names = value_of(fields, matching.last_name), value_of(fields, matching.first_names)
    born, number = value_of(fields, matching.birth_date), value_of(fields, matching.number)
    return Person(
        last_name=written(last_name) if last_name else None,
        first_names=written(first_names) if first_names else None,
        birth_date=born.value if isinstance(born, Day) else None,
        number=parties.compact(written(number)) if number else None,
    )


def whose(fields: Sequence[IndexField], matching: Matching) -> Person | Company:
    """Return the person or company a document is about, as far as it says."""
    if matching.number:
        return person_in(fields, matching)
    numbers = (value for name in matching.company_numbers if (value := value_of(fields, name)))
    number = next((parties.company_number(written(value)) for value in numbers), None)
    name = value_of(fields, matching.company_name)
    return Company(name=written(name) if name else None, number=number)


def value_of(fields: Sequence[IndexField], name: str) -> Value | None:
    """Return what a paper says under a name, if it is believed."""
    best = _best(fields, name)
    return best.value if best else None


def _best(fields: Sequence[IndexField], name: str) -> IndexField | None:
    believed = [field for field in fields if field.name == name and field.confidence >= BELIEVED]
    return max(believed, key=lambda field: field.confidence, default=None)
