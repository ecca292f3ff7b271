"""The plan of the house: every package is declared wherever packages are listed, and the import contracts bite."""

import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
LINT = Path(sys.executable).parent / "lint-imports"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

BREACHES = {
    "a module that nobody placed": ("pipeline/utils.py", '"""A drawer."""\n', "pipeline.utils"),
    "a drawer on the middle floor": ("services/common.py", '"""A drawer."""\n', "services.common"),
    "a drawer among the classifiers": ("classifiers/helpers.py", '"""A drawer."""\n', "classifiers.helpers"),
    "a drawer in the cases": ("casebinder/manager.py", '"""A drawer."""\n', "casebinder.manager"),
    "a word that climbs": ("pipeline/model/up.py", "import services.ports\n", "pipeline.model.up -> services.ports"),
    "a service that opens files": ("services/ports.py", "import os\n", "services.ports -> os"),
    "a rule that throws dice": ("casebinder/model/case.py", "import random\n", "casebinder.model.case -> random"),
    "a door that knows an adapter": ("cli/door.py", "import adapters.outside\n", "cli.door -> adapters.outside"),
    "a door that decides": ("cli/door.py", "import classifiers.cascade\n", "cli.door -> classifiers.cascade"),
    "a door that judges": ("cli/door.py", "import casebinder.completeness\n", "cli.door -> casebinder.completeness"),
    "an adapter that decides": (
        "adapters/outside.py",
        "import extractors.registry\n",
        "adapters.outside -> extractors.registry",
    ),
    "a door that knows another": ("cli/door.py", "import flows.door\n", "cli.door -> flows.door"),
    "a page that knows another": ("web/pages/one.py", "import web.pages.two\n", "web.pages.one -> web.pages.two"),
    "a page that decides": ("web/pages/one.py", "import pipeline.rights\n", "web.pages.one -> pipeline.rights"),
    "a drawer at the web": ("web/helpers.py", '"""A drawer."""\n', "web.helpers"),
    "Prefect outside flows": ("bootstrap/outside.py", "import prefect\n", "bootstrap.outside -> prefect"),
    "readers that talk": (
        "extractors/readers/one.py",
        "import extractors.readers.two\n",
        "readers.one -> extractors.readers.two",
    ),
    "a trade that asks another": (
        "classifiers/cascade.py",
        "import extractors.registry\n",
        "classifiers.cascade -> extractors.registry",
    ),
    "specimens that look": ("specimens/look.py", "import pipeline.errors\n", "specimens.look -> pipeline.errors"),
    "rules tuned on specimens": (
        "extractors/registry.py",
        "import specimens.look\n",
        "extractors.registry -> specimens.look",
    ),
    "rules tuned on wordings": (
        "classifiers/cascade.py",
        "import wordings.word\n",
        "classifiers.cascade -> wordings.word",
    ),
    "wordings that look": ("wordings/word.py", "import specimens.look\n", "wordings.word -> specimens.look"),
    "two that need each other": ("adapters/outside.py", "import adapters.other\n", ".outside -> .other"),
}
ROOMS = dict.fromkeys(
    (
        *(
            "cli/door.py",
            "flows/door.py",
            "bootstrap/outside.py",
            "adapters/outside.py",
            "specimens/look.py",
            "wordings/word.py",
        ),
        *("web/pages/one.py", "web/pages/two.py"),
        *("classifiers/cascade.py", "extractors/registry.py", "extractors/readers/one.py", "extractors/readers/two.py"),
    ),
    "",
) | {"adapters/other.py": "import adapters.outside\n"}  # one half of a cycle; a breach above brings the other


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the packages of a folder to the contracts of the house."""
    command = [LINT, "--no-logo", "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def build(folder: Path, texts: Mapping[str, str]) -> Path:
    """Make the skeleton of the house, every module empty, then write the given texts into it."""
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            copy = folder / source.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.touch()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what the contracts say of a house with every breach at once."""
    texts = defaultdict[str, str](str, ROOMS)
    for name, text, _ in BREACHES.values():
        texts[name] += text
    done = lint(build(tmp_path_factory.mktemp("broken"), texts))
    assert done.returncode == 1
    return done.stdout


def test_every_package_is_declared() -> None:
    """A new top-level package must be placed in the import contracts, the types and the wheel, or it is in none.

    What only trains a model is not in the wheel.
    """
    tools = PYPROJECT["tool"]
    assert sorted(tools["importlinter"]["root_packages"]) == PACKAGES
    assert sorted(tools["mypy"]["packages"]) == PACKAGES
    assert sorted(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == sorted(
        {*PACKAGES, "rules"} - {"wordings"}
    )


def test_the_contracts_hold() -> None:
    """Every import goes the way the plan of the house allows."""
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_the_skeleton_is_clean(tmp_path: Path) -> None:
    """The skeleton that the breaches are put into is itself in order, so that only they can be complained of."""
    done = lint(build(tmp_path, ROOMS))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_the_contracts_bite(breach: str, complaints: str) -> None:
    """Each contract names the import or the module that it is there to stop."""
    assert BREACHES[breach][2] in complaints
