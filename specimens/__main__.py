"""The generator's own command: `python -m specimens demo OUT` and `python -m specimens batch OUT`.

Progress goes to stderr, a line of JSON with files, pages and seconds to stdout.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from specimens.api import Drawn, Step, draw_batch, draw_demo
from specimens.degrade import Level
from specimens.mixture import CLASSES, BatchOrder
from specimens.output import Medium

_DAY = date(2026, 11, 22)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    wanted = _parser().parse_args(arguments)
    started = time.perf_counter()
    with _bar(is_shown=wanted.progress) as bar:
        drawn = _demo(wanted, _follow(bar)) if wanted.command == "demo" else _batch(wanted, _follow(bar))
    seconds = time.perf_counter() - started
    answer = {"files": drawn.files, "pages": drawn.pages, "seconds": round(seconds, 2)}
    sys.stdout.write(json.dumps({**answer, "pages_per_second": round(drawn.pages / seconds, 1)}) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m specimens", description="Draw synthetic papers with their truth.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("demo", "the demonstration's batches"), ("batch", "a mixed batch for measuring")):
        command = commands.add_parser(name, help=text)
        command.add_argument("out", type=Path)
        command.add_argument("--seed", type=int, default=7)
        command.add_argument("--today", type=date.fromisoformat, default=_DAY)
        command.add_argument("--progress", action="store_true", help="show a progress bar on stderr")
        if name == "batch":
            command.add_argument("--pages", type=int, default=60)
            command.add_argument("--level", type=Level, choices=tuple(Level), default=Level.CLEAN)
            command.add_argument("--classes", nargs="+", choices=CLASSES, default=CLASSES)
            command.add_argument("--media", nargs="+", type=Medium, choices=tuple(Medium), default=tuple(Medium))
            command.add_argument("--single", action="store_true", help="one paper a file: no separators, no blanks")
    return parser


def _demo(wanted: argparse.Namespace, progress: Callable[[Step], None]) -> Drawn:
    return draw_demo(wanted.out, seed=wanted.seed, today=wanted.today, progress=progress)


def _batch(wanted: argparse.Namespace, progress: Callable[[Step], None]) -> Drawn:
    order = BatchOrder(
        pages=wanted.pages,
        seed=wanted.seed,
        today=wanted.today,
        level=wanted.level,
        classes=tuple(wanted.classes),
        media=tuple(wanted.media),
        is_stacked=not wanted.single,
    )
    return draw_batch(wanted.out, order=order, progress=progress)


def _bar(*, is_shown: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("pages"))
    return Progress(*columns, console=Console(stderr=True), disable=not is_shown)


def _follow(bar: Progress) -> Callable[[Step], None]:
    task = bar.add_task("specimens", total=None)

    def follow(step: Step) -> None:
        bar.update(task, completed=step.done, total=step.total)

    return follow


if __name__ == "__main__":
    sys.exit(main())
