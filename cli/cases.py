"""`casebinder case`: lists, the case with its checklist in words, and the caseworker's acts."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from casebinder.explaining.lines import lines
from cli.output import answer, say
from cli.session import Session, session_of
from cli.typed import Reason, pair, write_file
from pipeline.model.identity import ActorId, DocumentId
from pipeline.model.text import Language
from services.access import SYSTEM
from services.looking.find import CaseFile
from services.ports.case_records import CaseQuery
from services.shapes import cases as shapes

app = typer.Typer(help="Cases: list, show, and the acts on them.")

Reference = Annotated[str, typer.Argument(metavar="REF")]
Document = Annotated[str | None, typer.Argument(metavar="[DOC]")]


def register(top: typer.Typer) -> None:
    """Add the commands."""
    top.add_typer(app, name="case")


@app.command("list")
def list_cases(
    context: typer.Context,
    case_type: Annotated[str | None, typer.Option("--type", help="Only this case type.")] = None,
    basket: Annotated[str | None, typer.Option(help="Only this basket.")] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help="Only incomplete cases.")] = False,
) -> None:
    """List cases with their sentence."""
    session = session_of(context)
    query = CaseQuery(case_type=case_type, basket=basket, only_incomplete=incomplete)
    found = session.application.find.cases(session.actor, query)
    if session.as_json:
        answer("case-list", {"cases": [shapes.case_row(file) for file in found]})
        return
    if not found:
        say(session.words("Aucun dossier.", "No case."))
    for file in found:
        sentence = file.verdict.completeness.sentence.in_language(session.language)
        name = file.party.name if file.party else ""
        say(f"{file.case.reference}  {name}  [{file.case.basket}]  {sentence}")


@app.command()
def show(
    context: typer.Context,
    reference: Reference,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it would stand on that day.")] = None,
) -> None:
    """Show a case: its sentence, its checklist with the reason of each line, deadlines, documents, history."""
    session = session_of(context)
    day: date | None = on.date() if on else None
    _answer(session, session.application.find.case(session.actor, reference, on=day))


@app.command("open")
def open_case(
    context: typer.Context,
    case_type: str,
    facts: Annotated[list[str] | None, typer.Argument(metavar="[FACT=VALUE]...")] = None,
    reason: Reason = "",
) -> None:
    """Open a case by hand."""
    session = session_of(context)
    given = tuple(pair(fact) for fact in facts or ())
    _done(session, session.application.desk.open_case(session.actor, case_type, given, reason=reason))


@app.command("set")
def set_facts(
    context: typer.Context,
    reference: Reference,
    facts: Annotated[list[str], typer.Argument(metavar="FACT=VALUE")],
    reason: Reason = "",
) -> None:
    """Set facts of a case; an empty value gives the fact back to its sources."""
    session = session_of(context)
    given = tuple(pair(fact) for fact in facts)
    _done(session, session.application.desk.set_facts(session.actor, reference, given, reason=reason))


@app.command()
def accept(
    context: typer.Context, reference: Reference, item: str, document: Document = None, reason: Reason = ""
) -> None:
    """Accept a document for an item of the checklist; without one, every document offered for it."""
    session = session_of(context)
    chosen = DocumentId(document) if document else None
    _done(session, session.application.desk.accept(session.actor, reference, item, chosen, reason=reason))


@app.command()
def refuse(
    context: typer.Context, reference: Reference, item: str, document: Document = None, reason: Reason = ""
) -> None:
    """Refuse a document for an item of the checklist; without one, every document offered for it."""
    session = session_of(context)
    chosen = DocumentId(document) if document else None
    _done(session, session.application.desk.refuse(session.actor, reference, item, chosen, reason=reason))


@app.command()
def waive(context: typer.Context, reference: Reference, item: str, reason: Reason = "") -> None:
    """Do without an item, for a reason."""
    session = session_of(context)
    _done(session, session.application.desk.waive(session.actor, reference, item, reason=reason))


@app.command()
def move(context: typer.Context, reference: Reference, document: str, to: str, reason: Reason = "") -> None:
    """Move a document to another case."""
    session = session_of(context)
    _done(session, session.application.desk.move(session.actor, reference, DocumentId(document), to, reason=reason))


@app.command()
def request(
    context: typer.Context,
    reference: Reference,
    send: Annotated[bool, typer.Option("--send", help="Send it at once; without, it stays a draft.")] = False,
    language: Annotated[Language | None, typer.Option("--in", help="Language of the letter: fr or en.")] = None,
    reason: Reason = "",
) -> None:
    """Draft one letter for everything that is missing; a draft there is is brought up to date."""
    session = session_of(context)
    session.application.letters.correspond.request(session.actor, reference, language=language, reason=reason)
    if send:
        session.application.letters.correspond.send(session.actor, reference, reason=reason)
        session.application.letters.dispatch.send(SYSTEM)
    _done(session, reference)


@app.command("send")
def send_letter(context: typer.Context, reference: Reference, reason: Reason = "") -> None:
    """Send the drafted letter of a case."""
    session = session_of(context)
    session.application.letters.correspond.send(session.actor, reference, reason=reason)
    session.application.letters.dispatch.send(SYSTEM)
    _done(session, reference)


@app.command()
def withdraw(context: typer.Context, reference: Reference, reason: Reason = "") -> None:
    """Take back the letter of a case that is not sent yet."""
    session = session_of(context)
    _done(session, session.application.letters.correspond.withdraw(session.actor, reference, reason=reason))


@app.command()
def letter(
    context: typer.Context,
    reference: Reference,
    pdf: Annotated[Path, typer.Option("--pdf", help="Write the PDF here.")],
    request: Annotated[str | None, typer.Option("--request", help="Of this request; without, of the newest.")] = None,
) -> None:
    """Write the letter of a request, with its answer slips, as PDF; and show the case."""
    session = session_of(context)
    write_file(pdf, session.application.letters.correspond.letter(session.actor, reference, request))
    _done(session, reference)


@app.command()
def note(context: typer.Context, reference: Reference, text: str, reason: Reason = "") -> None:
    """Write a note to a case, for colleagues."""
    session = session_of(context)
    session.application.on_cases.notes.note(session.actor, reference, text, reason=reason)
    _done(session, reference)


@app.command()
def task(
    context: typer.Context,
    reference: Reference,
    title: str,
    who: Annotated[str | None, typer.Option("--for", help="Who has to do it; without, whoever comes to it.")] = None,
    due: Annotated[datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="Its last day.")] = None,
    reason: Reason = "",
) -> None:
    """Give a task of a case to a person."""
    session = session_of(context)
    person, day = ActorId(who) if who else None, due.date() if due else None
    session.application.on_cases.notes.give(session.actor, reference, title, who=person, due_on=day, reason=reason)
    _done(session, reference)


@app.command("done")
def task_done(
    context: typer.Context,
    reference: Reference,
    name: Annotated[str, typer.Argument(metavar="TASK")],
    reason: Reason = "",
) -> None:
    """Say that a task of a case is done."""
    session = session_of(context)
    session.application.on_cases.notes.done(session.actor, reference, name, reason=reason)
    _done(session, reference)


@app.command()
def decide(context: typer.Context, reference: Reference, outcome: str, reason: Reason = "") -> None:
    """Decide a case."""
    session = session_of(context)
    _done(session, session.application.desk.decide(session.actor, reference, outcome, reason=reason))


@app.command()
def repin(
    context: typer.Context,
    reference: Reference,
    rules: Annotated[str, typer.Option("--rules", help="The version of the rules to judge by from now on.")],
    reason: Reason = "",
) -> None:
    """Judge a case by another version of its rules."""
    session = session_of(context)
    _done(session, session.application.desk.repin(session.actor, reference, rules, reason=reason))


@app.command()
def assign(context: typer.Context, reference: Reference, who: str, reason: Reason = "") -> None:
    """Give a case to a person, or to a basket with `basket:NAME`."""
    session = session_of(context)
    _done(session, session.application.desk.assign(session.actor, reference, ActorId(who), reason=reason))


def _done(session: Session, reference: str) -> None:
    session.go_on()
    _answer(session, session.application.find.case(session.actor, reference))


def _answer(session: Session, file: CaseFile) -> None:
    if session.as_json:
        answer("case", shapes.case(file, session.language))
        return
    for line in lines(file.case, file.verdict, session.language):
        say(line)
    say(session.words(f"Dossier rangé dans : {file.folder}", f"Case folder: {file.folder}"))
