"""Why an item is as it is, in words: the condition that decided, the values it looked at, and where they stand.

"Pièce d'identité, page 2, fin de validité : 03/05/2024, avant date de déclaration (12/06/2025)".
"""

from casebinder.casetypes import CaseType
from casebinder.conditions.rule import Leaf, Side, computed_day
from casebinder.explaining.naming import known_value, name_words, named_value
from casebinder.judging.checklist import Deciding, Judged, needs
from casebinder.judging.knowledge import Knowledge
from casebinder.model.case import PieceStatus
from casebinder.model.verdict import Because, Condition, ItemState, ItemStatus
from casebinder.wording import day_words, joined
from pipeline.model.text import Bilingual
from pipeline.model.values import Day

_NOTHING = Bilingual(fr="", en="")
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FOR_DAYS = {
    "==": Bilingual(fr="le même jour que", en="the same day as"),
    "!=": Bilingual(fr="un autre jour que", en="another day than"),
    "<": Bilingual(fr="avant", en="before"),
    "<=": Bilingual(fr="pas après", en="not after"),
    ">": Bilingual(fr="après", en="after"),
    ">=": Bilingual(fr="pas avant", en="not before"),
}
_FOR_OTHERS = {
    "==": Bilingual(fr="égal à", en="equal to"),
    "!=": Bilingual(fr="différent de", en="different from"),
    "<": Bilingual(fr="moins de", en="less than"),
    "<=": Bilingual(fr="pas plus de", en="not more than"),
    ">": Bilingual(fr="plus de", en="more than"),
    ">=": Bilingual(fr="au moins", en="at least"),
}
_STATUS = {
    ItemStatus.MISSING: Bilingual(fr="Pièce attendue, pas encore reçue.", en="Expected, not received yet."),
    ItemStatus.REQUESTED: Bilingual(fr="Demandée, réponse attendue.", en="Requested, awaiting the answer."),
    ItemStatus.SATISFIED: Bilingual(fr="Reçue", en="Received"),
    ItemStatus.REFUSED: Bilingual(fr="Pièce refusée", en="The piece was refused"),
    ItemStatus.EXPIRED: Bilingual(fr="Pièce expirée.", en="The piece has expired."),
    ItemStatus.WAIVED: Bilingual(fr="Pièce dispensée", en="Waived"),
    ItemStatus.NOT_APPLICABLE: Bilingual(fr="Pas demandée dans ce dossier.", en="Not required in this case."),
    ItemStatus.TO_REVIEW: Bilingual(fr="À vérifier par une personne.", en="To be checked by a person."),
    ItemStatus.UNDETERMINED: Bilingual(
        fr="On ne peut pas encore dire si la pièce est demandée.", en="Cannot be told yet whether it is required."
    ),
}


_KNOWN = Bilingual(fr="Connu sans papier dans ce dossier.", en="Known without a paper in this case.")
_VALIDITY_OPEN = Bilingual(
    fr="On ne peut pas encore dire si la pièce est valable.", en="Cannot be told yet whether the paper is valid."
)


def item_state(case_type: CaseType, judged: Judged, knowledge: Knowledge) -> ItemState:
    """Put a judged item into words, with the rule that decided it cut into its conditions."""
    asked = needs(judged, knowledge)
    because = _because(judged.deciding, knowledge) if judged.deciding else None
    return ItemState(
        item=judged.item.code,
        title=judged.item.title,
        status=judged.status,
        required=judged.required,
        explanation=_explanation(case_type, judged, asked, knowledge),
        because=because,
        needs=asked,
        pieces=tuple(content.piece.document for content in judged.pieces),
    )


def _because(deciding: Deciding, knowledge: Knowledge) -> Because:
    return Because(
        rule=deciding.rule.text,
        holds=deciding.holds,
        conditions=tuple(
            Condition(
                text=leaf.text,
                holds=knowledge.holds(leaf),
                values=tuple(knowledge.shown(name) for name in leaf.names),
            )
            for leaf in deciding.rule.leaves
        ),
    )


def relation_words(operator: str, *, is_day: bool) -> Bilingual:
    """Return the words of a comparison's sign: "pas avant" between days, "au moins" between others."""
    return (_FOR_DAYS if is_day else _FOR_OTHERS)[operator]


# ---------------------------------------------------------------- one item in words
def _explanation(case_type: CaseType, judged: Judged, asked: tuple[str, ...], knowledge: Knowledge) -> Bilingual:
    parts = [_opening(judged)]
    if judged.deciding is not None:
        parts.append(_rule_words(case_type, judged.deciding, knowledge))
    if asked:
        titles = [name_words(case_type, name) for name in asked]
        missing = joined(titles, fr=", ", en=", ")
        parts.append(Bilingual(fr=f"À connaître : {missing.fr}.", en=f"To be known: {missing.en}."))
    return joined([part for part in parts if part.fr], fr=" ", en=" ")


