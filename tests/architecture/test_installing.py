"""The scripts behind `make install` on machines that lack something, played with small stand-in programs."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "awk", "cat", "cut", "df", "dirname", "env", "grep", "mkdir", "rm", "sed", "sha256sum", "true")
ALL_LANGUAGES = "echo 'List of available languages (3):'; echo eng; echo fra; echo osd"

APT = """echo "$*" >> {log}
case "$*" in
*update*) : > {lists} ;;
*) [ -e {lists} ] || exit 100
   printf '#!/bin/sh\necho fra; echo eng; echo osd\n' > {bin}/tesseract; chmod +x {bin}/tesseract ;;
esac"""

WITHOUT_VENV = 'case "$2" in *ensurepip*) exit 1;; *"%d.%d"*) echo 3.12;; *) exit 0;; esac'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Return a folder of programs that is a whole PATH: the plain tools, and what a test adds."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, f"this machine has no {tool}"
        (programs / tool).symlink_to(found)
    return programs


def add(machine: Path, **programs: str) -> None:
    """Put programs on the machine, each a few words of shell."""
    for name, text in programs.items():
        path = machine / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)


def play(machine: Path, script: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a script on that machine alone."""
    command = [shutil.which("sh") or "sh", str(script)]
    environment = {"PATH": str(machine), "HOME": str(machine), **environ}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_whole_tesseract_is_left_alone(machine: Path) -> None:
    """With the engine and its three languages nothing is installed and nothing is said."""
    add(machine, tesseract=ALL_LANGUAGES)
    done = play(machine, ROOT / "scripts" / "tesseract.sh")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_rights_the_command_is_told(machine: Path) -> None:
    """A user who may not install is told exactly what to type, only what is missing, and make stops."""
    add(machine, tesseract="echo fra; echo osd", id="echo 1000", apt_get="exit 1", sudo="exit 1")
    done = play(machine, ROOT / "scripts" / "tesseract.sh")
    assert done.returncode != 0
    assert "sudo apt-get update && sudo apt-get install -y tesseract-ocr-eng\n" in done.stderr


def test_without_sudo_root_is_asked(machine: Path) -> None:
    """On a machine without sudo the command is one that root can type."""
    add(machine, tesseract="echo fra; echo osd", id="echo 1000", apt_get="exit 1")
    done = play(machine, ROOT / "scripts" / "tesseract.sh")
    assert done.returncode != 0
    assert "    apt-get update && apt-get install -y tesseract-ocr-eng\n" in done.stderr
    assert "sudo" not in done.stderr


@pytest.mark.parametrize(("user", "sudo"), [("0", "exit 1"), ("1000", 'shift; exec "$@"')])
def test_with_rights_it_is_installed(machine: Path, tmp_path: Path, user: str, sudo: str) -> None:
    """Root, or a sudo that asks nothing, installs the four packages, with an update first when the lists are old."""
    log = tmp_path / "apt.log"
    (machine / "chmod").symlink_to(shutil.which("chmod") or "chmod")
    add(machine, id=f"echo {user}", sudo=sudo, apt_get=APT.format(log=log, lists=tmp_path / "lists", bin=machine))
    done = play(machine, ROOT / "scripts" / "tesseract.sh")
    assert done.returncode == 0, done.stderr
    asked = log.read_text(encoding="utf-8").splitlines()
    wanted = "tesseract-ocr tesseract-ocr-fra tesseract-ocr-eng tesseract-ocr-osd"
    assert ["install" in line for line in asked] == [True, False, True]
    assert asked[-1].endswith(wanted)


def test_another_system_is_told_what_is_missing(machine: Path) -> None:
    """Without apt-get the names of the packages are told, and make stops."""
    add(machine, id="echo 0")
    done = play(machine, ROOT / "scripts" / "tesseract.sh")
    assert done.returncode != 0
    assert "tesseract-ocr-fra" in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with what making the environment reads."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def test_an_old_python_is_told(machine: Path, checkout: Path) -> None:
    """A Python that is too old is named, with what to install and how to choose another."""
    add(machine, python3='[ "$1" = -V ] && echo "Python 3.9.2" || exit 1')
    done = play(machine, checkout / "scripts" / "environment.sh")
    assert done.returncode != 0
    assert "needs Python 3.11, 3.12 or 3.13; found: Python 3.9.2" in done.stderr
    assert "python3-venv" in done.stderr


def test_the_python_asked_for_is_the_one_told(machine: Path, checkout: Path) -> None:
    """When PYTHON= names a program that does not suit or is not there, it is named, not the system's own."""
    add(machine, python3=WITHOUT_VENV)
    done = play(machine, checkout / "scripts" / "environment.sh", PYTHON="/nowhere/python3.12")
    assert done.returncode != 0
    assert "found: no program /nowhere/python3.12" in done.stderr


def test_a_python_without_venv_is_told(machine: Path, checkout: Path) -> None:
    """A Python that cannot make environments leads to the package that mends it."""
    add(machine, python3=WITHOUT_VENV, id="echo 1000", apt_get="exit 1")
    done = play(machine, checkout / "scripts" / "environment.sh")
    assert done.returncode != 0
    assert "apt-get install -y python3.12-venv\n" in done.stderr


def test_all_that_is_missing_is_told_at_once(machine: Path, checkout: Path) -> None:
    """Who may not install asks once: what Python lacks is told together with the engine."""
    add(machine, python3=WITHOUT_VENV, tesseract="echo fra; echo osd", id="echo 1000", apt_get="exit 1")
    done = play(machine, checkout / "scripts" / "tesseract.sh")
    assert done.returncode != 0
    assert "apt-get install -y python3.12-venv tesseract-ocr-eng\n" in done.stderr


@pytest.fixture
def made(checkout: Path) -> Path:
    """Return a checkout whose environment is made, of Python 3.12.3."""
    digests = [digest(checkout / name) for name in ("requirements-dev.lock", "pyproject.toml")]
    (checkout / ".venv" / "bin").mkdir(parents=True)
    add(checkout / ".venv" / "bin", python='[ "$1" = -V ] && echo "Python 3.12.3"; exit 0')
    stamp = f"lock {digests[0]}\nproject {digests[1]}\nplace {checkout}\n"
    (checkout / ".venv" / "casebinder.stamp").write_text(stamp, encoding="utf-8")
    return checkout


def test_a_made_environment_is_left_alone(machine: Path, made: Path) -> None:
    """The second run does nothing: the stamp of the same lock, project and place is enough."""
    done = play(machine, made / "scripts" / "environment.sh")
    assert (done.returncode, done.stderr) == (0, "")


def test_another_python_asked_for_makes_it_anew(machine: Path, made: Path) -> None:
    """An environment is left alone when it is of the Python that PYTHON= asks for, and made anew when not."""
    venv = '[ "$1" = -V ] && echo "Python 3.{}" && exit 0; [ "$2" = venv ] && echo anew >&2 && exit 1; exit 0'
    add(machine, same=venv.format("12.3"), other=venv.format("13.5"))
    done = play(machine, made / "scripts" / "environment.sh", PYTHON="same")
    assert (done.returncode, done.stderr) == (0, "")
    done = play(machine, made / "scripts" / "environment.sh", PYTHON="other")
    assert done.returncode != 0
    assert "Making .venv with Python 3.13.5" in done.stderr
    assert "anew" in done.stderr


def digest(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
