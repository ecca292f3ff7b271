"""Elasticsearch with security on: one node, a generated password for the account `elastic`, Java 21 or later.

It refuses root, so root starts it as `nobody`, who cannot enter most folders: its program is then linked beside its
data. The program is the distribution of `serving.fetch`; settings are written anew at each start.
"""

import os
import re
import shutil
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from serving.kind import End, answers, plain_environment, refuses_root
from serving.place import Place
from serving.process import Command, call, first_user, hand_over, is_open_to_all

JAVA = 21
HEAP = "512m"
SMALL = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
LOG4J = """status = error
appender.c.type = Console
appender.c.name = c
appender.c.layout.type = PatternLayout
appender.c.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.c.ref = c
"""


class Elasticsearch:
    """One node that is its own cluster."""

    name = "elasticsearch"
    needs: Sequence[str] = ()
    ports: Sequence[str] = ("http", "transport")
    secrets: Sequence[str] = ("password",)
    # Its launcher passes SIGTERM on to the node and waits; killed, it would leave the node behind.
    end = End(sign=signal.SIGTERM, seconds=30, orphaned=signal.SIGTERM)

    def missing(self, place: Place) -> str:
        """Return what is missing here."""
        if not (place.cache / "elasticsearch" / "lib").is_dir():
            return "Elasticsearch is not here. Please type (1 GB, once): make servers-fetch FETCH=elasticsearch"
        if java() is None:
            return f"Elasticsearch needs Java {JAVA} or later. Please install one, or set ES_JAVA_HOME to its folder"
        return refuses_root(place, first_user("nobody"))

    def prepare(self, place: Place) -> None:
        """Write its settings, and its password once."""
        user = first_user("nobody")
        for part in ("conf", "data", "logs", "tmp"):
            (place.folder / part).mkdir(parents=True, exist_ok=True)
        if user and not is_open_to_all(place.cache / "elasticsearch"):
            _link(place.cache / "elasticsearch", place.folder / "program")
        self._configure(place)
        for part in ("conf", "data", "logs", "tmp"):
            hand_over(place.folder / part, user)
        if not (place.folder / "conf" / "elasticsearch.keystore").exists():
            # It seeds the account `elastic` when the data are new; -f makes the keystore without asking.
            self._keystore(place, "add", "-f", "-x", "bootstrap.password", given=place.secrets["password"])

    def command(self, place: Place) -> Command:
        """Return the command that starts it."""
        launcher = ["-Xms4m", "-Xmx32m", "-XX:+UseSerialGC", "-cp", f"{_program(place)}/lib/tools/server-launcher/*"]
        words = [_java(), *launcher, "org.elasticsearch.server.launcher.ServerLauncher"]
        # The launcher takes the folder it starts in for the program's.
        return Command(words=words, environment=_environment(place), folder=_program(place), user=first_user("nobody"))

    def answers(self, place: Place) -> bool:
        """Ask for its health, with the password: that it can judge passwords comes last."""
        health = place.address() + "/_cluster/health?wait_for_status=yellow&timeout=2s"
        return answers(health, account=f"elastic:{place.secrets['password']}")

    def furnish(self, place: Place) -> None:
        """Need nothing: Casebinder makes its indexes."""

    def settings(self, place: Place) -> Mapping[str, str]:
        """Point Casebinder to it."""
        return {
            "CASEBINDER_ELASTIC_URL": place.address(),
            "CASEBINDER_ELASTIC_USER": "elastic",
            "CASEBINDER_ELASTIC_PASSWORD": place.secrets["password"],
        }

    def _configure(self, place: Place) -> None:
        folder = place.folder
        settings = {
            "cluster.name": "casebinder",
            "node.name": "one",
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": place.ports["http"],
            "transport.port": place.ports["transport"],
            "path.data": folder / "data",
            "path.logs": folder / "logs",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "xpack.security.enabled": "true",
            "xpack.security.http.ssl.enabled": "false",
            "xpack.security.transport.ssl.enabled": "false",
        }
        options = (f"-Xms{HEAP}", f"-Xmx{HEAP}", *SMALL, "-XX:-AlwaysPreTouch", "-XX:+ExitOnOutOfMemoryError")
        files = {
            "elasticsearch.yml": "".join(f"{name}: {value}\n" for name, value in settings.items()),
            "jvm.options": "\n".join((*options, f"-Djava.io.tmpdir={folder / 'tmp'}")) + "\n",
            "log4j2.properties": LOG4J,
        }
        for name, text in files.items():
            (folder / "conf" / name).write_text(text, encoding="utf-8")
        for name in ("roles.yml", "role_mapping.yml", "users", "users_roles"):
            if not (folder / "conf" / name).exists():
                shutil.copy(place.cache / "elasticsearch" / "config" / name, folder / "conf" / name)

    def _keystore(self, place: Place, *words: str, given: str = "") -> None:
        program = _program(place)
        told = {"cli.name": "keystore", "cli.script": "elasticsearch-keystore", "cli.libs": "lib/tools/keystore-cli"}
        paths = {"es.path.home": program, "es.path.conf": place.folder / "conf"}
        kind = {"es.distribution.type": "zip", "es.java.type": "JAVA_HOME"}
        defined = [f"-D{name}={value}" for name, value in (told | paths | kind).items()]
        classes = ["-cp", f"{program}/lib/*:{program}/lib/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"]
        line = [_java(), "-Xmx64m", "-XX:+UseSerialGC", *defined, *classes, *words]
        user = first_user("nobody")
        call(Command(words=line, environment=_environment(place), user=user), given=given)


def java() -> Path | None:
    """Find the newest Java that will do: ES_JAVA_HOME, JAVA_HOME, then those of the system."""
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    return next(
        (home for home in (*named, *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)) if _suits(home)), None
    )


def _suits(home: Path) -> bool:
    with suppress(OSError):
        told = re.search(r'JAVA_VERSION="(\d+)', (home / "release").read_text(encoding="utf-8"))
        return told is not None and int(told.group(1)) >= JAVA and (home / "bin" / "java").exists()
    return False


def _java() -> str:
    home = java()
    assert home is not None, "asked by `missing` before"
    return str(home / "bin" / "java")


def _program(place: Place) -> Path:
    linked = place.folder / "program"
    return linked if linked.is_dir() else place.cache / "elasticsearch"


def _environment(place: Place) -> dict[str, str]:
    return plain_environment(
        HOME=str(place.folder / "tmp"),
        JAVA=_java(),
        JAVA_TYPE="JAVA_HOME",
        ES_HOME=str(_program(place)),
        ES_PATH_CONF=str(place.folder / "conf"),
        ES_TMPDIR=str(place.folder / "tmp"),
        ES_DISTRIBUTION_TYPE="zip",
        CLI_JAVA_OPTS="-Xms4m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    )


def _link(program: Path, to: Path) -> None:
    """Put the program where others may enter: by hard links, by copies across file systems."""

    def link(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)

    if not to.is_dir():
        unfinished = to.with_name("program.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(program, unfinished, copy_function=link)
        unfinished.rename(to)
