"""What supervisors ask, and why a document is not found; no command but `search explain` needs any of it."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.search_words.explaining import TermJudge
from pipeline.ports import BlobStore, Clock
from services.desk.case_acts import Desk
from services.desk.reassign import Reassign
from services.instruments.explain import Explain
from services.instruments.figures import Figures
from services.looking.find import Find
from services.ports.records import Records
from services.ports.search import SearchIndex
from services.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Why a document is not found, the supervisor's figures, and work shared out anew."""

    explain: Explain
    figures: Figures
    reassign: Reassign


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewParts:
    """The parts of an installation they work on."""

    records: Records
    store: BlobStore
    index: Callable[[], SearchIndex]
    clock: Clock
    rulebook: Rulebook
    find: Find
    desk: Desk


def views(parts: ViewParts) -> Views:
    """Put them together."""
    return Views(
        explain=Explain(parts.records, parts.store, parts.index, parts.find, TermJudge),
        figures=Figures(parts.records, parts.rulebook, parts.clock),
        reassign=Reassign(parts.desk),
    )
