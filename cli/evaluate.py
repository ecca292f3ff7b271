"""`casebinder evaluate`: how well a folder of files is read, against the truth beside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import answer, say, tell
from cli.session import Session, session_of
from services.shapes import Shape
from services.shapes import evaluation as shapes

if TYPE_CHECKING:
    from bootstrap.instruments.evaluation import Evaluated, OnFile

EVERY = 10
"""Files between two messages."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(evaluate)


def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Files with their truth beside them.")],
    batch_class: Annotated[str | None, typer.Option("--batch-class", help="How files are cut and checked.")] = None,
    error: Annotated[float, typer.Option(min=0, max=1, help="The error at which coverage is told.")] = 0.01,
    report: Annotated[Path | None, typer.Option(help="Where the page is written; none: in the home.")] = None,
) -> None:
    """Measure reading against truth: text, cuts, classes, fields, and what went straight through wrongly."""
    from bootstrap.instruments.evaluation import evaluate as evaluated  # noqa: PLC0415 - it brings the reading of pages

    session = session_of(context)
    session.log_to_stderr()
    with _counting(session) as on_file:
        made = evaluated(
            session.application,
            folder,
            batch_class=batch_class or session.settings.batch_class,
            error=error,
            report=report,
            language=session.language,
            on_file=on_file,
        )
    shape = shapes.evaluation(
        made.evaluation, without_truth=made.without_truth, seconds=made.seconds, report=str(made.report)
    )
    if session.as_json:
        answer("evaluate", shape)
    else:
        _say(session, shape, made)


@contextmanager
def _counting(session: Session) -> "Iterator[OnFile]":
    def count(done: int, every: int) -> None:
        if done % EVERY == 0 or done == every:
            tell(session.words(f"{done} fichiers sur {every}", f"{done} of {every} files"))

    yield count


def _say(session: Session, shape: Shape, made: "Evaluated") -> None:
    straight, classes, pages = shape["straight_through"], shape["classes"], shape["pages"]
    say(
        session.words(
            f"sans intervention : {_percent(straight['rate'])} de {straight['documents']} documents, "
            f"{straight['wrong']} faux (borne à 95 % : {_percent(straight['upper_bound_95'])})",
            f"straight through: {_percent(straight['rate'])} of {straight['documents']} documents, "
            f"{straight['wrong']} wrong (bound at 95%: {_percent(straight['upper_bound_95'])})",
        )
    )
    say(
        session.words(
            f"texte : {_percent(pages['cer'])} de caractères faux, {_percent(pages['word_recall'])} de mots lus "
            f"({pages['n']} pages)",
            f"text: {_percent(pages['cer'])} character errors, {_percent(pages['word_recall'])} of words read "
            f"({pages['n']} pages)",
        )
    )
    say(session.words("coupes", "cuts") + f" : F1 {_percent(shape['cuts']['f1'])} (n = {shape['cuts']['n']})")
    say(f"classes : {_percent(classes['accuracy'])} (n = {classes['n']}), ECE {_percent(classes['ece'])}")
    for name, rates in shape["fields"].items():
        say(f"  {name:<28} F1 {_percent(rates['f1']):>7}  n = {rates['n']}")
    say(session.words(f"rapport : {made.report}", f"report: {made.report}"))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
