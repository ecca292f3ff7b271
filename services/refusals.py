"""The words of refusals: why an act cannot be done now, and what to do instead."""

from pipeline.errors import NotFound, NotPossible, WrongUsage
from pipeline.model.identity import DocumentId
from pipeline.model.text import Bilingual

HOW_VALUES_ARE_WRITTEN = Bilingual(
    fr="Une date s'écrit AAAA-MM-JJ, un montant 1834.20, un oui ou non true ou false.",
    en="A date is written YYYY-MM-DD, an amount 1834.20, yes or no as true or false.",
)


def no_such(kind: str, name: str) -> NotFound:
    """Give the error of something that is not there, or not for this actor; both read alike."""
    words = {
        "document": ("Ce document", "document"),
        "case": ("Ce dossier", "case"),
        "batch": ("Ce lot", "batch"),
        "page": ("Cette page", "page"),
        "failure": ("Cet échec", "failure"),
        "party": ("Cette personne", "party"),
        "task": ("Cette tâche", "task"),
    }
    fr, en = words[kind]
    return NotFound(
        f"no_such_{kind}",
        Bilingual(fr=f"{fr} n'existe pas, ou pas pour vous.", en=f"There is no such {en}, or you may not see it."),
        where=name,
        next_step=Bilingual(
            fr="Retrouvez-le avec « casebinder status », « case list » ou « search ».",
            en='Find it with "casebinder status", "case list" or "search".',
        ),
    )


def no_rendition(name: DocumentId) -> NotFound:
    """Say that the archive PDF is not made yet."""
    return NotFound(
        "no_rendition",
        Bilingual(fr="Ce document n'a pas encore de PDF d'archive.", en="This document has no archive PDF yet."),
        where=name,
        next_step=Bilingual(
            fr="Il est fait à la libération : « casebinder document release ».",
            en='It is made at release: "casebinder document release".',
        ),
    )


def class_first(name: DocumentId) -> NotPossible:
    """Say that the class must be told before."""
    return NotPossible(
        "class_first",
        Bilingual(fr="La classe de ce document n'est pas connue.", en="The class of this document is not known."),
        where=name,
        next_step=Bilingual(
            fr="Dites-la d'abord : « casebinder document set-class ».",
            en='Tell it first: "casebinder document set-class".',
        ),
    )


def not_waiting(name: DocumentId) -> NotPossible:
    """Say that the document waits for nobody."""
    return NotPossible(
        "not_waiting",
        Bilingual(fr="Ce document n'attend personne.", en="This document does not wait for a person."),
        where=name,
        next_step=Bilingual(fr="Voyez-le : « casebinder document show ».", en='See it: "casebinder document show".'),
    )


def superseded(name: DocumentId) -> NotPossible:
    """Say that others have taken the place of the document."""
    return NotPossible(
        "superseded",
        Bilingual(fr="Ce document a été recoupé ; d'autres l'ont remplacé.", en="This document was cut anew."),
        where=name,
        next_step=Bilingual(
            fr="« casebinder status » montre ceux qui sont en vigueur.", en='"casebinder status" shows those in force.'
        ),
    )


def two_files(first: DocumentId, second: DocumentId) -> NotPossible:
    """Say that only documents of one file can be merged."""
    return NotPossible(
        "two_files",
        Bilingual(fr="Ces documents viennent de deux fichiers.", en="These documents come from two files."),
        where=f"{first}, {second}",
        next_step=Bilingual(
            fr="Seuls des documents d'un même fichier peuvent être réunis.",
            en="Only documents of one file can be merged.",
        ),
    )


def same_document(name: DocumentId) -> NotPossible:
    """Say that two documents are asked for."""
    return NotPossible(
        "same_document",
        Bilingual(fr="C'est deux fois le même document.", en="It is the same document twice."),
        where=name,
        next_step=Bilingual(
            fr="Choisissez un autre document, ou « casebinder document reorder ».",
            en='Choose another document, or "casebinder document reorder".',
        ),
    )


def no_page(name: DocumentId, position: int, count: int) -> NotPossible:
    """Say that the document has no such page."""
    return NotPossible(
        "no_such_page",
        Bilingual(fr=f"Ce document a {count} page(s), pas de page {position}.", en=f"It has {count} page(s)."),
        where=name,
        next_step=Bilingual(fr="Comptez les pages à partir de 1.", en="Count pages from 1."),
    )


