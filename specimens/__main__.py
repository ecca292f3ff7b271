"""The generator's own command: `python -m specimens demo OUT`, `... batch OUT` and `... invoices OUT`.

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

from specimens.api import draw_batch, draw_demo
from specimens.degrade import Level
from specimens.invoice_set import Disputes, InvoiceOrder, draw_invoices
from specimens.mixture import CLASSES, DOSSIER_CLASSES, BatchOrder
from specimens.output import USUAL_MEDIA, Medium
from specimens.writing import Drawn, Step

_DAY = date(2026, 11, 22)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    wanted = _parser().parse_args(arguments)
    started = time.perf_counter()
    with _bar(is_shown=wanted.progress) as bar:
        drawn = _COMMANDS[wanted.command](wanted, _follow(bar))
    seconds = time.perf_counter() - started
    answer = {"files": drawn.files, "pages": drawn.pages, "seconds": round(seconds, 2)}
    sys.stdout.write(json.dumps({**answer, "pages_per_second": round(drawn.pages / seconds, 1)}) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m specimens", description="Draw synthetic papers with their truth.")
    commands = parser.add_subparsers(dest="command", required=True)
    made = {}
    for name, text in (
        ("demo", "the demonstration's batches"),
        ("batch", "a mixed batch for measuring"),
        ("invoices", "supplier invoices with orders, delivery notes, reference tables and the verdicts expected"),
    ):
        made[name] = command = commands.add_parser(name, help=text)
        command.add_argument("out", type=Path)
        command.add_argument("--seed", type=int, default=7)
        command.add_argument("--today", type=date.fromisoformat, default=_DAY)
        command.add_argument("--progress", action="store_true", help="show a progress bar on stderr")
    _tell_batch(made["batch"])
    _tell_invoices(made["invoices"])
    return parser


def _tell_batch(command: argparse.ArgumentParser) -> None:
    command.add_argument("--pages", type=int, default=60)
    command.add_argument(
        "--classes",
        nargs="+",
        choices=(*CLASSES, "all"),
        default=DOSSIER_CLASSES,
        help="which classes take turns: by default those of the demonstration's cases; all: every class there is",
    )
    command.add_argument("--media", nargs="+", type=Medium, choices=tuple(Medium), default=USUAL_MEDIA)
    command.add_argument("--single", action="store_true", help="one paper a file: no separators, no blanks")
    _tell_wear(command)


def _tell_invoices(command: argparse.ArgumentParser) -> None:
    command.add_argument("--count", type=int, default=60, help="deals: an order, its deliveries, its invoices")
    command.add_argument("--disputes", type=Disputes, choices=tuple(Disputes), default=Disputes.ALL)
    media = (Medium.BORN_DIGITAL, Medium.SCANNED_PDF)
    command.add_argument("--media", nargs="+", type=Medium, choices=tuple(Medium), default=media)
    _tell_wear(command)


def _tell_wear(command: argparse.ArgumentParser) -> None:
    command.add_argument("--level", type=Level, choices=tuple(Level), default=Level.CLEAN)
    command.add_argument(
        "--held-back", action="store_true", help="only layouts and wordings kept from rules and training, for figures"
    )


def _demo(wanted: argparse.Namespace, progress: Callable[[Step], None]) -> Drawn:
    return draw_demo(wanted.out, seed=wanted.seed, today=wanted.today, progress=progress)


def _batch(wanted: argparse.Namespace, progress: Callable[[Step], None]) -> Drawn:
    classes = CLASSES if "all" in wanted.classes else tuple(wanted.classes)
    order = BatchOrder(
        pages=wanted.pages,
        seed=wanted.seed,
        today=wanted.today,
        level=wanted.level,
        classes=classes,
        media=tuple(wanted.media),
        is_stacked=not wanted.single,
        is_held_back=wanted.held_back,
    )
    return draw_batch(wanted.out, order=order, progress=progress)


def _invoices(wanted: argparse.Namespace, progress: Callable[[Step], None]) -> Drawn:
    order = InvoiceOrder(
        count=wanted.count,
        seed=wanted.seed,
        today=wanted.today,
        disputes=wanted.disputes,
        media=tuple(wanted.media),
        level=wanted.level,
        is_held_back=wanted.held_back,
    )
    return draw_invoices(wanted.out, order, progress)


_COMMANDS = {"demo": _demo, "batch": _batch, "invoices": _invoices}


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
