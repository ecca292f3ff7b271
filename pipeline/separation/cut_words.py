"""Why a document was cut where it begins, in words for people; the strongest sign first."""

from collections.abc import Sequence
from typing import Final

from pipeline.model.cut import Seen, Sign
from pipeline.model.text import Bilingual

_WORDS: Final = {
    Sign.NUMBERING_GOES_ON: ("la numérotation continue", "the numbering goes on"),
    Sign.NUMBERING_RUNS: ("la page porte un numéro de suite", "the page bears a number that follows"),
    Sign.SENTENCE_GOES_ON: ("une phrase continue", "a sentence goes on"),
    Sign.CARRIED_OVER: ("un report ou une suite", "something is carried over"),
    Sign.FORM_GOES_ON: ("les champs d'un même formulaire", "fields of one form"),
    Sign.SAME_REFERENCE: ("même référence", "same reference"),
    Sign.SAME_CLASS: ("même classe", "same class"),
    Sign.SAME_HEAD: ("même en-tête", "same head"),
    Sign.SAME_FOOT: ("même pied de page", "same foot"),
    Sign.SAME_WORDS: ("mots en commun", "words in common"),
    Sign.NOTHING_OPENS: ("rien n'ouvre un document", "nothing opens a document"),
    Sign.NUMBERING_ENDS: ("la numérotation se termine", "the numbering ends"),
    Sign.NUMBERING_BEGINS: ("la numérotation repart", "the numbering begins anew"),
    Sign.OTHER_CLASS: ("autre classe", "another class"),
    Sign.CLASS_BEGINS: ("la page est d'une classe connue", "the page is of a known class"),
    Sign.TITLE: ("un titre", "a title"),
    Sign.LETTER_OPENS: ("une lettre commence", "a letter opens"),
    Sign.SUBJECT: ("un objet de lettre", "the subject of a letter"),
    Sign.LETTER_CLOSES: ("une lettre se termine", "a letter closes"),
    Sign.ADDRESS: ("une adresse en haut", "an address at the top"),
    Sign.DATED: ("une date en haut", "a day at the top"),
    Sign.OTHER_WORDS: ("peu de mots en commun", "few words in common"),
    Sign.OTHER_REFERENCE: ("autres références", "other references"),
    Sign.OTHER_PERSON: ("une autre personne", "another person"),
    Sign.OTHER_HEAD: ("autre en-tête", "another head"),
    Sign.OTHER_FOOT: ("autre pied de page", "another foot"),
    Sign.OTHER_PAPER: ("autre papier", "other paper"),
    Sign.OTHER_SOURCE: ("numérisation et fichier se succèdent", "a scan and a file follow each other"),
    Sign.OTHER_LANGUAGE: ("autre langue", "another language"),
}


def told(seen: Seen) -> Bilingual:
    """Return the words for what was seen between two pages."""
    fr, en = _WORDS[seen.sign]
    if not seen.value:
        return Bilingual(fr=fr, en=en)
    return Bilingual(fr=f"{fr} : {seen.value}", en=f"{en}: {seen.value}")


def by_weight(seen: Sequence[Seen]) -> tuple[Seen, ...]:
    """Order signs by what they weigh, for or against."""
    return tuple(sorted(seen, key=lambda one: -abs(one.weight)))
