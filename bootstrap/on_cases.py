"""What people do with cases beside deciding them: baskets, notes and tasks, people, taking a case away."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.ports import BlobStore, Clock, Ids
from services.cases.casework import Casework
from services.desk.baskets import Baskets
from services.desk.export import Export
from services.desk.notes import Notes
from services.desk.parties import Parties
from services.looking.find import Find
from services.ports.records import Records
from services.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseParts:
    """What they are made of; casework: given when first needed, for few of them need it."""

    records: Records
    store: BlobStore
    rulebook: Rulebook
    find: Find
    casework: Callable[[], Casework]
    clock: Clock
    ids: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCases:
    """The services."""

    baskets: Baskets
    notes: Notes
    parties: Parties
    export: Export


def on_cases(parts: CaseParts) -> OnCases:
    """Put them together."""
    return OnCases(
        baskets=Baskets(parts.records, parts.casework, parts.clock),
        notes=Notes(parts.records, parts.clock, parts.ids),
        parties=Parties(parts.records, parts.find),
        export=Export(parts.records, parts.store, parts.rulebook, parts.clock),
    )
