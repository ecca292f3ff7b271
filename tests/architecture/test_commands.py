"""The page of commands against the program: every command with its options and the name of its JSON, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import WORDS, program

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
SECTIONS = {
    " ".join(re.findall(r"^casebinder((?: [a-z][a-z-]*)+)", heading)[0].split()): body
    for heading, body in re.findall(r"^### `([^`]+)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
}


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, by its words."""
    for name, child in getattr(command, "commands", {}).items():
        if hasattr(child, "commands"):
            yield from leaves(child, (*path, name))
        else:
            yield " ".join((*path, name)), child


COMMANDS = dict(leaves(program()))


@pytest.mark.parametrize("module", WORDS)
def test_a_module_holds_the_commands_that_the_table_says(module: str) -> None:
    """By the first word of a command line its module alone is imported, so the table names what each one adds."""
    for word in WORDS[module]:
        assert set(program(word).commands) == set(WORDS[module])


def test_every_module_with_commands_is_in_the_table() -> None:
    """What a module adds is a command of the program: none is left out."""
    sources = (ROOT / "cli").glob("*.py")
    assert {path.stem for path in sources if "\ndef register(" in path.read_text(encoding="utf-8")} == set(WORDS)


def test_every_command_is_told() -> None:
    """The page has a section for each command of the program and for nothing else."""
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told(name: str) -> None:
    """A command's section names each of its options, and no option that it does not have."""
    has = {option for p in COMMANDS[name].params for option in p.opts if option.startswith("--")} - {"--help"}
    told = re.findall(r"`(--[a-z-]+)`", SECTIONS.get(name, ""))
    assert set(told) - {"--json"} == has


def test_every_answer_is_told() -> None:
    """Each JSON answer of the program is named on the page where its command is."""
    names = {
        found
        for source in sorted((ROOT / "cli").glob("*.py"))
        for found in re.findall(r"\banswer\(\s*\"([a-z-]+)\"", source.read_text(encoding="utf-8"))
    }
    assert names
    assert sorted(name for name in names if f"chema `{name}`" not in PAGE) == []
