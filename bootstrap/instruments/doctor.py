"""Is everything there? Each part of an installation is looked at, and each failure says what to do."""

import os
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version

from adapters.certificate_folder import CertificateFolder
from adapters.reading.tesseract import find_tessdata, open_recognizer
from bootstrap.home import closed_parts, make_home
from bootstrap.instruments.rules import checked_rules
from bootstrap.parts.checks import Check, well, wrong
from bootstrap.parts.database import check_database, records_of
from bootstrap.parts.prefect_server import named
from bootstrap.parts.searching import check_index
from bootstrap.parts.storage import check_storage
from bootstrap.parts.understanding import check_names
from bootstrap.running.schedules import schedules
from bootstrap.settings import Settings
from pipeline.errors import CasebinderError
from pipeline.model.text import Bilingual

LANGUAGES = ("fra", "eng", "osd")
MOST_TOLD = 3
"""Changes that wait told by name: what keeps one back mostly keeps all."""
LEAST_FREE_MB = 1000
"""Room for about a thousand scanned pages with their renditions."""
LEAST_FREE_FILES = 5000
"""What such pages make: words, rendition, links, snapshots."""


def examine(settings: Settings) -> tuple[Check, ...]:
    """Look at every part, one after the other; a part that fails hides none of the next."""
    parts: tuple[tuple[str, Callable[[Settings], Check]], ...] = (
        ("home", _home),
        ("database", check_database),
        ("storage", check_storage),
        ("language-data", _language_data),
        ("recognition", _recognition),
        ("names", _names),
        ("index", check_index),
        ("relay", _relay),
        ("rules", _rules),
        ("certificates", _certificates),
        ("free-space", _free_space),
    )
    return *(_looked(name, look, settings) for name, look in parts), *_prefect(settings)


def _looked(name: str, look: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return look(settings)
    except CasebinderError as error:
        return wrong(name, error.message, error.next_step)


def _home(settings: Settings) -> Check:
    make_home(settings)
    closed = closed_parts(settings)
    if closed:
        where = ", ".join(map(str, closed))
        return wrong(
            "home",
            Bilingual(
                fr=f"fermé à ce compte en lecture ou en écriture : {where}", en=f"closed to this account: {where}"
            ),
            Bilingual(
                fr="donnez-lui le droit de lire et d'écrire, ou choisissez --home",
                en="allow it reading and writing, or use --home",
            ),
        )
    return well("home", str(settings.home.resolve()), str(settings.home.resolve()), version("casebinder"))


def _language_data(settings: Settings) -> Check:
    folder = find_tessdata(settings.tessdata)
    missing = [name for name in LANGUAGES if not (folder / f"{name}.traineddata").is_file()]
    if missing:
        packages = " ".join(f"tesseract-ocr-{name}" for name in missing)
        return wrong(
            "language-data",
            Bilingual(
                fr=f"il manque {', '.join(missing)} dans {folder}", en=f"{', '.join(missing)} missing in {folder}"
            ),
            Bilingual(fr=f"apt-get install {packages}", en=f"apt-get install {packages}"),
        )
    return well("language-data", str(folder), str(folder))


def _recognition(settings: Settings) -> Check:
    open_recognizer(settings.tessdata, engine=settings.ocr)
    return well("recognition", settings.ocr, settings.ocr, version(settings.ocr))


def _names(_: Settings) -> Check:
    return check_names("fr")  # the one language whose model is delivered with us


def _relay(settings: Settings) -> Check:
    """Look whether a change of the records could not be brought to index, case folders or snapshots."""
    with closing(records_of(settings)) as records, records.reading() as uow:
        waiting, put_off = uow.outbox.waiting(), uow.outbox.put_off()
    if not put_off:
        return well("relay", f"{waiting} changements en attente", f"{waiting} changes waiting")
    first = ", ".join(f"{row.topic} {row.key} ({row.code})" for row in put_off[:MOST_TOLD])
    return wrong(
        "relay",
        Bilingual(
            fr=f"{len(put_off)} changements n'arrivent pas à l'index, aux dossiers ou aux instantanés : {first}",
            en=f"{len(put_off)} changes do not get to the index, the case folders or the snapshots: {first}",
        ),
        Bilingual(
            fr="docs/reference/errors.md dit que faire de ce code ; puis « casebinder recover »",
            en='docs/reference/errors.md says what to do about that code; then "casebinder recover"',
        ),
    )


def _rules(settings: Settings) -> Check:
    looked = checked_rules(settings)
    count, wrongs = len(looked.files), len(looked.problems)
    if wrongs:
        return wrong(
            "rules",
            Bilingual(fr=f"{wrongs} erreur(s) dans {count} fichiers", en=f"{wrongs} error(s) in {count} files"),
            Bilingual(fr="« casebinder rules check » les montre toutes", en='"casebinder rules check" shows them all'),
        )
    return well("rules", f"{count} fichiers", f"{count} files")


def _certificates(settings: Settings) -> Check:
    folder = CertificateFolder(settings.certificates_folder)
    wrongs, count = folder.unreadable(), len(folder.trusted())
    if wrongs:
        return wrong(
            "certificates",
            Bilingual(fr=f"sans certificat : {', '.join(wrongs)}", en=f"no certificate in: {', '.join(wrongs)}"),
            Bilingual(
                fr=f"mettez des certificats DER ou PEM dans {settings.certificates_folder}",
                en=f"put certificates in DER or PEM into {settings.certificates_folder}",
            ),
        )
    return well("certificates", f"{count} pour 2D-Doc", f"{count} for 2D-Doc")


def _free_space(settings: Settings) -> Check:
    make_home(settings)
    disk = os.statvfs(settings.home)
    free, files = disk.f_bavail * disk.f_frsize // 1_000_000, disk.f_favail
    # A file system without a fixed number of files tells 0 of 0.
    is_short_of_files = bool(disk.f_files) and files < LEAST_FREE_FILES
    seen = Bilingual(
        fr=f"{free} Mo libres" + (f", place pour {files} fichiers" if is_short_of_files else ""),
        en=f"{free} MB free" + (f", room for {files} files" if is_short_of_files else ""),
    )
    if free < LEAST_FREE_MB or is_short_of_files:
        return wrong(
            "free-space",
            seen,
            Bilingual(fr="libérez de la place ou changez de disque", en="free some space or use another disk"),
        )
    return well("free-space", seen.fr, seen.en)


def _prefect(settings: Settings) -> tuple[Check, ...]:
    api = named(settings)
    if settings.engine == "inline" and not api:
        return (well("prefect", "non utilisé (moteur inline)", "not used (inline engine)", version("prefect")),)
    try:
        return schedules().examine(settings)
    except CasebinderError as error:
        return (wrong("prefect", error.message, error.next_step, version("prefect")),)
