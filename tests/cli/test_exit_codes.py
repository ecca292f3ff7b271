"""Exit codes, and errors that say what happened, where, and what to do next: on stderr, and as JSON for scripts."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from terminal import CASEBINDER, ROOT, Terminal
from waiting import wait_for

from cli.output import INTERRUPTED

Check = Callable[[dict], None]
USAGE = (
    (("case", "shw", "X"), "wrong_usage"),
    (("submit",), "wrong_usage"),
    (("submit", "--expect-pages", "-1", "."), "wrong_usage"),
    (("submit", ".", "--wait", "1", "--no-wait"), "wrong_usage"),
    (("case",), "wrong_usage"),
    (("case", "repin", "X"), "wrong_usage"),
    (("case", "show", "X", "--on", "2026-02-30"), "wrong_usage"),
    (("case", "list", "--today", "22/11/2026"), "wrong_option"),
    (("case", "list", "--engine", "steam"), "wrong_option"),
    (("case", "list", "--lang"), "wrong_option"),
    (("case", "list", "--as", ""), "wrong_option"),
    (("status", "--home="), "wrong_option"),
    (("submit", ""), "wrong_usage"),
    (("preview", "", "."), "wrong_usage"),
    (("submit", ".", "--expect-pages", "99999999999999999999"), "wrong_usage"),
    (("document", "show", "\udcff"), "wrong_usage"),
    (("case", "open", "occupational_disease", "last_name=\udcff"), "wrong_usage"),
    (("reference", "import", "members", "."), "cannot_read"),
    (("case", "open", "occupational_disease", "declared_on"), "not_name_value"),
    (("case", "open", "occupational_disease", "no_such_fact=1"), "wrong_fact"),
    (("case", "open", "occupational_disease", "declared_on=22/11/2026"), "wrong_fact"),
    (("search", "certificat", "--since", "hier"), "search_option_wrong"),
    (("search", "certificat", "--after", "nonsense"), "search_option_wrong"),
    (("search", "certificat", "--amount-from", "beaucoup"), "search_option_wrong"),
)
TOO_LONG = "/tmp/" + "a" * 300
"""A name that no file can have."""
NOT_FOUND = (
    ("status", "b-nothing"),
    ("document", "show", "d-nothing"),
    ("document", "release", "d-nothing"),
    ("case", "show", "MP-0"),
    ("case", "set", "MP-0", "declared_on=2026-01-01"),
    ("case", "open", "no_such_type"),
    ("case", "list", "--type", "no_such_type"),
    ("search", "certificat", "--class", "no_such_class"),
    ("search", "certificat", "--type", "no_such_type"),
    ("submit", "no/such/folder"),
    ("submit", TOO_LONG),
    ("preview", TOO_LONG),
    ("evaluate", TOO_LONG),
    ("rules", "check", TOO_LONG),
    ("watch", TOO_LONG, "--once"),
    ("preview", "no/such/file.pdf"),
    ("reference", "import", "members", "no/such/file.csv"),
    ("case", "list", "--as", "nobody"),
)


def error(terminal: Terminal, conforms: Check, *words: object, code: int) -> dict:
    """Return a command's error, in English, after checking how it is told: in JSON and in words, in both languages."""
    plain, answer = terminal.run(*words, "--lang", "fr"), terminal.run(*words, "--json", "--lang", "en")
    assert (plain.code, answer.code) == (code, code), f"{words}: {plain.code} {answer.code}\n{answer.out}\n{answer.err}"
    conforms(answer.shape)
    assert answer.shape["schema"].split("/")[1] in {str(words[0]), "-".join(map(str, words[:2]))}
    found = answer.error
    assert plain.out == ""
    assert "Traceback" not in plain.err + answer.err
    assert found["message"] in answer.err
    assert found["next_step"] in answer.err
    assert plain.err.strip() != answer.err.strip()
    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    codes = [re.escape(known).replace("…", ".+") for known in re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)]
    assert any(re.fullmatch(known, found["code"]) for known in codes), f"{found} is on no page"
    return found


@pytest.mark.parametrize(("words", "code"), USAGE, ids=[" ".join(words) for words, _ in USAGE])
def test_wrong_usage_ends_with_2(captured: Terminal, conforms: Check, words: tuple[str, ...], code: str) -> None:
    """A command line that is not understood says what is expected."""
    assert error(captured, conforms, *words, code=2)["code"] == code


