"""A lost PostgreSQL database made again from an S3 bucket, and parts that go away and come back: nothing is lost."""

import dataclasses
from dataclasses import dataclass

import pytest
from papers import draw_channel, write_members
from real_servers import ElasticsearchServer, PostgreSqlServer, S3Server
from terminal import Terminal

pytestmark = pytest.mark.timeout(1800)
ASKED = ("certificat", "attestation", "2026")


@dataclass(frozen=True, kw_only=True)
class Lost:
    """What an installation told before its database and its index were lost, and the installation made again."""

    before: dict
    after: dict
    rebuilt: dict
    terminal: Terminal


@pytest.fixture(scope="module")
def lost(
    postgresql: PostgreSqlServer,
    s3_any: S3Server,
    elasticsearch: ElasticsearchServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Lost:
    """Capture papers, act on them, and lose the database and the index."""
    folder = tmp_path_factory.mktemp("lost")
    kept = dict(s3_any.environment(s3_any.fresh()))
    terminal = Terminal(home=folder / "home", environment={**kept, **_fresh(postgresql, elasticsearch)})
    assert terminal.run("init").code == 0
    terminal.ask("reference", "import", "members", write_members(folder / "members.csv"))
    terminal.ask("submit", draw_channel(folder / "papers", "portal"), seconds=900)
    _act(terminal)
    before = told(terminal)
    again = dataclasses.replace(terminal, environment={**kept, **_fresh(postgresql, elasticsearch)})
    rebuilt = again.ask("rebuild", "--from-store")
    return Lost(before=before, after=told(again), rebuilt=rebuilt, terminal=again)


def _fresh(postgresql: PostgreSqlServer, elasticsearch: ElasticsearchServer) -> dict[str, str]:
    return {
        **postgresql.environment(postgresql.fresh()),
        **elasticsearch.environment(elasticsearch.fresh()),
    }


def _act(terminal: Terminal) -> None:
    documents = [d for batch in terminal.ask("status")["batches"] for d in batch["documents"]]
    for waiting in (d for d in documents if d["state"] == "in_queue" and d["document_class"] != "unknown"):
        terminal.ask("document", "release", waiting["document"], "--reason", "relu")
    first = terminal.ask("case", "list")["cases"][0]["reference"]
    terminal.ask("case", "waive", first, "identity", "--reason", "connue")
    terminal.ask("case", "decide", first, "accepted", "--reason", "tout est vu")


def told(terminal: Terminal) -> dict:
    """Give all that the commands tell."""
    batches = terminal.ask("status", "--verify", "--pages")["batches"]
    answers = {words: terminal.ask("search", words, "--limit", 100) for words in ASKED}
    return {
        "batches": batches,
        "cases": [terminal.ask("case", "show", c["reference"]) for c in terminal.ask("case", "list")["cases"]],
        "found": {
            words: (shape["total"], sorted((hit["document"], hit["page"]) for hit in shape["hits"]))
            for words, shape in answers.items()
        },
    }


def test_everything_is_told_as_before(lost: Lost) -> None:
    """Batches recounted from their originals, cases with their history, and what is found are equal."""
    assert lost.rebuilt["problems"] == []
    assert lost.before["cases"]
    assert lost.after == lost.before


def test_the_chain_goes_on(lost: Lost) -> None:
    """The journal's numbers and hashes came back, and PostgreSQL numbers new events after them."""
    opened = lost.terminal.ask("case", "open", "occupational_disease")["reference"]
    assert opened > max(case["reference"] for case in lost.before["cases"])
    assert lost.terminal.ask("audit", "verify")["events"] > lost.rebuilt["events"]


def test_it_is_not_done_twice(lost: Lost) -> None:
    """A database that was filled is not filled again."""
    assert lost.terminal.ask("rebuild", "--from-store", code=1)["error"]["code"] == "records_not_empty"
