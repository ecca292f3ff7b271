"""Names and values of a case in words, with the place that shows them: "Pièce d'identité, page 2, fin de validité"."""

from casebinder.casetypes import CaseType
from casebinder.model.verdict import ConditionValue
from casebinder.wording import field_words, value_words
from pipeline.model.text import Bilingual
from pipeline.model.values import Text, Value


def named_value(case_type: CaseType, shown: ConditionValue) -> Bilingual:
    """Put a value into words with its name and place: "Pièce d'identité, page 2, fin de validité : 03/05/2024"."""
    name, value = name_words(case_type, shown.name), known_value(case_type, shown)
    if shown.page is None or not shown.name.startswith("piece."):
        return Bilingual(fr=f"{name.fr} : {value.fr}", en=f"{name.en}: {value.en}")
    item, field = _piece_name(case_type, shown.name)
    return Bilingual(
        fr=f"{item.fr}, page {shown.page}, {field.fr} : {value.fr}",
        en=f"{item.en}, page {shown.page}, {field.en}: {value.en}",
    )


def name_words(case_type: CaseType, name: str) -> Bilingual:
    """Return the words for a name of the rules: a fact by its title, a field with its piece."""
    if name.startswith("piece."):
        item, field = _piece_name(case_type, name)
        return Bilingual(fr=f"{item.fr}, {field.fr}", en=f"{item.en}, {field.en}")
    fact = case_type.fact(name.removeprefix("facts."))
    if fact:
        return fact.title
    variable = case_type.vocabulary.variables.get(name)
    return variable.title if variable else field_words(name)


def _piece_name(case_type: CaseType, name: str) -> tuple[Bilingual, Bilingual]:
    _, code, field = name.split(".", 2)
    item = case_type.item(code)
    return (item.title if item else field_words(code)), field_words(field)


def known_value(case_type: CaseType, shown: ConditionValue) -> Bilingual:
    """Return the words for a value, those of the case type for a choice; "not known" when there is none."""
    if shown.value is None:
        return Bilingual(fr="non connu", en="not known")
    return choice_words(case_type, shown.name, shown.value) or value_words(shown.value)


def choice_words(case_type: CaseType, name: str, value: Value) -> Bilingual | None:
    """Return the case type's own words for a choice of a fact, or None when it is no choice."""
    fact = case_type.fact(name.removeprefix("facts."))
    return dict(fact.choices).get(value.value) if fact and isinstance(value, Text) else None
