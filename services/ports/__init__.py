"""What the services need from outside, one module a room; import from here."""

from services.ports.account_records import AccountRecords, SessionRecords, TokenRecords
from services.ports.capture_records import (
    BatchRecords,
    DocumentRecords,
    FileRecords,
    PageRecords,
    WaitingDocument,
)
from services.ports.case_records import CaseQuery, CaseRecords, PartyRecords
from services.ports.folders import CaseFolders, FolderEntry, FolderState
from services.ports.house_records import (
    ActorRecords,
    EventRecords,
    ReferenceRecords,
    ReferenceTable,
    RuleRecords,
    RuleSet,
)
from services.ports.keys import Keys
from services.ports.leases import LeaseKeeper
from services.ports.letters import Dispatch, LetterPrinter, Mailer
from services.ports.reading import (
    Original,
    PageRead,
    PageReader,
    PageRequest,
    PageUnread,
    ReadSettings,
    Recounter,
    Rendition,
    RenditionRequest,
)
from services.ports.records import Records, UnitOfWork
from services.ports.search import (
    Hit,
    IndexedPage,
    IndexedWord,
    Reach,
    SearchAnswer,
    SearchIndex,
    SearchQuery,
    Visibility,
)
from services.ports.snapshots import RestoringRecords, SnapshotStore
from services.ports.work_records import Job, JobRecords, JobState, OutboxRecords, OutboxRow

__all__ = [
    "AccountRecords",
    "ActorRecords",
    "BatchRecords",
    "CaseFolders",
    "CaseQuery",
    "CaseRecords",
    "Dispatch",
    "DocumentRecords",
    "EventRecords",
    "FileRecords",
    "FolderEntry",
    "FolderState",
    "Hit",
    "IndexedPage",
    "IndexedWord",
    "Job",
    "JobRecords",
    "JobState",
    "Keys",
    "LeaseKeeper",
    "LetterPrinter",
    "Mailer",
    "Original",
    "OutboxRecords",
    "OutboxRow",
    "PageRead",
    "PageReader",
    "PageRecords",
    "PageRequest",
    "PageUnread",
    "PartyRecords",
    "Reach",
    "ReadSettings",
    "Records",
    "Recounter",
    "ReferenceRecords",
    "ReferenceTable",
    "Rendition",
    "RenditionRequest",
    "RestoringRecords",
    "RuleRecords",
    "RuleSet",
    "SearchAnswer",
    "SearchIndex",
    "SearchQuery",
    "SessionRecords",
    "SnapshotStore",
    "TokenRecords",
    "UnitOfWork",
    "Visibility",
    "WaitingDocument",
]
