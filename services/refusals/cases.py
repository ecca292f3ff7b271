"""Why an act on a case cannot be done now, and what to do instead."""

from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.text import Bilingual


def wrong_fact(name: str, step: Bilingual) -> WrongUsage:
    """Return the error for a fact that the case type does not have."""
    message = Bilingual(fr="Ce fait n'est pas de ce type de dossier.", en="This is no fact of this case type.")
    return WrongUsage("wrong_fact", message, where=name, next_step=step)


def wrong_fact_value(name: str, text: str, step: Bilingual) -> WrongUsage:
    """Return the error for a value that the fact cannot have."""
    message = Bilingual(fr=f"« {text} » n'est pas une valeur de ce fait.", en=f'"{text}" is no value of this fact.')
    return WrongUsage("wrong_fact", message, where=name, next_step=step)


def reason_needed(act: str) -> WrongUsage:
    """Return the error for an act without the reason it needs."""
    return WrongUsage(
        "reason_needed",
        Bilingual(fr="Cet acte demande une raison.", en="This act needs a reason."),
        where=act,
        next_step=Bilingual(fr='Ajoutez --reason "…".', en='Add --reason "…".'),
    )


def outcome_needed(reference: str) -> WrongUsage:
    """Return the error for a decision without an outcome."""
    return WrongUsage(
        "outcome_needed",
        Bilingual(fr="Une décision demande une issue.", en="A decision needs an outcome."),
        where=reference,
        next_step=Bilingual(fr="Par exemple : approved.", en="For example: approved."),
    )


def case_exists(reference: str) -> NotPossible:
    """Return the error for opening a second case under one key."""
    return NotPossible(
        "case_exists",
        Bilingual(fr="Un dossier de cette clé existe déjà.", en="There is a case of this key."),
        where=reference,
        next_step=Bilingual(
            fr="Travaillez dans ce dossier : « casebinder case show ».", en='Work in that case: "casebinder case show".'
        ),
    )


def nothing_to_request(reference: str) -> NotPossible:
    """Return the error for a request when nothing is missing."""
    return NotPossible(
        "nothing_to_request",
        Bilingual(fr="Rien ne manque à ce dossier.", en="This case lacks nothing."),
        where=reference,
        next_step=Bilingual(fr="Rien à demander.", en="Nothing to ask for."),
    )


def already_drafted(reference: str) -> NotPossible:
    """Return the error for asking for the same pieces twice: the first request is not sent yet."""
    return NotPossible(
        "already_drafted",
        Bilingual(
            fr="Une demande de ces pièces est déjà préparée.", en="A request for these pieces is already drafted."
        ),
        where=reference,
        next_step=Bilingual(
            fr="« casebinder case show --json » montre la demande.", en='"casebinder case show --json" shows it.'
        ),
    )


def no_longer_open(reference: str) -> NotPossible:
    """Return the error for an act on a case that is decided or closed."""
    return NotPossible(
        "not_open",
        Bilingual(fr="Ce dossier n'est plus ouvert.", en="This case is no longer open."),
        where=reference,
        next_step=Bilingual(fr="Voyez son historique.", en="See its history."),
    )


def request_under_way(reference: str) -> NotPossible:
    """Return the error for changing a letter that is being sent."""
    return NotPossible(
        "request_under_way",
        Bilingual(
            fr="La lettre de ce dossier est en cours d'envoi : elle ne peut plus être changée ni retirée.",
            en="The letter of this case is being sent: it can no longer be changed or withdrawn.",
        ),
        where=reference,
        next_step=Bilingual(
            fr="Attendez quelques instants, puis regardez le dossier.", en="Wait a moment, then look at the case."
        ),
    )


def words_needed(reference: str) -> WrongUsage:
    """Return the error for a note or a task without words."""
    return WrongUsage(
        "words_needed",
        Bilingual(fr="Il n'y a rien d'écrit.", en="Nothing is written."),
        where=reference,
        next_step=Bilingual(fr="Écrivez ce qu'il faut savoir ou faire.", en="Write what is to be known or done."),
    )


def task_not_for_them(who: str, reference: str) -> NotPossible:
    """Return the error for a task given to somebody who may not work on the case."""
    return NotPossible(
        "task_not_for_them",
        Bilingual(
            fr=f"{who} n'a pas le droit de travailler sur ce dossier.", en=f"{who} has no right to work on this case."
        ),
        where=reference,
        next_step=Bilingual(
            fr="Donnez la tâche à une autre personne, ou demandez ce droit à l'administrateur.",
            en="Give the task to somebody else, or ask the administrator for that right.",
        ),
    )


def task_done_already(name: str) -> NotPossible:
    """Return the error for a task that is done already."""
    return NotPossible(
        "task_done_already",
        Bilingual(fr="Cette tâche est déjà faite.", en="This task is done already."),
        where=name,
        next_step=Bilingual(
            fr="« casebinder case show » montre celles qui restent.",
            en='"casebinder case show" shows those that are left.',
        ),
    )
