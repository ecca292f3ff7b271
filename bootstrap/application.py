"""An installation, put together from its settings: the one place where ports meet adapters.

Each part is made when first used and its modules are imported then, so that a quick command stays quick.
"""

import gc
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.clock import SystemClock
from bootstrap.capturing import Capturing
from bootstrap.home import make_home, require_no_receipts, require_records
from bootstrap.parts.database import hold_nothing, records_of
from bootstrap.parts.storage import storage
from bootstrap.settings import Settings
from pipeline.model.actor import Actor
from pipeline.model.identity import ActorId, Digest
from services.access import SYSTEM
from services.rules.files import RuleFile

if TYPE_CHECKING:
    from bootstrap.on_cases import OnCases
    from bootstrap.parts.letters import Letters
    from bootstrap.views import Views
    from services.cases.impact import Foresee
    from services.cases.sweep import Sweep
    from services.desk.case_acts import Desk
    from services.instruments.prove import Prove
    from services.looking.find import Find
    from services.looking.look import Look
    from services.looking.search import Search
    from services.people.accounts import Accounts
    from services.people.administer import Administer
    from services.people.sign_in import SignIn
    from services.people.tokens import Tokens
    from services.ports.reading import IncomingFile, Recounter
    from services.upkeep.ledger import Ledger
    from services.upkeep.project import Project
    from services.upkeep.rebuild import Rebuild
    from services.verification.cuts import Cuts
    from services.verification.doubts import Doubts
    from services.verification.recut import Recut
    from services.verification.settle import Settle
    from services.verification.undo import Undo
    from services.verification.verify import Verify


class Application(Capturing):
    """The services of an installation, by name, on the ground they stand on."""

    # ------------------------------------------------------------ services
    @cached_property
    def administer(self) -> "Administer":
        """Return the administrator's acts."""
        from services.people.administer import Administer  # noqa: PLC0415

        return Administer(self.records, self.clock)

    @cached_property
    def accounts(self) -> "Accounts":
        """Return the acts on accounts."""
        from services.people.accounts import Accounts  # noqa: PLC0415

        return Accounts(self.records, self.keys, self.clock, self.rulebook)

    @cached_property
    def sign_in(self) -> "SignIn":
        """Return the acts of coming in and going out."""
        from services.people.sign_in import SignIn  # noqa: PLC0415

        idle = timedelta(minutes=self.settings.session_minutes)
        return SignIn(self.records, self.keys, self.clock, idle=idle)

    @cached_property
    def tokens(self) -> "Tokens":
        """Return the acts on tokens."""
        from services.people.tokens import Tokens  # noqa: PLC0415

        return Tokens(self.records, self.keys, self.clock, self.ids)

    @cached_property
    def project(self) -> "Project":
        """Return the relay."""
        from services.upkeep.keep import Keep  # noqa: PLC0415
        from services.upkeep.project import Project  # noqa: PLC0415

        keep = Keep(self.records, self.snapshots)
        return Project(self.records, self.store, self.index, self.folders, self.rulebook, keep)

    @cached_property
    def rebuild(self) -> "Rebuild":
        """Return the act of rebuilding."""
        from services.upkeep.rebuild import Rebuild  # noqa: PLC0415

        return Rebuild(self.records, self.store, self.snapshots, self.casework, self.clock, self.ids)

    @cached_property
    def sweep(self) -> "Sweep":
        """Return the act of the night."""
        from services.cases.sweep import Sweep  # noqa: PLC0415

        return Sweep(self.records, self.casework)

    @cached_property
    def foresee(self) -> "Foresee":
        """Return the look ahead at new rules."""
        from services.cases.impact import Foresee  # noqa: PLC0415

        return Foresee(self.records, self.rulebook, self.casework, self.clock)

    @cached_property
    def ledger(self) -> "Ledger":
        """Return the seal and proof of the audit log."""
        from services.upkeep.ledger import Ledger  # noqa: PLC0415

        return Ledger(self.records)

    @cached_property
    def prove(self) -> "Prove":
        """Return the nightly proof of custody."""
        from services.instruments.prove import Prove  # noqa: PLC0415

        return Prove(self.records, self.find, self.ledger, self.clock)

    @cached_property
    def verify(self) -> "Verify":
        """Return the operator's acts."""
        from services.verification.verify import Verify  # noqa: PLC0415

        return Verify(self.records, self.understand, self.rulebook, self.casework, self.clock, self.ids)

    @cached_property
    def recut(self) -> "Recut":
        """Return the acts on cuts and pages."""
        from services.verification.recut import Recut  # noqa: PLC0415

        return Recut(self.records, self.understand, self.rulebook, self.casework, self.clock, self.ids)

    @cached_property
    def cuts(self) -> "Cuts":
        """Return the looks at cuts."""
        from services.verification.cuts import Cuts  # noqa: PLC0415

        return Cuts(self.records, self.store, self.ids)

    @cached_property
    def undo(self) -> "Undo":
        """Return the act of taking back."""
        from services.verification.undo import Undo  # noqa: PLC0415

        return Undo(self.records, self.casework, self.clock, self.ids)

    @cached_property
    def settle(self) -> "Settle":
        """Return the acts of answering doubts."""
        from services.verification.settle import Settle  # noqa: PLC0415

        return Settle(self.records, self.understand, self.rulebook, self.verify, self.clock, self.ids)

    @cached_property
    def doubts(self) -> "Doubts":
        """Return the verification desk."""
        from services.verification.doubts import Doubts  # noqa: PLC0415

        return Doubts(self.records, self.store, self.find, self.rulebook, self.ids)

    @cached_property
    def desk(self) -> "Desk":
        """Return the caseworker's acts."""
        from services.desk.case_acts import Desk  # noqa: PLC0415

        return Desk(self.records, self.rulebook, self.casework, self.clock, self.ids)

    @cached_property
    def letters(self) -> "Letters":
        """Return the acts on letters, and their sender."""
        from bootstrap.parts.letters import LetterParts, Letters  # noqa: PLC0415 - only letters load what prints

        parts = {name: getattr(self, name) for name in ("settings", "records", "store", "rulebook", "casework")}
        return Letters(LetterParts(keys=self.keys, clock=self.clock, ids=self.ids, **parts))

    @cached_property
    def find(self) -> "Find":
        """Return the acts of looking."""
        from services.looking.find import Find  # noqa: PLC0415

        return Find(
            self.records,
            self.store,
            self.folders,
            _recounter,
            lambda: self.casework,
            self.clock,
        )

    @cached_property
    def search(self) -> "Search":
        """Return the acts of searching."""
        from services.looking.search import Search  # noqa: PLC0415

        return Search(self.records, lambda: self.index, self.clock)

    @cached_property
    def on_cases(self) -> "OnCases":
        """Return baskets, notes and tasks, people, and taking a case away."""
        from bootstrap.on_cases import CaseParts, on_cases  # noqa: PLC0415

        parts = {name: getattr(self, name) for name in ("records", "store", "rulebook", "find", "clock", "ids")}
        return on_cases(CaseParts(casework=lambda: self.casework, **parts))

    @cached_property
    def views(self) -> "Views":
        """Return what supervisors ask, and why a document is not found."""
        from bootstrap.views import ViewParts, views  # noqa: PLC0415

        parts = {name: getattr(self, name) for name in ("records", "store", "clock", "rulebook", "find", "desk")}
        return views(ViewParts(index=lambda: self.index, **parts))

    @cached_property
    def look(self) -> "Look":
        """Return the acts of looking at pages."""
        from services.looking.look import Look  # noqa: PLC0415

        return Look(self.records, self.find, self.store, self.reader, self.clock)

    # ------------------------------------------------------------ what doors ask
    def actor(self, name: ActorId) -> Actor:
        """Return one who may act; raises NotFound."""
        with self.records.reading() as uow:
            return uow.actors.get(name)

    def check_ready(self) -> None:
        """Do nothing when the records answer and the content is in its place; raises PartUnreachable otherwise."""
        with self.records.reading() as uow:
            uow.actors.get(SYSTEM.id)
        self.store.exists(_ANY)

    def incoming(self, paths: Sequence[Path]) -> "tuple[IncomingFile, ...]":
        """Measure the files of the paths; raises NotFound, WrongUsage."""
        from adapters.incoming import incoming  # noqa: PLC0415

        return incoming(paths)

    def rule_files(self, paths: Sequence[Path] = ()) -> tuple[RuleFile, ...]:
        """Read the rule files of the paths, or those of the installation; raises NotFound."""
        from adapters.rule_files import read_rules  # noqa: PLC0415

        return read_rules(paths or (self.settings.rules_folder,))

    def warm_up(self) -> None:
        """Start the reading processes and, while they load, read the rules in force; both stay to the end."""
        self.reader.begin()
        gc.disable()  # what is read makes many objects and no garbage
        try:
            with self.records.reading() as uow:
                self.rulebook.case_types(uow)
        finally:
            gc.enable()
        gc.freeze()  # nor is it looked through for any later: of 0.5 s for that with 46 papers 0.16 are left

    def be_shared(self) -> None:
        """Make now what requests of several threads use, so that no two make it at once."""
        for part in _SHARED:
            getattr(self, part)


