"""Four processes on one SQLite database for a minute: a person at the terminal, two workers, and the relay.

Nobody waits for another in vain, nobody is refused but for a change that came in between, and at the end all is there.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from account import account, problems
from invariants import check_records
from opened import opened
from terminal import Terminal, files
from waiting import wait_for
from warm import Started

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]

SECONDS = float(os.environ.get("CASEBINDER_FAULT_SECONDS", "60"))
MOST_WAITING = 6
"""Batches the person lets wait before looking at others' work: the workers shall not be left behind for minutes."""
OVERTAKEN = "changed_meanwhile"


@dataclass(kw_only=True)
class Minute:
    """What was done in it: files submitted, commands by name and outcome, rounds of the relay."""

    home: Terminal
    chance: random.Random
    papers: Sequence[Path]
    submitted: list[str] = field(default_factory=list)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    relays: list[int] = field(default_factory=list)
    relay: Started | None = None

    def keep_the_relay(self) -> None:
        """Start the relay again when it has done its round."""
        if self.relay is None or (code := self.relay.poll()) is not None:
            self.relays += [] if self.relay is None else [code]
            self.relay = self.home.start_warm("recover")

    def act(self) -> None:
        """Do one thing that a person does."""
        words = self._words()
        if words[0] == "submit":
            self.submitted.append(Path(words[1]).name)
        answer = self.home.run(*words, "--json")
        outcome = answer.error["code"] if answer.code else "done"
        assert outcome in {"done", OVERTAKEN}, f"{words}: {answer.out}{answer.err}"
        self.outcomes[words[0], outcome] += 1

    def _words(self) -> list[str]:
        cases = [case["reference"] for case in self.home.ask("case", "list")["cases"]]
        batches = self.home.ask("status")["batches"]
        documents = [d["document"] for batch in batches for d in batch["documents"] if d["fields"]]
        waiting = sum(batch["status"] in {"received", "working"} for batch in batches)
        number = str(self.outcomes.total())
        every = [["status", "--verify"], ["search", "certificat"]]
        if waiting < MOST_WAITING:
            every += [["submit", self._another_paper(), "--no-wait"]] * 3
        if cases:
            case = self.chance.choice(cases)
            every += [["case", "show", case], ["case", "set", case, f"contribution_months={number}", "--reason", "vu"]]
        if documents:
            document = self.chance.choice(documents)
            every += [["document", "correct", document, f"last_name=DURAND {number}", "--reason", "relu"]]
        return self.chance.choice(every)

    def _another_paper(self) -> str:
        """Return a paper of other bytes than all before."""
        paper = self.chance.choice(self.papers)
        other = self.home.home.with_name("drop") / f"{len(self.submitted):04d}-{paper.name}"
        other.parent.mkdir(exist_ok=True)
        other.write_bytes(paper.read_bytes() + f"\n% {len(self.submitted)}\n".encode())
        return str(other)


@pytest.fixture(scope="module")
def minute(papers: Path, chance: random.Random, figures: list[str], tmp_path_factory: pytest.TempPathFactory) -> Minute:
    """Let the four work, then the workers come to the end of what was submitted."""
    home = Terminal(home=tmp_path_factory.mktemp("four") / "home", environment={"CASEBINDER_PROCESSES": "1"})
    assert home.run("init").code == 0
    made = Minute(home=home, chance=chance, papers=[*files(papers)])
    workers = [home.start_warm("worker") for _ in range(2)]
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        made.keep_the_relay()
        made.act()
    wait_for(lambda: _waiting(home) == 0, "the workers have captured all", 600)
    assert [worker.poll() for worker in workers] == [None, None], home.log.read_text()
    for worker in workers:
        worker.end()
    assert made.relay is not None
    made.relays.append(made.relay.wait())
    home.ask("recover")
    told = ", ".join(f"{count} {name} {what}" for (name, what), count in sorted(made.outcomes.items()))
    figures.append(f"four at once for {SECONDS:.0f} s: {len(made.relays)} rounds of the relay; {told}")
    return made


def _waiting(home: Terminal) -> int:
    return sum(batch["status"] in {"received", "working"} for batch in home.ask("status")["batches"])


def test_everything_submitted_is_there_once(minute: Minute) -> None:
    """Each file became a batch with its document, each unit of work was begun once, and all places agree."""
    batches = minute.home.ask("status")["batches"]
    assert Counter(d["file"] for batch in batches for d in batch["documents"]) == Counter(minute.submitted)
    assert list(problems(minute.home, account(minute.home))) == []
    with opened(minute.home) as application:
        check_records(application)
        with application.records.reading() as uow:
            assert {job.attempt for job in uow.jobs.of_kind("unit")} == {1}


def test_nobody_was_refused(minute: Minute) -> None:
    """Neither person nor worker nor relay ended by an error or was told of a lock."""
    assert set(minute.relays) == {0}
    assert minute.home.defects() == []
    assert "occupée" not in minute.home.log.read_text()
    assert minute.submitted, "a minute in which nothing was handed in shows nothing"
