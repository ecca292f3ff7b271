"""What happened, for the history of a case and the proof of every act."""

from dataclasses import dataclass, field
from datetime import datetime

from pipeline.model.identity import ActorId, CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One act of one actor on one subject (`document:<id>`, `case:<id>`, `batch:<id>`, ...).

    detail: what changed, as canonical JSON text; it may hold personal data and is kept apart, erasable. number: its
    place among all events, in the order of writing; 0 until it is written.
    """

    at: datetime
    actor: ActorId
    act: str
    subject: str
    case: CaseId | None = None
    reason: str = ""
    detail: str = "{}"
    number: int = field(default=0, compare=False)
