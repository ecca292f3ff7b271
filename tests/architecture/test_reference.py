"""The reference pages against the code: settings, error codes, commands and words are listed, all and only."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path

import pytest

from adapters.records import faults
from bootstrap.settings import Settings
from casebinder.model import case, request, verdict
from pipeline import errors, refusals
from pipeline.model import actor, batch

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
PACKAGES = sorted(p.parent for p in ROOT.glob("*/__init__.py") if p.parent.name not in {"specimens", "wordings"})
STATES = (
    *(batch.BatchState, batch.FileState, batch.PageState, batch.DocumentState, actor.Role),
    *(case.CaseState, case.PieceStatus, verdict.ItemStatus, verdict.WaitingOn, request.RequestState),
)


def rows(page: str) -> list[list[str]]:
    """Return the cells of the tables of a page, the heads left out."""
    lines = (REFERENCE / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| `")]
    return [[cell.strip("`") for cell in row] for row in cells]


def test_settings_are_listed() -> None:
    """The page lists every setting and no other, with its variable of the environment."""
    listed = [(name, variable) for name, variable, *_ in rows("settings.md")]
    assert listed == [(name, f"CASEBINDER_{name.upper()}") for name in Settings.model_fields]


def test_defaults_are_true() -> None:
    """The default on the page is the default in the code."""
    said = {name: default for name, _, default, *_ in rows("settings.md")}
    fields = {name: field for name, field in Settings.model_fields.items() if field.default_factory is None}
    assert {n: said[n] for n in fields} == {n: _written(f.default) for n, f in fields.items()}


def _written(default: object) -> str:
    return "none" if default is None else str(default) or "empty"


def error_classes() -> set[str]:
    """Return the names of every error of the tree, and of the reason that quarantine keeps."""
    every = {errors.CasebinderError}
    while more := {sub for cls in every for sub in cls.__subclasses__()} - every:
        every |= more
    return {cls.__name__ for cls in every} | {batch.Reason.__name__}


def given_codes() -> Iterator[tuple[str, str]]:
    """Yield each error code written in the code, `…` for what is put in at run time, with the file where it stands."""
    names = error_classes() | {"super().__init__"}
    for source in (source for package in PACKAGES for source in package.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and {called := ast.unparse(node.func), called.rpartition(".")[2]} & names:
                named = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
                for code in map(_code, [*node.args[:1], *named]):
                    if code:
                        yield code, str(source.relative_to(ROOT))
    yield from ((code, "pipeline/refusals.py") for code in refusals._SAY)
    yield from ((code, "adapters/records/faults.py") for code in faults._SAID)


def _code(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(code)):
            return code
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
        case _:
            return None


def test_error_codes_are_listed() -> None:
    """Every error code that the code can give has its line on the page, and no line is about nothing."""
    listed = [code for code, *_ in rows("errors.md")]
    given = dict(given_codes())
    spelled_out = {code for code in given if any(fnmatch(code, other.replace("…", "*")) for other in listed)}
    assert {code: where for code, where in given.items() if code not in spelled_out} == {}
    assert [code for code in listed if code not in given] == []
    assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("states", STATES, ids=lambda states: states.__name__)
def test_states_are_in_the_glossary(states: type[StrEnum]) -> None:
    """Every state and role that a person can meet is told in the glossary, by the word the code uses."""
    assert [state.value for state in states if f"`{state.value}`" not in GLOSSARY] == []
