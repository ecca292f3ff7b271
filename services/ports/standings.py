"""How documents stand, without their readings: all that a search asks of the records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pipeline.model.identity import CaseId, Circle, DocumentId
    from pipeline.model.states import DocumentState


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStanding:
    """What rights need to know of a document, without its reading: its circle, and the case it is in, if any."""

    document: DocumentId
    state: DocumentState
    circle: Circle
    case: CaseId | None
    case_type: str | None
    basket: str | None


class StandingRecords(Protocol):
    """Documents by how they stand."""

    def of(self, documents: Sequence[DocumentId]) -> Mapping[DocumentId, DocumentStanding]:
        """How these documents stand, in one question; one that is no more is absent."""
        ...

    def names_in(self, states: Collection[DocumentState]) -> Sequence[DocumentId]:
        """Name the documents in one of those states, oldest first."""
        ...