def _opening(judged: Judged) -> Bilingual:
    """Put the state into one sentence, in the case type's own words where it has some."""
    is_validity = judged.status is ItemStatus.UNDETERMINED and judged.required
    words = _VALIDITY_OPEN if is_validity else _STATUS[judged.status]
    own = judged.deciding.words if judged.deciding else None
    if judged.status in {ItemStatus.EXPIRED, ItemStatus.REFUSED} and own:
        return own
    if judged.status is ItemStatus.SATISFIED:
        return _received(judged)
    if judged.status is ItemStatus.REFUSED:
        reasons = [content.piece.reason for content in judged.pieces if content.piece.status is PieceStatus.REFUSED]
        told = f" ({reasons[0]})" if reasons and reasons[0] else ""
        return Bilingual(fr=f"{words.fr}{told}.", en=f"{words.en}{told}.")
    if judged.status is ItemStatus.WAIVED:
        return Bilingual(fr=f"{words.fr}.", en=f"{words.en}.")
    if judged.status is ItemStatus.MISSING and own:
        return joined([words, own], fr=" ", en=" ")
    return words


def _received(judged: Judged) -> Bilingual:
    if judged.counting is None:
        return _KNOWN
    day = day_words(judged.counting.received_at.date())
    return Bilingual(fr=f"Reçue le {day.fr}.", en=f"Received on {day.en}.")


def _rule_words(case_type: CaseType, deciding: Deciding, knowledge: Knowledge) -> Bilingual:
    """Put into words the conditions that made the rule come out as it did."""
    told = []
    for leaf in deciding.rule.leaves:
        holds = knowledge.holds(leaf)
        spoken = holds if holds is None else holds != leaf.is_negated
        is_guilty = deciding.holds is not None and spoken == deciding.holds
        if holds is None and all(knowledge.knows(name) for name in leaf.names):
            told.append(_undecided(case_type, leaf, knowledge))
        elif is_guilty and holds is not None:
            told.append(_leaf_words(case_type, leaf, knowledge, holds=holds))
    told = [words for words in told if words.fr]
    if not told:
        return _NOTHING
    whole = joined(told, fr=" ; ", en="; ")
    return Bilingual(fr=_sentence(whole.fr), en=_sentence(whole.en))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _leaf_words(case_type: CaseType, leaf: Leaf, knowledge: Knowledge, *, holds: bool) -> Bilingual:
    if leaf.left is not None and leaf.right is not None and leaf.operator in _OPPOSITE:
        operator = leaf.operator if holds else _OPPOSITE[leaf.operator]
        return _comparison(case_type, leaf.left, operator, leaf.right, knowledge)
    shown = [named_value(case_type, knowledge.shown(name)) for name in leaf.names]
    return joined(shown, fr=", ", en=", ")


def _comparison(case_type: CaseType, left: Side, operator: str, right: Side, knowledge: Knowledge) -> Bilingual:
    """Put a comparison into words as it came out: "mois de cotisation : 7, moins de 12"."""
    if not left.names and right.names:
        mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
        left, right, operator = right, left, mirrored.get(operator, operator)
    subject, object_ = (
        _side_words(case_type, left, knowledge),
        _object(case_type, right, knowledge),
    )
    is_day = any(isinstance(knowledge.shown(name).value, Day) for name in (*left.names, *right.names))
    relation = relation_words(operator, is_day=is_day)
    if operator in {"==", "!="} and not right.names and not is_day:
        return subject
    return Bilingual(fr=f"{subject.fr}, {relation.fr} {object_.fr}", en=f"{subject.en}, {relation.en} {object_.en}")


def _side_words(case_type: CaseType, side: Side, knowledge: Knowledge) -> Bilingual:
    if side.expression is None and side.names:
        return named_value(case_type, knowledge.shown(side.names[0]))
    return _object(case_type, side, knowledge)


def _object(case_type: CaseType, side: Side, knowledge: Knowledge) -> Bilingual:
    """Put the other side into words: a literal as it is, a name with its value, a computed one with its sources."""
    if not side.names and side.expression is None:
        text = side.text.strip("'\"")
        return Bilingual(fr=text, en=text)
    if side.expression is None:
        shown = knowledge.shown(side.names[0])
        name, value = name_words(case_type, shown.name), known_value(case_type, shown)
        article = "le " if isinstance(shown.value, Day) else ""
        return Bilingual(fr=f"{article}{value.fr} ({name.fr})", en=f"{value.en} ({name.en})")
    day = computed_day(side.expression, knowledge.activation)
    from_ = joined([named_value(case_type, knowledge.shown(name)) for name in side.names], fr=", ", en=", ")
    if day is None:
        return from_ if side.names else Bilingual(fr=side.text, en=side.text)
    told = day_words(day)
    told = Bilingual(fr=f"le {told.fr}", en=told.en)
    return Bilingual(fr=f"{told.fr} ({from_.fr})", en=f"{told.en} ({from_.en})") if side.names else told


def _undecided(case_type: CaseType, leaf: Leaf, knowledge: Knowledge) -> Bilingual:
    """Return the words for values that are known and yet too alike or too odd to decide."""
    shown = joined([named_value(case_type, knowledge.shown(name)) for name in leaf.names], fr=", ", en=", ")
    return Bilingual(fr=f"{shown.fr} : impossible de trancher", en=f"{shown.en}: cannot be settled")
