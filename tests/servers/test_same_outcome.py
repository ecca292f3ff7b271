"""The same papers on the embedded parts and on the real servers: by settings alone, with the same outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from account import account
from papers import draw_channel, write_members
from real_servers import ElasticsearchServer, PostgreSqlServer, S3Server
from terminal import Terminal

pytestmark = pytest.mark.timeout(1200)
WORDS = ("certificat médical", "attestation", '"maladie professionnelle"', "2026", "zzzz")


@dataclass(frozen=True, kw_only=True)
class Played:
    """Two installations that took in the same papers."""

    embedded: Terminal
    served: Terminal


@pytest.fixture(scope="module")
def played(
    postgresql: PostgreSqlServer,
    s3_any: S3Server,
    elasticsearch: ElasticsearchServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Played:
    """Capture a part of the demonstration on both."""
    folder = tmp_path_factory.mktemp("same")
    papers = draw_channel(folder / "papers", "portal")
    members = write_members(folder / "members.csv")
    environment = {
        **postgresql.environment(postgresql.fresh()),
        **s3_any.environment(s3_any.fresh()),
        **elasticsearch.environment(elasticsearch.fresh()),
    }
    made = Played(
        embedded=Terminal(home=folder / "embedded"), served=Terminal(home=folder / "served", environment=environment)
    )
    said = made.served.run("init")
    assert said.code == 0, said.err
    for terminal in (made.embedded, made.served):
        terminal.ask("reference", "import", "members", members)
        terminal.ask("submit", papers, seconds=600)
    return made


def test_cases_and_checklists_are_the_same(played: Played) -> None:
    """Documents, fields, findings, pieces, checklists and baskets do not depend on where they are kept."""
    served, embedded = account(played.served), account(played.embedded)
    assert list(differences("", served, embedded)) == []
    assert served["cases"]


def differences(place: str, one: object, other: object) -> Iterator[str]:
    """Name each place at which two accounts differ, and what stands there."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(f"{place}/{key}", one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(f"{place}/{number}", *pair)
    elif one != other:
        yield f"{place}: {one} instead of {other}"


def test_nothing_stays_in_the_home(played: Played) -> None:
    """With the servers set, neither database nor content nor index nor case folders lie on the machine."""
    kept = {path.name for path in played.served.home.iterdir()}
    assert kept & {"casebinder.db", "blobs", "index", "cases", "snapshots"} == set()


@pytest.mark.parametrize("words", WORDS)
def test_the_same_is_found(played: Played, words: str) -> None:
    """A search finds the same pages of the same documents on both indexes."""
    answers = []
    for terminal in (played.embedded, played.served):
        shape = terminal.ask("search", words, "--limit", 100)
        names = {d["document"]: d["file"] for b in terminal.ask("status")["batches"] for d in b["documents"]}
        answers.append((shape["total"], sorted((names[hit["document"]], hit["page"]) for hit in shape["hits"])))
    assert answers[1] == answers[0]


def test_every_page_is_accounted_for(played: Played) -> None:
    """The originals, read back from the servers, have as many pages as the records say."""
    for batch in played.served.ask("status", "--verify")["batches"]:
        assert batch["custody"]["balanced"]
        assert batch["custody"]["verified"]
        assert batch["custody"]["discrepancies"] == []


def test_the_same_bytes_change_nothing(played: Played, tmp_path: Path) -> None:
    """Submitting again what the servers hold is a duplicate, as on the embedded parts."""
    before = account(played.served)
    papers = played.served.home.with_name("papers")
    again = played.served.ask("submit", papers, seconds=600)
    assert {file["state"] for batch in again["batches"] for file in batch["files"]} == {"duplicate"}
    assert account(played.served)["cases"] == before["cases"]
