"""The locks: every dependency is pinned and hashed, the pins are what `pyproject.toml` asks for, no address anywhere.

Nothing here needs a network: the locks are read as text, the wishes as PEP 508 requirements.
"""

import re
import subprocess
import tomllib
from importlib.metadata import PackageMetadata, distributions
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-train.lock")
ADDRESS = re.compile(r"https?://|file:|--(?:index|find|extra-index|trusted)")
# Hosts and paths of package registries, in pieces so that this file does not name one itself.
REGISTRY = re.compile(
    "|".join(
        (
            r"pypi\." + "org",
            r"python" + r"hosted\.org",
            r"/sim" + "ple/",
            r"//regis" + r"try\.",
            r"npm" + r"js\.",
            r"/mav" + "en2",
            r"//pro" + r"xy\.",
            r"(?<!emit-)index-" + r"url\b",
        )
    ),
    re.IGNORECASE,
)


def pins(lock: str) -> dict[str, tuple[Version, list[str]]]:
    """Return name to version and hashes; an entry with a marker (`; python_version < '3.12'`) keeps its last."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, version = re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^ ;]+)", line).groups()
        found[canonicalize_name(name)] = (Version(version), re.findall(r"--hash=sha256:([0-9a-f]{64})", line))
    return found


def wishes(*, with_tools: bool) -> list[Requirement]:
    """Return what `pyproject.toml` asks for: dependencies, extras and, for the tools' lock, the groups."""
    project = PYPROJECT["project"]
    asked = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    if with_tools:
        asked += PYPROJECT["dependency-groups"]["dev"]
    return [Requirement(text) for text in asked]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    """What is installed is exactly what was locked: each entry carries at least one SHA-256."""
    assert len(pins(lock)) > 5
    assert [name for name, (_, hashes) in pins(lock).items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_in_a_lock(lock: str) -> None:
    """A lock says what, never where from: a customer's own index must serve as well."""
    assert ADDRESS.findall((ROOT / lock).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("lock", "with_tools"), [(LOCKS[0], False), (LOCKS[1], True)])
def test_the_lock_fits_the_wishes(lock: str, with_tools: bool) -> None:
    """Every dependency of `pyproject.toml` is pinned at a version it allows: `make lock` was run after the change."""
    pinned = pins(lock)
    needed = [w for w in wishes(with_tools=with_tools) if w.marker is None or Marker(str(w.marker)).evaluate()]
    wrong = [str(w) for w in needed if not _fits(w, pinned)]
    assert wrong == []


def _fits(wish: Requirement, pinned: dict[str, tuple[Version, list[str]]]) -> bool:
    pin = pinned.get(canonicalize_name(wish.name))
    return pin is not None and wish.specifier.contains(pin[0], prereleases=True)


def test_tools_agree_with_the_product() -> None:
    """What is tested is what is delivered: the two locks pin the same versions."""
    product, tools = pins(LOCKS[0]), pins(LOCKS[1])
    assert {name: pin[0] for name, pin in product.items()} == {name: tools[name][0] for name in product}


def test_licences_allow_delivery() -> None:
    """Nothing we install has to be taken under GPL or AGPL: LGPL and MPL are used unchanged."""
    strict = [dist.metadata["Name"] for dist in distributions() if _is_strict(dist.metadata)]
    assert strict == []


def _is_strict(metadata: PackageMetadata) -> bool:
    said = [metadata.get("License-Expression"), *(metadata.get_all("Classifier") or [])]
    licences = [text for text in said if text and ("License ::" in text or "::" not in text)]
    strict = [text for text in licences if re.search(r"\bA?GPL|Affero|GNU General Public", text)]
    return bool(strict) and len(strict) == len([text for text in licences if text != "License :: OSI Approved"])


def test_no_registry_is_named() -> None:
    """No tracked file names a package registry's host: installation goes through the client's own settings."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = []
    for name in listed.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in {".pdf", ".png", ".jpg", ".tif", ".ttf"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            named += [f"{name}: {hit.group()}" for hit in REGISTRY.finditer(text)]
    assert named == []