def wrong_fact(name: str, step: Bilingual) -> WrongUsage:
    """Say that the case type has no such fact."""
    message = Bilingual(fr="Ce fait n'est pas de ce type de dossier.", en="This is no fact of this case type.")
    return WrongUsage("wrong_fact", message, where=name, next_step=step)


def wrong_fact_value(name: str, text: str, step: Bilingual) -> WrongUsage:
    """Say that a fact cannot have that value."""
    message = Bilingual(fr=f"« {text} » n'est pas une valeur de ce fait.", en=f'"{text}" is no value of this fact.')
    return WrongUsage("wrong_fact", message, where=name, next_step=step)


def reason_needed(act: str) -> WrongUsage:
    """Say that the act needs a reason."""
    return WrongUsage(
        "reason_needed",
        Bilingual(fr="Cet acte demande une raison.", en="This act needs a reason."),
        where=act,
        next_step=Bilingual(fr='Ajoutez --reason "…".', en='Add --reason "…".'),
    )


def outcome_needed(reference: str) -> WrongUsage:
    """Say that a decision needs its outcome."""
    return WrongUsage(
        "outcome_needed",
        Bilingual(fr="Une décision demande une issue.", en="A decision needs an outcome."),
        where=reference,
        next_step=Bilingual(fr="Par exemple : approved.", en="For example: approved."),
    )


def case_exists(reference: str) -> NotPossible:
    """Say that there is a case of that key."""
    return NotPossible(
        "case_exists",
        Bilingual(fr="Un dossier de cette clé existe déjà.", en="There is a case of this key."),
        where=reference,
        next_step=Bilingual(
            fr="Travaillez dans ce dossier : « casebinder case show ».", en='Work in that case: "casebinder case show".'
        ),
    )


def nothing_to_request(reference: str) -> NotPossible:
    """Say that nobody has anything to bring."""
    return NotPossible(
        "nothing_to_request",
        Bilingual(fr="Rien ne manque à ce dossier.", en="This case lacks nothing."),
        where=reference,
        next_step=Bilingual(fr="Rien à demander.", en="Nothing to ask for."),
    )


def already_drafted(reference: str) -> NotPossible:
    """Say that a request for the same is drafted and not yet sent: it is asked for once."""
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


def release_first(name: DocumentId) -> NotPossible:
    """Say that the document's doubts come first."""
    return NotPossible(
        "release_first",
        Bilingual(fr="Ce document attend une vérification.", en="This document waits for verification."),
        where=name,
        next_step=Bilingual(
            fr="Levez ses doutes, puis « casebinder document release ».",
            en='Settle its doubts, then "casebinder document release".',
        ),
    )


def not_in_case(document: DocumentId, reference: str) -> NotFound:
    """Say that the document is not in the case."""
    return NotFound(
        "not_in_case",
        Bilingual(fr=f"« {document} » n'est pas dans ce dossier.", en=f'"{document}" is not in this case.'),
        where=reference,
        next_step=Bilingual(
            fr="« casebinder case show » liste ses documents ; « case move » en amène d'ailleurs.",
            en='"casebinder case show" lists its documents; "case move" brings others in.',
        ),
    )


def no_longer_open(reference: str) -> NotPossible:
    """Say that the case is decided or closed."""
    return NotPossible(
        "not_open",
        Bilingual(fr="Ce dossier n'est plus ouvert.", en="This case is no longer open."),
        where=reference,
        next_step=Bilingual(fr="Voyez son historique.", en="See its history."),
    )


def request_under_way(reference: str) -> NotPossible:
    """Say that the letter is with the sender."""
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
    """Say that a note or a task says nothing."""
    return WrongUsage(
        "words_needed",
        Bilingual(fr="Il n'y a rien d'écrit.", en="Nothing is written."),
        where=reference,
        next_step=Bilingual(fr="Écrivez ce qu'il faut savoir ou faire.", en="Write what is to be known or done."),
    )


