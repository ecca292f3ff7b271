"""What holds for every command: options anywhere, the home, the day, the language, and how little a quick one loads."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from terminal import CASEBINDER, Terminal

from cli.main import WORDS

SERVERS = {"minio", "elasticsearch", "psycopg", "prefect", "fastapi"}
READING = {"tesserocr", "cv2", "numpy", "PIL", "pypdfium2", "pdfplumber", "pikepdf", "multiprocessing"}
HEAVY = SERVERS | READING | {"spacy", "sklearn"}
QUICK = (("search", "certificat"), ("case", "list"), ("status",), ("rules", "check"), ("audit", "verify"))
WORKING = HEAVY | {
    *("ruamel", "cel_expr_python", "alembic", "cryptography", "structlog", "rich", "tddoc", "puremagic"),
    *("sqlalchemy.orm", "sqlalchemy.dialects.postgresql"),
}
"""What a look at the records needs even less: rules are not read, tables not made, nothing is logged or drawn."""
OUR_WORK = {
    *("extractors", "classifiers", "flows", "web", "specimens", "casebinder.conditions", "casebinder.completeness"),
    *("services.capture", "services.verification", "services.desk", "services.instruments", "services.upkeep"),
    *("services.cases", "pipeline.reading", "pipeline.imaging", "pipeline.documents.understanding"),
    *("pipeline.rules.rule_yaml", "adapters.reading"),
    *("bootstrap.parts.reading", "bootstrap.parts.understanding", "bootstrap.instruments.doctor"),
}
CASE_VALUES = {
    *("casebinder.model", "casebinder.parties", "pipeline.rules.catalog", "services.people.administer"),
    *("adapters.records.cases", "adapters.records.parties", "adapters.records.figures", "adapters.records.jobs"),
}
"""What other looks need: a search asks the records for documents, actors and the digests of rules alone."""
LOOKS = {
    ("search", "certificat"): "find",
    ("case", "list"): "cases",
    ("status",): "capture",
    ("user", "list"): "people",
}
"""Looks, and the module of commands that each one is in."""


def test_global_options_stand_anywhere(captured: Terminal) -> None:
    """Before the command, between its words and behind them, with a blank or an equals sign: all the same."""
    home = str(captured.home)
    wanted = captured.ask("case", "list", "--today", "2026-11-22")
    for words in (
        ("--json", "--home", home, "--today", "2026-11-22", "case", "list"),
        ("case", "--json", f"--home={home}", "list", "--today=2026-11-22"),
        ("case", "list", "--today", "2026-11-22", "--lang=en", "--as", "local", "--json", "--home", home),
    ):
        done = subprocess.run([CASEBINDER, *words], capture_output=True, check=True, cwd="/")
        assert Terminal(home=captured.home).run("case", "list", "--json").out.encode() == done.stdout
    assert wanted["cases"]


def test_the_home_may_come_from_the_environment(captured: Terminal, tmp_path: Path) -> None:
    """CASEBINDER_HOME names the home; the option is stronger."""
    away = Terminal(home=captured.home, environment={"CASEBINDER_HOME": str(tmp_path / "elsewhere")})
    assert away.ask("case", "list") == captured.ask("case", "list")
    command = [CASEBINDER, "case", "list", "--json"]
    environment = {"CASEBINDER_HOME": str(captured.home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path, env=environment)
    assert done.stdout == captured.run("case", "list", "--json").out.encode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["élodie.pdf", b"\xe9lodie.pdf"])
def test_answers_are_utf_8_whatever_the_environment_says(name: str | bytes, tmp_path: Path) -> None:
    """An environment that asks for ASCII gets the same JSON, also about a file whose name is no UTF-8."""
    environment = {"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii", "CASEBINDER_HOME": str(tmp_path)}
    done = subprocess.run(
        [CASEBINDER, "preview", name, "--json"], capture_output=True, check=False, cwd=tmp_path, env=environment
    )
    assert done.returncode == 5
    assert json.loads(done.stdout.decode("utf-8"))["error"]["where"].endswith("lodie.pdf")
    assert "à faire" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("left", ["stdout", "stderr"])
def test_an_error_is_one_when_nobody_reads_it(left: str, tmp_path: Path) -> None:
    """Whoever closed the pipe gets the exit code all the same, and the other stream no traceback."""
    reader, writer = os.pipe()
    os.close(reader)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {left: writer}
    done = subprocess.run([CASEBINDER, "preview", "absent", "--json"], check=False, cwd=tmp_path, **streams)
    os.close(writer)
    assert done.returncode == 5
    assert b"Traceback" not in (done.stdout or b"") + (done.stderr or b"")


def test_the_day_can_be_set(mine: Terminal) -> None:
    """--today moves the day a case is judged on: the days left of its deadlines shrink by as many."""
    reference, deadline = next(
        (case["reference"], deadline["code"])
        for case in (mine.ask("case", "show", c["reference"]) for c in mine.ask("case", "list")["cases"])
        for deadline in case["deadlines"]
        if deadline["days_left"] is not None
    )

    def left(case: dict) -> int:
        return next(d["days_left"] for d in case["deadlines"] if d["code"] == deadline)

    before = mine.ask("case", "show", reference)
    shown = mine.ask("case", "show", reference, "--on", "2026-12-02")
    mine.ask("sweep", "--today", "2026-12-02")
    swept = mine.ask("case", "show", reference, "--today", "2026-12-02")
    assert left(before) - left(shown) == left(before) - left(swept) == 10
    assert shown["completeness"]["checked_on"] == swept["completeness"]["checked_on"] == "2026-12-02"


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
def test_days_are_days_of_the_office(empty: Terminal, zone: str) -> None:
    """What happens just after midnight happens on the new day, wherever the office is: no clock starts a day early."""
    command = [CASEBINDER, "case", "open", "occupational_disease", "--json", "--home", str(empty.home)]
    done = subprocess.run(command, capture_output=True, check=True, env={"TZ": zone, "PATH": "/usr/bin:/bin"})
    opened = json.loads(done.stdout)
    today = opened["completeness"]["checked_on"]
    assert opened["history"][0]["at"].startswith(today)
    assert {one["starts_on"] for one in opened["deadlines"] if one["starts_on"]} == {today}


def test_words_follow_the_language_and_data_do_not(captured: Terminal) -> None:
    """With --lang the titles and explanations change; statuses, facts and codes stay."""
    reference = captured.ask("case", "list")["cases"][0]["reference"]
    french, english = (captured.ask("case", "show", reference, "--lang", language) for language in ("fr", "en"))
    for name in ("facts", "deadlines", "consistency"):
        assert [one.get("value", one.get("code")) for one in french[name]] == [
            one.get("value", one.get("code")) for one in english[name]
        ]
    titles = [[item["title"] for item in case["completeness"]["items"]] for case in (french, english)]
    states = [[item["status"] for item in case["completeness"]["items"]] for case in (french, english)]
    assert titles[0] != titles[1]
    assert states[0] == states[1]


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_a_quick_command_imports_nothing_heavy(captured: Terminal, words: tuple[str, ...]) -> None:
    """Prefect, spaCy, OpenCV and the engines stay unimported where they are not needed."""
    loaded = modules_after(captured.home, words)
    assert "bootstrap.settings" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_a_look_imports_nothing_that_works(captured: Terminal, words: tuple[str, ...]) -> None:
    """Who only looks does not wait for what captures, verifies, judges or reads rules, nor for other commands."""
    loaded = modules_after(captured.home, words)
    assert f"cli.{LOOKS[words]}" in loaded
    assert loaded & (WORKING | OUR_WORK) == set()
    assert loaded & {f"cli.{other}" for other in WORDS if other not in {LOOKS[words], "documents"}} == set()


def test_a_search_imports_nothing_of_cases(captured: Terminal) -> None:
    """Who searches waits for no repository that is not asked, and for no values of cases and rules."""
    loaded = modules_after(captured.home, ("search", "certificat"))
    assert "adapters.records.standings" in loaded
    assert loaded & CASE_VALUES == set()


@cache
def modules_after(home: Path, words: tuple[str, ...]) -> set[str]:
    """Return every module that is loaded when a command has ended."""
    begin = "import sys; from cli.main import run; code = run(sys.argv[1:])"
    told = "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    command = [sys.executable, "-c", f"{begin}; {told}", "--home", str(home), *words]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=home.parent)
    return set(done.stderr.splitlines()[-1].split())


def test_help_touches_no_home(tmp_path: Path) -> None:
    """Looking at help or the version makes nothing on disk."""
    for words in (["--help"], ["submit", "--help"], ["case", "--help"], ["version"]):
        done = subprocess.run([CASEBINDER, *words], capture_output=True, check=True, cwd=tmp_path)
        assert done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_makes_a_home_once(empty: Terminal) -> None:
    """Init makes the home, says what to type next, and a second time changes nothing."""
    first, second = empty.run("init"), empty.run("init")
    assert (first.code, second.code) == (0, 0)
    assert "submit" in first.out
    assert empty.ask("status")["batches"] == []
    assert empty.ask("doctor")["checks"]
