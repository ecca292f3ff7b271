"""What every suite shares that breaks things by chance: how often, where from the seed, and the figures it prints.

CASEBINDER_KILLS says how many kills a campaign makes (50 when nothing is said), CASEBINDER_KILL_SEED repeats one.
"""

import os
import random

import pytest

KILLS = int(os.environ.get("CASEBINDER_KILLS", "50"))
_FIGURES: list[str] = []


@pytest.fixture(scope="session")
def seed() -> int:
    """Return the seed of the session; it is printed, and each test draws from it what is its own."""
    chosen = int(os.environ.get("CASEBINDER_KILL_SEED") or random.SystemRandom().randrange(10**6))
    _FIGURES.append(f"seed {chosen} (CASEBINDER_KILL_SEED={chosen} repeats the places)")
    return chosen


@pytest.fixture(scope="module")
def chance(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """Return a source of chance of the module's own: what others draw moves none of its places."""
    return random.Random(f"{seed}/{request.path.stem}")


@pytest.fixture(scope="session")
def figures() -> list[str]:
    """Return the lines printed at the end."""
    return _FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures."""
    if _FIGURES:
        terminalreporter.section("what was broken")
        for line in _FIGURES:
            terminalreporter.write_line(line)
