"""The words of an explanation: why a document is not found, in French and English."""

from collections.abc import Mapping, Sequence

from pipeline.model.states import PageState
from pipeline.model.text import Bilingual

MOST_NAMED = 12
"""Page numbers in one sentence."""
NO_RIGHT = Bilingual(
    fr="Vos droits ne couvrent pas le dossier où il est : la recherche ne vous le montre pas.",
    en="Your rights do not cover the case it is in: search does not show it to you.",
)
SUPERSEDED = Bilingual(
    fr="Il a été remplacé par une autre coupe de ses pages : cherchez le document qui les porte maintenant.",
    en="It was replaced by another cut of its pages: look for the document that has them now.",
)
NOT_UNDERSTOOD = Bilingual(
    fr="Il vient d'être lu et n'est pas encore compris : il se cherche une fois classé.",
    en="It was just read and is not understood yet: it is searched once it is classified.",
)
NOT_INDEXED = Bilingual(
    fr="Il attend d'être indexé : réessayez dans quelques secondes.",
    en="It waits to be indexed: try again in a few seconds.",
)
CHANGE_WAITS = Bilingual(
    fr="Son dernier changement attend d'être indexé : réessayez dans quelques secondes.",
    en="Its last change waits to be indexed: try again in a few seconds.",
)
NOT_IN_INDEX = Bilingual(
    fr="Il manque dans l'index : demandez à l'administrateur de lancer « casebinder reindex ».",
    en='The index lacks it: ask the administrator to run "casebinder reindex".',
)
NOTHING_ASKED = Bilingual(
    fr="La question ne contient ni lettre ni chiffre : il n'y a rien à chercher.",
    en="The question has no letter and no digit: there is nothing to look for.",
)
_FILTERS: Mapping[str, tuple[str, str]] = {
    "document_class": ("la classe de document", "the document class"),
    "case": ("le dossier", "the case"),
    "case_type": ("le type de dossier", "the case type"),
    "basket": ("la corbeille", "the basket"),
    "state": ("l'état", "the state"),
    "party": ("la personne ou l'entreprise", "the person or company"),
    "month": ("le mois de réception", "the month received"),
    "day": ("les jours de réception", "the days received"),
    "amount": ("le montant", "the amount"),
}
ASIDE: Mapping[str, tuple[str, str]] = {
    PageState.SEPARATOR: ("intercalaire", "separator"),
    PageState.BLANK: ("page blanche", "blank page"),
    PageState.REJECTED: ("page rejetée", "rejected page"),
    PageState.FAILED: ("page qui n'a pas pu être lue", "page that could not be read"),
}
"""Pages that are in no document and so never found."""


def found(page: int, rank: int | None) -> Bilingual:
    """Return the words for where it is found."""
    if rank is None:
        return Bilingual(
            fr=f"Trouvé page {page}, plus bas que les mille premières réponses.",
            en=f"Found on page {page}, below the first thousand answers.",
        )
    return Bilingual(
        fr=f"Trouvé page {page}, réponse n° {rank}.",
        en=f"Found on page {page}, as answer no. {rank}.",
    )


def filtered(name: str) -> Bilingual:
    """Return the words for a filter that leaves it out."""
    fr, en = _FILTERS[name]
    return Bilingual(
        fr=f"Le filtre sur {fr} l'écarte : retirez-le.",
        en=f"The filter on {en} leaves it out: take it away.",
    )


def read_otherwise(asked: str, read: str, page: int) -> Bilingual:
    """Return the words for what was read instead."""
    return Bilingual(
        fr=f"Vous cherchez « {asked} » ; page {page}, le plus proche est lu « {read} ».",
        en=f'You look for "{asked}"; on page {page} the nearest is read "{read}".',
    )


def not_read(asked: str) -> Bilingual:
    """Return the words for a word of which nothing like it was read."""
    return Bilingual(
        fr=f"« {asked} » n'est lu sur aucune de ses pages, ni rien qui lui ressemble.",
        en=f'"{asked}" is read on none of its pages, nor anything like it.',
    )


def too_short(asked: str) -> Bilingual:
    """Return the words for a word too short to be looked for as misread."""
    return Bilingual(
        fr=f"« {asked} » est trop court pour être cherché comme mal lu (~) : trois signes au moins.",
        en=f'"{asked}" is too short to be looked for as misread (~): three signs at least.',
    )


def scattered(asked: str) -> Bilingual:
    """Return the words for a phrase whose words stand apart."""
    return Bilingual(
        fr=f"Les mots de « {asked} » y sont tous, mais pas l'un derrière l'autre : retirez les guillemets.",
        en=f'The words of "{asked}" are all there, but not one after the other: take the quotes away.',
    )


def apart(parts: Sequence[tuple[str, Sequence[int]]]) -> Bilingual:
    """Return the words for words that stand on different pages."""
    where_fr = ", ".join(f"« {text} » p. {_numbers(pages)}" for text, pages in parts)
    where_en = ", ".join(f'"{text}" p. {_numbers(pages)}' for text, pages in parts)
    return Bilingual(
        fr=f"Vos mots y sont, mais jamais tous sur une même page : {where_fr}. Cherchez-en moins.",
        en=f"Your words are there, but never all on one page: {where_en}. Look for fewer.",
    )


def passed_over(asked: Sequence[str]) -> Bilingual:
    """Return the words for those that are not looked for."""
    said_fr, said_en = (", ".join(f"{a}{text}{b}" for text in asked[:MOST_NAMED]) for a, b in (("« ", " »"), '""'))
    return Bilingual(
        fr=f"Non cherché, trop courant ou de trop : {said_fr}. Entre guillemets, ces mots comptent.",
        en=f"Not looked for, too common or too many: {said_en}. In quotes these words count.",
    )


def set_aside(state: str, numbers: Sequence[int]) -> Bilingual:
    """Return the words for pages of its file that are in no document."""
    fr, en = ASIDE[state]
    return Bilingual(
        fr=f"Page {_numbers(numbers)} de son fichier : {fr}, dans aucun document et donc jamais cherchée.",
        en=f"Page {_numbers(numbers)} of its file: {en}, in no document and so never searched.",
    )


def _numbers(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:MOST_NAMED])) + (" …" if len(pages) > MOST_NAMED else "")
