"""What is said of each rule across pieces: the contradiction in the rule's own words, or the values that agree."""

from collections.abc import Sequence

from casebinder.casetypes import CaseType
from casebinder.explaining.naming import name_words, named_value
from casebinder.judging.consistency import Agreement
from casebinder.judging.facts import Candidate, Disagreement
from casebinder.judging.knowledge import Knowledge
from casebinder.model.verdict import ConditionValue, ConsistencyState
from casebinder.wording import joined, value_words
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual

_NOTHING = Bilingual(fr="", en="")
_SETTLED = Bilingual(fr=" (écarté par une personne)", en=" (set aside by a person)")


def agreement_states(
    case_type: CaseType,
    agreements: Sequence[Agreement],
    disagreements: Sequence[Disagreement],
    knowledge: Knowledge,
    *,
    settled: frozenset[str],
) -> tuple[ConsistencyState, ...]:
    """Return the outcomes in words, the disagreements between sources of a fact after the rules."""
    told = [
        ConsistencyState(
            code=agreement.rule.code,
            severity=agreement.rule.severity,
            holds=agreement.holds,
            message=_message(case_type, agreement, knowledge),
            is_due=agreement.is_due,
            values=_values(agreement, knowledge),
        )
        for agreement in agreements
    ]
    return (*told, *(_disagreement(other, is_settled=other.code in settled) for other in disagreements))


def _values(agreement: Agreement, knowledge: Knowledge) -> tuple[ConditionValue, ...]:
    """Return what the rule looked at and, for computed values, everything they were computed from."""
    found: list[ConditionValue] = []
    for name in agreement.rule.rule.names:
        computed = knowledge.computed.get(name)
        found.extend(computed.values if computed else (knowledge.shown(name),))
    return tuple(found)


def _told(case_type: CaseType, name: str, knowledge: Knowledge) -> Bilingual:
    computed = knowledge.computed.get(name)
    if computed is None:
        return named_value(case_type, knowledge.shown(name))
    title = name_words(case_type, name)
    return Bilingual(fr=f"{title.fr} : {computed.words.fr}", en=f"{title.en}: {computed.words.en}")


def _message(case_type: CaseType, agreement: Agreement, knowledge: Knowledge) -> Bilingual:
    shown = [_told(case_type, name, knowledge) for name in agreement.rule.rule.names]
    values = joined(shown, fr=" ; ", en="; ")
    if agreement.holds is None:
        return Bilingual(fr=f"Ne peut pas être vérifié : {values.fr}.", en=f"Cannot be checked: {values.en}.")
    if agreement.holds:
        return Bilingual(fr=f"Concorde : {values.fr}.", en=f"Agrees: {values.en}.")
    settled = _SETTLED if agreement.is_settled else _NOTHING
    words = filled(agreement.rule.message, knowledge)
    return Bilingual(fr=words.fr + settled.fr, en=words.en + settled.en)


def filled(message: Bilingual, knowledge: Knowledge) -> Bilingual:
    """Put the values into a message in place of {names}; what is not known reads "?"."""
    return Bilingual(fr=_fill(message.fr, knowledge, is_french=True), en=_fill(message.en, knowledge, is_french=False))


def _fill(text: str, knowledge: Knowledge, *, is_french: bool) -> str:
    head, *parts = text.split("{")
    told = [head]
    for part in parts:
        name, _, rest = part.partition("}")
        words = _worded(name, knowledge)
        told.append((words.fr if is_french else words.en) + rest)
    return "".join(told)


def _worded(name: str, knowledge: Knowledge) -> Bilingual:
    computed = knowledge.computed.get(name)
    if computed is not None:
        return computed.words
    value = knowledge.shown(name).value
    return value_words(value) if value is not None else Bilingual(fr="?", en="?")


def _disagreement(disagreement: Disagreement, *, is_settled: bool) -> ConsistencyState:
    title = disagreement.fact.title
    held, other = _with_source(disagreement.held), _with_source(disagreement.other)
    settled = _SETTLED if is_settled else _NOTHING
    return ConsistencyState(
        code=disagreement.code,
        severity=Severity.DOUBT,
        holds=False,
        message=Bilingual(
            fr=f"Deux sources diffèrent pour « {title.fr} » : {held.fr} (retenu), {other.fr}.{settled.fr}",
            en=f"Two sources differ on '{title.en}': {held.en} (held), {other.en}.{settled.en}",
        ),
    )


def _with_source(candidate: Candidate) -> Bilingual:
    words = value_words(candidate.value)
    if candidate.piece is None:
        return Bilingual(fr=f"{words.fr} (fichier de référence)", en=f"{words.en} (reference list)")
    document = candidate.piece.content.piece.document
    page = candidate.field.evidence.page if candidate.field and candidate.field.evidence else 1
    return Bilingual(
        fr=f"{words.fr} (document {document}, page {page})", en=f"{words.en} (document {document}, page {page})"
    )
