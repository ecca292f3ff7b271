"""The Dockerfile, checked without an engine: what it copies exists, what it installs is locked, it is nobody's root."""

import fnmatch
import re
import shlex
import subprocess
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest

from bootstrap.settings import Settings

ROOT = Path(__file__).parents[2]
Instructions = list[tuple[str, str]]


@pytest.fixture(scope="module")
def copied(dockerfile: Instructions) -> list[str]:
    """Return what is copied from the checkout."""
    copies = [words.split() for name, words in dockerfile if name == "COPY" and "--from=" not in words]
    return [source for words in copies for source in words[:-1]]


def runs(dockerfile: Instructions) -> str:
    """Return all that is run."""
    return "\n".join(words for name, words in dockerfile if name == "RUN")


def test_what_is_copied_is_there(copied: list[str]) -> None:
    """Every file and folder that the image takes is in the checkout."""
    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_what_is_copied_is_sent(copied: list[str]) -> None:
    """The engine is sent what the image takes, and only that: the rest stays out of the build."""
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied)


def test_nothing_private_is_sent() -> None:
    """Secrets, documents and history never leave the checkout for the engine."""
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    for private in (".env", "var", ".git", ".cache", ".venv"):
        assert not any(fnmatch.fnmatch(private, line[1:]) for line in lines if line.startswith("!")), private


def test_the_whole_program_is_copied(copied: list[str]) -> None:
    """Each package of the wheel is in the image."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["packages"]) - set(copied) == set()
    assert {project["project"]["readme"], *project["project"]["license-files"]} - set(copied) == set()


def test_it_is_built_in_stages(dockerfile: Instructions) -> None:
    """The tools that build the program stay behind; both stages stand on one pinned Python that suits the project."""
    images = [words.split()[0] for name, words in dockerfile if name == "FROM"]
    assert len(images) == 2
    assert len(set(images)) == 1
    found = re.fullmatch(r"python:3\.(1[123])\.\d+-slim-bookworm", images[0])
    assert found, images[0]


def test_it_does_not_run_as_root(dockerfile: Instructions) -> None:
    """The program runs as a user of its own, by number, so that an engine can see that it is not root."""
    users = [words for name, words in dockerfile if name == "USER"]
    assert users
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", users[-1])
    names = [name for name, _ in dockerfile]
    assert "RUN" not in names[len(names) - names[::-1].index("USER") :]


def test_what_is_installed_is_locked(dockerfile: Instructions) -> None:
    """Whatever comes from an index comes by its hash; nothing is fetched from an address."""
    installs = re.findall(r"pip (?:install|wheel) [^&|;]*", runs(dockerfile))
    assert len(installs) >= 3
    for install in installs:
        assert "--require-hashes" in install or "--no-deps" in install, install
    assert re.findall(r"https?://|--index|--extra-index|--find-links", (ROOT / "Dockerfile").read_text()) == []


def test_the_tools_of_the_build_are_whole(dockerfile: Instructions, tmp_path: Path) -> None:
    """What the image picks from the lock for building is all that the builder needs, each with its hash."""
    picked = re.search(r"(awk .*? requirements-dev\.lock)", runs(dockerfile))
    assert picked
    done = subprocess.run(shlex.split(picked.group(1)), cwd=ROOT, capture_output=True, text=True, check=True)
    pinned = set(re.findall(r"^([a-z0-9-]+)==", done.stdout, flags=re.MULTILINE))
    assert needed("hatchling") | needed("editables") <= pinned
    assert done.stdout.count("--hash=sha256:") >= len(pinned)


def needed(package: str) -> set[str]:
    """Return a package and all it requires on this Python."""
    plain = [one for one in requires(package) or () if "extra ==" not in one and "python_version <" not in one]
    names = {re.split(r"[^A-Za-z0-9-]", one)[0].lower() for one in plain}
    return {package, *names, *(deep for name in names for deep in needed(name))}


def test_tesseract_is_inside(dockerfile: Instructions) -> None:
    """The image has the engine and the languages that `make tesseract` sees to."""
    script = (ROOT / "scripts" / "tesseract.sh").read_text(encoding="utf-8")
    told = re.search(r"for language in ([a-z ]+);", script)
    assert told
    for package in ("tesseract-ocr", *(f"tesseract-ocr-{language}" for language in told.group(1).split())):
        assert package in runs(dockerfile).split(), package


def test_every_setting_of_the_image_exists(dockerfile: Instructions) -> None:
    """A CASEBINDER_* name that no setting answers to would be ignored in silence."""
    told = " ".join(words for name, words in dockerfile if name == "ENV")
    named = set(re.findall(r"CASEBINDER_([A-Z0-9_]+)=", told))
    assert named
    assert {name.lower() for name in named} - set(Settings.model_fields) == set()


def test_the_home_is_kept(dockerfile: Instructions) -> None:
    """The installation's folder is a volume, so that a new container finds the old installation."""
    told = " ".join(words for name, words in dockerfile if name == "ENV")
    home = re.search(r"CASEBINDER_HOME=(\S+)", told)
    assert home
    assert ("VOLUME", f'["{home.group(1)}"]') in dockerfile
