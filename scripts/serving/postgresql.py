"""PostgreSQL from the system's packages: passwords by SCRAM on the loopback, nothing else listens."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from serving.kind import End, plain_environment, refuses_root
from serving.place import Place, write_private
from serving.process import Command, call, first_user, hand_over

ROLE = "casebinder"
DATABASES = ("casebinder", "prefect")
USERS = ("postgres", "nobody")
PROGRAMS = ("initdb", "postgres", "psql")
WHERE = ("/usr/lib/postgresql", "/usr/local/opt", "/usr")


class PostgreSql:
    """A cluster of its own: role `casebinder`, databases for the records and for Prefect."""

    name = "postgresql"
    needs: Sequence[str] = ()
    ports: Sequence[str] = ("sql",)
    secrets: Sequence[str] = ("password",)
    # SIGINT ends the sessions and writes all down; SIGQUIT ends like a crash, from which it recovers.
    end = End(sign=signal.SIGINT, seconds=30, orphaned=signal.SIGQUIT)

    def missing(self, place: Place) -> str:
        """Return what is missing here."""
        if programs(place) is None:
            return "PostgreSQL is not installed. Please type: apt-get install postgresql"
        return refuses_root(place, first_user(*USERS))

    def prepare(self, place: Place) -> None:
        """Make the cluster once."""
        user = first_user(*USERS)
        if (place.folder / "data" / "PG_VERSION").exists():
            return
        place.folder.mkdir(parents=True, exist_ok=True)
        place.folder.chmod(0o700)
        password = place.folder / "password"
        write_private(password, place.secrets["password"])
        hand_over(place.folder, user)
        waits = [] if place.is_durable else ["--no-sync"]
        words = ["-D", str(place.folder / "data"), "-U", ROLE, "--auth=scram-sha-256", f"--pwfile={password}"]
        initdb = [self._program(place, "initdb"), *words, "-E", "UTF8", "--locale=C.UTF-8", *waits]
        try:
            call(Command(words=initdb, environment=plain_environment(), user=user))
        finally:
            password.unlink()

    def command(self, place: Place) -> Command:
        """Return the command that starts it."""
        (place.folder / "data" / "postmaster.pid").unlink(missing_ok=True)  # of a killed one; ours is known to be dead
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "200"}
        if not place.is_durable:
            # A commit is still handed to the system before it is confirmed: a kill loses none, a power cut may.
            settings |= {"fsync": "off", "full_page_writes": "off"}
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        words = [self._program(place, "postgres"), "-D", str(place.folder / "data"), "-p", str(place.ports["sql"])]
        return Command(words=[*words, *given], environment=plain_environment(), user=first_user(*USERS))

    def answers(self, place: Place) -> bool:
        """Ask it a question: that it listens does not yet mean that it answers."""
        with suppress(subprocess.CalledProcessError):
            return query(place, "SELECT 1") == "1"
        return False

    def furnish(self, place: Place) -> None:
        """Make the databases."""
        there = query(place, "SELECT datname FROM pg_database").split()
        for name in DATABASES:
            if name not in there:
                create_database(place, name)

    def settings(self, place: Place) -> Mapping[str, str]:
        """Point Casebinder to its database."""
        return {"CASEBINDER_DATABASE_URL": url(place, "casebinder")}

    def _program(self, place: Place, name: str) -> str:
        found = programs(place)
        assert found is not None, "asked by `missing` before"
        return str(found / name)


def url(place: Place, database: str, *, driver: str = "psycopg") -> str:
    """Return the SQLAlchemy address of a database."""
    return f"postgresql+{driver}://{ROLE}:{place.secrets['password']}@127.0.0.1:{place.ports['sql']}/{database}"


def create_database(place: Place, name: str) -> None:
    """Make an empty database."""
    query(place, f'CREATE DATABASE "{name}"')


def query(place: Place, statement: str, *, database: str = "postgres") -> str:
    """Run a statement and give its answer, a row a line; raises CalledProcessError."""
    found = programs(place)
    assert found is not None, "asked by `missing` before"
    words = [str(found / "psql"), "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]
    where = {"PGHOST": "127.0.0.1", "PGPORT": str(place.ports["sql"]), "PGUSER": ROLE, "PGDATABASE": database}
    secret = {"PGPASSWORD": place.secrets["password"], "PGCONNECT_TIMEOUT": "3"}
    return call(Command(words=words, environment=plain_environment(**where, **secret))).strip()


def programs(place: Place) -> Path | None:
    """Find the folder of the programs: of the version that made the data, else of the newest."""
    made = place.folder / "data" / "PG_VERSION"
    version = ""
    with suppress(OSError):
        version = made.read_text(encoding="ascii").strip()
    every = [found for place_ in WHERE for found in Path(place_).glob("*/bin/initdb")] + [
        Path(folder) / "initdb" for folder in os.environ.get("PATH", "").split(os.pathsep)
    ]
    found = [path.parent for path in every if all(os.access(path.with_name(n), os.X_OK) for n in PROGRAMS)]
    same = [folder for folder in found if version and folder.parent.name == version]
    return max(same or found, key=_version, default=None)


def _version(programs: Path) -> float:
    try:
        return float(programs.parent.name)
    except ValueError:
        return 0.0
