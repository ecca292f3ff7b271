"""The repositories of `services.ports` over the connection of an open unit, each imported when it is first asked for.

A search asks three of the eighteen, and the statements and values of the others would make it wait a tenth of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.ports.account_records import AccountRecords, SessionRecords, TokenRecords
    from services.ports.board_records import BoardRecords
    from services.ports.capture_records import BatchRecords, DocumentRecords, FileRecords, PageRecords
    from services.ports.case_records import CaseRecords, PartyRecords
    from services.ports.figure_records import FigureRecords
    from services.ports.house_records import ActorRecords, EventRecords, ReferenceRecords, RuleRecords
    from services.ports.snapshots import RestoringRecords
    from services.ports.standings import StandingRecords
    from services.ports.work_records import JobRecords, OutboxRecords


class Repositories:
    """What a unit of work offers while it is open."""

    _connection: Connection | None = None

    @property
    def _open(self) -> Connection:
        """Return the connection; raises RuntimeError when the unit is not open."""
        if self._connection is None:
            raise RuntimeError("this unit of work is not open")
        return self._connection

    @property
    def batches(self) -> BatchRecords:
        """Return the records of batches."""
        from adapters.records.batches import SqlBatches

        return SqlBatches(self._open)

    @property
    def board(self) -> BoardRecords:
        """Return the records of the board of batches."""
        from adapters.records.board import SqlBoard

        return SqlBoard(self._open)

    @property
    def files(self) -> FileRecords:
        """Return the records of source files."""
        from adapters.records.batches import SqlFiles

        return SqlFiles(self._open)

    @property
    def pages(self) -> PageRecords:
        """Return the records of pages."""
        from adapters.records.pages import SqlPages

        return SqlPages(self._open)

    @property
    def documents(self) -> DocumentRecords:
        """Return the records of documents."""
        from adapters.records.documents import SqlDocuments

        return SqlDocuments(self._open)

    @property
    def standings(self) -> StandingRecords:
        """Return the records of how documents stand."""
        from adapters.records.standings import SqlStandings

        return SqlStandings(self._open)

    @property
    def cases(self) -> CaseRecords:
        """Return the records of cases."""
        from adapters.records.cases import SqlCases

        return SqlCases(self._open)

    @property
    def parties(self) -> PartyRecords:
        """Return the records of parties."""
        from adapters.records.parties import SqlParties

        return SqlParties(self._open)

    @property
    def jobs(self) -> JobRecords:
        """Return the records of work to do."""
        from adapters.records.jobs import SqlJobs

        return SqlJobs(self._open)

    @property
    def outbox(self) -> OutboxRecords:
        """Return the records of what follows from the records."""
        from adapters.records.outbox import SqlOutbox

        return SqlOutbox(self._open)

    @property
    def events(self) -> EventRecords:
        """Return the records of the audit log."""
        from adapters.records.events import SqlEvents

        return SqlEvents(self._open)

    @property
    def rules(self) -> RuleRecords:
        """Return the records of rule texts."""
        from adapters.records.rules import SqlRules

        return SqlRules(self._open)

    @property
    def reference(self) -> ReferenceRecords:
        """Return the records of reference tables."""
        from adapters.records.reference import SqlReference

        return SqlReference(self._open)

    @property
    def actors(self) -> ActorRecords:
        """Return the records of who may act."""
        from adapters.records.actors import SqlActors

        return SqlActors(self._open)

    @property
    def accounts(self) -> AccountRecords:
        """Return the records of accounts."""
        from adapters.records.accounts import SqlAccounts

        return SqlAccounts(self._open)

    @property
    def sessions(self) -> SessionRecords:
        """Return the records of sessions."""
        from adapters.records.sessions import SqlSessions

        return SqlSessions(self._open)

    @property
    def tokens(self) -> TokenRecords:
        """Return the records of tokens."""
        from adapters.records.sessions import SqlTokens

        return SqlTokens(self._open)

    @property
    def figures(self) -> FigureRecords:
        """Return the records of figures."""
        from adapters.records.figures import SqlFigures

        return SqlFigures(self._open)

    @property
    def restoring(self) -> RestoringRecords:
        """Return the records of restoring."""
        from adapters.records.restoring import SqlRestoring

        return SqlRestoring(self._open)