def task_not_for_them(who: str, reference: str) -> NotPossible:
    """Say that somebody may not work on the case."""
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
    """Say that the task was done before."""
    return NotPossible(
        "task_done_already",
        Bilingual(fr="Cette tâche est déjà faite.", en="This task is done already."),
        where=name,
        next_step=Bilingual(
            fr="« casebinder case show » montre celles qui restent.",
            en='"casebinder case show" shows those that are left.',
        ),
    )


def no_letter(reference: str) -> NotPossible:
    """Say that there is no such letter in the case."""
    return NotPossible(
        "no_letter",
        Bilingual(fr="Ce dossier n'a pas de lettre à cet état.", en="This case has no letter in that state."),
        where=reference,
        next_step=Bilingual(
            fr="« casebinder case show » montre les demandes ; « casebinder case request » en prépare une.",
            en='"casebinder case show" shows the requests; "casebinder case request" drafts one.',
        ),
    )


def nothing_to_undo(name: DocumentId) -> NotPossible:
    """Say that nothing was done to the document that could be taken back."""
    return NotPossible(
        "nothing_to_undo",
        Bilingual(fr="Rien n'est à défaire sur ce document.", en="There is nothing to undo on this document."),
        where=name,
        next_step=Bilingual(fr="Corrigez-le par un nouvel acte.", en="Correct it by a new act."),
    )


def changed_since(name: DocumentId, act: str) -> NotPossible:
    """Say that a later act on the document comes first."""
    return NotPossible(
        "changed_since",
        Bilingual(
            fr=f"Un acte plus récent porte sur ce document ({act}).", en=f"A later act is on this document ({act})."
        ),
        where=name,
        next_step=Bilingual(fr="Défaites d'abord celui-là.", en="Undo that one first."),
    )


def depended_on(reference: str, act: str) -> NotPossible:
    """Say that something in a case was founded on the act."""
    return NotPossible(
        "depended_on",
        Bilingual(
            fr=f"Le dossier {reference} s'appuie déjà dessus ({act}).",
            en=f"Case {reference} already rests on it ({act}).",
        ),
        where=reference,
        next_step=Bilingual(
            fr="Corrigez par un nouvel acte, que le dossier montrera.", en="Correct it by a new act; the case shows it."
        ),
    )


def in_other_hands(name: DocumentId, who: str) -> NotPossible:
    """Say that somebody else has the document before them."""
    return NotPossible(
        "in_other_hands",
        Bilingual(fr=f"{who} est sur ce document.", en=f"{who} is on this document."),
        where=name,
        next_step=Bilingual(fr="Prenez le suivant.", en="Take the next one."),
    )


def no_such_doubt(name: DocumentId, doubt: str) -> NotPossible:
    """Say that nothing of that name is in doubt any more."""
    return NotPossible(
        "no_such_doubt",
        Bilingual(fr="Ce doute est déjà levé.", en="This doubt is settled already."),
        where=f"{name}, {doubt}",
        next_step=Bilingual(fr="Regardez ce qui reste à lever.", en="See what is left to settle."),
    )


def answer_needed(name: DocumentId) -> WrongUsage:
    """Say that nothing was answered, or a class without its name."""
    return WrongUsage(
        "answer_needed",
        Bilingual(fr="Il manque une réponse.", en="An answer is missing."),
        where=name,
        next_step=Bilingual(
            fr="Répondez à un doute au moins ; pour une classe, donnez-la.",
            en="Answer at least one doubt; for a class, name it.",
        ),
    )


def row_gone(table: str, key: str) -> NotPossible:
    """Say that a reference table does not know a key any more."""
    return NotPossible(
        "row_gone",
        Bilingual(fr="Cette ligne de référence n'existe plus.", en="There is no such reference row any more."),
        where=f"{table} {key}",
        next_step=Bilingual(fr="Tapez la valeur.", en="Type the value."),
    )


def no_case_type(files: str) -> NotFound:
    """Say that rules without a case type change no case."""
    return NotFound(
        "no_case_type",
        Bilingual(fr="Ces règles ne contiennent aucun type de dossier.", en="These rules hold no case type."),
        where=files,
        next_step=Bilingual(
            fr="Donnez un fichier ou un dossier avec un type de dossier (case_type: …).",
            en="Give a file or folder with a case type (case_type: …).",
        ),
    )
