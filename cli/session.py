"""One command's session: its settings, its actor, and the application, opened when first needed."""

from functools import cached_property
from typing import TYPE_CHECKING, cast

import typer

from cli.output import Globals, tell
from pipeline.errors import PartUnreachable
from pipeline.model.identity import ActorId, BatchId
from pipeline.model.text import Bilingual, Language

if TYPE_CHECKING:
    from bootstrap.application import Application
    from bootstrap.running.engines import CaptureEngine
    from bootstrap.settings import Settings
    from pipeline.model.actor import Actor


class Session:
    """What a command works with; opened lazily, so that `--help` and `rules check` touch no database."""

    def __init__(self, globals_: Globals) -> None:
        self.globals = globals_

    @cached_property
    def settings(self) -> "Settings":
        """Read the settings of the installation; raises WrongUsage."""
        from bootstrap.settings import load  # noqa: PLC0415 - help and version must not wait for it

        return load(self.globals.home, engine=self.globals.engine, language=self.globals.language)

    @cached_property
    def application(self) -> "Application":
        """Open the installation; raises PartUnreachable."""
        from bootstrap.application import open_home  # noqa: PLC0415 - nor these and `rules check` for a database

        return open_home(self.settings, today=self.globals.today)

    @cached_property
    def lender(self) -> "Application":
        """Open the installation for its rules and reference data alone; one in memory where there is none."""
        from bootstrap.instruments.preview import lender  # noqa: PLC0415 - as above

        return lender(self.settings, today=self.globals.today, on_silence=self._tell_silence)

    @cached_property
    def engine(self) -> "CaptureEngine":
        """Return what runs capture; raises WrongUsage when it is not installed."""
        from bootstrap.running.engines import engine  # noqa: PLC0415 - a search must not wait for what captures

        self.log_to_stderr()
        return engine(self.settings.engine)

    @cached_property
    def actor(self) -> "Actor":
        """Return who acts; raises NotFound for a name that was never added."""
        asked = self.globals.actor
        return self.application.actor(ActorId(self.settings.actor if asked is None else asked))

    @property
    def language(self) -> Language:
        """Return the language of messages."""
        return self.settings.language

    @property
    def as_json(self) -> bool:
        """Return whether the answer is wanted as JSON."""
        return self.globals.as_json

    def go_on(self, batch: BatchId | None = None) -> None:
        """Do at once what an act made ready: the renditions of its batch, index, case folders.

        In this process whatever the engine: it is seconds of work, and a batch in others' hands is left to them.
        """
        from services.access import SYSTEM  # noqa: PLC0415 - only acts need it

        if batch is not None and not self.application.recovery.is_in_hand(SYSTEM, batch):
            self.application.engine.run(SYSTEM, batch, lambda _: None)
        self.application.project.drain(SYSTEM)

    def log_to_stderr(self) -> None:
        """Keep log lines out of the answer on stdout; whatever captures calls it first."""
        from bootstrap.logs import configure  # noqa: PLC0415 - structlog takes its time, and only capture logs

        configure(verbose=self.globals.verbose)

    def words(self, fr: str, en: str) -> str:
        """Choose a sentence by the session's language."""
        return Bilingual(fr=fr, en=en).in_language(self.language)

    def close(self) -> None:
        """End what the application started, if it was opened."""
        for opened in ("application", "lender"):
            if opened in self.__dict__:
                self.__dict__[opened].close()

    def _tell_silence(self, error: PartUnreachable) -> None:
        what = self.words("lu sans les tables de référence", "read without reference tables")
        tell(f"{error.where}: {error.message.in_language(self.language)} → {what}")


def tell_waiting(session: Session, waiting: int) -> None:
    """Tell on stderr how many changes could not be brought where they belong; nothing when there is none."""
    if waiting:
        fr = f"{waiting} changements attendent l'index, les dossiers ou le magasin : voyez « casebinder doctor »"
        en = f'{waiting} changes wait for the index, the folders or the store: see "casebinder doctor"'
        tell(session.words(fr, en))


def session_of(context: typer.Context) -> Session:
    """Return the session that `main.run` put into the context."""
    return cast("Session", context.obj)
