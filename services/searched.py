"""Which documents are searched, and what an index lacks of them: the relay fills it, a search asks an empty one."""

from collections.abc import Collection

from pipeline.errors import PartUnreachable
from pipeline.model.states import DocumentState
from pipeline.model.text import Bilingual
from services.ports.records import UnitOfWork
from services.topics import DOCUMENT

SEARCHED = frozenset(
    {
        DocumentState.UNDERSTOOD,
        DocumentState.IN_QUEUE,
        DocumentState.RELEASED,
        DocumentState.BOUND,
        DocumentState.UNMATCHED,
    }
)
"""Documents in these states are found."""


def unindexed(uow: UnitOfWork, indexed: Collection[str]) -> int:
    """Count the documents that should be found, are not among the indexed ones, and that nothing waiting will bring."""
    searched = uow.standings.names_in(SEARCHED)
    return sum(1 for name in searched if name not in indexed and not uow.outbox.awaits(DOCUMENT, name))


def index_lost(documents: int) -> PartUnreachable:
    """Return the error for an index that is empty although documents should be found."""
    return PartUnreachable(
        "index_lost",
        Bilingual(
            fr=f"L'index de recherche est vide, et {documents} documents devraient y être.",
            en=f"The search index is empty, and {documents} documents should be in it.",
        ),
        where="index",
        next_step=Bilingual(fr="Lancez « casebinder reindex ».", en='Run "casebinder reindex".'),
    )