_SHARED = (
    *("keys", "index", "sign_in", "tokens", "accounts", "find", "search", "views", "receive", "desk", "project"),
    *("reader", "overview", "failures", "uploads", "doubts", "letters", "on_cases"),
)
_ANY = Digest("sha256:" + "0" * 64)


def _recounter() -> "Recounter":
    from adapters.recount import IndependentRecounter  # noqa: PLC0415 - only `status --verify` needs it

    return IndependentRecounter()


def open_home(settings: Settings, *, today: date | None = None) -> Application:
    """Open an installation, making its home when it is new and publishing rules that changed.

    Raises PartUnreachable, WrongUsage, and RulesRefused when the rule files are wrong.
    """
    application = assembled(settings, today=today)
    try:
        if hold_nothing(application.records):
            require_no_receipts(settings)
        furnish(application)
    except BaseException:
        application.close()
        raise
    return application


def assembled(settings: Settings, *, today: date | None = None) -> Application:
    """Assemble an installation as it is, adding nothing to it; raises PartUnreachable, WrongUsage."""
    make_home(settings)
    require_records(settings)
    store, folders = storage(settings)
    return Application(settings, clock=SystemClock(today), records=records_of(settings), store=store, folders=folders)


def furnish(application: Application) -> None:
    """Give a new installation its first actors, and put its rule files in force.

    One in which the system alone may act was killed in between: it gets the rest.
    """
    with application.records.reading() as uow:
        known = {actor.id for actor in uow.actors.every()}
    if known <= {SYSTEM.id}:
        from services.people.administer import first_actors  # noqa: PLC0415

        for actor in first_actors(application.settings.actor):
            if actor.id not in known:
                application.administer.add_actor(SYSTEM, actor)
    application.rulebook.publish(SYSTEM, application.rule_files())
