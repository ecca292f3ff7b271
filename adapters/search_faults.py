"""What a search index cannot do, in words: the errors that more than one index raises."""

from pipeline.errors import ConcurrentChange, PartUnreachable
from pipeline.model.text import Bilingual

REINDEX = Bilingual(
    fr="Lancez « casebinder reindex » : l'index est une projection, il se reconstruit entièrement.",
    en='Run "casebinder reindex": the index is a projection and can be built anew at any time.',
)


def outdated(where: str) -> PartUnreachable:
    """Return the error for an index that holds the terms of another version: it would answer wrongly."""
    return PartUnreachable(
        "index_outdated",
        Bilingual(
            fr="L'index de recherche a été fait par une autre version : il doit être reconstruit.",
            en="The search index was made by another version: it has to be built anew.",
        ),
        where=where,
        next_step=REINDEX,
    )


def renewed_meanwhile(where: str) -> ConcurrentChange:
    """Return the error for a rebuild of the index during which somebody else began another."""
    return ConcurrentChange(
        "index_renewed",
        Bilingual(
            fr="Une autre reconstruction de l'index a commencé entre-temps ; celle-ci est abandonnée.",
            en="Another rebuild of the index has begun meanwhile; this one is given up.",
        ),
        where=where,
        next_step=Bilingual(fr="Attendez la fin de l'autre.", en="Wait for the other one to end."),
    )
