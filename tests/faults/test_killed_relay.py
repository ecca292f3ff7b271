"""The relay killed anywhere on real servers: what it has not projected waits for the next, and none of it is by half.

Whatever a person does at the terminal ends with the relay's work, so acts are killed too, on top of what killed ones
left behind.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from campaign import KILLS
from served import Served, Servers
from striking import Moment, Way, order

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.timeout(3600)]

RELAY_KILLS = max(3, KILLS * 2 // 5)
PLAN = tuple(moment for moment in Moment if moment is not Moment.START)


@dataclass
class Acts:
    """What was done: acts begun, kills by moment, and the reasons of acts that were confirmed."""

    tried: int = 0
    kills: Counter[Moment] = field(default_factory=Counter)
    confirmed: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def captured(
    servers_of_all: Servers, papers: Path, expected: dict, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Yield an installation that has captured the batch."""
    with servers_of_all.installation(tmp_path_factory.mktemp("relay")) as served:
        served.terminal.ask("submit", papers)
        assert list(served.wrongs(expected)) == []
        yield served


@pytest.fixture(scope="module")
def acts(captured: Served, ways: Sequence[Way], chance: random.Random, figures: list[str]) -> Acts:
    """Act on the case, correct its papers, index anew, catch up; kill most of it; then catch up once in peace."""
    made, way = Acts(), ways[0]
    (case,) = captured.terminal.ask("case", "list")["cases"]
    (document, *_) = captured.terminal.ask("case", "show", case["reference"])["documents"]
    while made.kills.total() < RELAY_KILLS and made.tried < 6 * RELAY_KILLS:
        made.tried += 1
        words, reason = _act(chance, case["reference"], document["document"], made.tried)
        moment = chance.choice(PLAN)
        process = captured.start(way, *words)
        if captured.strike(way, order(chance, moment)):
            made.kills[moment] += 1
        else:
            assert process.wait() == 0, captured.terminal.log.read_text()
            made.confirmed += [reason] * (words[0] == "case")
    captured.terminal.ask("recover")
    where = ", ".join(f"{made.kills[moment]} {moment}" for moment in PLAN)
    figures.append(f"relay on servers: {made.kills.total()} kills ({where}) in {made.tried} acts, one installation")
    return made


def _act(chance: random.Random, case: str, document: str, number: int) -> tuple[list[str], str]:
    """Choose what is done next; return the command and the reason that stands in it."""
    reason = f"relu {number}"
    every = (
        ["case", "set", case, f"contribution_months={number}", "--reason", reason],
        ["document", "correct", document, f"last_name=DURAND {number}", "--reason", reason],
        ["reindex"],
        ["recover"],
    )
    return chance.choice(every), reason


def test_index_folders_and_records_agree(captured: Served, acts: Acts) -> None:
    """After one relay in peace everything outside the records tells what they tell, and nothing twice."""
    assert list(captured.wrongs()) == []


def test_the_relay_was_killed(acts: Acts) -> None:
    """The campaign really killed."""
    assert acts.kills.total() >= RELAY_KILLS


def test_a_confirmed_act_is_there_once(captured: Served, acts: Acts) -> None:
    """What a command confirmed is in the case's history, and no act is there twice, confirmed or killed."""
    (case,) = captured.terminal.ask("case", "list")["cases"]
    history = captured.terminal.ask("case", "show", case["reference"])["history"]
    reasons = Counter(event["reason"] for event in history if event["act"] == "case.set")
    assert set(acts.confirmed) <= set(reasons)
    assert set(reasons.values()) <= {1}
