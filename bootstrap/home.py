"""The folder of an installation: made when it is new; told in words when it cannot be, or when its records are gone."""

import os
from pathlib import Path
from typing import Final

from adapters.paths import is_file, is_folder
from bootstrap.settings import Settings
from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual

FOLDERS: Final = ("blobs", "snapshots", "cases", "index", "outgoing", "uploads")
"""The folders of a home that are written to."""


def make_home(settings: Settings) -> None:
    """Make the folder unless it is there; raises PartUnreachable where none can be made."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PartUnreachable(
            "home_unreachable",
            Bilingual(
                fr=f"Le dossier de l'installation ne peut être créé ({reason}).",
                en=f"The folder of the installation cannot be made ({reason}).",
            ),
            where=str(settings.home),
            next_step=Bilingual(
                fr="Donnez-vous le droit d'écrire à cet endroit, ou choisissez un autre dossier par --home.",
                en="Allow writing there, or choose another folder with --home.",
            ),
        ) from error


def closed_parts(settings: Settings) -> tuple[Path, ...]:
    """Return what of the home is there and closed to this account, in reading or writing; settings and rules may be."""
    database = settings.embedded_database
    beside = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]
    folders = [settings.home, *(settings.home / name for name in FOLDERS)]
    closed = [
        path
        for path in folders
        if is_folder(path) and not os.access(path, os.R_OK | os.W_OK | os.X_OK, effective_ids=True)
    ]
    return *closed, *(
        path for path in beside if is_file(path) and not os.access(path, os.R_OK | os.W_OK, effective_ids=True)
    )


def require_records(settings: Settings) -> None:
    """Raise PartUnreachable where the embedded database is gone and receipts say that documents were taken in.

    A new one beside them would answer that there never was a batch.
    """
    database = settings.embedded_database
    if not (is_file(database) and database.stat().st_size > 0):
        require_no_receipts(settings)


def require_no_receipts(settings: Settings) -> None:
    """Raise PartUnreachable where receipts say that documents were taken in; asked of records that hold nothing.

    A rebuild that was killed leaves such records: they would answer that there never was a batch.
    """
    if settings.database_url or settings.s3_endpoint:
        return
    database, receipts = settings.embedded_database, settings.receipts_folder
    if not is_folder(receipts) or not any(receipts.iterdir()):
        return
    raise PartUnreachable(
        "records_lost",
        Bilingual(
            fr="La base de données de l'installation a disparu ou est vide ; les documents reçus sont là.",
            en="The database of the installation is gone or empty; the documents received are there.",
        ),
        where=str(database),
        next_step=Bilingual(
            fr="Remettez la sauvegarde de la base, ou refaites-la par `casebinder rebuild --from-store`.",
            en="Put the database's backup back, or make it again with `casebinder rebuild --from-store`.",
        ),
    )
