"""Every command answers with --json in the shape that services/shapes/schemas publishes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import ROOT, Answer, Terminal

Check = Callable[[dict], None]
LOOKS = (
    ("status",),
    ("status", "--pages"),
    ("status", "--verify", "--pages"),
    ("case", "list"),
    ("case", "list", "--incomplete"),
    ("case", "list", "--type", "occupational_disease"),
    ("case", "list", "--basket", "complements"),
    ("search", "certificat"),
    ("search", "declaration maladie", "--limit", "2"),
    ("search", "", "--state", "bound", "--type", "occupational_disease", "--month", "2026-03", "--amount-to", "10,50"),
    ("rules", "check"),
    ("doctor",),
)


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_a_look_answers_in_its_shape(captured: Terminal, conforms: Check, words: tuple[str, ...]) -> None:
    """What only looks ends with 0 and one object of its schema."""
    conforms(captured.ask(*words))


def test_every_document_and_case_is_shown_in_its_shape(captured: Terminal, conforms: Check) -> None:
    """Documents and cases, one by one, answer in the shape of their command, also for another day."""
    batches = captured.ask("status")["batches"]
    for batch in batches:
        conforms(captured.ask("status", batch["id"]))
        conforms(captured.ask("document", "show", batch["documents"][0]["document"]))
    for words in ("certificat", "xylophone certificatt"):
        conforms(captured.ask("search", "explain", words, batches[0]["documents"][0]["document"]))
    assert captured.ask("search", "explain")["total"] >= 0
    for case in captured.ask("case", "list")["cases"]:
        conforms(captured.ask("case", "show", case["reference"]))
        conforms(captured.ask("case", "show", case["reference"], "--on", "2027-06-30"))


def test_upkeep_answers_in_its_shape(mine: Terminal, conforms: Check, members: Path) -> None:
    """Recovery, indexing, import, the account of acts and the sweep each answer with one object."""
    for words in (("recover",), ("recover", "--retry"), ("reindex",), ("audit", "verify"), ("sweep",), ("version",)):
        conforms(mine.ask(*words))
    imported = mine.ask("reference", "import", "members", members)
    conforms(imported)
    assert imported["rows"] == len(members.read_text(encoding="utf-8").splitlines()) - 1


def test_people_and_tokens_answer_in_their_shape(mine: Terminal, conforms: Check) -> None:
    """Acts on accounts and tokens answer with whom they were about; a secret is told when it is made, never after."""
    added = mine.ask(
        "user", "add", "c.madec", "--name", "Claire Madec", "--role", "caseworker:claim", "--until", "2027-01-31"
    )
    assert added["password"]
    for words in (("grant", "--name", "Claire", "--role", "expert", "--circle", "health"), ("close",), ("reopen",)):
        told = mine.ask("user", words[0], "c.madec", *words[1:])
        conforms(told)
        assert told["password"] is None
    assert told["user"]["circles"] == ["open", "health"]
    again = mine.ask("user", "password", "c.madec")
    made = mine.ask("token", "make", "c.madec", "--title", "scanner", "--scope", "submit", "--scope", "read")
    listed = mine.ask("token", "list")
    revoked = mine.ask("token", "revoke", made["token"]["id"])
    for shape in (added, again, made, listed, revoked, mine.ask("user", "list")):
        conforms(shape)
    assert again["password"] != added["password"]
    assert made["secret"] not in str(listed)
    assert revoked["token"]["revoked_at"]
    assert mine.run("user", "add", "x", "--name", "X", "--role", "system").code == 2
    assert mine.run("user", "close", "nobody").code == 5


def test_submitting_and_previewing_answer_in_their_shape(
    empty: Terminal, conforms: Check, portal: Path, tmp_path: Path
) -> None:
    """Submit gives one object; preview one a file, in input order, also for one that is refused."""
    wrong = tmp_path / "note.txt"
    wrong.write_text("Bonjour,\nceci est un texte.\n", encoding="utf-8")
    paper = portal / "document(1).pdf"
    previewed = empty.run("preview", wrong, paper, "--json")
    assert previewed.code == 0
    assert [shape["file"] for shape in previewed.objects] == [wrong.name, paper.name]
    assert [shape["state"] for shape in previewed.objects] == ["refused", "read"]
    for shape in [*previewed.objects, empty.ask("submit", wrong, paper)]:
        conforms(shape)


@pytest.mark.parametrize("words", [("status",), ("case", "list"), ("search", "certificat"), ("doctor",)], ids=" ".join)
def test_without_json_the_same_is_told_in_words(captured: Terminal, words: tuple[str, ...]) -> None:
    """For people there are lines, in French and in English, without colour codes when stdout is no terminal."""
    french, english = (captured.run(*words, "--lang", language) for language in ("fr", "en"))
    for answer in (french, english):
        assert answer.code == 0
        assert answer.out.strip()
        assert "\x1b" not in answer.out + answer.err
        assert not _is_json(answer)
    assert french.out != english.out


def test_every_schema_is_of_a_command_and_every_command_of_the_page_has_one() -> None:
    """The published schemas are those of the page of commands, and none is left over."""
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    schemas = {path.name.removesuffix(".schema.json") for path in (ROOT / "services/shapes/schemas").glob("*.json")}
    commands = {
        " ".join(word for word in line.removeprefix("### `casebinder ").split("`")[0].split() if word.islower())
        for line in page.splitlines()
        if line.startswith("### `casebinder ")
    }
    silent = {"init", "up", "serve", "worker", "watch"}
    named = {_schema_of(command) for command in commands - silent}
    assert named <= schemas
    assert schemas - named == {"parts", "error", "uploads", "doubts", "desk"}


def _schema_of(command: str) -> str:
    noun, _, verb = command.partition(" ")
    if noun == "document" or (noun in {"case", "user", "token"} and verb != "list"):
        return noun
    return f"{noun}-{verb}" if verb else noun


def _is_json(answer: Answer) -> bool:
    try:
        json.loads(answer.out)
    except ValueError:
        return False
    return True
