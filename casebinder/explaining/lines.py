"""A case as plain lines for the terminal: sentence, checklist with reasons, deadlines, papers, requests, decisions."""

from collections.abc import Iterator

from casebinder.model.case import Case, PieceStatus
from casebinder.model.request import RequestState
from casebinder.model.verdict import DeadlineState, ItemState, ItemStatus, Verdict, WaitingOn
from casebinder.tasks import open_tasks
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
    "papers": Bilingual(fr="Documents", en="Documents"),
    "requests": Bilingual(fr="Demandes", en="Requests"),
    "tasks": Bilingual(fr="Tâches", en="Tasks"),
    "notes": Bilingual(fr="Notes", en="Notes"),
    "decisions": Bilingual(fr="Décisions", en="Decisions"),
    "basket": Bilingual(fr="corbeille", en="basket"),
}
_PIECES = {
    PieceStatus.OFFERED: Bilingual(fr="proposé", en="offered"),
    PieceStatus.ACCEPTED: Bilingual(fr="accepté", en="accepted"),
    PieceStatus.REFUSED: Bilingual(fr="refusé", en="refused"),
    PieceStatus.SUPERSEDED: Bilingual(fr="remplacé", en="superseded"),
}
_REQUESTS = {
    RequestState.DRAFTED: Bilingual(fr="préparée", en="drafted"),
    RequestState.QUEUED: Bilingual(fr="en attente d’envoi", en="waiting to be sent"),
    RequestState.SENDING: Bilingual(fr="en cours d’envoi", en="being sent"),
    RequestState.SENT: Bilingual(fr="envoyée", en="sent"),
    RequestState.ANSWERED: Bilingual(fr="suivie d’une réponse", en="answered"),
    RequestState.LAPSED: Bilingual(fr="sans suite", en="lapsed"),
    RequestState.WITHDRAWN: Bilingual(fr="retirée", en="withdrawn"),
}
_OFF_THE_LIST = Bilingual(fr="hors liste", en="not on the list")
_NOT_STARTED = Bilingual(fr="pas encore commencé", en="not started")
_PAUSED = Bilingual(fr=" (suspendu)", en=" (paused)")


def lines(case: Case, verdict: Verdict, language: Language) -> tuple[str, ...]:
    """Return the case in words, a line each, without colours."""
    made = verdict.completeness
    head = f"{case.reference} : " if language is Language.FR else f"{case.reference}: "
    basket = _HEADS["basket"].in_language(language)
    because = verdict.basket_because.in_language(language)
    waiting = _WAITING[verdict.waiting_on].in_language(language)
    return (
        head + made.sentence.in_language(language),
        f"{basket} {verdict.basket} ({because.rstrip('.')}), {waiting}"
        + (f" · {case.assignee}" if case.assignee else ""),
        "",
        _HEADS["pieces"].in_language(language),
        *(line for item in made.items for line in _item(item, language)),
        *_checks(verdict, language),
        *_deadlines(verdict, language),
        *_papers(case, verdict, language),
        *_requests(case, verdict, language),
        *_tasks(case, language),
        *_notes(case, language),
        *_decisions(case, language),
    )


def _item(item: ItemState, language: Language) -> Iterator[str]:
    mark = _MARKS.get(item.status, "✗")
    yield f"  {mark} {item.title.in_language(language)} [{state_words(item.status).in_language(language)}]"
    yield f"      {item.explanation.in_language(language)}"


def _checks(verdict: Verdict, language: Language) -> Iterator[str]:
    """Yield the rules across pieces that fail, or matter and cannot be told; those that hold are no news."""
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


def _papers(case: Case, verdict: Verdict, language: Language) -> Iterator[str]:
    """Name the documents by what acts on them take: their ids, with the items they serve."""
    titles = _titles(verdict, language)
    if case.pieces:
        yield from ("", _HEADS["papers"].in_language(language))
    for piece in case.pieces:
        title = titles.get(piece.item, _OFF_THE_LIST.in_language(language))
        yield f"  {piece.document} · {title} [{_PIECES[piece.status].in_language(language)}]"


def _requests(case: Case, verdict: Verdict, language: Language) -> Iterator[str]:
    titles = _titles(verdict, language)
    if case.requests:
        yield from ("", _HEADS["requests"].in_language(language))
    for asked in case.requests:
        day = day_words((asked.sent_at or asked.drafted_at).date()).in_language(language)
        state = _REQUESTS[asked.state].in_language(language)
        yield f"  {day} [{state}] {', '.join(titles.get(item, item) for item in asked.items)}"
        if asked.problem is not None:
            yield f"      {asked.problem.message.in_language(language)} {asked.problem.next_step.in_language(language)}"


def _tasks(case: Case, language: Language) -> Iterator[str]:
    """Name the open tasks by what `case done` takes."""
    left = open_tasks(case)
    if left:
        yield from ("", _HEADS["tasks"].in_language(language))
    for task in left:
        due = f"{day_words(task.due_on).in_language(language)} · " if task.due_on else ""
        yield f"  {task.id} · {due}{task.title}{f' ({task.who})' if task.who else ''}"


def _notes(case: Case, language: Language) -> Iterator[str]:
    if case.notes:
        yield from ("", _HEADS["notes"].in_language(language))
    for note in case.notes:
        yield f"  {day_words(note.at.date()).in_language(language)} · {note.text} ({note.by})"


def _decisions(case: Case, language: Language) -> Iterator[str]:
    if case.decisions:
        yield from ("", _HEADS["decisions"].in_language(language))
    for made in case.decisions:
        day = day_words(made.at.date()).in_language(language)
        yield f"  {day} · {made.outcome} ({made.by}) {'; '.join(made.reasons)}"


def _titles(verdict: Verdict, language: Language) -> dict[str, str]:
    return {item.item: item.title.in_language(language) for item in verdict.completeness.items}
