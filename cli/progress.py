"""Progress bars on stderr, and only on a terminal: pages read of pages in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.model.batch import PageState
from pipeline.model.text import Language
from services.units import UnitKind

if TYPE_CHECKING:
    from services.engine import OnProgress, Progress

_STEPS = {
    UnitKind.OPEN: ("ouverture", "opening"),
    UnitKind.READ: ("lecture", "reading"),
    UnitKind.SEPARATE: ("séparation", "separating"),
    UnitKind.UNDERSTAND: ("compréhension", "understanding"),
    UnitKind.RENDER: ("archivage", "archiving"),
}


@contextmanager
def board(language: Language) -> "Iterator[OnProgress]":
    """Give what to call with each progress; a bar when stderr is a terminal, nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs Rich
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("…", total=None)

        def show(progress: "Progress") -> None:
            pages = dict(progress.pages)
            total = sum(pages.values())
            step = _STEPS[progress.unit.kind][language is Language.EN] if progress.unit else ""
            bars.update(task, description=step, total=total, completed=total - pages.get(PageState.RECEIVED, 0))

        yield show
