"""What the database's errors mean to us: one place that turns a driver's error into one of ours.

Messages name constraints and codes only, never values: those may be personal data.
"""

from collections.abc import Callable

from pipeline.errors import CasebinderError, ConcurrentChange, NotPossible, PartUnreachable, PermanentError
from pipeline.model.text import Bilingual


def code_of(error: BaseException) -> str:
    """Give SQLite's error name or PostgreSQL's SQLSTATE; "" when the driver gives none."""
    return str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")


def _constraint_of(error: BaseException) -> str:
    """Give the name of what was broken; SQLite's sentence names columns only, PostgreSQL's also tells the values."""
    if hasattr(error, "sqlite_errorname"):
        return str(error).rpartition(": ")[2]
    return str(getattr(getattr(error, "diag", None), "constraint_name", None) or "")


def without_values(error: BaseException) -> None:
    """Take the driver's sentence out of an error when it may hold values: it would stand in every traceback."""
    if code_of(error).startswith("23"):
        error.args = (code_of(error),)


def meaning(error: BaseException, *, place: str, is_disconnect: bool = False) -> CasebinderError | None:
    """Give our error for a driver's, or None when it can only be a mistake of ours."""
    code, constraint = code_of(error), _constraint_of(error)
    for codes, said in _MEANINGS:
        if code.startswith(codes):
            return said(f"{place} ({code} {constraint})" if constraint else f"{place} ({code})")
    return unreachable(place) if is_disconnect else None


def changed(where: str) -> ConcurrentChange:
    """Say that somebody else was first."""
    return ConcurrentChange(
        "changed_meanwhile",
        Bilingual(
            fr="Quelqu’un d’autre a modifié ou enregistré la même chose entre-temps.",
            en="Somebody else changed or recorded the same thing meanwhile.",
        ),
        where=where,
        next_step=Bilingual(
            fr="Relire l’état présent, puis recommencer.", en="Read the present state, then try again."
        ),
    )


def locked(place: str) -> PartUnreachable:
    """Say that the database was held by others all the time we waited."""
    return PartUnreachable(
        "records_locked",
        Bilingual(
            fr="La base de données est restée occupée par un autre travail.",
            en="The database was kept busy by other work.",
        ),
        where=place,
        next_step=Bilingual(
            fr="Réessayer ; si cela dure, chercher le processus qui tient la base (`casebinder doctor`).",
            en="Try again; if it lasts, look for the process that holds the database (`casebinder doctor`).",
        ),
    )


def unreachable(place: str) -> PartUnreachable:
    """Say that the database cannot be opened or does not answer."""
    return PartUnreachable(
        "records_unreachable",
        Bilingual(
            fr="La base de données ne peut être ouverte, lue ou écrite.",
            en="The database cannot be opened, read or written.",
        ),
        where=place,
        next_step=Bilingual(
            fr="Vérifier que le dossier existe (`casebinder init`) et qu’on peut y écrire, ou que le serveur répond.",
            en="Check that the folder exists (`casebinder init`) and can be written, or that the server answers.",
        ),
    )


def read_only(place: str) -> NotPossible:
    """Say that a unit for reading was asked to write."""
    return NotPossible(
        "records_read_only",
        Bilingual(
            fr="Une unité de travail ouverte pour lire ne peut rien écrire.",
            en="A unit of work opened for reading cannot write.",
        ),
        where=place,
        next_step=Bilingual(
            fr="Rien n’a été enregistré ; c’est un défaut à signaler.",
            en="Nothing was recorded; this is a defect to report.",
        ),
    )


def _full(place: str) -> PartUnreachable:
    return PartUnreachable(
        "records_full",
        Bilingual(fr="Le disque de la base de données est plein.", en="The disk of the database is full."),
        where=place,
        next_step=Bilingual(fr="Libérer de la place, puis réessayer.", en="Make room, then try again."),
    )


def _damaged(place: str) -> PermanentError:
    return PermanentError(
        "records_damaged",
        Bilingual(
            fr="Le fichier de la base de données est abîmé ou n’en est pas un.",
            en="The database file is damaged, or is no database.",
        ),
        where=place,
        next_step=Bilingual(
            fr="Le mettre de côté sans l’effacer, puis remettre la dernière sauvegarde.",
            en="Set it aside without deleting it, then bring back the last backup.",
        ),
    )


def _broken_rule(where: str) -> NotPossible:
    return NotPossible(
        "records_refused",
        Bilingual(
            fr="L’enregistrement contredit une règle de la base (renvoi à ce qui n’existe pas, ou état impossible).",
            en="The record breaks a rule of the database (it points to what is not there, or its state is impossible).",
        ),
        where=where,
        next_step=Bilingual(
            fr="Rien n’a été enregistré ; c’est un défaut à signaler.",
            en="Nothing was recorded; this is a defect to report.",
        ),
    )


_MEANINGS: tuple[tuple[tuple[str, ...], Callable[[str], CasebinderError]], ...] = (
    # The first that the code begins with. PostgreSQL's are SQLSTATE codes or classes.
    (("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"), changed),
    (("SQLITE_BUSY_SNAPSHOT", "40001", "40P01"), changed),
    (("SQLITE_CONSTRAINT", "23"), _broken_rule),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"), _damaged),
    (("SQLITE_BUSY", "SQLITE_LOCKED", "55P03"), locked),
    (("SQLITE_FULL", "53100"), _full),
    (("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_PERM"), unreachable),
    (("08", "28", "3D", "53", "57P"), unreachable),
)
