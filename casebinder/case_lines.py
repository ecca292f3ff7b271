"""A case as plain lines for the terminal, from its verdict alone: sentence, checklist with reasons, deadlines."""

from collections.abc import Iterator

from casebinder.model import Case, DeadlineState, ItemState, ItemStatus, Verdict, WaitingOn
from casebinder.wording import day_words, days_words, state_words
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual, Language

_MARKS = {
    ItemStatus.SATISFIED: "✓",
    ItemStatus.WAIVED: "✓",
    ItemStatus.NOT_APPLICABLE: "·",
    ItemStatus.UNDETERMINED: "?",
    ItemStatus.TO_REVIEW: "?",
}
_WAITING = {
    WaitingOn.US: Bilingual(fr="à nous d’agir", en="ours to act"),
    WaitingOn.THEM: Bilingual(fr="on attend une réponse", en="awaiting an answer"),
    WaitingOn.NOBODY: Bilingual(fr="rien n’est attendu", en="nothing is awaited"),
}
_HEADS = {
    "pieces": Bilingual(fr="Pièces", en="Pieces"),
    "checks": Bilingual(fr="Concordance des pièces", en="Agreement between the pieces"),
    "deadlines": Bilingual(fr="Délais", en="Deadlines"),
    "basket": Bilingual(fr="corbeille", en="basket"),
}
_NOT_STARTED = Bilingual(fr="pas encore commencé", en="not started")
_PAUSED = Bilingual(fr=" (suspendu)", en=" (paused)")


def lines(case: Case, verdict: Verdict, language: Language) -> tuple[str, ...]:
    """Give the case in words, a line each, without colours."""
    made = verdict.completeness
    head = f"{case.reference} : " if language is Language.FR else f"{case.reference}: "
    basket = _HEADS["basket"].in_language(language)
    because = verdict.basket_because.in_language(language)
    waiting = _WAITING[verdict.waiting_on].in_language(language)
    return (
        head + made.sentence.in_language(language),
        f"{basket} {verdict.basket} ({because.rstrip('.')}), {waiting}",
        "",
        _HEADS["pieces"].in_language(language),
        *(line for item in made.items for line in _item(item, language)),
        *_checks(verdict, language),
        *_deadlines(verdict, language),
    )


def _item(item: ItemState, language: Language) -> Iterator[str]:
    mark = _MARKS.get(item.status, "✗")
    yield f"  {mark} {item.title.in_language(language)} [{state_words(item.status).in_language(language)}]"
    yield f"      {item.explanation.in_language(language)}"


def _checks(verdict: Verdict, language: Language) -> Iterator[str]:
    """Say the rules across pieces that fail or matter and cannot be told; those that hold are no news."""
    open_ = [
        state
        for state in verdict.consistency
        if state.holds is False or (state.holds is None and state.is_due and state.severity is not Severity.NOTE)
    ]
    if open_:
        yield ""
        yield _HEADS["checks"].in_language(language)
    for state in open_:
        yield f"  {'✗' if state.holds is False else '?'} {state.code} {state.message.in_language(language)}"


def _deadlines(verdict: Verdict, language: Language) -> Iterator[str]:
    if verdict.deadlines:
        yield ""
        yield _HEADS["deadlines"].in_language(language)
    for state in verdict.deadlines:
        colon = " :" if language is Language.FR else ":"
        yield f"  {state.code} {state.title.in_language(language)}{colon} {_due(state, language)}"


def _due(state: DeadlineState, language: Language) -> str:
    if state.due_on is None:
        return _NOT_STARTED.in_language(language)
    left = "" if state.days_left is None else f", {days_words(state.days_left).in_language(language)}"
    paused = _PAUSED.in_language(language) if state.paused else ""
    return day_words(state.due_on).in_language(language) + left + paused
