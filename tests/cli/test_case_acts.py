"""The caseworker's acts by command line, each followed by reading back the case, its history, its folder and lists."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import ROOT, Terminal

pytestmark = pytest.mark.slow


@pytest.fixture
def case(mine: Terminal) -> dict:
    """Return a case that has an identity paper among its pieces."""
    return next(c for c in cases(mine) if item(c, "identity")["pieces"])


@pytest.fixture
def lacking(mine: Terminal, case: dict) -> dict:
    """Return that case as it is once its member is known to work for an agency, whose certificate did not come."""
    return mine.ask("case", "set", case["reference"], "employment=agency")


def cases(terminal: Terminal) -> list[dict]:
    """Return every case whole."""
    return [terminal.ask("case", "show", c["reference"]) for c in terminal.ask("case", "list")["cases"]]


def item(case: dict, code: str) -> dict:
    """Return a line of the checklist."""
    return next(one for one in case["completeness"]["items"] if one["item"] == code)


def is_kept(terminal: Terminal, after: dict, act: str, reason: str) -> bool:
    """Return whether reading the case again gives what the act gave, and its history and manifest hold it."""
    again = terminal.ask("case", "show", after["reference"])
    last = [(event["act"], event["reason"], event["actor"]) for event in again["history"]]
    manifest = json.loads((Path(again["folder"]) / "manifest.json").read_text(encoding="utf-8"))
    listed = next(c for c in terminal.ask("case", "list")["cases"] if c["reference"] == after["reference"])
    told = again["completeness"]["sentence"]
    assert again == after
    assert (act, reason, "local") in last
    assert manifest["sentence"] == told == listed["sentence"]
    assert manifest["basket"] == again["basket"] == listed["basket"]
    return terminal.ask("audit", "verify")["broken_at"] is None


def test_a_fact_set_by_hand_is_stronger_than_what_was_read(mine: Terminal, case: dict) -> None:
    """The set fact is the operator's and the checklist follows; an empty value gives it back to its sources."""
    reference = case["reference"]
    before = {fact["name"]: fact["value"] for fact in case["facts"]}
    after = mine.ask("case", "set", reference, "employment=agency", "--reason", "appel de l'assuré")
    fact = next(fact for fact in after["facts"] if fact["name"] == "employment")
    assert (fact["value"], fact["origin"]) == ("agency", "operator")
    assert item(after, "agency_certificate")["required"] is True
    assert item(after, "agency_certificate")["status"] == "missing"
    assert is_kept(mine, after, "case.set", "appel de l'assuré")
    back = mine.ask("case", "set", reference, "employment=", "--reason", "erreur")
    assert {fact["name"]: fact["value"] for fact in back["facts"]} == before
    statuses = [[(i["item"], i["status"]) for i in c["completeness"]["items"]] for c in (case, back)]
    assert statuses[0] == statuses[1]


def test_refuse_then_accept_a_piece(mine: Terminal, case: dict) -> None:
    """A refused piece no longer serves its item; accepted again it does."""
    reference, paper = case["reference"], item(case, "identity")["pieces"][0]
    refused = mine.ask("case", "refuse", reference, "identity", paper, "--reason", "photo illisible")
    assert item(refused, "identity")["status"] == "refused"
    assert is_kept(mine, refused, "case.refuse", "photo illisible")
    accepted = mine.ask("case", "accept", reference, "identity", paper, "--reason", "relue")
    assert item(accepted, "identity")["status"] in {"satisfied", "expired", "undetermined", "to-review"}
    assert paper in item(accepted, "identity")["pieces"]
    assert is_kept(mine, accepted, "case.accept", "relue")


def test_a_waiver_needs_a_reason(mine: Terminal, lacking: dict) -> None:
    """Doing without an item is said with its reason, or not at all."""
    reference = lacking["reference"]
    missing = next(i["item"] for i in lacking["completeness"]["items"] if i["status"] == "missing")
    assert mine.run("case", "waive", reference, missing).code == 2
    assert mine.ask("case", "show", reference) == lacking
    after = mine.ask("case", "waive", reference, missing, "--reason", "déjà au dossier papier")
    assert item(after, missing)["status"] == "waived"
    assert is_kept(mine, after, "case.waive", "déjà au dossier papier")
    assert mine.run("case", "waive", reference, "no_such_item", "--reason", "x").code == 5


def test_a_document_moves_to_another_case(mine: Terminal, case: dict) -> None:
    """The document is in one case only, both verdicts follow, search and folders too."""
    other = next(c for c in cases(mine) if c["reference"] != case["reference"])
    paper = item(case, "identity")["pieces"][0]
    after = mine.ask("case", "move", case["reference"], paper, other["reference"], "--reason", "mal rangée")
    assert after["reference"] == other["reference"]
    assert paper in [document["document"] for document in after["documents"]]
    left = mine.ask("case", "show", case["reference"])
    assert paper not in [document["document"] for document in left["documents"]]
    assert item(left, "identity")["status"] == "missing"
    assert mine.ask("document", "show", paper)["case"] == other["reference"]
    assert is_kept(mine, after, "case.move", "mal rangée")
    assert ("case.move", "mal rangée") in [(event["act"], event["reason"]) for event in left["history"]]
    hits = mine.ask("search", "", "--case", other["reference"])["hits"]
    assert paper in {hit["document"] for hit in hits}
    files = [path.name for path in Path(left["folder"]).rglob("*.*")]
    assert not any(paper.rpartition("-")[2] in name for name in files)


