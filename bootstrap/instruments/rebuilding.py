"""A rebuild as a door asks for it: tables, what the store holds, actors and rules, then index and case folders."""

from contextlib import closing
from datetime import date

from adapters.records.open import migrate
from bootstrap.application import assembled, furnish
from bootstrap.home import make_home
from bootstrap.settings import Settings
from services.access import SYSTEM
from services.upkeep.rebuild import Rebuilt


def rebuild(settings: Settings, *, today: date | None = None) -> Rebuilt:
    """Fill an empty database from the store, then make the index and the case folders again.

    Raises NotPossible when the database is not empty or the store is, PartUnreachable.
    """
    make_home(settings)
    migrate(settings.database)
    with closing(assembled(settings, today=today)) as application:
        rebuilt = application.rebuild.from_store(SYSTEM)
        furnish(application)
        application.project.start_over(SYSTEM)
    return rebuilt
