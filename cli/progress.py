"""Progress bars on stderr, and only on a terminal: pages read of pages in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.model.states import PageState
from pipeline.model.text import Language
from services.units import UnitKind

if TYPE_CHECKING:
    from services.capture.engine import OnProgress, Progress

_STEPS = {
    UnitKind.OPEN: ("ouverture", "opening"),
    UnitKind.READ: ("lecture", "reading"),
    UnitKind.SEPARATE: ("séparation", "separating"),
    UnitKind.UNDERSTAND: ("compréhension", "understanding"),
    UnitKind.RENDER: ("archivage", "archiving"),
}
_FIRST, _LAST = ("démarrage", "starting"), ("terminé", "done")


@contextmanager
def board(language: Language) -> "Iterator[OnProgress]":
    """Yield what to call with each progress; a bar when stderr is a terminal, nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs Rich
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("pages"), TimeElapsedColumn())
    with Bars(TextColumn("{task.description:<13}"), *columns, console=Console(stderr=True)) as bars:
        is_english = language is Language.EN
        task = bars.add_task(_FIRST[is_english], total=None)

        def show(progress: "Progress") -> None:
            pages = dict(progress.pages)
            total = sum(pages.values())
            step = _STEPS[progress.unit.kind][is_english] if progress.unit else ""
            bars.update(task, description=step, total=total, completed=total - pages.get(PageState.RECEIVED, 0))

        yield show
        bars.update(task, description=_LAST[is_english])
