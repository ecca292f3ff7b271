"""A case in words for those who work on it: rules, values and events by the titles of its case type, never by codes."""

import json
from collections.abc import Mapping

from casebinder.casetypes import CaseType, FactType, Who
from casebinder.conditions.syntax import Sort, comparison, names, words
from casebinder.explaining.items import relation_words
from casebinder.explaining.naming import choice_words, name_words
from casebinder.model.verdict import Condition, ItemState, ItemStatus, WaitingOn
from casebinder.wording import field_words, joined, value_words
from pipeline.model.events import AuditEvent
from pipeline.model.identity import ActorId
from pipeline.model.text import Bilingual
from pipeline.model.values import Day, Value

_SETTLED = frozenset({ItemStatus.SATISFIED, ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE})
_TO_LOOK_AT = frozenset({ItemStatus.TO_REVIEW, ItemStatus.UNDETERMINED})
_NOTHING = Bilingual(fr="", en="")
_AMONG = Bilingual(fr="parmi", en="among")


def whose_move(case_type: CaseType, state: ItemState) -> WaitingOn:
    """Return who has to act for an item: we look at what is there, and whoever can bring what lacks brings it."""
    if state.status in _SETTLED:
        return WaitingOn.NOBODY
    item = case_type.item(state.item)
    is_theirs = state.status not in _TO_LOOK_AT and item is not None and item.who is Who.THEM
    return WaitingOn.THEM if is_theirs else WaitingOn.US


def fact_value_words(case_type: CaseType, fact: FactType, value: Value) -> Bilingual:
    """Return the words for the value of a fact, those of the case type for a choice."""
    return choice_words(case_type, fact.name, value) or value_words(value)


def condition_words(case_type: CaseType, condition: Condition) -> Bilingual:
    """Put a condition of a rule as a person would: "fin de validité, pas avant, date de déclaration"."""
    cut = comparison(condition.text)
    if cut is None:
        return _names_words(case_type, condition.text)
    left, right = (condition.text[side.start : side.end] for side in (cut.left, cut.right))
    is_day = any(isinstance(seen.value, Day) for seen in condition.values)
    relation = _AMONG if cut.operator == "in" else relation_words(cut.operator, is_day=is_day)
    subject, object_ = _side_words(case_type, left, right), _side_words(case_type, right, left)
    return Bilingual(
        fr=f"{subject.fr} : {relation.fr} {object_.fr}",
        en=f"{subject.en}: {relation.en} {object_.en}",
    )


def _side_words(case_type: CaseType, text: str, other: str) -> Bilingual:
    """Put one side of a comparison into words; a literal by those of the choice that the other side's fact has."""
    if names(text):
        return _names_words(case_type, text)
    literals = [token.text.strip("'\"") for token in words(text) if token.sort is Sort.LITERAL]
    choices = dict(_choices(case_type, other))
    said = [choices.get(literal, Bilingual(fr=literal, en=literal)) for literal in literals]
    return joined(said, fr=", ", en=", ")


def _choices(case_type: CaseType, text: str) -> tuple[tuple[str, Bilingual], ...]:
    facts = (case_type.fact(name.removeprefix("facts.")) for name in names(text))
    return tuple(choice for fact in facts if fact for choice in fact.choices)


def _names_words(case_type: CaseType, text: str) -> Bilingual:
    return joined([name_words(case_type, name) for name in names(text)], fr=" / ", en=" / ")


# ---------------------------------------------------------------- what happened
def event_words(case_type: CaseType, event: AuditEvent, people: Mapping[ActorId, str]) -> Bilingual:
    """Put into words what an event was about: facts, pieces, baskets and people by name; nothing when that is all.

    people: what each actor is called.
    """
    detail: Mapping[str, object] = json.loads(event.detail)
    told = [_told(case_type, name, value, people) for name, value in sorted(detail.items())]
    return joined([one for one in told if one.fr], fr=", ", en=", ")


def _told(case_type: CaseType, name: str, value: object, people: Mapping[ActorId, str]) -> Bilingual:
    match name, value:
        case "facts", list():
            return joined([name_words(case_type, str(fact)) for fact in value], fr=", ", en=", ")
        case "items", list():
            return joined([item_words(case_type, str(item)) for item in value], fr=", ", en=", ")
        case "item", str():
            return item_words(case_type, value)
        case "to", str():
            return _who_words(case_type, value, people)
        case (("outcome" | "version"), str()):
            return Bilingual(fr=value, en=value)
        case _:
            return _NOTHING


def item_words(case_type: CaseType, code: str) -> Bilingual:
    """Return the title of an item, of what else can be waived, or plain words for what the case type no longer has."""
    item = case_type.item(code)
    if item is not None:
        return item.title
    if code.startswith("sources."):
        return name_words(case_type, code.removeprefix("sources."))
    return next((rule_words(case_type, rule.code) for rule in case_type.consistency if rule.code == code), _off(code))


def rule_words(case_type: CaseType, code: str) -> Bilingual:
    """Name a consistency rule by the pieces it looks at, or by what was computed for it."""
    rule = next((rule for rule in case_type.consistency if rule.code == code), None)
    titles = [item.title for item in case_type.items if rule and item.code in rule.items]
    if rule and not titles:
        titles = [name_words(case_type, name) for name in rule.rule.names]
    return joined(titles, fr=" / ", en=" / ") if titles else Bilingual(fr="Concordance", en="Agreement")


def _off(code: str) -> Bilingual:
    return Bilingual(fr="hors liste", en="not on the list") if code == "other" else field_words(code)


def _who_words(case_type: CaseType, who: str, people: Mapping[ActorId, str]) -> Bilingual:
    baskets = {f"basket:{code}": title for code, title in case_type.baskets}
    if who in baskets:
        return baskets[who]
    name = people.get(ActorId(who), who)
    return Bilingual(fr=name, en=name)
