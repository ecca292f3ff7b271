"""`casebinder preview`, `submit`, `status`, `recover`, `worker`, `watch`: batches in, and how they stand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.board import batch_lines, discrepancy_line
from cli.output import ALL_REFUSED, NO, TIME_OVER, Leave, answer, both, say, tell
from cli.progress import board
from cli.session import Session, session_of, tell_waiting
from pipeline.errors import WrongUsage
from pipeline.model.identity import BatchId
from pipeline.model.states import FileState
from services.looking.find import BatchView
from services.shapes import batches as shapes

if TYPE_CHECKING:
    from services.capture.receive import Receipt

_ALL_REFUSED = both("tous les fichiers ont été refusés", "every file was refused")
_UNBALANCED = both("le compte des pages n'est pas juste", "the count of pages does not balance")
_ONE_OF_THEM = both("--wait et --no-wait s'excluent.", "--wait and --no-wait exclude each other.")
_WAIT_OR_NOT = both("Gardez l'un des deux.", "Keep one of them.")

MOST_PAGES = 1_000_000_000
"""What may be expected of a batch; larger numbers do not fit into every database."""

# What captures is imported by the commands that capture: a search must not wait for it.

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of files.")]
BatchClass = Annotated[str | None, typer.Option("--batch-class", help="How the batch is cut and checked.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (preview, submit, status, recover, worker, watch):
        app.command()(command)


def preview(context: typer.Context, paths: Paths, batch_class: BatchClass = None) -> None:
    """Show what capture would make of each file; stores nothing."""
    session = session_of(context)
    refused = total = 0
    for shape in _previewed(session, paths, batch_class):
        total += 1
        refused += shape["state"] == "refused"
        if session.as_json:
            answer("preview", shape)
        else:
            _say_preview(shape)
    if total and refused == total:
        raise Leave(ALL_REFUSED, _ALL_REFUSED)


def _previewed(session: Session, paths: Sequence[Path], batch_class: str | None) -> Iterator[dict[str, Any]]:
    from bootstrap.instruments.preview import previews  # noqa: PLC0415 - it brings the reading of pages
    from services.shapes.preview import preview as shape_of  # noqa: PLC0415

    session.log_to_stderr()
    application = session.lender
    name = batch_class or application.settings.batch_class
    for preview in previews(application, application.incoming(paths), name):
        yield shape_of(preview.file, preview.pages, preview.view, preview.seconds, session.language)


def _say_preview(shape: dict[str, Any]) -> None:
    if shape["state"] == "refused":
        say(f"{shape['file']}: {shape['refusal']['message']} {shape['refusal']['next_step']}")
        return
    pages, seconds = len(shape["pages"]), shape["seconds"]["total"]
    say(f"{shape['file']}: {pages} page(s), {seconds:.1f} s")
    for made in shape["documents"]:
        numbers = ", ".join(str(page) for page in made["pages"])
        say(f"  p. {numbers} · {made['document_class']} ({made['confidence']:.0%}) · {made['routing']['to']}")
        for why in made["routing"]["reasons"]:
            say(f"    ? {why}")
        for read in made["fields"]:
            say(f"    {read['name']}: {read['value']} ({read['confidence']:.0%}, {read['origin']})")


def submit(
    context: typer.Context,
    paths: Paths,
    batch_class: BatchClass = None,
    expect_pages: Annotated[int | None, typer.Option(min=0, max=MOST_PAGES, help="Pages the sender counted.")] = None,
    wait: Annotated[int | None, typer.Option(min=0, help="Seconds to wait for a worker to finish the batch.")] = None,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Leave the batch to a worker.")] = False,
) -> None:
    """Receive files as one batch and capture them."""
    session = session_of(context)
    if wait is not None and no_wait:
        raise WrongUsage("wrong_usage", _ONE_OF_THEM, where="submit", next_step=_WAIT_OR_NOT)
    started = perf_counter()
    files = session.application.incoming(paths)
    if wait is None and not no_wait:
        session.application.warm_up()
    from bootstrap.running import channels  # noqa: PLC0415 - it is long, and reading processes have started now

    receipt = channels.submit(
        session.application, session.actor, files, batch_class=batch_class, expected_pages=expect_pages
    )
    is_over = wait is not None and not _ended_within(session, receipt.batch, wait)
    if wait is None and not no_wait:
        with board(session.language) as on_progress:
            session.engine.run(session.application, receipt.batch, on_progress)
    seconds = perf_counter() - started
    view = session.application.find.batches(session.actor, receipt.batch)[0]
    _answer_submit(session, receipt, view, seconds)
    if is_over:
        id_ = receipt.batch
        raise Leave(TIME_OVER, both(f"le lot {id_} est encore en cours", f"batch {id_} is still under way"))
    if receipt.is_new and all(file.state is FileState.QUARANTINED for file in view.files):
        raise Leave(ALL_REFUSED, _ALL_REFUSED)
    if receipt.is_new and not view.balance.is_balanced:
        raise Leave(NO, _UNBALANCED)


def _answer_submit(session: Session, receipt: "Receipt", view: BatchView, seconds: float) -> None:
    shape = shapes.submitted(receipt, view, session.language, seconds=seconds)
    if session.as_json:
        answer("submit", shape)
        return
    if not receipt.is_new:
        say(session.words(f"Déjà reçu : lot {view.batch.id}.", f"Received before: batch {view.batch.id}."))
        return
    for line in batch_lines(view, session.language):
        say(line)
    say(f"{shape['pages']} pages, {seconds:.1f} s, {shape['pages_per_second']:.1f} pages/s")


def _ended_within(session: Session, batch: BatchId, seconds: int) -> bool:
    """Wait for a worker; False when the time is over first."""
    ends = perf_counter() + seconds
    while session.application.recovery.is_working(session.actor, batch):
        if perf_counter() > ends:
            return False
        sleep(0.2)
    return True


def status(
    context: typer.Context,
    batch: Annotated[str | None, typer.Argument(metavar="[BATCH]")] = None,
    pages: Annotated[bool, typer.Option("--pages", help="Every page with its state.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Recount from the re-opened originals.")] = False,
) -> None:
    """Show batches: their pages by state, whether they balance, what waits and what failed."""
    session = session_of(context)
    views = session.application.find.batches(session.actor, BatchId(batch) if batch else None)
    recounts = [session.application.find.recount(session.actor, view) if verify else None for view in views]
    unbalanced = any(recount or not view.balance.is_balanced for view, recount in zip(views, recounts, strict=True))
    if session.as_json:
        made = [
            shapes.batch(view, session.language, pages=pages, discrepancies=recount)
            for view, recount in zip(views, recounts, strict=True)
        ]
        answer("status", {"batches": made})
    else:
        _say_status(session, views, recounts)
    if unbalanced:
        raise Leave(NO, _UNBALANCED)


def _say_status(session: Session, views: Sequence[BatchView], recounts: Sequence[Sequence[Any] | None]) -> None:
    if not views:
        say(
            session.words(
                "Aucun lot. Déposez-en un : casebinder submit DOSSIER", "No batch. Drop one: casebinder submit FOLDER"
            )
        )
    for view, recount in zip(views, recounts, strict=True):
        for line in batch_lines(view, session.language):
            say(line)
        for one in recount or ():
            say(f"  ! {discrepancy_line(one, session.language)}")
        if recount is not None and not recount:
            say(session.words("  recompté sur les originaux : juste", "  recounted from the originals: right"))


def recover(
    context: typer.Context,
    retry: Annotated[bool, typer.Option("--retry", help="Try failed pages and units again.")] = False,
) -> None:
    """Take up what stopped half-way; with --retry, also what failed."""
    from bootstrap.running import engines  # noqa: PLC0415 - see above

    session = session_of(context)
    with board(session.language) as on_progress:
        made = engines.recover(session.application, session.engine, on_progress, retry=retry)
    if session.as_json:
        counts = {"retried": made.retried, "projected": made.projected, "waiting": made.waiting}
        answer("recover", {"batches": list(made.batches), **counts})
    else:
        say(session.words(f"{len(made.batches)} lot(s) repris", f"{len(made.batches)} batch(es) taken up"))
    tell_waiting(session, made.waiting)


def worker(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is ready.")] = False,
    schedules: Annotated[bool, typer.Option("--schedules", help="Do what Prefect schedules, not capture.")] = False,
) -> None:
    """Capture batches as they come, until interrupted."""
    from bootstrap.running import channels  # noqa: PLC0415 - see above

    session = session_of(context)
    if schedules and once:
        raise typer.BadParameter("--schedules --once")
    if schedules:
        from bootstrap.running.schedules import schedules as named  # noqa: PLC0415 - see above

        session.log_to_stderr()
        named().serve(session.application, tell)
        return
    channels.work(session.application, session.engine, until_idle=once, say=tell)


def watch(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(help="The hot folder, or an inbox s3://BUCKET/PREFIX.")],
    batch_class: BatchClass = None,
    once: Annotated[bool, typer.Option("--once", help="Take what is there and stop.")] = False,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Leave capture to a worker.")] = False,
) -> None:
    """Take in what is dropped into a folder: done files go to done/, refused ones to failed/ with the reason."""
    from bootstrap.running import channels  # noqa: PLC0415 - see above
    from bootstrap.running.engines import LeftToWorkers  # noqa: PLC0415

    session = session_of(context)
    runs = LeftToWorkers() if no_wait else session.engine
    channels.watch(session.application, session.actor, runs, folder, batch_class=batch_class, once=once, say=tell)
