"""Why an act on a document cannot be done now, and what to do instead."""

from pipeline.errors import NotPossible, WrongUsage
from pipeline.model.actor import Actor
from pipeline.model.batch import Reason
from pipeline.model.identity import DocumentId
from pipeline.model.text import Bilingual

HOW_VALUES_ARE_WRITTEN = Bilingual(
    fr="Une date s'écrit AAAA-MM-JJ, un montant 1834.20, un oui ou non true ou false.",
    en="A date is written YYYY-MM-DD, an amount 1834.20, yes or no as true or false.",
)


def class_first(name: DocumentId) -> NotPossible:
    """Return the error for an act that needs the document's class, when it is not known."""
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
    """Return the error for a document that waits for nobody."""
    return NotPossible(
        "not_waiting",
        Bilingual(fr="Ce document n'attend personne.", en="This document does not wait for a person."),
        where=name,
        next_step=Bilingual(fr="Voyez-le : « casebinder document show ».", en='See it: "casebinder document show".'),
    )


def superseded(name: DocumentId) -> NotPossible:
    """Return the error for a document whose place others have taken."""
    return NotPossible(
        "superseded",
        Bilingual(fr="Ce document a été recoupé ; d'autres l'ont remplacé.", en="This document was cut anew."),
        where=name,
        next_step=Bilingual(
            fr="« casebinder status » montre ceux qui sont en vigueur.", en='"casebinder status" shows those in force.'
        ),
    )


def two_files(first: DocumentId, second: DocumentId) -> NotPossible:
    """Return the error for merging documents of two files."""
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
    """Return the error for merging a document with itself."""
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
    """Return the error for a page that the document does not have."""
    return NotPossible(
        "no_such_page",
        Bilingual(fr=f"Ce document a {count} page(s), pas de page {position}.", en=f"It has {count} page(s)."),
        where=name,
        next_step=Bilingual(fr="Comptez les pages à partir de 1.", en="Count pages from 1."),
    )


def release_first(name: DocumentId) -> NotPossible:
    """Return the error for a document whose doubts must be settled first."""
    return NotPossible(
        "release_first",
        Bilingual(fr="Ce document attend une vérification.", en="This document waits for verification."),
        where=name,
        next_step=Bilingual(
            fr="Levez ses doutes, puis « casebinder document release ».",
            en='Settle its doubts, then "casebinder document release".',
        ),
    )


def nothing_to_undo(name: DocumentId) -> NotPossible:
    """Return the error for undoing when nothing was done that could be taken back."""
    return NotPossible(
        "nothing_to_undo",
        Bilingual(fr="Rien n'est à défaire sur ce document.", en="There is nothing to undo on this document."),
        where=name,
        next_step=Bilingual(fr="Corrigez-le par un nouvel acte.", en="Correct it by a new act."),
    )


def changed_since(name: DocumentId, act: str) -> NotPossible:
    """Return the error for undoing an act before a later one on the same document."""
    return NotPossible(
        "changed_since",
        Bilingual(
            fr=f"Un acte plus récent porte sur ce document ({act}).", en=f"A later act is on this document ({act})."
        ),
        where=name,
        next_step=Bilingual(fr="Défaites d'abord celui-là.", en="Undo that one first."),
    )


def depended_on(reference: str, act: str) -> NotPossible:
    """Return the error for undoing an act that something in a case already rests on."""
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
    """Return the error for a document that somebody else is working on."""
    return NotPossible(
        "in_other_hands",
        Bilingual(fr=f"{who} est sur ce document.", en=f"{who} is on this document."),
        where=name,
        next_step=Bilingual(fr="Prenez le suivant.", en="Take the next one."),
    )


def taken_out(actor: Actor, reason: str) -> Reason:
    """Return why a page is in no document: a person took it out, with this reason."""
    why = reason or "-"
    return Reason(
        code="rejected",
        message=Bilingual(fr=f"Écartée par {actor.name} : {why}", en=f"Rejected by {actor.name}: {why}"),
        next_step=Bilingual(fr="Rien à faire.", en="Nothing to do."),
    )


def no_such_doubt(name: DocumentId, doubt: str) -> NotPossible:
    """Return the error for a doubt that is settled already."""
    return NotPossible(
        "no_such_doubt",
        Bilingual(fr="Ce doute est déjà levé.", en="This doubt is settled already."),
        where=f"{name}, {doubt}",
        next_step=Bilingual(fr="Regardez ce qui reste à lever.", en="See what is left to settle."),
    )


def answer_needed(name: DocumentId) -> WrongUsage:
    """Return the error for settling without an answer, or a class without its name."""
    return WrongUsage(
        "answer_needed",
        Bilingual(fr="Il manque une réponse.", en="An answer is missing."),
        where=name,
        next_step=Bilingual(
            fr="Répondez à un doute au moins ; pour une classe, donnez-la.",
            en="Answer at least one doubt; for a class, name it.",
        ),
    )
