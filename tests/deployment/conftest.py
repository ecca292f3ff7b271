"""The deployment files as they are read by an engine: the compose file as a tree, the Dockerfile as instructions."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def compose_text() -> str:
    """Return the compose file as written."""
    return (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def compose(compose_text: str) -> dict:
    """Return the compose file with its anchors followed."""
    return YAML(typ="safe").load(compose_text)


@pytest.fixture(scope="session")
def services(compose: dict) -> dict[str, dict]:
    """Return the services by name."""
    return compose["services"]


@pytest.fixture(scope="session")
def dockerfile() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile, name and words, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    whole = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    lines = re.sub(r"\\\n\s*", " ", whole).splitlines()
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in lines if line.strip()]
