"""The installation behind a command line, opened from its own settings: for what the commands do not tell."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

from terminal import TODAY, Terminal

from bootstrap.application import Application, open_home
from bootstrap.settings import Settings

_PREFIX = "CASEBINDER_"


@contextmanager
def opened(terminal: Terminal) -> Iterator[Application]:
    """Open it while the context lasts."""
    told = {name.removeprefix(_PREFIX).lower(): value for name, value in terminal.environment.items()}
    known = {name: value for name, value in told.items() if name in Settings.model_fields}
    with closing(open_home(Settings(home=terminal.home, **known), today=date.fromisoformat(TODAY))) as application:
        yield application
