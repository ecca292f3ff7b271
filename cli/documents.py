"""`casebinder document`: look at a document and settle its doubts."""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import answer, say
from cli.session import Session, session_of
from cli.typed import Reason, pair, positions, write_file
from cli.wording import field_line
from pipeline.model.identity import DocumentId
from services.looking.find import DocumentView
from services.shapes import documents as shapes

app = typer.Typer(help="Documents: show one, settle its doubts, cut it anew, and take that back.")

Name = Annotated[str, typer.Argument(metavar="ID")]


def register(top: typer.Typer) -> None:
    """Add the commands."""
    top.add_typer(app, name="document")


@app.command()
def show(
    context: typer.Context,
    name: Name,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the archive PDF here.")] = None,
) -> None:
    """Show a document: class, fields, findings, where it went."""
    session = session_of(context)
    view = session.application.find.document(session.actor, DocumentId(name))
    if pdf is not None:
        write_file(pdf, session.application.find.rendition(session.actor, DocumentId(name)))
    _answer(session, view)


@app.command()
def correct(
    context: typer.Context,
    name: Name,
    values: Annotated[list[str], typer.Argument(metavar="NAME=VALUE")],
    reason: Reason = "",
) -> None:
    """Correct fields: dates as YYYY-MM-DD, amounts as 1834.20."""
    session = session_of(context)
    changes = tuple(pair(value) for value in values)
    _done(session, session.application.verify.correct(session.actor, DocumentId(name), changes, reason=reason))


@app.command("set-class")
def set_class(context: typer.Context, name: Name, document_class: str, reason: Reason = "") -> None:
    """Say what a document is; it is read anew as one of that class."""
    session = session_of(context)
    _done(session, session.application.verify.set_class(session.actor, DocumentId(name), document_class, reason=reason))


@app.command()
def split(
    context: typer.Context,
    name: Name,
    at: Annotated[int, typer.Argument(help="The page (1 = first) that opens the second.")],
    reason: Reason = "",
) -> None:
    """Cut a document in two."""
    session = session_of(context)
    _done(session, session.application.recut.split(session.actor, DocumentId(name), at, reason=reason))


@app.command()
def merge(context: typer.Context, first: str, second: str, reason: Reason = "") -> None:
    """Put the second document behind the first, as one."""
    session = session_of(context)
    made = session.application.recut.merge(session.actor, DocumentId(first), DocumentId(second), reason=reason)
    _done(session, made)


@app.command()
def reject(
    context: typer.Context,
    name: Name,
    page: Annotated[int, typer.Argument(help="The page within the document, from 1.")],
    reason: Reason = "",
) -> None:
    """Take a page out: it stays accounted for as rejected."""
    session = session_of(context)
    _done(session, session.application.recut.reject(session.actor, DocumentId(name), page, reason=reason))


@app.command()
def reorder(
    context: typer.Context,
    name: Name,
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The present positions in their new order: 2,1,3.")],
    reason: Reason = "",
) -> None:
    """Put the pages of a document in another order."""
    session = session_of(context)
    _done(session, session.application.recut.reorder(session.actor, DocumentId(name), positions(order), reason=reason))


@app.command()
def rotate(
    context: typer.Context,
    name: Name,
    page: Annotated[int, typer.Argument(help="The page within the document, from 1.")],
    degrees: Annotated[int, typer.Argument(help="90, 180 or 270, clockwise.")],
    reason: Reason = "",
) -> None:
    """Turn a page; it is then read again."""
    session = session_of(context)
    _done(session, session.application.recut.rotate(session.actor, DocumentId(name), page, degrees, reason=reason))


@app.command("move-page")
def move_page(
    context: typer.Context,
    name: Name,
    page: Annotated[int, typer.Argument(help="The page within the document, from 1.")],
    to: Annotated[str, typer.Argument(metavar="ID2", help="The other document, of the same file.")],
    at: Annotated[int | None, typer.Option("--at", help="Its place there; behind the last page when not told.")] = None,
    reason: Reason = "",
) -> None:
    """Move a page into another document; that one is answered."""
    session = session_of(context)
    made = session.application.recut.move_page(
        session.actor, DocumentId(name), page, DocumentId(to), at=at, reason=reason
    )
    _done(session, made)


@app.command("confirm-cut")
def confirm_cut(context: typer.Context, name: Name, reason: Reason = "") -> None:
    """Say that a document begins where it was cut, when that is in doubt."""
    session = session_of(context)
    _done(session, session.application.recut.confirm_cut(session.actor, DocumentId(name), reason=reason))


@app.command()
def undo(context: typer.Context, name: Name, reason: Reason = "") -> None:
    """Take back the last act on a document, also one that replaced it; the first document that is back is answered."""
    session = session_of(context)
    _done(session, session.application.undo.undo(session.actor, DocumentId(name), reason=reason)[0])


@app.command()
def release(context: typer.Context, name: Name, reason: Reason = "") -> None:
    """Release a document that waits, as it is now: it is bound to its case."""
    session = session_of(context)
    _done(session, session.application.verify.release(session.actor, DocumentId(name), reason=reason))


def _done(session: Session, name: DocumentId) -> None:
    session.go_on(session.application.find.document(session.actor, name).document.batch)
    _answer(session, session.application.find.document(session.actor, name))


def _answer(session: Session, view: DocumentView) -> None:
    shape = shapes.document(view, session.language)
    if session.as_json:
        answer("document", shape)
        return
    made = view.document.understanding
    say(f"{view.document.id} · {shape.get('document_class', '?')} · {view.document.state} · {view.file.name}")
    for read in made.fields if made else ():
        say(f"  {field_line(read, session.language)}")
    for found in made.findings if made else ():
        say(f"  ! {found.message.in_language(session.language)}")
    if view.case:
        say(session.words(f"  dossier {view.case.reference}", f"  case {view.case.reference}"))
