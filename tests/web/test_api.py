"""The API gives the published shapes, takes files in as a door does, and describes itself truly."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from installed import CLOSED_PAPERS, Filled
from jsonschema import Draft202012Validator
from terminal import ROOT
from visiting import Served, Visitor

from pipeline.model.actor import Scope
from pipeline.model.identity import ActorId
from services.access import SYSTEM
from web.openapi import shapes

API = "/api/v1"
PAGE = ROOT / "docs" / "api.md"


def conforms(body: dict) -> None:
    """Check a body against the shape that it names."""
    name = body["schema"].split("/")[1]
    described = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": shapes()}}
    Draft202012Validator(described).validate(body)


def token(served: Served, who: str, *scopes: Scope) -> str:
    """Give a program a token of somebody's."""
    application = served.app.state.door.application
    return application.tokens.make(SYSTEM, ActorId(who), title="test", scopes=scopes).secret


def asked(served: Served, secret: str, address: str) -> dict:
    """Ask as a program, with a token."""
    answer = Visitor(served=served).get(f"{API}{address}", Authorization=f"Bearer {secret}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_is_looked_at_has_its_published_shape(served: Served, filled: Filled) -> None:
    """Batches, documents, cases and search answer in the shapes of the commands."""
    secret = token(served, "controller", Scope.READ)
    for address in (
        "/batches",
        f"/batches/{filled.batch}?pages=true",
        f"/documents/{filled.document}",
        "/cases?incomplete=true",
        f"/cases/{filled.reference}?on=2027-01-01",
        "/search?q=certificat&only=state:bound",
    ):
        conforms(asked(served, secret, address))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/batches/b-none", 404),
        ("/documents/d-none/pdf", 404),
        ("/cases/OD-2026-99999", 404),
        ("/search?after=nonsense", 400),
        ("/search?limit=0", 400),
        ("/cases/x?on=tomorrow", 400),
        ("/nowhere", 404),
    ],
)
def test_what_cannot_be_answered_is_an_error_of_the_published_shape(
    one: Callable[[str], Visitor], address: str, status: int
) -> None:
    """An error says what, where and what to do, in the shape of CONTRACT."""
    answer = one("controller").get(API + address)
    assert answer.status_code == status, answer.text
    conforms(answer.json())
    assert answer.json()["error"]["next_step"]


def test_files_come_back_as_they_were_sent(served: Served, filled: Filled, one: Callable[[str], Visitor]) -> None:
    """The source of a document is the file that was dropped, and no browser will run it."""
    answer = one("operator").get(f"{API}/documents/{filled.document}/source")
    name = asked(served, token(served, "operator", Scope.READ), f"/documents/{filled.document}")["file"]
    sent = next(filled.terminal.home.parent.glob(f"open/{name}"))
    assert answer.content == sent.read_bytes()
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_a_batch_is_received_followed_and_recognised_when_it_comes_again(mine: Served, filled: Filled) -> None:
    """Files sent become a batch that waits for a worker; the same bytes again are duplicates and add nothing."""
    visitor = Visitor(served=mine).as_one("operator")
    paper = next(filled.terminal.home.parent.glob("portal/**/*.tif*"), None) or next(
        path for path in filled.terminal.home.parent.glob("portal/*.pdf") if path.name not in CLOSED_PAPERS
    )
    uploads = {"scans/août 1.pdf": paper.read_bytes(), "empty.pdf": b""}
    first = visitor.call(f"{API}/batches", {"expect_pages": "3"}, uploads=uploads)
    assert first.status_code == 202, first.text
    conforms(first.json())
    (batch,) = first.json()["batches"]
    assert [file["name"] for file in batch["files"]] == ["août 1.pdf", "empty.pdf"]
    assert batch["files"][1]["state"] == "quarantined"
    assert visitor.get(f"{API}/batches/{batch['id']}").json()["batches"][0]["status"] == "received"
    again = visitor.call(f"{API}/batches", {}, uploads=uploads).json()
    assert again["pages"] == 0
    assert {file["state"] for file in again["batches"][0]["files"]} == {"duplicate"}


def test_an_act_answers_with_what_it_made(mine: Served, filled: Filled) -> None:
    """A correction through the API changes the document, the case and the history, with its reason."""
    visitor = Visitor(served=mine).as_one("controller")
    body = {"values": {"last_name": "DURAND-TEST"}, "reason": "seen on the paper"}
    answer = visitor.call(f"{API}/documents/{filled.document}/correct", body)
    assert answer.status_code == 200, answer.text
    conforms(answer.json())
    assert {"DURAND-TEST"} == {f["value"] for f in answer.json()["fields"] if f["name"] == "last_name"}
    case = visitor.get(f"{API}/cases/{filled.reference}").json()
    conforms(case)
    assert any(event["reason"] == "seen on the paper" for event in case["history"])
    waived = visitor.call(f"{API}/cases/{filled.reference}/waive", {"item": "identity", "reason": "known"}).json()
    assert {item["item"]: item["status"] for item in waived["completeness"]["items"]}["identity"] == "waived"


def test_an_act_with_words_it_does_not_know_is_refused(mine: Served, filled: Filled) -> None:
    """A slip in the name of a field of the body is an error, never passed over."""
    visitor = Visitor(served=mine).as_one("controller")
    answer = visitor.call(f"{API}/documents/{filled.document}/release", {"raison": "vu"})
    assert answer.status_code == 400
    assert "raison" in answer.json()["error"]["where"]


def test_the_description_is_whole(served: Served, visitor: Visitor) -> None:
    """Every reference of the OpenAPI description leads somewhere, and each route tells its error and its answer."""
    described = visitor.get(f"{API}/openapi.json").json()
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described)):
        place = described
        for step in reference.split("/"):
            place = place[step]
    for path, operations in described["paths"].items():
        for operation in operations.values():
            content = operation["responses"]
            assert "422" not in content, path
            assert path.endswith("/me") or {"400", "401", "403"} <= content.keys(), path


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples of the page are lines of curl: install curl")
def test_the_examples_of_the_page_work(mine: Served, filled: Filled, tmp_path: Path) -> None:
    """What docs/api.md shows can be pasted: each block ends well and prints JSON, or writes its file."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 4
    scan = next(path for path in filled.terminal.home.parent.glob("portal/*.pdf") if path.name not in CLOSED_PAPERS)
    shutil.copyfile(scan, tmp_path / "scan.pdf")
    given = {
        "CASEBINDER": mine.address,
        "TOKEN": token(mine, "caseworker", Scope.READ, Scope.SUBMIT, Scope.WORK),
        "OPERATOR": token(mine, "operator", Scope.WORK),
        "CASE": filled.reference,
        "DOCUMENT": filled.document,
    }
    for block in blocks:
        done = subprocess.run(
            ["sh", "-eu", "-c", block], cwd=tmp_path, env=os.environ | given, capture_output=True, check=False
        )
        assert done.returncode == 0, (block, done.stdout, done.stderr)
        for line in done.stdout.decode().splitlines():
            assert "error" not in json.loads(line), (block, line)