def test_a_case_is_assigned_to_a_person(mine: Terminal, case: dict) -> None:
    """The case is the person's; nobody unknown can have it."""
    after = mine.ask("case", "assign", case["reference"], "local", "--reason", "absence")
    assert after["assignee"] == "local"
    assert is_kept(mine, after, "case.assign", "absence")
    assert mine.run("case", "assign", case["reference"], "nobody").code == 5
    assert mine.run("case", "assign", case["reference"], "basket:nowhere").code == 5


def test_what_is_missing_is_requested_once(mine: Terminal, lacking: dict) -> None:
    """One request names everything missing; a draft asks nobody yet; and a case that lacks nothing asks for nothing."""
    lacks = {"missing", "expired", "refused"}
    missing = {i["item"] for i in lacking["completeness"]["items"] if i["status"] in lacks}
    after = mine.ask("case", "request", lacking["reference"], "--reason", "première demande")
    assert [set(request["items"]) for request in after["requests"]] == [missing]
    assert {request["state"] for request in after["requests"]} == {"drafted"}
    assert is_kept(mine, after, "case.request", "première demande")
    again = mine.run("case", "request", lacking["reference"], "--json")
    assert (again.code, again.error["code"]) == (1, "already_drafted")


def test_a_decision_needs_a_reason_and_ends_the_work(mine: Terminal, case: dict) -> None:
    """A decided case waits for nobody and keeps its outcome, who and why."""
    assert mine.run("case", "decide", case["reference"], "accepted").code == 2
    after = mine.ask("case", "decide", case["reference"], "accepted", "--reason", "avis favorable")
    assert (after["status"], after["waiting_on"]) == ("decided", "nobody")
    decision = after["decisions"][0]
    assert (decision["outcome"], decision["reasons"], decision["by"]) == ("accepted", ["avis favorable"], "local")
    assert is_kept(mine, after, "case.decide", "avis favorable")


def test_only_repin_moves_a_case_to_other_rules(mine: Terminal, case: dict) -> None:
    """New rules published leave open cases as they were judged; repin judges this one by them, and back."""
    rules = mine.home / "rules"
    shutil.copytree(ROOT / "rules", rules)
    file = rules / "cases" / "occupational_disease.yaml"
    text = file.read_text(encoding="utf-8")
    changed = text.replace(f"version: {case['rules_version']}", "version: 2026.9").replace(
        "required_when: facts.contribution_months < 12 ||", "required_when: facts.contribution_months < 900 ||"
    )
    file.write_text(changed, encoding="utf-8")
    assert mine.ask("case", "show", case["reference"]) == case
    after = mine.ask("case", "repin", case["reference"], "--rules", "2026.9", "--reason", "réforme")
    assert (after["rules_version"], item(after, "career_statement")["status"]) == ("2026.9", "missing")
    assert after["rules_digest"] != case["rules_digest"]
    assert is_kept(mine, after, "case.repin", "réforme")
    back = mine.ask("case", "repin", case["reference"], "--rules", case["rules_version"], "--reason", "annulée")
    assert (back["rules_digest"], back["completeness"]["items"]) == (
        case["rules_digest"],
        case["completeness"]["items"],
    )
    assert mine.run("case", "repin", case["reference"], "--rules", "1999.1").code == 5


def test_what_new_rules_would_change_is_told_and_not_done(
    mine: Terminal, conforms: Callable[[dict], None], case: dict, tmp_path: Path
) -> None:
    """Cases that new rules would change are counted and named; over the limit the code is 1, and nothing is changed."""
    text = (ROOT / "rules" / "cases" / "occupational_disease.yaml").read_text(encoding="utf-8")
    new = tmp_path / "next.yaml"
    new.write_text(text.replace("facts.contribution_months < 12 ||", "facts.contribution_months < 900 ||"), "utf-8")
    told = mine.ask("rules", "impact", new)
    conforms(told)
    assert told["changed"] == len(told["examples"]) == told["letters"]["send"] > 0
    assert case["reference"] in {example["reference"] for example in told["examples"]}
    assert mine.ask("rules", "impact", new, "--fail-over", told["changed"] - 1, code=1) == told
    assert mine.ask("rules", "impact", new, "--fail-over", told["changed"]) == told
    assert f"{told['changed']} of {told['cases']}" in mine.run("rules", "impact", new, "--lang", "en").out
    assert mine.ask("case", "show", case["reference"]) == case


def test_a_case_opened_by_hand_lacks_everything(mine: Terminal) -> None:
    """A case opened with a fact has it, a folder, and says what it lacks."""
    after = mine.ask("case", "open", "occupational_disease", "declared_on=2026-11-02", "--reason", "au guichet")
    assert after["documents"] == []
    assert not after["completeness"]["is_complete"]
    assert {i["status"] for i in after["completeness"]["items"]} <= {"missing", "undetermined", "not-applicable"}
    assert is_kept(mine, after, "case.open", "au guichet")