@pytest.mark.parametrize("words", NOT_FOUND, ids=" ".join)
def test_what_is_not_there_ends_with_5(captured: Terminal, conforms: Check, words: tuple[str, ...]) -> None:
    """What does not exist is named."""
    found = error(captured, conforms, *words, code=5)
    assert any(part in found["where"] + found["message"] for part in words[1:])


def test_a_wrong_setting_ends_with_2_and_says_where_it_stands(empty: Terminal, conforms: Check) -> None:
    """An unknown setting of the file, and a wrong one of the environment, are named."""
    empty.home.mkdir()
    (empty.home / "casebinder.toml").write_text("procesess = 2\n", encoding="utf-8")
    assert "procesess" in error(empty, conforms, "status", code=2)["message"]
    elsewhere = Terminal(home=empty.home.with_name("other"), environment={"CASEBINDER_MAX_PAGES": "many"})
    assert "CASEBINDER_MAX_PAGES" in error(elsewhere, conforms, "status", code=2)["where"]


def test_an_act_without_the_right_ends_with_6(captured: Terminal, conforms: Check) -> None:
    """Who may not do something is told so, and nothing is changed."""
    reference = captured.ask("case", "list")["cases"][0]["reference"]
    before = captured.ask("case", "show", reference)
    words = ("case", "waive", reference, "identity", "--reason", "x", "--as", "system")
    assert error(captured, conforms, *words, code=6)["code"] == "no_right"
    assert captured.ask("case", "show", reference) == before


def test_an_act_that_the_state_forbids_ends_with_1(mine: Terminal, conforms: Check) -> None:
    """A document that waits for nobody cannot be released, a decided case not decided again."""
    documents = [d for batch in mine.ask("status")["batches"] for d in batch["documents"]]
    bound = next(d["document"] for d in documents if d["state"] == "bound")
    error(mine, conforms, "document", "release", bound, code=1)
    reference = mine.ask("case", "list")["cases"][0]["reference"]
    mine.ask("case", "decide", reference, "accepted", "--reason", "essai")
    assert error(mine, conforms, "case", "decide", reference, "refused", "--reason", "x", code=1)["code"] == "not_open"


def test_every_input_refused_ends_with_3(empty: Terminal, tmp_path: Path) -> None:
    """When nothing could be taken in the answer is given all the same, and the code says so."""
    wrong = tmp_path / "note.pdf"
    wrong.write_text("Bonjour\n", encoding="utf-8")
    submitted, previewed = empty.ask("submit", wrong, code=3), empty.ask("preview", wrong, code=3)
    assert submitted["batches"][0]["files"][0]["state"] == "quarantined"
    assert submitted["batches"][0]["files"][0]["reason"]["next_step"]
    assert empty.run("preview", wrong, "--json").err.strip()
    assert empty.ask("submit", wrong)["batches"][0]["files"][0]["state"] == "duplicate"
    assert previewed["refusal"]["code"] == submitted["batches"][0]["files"][0]["reason"]["code"]


def test_an_unreachable_part_ends_with_4(captured: Terminal, mine: Terminal, conforms: Check, tmp_path: Path) -> None:
    """A database that cannot be opened and an index of another version are outside parts that do not answer."""
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    for home in (tmp_path / "file", Path(TOO_LONG)):
        assert error(Terminal(home=home), conforms, "status", code=4)["code"] == "home_unreachable"
    address = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'records.db'}"
    away = Terminal(home=captured.home, environment={"CASEBINDER_DATABASE_URL": address})
    error(away, conforms, "status", code=4)
    (mine.home / "index" / "mapping.json").write_text('{"mapping": "0"}', encoding="utf-8")
    assert error(mine, conforms, "search", "certificat", code=4)["code"] == "index_outdated"
    mine.ask("reindex")
    assert mine.ask("search", "certificat")["total"] == captured.ask("search", "certificat")["total"]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_with_130(empty: Terminal, tmp_path: Path, sign: signal.Signals) -> None:
    """A worker goes on until it is told to end; then it says that nothing is lost, by words and by its code."""
    (tmp_path / "note.txt").write_text("Bonjour\n", encoding="utf-8")
    batch = empty.ask("submit", tmp_path / "note.txt", "--no-wait", code=3)["batches"][0]["id"]
    worker = empty.start_warm("worker")
    wait_for(lambda: batch in empty.log.read_text(encoding="utf-8"), "the worker has ended its batch")
    assert worker.end(sign) == INTERRUPTED
    assert "rien n'est perdu" in empty.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_submit_that_is_ended_is_told_and_goes_on_later(
    empty: Terminal, conforms: Check, sign: signal.Signals
) -> None:
    """Nothing but our sentence and the error of the contract is said; what was received is captured by `recover`."""
    empty.run("init")
    submit = empty.start_warm("submit", _first_paper(empty), "--json", "--lang", "en")
    wait_for(lambda: empty.ask("status")["batches"], "the batch is received")
    assert submit.end(sign) == INTERRUPTED
    said = empty.log.read_text(encoding="utf-8").splitlines()
    assert [line for line in said if line.strip() and not line.startswith("{")] == ["interrupted; nothing is lost"]
    told = [json.loads(line) for line in said if line.startswith("{")]
    conforms(told[0])
    assert [one["error"]["code"] for one in told] == ["interrupted"]
    empty.ask("recover")
    (batch,) = empty.ask("status", "--verify")["batches"]
    assert (batch["custody"]["pages_in"], batch["custody"]["by_state"]["blank"]) == (1, 1)


