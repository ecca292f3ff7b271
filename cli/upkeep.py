"""`casebinder init`, `doctor`, `reindex`, `reference import`, `audit verify`: setting up and keeping well."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.output import NO, Leave, answer, both, say
from cli.serve import tell_first_password
from cli.session import session_of, tell_waiting
from pipeline import refusals
from pipeline.errors import WrongUsage
from pipeline.model.text import Bilingual
from services.access import SYSTEM

reference = typer.Typer(help="Reference tables: import.")
audit = typer.Typer(help="The audit log: verify.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (init, doctor, reindex, sweep, letters):
        app.command()(command)
    app.add_typer(reference, name="reference")
    app.add_typer(audit, name="audit")


def init(
    context: typer.Context,
    prefect: Annotated[bool, typer.Option("--prefect", help="Register the schedules with Prefect too.")] = False,
) -> None:
    """Make an installation: database, content store, index, first actor, rules in force."""
    from bootstrap.parts.database import prepare  # noqa: PLC0415 - a search must not wait for what sets up

    session = session_of(context)
    prepare(session.settings)
    session.application.actor(session.actor.id)
    home = session.settings.home.resolve()
    say(session.words(f"Installation prête : {home}", f"Installation ready: {home}"))
    tell_first_password(session)
    if prefect:
        from bootstrap.running.schedules import schedules  # noqa: PLC0415 - only this needs it

        for one in schedules().register(session.settings):
            say(f"  {one.kind} {one.name}: {one.change}")
    say(session.words("Ensuite : casebinder submit DOSSIER", "Next: casebinder submit FOLDER"))


def doctor(context: typer.Context) -> None:
    """Check each part; each failure says what to do."""
    from bootstrap.instruments.doctor import examine  # noqa: PLC0415 - it looks at every part

    session = session_of(context)
    found = examine(session.settings)
    if session.as_json:
        shapes = [
            {
                "name": check.name,
                "ok": check.is_ok,
                "version": check.version,
                "message": check.message.in_language(session.language),
                "next_step": check.next_step.in_language(session.language),
            }
            for check in found
        ]
        answer("doctor", {"checks": shapes})
    else:
        for check in found:
            sign, seen = "✓" if check.is_ok else "✗", check.message.in_language(session.language)
            say(f"{sign} {f'{check.name} {check.version}'.rstrip()}: {seen}")
            if not check.is_ok:
                say(f"    → {check.next_step.in_language(session.language)}")
    if not all(check.is_ok for check in found):
        raise Leave(NO, both("quelque chose manque ou ne va pas", "something is missing or wrong"))


def reindex(context: typer.Context) -> None:
    """Build the index and the case folders anew from the records."""
    session = session_of(context)
    count = session.application.project.reindex(SYSTEM)
    with session.application.records.reading() as uow:
        waiting = uow.outbox.waiting()
    if session.as_json:
        answer("reindex", {"projected": count, "waiting": waiting})
    else:
        say(session.words(f"{count} éléments réindexés", f"{count} items indexed anew"))
    tell_waiting(session, waiting)


def sweep(context: typer.Context) -> None:
    """Judge every open case by today, and send the letters that fall due, as the nightly flow does."""
    from bootstrap.running.night import night  # noqa: PLC0415 - only this and letters load what prints

    session = session_of(context)
    done = night(session.application, session.actor)
    if session.as_json:
        answer("sweep", asdict(done))
        return
    say(
        session.words(
            f"{done.checked} dossiers revus, {done.changed} changés",
            f"{done.checked} cases, {done.changed} changed",
        )
    )
    say(
        session.words(
            f"lettres : {done.reminded} dues, {done.sent} envoyées, {done.failed} en échec",
            f"letters: {done.reminded} due, {done.sent} sent, {done.failed} failed",
        )
    )


def letters(context: typer.Context) -> None:
    """Send the letters that wait, as the schedule does; exit code 1 when one could not be sent."""
    session = session_of(context)
    done = session.application.letters.dispatch.send(session.actor)
    session.application.project.drain(SYSTEM)
    if session.as_json:
        answer("letters", {"sent": done.sent, "failed": done.failed})
    else:
        say(
            session.words(
                f"lettres : {done.sent} envoyées, {done.failed} en échec",
                f"letters: {done.sent} sent, {done.failed} failed",
            )
        )
    if done.failed:
        raise Leave(NO, both("des lettres n'ont pas pu partir", "letters could not be sent"))


@reference.callback()
def reference_tables() -> None:
    """Work on reference tables."""


@reference.command("import")
def import_table(
    context: typer.Context,
    table: Annotated[str, typer.Argument(help="members, suppliers, orders, or a table of your own.")],
    file: Annotated[Path, typer.Argument(help="CSV with a header, UTF-8, comma.")],
) -> None:
    """Put a CSV in place of a reference table."""
    session = session_of(context)
    made = session.application.administer.import_reference(session.actor, table, _text(file), where=str(file))
    session.application.project.drain(SYSTEM)
    doubts = [
        {"line": doubt.line, "column": doubt.column, "message": doubt.message.in_language(session.language)}
        for doubt in made.doubts
    ]
    if session.as_json:
        answer("reference-import", {"table": table, "rows": made.rows, "doubts": doubts})
        return
    say(session.words(f"{table} : {made.rows} lignes", f"{table}: {made.rows} rows"))
    for doubt in doubts:
        say(f"  ? {file}:{doubt['line']}: {doubt['column']}: {doubt['message']}")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise refusals.no_such_path(str(file)) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise WrongUsage(
            "cannot_read",
            Bilingual(fr=f"Ce fichier ne peut être lu ({why}).", en=f"This file cannot be read ({why})."),
            where=str(file),
            next_step=Bilingual(fr="Donnez un fichier CSV que vous pouvez lire.", en="Give a CSV file you may read."),
        ) from error
    except UnicodeDecodeError as error:
        raise WrongUsage(
            "not_utf8",
            Bilingual(fr="Ce fichier n'est pas du texte UTF-8.", en="This file is not UTF-8 text."),
            where=str(file),
            next_step=Bilingual(fr="Enregistrez-le en CSV UTF-8.", en="Save it as CSV UTF-8."),
        ) from error


@audit.callback()
def audit_log() -> None:
    """Work on the audit log."""


@audit.command("verify")
def verify(context: typer.Context) -> None:
    """Seal what is new and check the whole chain of events."""
    session = session_of(context)
    proof = session.application.ledger.verify(SYSTEM)
    if session.as_json:
        answer("audit-verify", {"events": proof.events, "sealed": proof.sealed, "broken_at": proof.broken_at})
    elif proof.broken_at is None:
        say(session.words(f"{proof.events} événements, chaîne intacte", f"{proof.events} events, chain intact"))
    if proof.broken_at is not None:
        where = proof.broken_at
        raise Leave(NO, both(f"chaîne rompue à l'événement {where}", f"chain broken at event {where}"))
