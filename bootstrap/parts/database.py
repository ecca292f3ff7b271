"""The database of an installation: opened by its settings, brought up to date by `init`, looked at by `doctor`."""

from contextlib import closing

from adapters.records.health import ENCODING, Health, health
from adapters.records.open import migrate, open_records
from adapters.records.unit import SqlRecords
from bootstrap.home import make_home, require_no_receipts, require_records
from bootstrap.parts.checks import Check, well, wrong
from bootstrap.settings import Settings
from pipeline.model.text import Bilingual
from services.access import SYSTEM
from services.ports.records import Records

NAME = "database"
MOST_SECONDS_APART = 5.0
"""How far the two clocks may differ by which leases (the database's) and deadlines (the machine's) are told."""
OLDEST_SERVER = 13
"""The oldest PostgreSQL worth a try; tests run on 15."""


def records_of(settings: Settings) -> SqlRecords:
    """Open the records; raises PartUnreachable, WrongUsage, PermanentError."""
    return open_records(settings.database, connections=settings.database_connections)


def hold_nothing(records: Records) -> bool:
    """Return whether records are as their tables were made: nobody is known, and no batch."""
    with records.reading() as uow:
        return all(actor.id == SYSTEM.id for actor in uow.actors.every()) and not uow.batches.every()


def prepare(settings: Settings) -> None:
    """Make the tables or bring them up to date; an administrator's act on a server (`casebinder init`)."""
    make_home(settings)
    require_records(settings)
    migrate(settings.database)


def check_database(settings: Settings) -> Check:
    """Look whether the database answers, is of this version, and its clock agrees with this machine's."""
    if not settings.database_url:
        prepare(settings)  # the embedded one is made by whoever opens the installation first
    seen = health(settings.database)
    trouble = trouble_of(seen)
    if trouble is not None:
        return wrong(NAME, *trouble, seen.version)
    with closing(records_of(settings)) as records:
        if hold_nothing(records):
            require_no_receipts(settings)
    batches = _batches(settings)
    seen_as, clock = f"{seen.product} {seen.version}", f"{seen.clock_ahead:+.1f} s"
    said = f"{seen_as}, révision {seen.revision}, {batches} lots, horloge à {clock}"
    told = f"{seen_as}, revision {seen.revision}, {batches} batches, clock {clock}"
    return well(NAME, said, told, seen.version)


def _batches(settings: Settings) -> int:
    with closing(records_of(settings)) as records, records.reading() as uow:
        return len(uow.batches.every())


Trouble = tuple[Bilingual, Bilingual]
"""What is wrong, and what to do about it."""


def trouble_of(seen: Health) -> Trouble | None:
    """Judge what was seen; None when all is well."""
    return _outdated(seen) or _encoded(seen) or _old(seen) or _apart(seen)


def _outdated(seen: Health) -> Trouble | None:
    if seen.is_current:
        return None
    return (
        Bilingual(fr=f"tables de la révision {seen.revision or '-'}", en=f"tables of revision {seen.revision or '-'}"),
        Bilingual(
            fr="après une sauvegarde, `casebinder init` ; sinon installez la version qui les a faites",
            en="after a backup, `casebinder init`; else install the version that made them",
        ),
    )


def _encoded(seen: Health) -> Trouble | None:
    if seen.encoding == ENCODING:
        return None
    return (
        Bilingual(fr=f"codage {seen.encoding}", en=f"encoding {seen.encoding}"),
        Bilingual(
            fr="refaites la base en UTF8 (`createdb --template=template0 --encoding=UTF8`)",
            en="make the database anew in UTF8 (`createdb --template=template0 --encoding=UTF8`)",
        ),
    )


def _old(seen: Health) -> Trouble | None:
    if seen.product != "PostgreSQL" or int(seen.version.partition(".")[0]) >= OLDEST_SERVER:
        return None
    return (
        Bilingual(fr=f"PostgreSQL {seen.version} est trop ancien", en=f"PostgreSQL {seen.version} is too old"),
        Bilingual(fr="installez PostgreSQL 15 ou plus récent", en="install PostgreSQL 15 or newer"),
    )


def _apart(seen: Health) -> Trouble | None:
    if abs(seen.clock_ahead) <= MOST_SECONDS_APART:
        return None
    return (
        Bilingual(
            fr=f"son horloge a {seen.clock_ahead:+.0f} s d'écart avec celle-ci",
            en=f"its clock is {seen.clock_ahead:+.0f} s from this one",
        ),
        Bilingual(fr="réglez les deux machines par NTP", en="set both machines by NTP"),
    )