def test_a_lost_original_ends_with_1_and_is_named(mine: Terminal, conforms: Check) -> None:
    """The recount opens every original: one that is gone is a discrepancy with its file."""
    paper = mine.ask("submit", _first_paper(mine))["batches"][0]["files"][0]
    digest = paper["digest"].removeprefix("sha256:")
    (mine.home / "blobs" / digest[:2] / digest[2:]).unlink()
    answer = mine.ask("status", "--verify", code=1)
    conforms(answer)
    problems = [one for batch in answer["batches"] for one in batch["custody"]["discrepancies"]]
    assert paper["name"] in {one["file"] for one in problems}
    assert not all(batch["custody"]["balanced"] for batch in answer["batches"])


def test_an_altered_original_ends_with_1_and_is_named(mine: Terminal) -> None:
    """An original of which one bit turned over still has its pages, and is no longer what was received."""
    paper = mine.ask("submit", _first_paper(mine))["batches"][0]["files"][0]
    digest = paper["digest"].removeprefix("sha256:")
    kept = mine.home / "blobs" / digest[:2] / digest[2:]
    content = bytearray(kept.read_bytes())
    content[-1] ^= 1
    kept.chmod(0o644)
    kept.write_bytes(content)
    answer = mine.ask("status", "--verify", code=1)
    problems = [one for batch in answer["batches"] for one in batch["custody"]["discrepancies"]]
    assert [one["file"] for one in problems] == [paper["name"]]


def test_a_lost_index_is_told_by_the_doctor_and_made_anew(mine: Terminal) -> None:
    """An empty index finds nothing and fails nowhere: only beside the records it shows what it lacks."""
    shutil.rmtree(mine.home / "index")
    wrong = [check["name"] for check in mine.ask("doctor", code=1)["checks"] if not check["ok"]]
    assert wrong == ["index"]
    mine.ask("reindex")
    assert all(check["ok"] for check in mine.ask("doctor")["checks"])


def test_a_lost_content_that_keeps_a_change_back_is_told_by_the_doctor(mine: Terminal) -> None:
    """Without what was read of a page its document is not indexed: said, and mended once the content is back."""
    lost = next(path for path in (mine.home / "blobs").glob("??/*") if path.read_bytes().startswith(b"\x1f\x8b"))
    kept = lost.rename(mine.home / "aside")
    assert mine.ask("reindex")["waiting"] == 1
    (wrong,) = [check for check in mine.ask("doctor", code=1)["checks"] if not check["ok"]]
    assert wrong["name"] == "relay"
    assert "content_not_found" in wrong["message"]
    kept.rename(lost)
    assert mine.ask("recover")["waiting"] == 0
    assert all(check["ok"] for check in mine.ask("doctor")["checks"])


def test_a_capture_without_stderr_answers_on_stdout_alone(empty: Terminal, tmp_path: Path) -> None:
    """With stdin and stderr closed a batch is captured as ever, and what would be told there goes nowhere."""
    note = tmp_path / "note.txt"
    note.write_text("Bonjour\n", encoding="utf-8")
    closed = ["sh", "-c", '"$0" --home "$1" submit "$2" --json 2>&- <&-', CASEBINDER, str(empty.home), str(note)]
    done = subprocess.run(closed, stdout=subprocess.PIPE, timeout=120, check=False)
    assert done.returncode == 3
    (batch,) = json.loads(done.stdout)["batches"]
    assert [file["state"] for file in batch["files"]] == ["quarantined"]


