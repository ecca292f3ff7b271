"""What the database's errors mean to us: one place that turns a driver's error into one of ours.

Messages name constraints and codes only, never values: those may be personal data; and places without accounts.
"""

from typing import cast

from pipeline.errors import (
    CasebinderError,
    ConcurrentChange,
    NotFound,
    NotPossible,
    PartUnreachable,
    PermanentError,
    WrongUsage,
)
from pipeline.model.text import Bilingual

_SAID: dict[str, tuple[type[CasebinderError], Bilingual, Bilingual]] = {
    # code: the error it is, what happened, and what to do
    "changed_meanwhile": (
        ConcurrentChange,
        Bilingual(
            fr="Quelqu’un d’autre a modifié ou enregistré la même chose entre-temps.",
            en="Somebody else changed or recorded the same thing meanwhile.",
        ),
        Bilingual(fr="Relire l’état présent, puis recommencer.", en="Read the present state, then try again."),
    ),
    "records_locked": (
        PartUnreachable,
        Bilingual(
            fr="La base de données est restée occupée par un autre travail.",
            en="The database is busy with other work.",
        ),
        Bilingual(
            fr="Réessayer ; si cela dure, chercher le processus qui tient la base (`casebinder doctor`).",
            en="Try again; if it lasts, look for the process that holds the database (`casebinder doctor`).",
        ),
    ),
    "records_unreachable": (
        PartUnreachable,
        Bilingual(
            fr="La base de données ne peut être ouverte, lue ou écrite.",
            en="The database cannot be opened, read or written.",
        ),
        Bilingual(
            fr="Vérifier que le dossier existe (`casebinder init`) et qu’on peut y écrire, ou que le serveur répond, "
            "et que la base, le compte et le mot de passe sont les bons.",
            en="Check that the folder exists (`casebinder init`) and can be written, or that the server answers, "
            "and that database, account and password are right.",
        ),
    ),
    "records_full": (
        PartUnreachable,
        Bilingual(fr="Le disque de la base de données est plein.", en="The disk of the database is full."),
        Bilingual(fr="Libérer de la place, puis réessayer.", en="Make room, then try again."),
    ),
    "records_read_only": (
        NotPossible,
        Bilingual(
            fr="Une unité de travail ouverte pour lire ne peut rien écrire.",
            en="A unit of work opened for reading cannot write.",
        ),
        Bilingual(
            fr="Rien n’a été enregistré ; c’est un défaut à signaler.",
            en="Nothing was recorded; this is a defect to report.",
        ),
    ),
    "records_refused": (
        NotPossible,
        Bilingual(
            fr="L’enregistrement contredit une règle de la base (renvoi à ce qui n’existe pas, ou état impossible).",
            en="The record breaks a rule of the database (it points to what is not there, or its state is impossible).",
        ),
        Bilingual(
            fr="Rien n’a été enregistré ; c’est un défaut à signaler.",
            en="Nothing was recorded; this is a defect to report.",
        ),
    ),
    "records_damaged": (
        PartUnreachable,
        Bilingual(
            fr="Le fichier de la base de données est abîmé ou n’en est pas un.",
            en="The database file is damaged, or is no database.",
        ),
        Bilingual(
            fr="Le mettre de côté sans l’effacer, puis remettre la dernière sauvegarde, ou le refaire : "
            "« casebinder rebuild --from-store ».",
            en="Set it aside without deleting it, then bring back the last backup, or make it again: "
            '"casebinder rebuild --from-store".',
        ),
    ),
    "records_forbidden": (
        PermanentError,
        Bilingual(
            fr="Le compte n’a pas les droits qu’il faut dans la base de données.",
            en="The account lacks the rights it needs in the database.",
        ),
        Bilingual(
            fr="Le faire propriétaire de la base (`ALTER DATABASE … OWNER TO …`), puis réessayer.",
            en="Make it the owner of the database (`ALTER DATABASE … OWNER TO …`), then try again.",
        ),
    ),
    "records_outdated": (
        PermanentError,
        Bilingual(
            fr="Les tables de la base ne sont pas de cette version du logiciel.",
            en="The tables of the database are not of this version of the software.",
        ),
        Bilingual(
            fr="Un administrateur les met à jour par `casebinder init`, après une sauvegarde.",
            en="An administrator brings them up to date by `casebinder init`, after a backup.",
        ),
    ),
    "records_too_new": (
        PermanentError,
        Bilingual(
            fr="La base a été faite par une version plus récente du logiciel.",
            en="The database was made by a newer version of the software.",
        ),
        Bilingual(
            fr="Installer cette version plus récente, ou ouvrir une autre installation.",
            en="Install that newer version, or open another installation.",
        ),
    ),
    "records_address": (
        WrongUsage,
        Bilingual(fr="L’adresse de la base de données est incomprise.", en="The database's address is not understood."),
        Bilingual(
            fr="Écrire sqlite:///dossier/records.db ou postgresql://utilisateur@serveur/base.",
            en="Write sqlite:///folder/records.db or postgresql://user@server/database.",
        ),
    ),
}

_MEANINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    # The first that the code begins with. PostgreSQL's are SQLSTATE codes or classes.
    (("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"), "changed_meanwhile"),
    (("SQLITE_BUSY_SNAPSHOT", "40001", "40P01"), "changed_meanwhile"),
    (("SQLITE_CONSTRAINT", "23"), "records_refused"),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"), "records_damaged"),
    (("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "57014"), "records_locked"),
    (("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100"), "records_full"),  # the second: no room for the log's index
    (("42501",), "records_forbidden"),
    (("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_PERM"), "records_unreachable"),
    # 25006: the server only reads, as a standby does; 25P03: the server gave a silent unit up.
    (("08", "25006", "25P03", "28", "3D", "53", "57P", "58"), "records_unreachable"),
)


def fault(code: str, where: str) -> CasebinderError:
    """Return the error of that code."""
    kind, message, next_step = _SAID[code]
    return kind(code, message, where=where, next_step=next_step)


def changed(where: str) -> ConcurrentChange:
    """Return the error for a change that somebody else made first."""
    return cast("ConcurrentChange", fault("changed_meanwhile", where))


def meaning(error: BaseException, *, place: str, is_disconnect: bool = False) -> CasebinderError | None:
    """Return our error for a driver's, or None when it can only be a mistake of ours."""
    code, constraint = code_of(error), _constraint_of(error)
    for codes, said in _MEANINGS:
        if code.startswith(codes):
            return fault(said, f"{place} ({code} {constraint})" if constraint else f"{place} ({code})")
    return fault("records_unreachable", place) if is_disconnect else None


def code_of(error: BaseException) -> str:
    """Return SQLite's error name or PostgreSQL's SQLSTATE; "" when the driver gives none."""
    return str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")


def _constraint_of(error: BaseException) -> str:
    """Return the name of what was broken; SQLite's sentence names columns only, PostgreSQL's also tells the values."""
    if hasattr(error, "sqlite_errorname"):
        return str(error).rpartition(": ")[2]
    return str(getattr(getattr(error, "diag", None), "constraint_name", None) or "")


def without_values(error: BaseException) -> None:
    """Take the driver's sentence out of an error when it may hold values: it would stand in every traceback."""
    if code_of(error).startswith(("22", "23")):
        error.args = (code_of(error),)


def not_found(kind: str, identifier: str) -> NotFound:
    """Return the error for an identifier under which nothing is recorded."""
    return NotFound(
        f"unknown_{kind}",
        Bilingual(fr="Rien n’est enregistré sous ce nom.", en="Nothing is recorded under this name."),
        where=f"{kind} {identifier}",
        next_step=Bilingual(fr="Vérifier l’identifiant.", en="Check the identifier."),
    )
