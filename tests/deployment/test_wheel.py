"""The program as the image installs it: built from what the Dockerfile copies, and run without the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(dockerfile: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the files the image takes, and unpack it as an installer does."""
    folder = tmp_path_factory.mktemp("image")
    source = folder / "source"
    for name, words in dockerfile:
        if name == "COPY" and "--from=" not in words:
            for part in words.split()[:-1]:
                whole = source / part
                whole.parent.mkdir(parents=True, exist_ok=True)
                if (ROOT / part).is_dir():
                    shutil.copytree(ROOT / part, whole, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(ROOT / part, whole)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_what_is_no_code_is_inside(installed: Path) -> None:
    """Rules, schemas and migrations are in the wheel, not only modules."""
    kept = {p.relative_to(installed).as_posix() for p in installed.rglob("*") if p.is_file()}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    packages = {path.name for path in installed.iterdir() if path.is_dir() and not path.name.endswith(".dist-info")}
    wanted = {name for name in listed if name.partition("/")[0] in packages and (ROOT / name).exists()}
    assert len(packages) >= 10
    assert wanted - kept == set()


def test_it_runs_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    """A new home is made and its rules come into force with nothing but the wheel."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEBINDER_")}
    environment["PYTHONPATH"] = os.pathsep.join([str(installed), environment.get("PYTHONPATH", "")])
    where = subprocess.run(
        [sys.executable, "-c", "import cli.main, rules; print(cli.main.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(installed))
    for words in (("init",), ("rules", "check"), ("status",)):
        command = [sys.executable, "-m", "cli.start", "--home", str(tmp_path / "home"), *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