def test_a_closed_output_is_no_fault(empty: Terminal) -> None:
    """A scheduler that gives the command no output at all still gets its exit code, and no trace of a fault."""
    closed = ["sh", "-c", '"$0" --home "$1" version >&-', CASEBINDER, str(empty.home)]
    done = subprocess.run(closed, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "words",
    [("version",), ("version", "--json"), ("--help",), ("submit", "--help"), ("nothing", "--json")],
    ids=" ".join,
)
def test_an_answer_that_cannot_be_written_is_said(empty: Terminal, words: tuple[str, ...]) -> None:
    """A full disk at the end of stdout is the reader's trouble and is told as such, not as a bug of ours."""
    with Path("/dev/full").open("w") as full:
        command = [CASEBINDER, "--home", str(empty.home), "--lang", "en", *words]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    told = "There is no command" if words[0] == "nothing" else "could not be written"
    assert done.returncode == (2 if words[0] == "nothing" else 1)
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_database_ends_with_4(empty: Terminal, conforms: Check) -> None:
    """A database that cannot be read is an outside part that does not answer, as a damaged index is."""
    empty.home.mkdir(parents=True)
    (empty.home / "casebinder.db").write_bytes(b"this is a letter " * 300)
    assert error(empty, conforms, "status", code=4)["code"] == "records_damaged"


def _first_paper(terminal: Terminal) -> Path:
    """Write one page that was never received before."""
    from PIL import Image  # noqa: PLC0415 - only here

    path = terminal.home.with_name("page.png")
    Image.new("L", (620, 877), 255).save(path)
    return path


def test_an_altered_account_of_acts_ends_with_1(mine: Terminal, conforms: Check) -> None:
    """An event changed behind our back breaks the chain where it stands."""
    mine.ask("audit", "verify")
    with closing(sqlite3.connect(mine.home / "casebinder.db")) as records, records:
        records.execute("UPDATE event SET act = 'case.waive' WHERE id = (SELECT min(id) + 1 FROM event)")
    answer = mine.ask("audit", "verify", code=1)
    conforms(answer)
    assert answer["broken_at"] is not None


def test_wrong_rules_of_the_home_are_all_told(empty: Terminal, conforms: Check) -> None:
    """When the installation's own rules are wrong nothing else can be done, but their check tells every error."""
    shutil.copytree(ROOT / "rules", empty.home / "rules")
    own = empty.home / "rules" / "cases" / "occupational_disease.yaml"
    text = own.read_text(encoding="utf-8").replace("facts.contribution_months < 12", "facts.contribution_month < 12")
    own.write_text(text.replace("basket: medical_adviser", "basket: medical_advisor"), encoding="utf-8")
    shutil.copyfile(own, own.with_name("twice.yaml"))
    assert error(empty, conforms, "status", code=1)["code"] == "rules_refused"
    answer = empty.ask("rules", "check", code=1)
    conforms(answer)
    assert len({one["line"] for one in answer["errors"]}) >= 3
    assert any("medical_adviser" in (one["suggestion"] or "") for one in answer["errors"])
    assert any(str(own) in one["message"] for one in answer["errors"] if one["file"].endswith("twice.yaml"))


def test_wrong_rules_end_with_1_at_their_place(captured: Terminal, conforms: Check, tmp_path: Path) -> None:
    """Every error of a rule file is told at once, at its line and column, with a suggestion where there is one."""
    text = (ROOT / "rules" / "cases" / "occupational_disease.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "occupational_disease.yaml"
    changed = text.replace("accepts: [career_statement]", "accepts: [carreer_statement]")
    wrong.write_text(changed.replace("facts.contribution_months < 12", "facts.contribution_month < 12"), "utf-8")
    answer = captured.ask("rules", "check", wrong, code=1)
    conforms(answer)
    lines = changed.splitlines()
    places = {lines[one["line"] - 1][one["column"] - 1 :].split("]")[0].split(" ")[0] for one in answer["errors"]}
    assert "carreer_statement" in places
    assert any("contribution_month" in place for place in places)
    assert any("career_statement" in (one["suggestion"] or "") for one in answer["errors"])


def test_time_over_ends_with_7_and_the_work_goes_on(empty: Terminal, portal: Path) -> None:
    """Without a worker the wait ends with 7; a worker that comes later does the work."""
    answer = empty.run("submit", portal / "document(1).pdf", "--wait", "1", "--json")
    assert answer.code == 7
    assert answer.shape["batches"][0]["id"] in answer.err
    assert empty.ask("status")["batches"][0]["documents"] == []
    assert empty.run("worker", "--once").code == 0
    assert [d["state"] for d in empty.ask("status")["batches"][0]["documents"]] != []
