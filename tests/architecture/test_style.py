"""The house's habits that no linter knows: sizes, names, documented modules and tests, no paper named in code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(path.parent for path in ROOT.glob("*/__init__.py"))
SOURCES = [source for package in PACKAGES for source in sorted(package.rglob("*.py"))]
SCRIPTS = [*sorted((ROOT / "scripts").rglob("*.py")), *sorted((ROOT / "benchmarks").glob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
CLASSES = {path.stem for path in (ROOT / "rules" / "documents").glob("*.yaml")}
# Words that are also something else in the contract: how a value was found (`origin: form`), what a request sends.
ALSO_SOMETHING_ELSE = {"email", "form", "letter", "receipt", "report"}
BORDERS = {"cli", "flows"}
"""Where anything may be caught: the command and the task; a page's border is written in its own module."""


@cache
def tree(source: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(source.read_text(encoding="utf-8"))


def functions(source: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method of a file."""
    return (n for n in ast.walk(tree(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def name(source: Path) -> str:
    """Name a file as a person would."""
    return str(source.relative_to(ROOT))


def test_files_are_short() -> None:
    """A file of more than 400 lines holds two things."""
    sizes = {name(s): len(s.read_text(encoding="utf-8").splitlines()) for s in (*SOURCES, *SCRIPTS, *TESTS)}
    assert {file: size for file, size in sizes.items() if size > 400} == {}


def test_functions_are_short() -> None:
    """A function of more than 40 lines, docstring counted, hides a second one."""
    long = {
        f"{name(source)}:{f.lineno} {f.name}": f.end_lineno - f.lineno + 1
        for source in (*SOURCES, *SCRIPTS)
        for f in functions(source)
        if f.end_lineno - f.lineno + 1 > 40
    }
    assert long == {}


def test_modules_say_what_they_are_for() -> None:
    """A module opens with a sentence or two; only empty package files may be silent."""
    silent = [name(s) for s in (*SOURCES, *SCRIPTS, *TESTS) if tree(s).body and not ast.get_docstring(tree(s))]
    assert silent == []


def test_tests_state_their_rule() -> None:
    """Every test has one sentence that says which rule it protects."""
    tests = [(s, f) for s in TESTS for f in functions(s) if f.name.startswith("test_")]
    assert [f"{name(s)}:{f.lineno} {f.name}" for s, f in tests if not ast.get_docstring(f)] == []


def test_no_drawers() -> None:
    """A module is named after what it does to a document, never after having no place."""
    assert [name(s) for s in SOURCES if s.stem in DRAWERS or s.parent.name in DRAWERS] == []


def test_no_mocks() -> None:
    """A test uses an honest twin: it replaces nothing inside the product."""
    told = ("unittest.mock", "monkeypatch.setattr", "mocker.")
    wrote = {name(s): [t for t in told if t in s.read_text(encoding="utf-8")] for s in TESTS if s != Path(__file__)}
    assert {file: found for file, found in wrote.items() if found} == {}


@pytest.mark.parametrize("package", [p.name for p in PACKAGES if p.name != "specimens"])
def test_no_paper_is_named_in_code(package: str) -> None:
    """A document class lives in `rules/documents`: code that tests for one by name would be a rule out of place."""
    assert CLASSES
    named = [
        f"{name(source)}:{node.lineno} {node.value}"
        for source in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(tree(source))
        if isinstance(node, ast.Constant) and node.value in CLASSES - ALSO_SOMETHING_ELSE
    ]
    assert named == []


def test_everything_is_caught_only_at_the_borders() -> None:
    """`except Exception` stands where a task, request or command ends, and says why; elsewhere it raises again."""
    wide = [
        f"{name(source)}:{handler.lineno}"
        for source in SOURCES
        for handler in ast.walk(tree(source))
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"})
        and source.relative_to(ROOT).parts[0] not in BORDERS
        and ast.unparse(handler.body[-1]) != "raise"
        and "border" not in source.read_text(encoding="utf-8").splitlines()[handler.lineno - 1]
    ]
    assert wide == []


def test_pages_are_whole() -> None:
    """What a merge left open in a page would be read by people."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    torn = {name(page) for page in pages if re.search(r"^(<{7}|={7}|>{7})( |$)", page.read_text("utf-8"), re.MULTILINE)}
    assert torn == set()


def test_every_decision_is_in_the_index() -> None:
    """A decision record is numbered once and can be found from the index."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [record for record in records if f"decisions/{record}" not in index] == []
    assert len({record[:4] for record in records}) == len(records)
